"""The 216 rows of the value specification that lies beside the checkout; skipped where it is not there."""

import json
from datetime import date, timedelta
from math import isclose
from pathlib import Path
from typing import Any

import pytest

from nlp.value import Value
from nlp.values import find_values
from scripts.commands.value import time_results

SPEC = Path(__file__).parents[2] / "shared" / "value-spec.jsonl"
#: Rows held to be wrong: number -> why. They must fail.
DISPUTED: dict[int, str] = {}
#: A text whose last date an ANCHOR row counts from.
ANCHOR, BEFORE_ANCHOR = date(2025, 9, 3), "가람통신은 9월 3일 공격을 받았다. "


def spec_rows() -> list:
    """The rows as pytest parameters, or one skipped parameter where the file is absent."""
    if not SPEC.exists():
        return [pytest.param({}, id="absent", marks=pytest.mark.skip(reason=f"no {SPEC.name} beside the checkout"))]
    rows = map(json.loads, SPEC.read_text("utf-8").splitlines())
    return [
        pytest.param(
            row,
            id=f"{row['n']} {row['text']}",
            marks=[pytest.mark.xfail(reason=DISPUTED[row["n"]], strict=True)] if row["n"] in DISPUTED else [],
        )
        for row in rows
    ]


@pytest.mark.parametrize("row", spec_rows())
def test_row_of_the_specification(row):
    text, expected = row.get("probe", row["text"]), row["value"]
    if isinstance(expected, str) and expected.startswith("ANCHOR"):
        text = BEFORE_ANCHOR + text
        expected = (ANCHOR + timedelta(days=int(expected.removeprefix("ANCHOR") or 0))).isoformat()
    found = find_values(text, row.get("reference"))
    if row.get("bound") == "none" or row.get("precision") == "none":
        assert not [value for value in found if value.kind == row["kind"]]
    elif row.get("precision") == "invalid":
        assert [value.value for value in found if "invalid" in value.flags] == [None]
    elif row["kind"] in ("count", "ratio", "percent", "ordinal", "money"):
        assert any(is_number(value, row) for value in found), found
    elif row["kind"] == "duration":
        assert any(is_duration(value, row) for value in found), found
    else:
        results = [result for value in found if value.kind == "date" for result in time_results(value)]
        assert {"kind": row["kind"], "value": expected} in results, found


def same(one: Any, other: Any) -> bool:
    """Whether two numbers are one, or both absent."""
    return one == other if one is None or other is None else isclose(one, other, rel_tol=1e-9)


def is_number(value: Value, row: dict[str, Any]) -> bool:
    """Whether this is the number, amount or share of the row, in all that the row says."""
    return (
        value.kind == row["kind"]
        and value.bound == row["bound"]
        and same(value.value, row["value"])
        and same(value.lower, row.get("lower"))
        and same(value.upper, row.get("upper"))
        and (value.lower is None or value.lower_inclusive == row["lower_inclusive"])
        and (value.upper is None or value.upper_inclusive == row["upper_inclusive"])
        and value.currency == row.get("currency")
        and ("precision" not in row or same(value.precision, row["precision"]))
    )


def is_duration(value: Value, row: dict[str, Any]) -> bool:
    """Whether this is the duration of the row, weeks counted as days."""
    limits = ("lower", "upper")
    return (
        value.kind == "duration"
        and value.bound == row["bound"]
        and in_days(value.value) == in_days(row["value"])
        and all(in_days(getattr(value, limit)) == in_days(row.get(limit)) for limit in limits)
        and all(
            getattr(value, limit) is None or getattr(value, f"{limit}_inclusive") == row[f"{limit}_inclusive"]
            for limit in limits
        )
    )


def in_days(duration: str | None) -> str | None:
    """P1W as P7D; other durations as they are."""
    weeks = duration[1:-1] if duration and duration.endswith("W") else ""
    return f"P{int(weeks) * 7}D" if weeks.isdigit() else duration


@pytest.mark.skipif(not SPEC.exists(), reason=f"no {SPEC.name} beside the checkout")
def test_every_disputed_row_is_a_row():
    assert set(DISPUTED) <= {json.loads(line)["n"] for line in SPEC.read_text("utf-8").splitlines()}
