"""What the heads of a table say of its cells: 과징금(억원) over 87.5 makes won, 발생일 over 3.7 makes a day.

A text whose tables are lines of cells (``a | b | c``, the head row first) comes in; the cells that a head gives a unit, and those that are days,
come out by their place. One pass over the lines, so the cost grows with the text only.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

from nlp.currencies import CODES, CURRENCIES
from nlp.numerals import exact, read_numeral
from nlp.value import Value

_SCALES = {
    "백": 100, "천": 1000, "만": 10**4, "십만": 10**5, "백만": 10**6, "천만": 10**7, "억": 10**8, "십억": 10**9, "백억": 10**10,
    "천억": 10**11, "조": 10**12,
}  # fmt: skip
_MONEY = ("원", "달러", "유로", "엔", "위안", "파운드", "KRW", "USD", "EUR", "JPY", "CNY", "BTC", "ETH")
_COUNTERS = ("명", "건", "개", "대", "곳", "회", "계정", "인", "개사", "장", "%", "퍼센트")
_NAME = rf"(?:{'|'.join(sorted(_SCALES, key=len, reverse=True))})?[ ]?(?:{'|'.join(sorted((*_MONEY, *_COUNTERS), key=len, reverse=True))})"
_PARTS = re.compile(rf"({'|'.join(sorted(_SCALES, key=len, reverse=True))})?[ ]?([^ ]+)")
_IN_BRACKETS = re.compile(rf"[(\[<][ ]?(?:단위[ ]?:?[ ]?)?({_NAME})[ ]?[)\]>]")
_UNIT_LINE = re.compile(rf"단위[ ]?:?[ ]?({_NAME}(?:[ ]?[,/·][ ]?{_NAME}){{0,4}})(?![가-힣])")
_BETWEEN = re.compile("[ ]?[,/·][ ]?")
#: Columns that a unit over the whole table does not reach, and those that money reaches where several units stand there.
_OTHER_COLUMN = re.compile(
    "수$|인원|연도|년도|날짜|일자|일시|시점|순위|번호|비율|[률율]$|증감|%|^(?:No|NO|no)|발생|[월일]$|비고|기간"
)
_OTHER_ROW = re.compile("수$|수[ ]?\\(|인원|비율|[률율]$|증감|순위")
_MONEY_COLUMN = re.compile("[금액비료]|손실|손해|매출|예산|투자|수익|이익|가격|배상|보상|피해$|자산|시총")
_RULE = re.compile(r"[ |:=+-]*")
_BESIDE = re.compile(r"[ ]?(?:[*]{1,3}|\([^()]*\))?")

# Heads of columns of days; after a bare verb only where every cell of the column can be one.
_EVENTS = "발생|공격|유출|침해|침입|사고|인지|탐지|감지|확인|파악|신고|공지|통지|공개|발표|보도|처분|의결|제재|차단|복구|적발|시작|종료|접수|등록"
_DAY_HEAD = re.compile(
    rf"(?:최초|첫|사고|정보)?[ ]?(?:{_EVENTS})?[ ]?(?:일|일자|일시|시점|시기|날짜|월일|연월|년월)|날짜|언제|기간|때"
)
_EVENT_HEAD = re.compile(rf"(?:최초|첫)?[ ]?(?:{_EVENTS})")
_PAST_HEAD = re.compile("발생|공격|유출|침해|침입|사고|인지|탐지|감지|파악|신고|차단|복구|적발")
_DAY = re.compile(r"(?P<month>1[0-2]|0?[1-9])[./][ ]?(?P<day>3[01]|[12][0-9]|0?[1-9])(?P<dot>\.?)")
_MONTH = re.compile(r"(?P<year>(?:19|20)[0-9]{2})\.[ ]?(?P<month>1[0-2]|0?[1-9])\.?")
_WHOLE_DAY = re.compile(
    r"'?[0-9]{2,4}[.-][ ]?[0-9]{1,2}[.-][ ]?[0-9]{1,2}\.?|(?:[0-9]{2,4}년)?[ ]?(?:[0-9]{1,2}월)?[ ]?(?:[0-9]{1,2}일)?"
)
_BACK = 2  # lines above a table in which its unit may stand


class Unit(NamedTuple):
    """The unit that a head names: how much one of it is, and its currency or counter."""

    factor: int
    currency: str | None
    word: str | None


class Day(NamedTuple):
    """A cell that is a day, or a month of a year."""

    end: int
    year: int | None
    month: int
    day: int | None
    past: bool  # under a head of what has happened


@dataclass(frozen=True, slots=True)
class Tables:
    """The cells of all tables of a text that their heads say something of, by where they begin."""

    amounts: dict[int, tuple[int, Unit]]  # start -> end and unit
    days: dict[int, Day]
    heads: tuple[tuple[int, int], ...]  # the spans where a unit is named: no amounts, whatever they look like

    def with_units(self, original: str, text: str, values: list[Value]) -> list[Value]:
        """The values in reading order, with the cells read in the unit of their head and without the units in the heads."""
        spans = sorted([*self.heads, *((start, end) for start, (end, _) in self.amounts.items())])
        starts = [start for start, _ in spans]
        kept = []
        for value in values:
            at = bisect_right(starts, value.end - 1) - 1
            if at < 0 or spans[at][1] <= value.start:
                kept.append(value)
        found = [_amount(original, text, start, end, unit) for start, (end, unit) in self.amounts.items()]
        return sorted([*kept, *found], key=lambda value: value.start)


def read_tables(text: str) -> Tables | None:
    """What the tables of ``text`` (already folded) say of their cells, or None when there is none.

    >>> read_tables("회사 | 과징금(억원)\\n가람 | 87.5").amounts[18]
    (22, Unit(factor=100000000, currency='KRW', word=None))
    """
    if "|" not in text:
        return None
    tables = Tables({}, {}, heads := [])
    at, above, block = 0, [], []
    for line in text.split("\n"):
        if "|" in line:
            block.append(_cells(line, at))
        else:
            if block:
                _read_block(text, block, above, tables, heads)
                above, block = [], []
            if line.strip():
                above = [*above[1 - _BACK :], (at, at + len(line))]
        at += len(line) + 1
    if block:
        _read_block(text, block, above, tables, heads)
    if not (tables.amounts or tables.days or heads):
        return None
    return Tables(tables.amounts, tables.days, tuple(heads))


def _cells(line: str, at: int) -> list[tuple[int, int]]:
    """The spans of the cells of a line that begins at ``at``, without the space around them."""
    found = []
    for cell in line.split("|"):
        left = len(cell) - len(cell.lstrip())
        found.append((at + left, at + max(left, len(cell.rstrip()))))
        at += len(cell) + 1
    return found


def _read_block(
    text: str, rows: list[list[tuple[int, int]]], above: list[tuple[int, int]], tables: Tables, heads: list[tuple[int, int]]
) -> None:  # fmt: skip
    """Take the cells of one table in; ``above`` are the lines before it."""
    whole, spans = _whole_unit(text, above, rows[0])
    heads += spans
    body = rows[1:]
    head = rows[0]
    if whole and len([cell for cell in head if cell[0] < cell[1]]) == 1 and body:  # the unit stood in a row of its own
        head, body = body[0], body[1:]
    body = [row for row in body if not _RULE.fullmatch(text, row[0][0], row[-1][1])]
    columns: dict[int, Unit] = {}
    for column, (start, end) in enumerate(head):
        if own := _IN_BRACKETS.search(text, start, end):
            heads.append(own.span(1))
            if text[start : own.start()].strip():
                columns[column] = _unit(own[1])
        elif column and start < end and (reaching := _reaching(text[start:end], whole)):
            columns[column] = reaching
    for row in body:
        own = _IN_BRACKETS.search(text, *row[0])
        if own:
            heads.append(own.span(1))
        other = bool(whole and _OTHER_ROW.search(text, *row[0]))
        for column, (start, end) in enumerate(row):
            if other and columns.get(column) in whole:
                continue
            unit = columns.get(column) or (_unit(own[1]) if own and column else None)
            if unit and (stop := _number(text, start, end)):
                tables.amounts[start] = (stop, unit)
    _read_days(text, head, body, tables)


def _whole_unit(
    text: str, above: list[tuple[int, int]], head: list[tuple[int, int]]
) -> tuple[list[Unit], list[tuple[int, int]]]:
    """The units that hold for a whole table, from the lines above it or a cell of its first row, and where they are named."""
    for spans, alone in ((above, False), (head, True)):
        for start, end in spans:
            found = _UNIT_LINE.search(text, start, end)
            if found and not (alone and text[start : found.start()].strip(" ([<※*-")):
                return [_unit(name) for name in _BETWEEN.split(found[1])], [found.span(1)]
    return [], []


def _reaching(head: str, whole: list[Unit]) -> Unit | None:
    """The unit of a whole table that holds for the column; of several, that of money for the columns of amounts."""
    if not whole or _OTHER_COLUMN.search(head) or _DAY_HEAD.fullmatch(head) or _EVENT_HEAD.fullmatch(head):
        return None
    if len(whole) == 1:
        return whole[0]
    return next((unit for unit in whole if unit.currency), None) if _MONEY_COLUMN.search(head) else None


def _unit(name: str) -> Unit:
    scale, word = _PARTS.fullmatch(name).groups()
    factor = _SCALES.get(scale, 1)
    if word in _MONEY:
        return Unit(factor, CURRENCIES[word][0] if word in CURRENCIES else CODES[word], None)
    return Unit(factor, None, word)


def _number(text: str, start: int, end: int) -> int:
    """Where the number that fills the cell ends, 0 when the cell holds anything else."""
    numeral = read_numeral(text, start, end) if "0" <= text[start : start + 1] <= "9" else None
    if numeral is None or numeral.value is None or not _BESIDE.fullmatch(text, numeral.end, end):
        return 0
    return numeral.end


def _amount(original: str, text: str, start: int, end: int, unit: Unit) -> Value:
    """The cell as an amount or a count; a number with 만 or 억 of its own needs no other."""
    numeral = read_numeral(text, start, end)
    factor = 1 if numeral.big > 1 else unit.factor
    kind = "money" if unit.currency else "percent" if unit.word in ("%", "퍼센트") else "count"
    return Value(
        kind, start, end, original[start:end], exact(numeral.value * factor), precision=exact(numeral.step * factor),
        unit=unit.word, currency=unit.currency,
    )  # fmt: skip


def _read_days(text: str, head: list[tuple[int, int]], body: list[list[tuple[int, int]]], tables: Tables) -> None:
    """Take the cells in that are days: under or beside a head of days, or with the full stop that a day in figures has."""
    columns: list[list[tuple[int, int]]] = [[] for _ in head]
    for row in body:
        for column, cell in zip(columns, row, strict=False):
            if cell[0] < cell[1]:
                column.append(cell)
    for name, cells in zip(head, columns, strict=True):
        dated, past = _heads_days(text, name, cells), bool(_PAST_HEAD.search(text, *name))
        for cell in cells:
            _take_day(text, cell, dated, past, tables)
    for row in (head, *body):
        dated = bool(row[1:]) and _heads_days(text, row[0], row[1:]) and all(_is_day(text, *cell) for cell in row[1:])
        past = dated and bool(_PAST_HEAD.search(text, *row[0]))
        for cell in row[1:] if dated else ():
            _take_day(text, cell, True, past, tables)


def _heads_days(text: str, name: tuple[int, int], cells: list[tuple[int, int]]) -> bool:
    """Whether the head of these cells is one of days."""
    if _DAY_HEAD.fullmatch(text, *name):
        return True
    return bool(cells and _EVENT_HEAD.fullmatch(text, *name)) and all(_is_day(text, *cell) for cell in cells)


def _is_day(text: str, start: int, end: int) -> bool:
    found = _DAY.fullmatch(text, start, end) or _MONTH.fullmatch(text, start, end)
    return bool(found) or (start < end and bool(_WHOLE_DAY.fullmatch(text, start, end)))


def _take_day(text: str, cell: tuple[int, int], dated: bool, past: bool, tables: Tables) -> None:
    start, end = cell
    if start in tables.amounts or start in tables.days:
        return
    if (found := _DAY.fullmatch(text, start, end)) and (dated or (found["dot"] and "." in text[start : end - 1])):
        tables.days[start] = Day(end, None, int(found["month"]), int(found["day"]), past)
    elif dated and (found := _MONTH.fullmatch(text, start, end)):
        tables.days[start] = Day(end, int(found["year"]), int(found["month"]), None, past)
