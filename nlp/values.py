"""Every number, amount, date and duration written in a Korean text, with its exact value. No Kiwi, no model, no database."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Value:
    """One written value. ``text[start:end] == surface``."""

    kind: str  # count, money, date, duration, percent, ratio, ordinal
    start: int
    end: int
    surface: str
    value: int | float | str | None  # point value; dates ISO at their grain ("2025-06-09", "2025-06"), durations ISO 8601
    lower: int | float | str | None = None  # dates: half-open [lower, upper) as ISO day or second
    upper: int | float | str | None = None
    lower_inclusive: bool = True
    upper_inclusive: bool = True
    bound: str = "exact"  # exact, about, over, ge, gt, le, lt, near_below, range, class, vague
    precision: int | float | None = None  # place value of the last non-zero digit written
    unit: str | None = None  # counter as written
    currency: str | None = None  # ISO 4217 or coin code
    per: str | None = None  # person, item, month ... for amounts and counts of one unit
    grain: str | None = None  # decade, year, half, quarter, month, part, week, day, hour, minute, second
    anchor: str | None = None  # dates: what it was resolved from
    flags: tuple[str, ...] = ()  # inferred, ambiguous, local_time, as_of, boundary, invalid ...
    reason: str | None = None  # why value is None


def find_values(text: str, published: str | None = None) -> list[Value]:
    """All values of ``text`` in reading order; relative dates resolve against ``published`` (ISO date or time, or None)."""
    return []
