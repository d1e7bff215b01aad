"""``sago evaluate``: how right the extraction is on documents whose facts are known, on the screen, as JSON or as a report."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scripts.console import err, fail, out, t
from scripts.tables import Format, print_json, print_rows

if TYPE_CHECKING:
    from scripts.evaluation import Report, Truth

TEST_PART = Path(__file__).parents[2] / "nlp" / "corpus" / "test"


def evaluate(
    where: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH]...",
            help="Corpus files, or folders with docs.jsonl and gold.jsonl (default: our test part).",
        ),
    ] = None,
    report: Annotated[Path | None, typer.Option(help="Write the report (Markdown) and its charts (SVG) here.")] = None,
    misses: Annotated[int, typer.Option(min=0, help="Documents whose misses are printed.")] = 0,
    form: Annotated[Format, typer.Option("--format", help="How rows are printed.")] = Format.table,
) -> None:
    """Print how right facts, values, organisations, types and confidence are."""
    from nlp.extract import extract
    from scripts.evaluation import evaluate as measure

    sets = {str(path): documents(path) for path in where or [TEST_PART]}
    reports = {name: measure(truths, extract) for name, truths in sets.items()}
    if form is Format.json:
        print_json({name: figures(one) for name, one in reports.items()})
    else:
        rows = [(name, *line) for name, one in reports.items() for line in lines(one)]
        print_rows(["set", "what", "f1", "precision", "recall", "n"], rows, form)
    for name, one in reports.items():
        for document, missed, invented in one.misses[:misses]:
            out.print(f"{name} {document}: missed {missed}, invented {invented}", markup=False, soft_wrap=True)
    if report:
        from scripts.accuracy import write_report

        write_report(report, reports)
        err.print(t(f"Wrote {report}.", f"{report} 작성."), markup=False, soft_wrap=True)


def documents(path: Path) -> "list[Truth]":
    """The documents of a corpus file, a folder of them, or a folder with docs.jsonl and gold.jsonl."""
    from scripts.evaluation import from_corpus, from_gold

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


def lines(report: "Report") -> list[tuple]:
    """What is printed of one set: name, F1, precision, recall and how many were asked for."""
    found = []
    tallies = {"relevance": report.relevance, "organisations": report.organisations, **report.tallies}
    for name, one in tallies.items():
        found.append((name, one.f1, one.precision, one.recall, one.right + one.missed))
    precision, coverage = report.accepted
    found.append(("type (accuracy)", report.types[0] / max(1, report.types[1]), None, None, report.types[1]))
    found.append(("unreviewed facts", None, precision, coverage, len(report.sure)))
    found.append(
        ("facts per document without incident", report.noise[0] / max(1, report.noise[1]), None, None, report.noise[1])
    )
    found.append(("calibration error", report.calibration_error, None, None, len(report.sure)))
    return sorted(found, key=lambda line: (":" in line[0], line[0].startswith("genre")))


def figures(report: "Report") -> dict:
    """The same as nested JSON values."""
    return {name: {"f1": f1, "precision": p, "recall": r, "n": n} for name, f1, p, r, n in lines(report)}
