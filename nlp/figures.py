"""The figures of one zone of a document: a page read and voted on in, mentions with role, marks, incident and confidence out."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.candidates import Candidate, find_candidates
from nlp.confidence import confidence, trust_features
from nlp.context import Context, Page, contexts
from nlp.linear import ROLE_NAMES
from nlp.marks import (
    corrections,
    is_denied,
    is_earlier_case,
    is_hypothetical,
    is_other_case,
    is_per_unit,
    is_total,
)
from nlp.mentions import CONTEXT_ROLE, ROLES, Mention, Organisation, is_fact
from nlp.network import MARK_NAMES
from nlp.roles import Judged, is_plain, is_whole, judge
from nlp.tokenizer import Sentence, Token, read_sentences
from nlp.voters import Vote, Voters, decided, vote

RELEVANT = 0.5  # from this probability on a document tells of an incident
#: Below this a figure goes to review where the rules judge alone: on the 98 development documents 97 % of the counts and
#: amounts above it and 91 % of the dates are right. The trained models bring thresholds of their own.
SURE = {"count": 0.85, "money": 0.6, "date": 0.75}
MAIN = 1
#: What may stand between a name and its own figure: 꽃담여행 1억1천만 원, 꽃담여행 회원 4만5천 명.
OWNED = re.compile(r"(?:[은는에의]|에는)?\s?(?:[가-힣]{2,4}\s)?(?:약\s?)?")


@dataclass(frozen=True, slots=True)
class Zone:
    """The title or the body of a document, read; and what the rules say of its candidates."""

    name: str
    page: Page
    around: list[Context]
    ruled: list[Judged]


def read_zone(name: str, page: Page, kind: str | None, published: str | None) -> Zone:
    """The zone with its contexts and the rules' roles; ``kind`` is the type of incident that the rules read."""
    around = contexts(page)
    return Zone(name, page, around, judge(page.candidates, around, kind, published))


def read_page(text: str, published: str | None) -> Page:
    """The text with its sentences and candidates."""
    return Page(text, read_sentences(text), find_candidates(text, published))


def voted(zone: Zone, voters: Voters, published: str | None, title: tuple[Token, ...], kind: str | None) -> Vote | None:
    """The vote on a zone's candidates, where anything but the rules can judge."""
    if not voters.trained:
        return None
    head = title if zone.name == "body" else ()
    return vote(voters, zone.page, zone.around, zone.ruled, published, head, kind)


def figures(
    zone: Zone, said: Vote | None, voters: Voters, named: Sequence[Organisation], relevance: float
) -> list[Mention]:
    """Every candidate of a zone as a mention; where the document tells of no incident none has an incident's role."""
    judged = roles_of(zone, said, voters)
    marks = settled_marks(zone, said, voters, named)
    incidents = cases(zone, marks, named)
    return [
        mention(zone, at, judged[at], marks[at], incidents[at], said, voters, relevance)
        for at in range(len(zone.page.candidates))
    ]


def roles_of(zone: Zone, said: Vote | None, voters: Voters) -> list[Judged]:
    """The role of every candidate, where a number that corrects a fact is the same fact."""
    candidates = zone.page.candidates
    judged = judged_by(zone, said, voters)
    for old, new in corrections(candidates, zone.around).items():
        if is_fact(candidates[old].kind, judged[old].role) and not is_fact(candidates[new].kind, judged[new].role):
            judged[new] = judged[old]
    return judged


def judged_by(zone: Zone, said: Vote | None, voters: Voters) -> list[Judged]:
    """What rules, linear model and network agree on; of shares, lengths of time, nothing and wholes the rules know all there is."""
    if said is None:
        return list(zone.ruled)
    return [
        rule if is_plain(candidate) or is_whole(candidate, context) else one
        for candidate, context, rule, one in zip(
            zone.page.candidates,
            zone.around,
            zone.ruled,
            decided(zone.page.candidates, said.roles),
            strict=True,
        )
    ]


def ruled_marks(
    candidate: Candidate, context: Context, replaced: bool, here: set[str], victims: set[str]
) -> dict[str, bool]:
    """The marks of a figure by the rules; ``here`` are the organisations named in its sentence, authorities apart."""
    elsewhere = is_other_case(context) and bool(here) and not here & victims
    return {
        "superseded": replaced,
        "denied": is_denied(candidate, context),
        "hypothetical": is_hypothetical(candidate, context),
        "per_unit": is_per_unit(candidate, context),
        "other_incident": is_earlier_case(context) or elsewhere,
    }


def settled_marks(
    zone: Zone, said: Vote | None, voters: Voters, named: Sequence[Organisation]
) -> list[dict[str, bool]]:
    """The marks of every candidate: what the rules say, weighed with the network's score where it read the figure."""
    victims = {one.name for one in named if one.role == "victim_org"}
    replaced = corrections(zone.page.candidates, zone.around)
    places = by_sentence(zone, named)
    found = []
    for at, (candidate, context) in enumerate(zip(zone.page.candidates, zone.around, strict=True)):
        here = {one.name for one in places[context.at] if one.role != "authority"}
        marks = ruled_marks(candidate, context, at in replaced, here, victims)
        if said and said.reading and said.reading.read[at]:
            for name, score in zip(MARK_NAMES, said.reading.marks[at], strict=True):
                if name in voters.marks:
                    weight, constant = voters.marks[name]
                    marks[name] = bool(score + weight * marks[name] + constant > 0)
            marks["per_unit"] &= not is_total(context)
        found.append(marks)
    return found


def by_sentence(zone: Zone, named: Sequence[Organisation]) -> dict[int, list[Organisation]]:
    """The organisations named in each sentence of a zone, by its position; none where a position is not there."""
    starts = [one.start for one in zone.page.sentences]
    found: dict[int, list[Organisation]] = defaultdict(list)
    for one in named:
        if one.zone == zone.name:
            found[bisect_right(starts, one.start) - 1].append(one)
    found.pop(-1, None)
    return found


def cases(zone: Zone, marks: Sequence[dict[str, bool]], named: Sequence[Organisation]) -> list[int]:
    """Which incident each candidate belongs to: 1 is the document's own.

    In a series (또바기몰 3억 원, 꽃담여행 1억 원) the figure right behind a further victim's name is that victim's; what tells of another
    incident belongs to that of another victim named beside it, else to the second.
    """
    victims = list(dict.fromkeys(one.name for one in named if one.role == "victim_org"))
    places = by_sentence(zone, named)
    found = []
    for candidate, context, marked in zip(zone.page.candidates, zone.around, marks, strict=True):
        inside = [one for one in places[context.at] if one.role == "victim_org"]
        owner = next((one.name for one in inside if is_owner(one, candidate, zone.page.text)), None)
        if owner and candidate.kind != "date" and not marked["other_incident"]:
            found.append(MAIN + victims.index(owner))
        elif marked["other_incident"]:
            others = [victims.index(one.name) for one in inside if one.name != victims[0]]
            found.append(MAIN + (others[-1] if others else 1))
        else:
            found.append(MAIN)
    return found


def is_owner(one: Organisation, candidate: Candidate, text: str) -> bool:
    """Whether the name stands right before the figure, with nothing but a word between."""
    return OWNED.fullmatch(text, one.end, candidate.start) is not None


def mention(
    zone: Zone,
    at: int,
    judged: Judged,
    marks: dict[str, bool],
    incident: int,
    said: Vote | None,
    voters: Voters,
    relevance: float,
) -> Mention:
    """One candidate with its role, marks and proof."""
    candidate, context = zone.page.candidates[at], zone.around[at]
    role, sure = judged.role, judged.confidence
    fact, relevant = is_fact(candidate.kind, role), relevance >= RELEVANT
    if fact and not relevant:
        role, sure = CONTEXT_ROLE[candidate.kind], 1 - relevance
    elif fact:
        sure = confidence(voters.trust, grounds(zone, at, judged, said, relevance))
    sentence = zone.page.sentences[context.at] if context.at >= 0 else Sentence(candidate.start, candidate.end, ())
    least = (voters.sure if voters.trained else SURE)[candidate.kind]
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
        superseded=fact and marks["superseded"],
        negated_or_denied=marks["denied"],
        hypothetical=marks["hypothetical"],
        per_unit=marks["per_unit"],
        background_incident=fact and not relevant,
        in_table=context.in_table,
        confidence=round(sure, 4),
        needs_review=sure < least,
        role_set=possible(said, at, candidate.kind, role, voters) if relevant else (role,),
        sentence=(sentence.start, sentence.end),
        zone=zone.name,
    )


def grounds(zone: Zone, at: int, judged: Judged, said: Vote | None, relevance: float) -> dict[str, float]:
    """What the confidence in a fact rests on."""
    kind = zone.page.candidates[at].kind
    strange = said.reading.strange if said and said.reading else 0.0
    dissent = dissenters(said, at, kind, judged.role)
    return trust_features(kind, zone.name, judged.confidence, relevance, dissent, strange)


def dissenters(said: Vote | None, at: int, kind: str, role: str) -> dict[str, bool]:
    """For each voter heard on a candidate, whether its own answer is another role."""
    if said is None:
        return {}
    number = ROLE_NAMES.index(f"{kind}/{role}")
    return {
        name: int(own[at].argmax()) != number
        for name, own in said.heard.items()
        if name != "network" or said.reading.read[at]
    }


def possible(said: Vote | None, at: int, kind: str, role: str, voters: Voters) -> tuple[str, ...]:
    """The roles that cannot be ruled out, most probable first: the right one is among them in 19 of 20 cases (split conformal sets)."""
    least = voters.role_set.get(kind)
    if said is None or least is None:
        return (role,)
    chance = {one: float(said.roles[at][ROLE_NAMES.index(f"{kind}/{one}")]) for one in ROLES[kind]}
    kept = [one for one in sorted(chance, key=lambda one: -chance[one]) if chance[one] >= least]
    return (role, *(one for one in kept if one != role))
