"""Dates and durations: every row of the case tables, whole passages, and that no text at all makes the reading fail or hang."""

import re
import time
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.dates import find_dates
from nlp.value import Value
from nlp.values import find_values

CASES = Path(__file__).parent / "cases"
PUBLISHED = "2025-09-20"
_MARK = re.compile(r"\[([^\[\]|]+)\|([^\[\]|]*)\]")


class Passage(NamedTuple):
    """A text with the dates marked in it: where each begins, its characters, its value (None for one that cannot be known)."""

    published: str | None
    text: str
    dates: list[tuple[int, str, str | None]]
    miss: str  # why it is known to fail, or nothing


def rows(name: str, columns: int) -> list:
    """The rows of a case table; a last column says why a row is known to fail."""
    params = []
    for line in (CASES / name).read_text("utf-8").splitlines()[1:]:
        if line and not line.startswith("#"):
            cells = (line.split("\t") + [""] * columns)[: columns + 1]
            marks = [pytest.mark.xfail(reason=cells[columns], strict=True)] if cells[columns] else []
            params.append(pytest.param(*cells[:columns], id=" ".join(cells[:2]), marks=marks))
    return params


def passages() -> list[Passage]:
    """The marked passages; "= DAY ! reason" marks one that is known to fail."""
    found = []
    for block in (CASES / "date_passages.txt").read_text("utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if not line.startswith("# ")]
        if not lines:
            continue
        published, _, miss = lines[0].removeprefix("= ").partition(" ! ")
        text, dates, last, body = "", [], 0, "\n".join(lines[1:])
        for mark in _MARK.finditer(body):
            text += body[last : mark.start()]
            dates.append((len(text), mark[1], None if mark[2] == "-" else mark[2]))
            text, last = text + mark[1], mark.end()
        found.append(Passage(None if published == "-" else published, text + body[last:], dates, miss))
    return found


def whole(value: str) -> tuple[str, str]:
    """The first day of an ISO day, month or year and the first day after it."""
    year, month, day = (*(int(part) for part in value.split("-")), 1, 1)[:3]
    first = date(year, month, day)
    if len(value) == len("2025-06-09"):
        return first.isoformat(), (first + timedelta(days=1)).isoformat()
    if len(value) == len("2025-06"):
        return first.isoformat(), date(year + month // 12, month % 12 + 1, 1).isoformat()
    return first.isoformat(), date(year + 1, 1, 1).isoformat()


def mentions(text: str, published: str | None) -> list[Value]:
    """The dates of the text as an annotator marks them: the ends of a period each for itself, days without their time."""
    return [end for found in find_dates(text, published) if found.kind == "date" for end in found.ends or (found,)]


@pytest.mark.parametrize(("text", "published", "value", "lower", "upper", "grain"), rows("dates.tsv", 6))
def test_a_written_date_has_its_value(
    text: str, published: str, value: str, lower: str, upper: str, grain: str
) -> None:
    found = [one for one in find_dates(text, published or None) if one.kind == "date"]
    if value == "none":
        assert found == []
    elif value == "x" or (value == "-" and not lower and not upper):
        assert found
        assert all(one.value is one.lower is one.upper is None and one.reason for one in found)
    else:
        expected = None if value == "-" else value
        if expected and not lower and not upper:
            lower, upper = whole(value)
            grain = {10: "day", 7: "month", 4: "year"}[len(value)]
        assert [(one.value, one.lower or "", one.upper or "", one.grain) for one in found] == [
            (expected, lower, upper, grain)
        ]


@pytest.mark.parametrize(("text", "value", "lower", "upper", "bound"), rows("durations.tsv", 5))
def test_a_written_term_has_its_length(text: str, value: str, lower: str, upper: str, bound: str) -> None:
    found = [one for one in find_dates(text, PUBLISHED) if one.kind == "duration"]
    if value == "none":
        assert found == []
    else:
        assert [(one.value or "-", one.lower or "", one.upper or "", one.bound) for one in found] == [
            (value, lower, upper, bound or "exact")
        ]


@pytest.mark.parametrize(
    "passage",
    [
        pytest.param(one, id=one.text[:24], marks=pytest.mark.xfail(reason=one.miss, strict=True) if one.miss else ())
        for one in passages()
    ],
)
def test_every_date_of_a_passage_is_found_with_its_value(passage: Passage) -> None:
    found = mentions(passage.text, passage.published)
    seen = {}
    for start, surface, _ in passage.dates:
        near = [one for one in found if one.start < start + len(surface) and start < one.end]
        seen[start, surface] = {(one.value or "")[:10] or None for one in near}
    assert seen == {(start, surface): {value} for start, surface, value in passage.dates}
    marked = [(start, start + len(surface)) for start, surface, _ in passage.dates]
    extra = [one for one in found if not any(one.start < end and start < one.end for start, end in marked)]
    assert extra == []


def test_the_tables_are_as_large_as_they_should_be() -> None:
    assert len(list(rows("dates.tsv", 6))) + len(list(rows("durations.tsv", 5))) >= 350
    assert len(passages()) >= 150
    assert all(len(re.findall(r"[.!?…](?=\s|$)|\n", one.text + "\n")) >= 2 for one in passages())


def test_a_period_carries_its_ends_as_values_of_their_own() -> None:
    (found,) = find_dates("6월 9일~13일", PUBLISHED)
    assert (found.surface, found.value, found.lower, found.upper) == ("6월 9일~13일", None, "2025-06-09", "2025-06-14")
    assert [(end.surface, end.value, end.start) for end in found.ends] == [
        ("6월 9일", "2025-06-09", 0),
        ("13일", "2025-06-13", 6),
    ]


def test_an_open_period_carries_its_one_end() -> None:
    (found,) = find_dates("지난 5월 이후", PUBLISHED)
    assert (found.bound, found.flags, [end.surface for end in found.ends]) == ("ge", ("boundary",), ["지난 5월"])


def test_a_time_leaves_its_day_as_a_value_of_its_own() -> None:
    (found,) = find_dates("9일 오전 4시께", PUBLISHED)
    assert (found.value, found.bound) == ("2025-09-09T04:00:00", "about")
    assert [(end.surface, end.value) for end in found.ends] == [("9일", "2025-09-09")]


def test_each_date_says_what_it_was_resolved_from() -> None:
    found = find_dates("2025년 6월 9일 뚫렸고 10일 알았다. 추석에는 지난 3일처럼 쉰다. 7·7 디도스", PUBLISHED)
    assert [one.anchor for one in found] == ["stated", "text 0-11", "holiday", "published", "event"]


def test_flags_say_what_is_special() -> None:
    texts = ("11일(현지시간)", "20일 기준", "2월 30일", "20일 자정", "2025년 9월 10일(화)", "25.6.9", "2023년 이전")
    assert [find_dates(text, PUBLISHED)[0].flags for text in texts] == [
        ("local_time",),
        ("as_of",),
        ("invalid",),
        ("ambiguous",),
        ("weekday_mismatch",),
        ("short_year",),
        ("boundary",),
    ]


def test_a_date_keeps_its_place_in_the_original_text() -> None:
    text = "공지：２０２５년　６월\u00a09일〜１３일"
    (found,) = find_dates(text, None)
    assert text[found.start : found.end] == found.surface == "２０２５년　６월\u00a09일〜１３일"
    assert (found.lower, found.upper) == ("2025-06-09", "2025-06-14")


@pytest.mark.parametrize("published", ["2025-13", "yesterday", "20250-1", "2025/09/20", "9999-01-01", "0025-09-20"])
def test_a_bad_publication_date_is_refused(published: str) -> None:
    with pytest.raises(ValueError):
        find_dates("9일", published)


def test_numbers_and_dates_share_a_text_without_overlap() -> None:
    found = find_values("과징금 2억4000만 원을 9일 부과하고 3개월 정지했다.", PUBLISHED)
    assert [(one.kind, one.value) for one in found] == [
        ("money", 240_000_000),
        ("date", "2025-09-09"),
        ("duration", "P3M"),
    ]


# --- any text at all

_WORDS = "2025년,6월,9일,지난,오는,올해,같은 달,이날,전날,사흘,뒤,전,부터,까지,오전,4시,30분,추석,연휴,말,초,하루,일,월,년,간,동안,첫째,주,금요일,다음,이후"
_SIGNS = "~ - . / ( ) (화) 9 13 '25.6.9 2025.6.9 6/9 ７ ８일 음력 0001년 9999년 2월30일 \u200f \u200e 📅"
_PIECES = st.sampled_from([*_WORDS.split(","), *_SIGNS.split(), " ", "\n", "\ud800", "\udfff"])


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.text(), st.lists(_PIECES, max_size=20).map("".join)),
    st.sampled_from([None, "2025", "2025-09", PUBLISHED, "2024-02-29T23:59:59+09:00"]),
)
def test_any_text_gives_values_in_order_that_stand_in_it(text: str, published: str | None) -> None:
    last = 0
    for found in find_dates(text, published):
        assert last <= found.start < found.end
        assert text[found.start : found.end] == found.surface
        assert found.value is not None or found.reason
        for end in found.ends:
            assert found.start <= end.start < end.end <= found.end
            assert text[end.start : end.end] == end.surface
        if found.kind == "date" and found.lower and found.upper:
            assert found.lower <= found.upper
        last = found.end


@pytest.mark.parametrize(
    "run", ["1", "９", "1.", "9~", "9, ", "'2", "일", "이십", "한", "수", " ", "\n", "매", "6월", "\ud800"]
)
def test_a_long_run_of_one_sign_ends_soon(run: str) -> None:
    text = run * (100_000 // len(run))
    began = time.perf_counter()
    find_dates(text, PUBLISHED)
    assert time.perf_counter() - began < 20


def test_the_cost_grows_with_the_length_of_the_text_only() -> None:
    one = (
        "가람통신은 6월 9일 새벽 공격을 받은 사실을 10일 알았다고 지난 12일 밝혔다. 회사는 고객 31만 명의 주소와 전화번호가 나갔고 "
        "피해액이 2억4000만 원에 이른다고 설명했다. 조사단은 다음 달 결과를 내놓는다. 이용자들은 사흘 동안 앱을 쓰지 못했다.\n"
    )
    block = one * (1000 // len(one.encode()) + 1)

    def cost(text: str, times: int) -> float:
        best = float("inf")
        for _ in range(times):
            began = time.process_time()
            find_dates(text, PUBLISHED)
            best = min(best, time.process_time() - began)
        return best

    assert cost(block * 300, 2) <= 1.2 * 300 * cost(block * 3, 30) / 3 + 0.05
