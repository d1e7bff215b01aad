"""Reads the tables of written values in tests/cases: marked texts in, the spans and values that must be found out."""

from pathlib import Path
from typing import NamedTuple

import pytest

CASES = Path(__file__).parent / "cases"


class Expected(NamedTuple):
    """One value that must be found, as its row states it."""

    start: int
    end: int
    value: float | None
    interval: str
    bound: str
    fields: dict[str, str | None]  # unit, kind, currency, per: the further columns of the table


def number(written: str) -> float | None:
    """The number in a cell, or None where the cell is empty."""
    return float(written) if written else None


def interval_of(value) -> str:
    """The limits of a found value as the tables write them: ``[100, 200)``, ``(, 50]``, or nothing."""
    if value.lower is None and value.upper is None:
        return ""
    low, high = (
        "" if limit is None else f"{limit:g}" if isinstance(limit, float) else str(limit)
        for limit in (value.lower, value.upper)
    )
    return f"{'[' if value.lower is not None and value.lower_inclusive else '('}{low}, {high}{']' if value.upper is not None and value.upper_inclusive else ')'}"


def read_cases(name: str) -> list:
    """The rows of ``cases/NAME`` as pytest parameters (text, expected values); a row that states a known failure must fail."""
    lines = [line for line in (CASES / name).read_text("utf-8").split("\n") if line and not line.startswith("# ")]
    columns = lines[0].split("\t")
    cases = []
    for line in lines[1:]:
        cells = dict(zip(columns, (line.split("\t") + [""] * len(columns)), strict=False))
        text, expected = read_row(cells)
        known = cells.get("known")
        marks = [pytest.mark.xfail(reason=known, strict=True)] if known else []
        cases.append(pytest.param(text, expected, id=cells["text"], marks=marks))
    return cases


def read_row(cells: dict[str, str]) -> tuple[str, list[Expected]]:
    """The text of a row without its marks, and what must be found in it."""
    parts = cells["text"].replace("»", "«").split("«")
    text, spans, at = "".join(parts), [], 0
    for order, part in enumerate(parts):
        if order % 2:
            spans.append((at, at + len(part)))
        at += len(part)
    rows = {
        name: (cell.split(";") if len(spans) > 1 and cell else [cell] * len(spans))
        for name, cell in cells.items()
        if name not in ("text", "known")
    }
    assert (cells["value"] == "-") == (not spans), f"marks and values disagree: {cells['text']}"
    assert all(len(row) == len(spans) for row in rows.values()), f"one cell for each mark: {cells['text']}"
    expected = [
        Expected(
            *span, number(rows["value"][at].strip()), rows["interval"][at].strip(), rows["bound"][at].strip() or "exact",
            {name: row[at].strip() or None for name, row in rows.items() if name not in ("value", "interval", "bound")},
        )
        for at, span in enumerate(spans)
    ]  # fmt: skip
    return text, expected


def found(value, fields: dict[str, str | None]) -> Expected:
    """A found value in the form of the table."""
    return Expected(
        value.start,
        value.end,
        None if value.value is None else float(value.value),
        interval_of(value),
        value.bound,
        {name: getattr(value, name) for name in fields},
    )
