"""Days: numbered, counted, named by a word, a weekday or a holiday. A written day and the memory of its text to one day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from nlp.calendar_kr import from_lunar, holiday
from nlp.date_calc import (
    DAY,
    IMPOSSIBLE,
    NO_PUBLISHED,
    NO_YEAR,
    ONLY_BOUNDS,
    Resolved,
    dated,
    moved,
    nearest,
    nth_week,
    nth_weekday,
    one_day,
    same_day_of_months,
    unresolved,
)
from nlp.date_carry import (
    NEAR,
    direction_of,
    find_year,
    names_year,
)
from nlp.date_context import Context
from nlp.date_numbers import numbered_day
from nlp.date_periods import find_period
from nlp.date_written import Written
from nlp.published import LAST_YEAR


def find_day(written: Written, context: Context, verb_at: int) -> Resolved:
    """The one day that is named."""
    if written.event:
        return one_day(date(written.year, written.month, written.day), "event", False, False, "event")
    if written.edge is not None:
        return _edge(written, context, verb_at)
    if written.holiday:
        return _holiday(written, context, verb_at)
    if written.day_shift is not None:
        return _day_word(written, context)
    if written.day_same is not None:
        return _same_day(written, context)
    if written.weekday is not None:
        return _weekday(written, context, verb_at)
    if written.lunar:
        return _lunar(written, context, verb_at)
    return numbered_day(written, context, verb_at)


def _day_word(written: Written, context: Context) -> Resolved:
    """오늘, 어제, 모레; 오늘(17일) keeps the day in the brackets; 2013년 오늘 is today's day in that year."""
    published, shift = context.published, written.day_shift
    today = published.day
    if written.year is not None or written.year_shift is not None:
        model = context.last_day.day if context.last_day and today is None else today
        year, anchor, _ = find_year(written, context)
        if model is None or year is None:
            return unresolved("day", NO_PUBLISHED)
        return dated(year, model.month, model.day, anchor, True, True)
    if today is None and written.check_day and published.month:
        return dated(published.year, published.month, written.check_day, "published", flags=("inferred",))
    if today is None:
        return unresolved("day", NO_PUBLISHED)
    if context.text.startswith("엊그", written.start) and written.day_end:
        shift = -2  # with a time of day one day is meant
    elif context.text.startswith("엊그", written.start):
        return Resolved(moved(today, shift), today, "day", None, "published", ("vague",), ONLY_BOUNDS)
    day = moved(today, shift)
    if day is None:
        return unresolved("day", IMPOSSIBLE)
    flags = written.flags
    if written.check_day and written.check_day != day.day:
        near = nearest(same_day_of_months(written.check_day, today), day, None)
        if near and abs((near - today).days) <= NEAR:  # the page went up a day or two later than it was written
            return one_day(near, "published", False, False, *flags)
        flags += ("day_mismatch",)
    return one_day(day, "published", False, False, *flags)


def _same_day(written: Written, context: Context) -> Resolved:
    """이날, 전날, 이튿날: counted from the last day that the text named, else from publication."""
    shift = written.day_same
    last = context.story_day if shift == -1 else context.last_day
    if (far := context.counted) and not context.text[far.end : written.start].strip(" "):
        last = far  # 20년 전 그날
    if last and last.before and context.text.startswith("당일", written.start):
        last = last.before
    if shift == -1 and last is None and context.published.day is None:
        last = context.last_day
    origin, anchor = (
        (last.day, last.label) if last else (context.published.day, "published" if context.published.day else None)
    )
    if origin is None:
        return unresolved("day", NO_PUBLISHED)
    day = moved(origin, shift)
    if day is None:
        return unresolved("day", IMPOSSIBLE)
    if written.check_day and written.check_day != day.day:
        near = nearest(same_day_of_months(written.check_day, day), day, None)
        day = near or day
    named = bool(last and last.month_named)
    return one_day(day, anchor, bool(last and last.year_named), named)


def _weekday(written: Written, context: Context, verb_at: int) -> Resolved:
    """금요일, 지난 금요일, 이번 주 금요일, 10월 셋째 금요일."""
    number, today = written.weekday, context.published.day
    if written.nth is not None or written.week is not None:
        rest = replace(written, weekday=None, nth=None, week=None)
        if rest.month is None and rest.month_shift is None and rest.month_same is None and not names_year(rest):
            rest = replace(rest, month_shift=0)
        period = find_period(rest, context, verb_at)
        if period.lower is None:
            return period._replace(grain="day")
        if written.week is not None:
            day = moved(nth_week(period.lower, period.upper, written.week), number)
        else:
            day = nth_weekday(period.lower, period.upper, number, written.nth)
        if day is None:
            return unresolved("day", IMPOSSIBLE)
        return one_day(day, period.anchor, period.year_named, True)
    if today is None:
        return unresolved("day", NO_PUBLISHED)
    monday = today - timedelta(days=today.weekday())
    if written.week_shift is not None:
        return one_day(monday + timedelta(days=7 * written.week_shift + number), "published")
    direction = written.direction
    back, ahead = (today.weekday() - number) % 7, (number - today.weekday()) % 7
    if direction == "past":
        day = today - timedelta(days=back or 7)
        return one_day(day, "published")._replace(flags=("ambiguous",) if day >= monday else ())
    if written.check_day:
        day = nearest(
            [d for d in same_day_of_months(written.check_day, today, 24) if d.weekday() == number], today, None
        )
        if day:
            return one_day(day, "published")
    if direction == "next" and "다음" not in context.text[written.start : written.start + 2]:
        return one_day(today + timedelta(days=ahead or 7), "published")
    if direction in ("next", "later"):
        weeks = 1 if direction == "next" else 2
        return one_day(monday + timedelta(days=7 * weeks + number), "published", False, False, "ambiguous")
    if direction == "this":
        return one_day(monday + timedelta(days=number), "published")
    tense = context.tense(verb_at)
    if tense == "past" or (tense is None and back <= ahead):
        return one_day(today - timedelta(days=back), "published")
    if tense in ("future", "weak"):
        return one_day(today + timedelta(days=ahead), "published")
    return one_day(today + timedelta(days=ahead) if ahead < back else today - timedelta(days=back), "published")


def _edge(written: Written, context: Context, verb_at: int) -> Resolved:
    """말일, 마지막 날, 첫날 of a month or year; 첫날 다음 날 counts on from it."""
    rest = replace(written, edge=None, day_same=None)
    if rest.month is None and rest.month_shift is None and rest.month_same is None and not names_year(rest):
        rest = replace(rest, month_shift=0)
    period = find_period(rest, context, verb_at)
    if period.lower is None:
        return period._replace(grain="day")
    day = period.lower if written.edge > 0 else period.upper - DAY
    day = moved(day, written.day_same or 0)
    return one_day(day, period.anchor, period.year_named, True)


def _holiday(written: Written, context: Context, verb_at: int) -> Resolved:
    """설, 추석, 광복절 in the year that is named, else the nearest."""

    def on(year: int) -> date | None:
        return holiday(written.holiday, year) if 1 <= year <= LAST_YEAR else None

    day, anchor, named, reason = _in_some_year(on, written, context, verb_at, "holiday")
    if day is None:
        return unresolved("day", reason)
    if written.holidays:
        return Resolved(
            day - DAY, day + 2 * DAY, "part", day.isoformat()[:7], anchor, year_named=named, month_named=True
        )
    if written.day_same:
        day = moved(day, written.day_same)
    return one_day(day, anchor, named)


def _lunar(written: Written, context: Context, verb_at: int) -> Resolved:
    def on(year: int) -> date | None:
        return from_lunar(year, written.month, written.day or 1, written.leap)

    day, anchor, named, reason = _in_some_year(on, written, context, verb_at, "lunar")
    return one_day(day, anchor, named, True) if day else unresolved("day", reason, "invalid")


def _in_some_year(
    on: Callable[[int], date | None], written: Written, context: Context, verb_at: int, anchor: str
) -> tuple[date | None, str, bool, str]:
    """The day that ``on(year)`` gives in the year that is named, else the nearest; with anchor, whether the year was named, and why none."""
    if names_year(written):
        year, _, named = find_year(written, context)
        day = on(year) if year is not None else None
        return day, anchor, named, NO_PUBLISHED if year is None else "outside the table"
    today = context.published.reference
    if today is None:
        known = context.last if context.last and context.last.year_named else None
        year = known.day.year if known else context.only_year()
        return (on(year) if year else None), anchor, bool(year), NO_YEAR
    days = [day for shift in (-2, -1, 0, 1, 2) if (day := on(today.year + shift))]
    return (
        nearest(days, today, direction_of(written, context, verb_at), strict=written.direction == "past"),
        anchor,
        False,
        "outside the table",
    )
