"""Title and text of one document in; whether it tells of an incident, of whom, and every figure with its role out."""

from dataclasses import dataclass

from nlp.doctypes import DocumentModels, Told, judge_document, load_document_models, with_page
from nlp.figures import RELEVANT, Zone, figures, read_page, read_zone, voted
from nlp.heard import Read, with_heard
from nlp.mentions import Extraction, Organisation
from nlp.organisations import organisations
from nlp.published import parse_published
from nlp.relevance import relevance
from nlp.types import likeliest, type_scores
from nlp.voters import MODEL, Vote, Voters, load_voters

#: A document that the linear model holds for less likely than this is not read further: no figure in it could be one of an incident.
HOPELESS = 0.05


@dataclass(frozen=True, slots=True)
class Document:
    """A document read: what rules and models say of it, before anything is decided."""

    zones: list[Zone]
    votes: list[Vote | None]  # of each zone; None where the document cannot tell of an incident
    told: Told  # by the linear models
    named: list[Organisation]  # by the rules

    @property
    def heard(self) -> list[Read]:
        """The zones that the network read."""
        return [
            Read(zone.name, zone.page, said.reading)
            for zone, said in zip(self.zones, self.votes, strict=True)
            if said and said.reading
        ]


def extract(
    text: str,
    title: str | None,
    published: str | None,
    voters: Voters | None = None,
    documents: DocumentModels | None = None,
) -> Extraction:
    """Everything one document says. ``published`` is an ISO time, day, month or year, or None where nobody knows it.

    Offsets are ``str`` indices into ``text``, or into ``title`` for what carries the zone "title". ``voters`` and
    ``documents`` judge in place of the shipped models.
    """
    voters = voters or load_voters()
    return decide(read_document(text, title, published, voters, documents or load_document_models()), voters)


def read_document(
    text: str, title: str | None, published: str | None, voters: Voters, documents: DocumentModels
) -> Document:
    """The document as rules and models read it."""
    published = korean_time(published)
    pages = ([("title", read_page(title, published))] if title else []) + [("body", read_page(text, published))]
    body, head = pages[-1][1].sentences, pages[0][1].sentences if title else []
    named = organisations(title or "", head, text, body)
    likely, scores = relevance(title or "", text, body, named), type_scores(title or "", text, body)
    ruled = likeliest(scores)
    told = judge_document(documents, head, body, likely, scores, ruled)
    words = tuple(token for sentence in head for token in sentence.tokens)
    zones = [read_zone(name, page, ruled[0], published) for name, page in pages]
    hopeful = told.relevance >= HOPELESS
    votes = [voted(zone, voters, published, words, ruled[0]) if hopeful else None for zone in zones]
    return Document(zones, votes, told, named)


def decide(document: Document, voters: Voters) -> Extraction:
    """What is said of the document by the voters' settings."""
    told, heard = document.told, document.heard
    if heard and heard[-1].reading.page is not None:
        told = with_page(told, heard[-1].reading.page, voters.pages)
    relevant = told.relevance >= RELEVANT
    named = with_heard(document.named, heard, voters.names) if relevant else document.named
    kind, sure = told.likeliest
    facts = [
        one
        for zone, said in zip(document.zones, document.votes, strict=True)
        for one in figures(zone, said, voters, named, told.relevance)
    ]
    return Extraction(
        relevant=relevant,
        relevance=round(told.relevance, 4),
        incident_type=kind if relevant else None,
        type_confidence=round(sure, 4) if relevant else 0.0,
        organisations=named,
        facts=facts,
        model=MODEL,
    )


def korean_time(published: str | None) -> str | None:
    """The publication as a Korean year, month, day or time without offset; raises ValueError where it is none of them."""
    known = parse_published(published)
    if known.moment:
        return known.moment.isoformat()
    return published.strip() if published and known.year else None
