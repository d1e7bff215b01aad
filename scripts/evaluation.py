"""How right the extraction is: documents whose facts are known in, figures out. The rules of counting stand in docs/accuracy.md.

A fact counts once per document, kind, role and value; a range by its lower end. Figures that are supposed, denied, of one
person or of the background are neither asked for nor held against the program when it gives them the right role and value.
"""

import math
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from nlp.mentions import Extraction, Mention, is_fact
from scripts.truths import UNASKED, Fact, Key, Truth, value_of

BINS = 10
AROUND = 60  # characters to either side of a figure that a failure quotes


@dataclass(frozen=True, slots=True)
class Failure:
    """One figure or document that was judged wrongly, with the words around it where they are ours to show."""

    document: str
    what: str  # kind of the figure, or "relevance" or "type"
    known: str  # the right answer; "" where there is no such fact
    given: str  # ours; "" where nothing was found
    before: str = ""
    surface: str = ""
    after: str = ""


@dataclass(slots=True)
class Tally:
    """Right, invented and missed."""

    right: int = 0
    invented: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of what was given that is right."""
        return self.right / max(1, self.right + self.invented)

    @property
    def recall(self) -> float:
        """Share of what is there that was given."""
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Report:
    """The figures of one run over a set of documents."""

    documents: int = 0
    relevance: Tally = field(default_factory=Tally)
    types: list[int] = field(default_factory=lambda: [0, 0])  # right, asked
    organisations: Tally = field(default_factory=Tally)
    tallies: dict[str, Tally] = field(
        default_factory=lambda: defaultdict(Tally)
    )  # "facts", kind, kind:role, genre x, type x
    judged: dict[str, list[int]] = field(
        default_factory=lambda: defaultdict(lambda: [0, 0])
    )  # genre x (relevance), type x (type): right, asked
    noise: list[int] = field(default_factory=lambda: [0, 0])  # facts in documents without incident, those documents
    sure: list[tuple[float, bool, bool]] = field(default_factory=list)  # confidence, right, goes unreviewed
    confusion: Counter = field(default_factory=Counter)  # (kind, known role, given role)
    misses: list[tuple[str, list[Key], list[Key]]] = field(default_factory=list)  # document, missed, invented
    failures: list[Failure] = field(default_factory=list)
    times: list[tuple[float, str, int]] = field(default_factory=list)  # milliseconds, document, characters

    @property
    def accepted(self) -> tuple[float, float]:
        """Share of unreviewed facts that are right, and share of right facts that go unreviewed."""
        passed = [right for _, right, unreviewed in self.sure if unreviewed]
        rightly = sum(right for _, right, _ in self.sure)
        return sum(passed) / max(1, len(passed)), sum(passed) / max(1, rightly)

    @property
    def calibration_error(self) -> float:
        """Mean distance between confidence and share of right facts over ten bins, weighted by their size."""
        return sum(size * abs(stated - true) for stated, true, size in self.reliability()) / max(1, len(self.sure))

    def reliability(self) -> list[tuple[float, float, int]]:
        """Mean confidence, share right and size of each bin of confidence that holds any fact."""
        bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
        for confidence, right, _ in self.sure:
            bins[min(BINS - 1, int(confidence * BINS))].append((confidence, right))
        return [
            (math.fsum(c for c, _ in one) / len(one), sum(right for _, right in one) / len(one), len(one))
            for _, one in sorted(bins.items())
        ]

    def risk_coverage(self) -> list[tuple[float, float]]:
        """Share of facts kept and share of wrong ones among them, as the confidence asked for falls."""
        ranked = sorted(self.sure, key=lambda one: -one[0])
        wrong, points = 0, []
        for number, (_, right, _) in enumerate(ranked, start=1):
            wrong += not right
            points.append((number / len(ranked), wrong / number))
        return points

    def slowest(self, number: int) -> list[tuple[float, str, int]]:
        """Milliseconds, name and characters of the documents that took longest."""
        return sorted(self.times, reverse=True)[:number]


def evaluate(truths: Iterable[Truth], extract: Callable[[str, str | None, str | None], Extraction]) -> Report:
    """The report over the documents, each read by ``extract``."""
    report = Report()
    for truth in truths:
        begun = time.perf_counter()
        said = extract(truth.text, truth.title, truth.published)
        report.times.append(((time.perf_counter() - begun) * 1000, truth.id, len(truth.text)))
        report.documents += 1
        compare_document(report, truth, said)
        count(report.relevance, {1} if truth.relevant else set(), {1} if said.relevant else set())
        given = [one for one in said.facts if is_fact(one.kind, one.role) and is_counted(one)]
        if not truth.relevant:
            report.noise[0] += len(given) if said.relevant else 0
            report.noise[1] += 1
            report.failures += [unfounded(truth, one) for one in given if said.relevant and truth.ours]
            continue
        compare_names(report, truth, said)
        compare_facts(report, truth, said, given)
    return report


def compare_document(report: Report, truth: Truth, said: Extraction) -> None:
    """Whether the document as a whole was judged rightly."""
    told = {True: "yes", False: "no"}
    answers = [("relevance", "genre", truth.genre, told[truth.relevant], told[said.relevant])]
    if truth.relevant:
        report.types[0] += said.incident_type == truth.type
        report.types[1] += 1
        answers.append(("type", "type", truth.type or "", truth.type or "", said.incident_type or ""))
    for what, group, name, known, given in answers:
        report.judged[f"{group} {name}"][0] += known == given
        report.judged[f"{group} {name}"][1] += 1
        if known != given and truth.ours:
            report.failures.append(Failure(truth.id, what, known, given, surface=truth.title or truth.text[:60]))


def is_counted(one: Mention) -> bool:
    """Whether the program itself holds the figure for a plain fact."""
    return not any(getattr(one, mark) for mark in UNASKED)


def count(tally: Tally, known: set, given: set, excused: set | None = None) -> None:
    """Add what is right, invented and missed; what is excused is never invented."""
    tally.right += len(known & given)
    tally.missed += len(known - given)
    tally.invented += len(given - known - (excused or set()))


def compare_names(report: Report, truth: Truth, said: Extraction) -> None:
    """Victims named and found; a name counts when either holds the other."""
    known = {plain(name) for name in truth.organisations}
    given = {plain(one.name) for one in said.organisations if one.role == "victim_org"}
    found = {name for name in known if any(name in one or one in name for one in given)}
    report.organisations.right += len(found)
    report.organisations.missed += len(known - found)
    report.organisations.invented += sum(not any(name in one or one in name for one in known) for name in given)


def plain(name: str) -> str:
    """The name without spaces, underscores and case."""
    return name.replace("_", "").replace(" ", "").casefold()


def compare_facts(report: Report, truth: Truth, said: Extraction, given: Sequence[Mention]) -> None:
    """Facts by kind, role and value, roles where spans meet, and whether confidence was deserved."""
    known = [one for one in truth.facts if is_fact(one.kind, one.role)]
    vague = [one for one in known if one.value is None]
    given = [one for one in given if not any(meets(one, fact) for fact in vague)]
    asked = {one.key for one in known if one.asked and one.value is not None}
    allowed = {one.key for one in known if one.value is not None}
    keys = {key_of(one) for one in given}
    for name in ("facts", f"genre {truth.genre}", f"type {truth.type}"):
        count(report.tallies[name], asked, keys, allowed)
    for kind, role in {(key[0], key[1]) for key in asked | keys}:
        here = lambda keys, kind=kind, role=role: {key for key in keys if key[:2] == (kind, role)}  # noqa: E731
        count(report.tallies[f"{kind}:{role}"], here(asked), here(keys), here(allowed))
    for kind in ("count", "money", "date"):
        of_kind = lambda keys, kind=kind: {key for key in keys if key[0] == kind}  # noqa: E731
        count(report.tallies[kind], of_kind(asked), of_kind(keys), of_kind(allowed))
    report.sure += [(one.confidence, key_of(one) in allowed, not one.needs_review) for one in given]
    for fact in truth.facts:
        met = next((one for one in said.facts if meets(one, fact)), None)
        report.confusion[fact.kind, fact.role, met.role if met else "not found"] += 1
        if truth.ours and fact.asked and (met is None or met.role != fact.role):
            words = passage(truth, fact.zone, fact.start, fact.end)
            report.failures.append(Failure(truth.id, fact.kind, fact.role, met.role if met else "", *words))
    if truth.ours:
        report.failures += [unfounded(truth, one) for one in given if not any(meets(one, fact) for fact in truth.facts)]
    missed, invented = sorted(asked - keys, key=str), sorted(keys - allowed, key=str)
    if missed or invented:
        report.misses.append((truth.id, missed, invented))


def unfounded(truth: Truth, one: Mention) -> Failure:
    """The failure of a fact that was given where there is none."""
    return Failure(truth.id, one.kind, "", one.role, *passage(truth, one.zone, one.start, one.end))


def passage(truth: Truth, zone: str, start: int, end: int) -> tuple[str, str, str]:
    """The words before a figure, the figure and the words after it, within its line."""
    text = (truth.title or "") if zone == "title" else truth.text
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    before, after = text[first:start], text[end : last if last >= 0 else len(text)]
    return (
        before if len(before) <= AROUND else f"…{before[-AROUND:]}",
        text[start:end],
        after if len(after) <= AROUND else f"{after[:AROUND]}…",
    )


def meets(one: Mention, fact: Fact) -> bool:
    """Whether both are figures of one kind in one place."""
    return one.kind == fact.kind and one.zone == fact.zone and one.start < fact.end and fact.start < one.end


def key_of(one: Mention) -> Key:
    """What a mention is compared by."""
    return one.kind, one.role, value_of(one.kind, one.value, one.lower, one.currency)
