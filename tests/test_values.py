"""What makes reading fast must not change what is read: on every text of the case tables the short ways give what the long ones give."""

import re
from pathlib import Path

from nlp.date_forms import TOKENS, token_at
from nlp.dates import find_dates
from nlp.quantities import fold
from nlp.ranges import read_values
from nlp.values import find_values, merge

CASES = Path(__file__).parent / "cases"
PUBLISHED = "2025-09-20T09:00:00"
#: Numbers that touch a date, overlap it or make a range with it.
BESIDE = (
    "이십일 명이 다쳤다", "삼월 십일 건이다", "십일에이커", "80~90년대", "이십조일", "3월-5", "6월 9일, 10명", "6월 9일 10만 명", "2025.6.9,000",
    "지난해 12명에서 15명", "9일부터 3만 건", "'25~'27년", "음력 이십일 점여, 추석", "10월 3만여 건", "첫째 주 2회", "3일 $5", "25.6.9 1,234건", "마이너스 6/9금요일", "₩2025.06 말", "비트코인 2025.06에", "-6/9(월)", "KRW 2025.06까지",
)  # fmt: skip


def texts() -> list[str]:
    """Every cell and line of the case tables, and the texts above."""
    lines = [line for name in ("dates.tsv", "durations.tsv", "money.tsv", "numbers.tsv", "date_passages.txt", "documents.tsv")
             for line in (CASES / name).read_text("utf-8").splitlines()]  # fmt: skip
    return [*BESIDE, *(cell for line in lines for cell in line.split("\t") if cell)]


def test_numbers_inside_dates_are_passed_over_without_a_change():
    for text in texts():
        assert find_values(text, PUBLISHED) == merge(
            [*read_values(text, labels=False), *find_dates(text, PUBLISHED)]
        ), text


def test_tokens_by_first_character_are_those_of_one_pattern():
    whole = re.compile("|".join(f"(?P<{kind}>{form})" for kind, form in TOKENS.items()))
    for text in map(fold, texts()):
        for at in range(len(text)):
            one, other = whole.match(text, at), token_at(text, at)
            assert (one and (one.lastgroup, one.span())) == (other and (other.lastgroup, other.span())), (text, at)
