"""``sago evaluate``: how right the extraction is on documents whose facts are known, on the screen, as JSON or as a report."""

import os
import shlex
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scripts.console import err, fail, out, t
from scripts.tables import Format, print_json, print_rows

if TYPE_CHECKING:
    from scripts.accuracy import Measured
    from scripts.comparison import Extract
    from scripts.evaluation import Report
    from scripts.truths import Truth

NLP = Path(__file__).parents[2] / "nlp"
TEST_PART = NLP / "corpus" / "test"
WARM_UP = "가람통신은 회원 31만 명의 정보가 유출됐다고 4일 밝혔다."


def evaluate(
    where: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH]...",
            help="Corpus files, or folders with docs.jsonl and gold.jsonl (default: our test part).",
        ),
    ] = None,
    weights: Annotated[Path, typer.Option(help="Folder of the models to measure.")] = NLP / "weights",
    against: Annotated[Path | None, typer.Option(help="Folder of earlier models to compare with.")] = None,
    voters: Annotated[bool, typer.Option("--voters", help="Also rules, linear model and transformer alone.")] = False,
    report: Annotated[
        Path | None, typer.Option(help="Write the report (Markdown) with all of this and its charts (SVG) here.")
    ] = None,
    misses: Annotated[int, typer.Option(min=0, help="Documents whose misses are printed.")] = 0,
    slowest: Annotated[int, typer.Option(min=0, help="Slowest documents that are printed.")] = 10,
    form: Annotated[
        Format, typer.Option("--format", help="How rows are printed; CSV holds the first table alone.")
    ] = Format.table,
) -> None:
    """Print how right facts, values, organisations, types and confidence are, and what differs between voters and models."""
    from scripts.accuracy import Measured
    from scripts.comparison import VOTE
    from scripts.evaluation import evaluate as measure

    for folder in (weights, *([against] if against else [])):
        check_models(folder)
    sets = {str(path): documents(path) for path in where or [TEST_PART]}
    ours = readers_of(weights, None if voters or report else [VOTE])
    theirs = readers_of(against, [VOTE])[VOTE] if against else None
    measured = {}
    for name, truths in sets.items():
        alone = {who: measure(truths, read) for who, read in ours.items() if who != VOTE}
        told = measure(truths, ours[VOTE])
        before = measure(truths, theirs) if theirs else None
        measured[name] = Measured(told, alone | {VOTE: told} if alone else {}, before)
    show(measured, misses, slowest, form)
    if report:
        from scripts.accuracy import write_report

        given = [*(where or []), *([] if weights == NLP / "weights" else ["--weights", weights])]
        given += [*(["--against", against] if against else []), "--report", report]
        try:
            write_report(report, measured, command(given), against.name if against else "")
        except OSError as error:
            fail(f"{error.filename or report}: {error.strerror}.", f"{error.filename or report}: {error.strerror}.")
        err.print(t(f"Wrote {report}.", f"{report} 작성."), markup=False, soft_wrap=True)


def check_models(folder: Path) -> None:
    """End the run with a sentence where a folder holds no trained models."""
    from nlp.voters import CALIBRATION, LINEAR

    missing = [name for name in (LINEAR, CALIBRATION) if not (folder / name).is_file()]
    if missing and folder != NLP / "weights":  # without the shipped models the rules answer alone
        fail(
            f"There are no trained models in {folder}: {missing[0]} is missing.",
            f"{folder}에 학습된 모델이 없습니다: {missing[0]} 파일이 없습니다.",
        )


def readers_of(folder: Path, wanted: Collection[str] | None = None) -> "dict[str, Extract]":
    """The extraction with the models of a folder by each voter ``wanted`` (None: all), warmed up so that the first document is timed like the others."""
    from scripts.comparison import readers

    found = {who: read for who, read in readers(folder).items() if wanted is None or who in wanted}
    for read in found.values():
        read(WARM_UP, None, None)
    return found


def command(given: Iterable[object]) -> str:
    """The command line that writes the same report, with paths as seen from here."""
    seen = [os.path.relpath(one) if isinstance(one, Path) and one.is_absolute() else str(one) for one in given]
    return shlex.join(["sago", "evaluate", *seen])


def documents(path: Path) -> "list[Truth]":
    """The documents of a corpus file, a folder of them, or a folder with docs.jsonl and gold.jsonl."""
    from scripts.truths import from_corpus, from_gold

    try:
        if (path / "gold.jsonl").is_file():
            found = list(from_gold(path))
        else:
            files = sorted(path.glob("*.txt")) if path.is_dir() else [path]
            found = list(from_corpus(files))
    except OSError as error:
        fail(f"{error.filename or path}: {error.strerror}.", f"{error.filename or path}: {error.strerror}.")
    except (ValueError, KeyError) as error:
        fail(f"{path} cannot be read: {error}.", f"{path} 파일을 읽을 수 없습니다: {error}.")
    if not found:
        fail(f"There is no document in {path}.", f"{path}에 문서가 없습니다.")
    return found


def show(measured: "dict[str, Measured]", misses: int, slowest: int, form: Format) -> None:
    """Print the figures of every set, then the voters, the earlier model, what went wrong and what took long."""
    from scripts.comparison import differences, lines, side_by_side

    if form is Format.json:
        print_json({name: as_json(one, slowest) for name, one in measured.items()})
        return
    rows = [(name, *line) for name, one in measured.items() for line in lines(one.report)]
    print_rows(["set", "what", "f1", "precision", "recall", "n"], rows, form)
    if form is Format.csv:
        return
    for name, one in measured.items():
        judged = [(group, counts[0], counts[1]) for group, counts in sorted(one.report.judged.items())]
        print_rows(
            ["documents", "right", "n"],
            judged,
            title=t(
                f"{name}: whole documents (genres: relevance, types: type)",
                f"{name}: 문서 판단(장르: 관련 여부, 유형: 유형)",
            ),
        )
        if one.voters:
            print_rows(
                ["what", *one.voters], side_by_side(one.voters), title=t(f"{name}: voters", f"{name}: 판단 주체별")
            )
        if one.before:
            print_rows(
                ["what", "before", "now", "difference"],
                differences(one.before, one.report),
                title=t(f"{name}: against the earlier model", f"{name}: 이전 모델과 비교"),
            )
        if slowest:
            timed = [(document, size, round(spent, 1)) for spent, document, size in one.report.slowest(slowest)]
            print_rows(
                ["document", "characters", "milliseconds"],
                timed,
                title=t(f"{name}: slowest documents", f"{name}: 가장 오래 걸린 문서"),
            )
        for document, missed, invented in one.report.misses[:misses]:
            out.print(f"{name} {document}: missed {missed}, invented {invented}", markup=False, soft_wrap=True)  # fmt: skip


def as_json(measured: "Measured", slowest: int) -> dict:
    """The same as nested JSON values."""
    from scripts.comparison import differences, main_figures

    found = figures(measured.report)
    found["judged"] = {name: {"right": right, "n": n} for name, (right, n) in sorted(measured.report.judged.items())}
    found["slowest"] = [
        {"document": name, "characters": size, "ms": spent} for spent, name, size in measured.report.slowest(slowest)
    ]
    if measured.voters:
        found["voters"] = {name: main_figures(one) for name, one in measured.voters.items()}
    if measured.before:
        changed = differences(measured.before, measured.report)
        found["against"] = {what: {"before": old, "now": new, "difference": by} for what, old, new, by in changed}
    return found


def figures(report: "Report") -> dict:
    """The figures of a report by name."""
    from scripts.comparison import lines

    return {name: {"f1": f1, "precision": p, "recall": r, "n": n} for name, f1, p, r, n in lines(report)}
