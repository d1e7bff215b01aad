"""Who was hit, who stands beside it: two tables of our own texts, and what must hold for any text."""

import csv
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.gazetteer import KINDS, canonical, gazetteer, known_names
from nlp.mentions import ORGANISATION_ROLES, Organisation
from nlp.names import find_names
from nlp.organisations import organisations
from nlp.tokenizer import read_sentences

CASES = Path(__file__).parent / "cases"
ROLE_OF_KIND = {"authority": "authority", "agency": "authority", "attacker": "attacker", "other": "other"}


def find_organisations(text, sentences, zone="body"):
    """The organisations of one text alone; offsets count in it."""
    return organisations(text, sentences, "", ()) if zone == "title" else organisations("", (), text, sentences)


def rows(name: str) -> list[list[str]]:
    """The rows of a case file without its comments."""
    with (CASES / name).open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if not row[0].startswith("#")]


SENTENCES = rows("organisations.tsv")
DOCUMENTS = [row for row in rows("documents.tsv") if row[0] == "1"]


@cache
def found(title: str, text: str) -> tuple[Organisation, ...]:
    """The organisations of a text, read from scratch."""
    return tuple(organisations(title, read_sentences(title), text, read_sentences(text)))


def victims(title: str, text: str) -> set[str]:
    """Names of those that were hit."""
    return {one.name for one in found(title, text) if one.role == "victim_org"}


@pytest.mark.parametrize(("text", "hit", "beside"), SENTENCES, ids=[row[0][:24] for row in SENTENCES])
def test_the_one_that_was_hit_is_told_from_those_beside_it(text, hit, beside):
    assert victims("", text) == set(filter(None, hit.split("|")))
    roles = {one.name: one.role for one in found("", text)}
    for name, kind in (pair.split(":") for pair in filter(None, beside.split("|"))):
        assert roles[name] == ROLE_OF_KIND[kind]


@pytest.mark.parametrize(
    ("relevant", "kind", "names", "title", "text"), DOCUMENTS, ids=[row[4][:24] for row in DOCUMENTS]
)
def test_every_victim_of_a_document_is_found_and_no_one_else(relevant, kind, names, title, text):
    assert victims(title, text) == set(filter(None, names.split("|")))


@pytest.mark.parametrize(
    ("relevant", "kind", "names", "title", "text"), DOCUMENTS, ids=[row[4][:24] for row in DOCUMENTS]
)
def test_spans_prove_the_surface_and_a_name_keeps_its_role(relevant, kind, names, title, text):
    role: dict[str, str] = {}
    for one in found(title, text):
        assert {"title": title, "body": text}[one.zone][one.start : one.end] == one.surface
        assert one.role in ORGANISATION_ROLES
        assert 0 <= one.confidence <= 1
        assert role.setdefault(one.name, one.role) == one.role


def test_every_mention_is_given():
    text = "가람서점이 해킹당했다. 가람서점은 사과했다. 개인정보위가 조사한다."
    mentions = find_organisations(text, read_sentences(text))
    assert [(one.surface, one.role) for one in mentions] == [
        ("가람서점", "victim_org"),
        ("가람서점", "victim_org"),
        ("개인정보위", "authority"),
    ]


def test_title_and_body_are_read_together():
    title, text = "가람서점, 랜섬웨어에 멈췄다", "가람서점은 서버 20대가 암호화됐다고 밝혔다."
    assert {(one.zone, one.surface) for one in found(title, text)} == {("title", "가람서점"), ("body", "가람서점")}
    alone = find_organisations(title, read_sentences(title), zone="title")
    assert [(one.zone, one.start) for one in alone] == [("title", 0)]


def test_spellings_of_one_organisation_have_one_name():
    for spelling in ("예스24", "YES24", "Yes24", "한세예스24"):
        assert canonical(spelling).name == "예스24"
    for spelling in ("SK텔레콤", "SKT", "skt", "에스케이텔레콤"):
        assert canonical(spelling).name == "SK텔레콤"
    assert canonical("이런 이름은 없다") is None


def test_gazetteer_has_its_kinds_and_no_spelling_twice():
    spellings = [
        form.casefold()
        for row in rows("../../nlp/data/organisations.tsv")
        for form in (row[0], *filter(None, row[1].split("|")))
    ]
    assert len(spellings) == len(set(spellings))
    assert len(spellings) >= 300
    assert {entry.kind for entry in gazetteer().values()} == set(KINDS)


def test_a_known_name_must_begin_a_word_and_end_in_a_particle():
    assert [entry.name for *_, entry in known_names("케이티엑스와 신토스트")] == []
    assert [entry.name for *_, entry in known_names("KT에서, 토스는")] == ["KT", "토스"]


def test_a_name_that_the_analyser_takes_apart_is_found_where_it_stands():
    text = "다온물류는 지난 9일 랜섬웨어 공격을 받았다.\n다온물류 배송 조회가 멈췄다."
    assert [text[one.start : one.end] for one in find_names(text, read_sentences(text))] == ["다온물류", "다온물류"]


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "\ud800가", "🏥병원 해킹", "İİİ KT 해킹", "㈜", "'", "KT" * 3000, "가" * 9000]
)
def test_odd_texts_do_not_raise(text):
    for one in find_organisations(text, read_sentences(text)):
        assert text[one.start : one.end] == one.surface


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.one_of(st.sampled_from("가나 은행KT해킹유출(),·'\"\n|1명"), st.characters()), max_size=120))
def test_any_text_gives_spans_of_itself(text):
    for one in find_organisations(text, read_sentences(text)):
        assert text[one.start : one.end] == one.surface
