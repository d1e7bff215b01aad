"""``sago crawl``: the sources of the registry → new and changed posts in ``landing/``, and a table of what came of each."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from scripts.console import STOPPED, data_dir, ended, err, fail, t, visible, warn

if TYPE_CHECKING:
    from crawler.report import Report
    from crawler.sources import Source

#: Heads of the table, and the field of a report below each.
COLUMNS = {
    ("source", "출처"): "name",
    ("listed", "목록"): "listed",
    ("fetched", "받음"): "fetched",
    ("unchanged", "그대로"): "unchanged",
    ("new", "새 글"): "new",
    ("changed", "바뀜"): "changed",
    ("failed", "실패"): "failed",
}


def crawl(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Sources; all enabled ones without.")
    ] = None,
    sources: Annotated[
        Path | None,
        typer.Option(help="Registry of sources (default: SAGO_SOURCES or ./sources.toml)."),
    ] = None,
    data: Annotated[Path | None, typer.Option(help="Data folder (default: SAGO_DATA or ./sago-data).")] = None,
    timeout: Annotated[
        float | None, typer.Option(min=0.1, max=600, help="Seconds a page may take (default: 20).")
    ] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Scrapy's log on stderr, not in state/crawl.log.")
    ] = False,
) -> None:
    """Fetch new and changed posts; exit status 1 when a source could not be crawled at all."""
    from crawler.crawl import crawl as run_crawl
    from crawler.errors import CrawlError
    from crawler.sources import HERE, choose, find_registry, load_sources

    try:
        registry = find_registry(sources)
        chosen = choose(load_sources(registry), names or [])
        if not chosen:
            fail(f"{registry} has no enabled source.", f"{registry}에 켜진(enabled) 출처가 없습니다.")
        if registry != HERE:
            err.print(
                visible(t(f"Sources: {registry}", f"출처 목록: {registry}")), style="dim", markup=False, soft_wrap=True
            )
        advise_contact(chosen)
        with progress() as step:
            run = run_crawl(chosen, data_dir(data), timeout, verbose, step)
    except KeyboardInterrupt:
        stopped()
    except CrawlError as error:
        fail(ended(error.english), ended(error.korean))
    reports = list(run.reports.values())
    show(reports)
    if run.was_stopped:
        stopped()
    if any(report.is_lost for report in reports):
        raise typer.Exit(1)


def stopped() -> NoReturn:
    """Say what Ctrl-C leaves, and end."""
    fail(
        "Stopped; what was fetched is kept, the rest is fetched next time.",
        "멈췄습니다. 받은 것은 보관했고 나머지는 다음에 받습니다.",
        STOPPED,
    )


def advise_contact(chosen: "list[Source]") -> None:
    """Ask for a contact address where other people's sites are to be crawled."""
    if not os.environ.get("SAGO_CONTACT") and not all(source.allow_private for source in chosen):
        warn(
            "Set SAGO_CONTACT to a web or mail address, so that the owners of the sites can reach you.",
            "사이트 운영자가 연락할 수 있도록 SAGO_CONTACT에 웹이나 메일 주소를 적어 주세요.",
        )


@contextmanager
def progress() -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr, on a terminal only; yields the function that is told of posts answered and asked for."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task(t("posts", "글"), total=None)
        yield lambda answered, asked: bar.update(task, completed=answered, total=asked)


def show(reports: "list[Report]") -> None:
    """Print the table on stdout and one sentence per kind of problem on stderr."""
    from scripts.tables import print_table

    rows = [
        [report.source.name if field == "name" else getattr(report, field) for field in COLUMNS.values()]
        for report in reports
    ]
    print_table([t(*head) for head in COLUMNS], rows)
    for report in reports:
        for english, korean in report.sentences():
            warn(english, korean)
