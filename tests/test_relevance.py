"""Whether a text tells of an incident: every document of a table of our own, and what must hold for any text."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.organisations import organisations
from nlp.relevance import features, relevance, weight_of
from nlp.tokenizer import read_sentences

CASES = Path(__file__).parent / "cases"
THRESHOLD = 0.5
#: Rows that the rules get wrong today, by how the text begins.
NOT_YET = ("은행연합회는 한 달 동안", "든솔보안은 1분기 매출이", "포스기가 악성코드에 감염되면")


def documents() -> list:
    """Every row of the table, those known to fail marked."""
    with (CASES / "documents.tsv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if not row[0].startswith("#")]
    return [
        pytest.param(
            row[0] == "1",
            row[3],
            row[4],
            id=row[4][:24],
            marks=[pytest.mark.xfail(strict=True)] if row[4].startswith(NOT_YET) else [],
        )
        for row in rows
    ]


@pytest.mark.parametrize(("tells", "title", "text"), documents())
def test_a_text_about_one_incident_is_told_from_talk_of_incidents(tells, title, text):
    assert (relevance(title, text, read_sentences(text)) >= THRESHOLD) == tells


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("가람서점 회원 3만 명의 정보가 유출됐다.", "회원 정보가 유출되면 3일 안에 알려야 한다."),
        ("가람서점이 해킹당했다고 밝혔다.", "가람서점이 해킹 방지 솔루션을 출시했다고 밝혔다."),
        ("경찰은 스미싱 조직 7명을 검거했다.", "경찰은 스미싱 예방 수칙을 알렸다."),
        ("가람서점 서버 9대가 랜섬웨어에 감염됐다.", "상반기 랜섬웨어 신고는 9건으로 작년보다 줄었다."),
        ("개인정보위가 가람서점에 과징금 3억 원을 부과했다.", "개정안은 과징금 상한을 매출의 3%로 정한다."),
    ],
)
def test_what_happened_weighs_more_than_what_could(more, less):
    assert relevance("", more, read_sentences(more)) > relevance("", less, read_sentences(less))


def test_organisations_that_were_read_already_are_taken():
    title, text = "가람서점 해킹", "가람서점 회원 3만 명의 정보가 유출됐다."
    sentences = read_sentences(text)
    named = organisations(title, read_sentences(title), text, sentences)
    assert relevance(title, text, sentences, named) == relevance(title, text, sentences)
    assert relevance(title, text, sentences, []) < relevance(title, text, sentences)


def test_every_feature_has_a_weight():
    text = "가람서점 회원 3만 명의 정보가 유출됐다. 비밀번호를 바꾸세요."
    found = features("가람서점 유출", text, read_sentences(text), [])
    assert found
    assert all(weight_of(name) for name in found)


@settings(max_examples=60, deadline=timedelta(seconds=5))
@given(st.text(max_size=80), st.text(max_size=120))
def test_any_text_has_a_probability(title, text):
    assert 0 <= relevance(title, text, read_sentences(text)) <= 1
