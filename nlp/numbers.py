"""Counts, percentages, ratios and ordinals written in a Korean text."""

from nlp.ranges import read_values
from nlp.value import Value


def find_numbers(text: str) -> list[Value]:
    """Counts, percentages, ratios and ordinals in reading order; ages, articles, versions and the like are left out.

    >>> [(value.value, value.unit) for value in find_numbers("회원 2천324만4천649명")]
    [(23244649, '명')]
    """
    return [value for value in read_values(text, labels=False) if value.kind != "money"]
