"""The ``sago`` command: each subcommand reads its arguments, calls one function, prints."""

import os
import sys
from enum import StrEnum
from typing import Annotated

import typer

from scripts.commands import crawl, evaluate, extract, load, sample, train, value, warehouse
from scripts.console import set_language

app = typer.Typer(
    no_args_is_help=True, pretty_exceptions_enable=False, context_settings={"help_option_names": ["-h", "--help"]}
)


class Language(StrEnum):
    """Languages of user-facing text."""

    en = "en"
    ko = "ko"


@app.callback()
def root(
    lang: Annotated[
        Language, typer.Option("--lang", envvar="SAGO_LANG", help="Language of messages / 출력 언어.")
    ] = Language.en,
) -> None:
    """Sagowatch: watch Korean news and blogs for security incidents (침해사고)."""
    set_language(lang.value)


app.command("evaluate")(evaluate.evaluate)
app.command("extract")(extract.extract)
app.command("crawl")(crawl.crawl)
app.command("load")(load.load)
app.command("sql")(warehouse.sql)
app.command("incidents")(warehouse.incidents)
app.command("incident")(warehouse.incident)
app.command("trend")(warehouse.trend)
app.add_typer(sample.app, name="sample")
app.command("train")(train.train)
app.command("value")(value.value)


def main() -> None:
    """Run the command line; a reader that closes our output early, as ``head`` does, has seen enough."""
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except (BrokenPipeError, SystemExit) as end:
        if not is_closed_pipe(end):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what Python still writes at its end
        sys.exit(0)


def is_closed_pipe(end: BaseException | None) -> bool:
    """Whether a closed pipe led to this end; Typer and Rich each make an exit with status 1 of it."""
    return end is not None and (isinstance(end, BrokenPipeError) or is_closed_pipe(end.__context__))


if __name__ == "__main__":
    main()
