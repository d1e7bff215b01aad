"""Documents whose facts are known: corpus files or a folder of stand-off annotations in, what a careful reader finds in each out."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nlp.candidates import Candidate, find_candidates
from nlp.mentions import is_fact
from scripts.corpus_text import Written, read_documents

Key = tuple[str, str, object]  # kind, role, value
UNASKED = ("hypothetical", "background_incident", "negated_or_denied", "per_unit")
MARKS = {"hypothetical", "background", "denied", "per_unit"}


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
    ours: bool = True  # written by us, so that a report may quote it


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
            ours=False,
        )
