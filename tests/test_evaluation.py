"""The counting of ``sago evaluate``: small documents whose figures can be counted by hand."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from nlp.candidates import find_candidates
from nlp.context import Page, contexts
from nlp.extract import extract
from nlp.mentions import Extraction, Mention, Organisation
from nlp.roles import judge
from nlp.tokenizer import read_sentences
from nlp.voters import NETWORK, WEIGHTS
from scripts.accuracy import described, quoted
from scripts.commands.evaluate import readers_of
from scripts.comparison import COMPARED, VOTE, differences, main_figures, readers, side_by_side
from scripts.evaluation import Failure, evaluate
from scripts.truths import Fact, Truth, from_corpus

ROOT = Path(__file__).parents[1]
TEXT = "가람통신 회원 31만 명, 과징금 3억 원, 4일"
CORPUS = """=== id=t-1 genre=wire published=2026-03-05 relevant=yes type=data_leak org=가람통신
# 가람통신 회원 [31만 명|victims] 정보 유출
[가람통신|@victim_org]은 회원 [31만 명|victims]의 정보가 유출됐다고 [4일|disclosed] 밝혔다. 회사는 1인당 [5만 원|compensation,per_unit]을 준다.

=== id=t-2 genre=blog published=2026-03-05 relevant=no type=none org=none
# 보안 세미나
세미나에 200명이 왔다.
"""


HEADS = [
    "# Accuracy",
    "## t.txt",
    "### The voters, alone and together",
    "### Against weights",
    "### Kinds and roles",
    "### Genres",
    "### Types of incident",
    "### Confidence",
    "### Roles taken for another",
    "### Slowest documents",
]


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


def truth_with(facts: list[Fact], relevant: bool = True) -> Truth:
    """A document with these facts."""
    kind = "data_leak" if relevant else None
    return Truth("a", "wire", None, TEXT, None, relevant, kind, ("가람통신",), tuple(facts))


def said_with(given: list[Mention], relevant: bool = True) -> Extraction:
    """What was read of it."""
    named = [Organisation("가람", "가람", "victim_org", 0, 2, 0.9)]
    return Extraction(relevant, 0.9, "data_leak", 0.9, named, given, "m")


def report_of(facts: list[Fact], given: list[Mention], relevant: bool = True, said_relevant: bool = True):
    """The report over one document."""
    return evaluate([truth_with(facts, relevant)], lambda text, title, published: said_with(given, said_relevant))


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
    assert main_figures(report)["unreviewed facts: right"] == 0.5
    assert report.calibration_error == pytest.approx((2 * 0.4 + 0.3) / 3)
    assert [round(kept, 2) for kept, _ in report.risk_coverage()] == [0.33, 0.67, 1.0]


def test_genres_types_and_time_are_counted_by_document():
    report = report_of([VICTIMS], [mention("count", "victims", 310_000, 8)])
    assert report.judged == {"genre wire": [1, 1], "type data_leak": [1, 1]}
    assert report.tallies["type data_leak"].f1 == report.tallies["genre wire"].f1 == 1.0
    [(spent, document, size)] = report.slowest(10)
    assert (document, size) == ("a", len(TEXT))
    assert spent > 0
    missed = report_of([], [], relevant=True, said_relevant=False)
    assert missed.judged["genre wire"] == [0, 1]


def test_what_went_wrong_is_quoted_from_our_own_documents_alone():
    given = [mention("count", "leaked_records", 310_000, 8), mention("money", "fine", 3, 20)]
    wrong, unfounded = report_of([VICTIMS], given).failures
    assert (wrong.what, wrong.known, wrong.given) == ("count", "victims", "leaked_records")
    assert wrong.before + wrong.surface + wrong.after == TEXT
    assert wrong.surface == TEXT[8:10]
    assert (unfounded.known, unfounded.given) == ("", "fine")
    theirs = replace(truth_with([VICTIMS]), ours=False)
    assert not evaluate([theirs], lambda *asked: said_with(given)).failures


def test_two_models_are_compared_figure_by_figure():
    old, new = report_of([VICTIMS], []), report_of([VICTIMS], [mention("count", "victims", 310_000, 8)])
    rows = {what: rest for what, *rest in differences(old, new)}
    assert rows["facts"] == [0.0, 1.0, 1.0]
    assert rows["relevance"] == [1.0, 1.0, 0.0]
    assert list(rows)[: len(COMPARED)] == list(COMPARED)
    assert {what: one for what, one, _ in side_by_side({"vote": new, "rules": old})}["count"] == 1.0


@pytest.mark.skipif(not (WEIGHTS / NETWORK).exists(), reason="no trained network is here")
def test_every_voter_can_speak_alone():
    found = readers(WEIGHTS)
    assert list(found) == ["rules", "linear", "network", "vote"]
    text = "가람통신은 지난달 28일 공격으로 회원 31만 명의 이름이 새어 나갔다고 4일 밝혔다."
    said = {who: read(text, None, "2026-03-05") for who, read in found.items()}
    assert len({tuple(one.confidence for one in each.facts) for each in said.values()}) == 4
    assert said["vote"] == extract(text, None, "2026-03-05"), "the vote is what is served"
    candidates = find_candidates(text, "2026-03-05")
    around = contexts(Page(text, read_sentences(text), candidates))
    ruled = judge(candidates, around, "data_leak", "2026-03-05")
    assert [one.role for one in said["rules"].facts] == [one.role for one in ruled]


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
    options = ["--format", "json", "--against", "nlp/weights", "--report", str(target)]
    command = [sys.executable, "-m", "scripts.sago", "evaluate", str(path), *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    [figures] = json.loads(done.stdout).values()
    assert figures["facts"]["n"] == 2
    assert figures["voters"].keys() >= {"rules", "vote"}
    assert figures["against"]["facts"]["difference"] == 0
    assert {one["document"] for one in figures["slowest"]} == {"t-1", "t-2"}
    page = target.read_text("utf-8")
    named = next(line for line in page.splitlines() if line.startswith("    sago evaluate "))
    assert named.endswith(f"--against nlp/weights --report {os.path.relpath(target, ROOT)}")
    assert [line for line in page.splitlines() if line.startswith("#") and line != "### Known failures"] == HEADS
    assert f"| facts | {figures['facts']['f1']:.3f} |" in page
    assert str(ROOT) not in page
    assert sorted(one.name for one in target.parent.iterdir()) == [
        "accuracy-reliability-1.svg",
        "accuracy-risk-1.svg",
        "accuracy.md",
    ]


def test_documents_that_tell_of_no_incident_are_measured_and_compared_too(tmp_path):
    path = tmp_path / "t.txt"
    path.write_text(CORPUS[CORPUS.index("=== id=t-2") :], "utf-8")
    target = tmp_path / "accuracy.md"
    command = [sys.executable, "-m", "scripts.sago", "evaluate", str(path), "--against", "nlp/weights"]
    for options in (["--voters"], ["--format", "json", "--report", str(target)]):
        done = subprocess.run([*command, *options], cwd=ROOT, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
    [figures] = json.loads(done.stdout).values()
    assert figures["voters"]["vote"]["facts per document without incident"] == 0
    assert "count" not in figures["voters"]["vote"]
    assert "| facts per document without incident | " in target.read_text("utf-8")
    assert "| count | " not in target.read_text("utf-8")


def test_a_figure_that_one_of_two_reports_lacks_stays_open():
    told, untold = report_of([VICTIMS], [mention("count", "victims", 310_000, 8)]), report_of([], [], relevant=False)
    rows = {what: rest for what, *rest in side_by_side({"vote": told, "rules": untold})}
    assert rows["count"] == [1.0, None]
    assert rows["relevance"] == [1.0, 0.0]
    assert "count" not in {what for what, *_ in side_by_side({"vote": untold, "rules": untold})}


@pytest.mark.skipif(not (WEIGHTS / NETWORK).exists(), reason="no trained network is here")
def test_voters_that_are_not_asked_for_are_not_made_ready():
    assert list(readers_of(WEIGHTS, [VOTE])) == [VOTE]
    assert list(readers_of(WEIGHTS)) == ["rules", "linear", "network", VOTE]


def test_a_failure_reads_as_a_sentence_and_is_safe_in_markdown():
    one = Failure("e-1", "count", "victims", "", "표 | 회원 ", "3*명", "이 졌다")
    assert described(one.what, one.known, one.given) == "count: victims not found"
    assert described("date", "", "occurred") == "date: occurred given where there is no such fact"
    assert described("type", "ddos", "") == "type: ddos taken for no incident"
    assert quoted(one) == "표 \\| 회원 **3\\*명**이 졌다"


def test_models_that_are_not_there_are_one_sentence(tmp_path):
    command = [sys.executable, "-m", "scripts.sago", "evaluate", "--against", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1
    assert done.stderr == f"There are no trained models in {tmp_path}: roles.npz is missing.\n"


def test_what_cannot_be_read_is_one_sentence(tmp_path):
    (tmp_path / "bad.txt").write_text("=== id=x\n", "utf-8")
    for path in (tmp_path / "bad.txt", tmp_path / "absent.txt", tmp_path):
        command = [sys.executable, "-m", "scripts.sago", "evaluate", str(path)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
        assert (done.returncode, len(done.stderr.splitlines()), done.stdout) == (1, 1, "")
