"""``sago value``: the exact values written in a text, as JSON, for one text or for a file of rows."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from scripts import console

#: Number labels that a peer suite calls a number all the same; codes, telephone numbers and dates in figures are none.
_NO_NUMBER = frozenset({"code", "score or code", "list", "per"})


def value(
    text: Annotated[
        str | None, typer.Argument(help="Korean text, for example '2억4000만 원'; - reads it from standard input.")
    ] = None,
    published: Annotated[
        str | None, typer.Option(help="Day or time the text appeared, for relative dates (2025-09-20).")
    ] = None,
    batch: Annotated[
        Path | None,
        typer.Option(help="JSON lines {id, text, reference} to read instead of TEXT; - for standard input."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Where --batch writes {id, results}; else stdout.")
    ] = None,
) -> None:
    """Print the exact numbers, amounts, dates and durations of a text as JSON."""
    if (text is None) == (batch is None):
        console.fail("Give either a TEXT or --batch FILE.", "TEXT와 --batch FILE 가운데 하나만 주세요.")
    if batch is not None and published is not None:
        console.fail(
            '--published goes with TEXT only; a row of --batch has its day in "reference".',
            '--published는 TEXT와만 씁니다. --batch의 각 줄은 "reference"에 날짜를 적습니다.',
        )
    if batch is not None:
        write_batch(batch, output)
    elif output is not None:
        console.fail("--output goes with --batch only.", "--output은 --batch와 함께만 씁니다.")
    else:
        found = values_of(sys.stdin.read() if text == "-" else text, published)
        print(to_json(found, indent=2))


def to_json(data: Any, indent: int | None = None) -> str:
    """The data as JSON in its own letters; half of a surrogate pair comes out as its escape."""
    return json.dumps(data, ensure_ascii=False, indent=indent).encode("utf-8", "backslashreplace").decode("utf-8")


def values_of(text: str, published: str | None) -> list[dict[str, Any]]:
    """The values of ``text`` as JSON objects without the fields that say nothing."""
    from nlp.values import find_values

    if published is not None and not is_time(published):
        console.fail(
            f"--published must be a year, month, day or time such as 2025-09-20 or 2025-09-20T09:00, not {published!r}.",
            f"--published는 2025-09-20이나 2025-09-20T09:00처럼 적습니다: {published!r}",
        )
    return [telling(asdict(found)) for found in find_values(text, published)]


def telling(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of one value that say something; ``value`` stays, for null says that only bounds are known."""
    kept = {name: field for name, field in fields.items() if field not in (None, (), []) or name == "value"}
    for limit in ("lower", "upper"):
        if limit not in kept:
            kept.pop(f"{limit}_inclusive", None)
    if "ends" in kept:
        kept["ends"] = [telling(end) for end in kept["ends"]]
    return kept


def is_time(written: str) -> bool:
    """Whether this is an ISO year, month, day or time."""
    from nlp.published import parse_published

    try:
        parse_published(written)
    except ValueError:
        return False
    return bool(written.strip())


def write_batch(rows: Path, output: Path | None) -> None:
    """Write one line of results per row; a bad row is reported, the others go on, and the command ends with status 1."""
    try:
        lines = (sys.stdin.read() if str(rows) == "-" else rows.read_text("utf-8", errors="surrogateescape")).split(
            "\n"
        )
    except OSError as error:
        cannot_open(error)
    written, bad = [], 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        row, problem = read_row(line)
        if problem:
            bad += 1
            console.warn(
                f"{rows}:{number}: {problem[0]}; the row is skipped.",
                f"{rows}:{number}: {problem[1]}. 이 줄은 건너뜁니다.",
            )
            continue
        written.append(to_json({"id": row["id"], "results": list(peer_results(row["text"], row.get("reference")))}))
    results = "".join(f"{line}\n" for line in written)
    try:
        sys.stdout.write(results) if output is None else output.write_text(results, "utf-8")
    except OSError as error:
        cannot_open(error)
    if bad:
        console.fail(f"{bad} of the rows in {rows} could not be read.", f"{rows}에서 읽지 못한 줄: {bad}개")


def cannot_open(error: OSError) -> NoReturn:
    """End the command with a sentence that names the file and what is wrong with it."""
    console.fail(
        f"Cannot open {error.filename}: {error.strerror}.",
        f"{error.filename} 파일을 열 수 없습니다: {error.strerror}.",
    )


def read_row(line: str) -> tuple[dict[str, Any], tuple[str, str] | None]:
    """The row of one JSON line, and what is wrong with it in English and Korean, or None."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return {}, (f"not JSON ({error})", f"JSON이 아닙니다({error})")
    if not isinstance(row, dict) or "id" not in row or not isinstance(row.get("text"), str):
        return {}, ("a row needs an id and a text", "id와 text가 있어야 합니다")
    reference = row.get("reference")
    if reference is not None and not (isinstance(reference, str) and is_time(reference)):
        return {}, (
            f"reference {reference!r} is no ISO day or time",
            f"reference {reference!r}가 ISO 날짜나 시각이 아닙니다",
        )
    return row, None


def peer_results(text: str, reference: str | None) -> Iterator[dict[str, Any]]:
    """The values of ``text`` in the value formats of the peer suites.

    Those suites know no counts: every written number is a number, and one with a bound is a range besides.
    """
    from nlp.ranges import read_values
    from nlp.values import find_values

    for found in find_values(text, reference):
        if found.kind in ("date", "duration"):
            for one in (found, *found.ends):
                yield from spans(one, time_results(one))
    numbers = [found for found in read_values(text) if found.reason not in _NO_NUMBER]
    for at, found in enumerate(numbers):
        if found.reason == "time" and any(
            near.reason == "time" and abs(near.start - found.start) < 6
            for near in numbers[max(0, at - 1) : at + 2]
            if near is not found
        ):
            continue  # 5월 4일 is a date, no two numbers
        yield from spans(found, number_results(found))


def spans(found: Any, results: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The results with the span of ``found``."""
    for result in results:
        yield {**result, "start": found.start, "end": found.end}


def number_results(found: Any) -> list[dict[str, Any]]:
    """A count, ratio, percentage, ordinal or amount as peer results."""
    results: list[dict[str, Any]] = []
    limits = {
        "lower": found.lower,
        "upper": found.upper,
        "lower_inclusive": found.lower_inclusive,
        "upper_inclusive": found.upper_inclusive,
    }
    if found.kind == "money":
        if found.value is not None:
            results.append({"kind": "money", "value": {"amount": found.value, "currency": found.currency}})
        if (found.lower, found.upper) != (None, None):
            results.append({"kind": "money_range", "value": {**limits, "currency": found.currency}})
    elif found.value is not None and found.kind in ("percent", "ordinal"):
        results.append({"kind": found.kind, "value": found.value})
    if found.value is not None and found.kind not in ("percent", "ordinal"):
        results.append({"kind": "number", "value": found.value})
    if (found.lower, found.upper) != (None, None) and found.kind != "money":
        results.append({"kind": "number_range", "value": limits})
    return results


def time_results(found: Any) -> list[dict[str, Any]]:
    """A date or duration as peer results."""
    if found.kind == "duration":
        return [{"kind": "duration", "value": found.value}] if found.value is not None else []
    ends = [end for end in (found.lower, found.upper) if end is not None]
    if not ends and found.value is None:
        return []
    clock = "datetime" if any("T" in end for end in [*ends, found.value or ""]) else "date"
    if found.grain in ("hour", "minute", "second") and found.value and "T" in found.value:
        return [{"kind": "datetime", "value": found.value}]
    if found.grain == "day" and found.value:
        return [{"kind": "date", "value": found.value}]
    return [{"kind": f"{clock}_period", "value": {"start": found.lower, "end": found.upper}}]
