"""The record of one written value: number, amount, date or duration. Standard library only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Value:
    """One written value. ``text[start:end] == surface``."""

    kind: str  # count, money, date, duration, percent, ratio, ordinal
    start: int
    end: int
    surface: str
    value: (
        int | float | str | None
    )  # point value; dates ISO at their grain ("2025-06-09", "2025-06"), durations ISO 8601
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
    flags: tuple[str, ...] = ()  # inferred, same_as, ambiguous, local_time, as_of, boundary, invalid ...
    reason: str | None = None  # why value is None
    ends: tuple[
        "Value", ...
    ] = ()  # dates as written: each end of a period (6월 9일~13일, 5일부터), the day of a time (9일 오전 4시)
