"""Every number, amount, date and duration written in a Korean text, with its exact value. No Kiwi, no model, no database.

``find_values`` is the public call; it needs the standard library only::

    from nlp.values import find_values

    for value in find_values("과징금 2억4000만 원을 9일 부과했다.", "2025-09-20"):
        print(value.kind, value.surface, value.value)   # money 2억4000만 원 240000000, date 9일 2025-09-09
"""

import re

from nlp.currencies import COINS, SIGNS
from nlp.dates import dates_of
from nlp.published import parse_published
from nlp.quantities import fold
from nlp.ranges import values_of
from nlp.table_units import read_tables
from nlp.value import Value

__all__ = ["Value", "find_values"]

_RANK = {"money": 0, "date": 1, "duration": 2}  # who keeps a span that two readings share exactly
# A number inside a date goes no further than the date where no sign, dash or money word stands before it (마이너스 6/9, 80~90년대, ₩2025.06),
# and neither a numeral nor a day in words behind it (이십일 명).
_REACHING = f"[-~+△▼스수약총A-Za-z{re.escape(''.join(sorted({name[-1] for name in (*SIGNS, *COINS)})))}]"
_OPEN = re.compile(f"(?<!{_REACHING})(?<!{_REACHING} )(?<!{_REACHING}  )")
_CLOSED = re.compile(
    r"(?<![일이삼사오육륙칠팔구십]일)(?:\Z|(?<![0-9])(?:[은는의,.]|에(?!이)|부터|까지|[ ](?![ ]?[0-9여영일이삼사오육륙칠팔구십백천만억조])))"
)


def find_values(text: str, published: str | None = None) -> list[Value]:
    """All values of ``text`` in reading order; relative dates resolve against ``published`` (ISO year, month, day, time or None).

    Values never overlap: the longest reading of a passage wins. Raises ValueError for a ``published`` that is no ISO date.

    >>> [(found.kind, found.value) for found in find_values("과징금 2억4000만 원을 9일 부과했다.", "2025-09-20")]
    [('money', 240000000), ('date', '2025-09-09')]
    """
    plain = fold(text)
    tables = read_tables(plain)
    dates = dates_of(text, plain, parse_published(published), tables)
    values = merge([*values_of(text, plain, labels=False, taken=_taken(plain, dates)), *dates])
    return tables.with_units(text, plain, values) if tables else values


def _taken(text: str, dates: list[Value]) -> list[tuple[int, int]]:
    """The spans of those dates that no number can reach out of: they would win over all that is read inside."""
    return [
        (date.start, date.end)
        for date in dates
        if date.kind == "date" and _OPEN.match(text, date.start) and _CLOSED.match(text, date.end)
    ]


def merge(candidates: list[Value]) -> list[Value]:
    """The candidates without those that a longer one overlaps, in reading order."""
    if len(candidates) < 2:
        return candidates
    kept: list[Value] = []
    ordered = sorted(candidates, key=lambda value: (value.start, -value.end, _RANK.get(value.kind, len(_RANK))))
    for value in ordered:
        if not kept or value.start >= kept[-1].end:
            kept.append(value)
        elif _length(value) > _length(kept[-1]):
            kept[-1] = value
    return kept


def _length(value: Value) -> int:
    return value.end - value.start
