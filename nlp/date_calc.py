"""The record of a resolved date, and the arithmetic of days, months and weeks that resolving needs."""

from datetime import date, timedelta
from typing import NamedTuple

from nlp.published import LAST_YEAR

NO_PUBLISHED = "no publication day to count from"
NO_YEAR = "no publication date and no year in the text"
NO_MONTH = "no publication date and no month in the text"
IMPOSSIBLE = "no such day"
ONLY_BOUNDS = "only bounds are stated"
DAY = timedelta(days=1)


class Resolved(NamedTuple):
    """A date resolved: [lower, upper) in days or moments, and ``value`` at the precision that was written."""

    lower: date | None
    upper: date | None
    grain: str
    value: str | None
    anchor: str | None = None
    flags: tuple[str, ...] = ()
    reason: str | None = None
    year_named: bool = False
    month_named: bool = False


def unresolved(grain: str, reason: str, *flags: str) -> Resolved:
    """A date that cannot be known, with the reason."""
    return Resolved(None, None, grain, None, None, flags, reason)


def one_day(day: date, anchor: str | None, year: bool = False, month: bool = False, *flags: str) -> Resolved:
    """One day; ``year`` and ``month`` say whether the text has named them, for the dates behind."""
    return Resolved(day, day + DAY, "day", day.isoformat(), anchor, flags, year_named=year, month_named=month)


def dated(
    year: int, month: int, day: int, anchor: str | None, year_named: bool = False, month_named: bool = False,
    flags: tuple[str, ...] = (),
) -> Resolved:  # fmt: skip
    """The day of these numbers, or a date flagged invalid when there is none."""
    made = make_day(year, month, day)
    if made is None:
        return unresolved("day", IMPOSSIBLE, "invalid")
    return one_day(made, anchor, year_named, month_named, *flags)


def make_day(year: int, month: int, day: int) -> date | None:
    """The day, or None when there is none of that number."""
    try:
        return date(year, month, day) if year <= LAST_YEAR else None
    except ValueError:
        return None


def possible(month: int, day: int) -> bool:
    """Whether some year has that day."""
    return make_day(2024, month, day) is not None


def moved(day: date, days: int) -> date | None:
    """The day that many days later, None off the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def month_after(year: int, month: int, months: int) -> tuple[int, int]:
    """Year and month that many months later."""
    index = year * 12 + month - 1 + months
    return index // 12, index % 12 + 1


def month_end(year: int, month: int) -> date:
    """The first day after the month."""
    return date(*month_after(year, month, 1), 1)


def months_of(year: int, month: int, count: int, grain: str, anchor: str | None, named: bool) -> Resolved:
    """The period of ``count`` months; its value is the year."""
    if not 1 <= year <= LAST_YEAR:
        return unresolved(grain, IMPOSSIBLE, "invalid")
    upper = month_after(year, month, count)
    return Resolved(date(year, month, 1), date(*upper, 1), grain, f"{year:04d}", anchor, year_named=named)


def nth_week(lower: date, upper: date, nth: int) -> date:
    """The Monday of the nth calendar row of a month or year, -1 for the last; weeks begin on Monday."""
    first = upper - DAY if nth < 0 else lower
    monday = first - timedelta(days=first.weekday())
    return monday if nth < 0 else monday + timedelta(days=7 * (nth - 1))


def nth_weekday(lower: date, upper: date, number: int, nth: int) -> date | None:
    """The nth such weekday of [lower, upper), -1 for the last; None when there are fewer."""
    if nth < 0:
        last = upper - DAY
        return last - timedelta(days=(last.weekday() - number) % 7)
    day = lower + timedelta(days=(number - lower.weekday()) % 7 + 7 * (nth - 1))
    return day if day < upper else None


def nearest(days: list[date], today: date, towards: str | None, strict: bool = False) -> date | None:
    """The day nearest to ``today``, a tie going to the past; on one side of it when ``towards`` says so."""
    if towards == "past":
        days = [day for day in days if day < today or (day == today and not strict)] or days
    elif towards == "next":
        days = [day for day in days if day >= today] or days
    elif towards == "soon":
        near = [day for day in days if 0 <= (today - day).days <= 7]
        days = near or [day for day in days if day >= today] or days
    return min(days, key=lambda day: (abs((day - today).days), day > today), default=None)


def same_day_of_months(day: int, today: date, months: int = 3) -> list[date]:
    """Day ``day`` of each month within ``months`` months of ``today``."""
    found = (make_day(*month_after(today.year, today.month, shift), day) for shift in range(-months, months + 1))
    return [one for one in found if one]


def gap(share: Resolved, today: date) -> int:
    """Days between the period and the day; 0 inside it."""
    return max((share.lower - today).days, (today - share.upper).days + 1, 0)
