"""``sago value``: what it prints for a text and for a file of rows, and what it says when something is wrong."""

import contextlib
import io
import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scripts.commands.value import peer_results
from scripts.sago import app


def run(*arguments: str, stdin: str | None = None):
    """The outcome of ``sago value`` with these arguments."""
    return CliRunner().invoke(app, ["value", *arguments], input=stdin)


def test_an_amount_is_printed_with_the_fields_that_say_something():
    outcome = run("과징금 2억4000만 원")
    assert outcome.exit_code == 0
    assert json.loads(outcome.stdout) == [
        {
            "kind": "money", "start": 4, "end": 13, "surface": "2억4000만 원", "value": 240000000, "bound": "exact", "precision": 10000000,
            "currency": "KRW",
        }
    ]  # fmt: skip
    assert "억" in outcome.stdout, "Korean is printed as Korean"


def test_limits_come_with_whether_they_are_reached():
    (value,) = json.loads(run("100여명").stdout)
    assert (value["lower"], value["lower_inclusive"], value["upper"], value["upper_inclusive"]) == (
        100,
        True,
        200,
        False,
    )
    (value,) = json.loads(run("최대 50만원").stdout)
    assert "lower" not in value
    assert "lower_inclusive" not in value
    assert value["upper_inclusive"] is True


def test_a_vague_number_prints_a_null_value_and_why():
    (value,) = json.loads(run("수백만 명").stdout)
    assert value["value"] is None
    assert value["reason"] == "only bounds are stated"


def test_a_text_without_values_prints_an_empty_list():
    outcome = run("알 수 없는 원인이다")
    assert (outcome.exit_code, json.loads(outcome.stdout)) == (0, [])


def test_dates_resolve_against_the_day_of_publication():
    values = json.loads(run("9일 과징금 3억 원을 물렸다", "--published", "2025-09-20").stdout)
    assert [(value["kind"], value["value"]) for value in values] == [("date", "2025-09-09"), ("money", 300000000)]


def test_a_text_may_come_from_standard_input():
    assert [value["value"] for value in json.loads(run("-", stdin="회원 362명\n").stdout)] == [362]


def test_a_lone_surrogate_is_printed_as_its_escape():
    outcome = run("\ud800 362명 \udcff")
    assert outcome.exit_code == 0
    assert [value["value"] for value in json.loads(outcome.stdout)] == [362]


@pytest.mark.parametrize("day", ["2025-09-20", "nonsense"])
def test_rows_bring_their_own_day(tmp_path, day):
    (tmp_path / "rows.jsonl").write_text('{"id": 1, "text": "9일"}\n', "utf-8")
    outcome = run("--batch", str(tmp_path / "rows.jsonl"), "--published", day)
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert outcome.stderr == '--published goes with TEXT only; a row of --batch has its day in "reference".\n'


@pytest.mark.parametrize("arguments", [(), ("362명", "--batch", "rows.jsonl"), ("362명", "-o", "out.jsonl")])
def test_a_text_and_a_file_exclude_each_other(arguments):
    outcome = run(*arguments)
    assert outcome.exit_code == 1
    assert "--batch" in outcome.stderr
    assert outcome.stdout == ""


def test_a_bad_day_of_publication_is_one_sentence():
    outcome = run("9일", "--published", "어제")
    assert outcome.exit_code == 1
    assert "--published must be a year, month, day or time" in outcome.stderr
    assert "Traceback" not in outcome.output


def test_messages_come_in_korean():
    outcome = CliRunner().invoke(app, ["--lang", "ko", "value"])
    assert outcome.exit_code == 1
    assert "하나만 주세요" in outcome.stderr


# --- a file of rows


@pytest.fixture
def rows(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text(
        '{"id": "a", "text": "회원 2천324만4천649명", "reference": null}\n'
        "\n"
        '{"id": "b", "text": "1400만 달러를 2025년 6월 9일에", "reference": "2025-09-20T09:00:00"}\n'
        '{"id": "c", "text": "원인을 찾는다"}\n',
        "utf-8",
    )
    return path


def test_rows_come_out_with_their_results(rows, tmp_path):
    output = tmp_path / "out.jsonl"
    outcome = run("--batch", str(rows), "-o", str(output))
    assert (outcome.exit_code, outcome.stdout) == (0, "")
    written = [json.loads(line) for line in output.read_text("utf-8").splitlines()]
    assert [row["id"] for row in written] == ["a", "b", "c"]
    assert written[0]["results"] == [{"kind": "number", "value": 23244649, "start": 3, "end": 15}]
    assert {"kind": "money", "value": {"amount": 14000000, "currency": "USD"}, "start": 0, "end": 8} in written[1][
        "results"
    ]
    assert {"kind": "date", "value": "2025-06-09", "start": 10, "end": 21} in written[1]["results"]
    assert written[2]["results"] == []


def test_rows_may_go_through_standard_input_and_output(rows):
    outcome = run("--batch", "-", stdin=rows.read_text("utf-8"))
    assert outcome.exit_code == 0
    assert len(outcome.stdout.splitlines()) == 3


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[1]", "needs an id and a text"),
        ('{"id": "x"}', "needs an id and a text"),
        ('{"id": "x", "text": 3}', "needs an id and a text"),
        ('{"id": "x", "text": "9일", "reference": "soon"}', "no ISO day or time"),
        ('{"id": "x", "text": "9일", "reference": 2025}', "no ISO day or time"),
    ],
)
def test_a_bad_row_is_named_and_the_others_go_on(rows, tmp_path, line, problem):
    rows.write_text(line + "\n" + rows.read_text("utf-8"), "utf-8")
    output = tmp_path / "out.jsonl"
    outcome = run("--batch", str(rows), "-o", str(output))
    assert outcome.exit_code == 1
    assert f"{rows}:1: " in outcome.stderr
    assert problem in outcome.stderr
    assert "1 of the rows" in outcome.stderr
    assert "Traceback" not in outcome.output
    assert len(output.read_text("utf-8").splitlines()) == 3


def test_a_row_with_half_a_surrogate_pair_is_read(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text('{"id": "\\ud800", "text": "\\udfff 362명"}\n', "utf-8")
    outcome = run("--batch", str(path))
    assert outcome.exit_code == 0
    assert json.loads(outcome.stdout)["results"][0]["value"] == 362


def test_an_absent_file_is_one_sentence(tmp_path):
    outcome = run("--batch", str(tmp_path / "none.jsonl"))
    assert outcome.exit_code == 1
    assert "Cannot open" in outcome.stderr
    assert "none.jsonl" in outcome.stderr


def test_an_output_that_cannot_be_written_is_one_sentence(rows, tmp_path):
    outcome = run("--batch", str(rows), "-o", str(tmp_path / "no" / "out.jsonl"))
    assert outcome.exit_code == 1
    assert "Cannot open" in outcome.stderr


# --- the formats of the peer suites


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("31만 명", {"kind": "number", "value": 310000}),
        ("4.5%", {"kind": "percent", "value": 4.5}),
        ("세 번째", {"kind": "ordinal", "value": 3}),
        ("3분의 1", {"kind": "number", "value": 1 / 3}),
        ("10~20명", {"kind": "number_range", "value": {"lower": 10, "upper": 20, "lower_inclusive": True, "upper_inclusive": True}}),
        ("30 이상", {"kind": "number_range", "value": {"lower": 30, "upper": None, "lower_inclusive": True, "upper_inclusive": False}}),
        ("5달러", {"kind": "money", "value": {"amount": 5, "currency": "USD"}}),
        (
            "5~10만원",
            {
                "kind": "money_range",
                "value": {"lower": 50000, "upper": 100000, "lower_inclusive": True, "upper_inclusive": True, "currency": "KRW"},
            },
        ),
        ("72시간 이내", {"kind": "duration", "value": "PT72H"}),
        ("6월 9일~13일", {"kind": "date_period", "value": {"start": "2025-06-09", "end": "2025-06-14"}}),
        ("3층", {"kind": "number", "value": 3}),
    ],
)  # fmt: skip
def test_values_in_the_formats_of_the_peer_suites(text, result):
    results = list(peer_results(text, "2025-09-20T09:00:00"))
    assert result | {"start": 0, "end": len(text)} in results


@pytest.mark.parametrize("text", ["192.168.1.2", "02-123-4567", "v2.5.1", "http://garam.example/30"])
def test_codes_and_telephone_numbers_are_no_peer_numbers(text):
    assert [row for row in peer_results(text, None) if row["kind"] == "number"] == []


def test_the_example_of_the_documentation_prints_what_it_shows():
    blocks = re.findall(
        r"```[a-z]*\n(.*?)```", (Path(__file__).parents[1] / "docs" / "values.md").read_text("utf-8"), re.DOTALL
    )
    code, shown, shell = blocks[:3]
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(code, {})
    assert printed.getvalue() == shown
    command, _, output = shell.partition("\n")
    assert run(re.search('"(.*)"', command)[1]).stdout == output
