"""Every date and term of time written in a Korean text, resolved in its context. Text and publication date in, values out."""

import re
from dataclasses import replace
from datetime import date

from nlp.date_context import Context, as_day
from nlp.date_counts import counted_from, read_counted, read_window
from nlp.date_ends import read_period
from nlp.date_forms import NOT_FIRST, token_at
from nlp.date_guards import fits_left, fits_right, in_sentence, is_date
from nlp.date_reader import read_on, read_written
from nlp.date_resolve import resolve
from nlp.date_scan import SCAN
from nlp.date_values import build, to_value
from nlp.date_written import Written
from nlp.durations import Duration, duration_value, read_duration, read_sentence
from nlp.labels import counts_persons
from nlp.published import Published, parse_published
from nlp.quantities import fold
from nlp.table_units import Day, Tables, read_tables
from nlp.value import Value

_WINDOW_HEADS = frozenset("지최과앞향다오")
_MINUTES = 4  # place of the minutes in a term
_APPOSITION = re.compile("인[ ](?=[0-9]|지난|오는|오늘|어제|그제|이달|내달)")


def find_dates(text: str, published: str | None) -> list[Value]:
    """Dates and terms ("date", "duration") of ``text`` in reading order, never overlapping; raises ValueError for a bad ``published``.

    ``published`` is an ISO year, month, day or time, or None. A date that cannot be known has the value None and a reason.

    >>> [(found.surface, found.value) for found in find_dates("6월 9일 공격을 받고 10일 알았다.", "2025-09-20")]
    [('6월 9일', '2025-06-09'), ('10일', '2025-06-10')]
    """
    return dates_of(text, fold(text), parse_published(published))


def dates_of(original: str, text: str, published: Published, tables: Tables | None = None) -> list[Value]:
    """The same for an ``original`` that is already folded to ``text``, whose ``tables`` may have been read before."""
    values: list[Value] = []
    context: Context | None = None
    tables = read_tables(text) if tables is None else tables
    at = 0
    while match := SCAN.search(text, at):
        pos, figures = match.start(), "0" <= match[0][0] <= "9"
        found = None
        if tables and pos in tables.amounts:
            at = tables.amounts[pos][0]
            continue
        if tables and (cell := tables.days.get(pos)):
            context = context or Context(text, published)
            values.append(_cell(original, pos, cell, context))
            at = cell.end
            continue
        if fits_left(text, pos) and (not figures or fits_right(text, match.end())):
            context = context or Context(text, published)
            found = _read(original, text, pos, context)
        if found is None:
            at = match.end() if figures else pos + 1
            continue
        value, end = found
        at = max(end, pos + 1)
        if value is not None:
            values.append(value)
    return values


def _cell(original: str, pos: int, cell: Day, context: Context) -> Value:
    """The day or month that a cell of a table is."""
    kind = "slash" if cell.day else "ym"
    written = Written(pos, cell.end, (kind,), cell.end, year=cell.year, month=cell.month, day=cell.day)
    found, today = resolve(written, context), context.published.reference
    if cell.past and found.lower and today and as_day(found.lower) > today:
        found = resolve(replace(written, direction="past"), context)
    return build(original, written, found, context)


def _read(original: str, text: str, pos: int, context: Context) -> tuple[Value | None, int] | None:
    """The value at ``pos`` (None for one that is passed over) and where to read on; None when nothing is written there."""
    if text[pos] in _WINDOW_HEADS and (window := read_window(text, pos)):
        return build(original, window, resolve(window, context), context), window.end
    token = token_at(text, pos)
    kind = token.lastgroup if token else None
    if kind == "clock":
        return None, token.end()  # a time without a day dates nothing
    written = read_on(text, Written(pos, pos), token) if kind and kind not in NOT_FIRST else None
    if written and is_date(text, written, context):
        if written.kinds == ("aday",) and _APPOSITION.match(text, written.end):
            return _pointed(original, text, written, context)
        return read_period(original, text, counted_from(text, written), context)
    return _term(original, text, pos, context)


def _term(original: str, text: str, pos: int, context: Context) -> tuple[Value | None, int] | None:
    """The term at ``pos`` as a duration, or as a date where it counts from one (사흘 전)."""
    sentence = read_sentence(text, pos) if in_sentence(text, pos) else None
    term = sentence or read_duration(text, pos)
    if term is None or (text[term.end - 1] in "분여" and _persons(text, term)):
        return None
    counted = read_counted(text, pos, None if sentence else term) if term.end < len(text) else None
    hours = any(term.low[3:])  # 1시간 뒤 counts from the moment the story has reached, unless there is no story
    if counted is None or (hours and (context.last is not None or context.published.moment is None)):
        value = duration_value(original, text, term)
        return value, max(term.end, value.end)
    if _APPOSITION.match(text, counted.span_end):
        return _pointed(original, text, counted, context)
    return read_period(original, text, counted, context)


def _persons(text: str, term: Duration) -> bool:
    """Whether the term in minutes is a number of people: 고객 12분."""
    return term.unit == _MINUTES and counts_persons(text, term.start, term.end, term.low[_MINUTES])


def _pointed(original: str, text: str, written: Written, context: Context) -> tuple[Value | None, int]:
    """나흘 뒤인 4일, 이튿날인 26일: the day is kept for the number behind it, and passed over when that is another day."""
    found = resolve(written, context)
    follows = read_written(text, written.span_end + len("인 "))
    context.hint = as_day(found.lower) if found.lower else None
    if context.hint is None or follows is None or not _agrees(follows, context.hint, found.grain):
        return None, written.span_end
    return to_value(original, written, found), written.span_end


def _agrees(follows: Written, hint: date, grain: str) -> bool:
    """Whether the date behind names the day, month or year that the words before it point to."""
    day, month, year = follows.day or hint.day, follows.month or hint.month, follows.year or hint.year
    return {"day": day == hint.day, "month": month == hint.month, "year": year == hint.year}.get(grain, False)
