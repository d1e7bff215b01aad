"""Days with a number: full, without a year or without a month. A written day and the memory of its text to one day."""

from datetime import date

from nlp.date_calc import (
    IMPOSSIBLE,
    NO_MONTH,
    NO_PUBLISHED,
    NO_YEAR,
    Resolved,
    dated,
    make_day,
    nearest,
    one_day,
    possible,
    same_day_of_months,
    unresolved,
)
from nlp.date_carry import (
    carried_month,
    carried_year,
    direction_of,
    find_year,
    month_base,
    names_year,
    year_flags,
)
from nlp.date_clock import clock_time
from nlp.date_context import Context
from nlp.date_signs import is_done, is_past
from nlp.date_written import Written

_LEAP_YEARS = 8  # how far the next 29 February may lie, or the year in which a day falls on the weekday that is written
_WEEKDAY_MONTHS = 24  # how far the month may lie in which a day falls on the weekday that is written


def numbered_day(written: Written, context: Context, verb_at: int) -> Resolved:
    """A day with its number: full, without a year, or without a month."""
    year, anchor, named = find_year(written, context)
    if names_year(written) and year is None:
        return unresolved("day", NO_YEAR)
    if written.month is not None:
        if year is None:
            return _month_day(written, context, verb_at)
        return _checked(
            written, dated(year, written.month, written.day, anchor, True, True, year_flags(written, named))
        )
    if written.month_shift is not None or written.month_same is not None:
        base, month_anchor = month_base(written, context)
        if base is None:
            return unresolved("day", NO_PUBLISHED if written.month_same is None else NO_MONTH)
        known = written.month_same is not None and context.last is not None and context.last.year_named
        return _checked(written, dated(*base, written.day, month_anchor, known, True))
    if year is not None:
        return unresolved("day", NO_MONTH)
    return _bare_day(written, context, verb_at)


def _checked(written: Written, found: Resolved) -> Resolved:
    """The day, with a flag when the weekday in brackets is another one."""
    if found.lower and written.check_weekday is not None and found.lower.weekday() != written.check_weekday:
        return found._replace(flags=(*found.flags, "weekday_mismatch"))
    return found


def _month_day(written: Written, context: Context, verb_at: int) -> Resolved:
    """6월 9일: the year is the one that the text carries, else the nearest to publication."""
    month, day, today = written.month, written.day, context.published.reference
    if not possible(month, day):
        return unresolved("day", IMPOSSIBLE, "invalid")
    if not written.direction and (carried := carried_year(written, context, month, day)):
        year, anchor = carried
        return _checked(written, dated(year, month, day, anchor, True, True))
    if today is None:
        year = context.only_year()
        if year is None:
            return unresolved("day", NO_YEAR)
        return dated(year, month, day, "text", True, True, ("inferred",))
    if month == context.published.month and context.published.day is None and written.check_weekday is None:
        return dated(today.year, month, day, "published", False, True)  # any day of the month that the page is of
    around = _LEAP_YEARS if written.check_weekday is not None or (month, day) == (2, 29) else 1
    days = [
        found for shift in range(-around, around + 1) if (found := make_day(today.year + shift, month, day)) is not None
    ]
    if context.published.month is None:
        days = [found for found in days if found.year == today.year] or days
    if written.check_weekday is not None:
        fitting = [
            found for found in days if found.weekday() == written.check_weekday and abs((found - today).days) <= 6 * 366
        ]
        days = fitting or days
    later = written.direction == "next" and context.published.moment
    if later and written.has_clock:
        days = [
            found for found in days if found != today or clock_time(written, found) >= context.published.moment
        ] or days
    towards = direction_of(written, context, verb_at)
    chosen = nearest(days, today, towards, strict=written.direction == "past")
    if towards is None and chosen and context.turns_back(written.start, verb_at, today, (chosen - today).days):
        chosen = nearest(days, today, "past")
    if chosen is None:
        return unresolved("day", IMPOSSIBLE, "invalid")
    return _checked(written, one_day(chosen, "published", False, True))


def _bare_day(written: Written, context: Context, verb_at: int) -> Resolved:
    """9일: the month is the one the text has been speaking of, else the nearest to publication."""
    published, day = context.published, written.day
    if day > 31 or day < 1:
        return unresolved("day", IMPOSSIBLE, "invalid")
    if context.hint and context.hint.day == day:
        known = context.last_day
        return _checked(
            written,
            one_day(
                context.hint,
                known.label if known else "published",
                bool(known and known.year_named),
                bool(known and known.month_named),
            ),
        )
    near = _near_day(written, context, verb_at)
    if near is None and published.month and published.day is None:
        near = make_day(published.year, published.month, day)
    carried = None if written.direction else carried_month(written, context, near)
    if carried is not None:
        found, known = carried
        return _checked(written, one_day(found, known.label, known.year_named, True))
    if near is None:
        if published.month:
            return unresolved("day", IMPOSSIBLE, "invalid")
        return unresolved("day", NO_MONTH)
    flags = ("inferred",) if published.day is None else ()
    return _checked(written, one_day(near, "published", False, False, *flags))


def _near_day(written: Written, context: Context, verb_at: int) -> date | None:
    """The day of that number nearest to publication, by 지난 and 오는, by the weekday in brackets, by the verb."""
    today, day = context.published.day, written.day
    if today is None:
        return None
    if written.direction == "this":
        return make_day(today.year, today.month, day)
    days = same_day_of_months(day, today)
    if written.check_weekday is not None:
        fitting = [
            found
            for found in same_day_of_months(day, today, _WEEKDAY_MONTHS)
            if found.weekday() == written.check_weekday
        ]
        return nearest(fitting, today, written.direction) or nearest(days, today, None)
    towards = direction_of(written, context, verb_at)
    found = nearest(days, today, towards, strict=written.direction == "past")
    ahead = found is not None and found > today and written.direction is None and towards in (None, "soon")
    if ahead and (
        is_past(context.text, written.start, verb_at) if towards is None else is_done(context.text, written.start)
    ):
        return nearest(days, today, "past")
    return found
