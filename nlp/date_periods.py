"""Years, halves, quarters, seasons, months, their parts and weeks: a written period and the memory of its text to [lower, upper)."""

from dataclasses import replace
from datetime import date, timedelta

from nlp.date_calc import (
    DAY,
    IMPOSSIBLE,
    NO_MONTH,
    NO_PUBLISHED,
    NO_YEAR,
    ONLY_BOUNDS,
    Resolved,
    gap,
    month_end,
    months_of,
    nth_week,
    nth_weekday,
    unresolved,
)
from nlp.date_carry import carried_year, direction_of, find_year, month_base, names_year, year_flags
from nlp.date_context import Context
from nlp.date_written import Written
from nlp.published import LAST_YEAR

_DAYS_OF_MONTH = 30


def find_period(written: Written, context: Context, verb_at: int) -> Resolved:
    """A year, half, quarter, season, month, part or week."""
    if written.week_shift is not None:
        return _relative_week(written, context)
    if written.weekend and not (written.month or written.month_shift is not None):
        return _relative_weekend(written, context, verb_at)
    if written.half or written.quarter or written.quarter_shift is not None or written.season:
        return _part_of_year(written, context, verb_at)
    if written.month is not None or written.month_shift is not None or written.month_same is not None:
        return _month(written, context, verb_at)
    year, anchor, named = find_year(written, context)
    if not names_year(written):
        if written.week is not None or written.nth is not None:
            return _month(replace(written, month_shift=0), context, verb_at)
        return _part_of_year(written, context, verb_at)
    if year is None:
        return unresolved("year", NO_PUBLISHED if written.year_same is None else NO_YEAR)
    if not 1 <= year <= LAST_YEAR:
        return unresolved("year", IMPOSSIBLE, "invalid")
    first = date(year, 1, 1)
    flags = year_flags(written, named)
    if written.decade:
        return Resolved(first, date(year + 10, 1, 1), "decade", None, anchor, flags, ONLY_BOUNDS, True, False)
    if written.week is not None:
        monday = nth_week(first, date(year + 1, 1, 1), written.week)
        return Resolved(
            monday,
            monday + timedelta(days=7),
            "week",
            monday.isoformat()[:7],
            anchor,
            year_named=True,
            month_named=True,
        )
    if written.part:
        return _year_part(year, written.part, anchor, True)
    return Resolved(first, date(year + 1, 1, 1), "year", f"{year:04d}", anchor, flags, year_named=named)


def _year_part(year: int, part: str, anchor: str | None, named: bool) -> Resolved:
    """Year 초 is its first quarter, 말 its last, 중순 what lies between."""
    first, last, month = {"start": (1, 4, "01"), "middle": (4, 10, "06"), "end": (10, 13, "12")}[part]
    upper = date(year + 1, 1, 1) if last == 13 else date(year, last, 1)
    return Resolved(date(year, first, 1), upper, "part", f"{year:04d}-{month}", anchor, year_named=named)


def _part_of_year(written: Written, context: Context, verb_at: int) -> Resolved:
    """상반기, 2분기, 봄, 연말 of the year that is named or the nearest one."""
    grain = "half" if written.half else "part" if written.part else "quarter"
    today = context.published.reference
    if written.quarter_shift is not None:
        if today is None or context.published.month is None:
            return unresolved(grain, NO_PUBLISHED)
        index = today.year * 4 + (today.month - 1) // 3 + written.quarter_shift
        return months_of(index // 4, index % 4 * 3 + 1, 3, "quarter", "published", False)
    year, anchor, named = find_year(written, context)
    if names_year(written):
        return (
            unresolved(grain, NO_PUBLISHED)
            if year is None or not 1 <= year <= LAST_YEAR
            else _year_share(written, year, anchor, named)
        )
    if context.head_year and context.in_list(written.start):
        return _year_share(written, context.head_year.day.year, context.head_year.label, True)
    if today is None:
        known = context.last
        if known and known.year_named:
            return _year_share(written, known.day.year, known.label, True)
        return unresolved(grain, NO_YEAR)
    shares = [_year_share(written, today.year + shift, "published", False) for shift in (-2, -1, 0, 1)]
    towards = direction_of(written, context, verb_at)
    if towards == "past":
        ended = [share for share in shares if share.upper <= today]
        started = [share for share in shares if share.lower <= today]
        return (ended if written.direction == "past" else started or shares)[-1]
    if written.direction == "next":
        return next(share for share in [*shares, shares[-1]] if share.lower >= today or share is shares[-1])
    return min(shares, key=lambda share: (gap(share, today), share.lower > today))


def _year_share(written: Written, year: int, anchor: str | None, named: bool) -> Resolved:
    if written.half:
        return months_of(year, written.half * 6 - 5, 6, "half", anchor, named)
    if written.quarter:
        return months_of(year, written.quarter * 3 - 2, 3, "quarter", anchor, named)
    if written.season:
        return months_of(year, written.season, 3, "quarter", anchor, named)
    return _year_part(year, written.part or "start", anchor, named)


def _month(written: Written, context: Context, verb_at: int) -> Resolved:
    """6월, 지난달, 이달 초, 10월 셋째 주."""
    anchor, year_named = "published", False
    if written.month is not None:
        base, anchor, year_named, reason = _numbered_month(written, context, verb_at)
        if base is None:
            return unresolved("month", reason)
    else:
        base, anchor = month_base(written, context)
        if base is None:
            return unresolved("month", NO_PUBLISHED if written.month_same is None else NO_MONTH)
        year_named = bool(written.month_same is not None and context.last and context.last.year_named)
    year, month = base
    if not 1 <= year <= LAST_YEAR:
        return unresolved("month", IMPOSSIBLE, "invalid")
    first, upper, value = date(year, month, 1), month_end(year, month), f"{year:04d}-{month:02d}"
    if written.week is not None:
        first = nth_week(first, upper, written.week)
        return Resolved(
            first, first + timedelta(days=7), "week", value, anchor, year_named=year_named, month_named=True
        )
    if written.weekend:
        saturday = nth_weekday(first, upper, 5, written.nth or 1)
        if saturday is None:
            return unresolved("part", IMPOSSIBLE, "invalid")
        return Resolved(saturday, saturday + 2 * DAY, "part", value, anchor, year_named=year_named, month_named=True)
    grain = "month"
    if written.part:
        grain = "part"
        middle, late = first.replace(day=11), first.replace(day=21)
        first, upper = {"start": (first, middle), "middle": (middle, late), "end": (late, upper)}[written.part]
    return Resolved(first, upper, grain, value, anchor, written.flags, year_named=year_named, month_named=True)


def _numbered_month(
    written: Written, context: Context, verb_at: int
) -> tuple[tuple[int, int] | None, str | None, bool, str]:
    """Year and month of 6월, from where the year comes, whether it was named, and why there is none."""
    month, published = written.month, context.published
    if not 1 <= month <= 12:
        return None, None, False, IMPOSSIBLE
    if names_year(written):
        year, anchor, named = find_year(written, context)
        return ((year, month) if year is not None else None), anchor, named, NO_PUBLISHED
    if not written.direction and (carried := carried_year(written, context, month, None)):
        return (carried[0], month), carried[1], True, ""
    today = published.reference
    if today is None:
        year = context.only_year()
        return ((year, month) if year else None), "text", True, NO_YEAR
    if published.month is None:
        return (today.year, month), "published", False, ""
    ahead = month - published.month
    towards = direction_of(written, context, verb_at)
    if written.direction == "this":
        shift = 0
    elif written.direction == "past":
        shift = 0 if ahead < 0 else -1
    elif written.direction == "next":
        shift = 0 if ahead > 0 else 1
    elif towards == "past":
        shift = 0 if ahead <= 0 else -1
    elif towards == "next":
        shift = 0 if ahead >= 0 else 1
    else:
        shift = min((-1, 0, 1), key=lambda years: (abs(ahead + 12 * years), ahead + 12 * years > 0))
        days = (ahead + 12 * shift) * _DAYS_OF_MONTH
        if towards is None and context.turns_back(written.start, verb_at, today, days):
            shift -= 1
    return (today.year + shift, month), "published", False, ""


def _relative_week(written: Written, context: Context) -> Resolved:
    today = context.published.day
    if today is None:
        return unresolved("week", NO_PUBLISHED)
    monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * written.week_shift)
    days = {None: (0, 7), "start": (0, 2), "middle": (2, 4), "end": (3, 7)}[written.part]
    days = {"주말": (5, 7), "주중": (0, 5), "주초": (0, 2)}.get(written.weekend, days)
    lower, upper = monday + timedelta(days=days[0]), monday + timedelta(days=days[1])
    return Resolved(
        lower, upper, "week" if upper - lower == timedelta(days=7) else "part", lower.isoformat()[:7], "published"
    )


def _relative_weekend(written: Written, context: Context, verb_at: int) -> Resolved:
    today = context.published.day
    if today is None:
        return unresolved("part", NO_PUBLISHED)
    shift = {"past": -1, "next": 1, "later": 2}.get(written.direction, 0)
    if written.direction == "next" and not context.text.startswith("다음", written.start):
        shift = 0  # 오는 주말 is this week's
    if written.direction is None and today.weekday() < 5 and context.tense(verb_at) == "past":
        shift = -1
    return _relative_week(replace(written, week_shift=shift), context)
