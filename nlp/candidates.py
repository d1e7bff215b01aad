"""Spans of a text that could be a fact: its written values as counts, amounts and dates. What they mean is not asked here."""

import re
from dataclasses import dataclass

from nlp.value import Value
from nlp.values import find_values

#: What counts, shares, multiples and durations are called in a document: all are counts.
KINDS = {"count": "count", "percent": "count", "ratio": "count", "duration": "count", "money": "money", "date": "date"}
ABOUT = frozenset({"about", "over"})
DURATION = re.compile(r"PT?(\d+(?:\.\d+)?)([YMWDHS])")
DURATION_UNITS = {"Y": "년", "M": "개월", "W": "주", "D": "일", "H": "시간", "S": "초"}
GRAINS = {4: "year", 7: "month", 10: "day"}  # of a date, by the characters of its ISO form


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span with its value, ready to be given a role. ``text[start:end] == surface``."""

    kind: str  # count, money, date
    start: int
    end: int
    surface: str
    value: int | float | str | None
    lower: int | float | str | None
    upper: int | float | str | None
    unit: str | None
    currency: str | None
    approx: bool
    grain: str | None
    form: str  # the kind of Value it was: count, percent, ratio, duration, money, date
    bound: str = "exact"
    per: str | None = None  # person, item ... where the amount is that of one
    end_of: str | None = None  # "first" or "last" for the two ends of a period


def find_candidates(text: str, published: str | None) -> list[Candidate]:
    """Every count, amount and date of ``text`` in reading order; a period written with its ends gives both ends."""
    found: list[Candidate] = []
    for value in find_values(text, published):
        if value.kind not in KINDS:
            continue
        if value.kind == "date" and value.ends:
            found += [date_candidate(one, where) for one, where in zip(value.ends, places(value), strict=True)]
        else:
            found.append(date_candidate(value) if value.kind == "date" else number_candidate(value))
    return found


def places(period: Value) -> list[str | None]:
    """Which end of the period each of its dates is; None for the day of a part of a day (9일 새벽)."""
    if len(period.ends) == 2:
        return ["first", "last"]
    return [None if period.lower and period.upper else "first" if period.lower else "last"]


def number_candidate(value: Value) -> Candidate:
    """A count or an amount; a duration counts its own unit where it has just one."""
    number, lower, upper, unit = value.value, value.lower, value.upper, value.unit
    if value.kind == "duration":
        number, unit = duration(value.value)
        lower, upper = duration(value.lower)[0], duration(value.upper)[0]
        unit = unit or duration(value.lower)[1]
    return Candidate(
        kind=KINDS[value.kind],
        start=value.start,
        end=value.end,
        surface=value.surface,
        value=number,
        lower=lower,
        upper=upper,
        unit=unit,
        currency=value.currency,
        approx=value.bound in ABOUT,
        grain=None,
        form=value.kind,
        bound=value.bound,
        per=value.per,
    )


def duration(written: int | float | str | None) -> tuple[int | float | None, str | None]:
    """Number and Korean unit of an ISO duration of a single unit; two Nones for any other.

    >>> duration("P14D"), duration("PT72H"), duration("P1Y6M")
    ((14, '일'), (72, '시간'), (None, None))
    """
    found = DURATION.fullmatch(str(written or ""))
    if not found:
        return None, None
    number = float(found[1])
    minutes = found[2] == "M" and str(written).startswith("PT")
    return (int(number) if number.is_integer() else number), "분" if minutes else DURATION_UNITS[found[2]]


def date_candidate(value: Value, end_of: str | None = None) -> Candidate:
    """A date to the day at most, whatever hour is named; its bounds stay as exact as they were written, half-open."""
    written = str(value.value)[:10] if value.value is not None else None
    return Candidate(
        kind="date",
        start=value.start,
        end=value.end,
        surface=value.surface,
        value=written,
        lower=value.lower,
        upper=value.upper,
        unit=None,
        currency=None,
        approx=value.bound in ABOUT,
        grain=GRAINS[len(written)] if written else None,
        form="date",
        bound=value.bound,
        end_of=end_of,
    )
