"""Every number, amount, date and duration written in a Korean text, with its exact value. No Kiwi, no model, no database."""

from nlp.value import Value

__all__ = ["Value", "find_values"]

# The record lives in nlp/value.py so that nlp.numbers, nlp.money and nlp.dates can import it without a circle.


def find_values(text: str, published: str | None = None) -> list[Value]:
    """All values of ``text`` in reading order; relative dates resolve against ``published`` (ISO date or time, or None)."""
    return []
