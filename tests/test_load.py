"""Loading: nothing twice, nothing overwritten, nothing half done."""

import multiprocessing
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from warehouse_cases import MODEL, fill, known_world, load_documents, post

from crawler.items import Document
from warehouse.db import connect
from warehouse.load import (
    AnotherLoad,
    Unreadable,
    count_unread,
    exclusive,
    load_extractions,
    load_segment,
    loaded_segments,
    unread,
)
from warehouse.migrate import migrate
from warehouse.regroup import regroup
from warehouse.rows import date_bounds, exact, fine_kind, korean_time

ROOT = Path(__file__).parents[1]
TABLES = ["document", "document_version", "sighting", "loaded_segment", "extraction", "organisation_mention", "figure"]
TABLES += ["incident", "incident_document"]


@pytest.fixture
def con():
    opened = connect(":memory:")
    migrate(opened)
    yield opened
    opened.close()


def everything(con) -> dict[str, list]:
    """All rows of all tables."""
    return {table: sorted(con.execute(f"FROM {table}").fetchall(), key=str) for table in TABLES}


def one(con, sql: str, **parameters):
    """The only value of the only row."""
    [(value,)] = con.execute(sql, parameters).fetchall()
    return value


def test_loading_twice_adds_nothing(con):
    fill(con, known_world())
    before = everything(con)
    assert len(before["document"]) == len(before["document_version"]) == len(before["sighting"]) == 11
    fill(con, known_world(), "again.jsonl")
    assert everything(con) == before


def test_the_order_of_loading_changes_no_answer(con):
    fill(con, known_world())
    other = connect(":memory:")
    migrate(other)
    for said in reversed(known_world()):
        fill(other, [said])
    for view in ["v_incident", "v_claim", "v_when"]:
        assert sorted(con.execute(f"FROM {view}").fetchall(), key=str) == sorted(
            other.execute(f"FROM {view}").fetchall(), key=str
        )


def test_ids_are_hashes_any_process_can_mint(con):
    fill(con, known_world())
    url = "https://news.example/1"
    assert (
        one(con, "SELECT document_id FROM document WHERE url = $url", url=url).hex == Document(url, "", "").document_id
    )
    for table, key in [("figure", "figure_id"), ("document_version", "version_id"), ("incident", "incident_id")]:
        assert one(con, f"SELECT count(*) - count(DISTINCT {key}) FROM {table}") == 0  # noqa: S608


def test_an_edited_post_keeps_its_earlier_wording_and_figures(con):
    said = post(
        "1", "2025-03-05", "회원 31만 명", ("victims", "31만 명", 310000), org=(), fetched="2025-03-05T01:00:00Z"
    )
    edited = post(
        "1", "2025-03-05", "회원 42만 명", ("victims", "42만 명", 420000), org=(), fetched="2025-03-06T01:00:00Z"
    )
    fill(con, [said])
    fill(con, [edited])
    assert con.execute("SELECT seq, is_latest, text FROM v_version ORDER BY seq").fetchall() == [
        (1, False, "회원 31만 명"),
        (2, True, "회원 42만 명"),
    ]
    assert con.execute("SELECT value FROM figure ORDER BY value").fetchall() == [(310000,), (420000,)]
    assert con.execute("SELECT value, seq FROM v_figure JOIN v_document USING (version_id)").fetchall() == [(420000, 2)]
    assert con.execute("SELECT amount, values_said FROM v_headline").fetchall() == [(420000, 1)]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_a_post_edited_and_changed_back_reads_as_at_first(con, order):
    seen = [("31만", "2025-03-05T01:00:00Z"), ("42만", "2025-03-06T01:00:00Z"), ("31만", "2025-03-07T01:00:00Z")]
    posts = [post("1", "2025-03-05", f"회원 {number} 명", fetched=fetched) for number, fetched in seen]
    for at in order:
        fill(con, [posts[at]])
    assert con.execute("SELECT text FROM v_document").fetchall() == [("회원 31만 명",)]
    assert one(con, "SELECT count(*) FROM document_version") == 2


def test_an_unchanged_post_fetched_again_adds_no_row(con):
    for fetched in ["2025-03-05T01:00:00Z", "2025-03-06T01:00:00Z", "2025-03-07T01:00:00Z"]:
        fill(con, [post("1", "2025-03-05", "회원 31만 명", fetched=fetched)])
    assert one(con, "SELECT count(*) FROM sighting") == 1
    load_documents(con, [Document("https://blog.example/1", "", "회원 31만 명", "2025-03-05")])
    assert one(con, "SELECT count(*) FROM sighting") == 1


def test_another_model_closes_what_the_first_said_and_removes_nothing(con):
    said = post("1", "2025-03-05", "회원 31만 명", ("victims", "31만 명", 310000))
    fill(con, [said])
    [wording] = unread(con, "model-2", 10)
    fact = replace(said.extraction.facts[0], value=311111)
    assert load_extractions(con, [(wording, replace(said.extraction, facts=[fact], model="model-2"))]) == 1
    assert con.execute("SELECT model, value, superseded_at IS NULL FROM figure ORDER BY value").fetchall() == [
        (MODEL, 310000, False),
        ("model-2", 311111, True),
    ]
    assert one(con, "SELECT count(*) FROM extraction WHERE superseded_at IS NULL") == 1
    assert count_unread(con, "model-2") == 0
    # The first model is used again: what it said holds once more, without a second row.
    [wording] = unread(con, MODEL, 10)
    assert load_extractions(con, [(wording, said.extraction)]) == 0
    assert con.execute("SELECT value, superseded_at IS NULL FROM figure ORDER BY value").fetchall() == [
        (310000, True),
        (311111, False),
    ]


def test_a_wording_a_model_could_not_read_is_kept_with_the_reason_and_not_tried_again(con):
    load_documents(con, [Document("https://a.example/1", "", "글")])
    [wording] = unread(con, MODEL, 10)
    load_extractions(con, [(wording, Unreadable(MODEL, "ValueError: no"))])
    assert unread(con, MODEL, 10) == []
    assert con.execute("SELECT relevant, error FROM v_document").fetchall() == [(False, "ValueError: no")]


def test_incidents_that_no_longer_hold_are_closed_not_removed(con):
    later = post("2", "2025-03-10", "가람통신 42만 명", ("victims", "42만 명", 420000), org="가람통신")
    fill(con, [later])
    earlier = post("1", "2025-03-05", "가람통신 31만 명", ("victims", "31만 명", 310000), org="가람통신")
    fill(con, [earlier])
    ids = con.execute("SELECT superseded_at IS NULL, incident_id FROM incident ORDER BY 1").fetchall()
    assert [open_ for open_, _ in ids] == [False, True]
    assert one(con, "SELECT count(*) FROM incident_document WHERE superseded_at IS NULL") == 2
    assert regroup(con) == (0, 0)


def test_values_stay_exact(con):
    facts = [
        ("damage", "123456789012345678901원", 123456789012345678901),
        ("damage", "0.12345678 BTC", 0.12345678, {"currency": "BTC"}),
        ("victims", "수백 명", None, {"lower": 100, "upper": 999, "approx": True}),
    ]
    fill(con, [post("1", "2025-03-05", "123456789012345678901원, 0.12345678 BTC, 수백 명", *facts)])
    assert con.execute("SELECT value, lower, upper FROM figure ORDER BY span_start").fetchall() == [
        (Decimal("123456789012345678901"), None, None),
        (Decimal("0.12345678"), None, None),
        (None, Decimal(100), Decimal(999)),
    ]


def test_odd_characters_keep_every_span_in_place(con):
    text = "\ud800 회원\x00 😀 31만 명 \u202e\ud83d\ude00 42만 명"
    fill(con, [post("1", None, text, ("victims", "31만 명", 310000), ("victims", "42만 명", 420000))])
    found = con.execute(
        "SELECT f.surface, v.text, f.span_start, f.span_end FROM figure AS f JOIN document_version AS v USING (version_id)"
    ).fetchall()
    assert len(found) == 2
    for surface, kept, start, end in found:
        assert kept[start:end] == surface


def test_a_figure_dated_by_its_sentence_holds_from_that_day(con):
    text = "18일 기준 피해자는 362명이다.\n처음에는 278명이었다."
    facts = [("other", "18일", "2025-09-18"), ("victims", "362명", 362), ("victims", "278명", 278)]
    fill(con, [post("1", "2025-09-22", text, *facts, org=())])
    assert con.execute("SELECT surface, as_of FROM figure WHERE kind = 'count' ORDER BY span_start").fetchall() == [
        ("362명", datetime(2025, 9, 18)),
        ("278명", None),
    ]


def headline(con, role: str = "victims") -> list:
    return con.execute("SELECT amount FROM v_headline WHERE role = $role ORDER BY amount", {"role": role}).fetchall()


def victims(url: str, published: str | None, number: int, more: dict | None = None, text: str = "") -> object:
    written = f"가람통신 회원 {number}명 {text or url * 3}"
    return post(url, published, written, ("victims", f"{number}명", number, more or {}), org="가람통신")


@pytest.mark.parametrize(
    ("posts", "expected"),
    [
        pytest.param([("a", "2025-03-05", 278), ("b", "2025-03-09", 362)], 362, id="the newest value"),
        pytest.param(
            [("a", "2025-03-05", 278), ("b", "2025-03-09", 362), ("c", "2025-03-20", 278)], 362, id="not a stale copy"
        ),
        pytest.param([("a", "2025-03-05", 362), ("b", "2025-03-09", 278)], 278, id="a downward revision"),
        pytest.param([("a", "2025-03-05", 362), ("b", None, 999)], 362, id="not an undated post"),
        pytest.param(
            [("a", "2025-03-05", 362), ("b", "2025-03-09", 900, {"hypothetical": True})], 362, id="not a guess"
        ),
        pytest.param(
            [("a", "2025-03-05", 362), ("b", "2025-03-09", 900, {"negated_or_denied": True})],
            362,
            id="not a denied claim",
        ),
        pytest.param(
            [("a", "2025-03-05", 362), ("b", "2025-03-09", 1, {"per_unit": True})], 362, id="not one victim's"
        ),
        pytest.param(
            [("a", "2025-03-05", 362), ("b", "2025-03-09", 278, {"superseded": True})], 362, id="not a corrected one"
        ),
        pytest.param(
            [("a", "2025-03-05", 362), ("b", "2025-03-09", 99, {"incident": 2})], 362, id="not another incident's"
        ),
        pytest.param(
            [("a", "2025-03-05", 24646), ("b", "2025-03-09", 25000, {"approx": True})], 24646, id="not the rounded one"
        ),
        pytest.param([("a", "2025-03-05", 297117), ("b", "2025-03-09", 300000)], 297117, id="not the rounder one"),
        pytest.param([("a", "2025-03-05", 278), ("b", "2025-03-09", 280)], 280, id="a small number is not rounded"),
        pytest.param(
            [("a", "2025-03-05", 300), ("b", "2025-03-05", 400), ("c", "2025-03-05", 300)],
            300,
            id="of one day the more independent",
        ),
        pytest.param(
            [("a", "2025-03-05", 300, {"confidence": 0.9}), ("b", "2025-03-05", 400, {"confidence": 0.6})],
            300,
            id="then the surer",
        ),
    ],
)
def test_the_headline_rule(con, posts, expected):
    fill(con, [victims(*one) for one in posts])
    assert headline(con) == [(expected,)]


def test_a_document_speaks_with_its_newest_then_its_largest_figure(con):
    text = "가람통신 회원 3000명이 당했다.\n이 중 1204명은 계좌도 나갔다."
    fill(con, [post("1", "2025-03-05", text, ("victims", "3000명", 3000), ("victims", "1204명", 1204), org="가람통신")])
    assert headline(con) == [(3000,)]


def test_people_and_records_currencies_and_kinds_of_fine_never_mix(con):
    text = "가람통신에서 회원 300명, 기록 4000건.\n과징금 5억 원과 과태료 600만 원.\n몸값은 2비트코인 또는 1만 달러."
    facts = [
        ("victims", "300명", 300),
        ("leaked_records", "4000건", 4000),
        ("fine", "5억 원", 500000000),
        ("fine", "600만 원", 6000000),
        ("ransom", "2비트코인", 2, {"currency": "BTC"}),
        ("ransom", "1만 달러", 10000, {"currency": "USD"}),
    ]
    fill(con, [post("1", "2025-03-05", text, *facts, org="가람통신")])
    found = con.execute(
        "SELECT role, fine_kind, measure, amount FROM v_headline ORDER BY role, measure, amount"
    ).fetchall()
    assert found == [
        ("fine", "과태료", "KRW", 6000000),
        ("fine", "과징금", "KRW", 500000000),
        ("leaked_records", None, "건", 4000),
        ("ransom", None, "BTC", 2),
        ("ransom", None, "USD", 10000),
        ("victims", None, "명", 300),
    ]


def test_a_date_many_agree_on_wins_over_a_single_exact_one(con):
    def told(url: str, day: str, text: str):
        return post(url, "2025-06-20", f"가람통신 {text} {url * 4}", ("occurred", text, day), org="가람통신")

    fill(con, [told("a", "2025-06-09", "9일"), told("b", "2025-06-09", "9일"), told("c", "2025-06", "6월")])
    fill(con, [told("d", "2025-06-11", "11일")])
    found = con.execute("SELECT date_value, independent, values_said FROM v_when WHERE role = 'occurred'").fetchall()
    assert found == [("2025-06-09", 3, 3)]


def test_the_earliest_of_two_days_of_disclosure_is_the_day_the_world_knew(con):
    def told(url: str, written: str, day: str, sure: float):
        text = f"가람통신은 {written} 공지했다. {url * 4}"
        return post(url, "2026-04-20", text, ("disclosed", written, day, {"confidence": sure}), org="가람통신")

    fill(con, [told("a", "3월 5일", "2025-03-05", 0.6), told("b", "4월 20일", "2026-04-20", 0.9)])
    found = con.execute("SELECT date_value FROM v_when WHERE role = 'disclosed'").fetchall()
    assert found == [("2025-03-05",)]


@pytest.mark.parametrize("more", [[], [("occurred", "6월 9일", "2025-06-09")]], ids=["alone", "beside a day"])
def test_a_stretch_of_time_is_no_day_of_the_attack(con, more):
    text = "가람통신은 최근 1년간 침해가 없었다고 했다. 공격은 6월 9일이라고 했다."
    stretch = {"lower": "2024-06-20", "upper": "2025-06-20", "grain": None}
    year = ("occurred", "최근 1년간", None, stretch)
    fill(con, [post("1", "2025-06-20", text, year, *more, org="가람통신")])
    day = datetime(2025, 6, 9) if more else None
    assert con.execute("SELECT occurred_at FROM v_incident").fetchall() == [(day,)]


@pytest.mark.parametrize(("news", "blog"), [("14:10", "21:33"), ("21:33", "14:10")])
def test_within_a_day_the_copy_is_the_later_post(con, news, blog):
    text = (
        "새암뜰제약이 랜섬웨어 공격을 받아 사흘째 주문을 받지 못하고 있다고 20일 밝혔다. 회사는 복구하고 있다고 했다."
    )
    posts = [
        post(source, f"2025-08-20T{time}:00+09:00", text, org="새암뜰제약", kind="ransomware", source=source)
        for source, time in [("news", news), ("blog", blog)]
    ]
    fill(con, posts)
    first = "news" if news < blog else "blog"
    found = con.execute(
        """SELECT DISTINCT o.source, f.source FROM v_document AS d JOIN v_document AS o ON o.document_id = d.copy_of
        JOIN v_incident AS i ON i.incident_id = d.incident_id JOIN v_document AS f ON f.document_id = i.first_document_id"""
    ).fetchall()
    assert found == [(first, first)]


def test_a_segment_is_remembered_by_name_and_size(con):
    document = Document("https://a.example/1", "", "글")
    assert load_segment(con, [document], "s1.jsonl", 120, 1) == 1
    assert load_segment(con, [document], "s1.jsonl", 120, 1) == 0
    assert loaded_segments(con) == {("s1.jsonl", 120)}


def test_a_failure_in_the_middle_leaves_nothing(con):
    before = everything(con)

    def documents():
        yield Document("https://a.example/1", "", "글")
        raise RuntimeError("the disk went away")

    with pytest.raises(RuntimeError):
        load_documents(con, documents())
    assert everything(con) == before
    assert load_documents(con, [Document("https://a.example/1", "", "글")]) == 1


def hold(folder: Path, held, release) -> None:
    """Be another load until told to end."""
    with exclusive(folder):
        held.set()
        release.wait(30)


def test_a_second_load_is_told_who_holds_the_warehouse_and_may_wait(tmp_path):
    context = multiprocessing.get_context("spawn")
    held, release = context.Event(), context.Event()
    other = context.Process(target=hold, args=(tmp_path, held, release))
    other.start()
    try:
        assert held.wait(30)
        with pytest.raises(AnotherLoad, match=rf"Another load is running \(PID {other.pid}\)"), exclusive(tmp_path):
            pass
        release.set()
        with exclusive(tmp_path, wait=True):
            assert (tmp_path / ".lock").read_text() == str(os.getpid())
    finally:
        release.set()
        other.join(30)


def test_a_killed_load_leaves_whole_transactions(tmp_path):
    """A process loads units of three documents and says so after each; it is killed while it goes on."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "from crawler.items import Document\n"
        "from warehouse.db import connect; from warehouse.migrate import migrate; from warehouse.load import load_segment\n"
        "con = connect(Path(sys.argv[2])); migrate(con)\n"
        "for n in range(10000):\n"
        "    load_segment(con, [Document(f'https://a.example/{n}/{i}', '', '글' * 200) for i in range(3)], f's{n}', 9, 0)\n"
        "    print(n, flush=True)\n"
    )
    path = tmp_path / "main.duckdb"
    writer = subprocess.Popen([sys.executable, "-c", code, str(ROOT), str(path)], stdout=subprocess.PIPE, text=True)
    said = [int(writer.stdout.readline()) for _ in range(20)][-1]
    writer.kill()
    writer.wait()
    writer.stdout.close()
    con = connect(path)
    units = one(con, "SELECT count(*) FROM loaded_segment")
    assert units > said
    for table in ["document", "document_version", "sighting"]:
        assert one(con, f"SELECT count(*) FROM {table}") == 3 * units  # noqa: S608
    con.close()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2025-09-22T10:00:00+09:00", datetime(2025, 9, 22, 10)),
        ("2025-09-21T21:30:00-07:00", datetime(2025, 9, 22, 13, 30)),
        ("2025-09-22T01:00:00Z", datetime(2025, 9, 22, 10)),
        ("2025-09-22T10:00", datetime(2025, 9, 22, 10)),
        ("2025-09-22", datetime(2025, 9, 22)),
        ("2025-09", datetime(2025, 9, 1)),
        ("2025", datetime(2025, 1, 1)),
        ("0001-01-01T00:00:00+14:00", None),
        ("어제", None),
        ("", None),
        (None, None),
    ],
)
def test_times_are_korean(written, expected):
    assert korean_time(written) == expected


@pytest.mark.parametrize(
    ("value", "lower", "upper", "expected"),
    [
        ("2025-06-09", None, None, ("2025-06-09 00:00", "2025-06-10 00:00")),
        ("2025-12", None, None, ("2025-12-01 00:00", "2026-01-01 00:00")),
        ("2025", None, None, ("2025-01-01 00:00", "2026-01-01 00:00")),
        ("2025-06-09T04", None, None, ("2025-06-09 04:00", "2025-06-09 05:00")),
        ("2025-06-09T04:30", None, None, ("2025-06-09 04:30", "2025-06-09 04:31")),
        ("2025-06", "2025-06-21", "2025-07-01", ("2025-06-21 00:00", "2025-07-01 00:00")),
        (None, "2025-06-21", None, ("2025-06-21 00:00", None)),
        (None, None, None, (None, None)),
        ("9999", None, None, ("9999-01-01 00:00", None)),
    ],
)
def test_dates_have_half_open_bounds(value, lower, upper, expected):
    fact = post("1", None, "날", ("occurred", "날", "2025-06-09")).extraction.facts[0]
    bounds = date_bounds(replace(fact, value=value, lower=lower, upper=upper))
    assert tuple(one and one.strftime("%Y-%m-%d %H:%M") for one in bounds) == expected


def test_numbers_no_column_can_hold_are_left_out():
    assert exact(10**21) is None
    assert exact(float("inf")) is None
    assert exact("many") is None


def test_the_kind_of_fine_is_the_one_named_nearest_before():
    sentence = "과징금 12억 원과 과태료 960만 원을 물렸다"
    assert [fine_kind(sentence, place.start()) for place in re.finditer(r"12|960", sentence)] == ["과징금", "과태료"]
    assert fine_kind("12억 원의 벌금형", 0) == "벌금"
    assert fine_kind("과징금과 과태료 모두 7억 원", 13) is None
    assert fine_kind("12억 원을 물렸다", 0) is None
