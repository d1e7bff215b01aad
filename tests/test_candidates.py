"""Candidates of a text: tables whose heads name the unit, and what is left outside a span."""

import time

import pytest

from nlp.candidates import find_candidates

PUBLISHED = "2025-12-12"
TABLES = [
    ("회사 | 과징금(억원)\n가람통신 | 87.5\n솔빛마켓 | 11.06", [("87.5", 8_750_000_000, "KRW"), ("11.06", 1_106_000_000, "KRW")]),
    ("회사 | 투자액(억 원)\n--- | ---\n가람통신 | 55", [("55", 5_500_000_000, "KRW")]),
    ("회사 | 과징금(천원)\n가람통신 | 8,750", [("8,750", 8_750_000, "KRW")]),
    ("회사 | 피해(만 달러)\n가람통신 | 12", [("12", 120_000, "USD")]),
    ("(단위: 만 원)\n회사 | 과징금 | 과태료\n가람통신 | 8,750 | 55", [("8,750", 87_500_000, "KRW"), ("55", 550_000, "KRW")]),
    ("표 1. 처분 결과 (단위 : 백만 원)\n\n회사 | 과징금\n가람통신 | 3.5", [("3.5", 3_500_000, "KRW")]),
    ("단위: 백만 원\n회사 | 과징금 | 피해자 수\n가람통신 | 40 | 12", [("40", 40_000_000, "KRW"), ("12", 12, None)]),
    ("(단위: 억원) | 피해액\n가람통신 | 3", [("3", 300_000_000, "KRW")]),
    ("구분 | 가람통신 | 솔빛마켓\n과징금(억원) | 87.5 | 55", [("87.5", 8_750_000_000, "KRW"), ("55", 5_500_000_000, "KRW")]),
    ("회사 | 유출(만 건) | 과징금(억원)\n가람통신 | 1,310 | 66", [("1,310", 13_100_000, None), ("66", 6_600_000_000, "KRW")]),
    ("회사 | 과징금(억원)\n가람통신 | 2억 4천만 원", [("2억 4천만 원", 240_000_000, "KRW")]),
    ("회사 | 과징금(억원)\n가람통신 | 87.5 (잠정)\n솔빛마켓 | -", [("87.5", 8_750_000_000, "KRW")]),
    ("회사 | 건수\n가람통신 | 30", [("30", 30, None)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TABLES)
def test_a_cell_takes_the_unit_of_its_head(text: str, expected: list[tuple[str, int, str | None]]) -> None:
    found = find_candidates(text, PUBLISHED)
    got = [(one.surface, one.value, one.currency) for one in found if one.kind != "date"]
    assert got == expected
    assert all(text[one.start : one.end] == one.surface for one in found)


def test_a_count_under_a_head_takes_its_counter() -> None:
    (found,) = find_candidates("회사 | 피해자(만 명)\n가람통신 | 3.4", PUBLISHED)
    assert (found.kind, found.value, found.unit, found.surface) == ("count", 34_000, "명", "3.4")


def test_a_head_of_days_makes_days_of_its_cells() -> None:
    text = "발생일 | 기관\n3.7 | 한빛병원\n2/6 | 누리카드\n2024.1. | 다온은행"
    found = [(one.kind, one.surface, one.value) for one in find_candidates(text, PUBLISHED)]
    assert found == [("date", "3.7", "2025-03-07"), ("date", "2/6", "2025-02-06"), ("date", "2024.1.", "2024-01")]


def test_decimals_under_another_head_stay_numbers() -> None:
    text = "회사 | 증감\n가람통신 | 3.7\n솔빛마켓 | 4.1"
    assert [(one.kind, one.value) for one in find_candidates(text, PUBLISHED)] == [("count", 3.7), ("count", 4.1)]


def test_an_amount_that_looks_like_a_day_is_no_date() -> None:
    text = "회사 | 과징금(억원) | 비율\n가람통신 | 11.06 | 3.7\n솔빛마켓 | 6.09 | 4.1"
    assert [(one.kind, one.surface) for one in find_candidates(text, PUBLISHED)] == [
        ("money", "11.06"),
        ("count", "3.7"),
        ("money", "6.09"),
        ("count", "4.1"),
    ]


@pytest.mark.parametrize(
    "row", ["가 | 87.5 | 3.7\n", "1 | " * 40 + "\n", "|\n", "발생일 | 3.7 | 2/6\n", "4월 19일 | 3.7\n"]
)
def test_the_cost_of_tables_grows_with_their_length_only(row: str) -> None:
    head = "회사 | 과징금(억원) | 발생일\n"

    def cost(times: int) -> float:
        best = float("inf")
        for _ in range(3):
            began = time.process_time()
            find_candidates(head + row * times, PUBLISHED)
            best = min(best, time.process_time() - began)
        return best

    small, many = 6000 // len(row) + 1, 10
    assert cost(small * many) <= 2 * many * cost(small) + 0.1
