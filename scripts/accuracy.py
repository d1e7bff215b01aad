"""The published report on accuracy: reports of an evaluation in, a Markdown page with SVG charts beside it out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nlp.extract import MODEL
from nlp.mentions import INCIDENT_TYPES, ROLES
from scripts.charts import reliability, risk
from scripts.comparison import VOTE, differences, share, side_by_side
from scripts.evaluation import Failure, Report, Tally

HEAD = """# Accuracy

Written by

    {command}

and not edited by hand. Model: `{model}`.

A fact counts once per document, kind, role and value; a range counts by its lower end. Roles that are no fact of an incident
(`other`, `other_count`, `publication`, `budget_investment`, `revenue_other`) are not asked for, but must not be given an
incident's role. Figures that are supposed, denied, of one person or of the background are neither asked for nor held against
the program where role and value are right. An organisation counts when its name or a longer or shorter form of it is given.
"""
VOTERS_NOTE = """Each voter alone, and the vote of all. A voter alone gives every role. Which documents tell of an incident, and of what type, is
said by the linear models of documents; in the columns of the transformer and of the vote the transformer has a share in it, and in who
was hit and which figures are denied, supposed or of another incident. The column of the rules uses nothing that was trained. The
confidence of a voter alone is its own probability; from which on a fact goes unreviewed was chosen for the vote."""
WHO = {"rules": "rules alone", "linear": "linear alone", "network": "transformer alone", VOTE: "vote"}
SLOWEST = 10
COVERAGES = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
#: How many kinds of failure are listed, of figures and of whole documents, and how many examples of each.
FIGURE_FAILURES, DOCUMENT_FAILURES, EXAMPLES_OF_EACH = 12, 6, 3


@dataclass(frozen=True, slots=True)
class Measured:
    """One set of documents: its report, that of each voter alone, and that of an earlier model."""

    report: Report
    voters: Mapping[str, Report] = field(default_factory=dict)
    before: Report | None = None


def write_report(path: Path, sets: Mapping[str, Measured], command: str, against: str = "") -> None:
    """Write the page to ``path`` and its charts beside it as ``<name>-<chart>-<n>.svg``.

    ``command`` is what makes it anew; ``against`` names the earlier model where there is one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    parts = [HEAD.format(command=command, model=MODEL)]
    for number, (name, measured) in enumerate(sets.items(), start=1):
        report = measured.report
        charts = {}
        for chart, draw in (("reliability", reliability), ("risk", risk)):
            file = path.with_name(f"{path.stem}-{chart}-{number}.svg")
            file.write_text(draw(report), "utf-8")
            charts[chart] = file.name
        parts += [f"## {Path(name).name}", f"{report.documents} documents.", *section(measured, charts, against)]
    path.write_text("\n\n".join(part.strip("\n") for part in parts) + "\n", "utf-8")


def section(measured: Measured, charts: Mapping[str, str], against: str) -> Iterable[str]:
    """The paragraphs about one set of documents."""
    report = measured.report
    yield summary(report)
    if measured.voters:
        yield "### The voters, alone and together"
        yield VOTERS_NOTE
        yield voters_table(measured.voters)
    if measured.before:
        yield f"### Against {against}"
        rows = [
            (what, number(old), number(new), signed(change))
            for what, old, new, change in differences(measured.before, report)
        ]
        yield markdown(("figure", "before", "now", "difference"), rows)
    yield "### Kinds and roles"
    yield tallies({name: one for name, one in report.tallies.items() if name in ROLES or ":" in name})
    yield "### Genres"
    yield groups(report, "genre ", "relevance right", sorted(one for one in report.judged if one.startswith("genre ")))
    yield "### Types of incident"
    yield groups(
        report, "type ", "type right", [f"type {one}" for one in INCIDENT_TYPES if f"type {one}" in report.judged]
    )
    yield "### Confidence"
    yield confidence(report)
    yield "\n".join(f"![{name}]({file})" for name, file in charts.items())
    yield "### Roles taken for another"
    yield "Rows are the right roles, columns what was given."
    yield from (confusion(report, kind) for kind in ROLES if any(key[0] == kind for key in report.confusion))
    yield "### Slowest documents"
    yield markdown(
        ("document", "characters", "milliseconds"),
        [(f"`{name}`", size, f"{spent:.0f}") for spent, name, size in report.slowest(SLOWEST)],
    )
    if report.failures:
        yield "### Known failures"
        yield "The commonest first, with examples from these documents; the figure in question is bold."
        whole = [one for one in report.failures if one.what not in ROLES]
        yield failures([one for one in report.failures if one.what in ROLES], FIGURE_FAILURES)
        yield "Whole documents, by their titles:"
        yield failures(whole, DOCUMENT_FAILURES) or "None."


def summary(report: Report) -> str:
    """The main figures as a table and a sentence."""
    precision, coverage = report.accepted
    table = tallies(
        {"relevance": report.relevance, "organisations": report.organisations, "facts": report.tallies["facts"]}
    )
    return (
        f"{table}\n\nType: {report.types[0]} of {report.types[1]} right. Unreviewed facts: {precision:.3f} right, "
        f"{coverage:.3f} of all right facts. Facts per document without incident: {share(report.noise):.2f}. "
        f"Calibration error: {report.calibration_error:.3f}."
    )


def tallies(counted: Mapping[str, Tally]) -> str:
    """A table of tallies by name; kinds in their order, each before its roles."""
    order = list(ROLES)
    names = sorted(
        counted,
        key=lambda name: (order.index(name.partition(":")[0]), name) if name.partition(":")[0] in order else (-1, ""),
    )
    return markdown(
        ("what", "F1", "precision", "recall", "asked"),
        [(name, number(one.f1), number(one.precision), number(one.recall), one.right + one.missed) for name in names for one in (counted[name],)],
    )  # fmt: skip


def groups(report: Report, prefix: str, right: str, names: Sequence[str]) -> str:
    """A table of groups of documents: how many, how many judged rightly as a whole, and the facts in those of an incident."""
    rows = []
    for name in names:
        one, judged = report.tallies.get(name, Tally()), report.judged[name]
        asked = one.right + one.missed
        scores = (number(one.f1), number(one.precision), number(one.recall)) if asked else ("", "", "")
        rows.append((name.removeprefix(prefix), judged[1], number(share(judged)), *scores, asked))
    return markdown((prefix.strip(), "documents", right, "facts F1", "precision", "recall", "asked"), rows)


def voters_table(voters: Mapping[str, Report]) -> str:
    """A table of the main figures with a column per voter."""
    rows = [(what, *map(number, values)) for what, *values in side_by_side(voters)]
    return markdown(("figure", *(WHO[name] for name in voters)), rows)


def confidence(report: Report) -> str:
    """The bins of confidence, and how many facts are wrong as more of them are kept."""
    bins = [(number(stated), number(true), size) for stated, true, size in report.reliability()]
    points = report.risk_coverage()
    kept = (
        [(f"{part:.0%}", number(points[max(0, round(part * len(points)) - 1)][1])) for part in COVERAGES]
        if points
        else []
    )
    return (
        f"Calibration error (mean gap between the two columns, weighted by facts): {report.calibration_error:.3f}.\n\n"
        + markdown(("stated confidence", "share right", "facts"), bins)
        + "\n\nThe surest facts, and how many of them are wrong:\n\n"
        + markdown(("facts kept", "share wrong"), kept)
    )  # fmt: skip


def confusion(report: Report, kind: str) -> str:
    """The table of right and given roles of a kind."""
    rows = [role for role in ROLES[kind] if any(key[:2] == (kind, role) for key in report.confusion)]
    given = [
        role
        for role in (*ROLES[kind], "not found")
        if any(key[0] == kind and key[2] == role for key in report.confusion)
    ]
    return markdown(
        (kind, *given), [(role, *(report.confusion[kind, role, one] or "" for one in given)) for role in rows]
    )


def failures(found: Iterable[Failure], most: int) -> str:
    """A list of at most so many kinds of failure, the commonest first, each with a few examples from different documents."""
    by_kind: dict[tuple[str, str, str], list[Failure]] = defaultdict(list)
    for one in found:
        by_kind[one.what, one.known, one.given].append(one)
    parts = []
    for key, times in Counter({key: len(some) for key, some in by_kind.items()}).most_common(most):
        different = list({one.document: one for one in reversed(by_kind[key])}.values())[::-1]
        parts.append(
            f"- {described(*key)}: {times}\n"
            + "\n".join(f"  - `{one.document}`: {quoted(one)}" for one in different[:EXAMPLES_OF_EACH])
        )
    return "\n".join(parts)


def described(what: str, known: str, given: str) -> str:
    """A kind of failure in a few words."""
    if what in ("relevance", "type"):
        return f"{what}: {known} taken for {given or 'no incident'}"
    if not known:
        return f"{what}: {given} given where there is no such fact"
    return f"{what}: {known} {f'taken for {given}' if given else 'not found'}"


def quoted(one: Failure) -> str:
    """The figure in its words, safe in Markdown."""
    before, surface, after = (
        part.replace("\n", " ").replace("|", "\\|").replace("*", "\\*") for part in (one.before, one.surface, one.after)
    )
    return f"{before}**{surface.strip()}**{after}"


def markdown(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; all columns but the first are aligned to the right."""
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)


def number(value: float | None) -> str:
    """A share with three decimals; nothing for what is not known."""
    return "" if value is None else f"{value:.3f}"


def signed(value: float | None) -> str:
    """A difference with its sign."""
    return "" if value is None else f"{value:+.3f}"
