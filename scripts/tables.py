"""Rows on a terminal or in a file: values as people and programs read them, and no character that could fool a reader."""

import csv
import json
import math
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from scripts.console import out, t, visible


class Format(StrEnum):
    """How rows are printed."""

    table = "table"
    csv = "csv"
    json = "json"


KEPT_WHOLE = 18  # cells a column keeps whatever the terminal: a day, an id, an amount
PIPED_WIDTH = 2000
#: Column heads of our own questions in Korean; a column without an entry keeps its name.
KOREAN_HEADS = {
    "amount": "수치",
    "at_risk": "불확실액",
    "change_from_year_before": "전년 대비",
    "columns": "열",
    "confidence": "신뢰도",
    "currency": "통화",
    "damage_krw": "피해액(원)",
    "date_value": "날짜",
    "days_apart": "간격(일)",
    "days_to_decision": "처분까지(일)",
    "days_to_disclose": "공개까지(일)",
    "days_to_recover": "복구까지(일)",
    "days_unnoticed": "모르고 지난 날",
    "detail": "구분",
    "detected": "인지",
    "disclosed": "공개",
    "documents": "문서",
    "fine_krw": "과징금 등(원)",
    "first_known": "첫 사고",
    "first_said_by": "처음 말한 곳",
    "firsts": "첫 보도",
    "headline": "대표값",
    "headline_independent": "대표값 독립 출처",
    "headlines": "대표값 수",
    "holds_from": "기준일",
    "incident_type": "유형",
    "incidents": "사고",
    "independent": "독립 출처",
    "known_at": "알려진 날",
    "krw_per_person": "1인당(원)",
    "largest": "최대",
    "largest_incident": "최대 사고",
    "last_known": "마지막 사고",
    "last_reported": "마지막 보도",
    "latest": "최근",
    "lowest_confidence": "최저 신뢰도",
    "mean_3_months": "3개월 평균",
    "measure": "단위",
    "median": "중앙값",
    "median_days": "걸린 날(중앙값)",
    "median_growth": "증가 배수(중앙값)",
    "median_hours_ahead": "앞선 시간(중앙값)",
    "month": "월",
    "name": "이름",
    "needs_review": "검토 필요",
    "occurred": "발생",
    "organisation": "조직",
    "parameters": "매개변수",
    "people": "명",
    "people_below": "명 미만",
    "people_from": "명 이상",
    "published_at": "게시",
    "question": "질문",
    "ratio": "배율",
    "ratio_to_first": "처음 대비",
    "records": "유출 건수",
    "recovered": "복구",
    "revised_down": "하향 비율",
    "rival": "다른 값",
    "rival_independent": "다른 값 독립 출처",
    "rival_last_said": "마지막으로 말한 날",
    "role": "역할",
    "share": "비중",
    "slug": "사고 이름",
    "source": "출처",
    "state": "상태",
    "step": "증감",
    "title": "제목",
    "total": "합계",
    "total_krw": "합계(원)",
    "types": "유형",
    "unreviewed": "미검토",
    "unreviewed_total": "미검토 합계",
    "url": "주소",
    "values_said": "나온 값",
    "victims": "피해자",
    "year": "연도",
}


def number(value: Decimal) -> int | float:
    """The decimal as the plainest number that stands for it."""
    return int(value) if value == value.to_integral_value() else float(value)


def shown(value: object) -> str:
    """The value as a table cell shows it: amounts with separators, times to the minute, nothing for NULL."""
    match value:
        case None:
            return ""
        case bool():
            return t("yes", "예") if value else t("no", "아니오")
        case Decimal():
            return f"{number(value):,}"
        case float():
            return f"{value:,.4g}" if abs(value) < 1 else f"{value:,.2f}".removesuffix(".00")
        case datetime():
            return (
                value.strftime("%Y-%m-%d")
                if value == datetime.combine(value, datetime.min.time())
                else value.strftime("%Y-%m-%d %H:%M")
            )
        case list():
            return ", ".join(map(shown, value))
        case _:
            return visible(str(value))


def storable(value: object) -> object:
    """The value as JSON holds it."""
    match value:
        case Decimal():
            return number(value)
        case float():
            return value if math.isfinite(value) else None
        case date():
            return value.isoformat()
        case list() | tuple():
            return [storable(one) for one in value]
        case dict():
            return {str(key): storable(one) for key, one in value.items()}
        case None | bool() | int() | str():
            return value
        case UUID() | _:
            return str(value)


def as_dicts(columns: Sequence[str], rows: Iterable[Sequence]) -> list[dict]:
    """The rows as JSON objects; a second column of one name gets its position too."""
    names = [f"{name}_{at}" if name in columns[:at] else name for at, name in enumerate(columns)]
    return [{name: storable(value) for name, value in zip(names, row, strict=True)} for row in rows]


def print_json(value: object) -> None:
    """Print ``value`` as JSON on stdout; on a terminal only ASCII, so that no crawled character can steer it."""
    text = json.dumps(value, ensure_ascii=sys.stdout.isatty(), indent=2)
    sys.stdout.write(text.encode("utf-8", "replace").decode() + "\n")


def print_rows(columns: Sequence[str], rows: Sequence[Sequence], form: Format = Format.table, title: str = "") -> None:
    """Print rows on stdout as a table, CSV with a head, or a JSON array of objects."""
    if form is Format.json:
        print_json(as_dicts(columns, rows))
    elif form is Format.csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow(map(csv_cell, row))
    else:
        print_table(columns, rows, title)


def csv_cell(value: object) -> object:
    """The value as a CSV cell: lists as JSON; on a terminal without steering characters."""
    value = storable(value)
    if isinstance(value, (list, dict)):
        value = json.dumps(value, ensure_ascii=False)
    return visible(value) if isinstance(value, str) and sys.stdout.isatty() else value


def print_table(columns: Sequence[str], rows: Sequence[Sequence], title: str = "") -> None:
    """Print an aligned table; on a narrow terminal heads and long texts wrap, an amount or a day is never cut."""
    cells = [[shown(value) for value in row] for row in rows]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    width = 2
    for at, column in enumerate(columns):
        numeric = any(isinstance(row[at], (int, float, Decimal)) and not isinstance(row[at], bool) for row in rows)
        longest = max((cell_len(row[at]) for row in cells), default=0)
        head = visible(t(column, KOREAN_HEADS.get(column, column)))
        if out.is_terminal and cell_len(head) > longest:
            head = head.replace("_", "_\n").replace(" ", "\n")
        longest = max(longest, *(cell_len(line) for line in head.split("\n")))
        width += min(longest, KEPT_WHOLE) + 3
        justify = "right" if numeric else "left"
        table.add_column(Text(head), justify=justify, overflow="fold", no_wrap=longest <= KEPT_WHOLE)
    for row in cells:
        table.add_row(*map(Text, row))
    console = Console(width=max(width, out.width) if out.is_terminal else PIPED_WIDTH, highlight=False)
    if title:
        console.print(title, style="italic", markup=False)
    console.print(table)
    if not rows:
        console.print(t("(no rows)", "(결과 없음)"))
