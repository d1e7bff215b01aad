"""Title and text of one document in; whether it tells of an incident, of whom, and every figure with its role out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlp.candidates import Candidate, find_candidates
from nlp.context import Context, Page, contexts
from nlp.doctypes import judge_document, load_document_models
from nlp.marks import corrections, is_denied, is_earlier_case, is_hypothetical, is_other_case, is_per_unit
from nlp.mentions import CONTEXT_ROLE, Extraction, Mention, Organisation, is_fact
from nlp.organisations import organisations
from nlp.published import parse_published
from nlp.relevance import relevance
from nlp.roles import Judged, is_plain, is_whole, judge
from nlp.tokenizer import Sentence, Token, read_sentences
from nlp.types import likeliest, type_scores
from nlp.voters import MODEL, Voters, decided, load_voters, vote

RELEVANT = 0.5  # from this probability on a document tells of an incident
#: Below this a figure goes to review where the rules judge alone: on the 98 development documents 97 % of the counts and
#: amounts above it and 91 % of the dates are right. The trained models bring thresholds of their own.
SURE = {"count": 0.85, "money": 0.6, "date": 0.75}
MAIN = 1
#: What may stand between a name and its own figure: 꽃담여행 1억1천만 원, 꽃담여행 회원 4만5천 명.
OWNED = re.compile(r"(?:[은는에의]|에는)?\s?(?:[가-힣]{2,4}\s)?(?:약\s?)?")


@dataclass(frozen=True, slots=True)
class Zone:
    """The title or the body of a document, read."""

    name: str
    page: Page

    @property
    def candidates(self) -> Sequence[Candidate]:
        """What could be a figure in it."""
        return self.page.candidates


def extract(text: str, title: str | None, published: str | None) -> Extraction:
    """Everything one document says. ``published`` is an ISO time, day, month or year, or None where nobody knows it.

    Offsets are ``str`` indices into ``text``, or into ``title`` for what carries the zone "title".
    """
    published = korean_time(published)
    zones = [read_zone("title", title, published)] if title else []
    zones.append(read_zone("body", text, published))
    body, head = zones[-1].page.sentences, zones[0].page.sentences if title else []
    named = organisations(title or "", head, text, body)
    likely, scores = relevance(title or "", text, body, named), type_scores(title or "", text, body)
    ruled = likeliest(scores)
    probability, kind, sure_of_kind = judge_document(load_document_models(), head, body, likely, scores, ruled)
    relevant = probability >= RELEVANT
    words = tuple(token for sentence in head for token in sentence.tokens)
    facts = [one for zone in zones for one in figures(zone, named, ruled[0], words, published, probability)]
    return Extraction(
        relevant=relevant,
        relevance=round(probability, 4),
        incident_type=kind if relevant else None,
        type_confidence=round(sure_of_kind, 4) if relevant else 0.0,
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


def read_zone(name: str, text: str, published: str | None) -> Zone:
    """The zone with its sentences and candidates."""
    return Zone(name, Page(text, read_sentences(text), find_candidates(text, published)))


def figures(
    zone: Zone,
    named: Sequence[Organisation],
    kind: str | None,
    title: tuple[Token, ...],
    published: str | None,
    probability: float,
) -> list[Mention]:
    """Every candidate of a zone as a mention; where the document tells of no incident none has an incident's role."""
    candidates, around = zone.candidates, contexts(zone.page)
    voters = load_voters()
    judged = judge(candidates, around, kind, published)
    if voters.trained and probability >= RELEVANT:  # elsewhere no role of an incident is given anyway
        head = title if zone.name == "body" else ()
        judged = with_votes(judged, voters, zone.page, around, published, head, kind)
    replaced = corrections(candidates, around)
    judged = with_corrections(judged, candidates, replaced)
    incidents = cases(zone, around, named)
    sure = voters.sure if voters.trained else SURE
    return [
        mention(
            zone,
            position,
            around[position],
            judged[position],
            position in replaced,
            incidents[position],
            probability,
            sure,
        )
        for position in range(len(candidates))
    ]


def with_votes(
    ruled: list[Judged],
    voters: Voters,
    page: Page,
    around: Sequence[Context],
    published: str | None,
    title: tuple[Token, ...],
    kind: str | None,
) -> list[Judged]:
    """What rules, linear model and network agree on; of shares, lengths of time, nothing and wholes the rules know all there is."""
    voted = decided(page.candidates, vote(voters, page, around, ruled, published, title, kind), voters.fact_from)
    return [
        rule if is_plain(candidate) or is_whole(candidate, context) else vote
        for candidate, context, rule, vote in zip(page.candidates, around, ruled, voted, strict=True)
    ]


def with_corrections(judged: list[Judged], candidates: Sequence[Candidate], replaced: dict[int, int]) -> list[Judged]:
    """The roles, where a number that corrects a fact is the same fact."""
    judged = list(judged)
    for old, new in replaced.items():
        if is_fact(candidates[old].kind, judged[old].role) and not is_fact(candidates[new].kind, judged[new].role):
            judged[new] = judged[old]
    return judged


def mention(
    zone: Zone,
    position: int,
    context: Context,
    judged: Judged,
    superseded: bool,
    incident: int,
    probability: float,
    sure: Mapping[str, float],
) -> Mention:
    """One candidate with its role, marks and proof."""
    candidate = zone.candidates[position]
    relevant = probability >= RELEVANT
    role, confidence = judged.role, judged.confidence
    fact = is_fact(candidate.kind, role)
    if fact and not relevant:
        role, confidence = CONTEXT_ROLE[candidate.kind], 1 - probability
    elif fact:
        confidence *= probability
    sentence = zone.page.sentences[context.at] if context.at >= 0 else Sentence(candidate.start, candidate.end, ())
    return Mention(
        kind=candidate.kind,
        role=role,
        surface=candidate.surface,
        start=candidate.start,
        end=candidate.end,
        value=candidate.value,
        lower=candidate.lower,
        upper=candidate.upper,
        unit=candidate.unit,
        currency=candidate.currency,
        approx=candidate.approx,
        grain=candidate.grain,
        incident=incident,
        superseded=fact and superseded,
        negated_or_denied=is_denied(candidate, context),
        hypothetical=is_hypothetical(candidate, context),
        per_unit=is_per_unit(candidate, context),
        background_incident=fact and not relevant,
        in_table=context.in_table,
        confidence=round(confidence, 4),
        needs_review=confidence < sure[candidate.kind],
        sentence=(sentence.start, sentence.end),
        zone=zone.name,
    )


def cases(zone: Zone, around: Sequence[Context], named: Sequence[Organisation]) -> list[int]:
    """Which incident each candidate belongs to: 1 is the document's own.

    A sentence that looks back at another organisation's incident, or a table of an earlier one, is the second; in a
    series (또바기몰 3억 원, 꽃담여행 1억 원) the figure right behind a further victim's name is that victim's.
    """
    victims = list(dict.fromkeys(one.name for one in named if one.role == "victim_org"))
    here = [one for one in named if one.zone == zone.name]
    found = []
    for candidate, context in zip(zone.candidates, around, strict=True):
        sentence = zone.page.sentences[context.at] if context.at >= 0 else None
        inside = [one for one in here if sentence and sentence.start <= one.start < sentence.end]
        others = {one.name for one in inside if one.role != "authority"}
        owner = next((one.name for one in inside if is_owner(one, candidate, zone.page.text)), None)
        if is_earlier_case(context) or (is_other_case(context) and others and not others & set(victims)):
            found.append(MAIN + 1)
        elif owner in victims and candidate.kind != "date":
            found.append(MAIN + victims.index(owner))
        else:
            found.append(MAIN)
    return found


def is_owner(one: Organisation, candidate: Candidate, text: str) -> bool:
    """Whether the name stands right before the figure, with nothing but a word between."""
    return one.role == "victim_org" and OWNED.fullmatch(text, one.end, candidate.start) is not None
