"""Counts, shares, percentages and ordinals in written form: the table of cases, forms written by rule and read back, and texts of any kind."""

from math import isclose

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from value_cases import found, read_cases

from nlp.numbers import find_numbers
from nlp.numerals import read_numeral
from nlp.ranges import read_values

FIELDS = ("unit", "kind")


@pytest.mark.parametrize(("text", "expected"), read_cases("numbers.tsv"))
def test_exactly_the_marked_numbers_are_found(text, expected):
    wanted = [row._replace(fields=row.fields | {"kind": row.fields["kind"] or "count"}) for row in expected]
    got = [found(value, row.fields) for value, row in zip(find_numbers(text), wanted, strict=False)]
    assert [row._replace(value=None) for row in got] == [row._replace(value=None) for row in wanted]
    assert len(find_numbers(text)) == len(wanted)
    for one, other in zip(got, wanted, strict=True):
        assert one.value == other.value or isclose(one.value, other.value, rel_tol=1e-9)


@pytest.mark.parametrize(
    ("written", "precision"),
    [
        ("362명", 1), ("1만1천명", 1000), ("2700만여 건", 1000000), ("1.5만 건", 1000), ("30여만 명", 100000), ("2천324만4천649명", 1), ("천만 명", 10000000),
        ("10~20명", 10), ("스무 명", 10), ("스물여섯 명", 1), ("1,200건", 100), ("수십만 건", 100000), ("1000명대", 1000),
    ],
)  # fmt: skip
def test_precision_is_the_place_of_the_last_digit_written(written, precision):
    assert [value.precision for value in find_numbers(written)] == [precision]


# --- forms written by rule

DIGITS = "영일이삼사오육칠팔구"
SMALL = ((1000, "천"), (100, "백"), (10, "십"))
BIG = ("", "만", "억", "조")
TENS = ("", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔")
ONES = ("", "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉")


def sections(number: int) -> list[tuple[int, str]]:
    """The parts of ``number`` under 10,000 with their units, the highest first, without the empty ones."""
    parts = [(number // 10_000**power % 10_000, unit) for power, unit in enumerate(BIG)]
    return [part for part in reversed(parts) if part[0]]


def in_words(number: int) -> str:
    """이천삼백사십오만 and so on: a single unit has no 일 before it."""
    return "".join(
        ("" if part == 1 and unit == "만" else section_in_words(part)) + unit for part, unit in sections(number)
    )


def section_in_words(number: int) -> str:
    words = ""
    for size, unit in SMALL:
        digit, number = divmod(number, size)
        words += ("" if digit == 1 else DIGITS[digit]) + unit if digit else ""
    return words + (DIGITS[number] if number else "")


def newspaper(number: int) -> str:
    """23245만4649 as most papers write it."""
    return "".join(f"{part}{unit}" for part, unit in sections(number))


def wire(number: int) -> str:
    """2천324만4천649 as the wire service writes it."""
    written = ""
    for part, unit in sections(number):
        thousands, rest = divmod(part, 1000)
        written += (f"{thousands}천" if thousands else "") + (str(rest) if rest else "") + unit
    return written


def native(number: int) -> str:
    """스물세 and so on, before a counter."""
    return "스무" if number == 20 else TENS[number // 10] + ONES[number % 10]


numbers = st.one_of(st.integers(1, 10**5), st.integers(1, 10**16 - 1))


@settings(deadline=None)
@given(numbers, st.sampled_from((str, "{:,}".format, newspaper, wire, in_words)))
def test_every_way_of_writing_a_number_reads_back(number, write):
    written = write(number)
    numeral = read_numeral(written, 0)
    assert (numeral.value, numeral.end) == (number, len(written))


@settings(deadline=None)
@given(numbers, st.sampled_from((newspaper, in_words)))
def test_a_space_after_a_large_unit_belongs_to_the_number(number, write):
    assume(all((part, unit) != (1, "만") for part, unit in sections(number)))  # nobody parts 육억 만 이천
    spaced = " ".join(write(part * 10_000 ** BIG.index(unit)) for part, unit in sections(number))
    assert [value.value for value in read_values(f"{spaced} 달러")] == [number]


@settings(deadline=None)
@given(st.integers(1, 99), st.sampled_from((" 명", " 마리", "명", " 차례")))
def test_native_number_words_read_back(number, counter):
    assert [value.value for value in find_numbers(f"모두 {native(number)}{counter}이다")] == [number]


@settings(deadline=None)
@given(st.integers(1, 10**7), st.integers(1, 9), st.sampled_from(("여 명", "여명")))
def test_a_little_more_opens_the_next_step(number, digit, counter):
    (value,) = find_numbers(f"{number * 10}{counter}")
    assert value.bound == "over"
    assert value.lower == value.value == number * 10
    assert value.upper == value.lower + value.precision


# --- any text

PIECES = st.sampled_from(
    [
        "2천324만4천649명", "10~20만 원", "약 3", "최소 ", "여", "만", "억", " 원", "명", "%", "분의 ", "/", "~", "-", ".", ",", "제", "하나", "수십", "한두", "$", "₩",
        "USD", "비트코인 ", "개", "대", "이상", "미만", "보다 크고 ", "보다 작다", "(", ")", "[", "'", "３２", "\u200f", "\u202e", "\ud800", "\u00a0", "\n", "三百", "마이너스 ",
        "점", "192.168.0.1", "http://a.example/3 ", "4.3", "2025", "년", "월 9일", "자", "양", "해 ", "구", "\u0660", "²", "½", "Ⅻ", "０", "🙂", "가", "\u1100",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=14).map("".join))


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_and_spans_hold(text):
    end = 0
    for value in read_values(text):
        assert text[value.start : value.end] == value.surface
        assert end <= value.start < value.end, "values overlap"
        end = value.end
        if value.lower is not None and value.upper is not None:
            assert value.lower <= value.upper
        assert value.kind != "money" or value.currency


@pytest.mark.parametrize(
    "unit",
    [
        "1", "０", "1,", "1.", "0.", "1-", "1~", "1·", "1/", "1 ", "일", "만", "십", "수 ", "천 ", "영점", "일분의 ", "1원 ", "1억 ", "$", "비트코인 ", "1개의 코인 ",
        "(", " ", "www.", "http://", "\u200f1", "\ud8001", "1@", "A", "가", "제1", "1명 중 ", "1보다 크고 ",
    ],
)  # fmt: skip
def test_a_hundred_thousand_repeats_come_to_an_end(unit):
    text = unit * (100_000 // len(unit))
    for value in read_values(text):
        assert text[value.start : value.end] == value.surface


def test_a_run_of_a_hundred_thousand_digits_is_no_number():
    assert find_numbers("9" * 100_000) == []
    assert find_numbers("９" * 100_000 + "명") == []
