"""Training documents read the way the product reads a page: candidates with their contexts, and the role and marks each has."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nlp.candidates import find_candidates
from nlp.context import Context, Page, contexts
from nlp.doctypes import document_features
from nlp.mentions import CONTEXT_ROLE, ROLES
from nlp.relevance import relevance
from nlp.roles import Judged, judge
from nlp.tokenizer import Token, read_sentences
from nlp.types import incident_type, type_scores
from scripts.corpus_text import Written

ARTICLE = 2.0  # weight of an article's figure against a pattern's
#: Of a document that tells of no incident, whose words are those of one and whose figures are none: relevance decides there, not the role.
IRRELEVANT = 0.1


@dataclass(frozen=True, slots=True)
class Example:
    """One zone of a document: its page, and per candidate the context, what the rules say, the right role and its marks."""

    source: str  # pattern or document; everything of one source stays in one part
    zone: str
    page: Page
    around: list[Context]
    ruled: list[Judged]
    incident_type: str | None  # as the rules read it; None for a pattern
    published: str | None
    title: tuple[Token, ...]
    roles: list[str]  # "count/victims" ...
    marks: list[frozenset[str]]
    named: list[tuple[int, int, str]]  # every place of an organisation: start, end, role
    relevant: bool
    told: str | None  # the type of incident that the document tells of, where it says so
    pattern: bool


def weight_of(example: Example) -> float:
    """How much an example's figures count in training."""
    return 1.0 if example.pattern else ARTICLE if example.relevant else IRRELEVANT


def examples(documents: Iterable[Written]) -> Iterator[Example]:
    """One example per zone that has a candidate or names an organisation."""
    for one in documents:
        title = tuple(token for each in read_sentences(one.title) for token in each.tokens)
        kind = None if one.pattern else incident_type(one.title, one.text, read_sentences(one.text))[0]
        for zone in ("title", "body"):
            text = one.zone(zone)
            candidates = find_candidates(text, one.published)
            named = places_of(one, zone)
            if not candidates and not named:
                continue
            page = Page(text, read_sentences(text), candidates)
            around = contexts(page)
            roles, marks = [], []
            for candidate in candidates:
                label = next(
                    (
                        each
                        for each in one.labels
                        if each.zone == zone and each.start < candidate.end and candidate.start < each.end
                    ),
                    None,
                )
                role = label.role if label and label.role in ROLES[candidate.kind] else CONTEXT_ROLE[candidate.kind]
                roles.append(f"{candidate.kind}/{role}")
                marks.append(
                    (label.marks | ({"other_incident"} if label.incident > 1 else set())) if label else frozenset()
                )
            yield Example(
                source=one.id.rpartition("-")[0] if one.pattern else one.id,
                zone=zone,
                page=page,
                around=around,
                ruled=judge(candidates, around, kind, one.published),
                incident_type=kind,
                published=one.published,
                title=title if zone == "body" else (),
                roles=roles,
                marks=marks,
                named=named,
                relevant=one.relevant,
                told=one.type,
                pattern=one.pattern,
            )


def places_of(one: Written, zone: str) -> list[tuple[int, int, str]]:
    """Where a zone names the organisations that are marked anywhere in the document; of two in one place the longer."""
    roles = {name.surface: name.role for name in one.named}
    if not roles:
        return []
    longest = sorted(map(re.escape, roles), key=len, reverse=True)
    return [(*found.span(), roles[found[0]]) for found in re.finditer("|".join(longest), one.zone(zone))]


def document_example(one: Written) -> dict[str, float]:
    """The features of a document as a whole."""
    head, body = read_sentences(one.title), read_sentences(one.text)
    return document_features(head, body, relevance(one.title, one.text, body), type_scores(one.title, one.text, body))
