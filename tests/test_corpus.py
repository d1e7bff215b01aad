"""The training corpus: its format reads back to exact spans, every fault is named with its line, patterns fill into readable sentences."""

import random
from pathlib import Path

import pytest

from nlp.candidates import find_candidates
from scripts import make_corpus
from scripts.corpus_text import read_documents
from scripts.patterns import fill, read_patterns, wrong_slots
from scripts.written import particle

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "nlp" / "corpus"
HEAD = "=== id=t-1 genre=wire published=2025-03-04 relevant=yes type=data_leak org=가람통신\n"
BODY = "# 가람통신 [31만 명|victims] 유출\n\n[가람통신|@victim_org]은 회원 420만 명 가운데 [31만 명|victims]이 [4일|disclosed] 통지를 받았다고 했다.\n가람통신은 사과했다.\n"


def faults_of(tmp_path, text: str) -> list[str]:
    path = tmp_path / "train" / "one.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    read, found = read_documents(path)
    assert read or found
    return [str(fault).partition("one.txt:")[2] for fault in make_corpus.check_documents([path])]


def test_marks_leave_the_text_and_keep_exact_places(tmp_path):
    path = tmp_path / "one.txt"
    path.write_text(HEAD + BODY, "utf-8")
    (one,), faults = read_documents(path)
    assert not faults
    assert one.title == "가람통신 31만 명 유출"
    assert one.text.startswith("가람통신은 회원 420만 명 가운데 31만 명이")
    assert [(label.zone, label.role, label.line) for label in one.labels] == [
        ("title", "victims", 2),
        ("body", "victims", 4),
        ("body", "disclosed", 4),
    ]
    for label in [*one.labels, *one.named]:
        assert one.zone(label.zone)[label.start : label.end] == label.surface
    assert [(name.zone, name.start) for name in one.named] == [
        ("title", 0),
        ("body", 0),
        ("body", one.text.index("가람통신은 사과")),
    ]
    assert (one.orgs, one.type, one.relevant, one.published) == (("가람통신",), "data_leak", True, "2025-03-04")


def test_a_good_document_has_no_fault(tmp_path):
    assert faults_of(tmp_path, HEAD + BODY) == []


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("|disclosed]", "|disclosd]", "4: Unknown role 'disclosd'."),
        ("|disclosed]", "|disclosed,later]", "4: Unknown mark 'later'."),
        ("@victim_org", "@victim", "4: Unknown organisation mark '@victim'."),
        ("[4일|disclosed]", "[4일|victims]", "4: '4일' is a date, which has no role 'victims'."),
        ("[31만 명|victims]이", "[31만|victims] 명이", "4: The parser reads '31만 명' where '31만' is marked."),
        ("통지를", "[통지|victims]를", "4: '통지' is no number, amount or date to the parser."),
        ("사과했다.", "사과[했다.", "5: A stray '['"),
        ("genre=wire", "genre=novel", "1: Unknown genre 'novel'."),
        ("published=2025-03-04", "published=2025-13-04", "1: 'published' is an ISO day or none, not '2025-13-04'."),
        (" type=data_leak", "", "1: The head lacks 'type='."),
        ("org=가람통신", "org=솔빛마켓", "1: The victim '솔빛마켓' is not marked @victim_org in the text."),
        ("relevant=yes type=data_leak org=가람통신", "relevant=no type=none org=none", "4: '31만 명': no figure of a document that is not relevant is 'victims'."),
    ],
)  # fmt: skip
def test_every_fault_is_one_sentence_with_its_line(tmp_path, was, becomes, said):
    text = HEAD + BODY
    assert was in text
    assert any(fault.startswith(said) for fault in faults_of(tmp_path, text.replace(was, becomes)))


def test_an_incident_day_after_the_page_is_disputed(tmp_path):
    found = faults_of(tmp_path, HEAD + BODY.replace("[4일|disclosed]", "[2025년 5월 9일|disclosed]"))
    assert found == ["4: '2025년 5월 9일' (disclosed) reads as 2025-05-09, after the page's 2025-03-04."]


def test_documents_share_neither_id_nor_sentence(tmp_path):
    other = (HEAD + BODY).replace("420만", "98만").replace("가람통신", "솔빛마켓")
    found = faults_of(tmp_path, HEAD + BODY + other)
    assert any("The id 't-1' is taken by" in fault for fault in found)
    assert any("share the sentence" in fault for fault in found), "figures and names do not make a sentence another one"


def test_the_shipped_corpus_is_read_and_mostly_agrees_with_the_parser():
    paths = make_corpus.corpus_files(None)
    if not paths:
        pytest.skip("no corpus files are here")
    documents = [one for path in paths if path.name != make_corpus.PATTERNS for one in read_documents(path)[0]]
    ids = [one.id for one in documents]
    assert len(ids) == len(set(ids))
    for one in documents:
        for label in [*one.labels, *one.named]:
            assert one.zone(label.zone)[label.start : label.end] == label.surface


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("{ORG:victims}이 털렸다.", "a name takes no role"),
        ("{persons:victims}이 털렸다.", "Unknown slot"),
        ("{people:fine}이 털렸다.", "no role of a count is called 'fine'"),
        ("{people:victims,maybe}이 털렸다.", "unknown mark 'maybe'"),
        ("{people:victims이 털렸다.", "A brace or bracket stands outside a slot"),
    ],
)
def test_a_pattern_with_a_fault_says_which(pattern, said):
    assert any(said in fault for fault in wrong_slots(pattern))


@pytest.mark.parametrize(
    ("word", "josa", "right"),
    [("가람통신", "은", "은"), ("온누리페이", "이", "가"), ("31만 명", "으로", "으로"), ("12차례", "으로", "로"), ("새봄호텔", "으로", "로"), ("KISA", "는", "는"), ("3,204개", "와", "와")],
)  # fmt: skip
def test_particles_follow_the_sound(word, josa, right):
    assert particle(word, josa) == right


def test_filling_is_seeded_and_places_are_exact():
    pattern = "{ORG}은(는) {date:occurred} 해킹으로 가입자 {people:other_count} 가운데 {people:victims}의 정보가 샜다고 {date:disclosed} 밝혔다."
    once, again, other = (fill(pattern, "p", random.Random(seed)) for seed in ("a", "a", "b"))
    assert once == again != other
    for seed in range(60):
        one = fill(pattern, "p", random.Random(seed))
        assert "{" not in one.text
        read = {(each.start, each.end): each for each in find_candidates(one.text, one.published)}
        marked = [read.get((label.start, label.end)) for label in one.labels]
        assert all(marked), f"the parser reads {list(read)} in {one.text!r}"
        days = [each.value for each in marked if each.kind == "date"]
        assert days == sorted(days)
        assert days[-1] <= one.published
        total, part = (each.value for each in marked if each.kind == "count")
        assert part <= total


def test_the_shipped_patterns_are_sound_and_many():
    path = CORPUS / make_corpus.PATTERNS
    if not path.exists():
        pytest.skip("no patterns are here")
    patterns, faults = read_patterns(path)
    assert not faults
    assert len(patterns) >= 500
