"""The whole of ``extract``: spans, sentences and marks hold, whatever the text; and ``sago extract`` keeps its contract."""

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.extract import MODEL, extract
from nlp.mentions import INCIDENT_TYPES, ORGANISATION_ROLES, ROLES

ROOT = Path(__file__).parents[1]
TITLE = "가람통신 회원 31만 명 정보 유출"
TEXT = """가람통신은 지난달 28일 외부 공격으로 회원 420만 명 가운데 31만 명의 이름과 주소가 유출됐다고 4일 밝혔다.
이 회사는 당초 피해자를 26만 명이라고 했다가 31만 명으로 고쳤다.

구분 | 유출 건수 | 과징금
--- | --- | ---
1차 | 2만 1천 건 | 3억 원

개인정보보호위원회는 조사를 시작했다. 법은 매출의 3%까지 과징금을 물릴 수 있다. 회사는 1인당 5만 원을 보상하기로 했다."""


def facts(text: str, title: str | None = None, published: str | None = "2026-03-05") -> dict:
    """The figures of a text by zone and surface."""
    return {(one.zone, one.surface): one for one in extract(text, title, published).facts}


def test_every_figure_has_its_place_its_sentence_and_its_role():
    said = extract(TEXT, TITLE, "2026-03-05")
    assert said.relevant
    assert said.model == MODEL
    assert said.incident_type in INCIDENT_TYPES
    for one in said.facts:
        text = TITLE if one.zone == "title" else TEXT
        assert text[one.start : one.end] == one.surface
        assert one.sentence[0] <= one.start
        assert one.end <= one.sentence[1]
        assert one.role in ROLES[one.kind]
        assert 0 <= one.confidence <= 1
    for one in said.organisations:
        text = TITLE if one.zone == "title" else TEXT
        assert text[one.start : one.end] == one.surface
        assert one.role in ORGANISATION_ROLES


def test_the_seven_things_a_reader_asks_first():
    found = facts(TEXT, TITLE)
    assert found["body", "420만 명"].role == "other_count"
    assert (found["title", "31만 명"].role, found["title", "31만 명"].value) == ("victims", 310_000)
    assert found["body", "지난달 28일"].value == "2026-02-28"
    assert found["body", "지난달 28일"].role == "occurred"
    assert found["body", "4일"].role == "disclosed"
    assert found["body", "26만 명"].superseded
    assert found["body", "2만 1천 건"].in_table
    assert found["body", "2만 1천 건"].role == "leaked_records"
    assert found["body", "3억 원"].role == "fine"
    assert found["body", "3%"].hypothetical
    assert found["body", "5만 원"].per_unit
    assert found["body", "5만 원"].role == "compensation"


@pytest.mark.parametrize(
    ("text", "surface", "mark"),
    [
        ("솔빛마켓은 피해자를 82명이라고 했다가 사흘 뒤 117명으로 고쳤다.", "82명", "superseded"),
        ("유출 규모는 당초 40만 건으로 알려졌으나 조사 결과 96만 건으로 늘었다.", "40만 건", "superseded"),
        (
            "해커는 가람통신 회원 90만 명 자료를 판다고 했지만 회사는 사실무근이라고 했다.",
            "90만 명",
            "negated_or_denied",
        ),
        ("유출이 확인되면 최대 40억 원의 과징금이 나올 수 있다.", "40억 원", "hypothetical"),
        ("1천 명 이상 유출되면 72시간 안에 신고해야 한다.", "1천 명 이상", "hypothetical"),
        ("회사는 피해 고객에게 1인당 7만 원을 보상한다.", "7만 원", "per_unit"),
        ("가람통신은 유출 회원에게 3만 원씩 주기로 했다.", "3만 원", "per_unit"),
    ],
)
def test_marks(text, surface, mark):
    said = extract(text, "가람통신 고객 정보 유출", "2026-03-05")
    [one] = [fact for fact in said.facts if fact.surface == surface and fact.zone == "body"]
    assert getattr(one, mark)


def test_a_figure_nobody_corrected_carries_no_mark():
    [one] = list(extract("가람통신에서 회원 31만 명의 정보가 유출됐다.", None, None).facts)
    assert not (one.superseded)
    assert not (one.negated_or_denied)
    assert not (one.hypothetical)
    assert not (one.per_unit)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "가", "12", "😀" * 50, "---\n--- | ---", "\ud800", "1" * 5_000])
def test_hardly_any_text_says_nothing(text):
    said = extract(text, None, None)
    assert not said.relevant
    assert said.incident_type is None


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(), max_size=200), st.text(st.sampled_from("가1만명 유출억원|\n9일-.,"), max_size=80))
def test_any_text_is_answered(one, other):
    text = one + other
    for fact in extract(text, other, "2026-03").facts:
        assert (other if fact.zone == "title" else text)[fact.start : fact.end] == fact.surface


def test_the_same_text_says_the_same_every_time():
    assert asdict(extract(TEXT, TITLE, "2026-03-05")) == asdict(extract(TEXT, TITLE, "2026-03-05"))


def run(*arguments: str, stdin: bytes = b"") -> tuple[int, list[dict], str]:
    """Exit status, output lines and messages of ``sago extract``."""
    command = [sys.executable, "-m", "scripts.sago", "extract", *arguments]
    done = subprocess.run(command, cwd=ROOT, input=stdin, capture_output=True, timeout=120)
    return done.returncode, [json.loads(line) for line in done.stdout.decode().splitlines()], done.stderr.decode()


FIELDS = ["id", "relevant", "relevance", "incident_type", "type_confidence", "organisations", "facts", "model", "error"]
FACT = ["kind", "role", "surface", "start", "end", "value", "lower", "upper", "unit", "currency", "approx", "grain", "incident", "superseded", "negated_or_denied", "hypothetical", "per_unit", "in_table", "confidence", "needs_review", "sentence"]  # fmt: skip


INCIDENT = (
    "가람통신은 지난달 28일 공격으로 회원 420만 명 가운데 31만 명의 이름이 샜다고 4일 밝혔다. 과징금은 3억 원이다.\n"
)


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("비가 온 뒤에 골목을 걸었다. " * 12_000, 0),
        ("길었던 하루 이야기\n" * 10_000, 0),
        (INCIDENT * 2_000, 10_000),
        (f"서버 {' / '.join(f'{one}대' for one in range(3_000))}가 멈췄다.", 2_900),
        ("😀" * 1_000_000, 0),
        ("9" * 1_000_000, 0),
        ("\ud83d 31만 명의 정보가 유출됐다. " * 2_000, 2_000),
    ],
    ids=["one line", "lines", "incidents", "list", "emoji", "digits", "surrogates"],
)
def test_huge_texts_are_answered(text, least):
    said = extract(text, None, "2026-03-05")
    assert len(said.facts) >= least
    for one in (*said.facts, *said.organisations):
        assert text[one.start : one.end] == one.surface


def test_two_processes_and_any_order_say_the_same_byte_for_byte(tmp_path):
    rows = [
        {
            "id": str(number),
            "text": INCIDENT * (1 + number % 3) + f"복구에는 {number + 2}일이 걸렸다.",
            "published": "2026-03-05",
        }
        for number in range(12)
    ]
    answers = []
    for order in (rows, rows[::-1], rows[:1], rows[5:9]):
        source = tmp_path / f"{len(answers)}.jsonl"
        source.write_text("".join(json.dumps(row) + "\n" for row in order), "utf-8")
        answers.append([json.dumps(line) for line in run(str(source))[1]])
    assert answers[0] == answers[1][::-1]
    assert answers[2] == answers[0][:1]
    assert answers[3] == answers[0][5:9]


def test_broken_lines_get_a_line_of_their_own_and_the_rest_goes_on(tmp_path):
    rows = [
        json.dumps({"id": "a", "text": TEXT, "title": TITLE, "published": "2026-03"}, ensure_ascii=False).encode(),
        b"{broken",
        json.dumps({"id": 7}).encode(),
        json.dumps({"text": "no id"}).encode(),
        json.dumps({"id": "d", "text": "x", "published": "2026-13-40"}).encode(),
        b'{"id": "e", "text": "\xff"}',
        b"[1]",
        b"",
        json.dumps({"id": "f", "text": "\ud83d and 3\uba85", "published": None}).encode(),
        json.dumps({"id": "g", "text": TEXT, "published": "2026-03-05T10:00+09:00"}).encode(),
    ]
    source = tmp_path / "in.jsonl"
    source.write_bytes(b"\xef\xbb\xbf" + b"\r\n".join(rows))
    target = tmp_path / "out.jsonl"
    status, printed, said = run(str(source), "-o", str(target))
    lines = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert (status, printed) == (1, [])
    assert [line["id"] for line in lines] == ["a", None, 7, None, "d", None, None, "f", "g"]
    assert [bool(line["error"]) for line in lines] == [False, True, True, True, True, True, True, False, False]
    assert f"{source}:2" in said
    assert all(set(FIELDS) == set(line) for line in lines)
    assert all(set(FACT) <= set(fact) for fact in lines[0]["facts"])
    assert {fact.get("zone") for fact in lines[0]["facts"]} == {"title", None}
    assert not [path for path in tmp_path.iterdir() if path not in (source, target)]


def test_standard_input_and_output():
    status, lines, _ = run("-", stdin=json.dumps({"id": 1, "text": TEXT}).encode())
    assert status == 0
    assert [line["id"] for line in lines] == [1]


def test_a_saved_page_says_its_text_title_and_day(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        """<!doctype html><html><head><meta charset="utf-8"><meta property="og:title" content="가람통신 회원 정보 유출">
        <link rel="canonical" href="https://note.example.com/31"><meta property="article:published_time" content="2026-03-05T10:00:00+09:00">
        </head><body><div class="tt_article_useless_p_margin contents_style"><p>가람통신에서 회원 31만 명의 정보가 유출됐다고 4일 밝혔다.</p>
        </div></body></html>""",
        "utf-8",
    )
    status, [line], _ = run(str(page))
    assert status == 0
    assert line["title"] == "가람통신 회원 정보 유출"
    assert line["published"] == "2026-03-05T10:00:00+09:00"
    assert [line["text"][one["start"] : one["end"]] for one in line["facts"] if "zone" not in one] == ["31만 명", "4일"]
    plain = json.dumps({"id": "p", "html": page.read_text("utf-8"), "url": "https://note.example.com/31"})
    status, [again], _ = run("-", stdin=plain.encode())
    assert (status, again["text"]) == (0, line["text"])


def test_a_page_of_no_known_markup_is_said_to_be_one(tmp_path):
    page = tmp_path / "other.html"
    page.write_text("<html><body><p>안녕하세요</p></body></html>", "utf-8")
    status, [line], said = run(str(page))
    assert status == 1
    assert "markup of a known platform" in line["error"]
    assert str(page) in said


def test_an_output_that_cannot_be_written_leaves_what_was_there(tmp_path):
    target = tmp_path / "out.jsonl"
    target.write_text("before\n", "utf-8")
    status, _, said = run(str(tmp_path / "absent.jsonl"), "-o", str(target))
    assert (status, target.read_text("utf-8")) == (1, "before\n")
    assert "absent.jsonl" in said


GOLD = ROOT.parent / "shared" / "gold-dev"


@pytest.mark.skipif(not GOLD.is_dir(), reason="../shared/gold-dev is not beside this checkout")
def test_the_development_documents_run_through(tmp_path):
    status, lines, _ = run(str(GOLD / "docs.jsonl"))
    rows = [json.loads(line) for line in (GOLD / "docs.jsonl").read_text("utf-8").splitlines()]
    assert status == 0
    assert [line["id"] for line in lines] == [row["id"] for row in rows]
    for row, line in zip(rows, lines, strict=True):
        for one in line["facts"]:
            text = row["title"] if one.get("zone") == "title" else row["text"]
            assert text[one["start"] : one["end"]] == one["surface"]


def test_an_output_that_is_no_plain_file_is_written_to_and_never_replaced(tmp_path):
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"id": 1, "text": "가"}), "utf-8")
    real = tmp_path / "real.jsonl"
    real.write_text("before\n", "utf-8")
    link = tmp_path / "link.jsonl"
    link.symlink_to(real)
    assert run(str(source), "-o", str(link))[0] == 0
    assert link.is_symlink()
    assert json.loads(real.read_text("utf-8"))["id"] == 1
    status, lines, _ = run(str(source), "-o", "/dev/stdout")
    assert (status, [line["id"] for line in lines]) == (0, [1])


def test_the_input_is_never_overwritten(tmp_path):
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"id": 1, "text": "가"}), "utf-8")
    status, _, said = run(str(source), "-o", str(source))
    assert status == 1
    assert "both read and written" in said
    assert json.loads(source.read_text("utf-8")) == {"id": 1, "text": "가"}


def test_a_folder_and_an_unwritable_place_are_named_as_the_user_wrote_them(tmp_path):
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"id": 1, "text": "가"}), "utf-8")
    assert "is a folder" in run(str(tmp_path))[2]
    status, _, said = run(str(source), "-o", "/nonexistent/x.jsonl")
    assert status == 1
    assert said.startswith("/nonexistent/x.jsonl cannot be written")


def test_a_time_with_an_offset_is_read_as_korean_time():
    text = "가람통신은 회원 31만 명의 정보가 유출됐다고 5일 밝혔다."
    for published in ("2026-03-04T16:00:00Z", "2026-03-05T01:00:00+09:00"):
        [day] = [one for one in extract(text, None, published).facts if one.kind == "date"]
        assert (day.role, day.value) == ("disclosed", "2026-03-05")


def test_messages_come_in_korean():
    command = [sys.executable, "-m", "scripts.sago", "--lang", "ko", "extract", "-"]
    done = subprocess.run(command, cwd=ROOT, input=b"{", capture_output=True, timeout=120)
    assert "JSON이 아닙니다" in done.stderr.decode()
