"""How right the extraction is: documents whose facts are known in, figures out. The rules of counting stand in docs/accuracy.md.

A fact counts once per document, kind, role and value; a range by its lower end. Figures that are supposed, denied, of one
person or of the background are neither asked for nor held against the program when it gives them the right role and value.
"""

import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nlp.candidates import Candidate, find_candidates
from nlp.mentions import Extraction, Mention, is_fact
from scripts.corpus_text import Written, read_documents

Key = tuple[str, str, object]  # kind, role, value
UNASKED = ("hypothetical", "background_incident", "negated_or_denied", "per_unit")
MARKS = {"hypothetical", "background", "denied", "per_unit"}
BINS = 10


@dataclass(frozen=True, slots=True)
class Fact:
    """One known figure of a document."""

    kind: str
    role: str
    value: object  # None where only 수십만 or the like is written
    zone: str
    start: int
    end: int
    asked: bool  # carries no mark that takes it out of the count

    @property
    def key(self) -> Key:
        """What it is compared by."""
        return self.kind, self.role, self.value


@dataclass(frozen=True, slots=True)
class Truth:
    """One document and what a careful reader finds in it."""

    id: str
    genre: str
    title: str | None
    text: str
    published: str | None
    relevant: bool
    type: str | None
    organisations: tuple[str, ...]
    facts: tuple[Fact, ...]


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
    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))  # "facts", kind, kind:role, genre
    noise: list[int] = field(default_factory=lambda: [0, 0])  # facts in documents without incident, those documents
    sure: list[tuple[float, bool, bool]] = field(default_factory=list)  # confidence, right, goes unreviewed
    confusion: Counter = field(default_factory=Counter)  # (kind, known role, given role)
    misses: list[tuple[str, list[Key], list[Key]]] = field(default_factory=list)  # document, missed, invented

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


def value_of(kind: str, value: object, lower: object, currency: str | None) -> object:
    """The value facts are compared by: the day, month or year as written, the number, the number with its currency."""
    value = lower if value is None else value
    if value is None or kind == "date":
        return value
    number = float(value)  # type: ignore[arg-type]
    return (number, (currency or "KRW").upper()) if kind == "money" else number


def from_corpus(paths: Iterable[Path]) -> Iterator[Truth]:
    """The documents of corpus files; the value of a marked figure is what the value reader says of its span."""
    for path in paths:
        documents, faults = read_documents(path)
        if faults:
            raise ValueError(str(faults[0]))
        for one in documents:
            yield truth_of(one)


def truth_of(one: Written) -> Truth:
    """The document with the facts its marks state."""
    facts = []
    read = {zone: find_candidates(one.zone(zone), one.published) for zone in ("title", "body")}
    for label in one.labels:
        found = overlapping(read[label.zone], label.start, label.end)
        if found is None or not is_fact(found.kind, label.role):
            continue
        value = value_of(found.kind, found.value, found.lower, found.currency)
        asked = not label.marks & MARKS
        facts.append(Fact(found.kind, label.role, value, label.zone, label.start, label.end, asked))
    return Truth(
        one.id, one.genre, one.title or None, one.text, one.published, one.relevant, one.type, one.orgs, tuple(facts)
    )


def overlapping(candidates: Sequence[Candidate], start: int, end: int) -> Candidate | None:
    """The candidate that shares characters with a span."""
    return next((one for one in candidates if one.start < end and start < one.end), None)


def from_gold(folder: Path) -> Iterator[Truth]:
    """The documents of a folder with docs.jsonl and gold.jsonl (stand-off annotation of the same roles)."""
    texts = {row["id"]: row for row in map(json.loads, (folder / "docs.jsonl").read_text("utf-8").splitlines())}
    for row in map(json.loads, (folder / "gold.jsonl").read_text("utf-8").splitlines()):
        document = texts[row["id"]]
        facts = tuple(
            Fact(
                one["kind"],
                one["role"],
                value_of(one["kind"], one.get("value"), one.get("lower"), one.get("currency")),
                "body",
                one["start"],
                one["end"],
                not any(one.get(mark) for mark in UNASKED),
            )
            for one in row["facts"]
        )
        yield Truth(
            row["id"],
            row.get("genre") or "",
            document["title"],
            document["text"],
            document["published"],
            row["relevant"],
            row["incident_type"],
            tuple(row.get("org") or ()),
            facts,
        )


def evaluate(truths: Iterable[Truth], extract: Callable[[str, str | None, str | None], Extraction]) -> Report:
    """The report over the documents, each read by ``extract``."""
    report = Report()
    for truth in truths:
        said = extract(truth.text, truth.title, truth.published)
        report.documents += 1
        count(report.relevance, {1} if truth.relevant else set(), {1} if said.relevant else set())
        given = [one for one in said.facts if is_fact(one.kind, one.role) and is_counted(one)]
        if not truth.relevant:
            report.noise[0] += len(given) if said.relevant else 0
            report.noise[1] += 1
            continue
        report.types[0] += said.incident_type == truth.type
        report.types[1] += 1
        compare_names(report, truth, said)
        compare_facts(report, truth, said, given)
    return report


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
    for name in ("facts", f"genre {truth.genre}"):
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
    missed, invented = sorted(asked - keys, key=str), sorted(keys - allowed, key=str)
    if missed or invented:
        report.misses.append((truth.id, missed, invented))


def meets(one: Mention, fact: Fact) -> bool:
    """Whether both are figures of one kind in one place."""
    return one.kind == fact.kind and one.zone == fact.zone and one.start < fact.end and fact.start < one.end


def key_of(one: Mention) -> Key:
    """What a mention is compared by."""
    return one.kind, one.role, value_of(one.kind, one.value, one.lower, one.currency)
