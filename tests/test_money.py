"""Amounts of money and coins in written form: the table of cases and every currency word of the tables."""

from math import isclose

import pytest
from value_cases import found, read_cases

from nlp.currencies import COINS, CURRENCIES, HOME, SHARED, SIGNS
from nlp.money import find_money


@pytest.mark.parametrize(("text", "expected"), read_cases("money.tsv"))
def test_exactly_the_marked_amounts_are_found(text, expected):
    got = [found(value, row.fields) for value, row in zip(find_money(text), expected, strict=False)]
    assert [row._replace(value=None) for row in got] == [row._replace(value=None) for row in expected]
    assert len(find_money(text)) == len(expected)
    for one, other in zip(got, expected, strict=True):
        assert one.value == other.value or isclose(one.value, other.value, rel_tol=1e-9)


@pytest.mark.parametrize("word", [word for word in CURRENCIES if word not in COINS])
def test_every_currency_word_makes_an_amount(word):
    code, parts = CURRENCIES[word]
    (value,) = find_money(f"벌금 36 {word}를 냈다")
    assert (value.currency, value.value) == (code, 36 / parts)
    assert value.surface == f"36 {word}"


@pytest.mark.parametrize("sign", SIGNS)
def test_every_currency_sign_makes_an_amount(sign):
    (value,) = find_money(f"벌금 {sign}36를 냈다")
    assert (value.currency, value.value, value.surface) == (SIGNS[sign], 36, f"{sign}36")


@pytest.mark.parametrize("name", COINS)
def test_every_coin_is_a_currency(name):
    (value,) = find_money(f"지갑에서 {name} 36개가 나갔다")
    assert (value.currency, value.value, value.surface) == (COINS[name], 36, "36개")


def test_a_shared_word_takes_its_country():
    for word, countries in SHARED.items():
        for country, code in countries.items():
            assert CURRENCIES[f"{country} {word}"][0] == code
    assert not set(HOME) & {word for word, countries in SHARED.items() if len(countries) > 2}


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("과징금 2억4천을 물렸다", ("inferred",)),
        ("과징금 2억4천만원을 물렸다", ()),
        ("150만달러(약 20억원)", ("same_as",)),
        ("비트코인을 훔쳤다. 40개의 코인이다", ("inferred",)),
    ],
)
def test_what_was_not_written_is_flagged(text, flags):
    assert find_money(text)[-1].flags == flags
