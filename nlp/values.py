"""Every number, amount, date and duration written in a Korean text, with its exact value. No Kiwi, no model, no database.

``find_values`` is the public call; it needs the standard library only::

    from nlp.values import find_values

    for value in find_values("과징금 2억4000만 원을 9일 부과했다.", "2025-09-20"):
        print(value.kind, value.surface, value.value)   # money 2억4000만 원 240000000, date 9일 2025-09-09
"""

from nlp.dates import find_dates
from nlp.ranges import read_values
from nlp.value import Value

__all__ = ["Value", "find_values"]

_RANK = {"money": 0, "date": 1, "duration": 2}  # who keeps a span that two readings share exactly


def find_values(text: str, published: str | None = None) -> list[Value]:
    """All values of ``text`` in reading order; relative dates resolve against ``published`` (ISO year, month, day, time or None).

    Values never overlap: the longest reading of a passage wins. Raises ValueError for a ``published`` that is no ISO date.

    >>> [(found.kind, found.value) for found in find_values("과징금 2억4000만 원을 9일 부과했다.", "2025-09-20")]
    [('money', 240000000), ('date', '2025-09-09')]
    """
    return merge([*read_values(text, labels=False), *find_dates(text, published)])


def merge(candidates: list[Value]) -> list[Value]:
    """The candidates without those that a longer one overlaps, in reading order."""
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
