"""Amounts of money and coins written in a Korean text."""

from nlp.ranges import read_values
from nlp.value import Value


def find_money(text: str) -> list[Value]:
    """Amounts in reading order: won where 원 is left out, foreign money, coins.

    >>> [(value.value, value.currency) for value in find_money("과징금 2억4000만 원")]
    [(240000000, 'KRW')]
    """
    return [value for value in read_values(text, labels=False) if value.kind == "money"]
