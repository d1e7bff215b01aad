"""Figures of evaluations side by side: reports in, rows of one report, of several voters, or of an old and a new model out."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from nlp.doctypes import DocumentModels, load_document_models
from nlp.extract import extract
from nlp.mentions import Extraction
from nlp.voters import VOTERS, alone, read_voters
from scripts.evaluation import Report

Extract = Callable[[str, str | None, str | None], Extraction]
Line = tuple[str, float | None, float | None, float | None, int]  # what, F1 or share, precision, recall, asked

#: Who may judge, in the order of the table: each voter alone, and all together.
VOTE = "vote"
#: What is compared between voters, and between two models.
COMPARED = (
    "relevance", "type (accuracy)", "organisations", "facts", "count", "money", "date", "unreviewed facts: right", "unreviewed facts: coverage",
    "facts per document without incident", "calibration error",
)  # fmt: skip


def readers(folder: Path) -> dict[str, Extract]:
    """The extraction with the models of a folder: by each voter alone that is there, and by the vote.

    A voter alone says every role. What a document tells of, who was hit and the marks of a figure are said by the rules, by the
    linear models of documents for all but "rules", and by the network too where it may speak: in "network" and in the vote.
    """
    voters, documents = read_voters(folder), load_document_models(folder)
    found = {}
    for name in reversed(VOTERS):
        if name == "rules" or getattr(voters, name):
            judge = DocumentModels(None, None) if name == "rules" else documents
            found[name] = partial(extract, voters=alone(voters, name), documents=judge)
    return found | {VOTE: partial(extract, voters=voters, documents=documents)}


def lines(report: Report) -> list[Line]:
    """Every figure of a report: what, F1 (or the share that is right), precision, recall and how many were asked for."""
    found: list[Line] = []
    tallies = {"relevance": report.relevance, "organisations": report.organisations, **report.tallies}
    for name, one in tallies.items():
        found.append((name, one.f1, one.precision, one.recall, one.right + one.missed))
    precision, coverage = report.accepted
    found.append(("type (accuracy)", share(report.types), None, None, report.types[1]))
    found.append(("unreviewed facts", None, precision, coverage, len(report.sure)))
    found.append(("facts per document without incident", share(report.noise), None, None, report.noise[1]))
    found.append(("calibration error", report.calibration_error, None, None, len(report.sure)))
    return sorted(found, key=lambda line: place(line[0]))


def place(name: str) -> tuple[int, str]:
    """Where a figure stands: the main ones as they come, then roles, genres and types by name."""
    if name in COMPARED or name == "unreviewed facts":
        return 0, ""
    return (1, name) if ":" in name else (2, name)


def share(counted: Sequence[int]) -> float:
    """The first of two numbers over the second."""
    return counted[0] / max(1, counted[1])


def main_figures(report: Report) -> dict[str, float]:
    """The one number of every figure that a report has by its name, those of ``COMPARED`` first."""
    precision, coverage = report.accepted
    found = {name: one for name, one, _, _, _ in lines(report) if one is not None}
    found |= {"unreviewed facts: right": precision, "unreviewed facts: coverage": coverage}
    first = {name: found[name] for name in COMPARED if name in found}
    return first | {name: one for name, one in found.items() if name not in first}


def side_by_side(reports: Mapping[str, Report]) -> list[tuple]:
    """A row per figure of ``COMPARED`` that any report has, with the number of each voter; None where its report has none."""
    figures = [main_figures(report) for report in reports.values()]
    return [(what, *(one.get(what) for one in figures)) for what in COMPARED if any(what in one for one in figures)]


def differences(old: Report, new: Report) -> list[tuple[str, float | None, float | None, float | None]]:
    """A row per figure: what, before, now and the difference; None where one of them has no such figure."""
    before, now = main_figures(old), main_figures(new)
    rows = []
    for what in now | before:
        first, second = before.get(what), now.get(what)
        rows.append((what, first, second, None if first is None or second is None else second - first))
    return rows
