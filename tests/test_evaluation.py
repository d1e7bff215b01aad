"""The counting of ``sago evaluate``: small documents whose figures can be counted by hand."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from nlp.mentions import Extraction, Mention, Organisation
from scripts.evaluation import Fact, Truth, evaluate, from_corpus

ROOT = Path(__file__).parents[1]
TEXT = "가람통신 회원 31만 명, 과징금 3억 원, 4일"
CORPUS = """=== id=t-1 genre=wire published=2026-03-05 relevant=yes type=data_leak org=가람통신
# 가람통신 회원 [31만 명|victims] 정보 유출
[가람통신|@victim_org]은 회원 [31만 명|victims]의 정보가 유출됐다고 [4일|disclosed] 밝혔다. 회사는 1인당 [5만 원|compensation,per_unit]을 준다.

=== id=t-2 genre=blog published=2026-03-05 relevant=no type=none org=none
# 보안 세미나
세미나에 200명이 왔다.
"""


def fact(kind: str, role: str, value: object, start: int, asked: bool = True) -> Fact:
    """A known figure of two characters."""
    return Fact(kind, role, value, "body", start, start + 2, asked)


def mention(kind: str, role: str, value: object, start: int, confidence: float = 0.9, **marks: bool) -> Mention:
    """A given figure of two characters."""
    currency = "KRW" if kind == "money" else None
    review = confidence < 0.8
    return Mention(
        kind,
        role,
        "xx",
        start,
        start + 2,
        value,
        currency=currency,
        confidence=confidence,
        needs_review=review,
        **marks,
    )


def report_of(facts: list[Fact], given: list[Mention], relevant: bool = True, said_relevant: bool = True):
    """The report over one document."""
    truth = Truth(
        "a", "wire", None, TEXT, None, relevant, "data_leak" if relevant else None, ("가람통신",), tuple(facts)
    )
    named = [Organisation("가람", "가람", "victim_org", 0, 2, 0.9)]
    said = Extraction(said_relevant, 0.9, "data_leak", 0.9, named, given, "m")
    return evaluate([truth], lambda text, title, published: said)


VICTIMS = fact("count", "victims", 310_000.0, 8)
CASES = {
    "right": ([VICTIMS], [mention("count", "victims", 310_000, 8)], (1, 0, 0)),
    "said twice": ([VICTIMS], [mention("count", "victims", 310_000, 8), mention("count", "victims", 310_000, 20)], (1, 0, 0)),
    "wrong role": ([VICTIMS], [mention("count", "leaked_records", 310_000, 8)], (0, 1, 1)),
    "wrong value": ([VICTIMS], [mention("count", "victims", 31, 8)], (0, 1, 1)),
    "missed": ([VICTIMS], [], (0, 0, 1)),
    "not asked and given": ([fact("money", "compensation", (5e4, "KRW"), 4, False)], [mention("money", "compensation", 50_000, 4)], (0, 0, 0)),
    "not asked and not given": ([fact("money", "compensation", (5e4, "KRW"), 4, False)], [], (0, 0, 0)),
    "given with a mark": ([VICTIMS], [mention("count", "victims", 310_000, 8), mention("count", "victims", 9, 20, hypothetical=True)], (1, 0, 0)),
    "vague": ([fact("count", "victims", None, 8)], [mention("count", "victims", 200_000, 8)], (0, 0, 0)),
    "no role of an incident": ([], [mention("count", "other_count", 5, 8)], (0, 0, 0)),
}  # fmt: skip


@pytest.mark.parametrize(("facts", "given", "counted"), CASES.values(), ids=CASES)
def test_facts_are_counted(facts, given, counted):
    tally = report_of(facts, given).tallies["facts"]
    assert (tally.right, tally.invented, tally.missed) == counted


def test_facts_in_a_document_without_incident_are_noise():
    assert report_of([], [mention("count", "victims", 5, 8)], relevant=False).noise == [1, 1]
    assert report_of([], [mention("count", "victims", 5, 8)], relevant=False, said_relevant=False).noise == [0, 1]


def test_unreviewed_facts_and_the_calibration_error():
    given = [
        mention("count", "victims", 310_000, 8, 0.9),
        mention("count", "victims", 5, 20, 0.9),
        mention("count", "victims", 7, 30, 0.3),
    ]
    report = report_of([VICTIMS], given)
    assert report.accepted == (0.5, 1.0)
    assert report.calibration_error == pytest.approx((2 * 0.4 + 0.3) / 3)
    assert [round(kept, 2) for kept, _ in report.risk_coverage()] == [0.33, 0.67, 1.0]


def test_a_shorter_form_of_a_name_counts():
    assert report_of([], []).organisations.f1 == 1.0


def test_corpus_files_say_what_is_in_them(tmp_path):
    path = tmp_path / "t.txt"
    path.write_text(CORPUS, "utf-8")
    first, second = from_corpus([path])
    assert {(one.zone, one.role, one.value, one.asked) for one in first.facts} == {
        ("title", "victims", 310_000.0, True),
        ("body", "victims", 310_000.0, True),
        ("body", "disclosed", "2026-03-04", True),
        ("body", "compensation", (50_000.0, "KRW"), False),
    }
    assert (second.relevant, second.facts) == (False, ())


def test_the_command_prints_and_writes_its_report(tmp_path):
    path = tmp_path / "t.txt"
    path.write_text(CORPUS, "utf-8")
    target = tmp_path / "out" / "accuracy.md"
    command = [sys.executable, "-m", "scripts.sago", "evaluate", str(path), "--format", "json", "--report", str(target)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    [figures] = json.loads(done.stdout).values()
    assert figures["facts"]["n"] == 2
    assert "| **facts** |" in target.read_text("utf-8")
    assert sorted(one.name for one in target.parent.iterdir()) == [
        "accuracy-reliability-1.svg",
        "accuracy-risk-1.svg",
        "accuracy.md",
    ]


def test_what_cannot_be_read_is_one_sentence(tmp_path):
    (tmp_path / "bad.txt").write_text("=== id=x\n", "utf-8")
    for path in (tmp_path / "bad.txt", tmp_path / "absent.txt", tmp_path):
        command = [sys.executable, "-m", "scripts.sago", "evaluate", str(path)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
        assert (done.returncode, len(done.stderr.splitlines()), done.stdout) == (1, 1, "")
