"""Terms that count from a day or end at publication: 사흘 전, 2주 뒤, 지난 3일간. A written term to a day, a moment or a window."""

from datetime import date

from nlp.date_calc import (
    DAY,
    IMPOSSIBLE,
    NO_PUBLISHED,
    ONLY_BOUNDS,
    Resolved,
    unresolved,
)
from nlp.date_context import Context, Known, as_day
from nlp.date_written import Written
from nlp.durations import shifted


def counted(written: Written, context: Context, verb_at: int, base: Resolved | None = None) -> Resolved:
    """The day 사흘 전, 2주 뒤; ``base`` is the day it counts from where one is named (다음 달 마지막 금요일에서 이틀 뒤)."""
    term, published = written.term, context.published
    fine = any(term.low[3:])
    anchor, year, month = "published", False, False
    origin: date | None = published.moment if fine else published.day
    if base is not None:
        if base.lower is None:
            return base
        origin, anchor = as_day(base.lower), base.anchor
    elif not fine and (known := _story(written, context)):
        origin, anchor, year, month = known.day, known.label, known.year_named, known.month_named
    elif written.sign > 0 and context.tense(verb_at) == "past":
        return unresolved("day", "counted from an event that the text does not date")
    if origin is None:
        return unresolved("day", NO_PUBLISHED)
    ends = [shifted(origin, parts, written.sign) for parts in (term.low, term.high)]
    if None in ends:
        return unresolved("day", IMPOSSIBLE)
    first, last = sorted(ends)
    if fine:
        moment = first.isoformat(timespec="seconds")
        return Resolved(
            first, last, "minute" if term.unit == 4 else "hour" if term.unit == 3 else "second", moment, anchor
        )
    upper = last + DAY if term.bound == "range" else first + DAY if first == last else last
    grain = ("year", "month")[term.unit] if term.unit < 2 else "day"
    value = first.isoformat()[: {"year": 4, "month": 7}.get(grain, 10)]
    flags: tuple[str, ...] = ()
    if term.bound in ("range", "vague", "over"):
        value, flags = (None if term.bound != "over" else value), ("vague",)
    if written.at_least:
        return Resolved(first, None, "day", None, anchor, reason=ONLY_BOUNDS)
    reason = ONLY_BOUNDS if value is None else None
    return Resolved(first, upper, grain, value, anchor, flags, reason, year, month)


def _story(written: Written, context: Context) -> Known | None:
    """The day of the text that a term counts from: for 뒤 the last one, for 전 only one in this sentence or the one before."""
    last, far = context.last_day, context.counted
    if written.sign > 0 and far and (last is None or far.start > last.start):
        last = far  # 2년 전 잃었고 8개월 뒤
    if last is None or written.term.unit == 0:
        return None
    if written.sign > 0:
        return last
    return last if context.sentences_between(last.end, written.start) <= 1 else None


def window(written: Written, context: Context) -> Resolved:
    """지난 3일간, 최근 3년, 앞으로 4주간: up to publication, or from the day after it."""
    term, published = written.term, context.published
    fine = any(term.low[3:])
    origin: date | None = published.moment if fine else published.day
    grain = ("year", "month", "day", "hour", "minute", "second")[term.unit]
    if origin is None:
        return unresolved(grain, NO_PUBLISHED)
    if written.direction == "past":
        lower, upper = shifted(origin, term.high, -1), origin
    else:
        lower = origin if fine else origin + DAY
        upper = shifted(lower, term.high, 1)
    if lower is None or upper is None:
        return unresolved(grain, IMPOSSIBLE)
    return Resolved(lower, upper, grain, None, "published", reason=ONLY_BOUNDS)
