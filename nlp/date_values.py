"""Resolved dates to values; the memory of the text is told of each of them."""

import re
from datetime import date, datetime, time, timedelta

from nlp.date_calc import Resolved
from nlp.date_context import Context, Known, as_day
from nlp.date_written import Written
from nlp.published import YEARS, parse_published
from nlp.value import Value

_COMPARED = re.compile(r"[^.,\n]{0,14}?(?:보다|대비|같은[ ]기간)")


def build(original: str, written: Written, found: Resolved, context: Context) -> Value:
    """The value of one date; the context is told of it, and of the time of posting that a stamp gives."""
    if found.lower is None:
        return to_value(original, written, found)
    if written.year is None or not context.is_stamp(written.start):
        note(written, found, context)
    elif context.published.year is None and as_day(found.lower).year in YEARS and context.is_posted(written.start):
        context.published = parse_published(as_day(found.lower).isoformat())
    return to_value(original, written, found)


def to_value(original: str, written: Written, found: Resolved) -> Value:
    """The value of one resolved date."""
    start, end = written.start, written.span_end
    only_bounds = found.value is None and found.lower is not None
    bound = "about" if "about" in written.flags else "range" if only_bounds else "exact"
    return Value(
        "date", start, end, original[start:end], found.value, to_iso(found.lower), to_iso(found.upper), upper_inclusive=False, bound=bound,
        grain=found.grain, anchor=found.anchor, flags=_flags(found.flags), reason=found.reason, ends=_day_alone(original, written, found),
    )  # fmt: skip


def period_value(
    original: str, start: int, end: int, limits: tuple[date | None, date | None], first: Resolved, last: Resolved,
    ends: tuple[Value, ...],
) -> Value:  # fmt: skip
    """The value of a period written with both ends; ``limits`` are its [lower, upper), None where they cannot be known."""
    lower, upper = same_scale(*limits) if None not in limits else (None, None)
    reason = "only bounds are stated"
    if lower is None or upper is None:
        reason = first.reason or last.reason
    elif upper < lower:
        lower = upper = None
        reason = "ends before it begins"
    grain = "day" if last.grain == "week" else last.grain
    return Value(
        "date", start, end, original[start:end], None, to_iso(lower), to_iso(upper), upper_inclusive=False, bound="range", grain=grain,
        anchor=first.anchor, flags=_flags((*first.flags, *last.flags)), reason=reason, ends=ends,
    )  # fmt: skip


def open_value(original: str, value: Value, side: str, end: int, instant: bool, boundary: bool) -> Value:
    """The period that 부터 (side "since"), 까지 ("until") or 이전 ("before") leave open at one end; ``value`` is the other end.

    이후 takes the day that is named in, 이전 leaves it out; both are flagged ``boundary``. 까지 with a time ends at that time.
    """
    lower = value.lower if side == "since" else None
    upper = {"since": None, "until": value.lower if instant else value.upper, "before": value.lower}[side]
    bound = {"since": "ge", "until": "le", "before": "lt"}[side]
    reason = value.reason if value.lower is None else "only bounds are stated"
    return Value(
        "date", value.start, end, original[value.start : end], None, lower, upper, lower is not None, False, bound, grain=value.grain,
        anchor=value.anchor, flags=(*value.flags, *(("boundary",) if boundary else ())), reason=reason, ends=value.ends or (value,),
    )  # fmt: skip


def _day_alone(original: str, written: Written, found: Resolved) -> tuple[Value, ...]:
    """The day of 6월 9일 오전 4시 as a value of its own: a mention of a date leaves the time out."""
    if not written.day_end or len(found.value or "") < len("2025-06-09"):
        return ()
    day, start, end = date.fromisoformat(found.value[:10]), written.start, written.day_end
    following = to_iso(day + timedelta(days=1))
    return (
        Value(
            "date", start, end, original[start:end], to_iso(day), to_iso(day), following, upper_inclusive=False, grain="day",
            anchor=found.anchor, flags=_flags(found.flags),
        ),
    )  # fmt: skip


def _flags(flags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(flag for flag in dict.fromkeys(flags) if flag != "about") if flags else flags


def note(written: Written, found: Resolved, context: Context) -> None:
    """Tell the context of a resolved date, and of a heading that it is; events, windows and what is compared with leave no mark."""
    if found.grain == "decade" or "now" in found.flags or written.event or (written.term and not written.sign):
        return
    if found.grain in ("year", "half", "quarter") and _COMPARED.match(context.text, written.end):
        return
    day, origin = as_day(found.lower), context.last_day
    context.hint = None
    grain = "day" if written.names_day and not written.holidays else found.grain
    if written.midnight and grain == "day":
        day = as_day(found.lower - timedelta(days=1))
    known = Known(
        written.start, written.end, day, grain, found.year_named, found.month_named, background=written.direction == "past",
        weekday=written.weekday is not None and not (found.year_named or found.month_named),
        before=origin if written.day_same == -1 else None,
    )  # fmt: skip
    if written.term and found.grain in ("year", "month"):  # 석 달 전: no day that 같은 날 could mean
        context.counted = known
        return
    if grain in ("year", "month") and context.is_heading(written.start, written.end, grain):
        if grain == "month":
            context.head_month = known
        elif found.year_named:
            context.head_year, context.head_month = known, None
    context.note(known, names_month=written.holiday is None)


def to_moment(day: date) -> datetime:
    """The moment, or the first one of a day."""
    return day if isinstance(day, datetime) else datetime.combine(day, time())


def same_scale(lower: date, upper: date) -> tuple[date, date]:
    """Both limits as days, or both as moments when one is."""
    if isinstance(lower, datetime) or isinstance(upper, datetime):
        return to_moment(lower), to_moment(upper)
    return lower, upper


def to_iso(day: date | None) -> str | None:
    """The day or moment in ISO form, to the second."""
    if day is None:
        return None
    return day.isoformat(timespec="seconds") if isinstance(day, datetime) else day.isoformat()
