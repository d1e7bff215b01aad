"""Periods written with their ends: 6월 9일~13일, 5일부터 11일까지, 오후 3시부터 8시까지, 2023년 7~8월, and those with one end open."""

import re
from dataclasses import replace
from datetime import date, timedelta

from nlp.date_calc import Resolved
from nlp.date_context import Context, as_day
from nlp.date_counts import read_counted
from nlp.date_forms import AFTER_AT, NOT_FIRST, TOKENS, token_at
from nlp.date_reader import read_written
from nlp.date_resolve import resolve
from nlp.date_tokens import full_year
from nlp.date_values import build, open_value, period_value, to_moment
from nlp.date_written import Written
from nlp.value import Value

_STRETCH = re.compile("[ ]?(?:(?P<to>~)|(?P<dash>-)|(?P<since>부터)|(?P<at>에서)|(?P<and>[과와]))[ ]?")
_UNTIL = re.compile("까지|[ ]?사이|[ ]새(?=에|[ ])")
_BETWEEN = re.compile("[ ]?사이")
_CLOSED = re.compile(r"$|[)\],.\n|]|[ ](?:까지|사이)")
_OPEN = re.compile(
    "(?P<since>부터|[ ]?이후|[ ]?이래로?|(?:[ ]또는|[ ]그리고)[ ]그[ ]?이후)|(?P<until>까지)|(?P<before>[ ]?이전)(?!과|처럼|[ ]?(?:정부|버전))"
)
# The second end in figures only: 2025.6.9~6.13, 6/9~13, '20.8~12.
_FIGURES = re.compile(
    r"(?:(?P<month>1[0-2]|0?[1-9])[./][ ]?)?(?P<day>3[01]|[12][0-9]|0?[1-9])(?![0-9])\.?(?![ ]?[년월일시분명개건])"
)
_IN_FIGURES = frozenset({"ymd", "ym", "mdot", "slash"})
_SECOND = (frozenset(TOKENS) - NOT_FIRST - {"event"}) | AFTER_AT
_AFTERNOON = frozenset({"오후", "저녁", "밤", "낮"})
_NOON = 12


def read_period(original: str, text: str, written: Written, context: Context) -> tuple[Value, int]:
    """The value of a date with the second end behind it or the words that leave one end open, and where it ends."""
    stretch = _STRETCH.match(text, written.end)
    second = _second(text, written, stretch) if stretch else None
    if second is not None:
        return _both_ends(original, text, written, second, context)
    value = build(original, written, resolve(written, context), context)
    opened = _OPEN.match(text, written.end) if "now" not in written.flags else None
    if opened is None:
        return value, written.end
    boundary = "이" in opened[0]
    return open_value(original, value, opened.lastgroup, opened.end(), written.has_clock, boundary), opened.end()


def _second(text: str, first: Written, stretch: re.Match) -> Written | None:
    """The second end of a period that begins with ``first``; None when the words between do not make one."""
    at = stretch.end()
    second = _figures(text, first, at) if stretch["to"] or stretch["dash"] else None
    second = second or read_counted(text, at) or read_written(text, at, _SECOND)
    if second is None or "now" in second.flags or second.event:
        return None
    if second.kinds[0] in AFTER_AT and not (first.has_clock or first.day_part):
        return None
    if stretch["dash"]:
        return second if " " not in stretch[0] and not second.direction else None
    if stretch["and"]:
        return second if _BETWEEN.match(text, second.end) else None
    until = _UNTIL.match(text, second.end)
    if stretch["at"]:
        years = first.year is not None and first.day is None and second.year is not None
        return second if until or years else None
    return second if stretch["to"] or until or _CLOSED.match(text, second.end) else None


def _figures(text: str, first: Written, at: int) -> Written | None:
    kind = next((kind for kind in reversed(first.kinds) if kind != "check"), "")
    match = _FIGURES.match(text, at) if kind in _IN_FIGURES else None
    token = token_at(text, at) if match else None
    if not match or (token and token.lastgroup in ("ymd", "ym")):
        return None
    number, month = int(match["day"]), int(match["month"]) if match["month"] else None
    if kind != "ym":
        return Written(at, match.end(), (kind,), match.end(), month=month, day=number)
    whole = month is None and number <= 12
    return Written(at, match.end(), (kind,), match.end(), month=number) if whole else None


def _both_ends(original: str, text: str, first: Written, second: Written, context: Context) -> tuple[Value, int]:
    """The period from ``first`` to ``second``; each end is a value of its own too."""
    until = _UNTIL.match(text, second.end)
    end = until.end() if until else second.end
    _give_year(first, second)
    opening = resolve(first, context, verb_at=end)
    ends = [build(original, first, opening, context)]
    closing = _closing(second, first, opening, context, end)
    if second.kinds[0] not in AFTER_AT:
        ends.append(build(original, second, closing, context))
    upper = closing.lower if second.has_clock else closing.upper
    stop = end if until else second.span_end
    alone = tuple(day for value in ends for day in value.ends or (value,))
    return period_value(original, first.start, stop, (opening.lower, upper), opening, closing, alone), end


def _give_year(first: Written, second: Written) -> None:
    """1970~80년대, '22~'24년: what is written behind the second end only holds for the first too."""
    if second.decade:
        first.decade = True
    if second.year is not None and first.kinds == ("year",) and first.year is not None and first.year < 100:
        first.year = full_year(f"{first.year:02d}")


def _closing(second: Written, first: Written, opening: Resolved, context: Context, end: int) -> Resolved:
    """The second end resolved: what it leaves out comes from the first, and it does not lie before it."""
    if opening.lower is None:
        return resolve(second, context, verb_at=end)
    start = as_day(opening.lower)
    if second.kinds[0] in AFTER_AT:
        return _clock_end(second, first, opening, start, context)
    stated = second.year is not None or second.year_shift is not None or second.month_shift is not None
    if stated or second.direction or second.lunar:
        return resolve(second, context, verb_at=end)
    if second.weekday is not None and second.week_shift is None and second.nth is None:
        day = start + timedelta(days=(second.weekday - start.weekday()) % 7)
        return resolve(replace(second, weekday=None, year=day.year, month=day.month, day=day.day), context)
    year, month = start.year, second.month or start.month
    back = first.day is not None and second.day is not None and second.day < start.day
    if second.month is not None:
        year += second.month < start.month or (second.month == start.month and back)
    elif second.day is not None:
        year, month = (year + (month == 12), month % 12 + 1) if back else (year, month)
    elif not (second.half or second.quarter or second.season):
        return resolve(second, context, verb_at=end)
    month = month if second.month is not None or second.day is not None else None
    found = resolve(replace(second, year=year, month=month), context)
    return found._replace(anchor=opening.anchor, year_named=opening.year_named, month_named=opening.month_named)


def _clock_end(second: Written, first: Written, opening: Resolved, day: date, context: Context) -> Resolved:
    """오후 3시부터 8시까지: the end of a clock range, in the afternoon or on the next day where it would lie before the start."""
    clock = replace(second, kinds=("ymd", *second.kinds), year=day.year, month=day.month, day=day.day)
    begin = to_moment(opening.lower)
    found = resolve(clock, context)
    before = found.lower is not None and to_moment(found.lower) < begin
    if clock.meridiem is None and clock.hour is not None and clock.hour < _NOON:
        later = resolve(replace(clock, meridiem="오후"), context)
        if (before or first.meridiem in _AFTERNOON) and to_moment(later.lower) > begin:
            return later
    if before:
        following = day + timedelta(days=1)
        return resolve(replace(clock, year=following.year, month=following.month, day=following.day), context)
    return found
