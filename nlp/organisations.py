"""Organisations of a document and their parts in it: title and body with their sentences in, mentions with roles out.

A stated rule baseline. Every name collects evidence from the words around its mentions (tables in ``victim_cues``); the sum is the
log-odds that its bearer was hit. A role holds for the whole document.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from math import exp
from typing import NamedTuple

from nlp.gazetteer import COMPANY_MARK
from nlp.mentions import Organisation
from nlp.names import DESCRIBED, Name, find_names
from nlp.tokenizer import Sentence
from nlp.victim_cues import (
    AFTER,
    AUTHORITIES,
    BEFORE,
    BESIDE,
    CALLED_A_FIRM,
    CULPRIT_AFTER,
    CULPRIT_BEFORE,
    DIRECT,
    LISTED_BONUS,
    MOST_REPEATS,
    PRIOR,
    REPEAT_BONUS,
    REPORTS,
    SALIENT,
    SHARE,
    TARGETS,
    TITLE_BONUS,
    TOLD,
    TOLD_LITTLE,
)

WINDOW = 130  # letters read after a name
LOOK_BACK = 70  # letters read before it
SHORTEST = 3  # letters of a name that can be the beginning of another
#: What may stand between two names of one row: 네이트와 싸이월드, KBS·MBC·YTN, 위믹스(WEMIX).
BETWEEN = re.compile(
    r"[\"'’”』」>]?\s?(?:와|과|랑|이랑|하고|이나|나)?\s?[,·/()]?\s?(?:와|과|및|그리고|또는|또)?\s?(?:자회사인?|계열사인?|모회사인?|온라인|운영사인?)?\s?[\"'‘“『「<(]?"
)
PARENTHESIS = re.compile(r"[\"'’”』」>]?\s?(?:\([^()]{1,30}\))?[\"'’”』」>]?")
OWN_PARTICLE = re.compile(r"[\"'’”]?(?:은|는|이|가|에서|의|에|을|를)(?![가-힣])")
QUOTES = re.compile(r"[\"'’”]+")
LIST_HEAD = re.compile(r"[\s\-•■□▶◆*#·○●▲△※\d.)【\[<'\"‘“(]*")
LIST_TAIL = re.compile(r"\s?[\]】):：(]|\s*(?:\n|$)")
HARM_NEAR = 60  # letters within which something must happen to a name's customers


class Place(NamedTuple):
    """One mention with its zone and what was read around it."""

    name: Name
    zone: str
    surface: str
    evidence: dict[str, float]
    culprit: bool
    listed: bool
    reports: bool


class Read(NamedTuple):
    """One sentence, with where the targets of the rules begin in it."""

    start: int
    end: int
    targets: dict[str, list[int]]


def organisations(
    title: str, title_sentences: Sequence[Sentence], text: str, sentences: Sequence[Sentence]
) -> list[Organisation]:
    """Every mention of an organisation, title first, in reading order, with one role per name over the whole document.

    Words that are in no list are given only when they are a victim or an attacker. ``confidence`` is the probability of the role.
    """
    places = [*read_zone("title", title, title_sentences), *read_zone("body", text, sentences)]
    told = len(TOLD.findall(title)) + len(TOLD.findall(text))
    full = full_forms({place.name.name for place in places if not place.name.kind})
    groups: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        groups[full.get(place.name.name, place.name.name)].append(place)
    first = most_salient(groups)
    settled = {name: settle(group, told, name == first) for name, group in groups.items()}
    found = []
    for place in places:
        name = full.get(place.name.name, place.name.name)
        role, sure = settled[name]
        if place.name.kind or role in ("victim_org", "attacker"):
            start, end = place.name.start, place.name.end
            found.append(Organisation(name, place.surface, role, start, end, round(sure, 4), place.zone))
    return found


def full_forms(names: set[str]) -> dict[str, str]:
    """For each unknown name that another begins with, the longer one: 마루별대 is 마루별대학교."""
    return {
        short: max(longer, key=len)
        for short in names
        if len(short) >= SHORTEST and (longer := [name for name in names if name != short and name.startswith(short)])
    }


def read_zone(zone: str, text: str, sentences: Sequence[Sentence]) -> list[Place]:
    """The names of one zone with the evidence of each."""
    names = find_names(text, sentences)
    read: dict[int, Read] = {}
    for name in names:
        if name.sentence not in read:
            start, end = sentences[name.sentence].start, sentences[name.sentence].end
            if name.sentence + 1 < len(sentences) and QUOTES.fullmatch(text, name.end, end):
                end = sentences[name.sentence + 1].end  # the splitter takes '솔빛'이 apart
            targets = {
                label: [found.start() for found in pattern.finditer(text, start, end)]
                for label, pattern in TARGETS.items()
            }
            read[name.sentence] = Read(start, end, targets)
    return [place(zone, text, read[name.sentence], names, number) for number, name in enumerate(names)]


def place(zone: str, text: str, sentence: Read, names: list[Name], number: int) -> Place:
    """One name with the evidence around it; names in a row share what stands before the first and after the last."""
    name = names[number]
    first, last = series(text, names, number)
    evidence: dict[str, float] = {}
    for at in {number, last}:
        end = names[at].end
        following = names[at + 1] if at + 1 < len(names) and names[at + 1].sentence == name.sentence else None
        cut = following.start if following and OWN_PARTICLE.match(text, following.end) else sentence.end
        collect_after(text, sentence, end, cut, evidence)
    behind = text[max(sentence.start, names[first].start - LOOK_BACK) : names[first].start]
    for rule in BEFORE:
        if rule.link.search(behind):
            evidence[rule.label] = rule.weight
    if DESCRIBED.search(text, max(sentence.start, name.start - 14), name.start) or marked(text, name):
        evidence["called a firm"] = CALLED_A_FIRM
    culprit = (
        name.kind == "attacker"
        or bool(CULPRIT_BEFORE.search(text, max(sentence.start, name.start - 20), name.start))
        or bool(CULPRIT_AFTER.match(text, name.end))
    )
    line = text[text.rfind("\n", 0, name.start) + 1 : name.start]
    listed = bool(LIST_HEAD.fullmatch(line)) and bool(LIST_TAIL.match(text, name.end)) and zone == "body"
    reports = bool(REPORTS.search(text, name.end, min(sentence.end, name.end + WINDOW)))
    return Place(name, zone, text[name.start : name.end], evidence, culprit, listed, reports)


def marked(text: str, name: Name) -> bool:
    """Whether ㈜ or the like stands at a name."""
    return bool(COMPANY_MARK.search(text, max(0, name.start - 5), name.start) or COMPANY_MARK.match(text, name.end))


def collect_after(text: str, sentence: Read, end: int, cut: int, evidence: dict[str, float]) -> None:
    """Adds what the rules read behind a name that ends at ``end``."""
    starts = {end}
    aside = PARENTHESIS.match(text, end, sentence.end)
    if aside:
        starts.add(aside.end())
    for start in starts:
        for rule in AFTER:
            if rule.label in evidence:
                continue
            link = rule.link.match(text, start, sentence.end)
            if not link:
                continue
            if rule.target:
                reach = min(link.end() + rule.reach, cut if rule.cut else sentence.end)
                if not within(sentence.targets[rule.target], link.end(), reach):
                    continue
                if rule.target == "customers" and not within(
                    sentence.targets["harm"], link.end(), link.end() + HARM_NEAR
                ):
                    continue
            evidence[rule.label] = rule.weight


def within(starts: list[int], first: int, last: int) -> bool:
    """Whether one of the sorted positions lies in ``[first, last]``."""
    at = bisect_left(starts, first)
    return at < len(starts) and starts[at] <= last


def series(text: str, names: list[Name], number: int) -> tuple[int, int]:
    """Positions of the first and last name of the row that a name stands in."""
    first = last = number
    while first and in_a_row(text, names[first - 1], names[first]):
        first -= 1
    while last + 1 < len(names) and in_a_row(text, names[last], names[last + 1]):
        last += 1
    return first, last


def in_a_row(text: str, left: Name, right: Name) -> bool:
    """Whether only a joint stands between two names."""
    return (
        left.sentence == right.sentence
        and right.start > left.end
        and bool(BETWEEN.fullmatch(text, left.end, right.start))
    )


def most_salient(groups: dict[str, list[Place]]) -> str | None:
    """The name that could be the main one: in the title, early and often, and no authority, reporter or bystander."""
    best, most = None, 0.0
    for order, (name, group) in enumerate(groups.items()):
        weight = SALIENT.get(kind_of(group), 0.0)
        against = sum(any(one <= -1.0 for one in place.evidence.values()) for place in group)
        if not weight or 2 * against > len(group) or any(place.culprit for place in group):
            continue
        value = weight + len(group) + 2 * any(place.zone == "title" for place in group) - 0.3 * order
        if value > most:
            best, most = name, value
    return best


def kind_of(group: list[Place]) -> str:
    """The kind of a known name; of another, the shape among its mentions that speaks most for an organisation."""
    return group[0].name.kind or max((place.name.shape for place in group), key=lambda shape: PRIOR.get(shape, -9))


def settle(group: list[Place], told: int, salient: bool) -> tuple[str, float]:
    """Role of one name and its probability, from everything read around its mentions."""
    kind = group[0].name.kind
    if any(place.culprit for place in group) and kind in ("attacker", ""):
        return "attacker", 0.9
    chance = 1 / (1 + exp(-score(group, told, salient)))
    if chance > 0.5:
        return "victim_org", chance
    return ("authority" if kind in AUTHORITIES else "other"), 1 - chance


def score(group: list[Place], told: int, salient: bool) -> float:
    """Log-odds that the name is one that was hit; ``told`` counts the words of incidents in the document."""
    kind = kind_of(group)
    good: dict[str, float] = {}
    bad: dict[str, float] = defaultdict(float)
    for place in group:
        for label, weight in place.evidence.items():
            if weight < 0:
                bad[label] += weight / len(group)
            elif kind not in BESIDE or (label in DIRECT and not place.reports):
                good[label] = weight
    best = sorted(good.values(), reverse=True)
    total = PRIOR[kind] + sum(bad.values()) + sum(one * share for one, share in zip(best, SHARE, strict=False))
    listed = any(place.listed for place in group)
    if kind not in BESIDE and (good or salient or listed):
        total += REPEAT_BONUS * min(len(group) - 1, MOST_REPEATS)
        total += TITLE_BONUS * any(place.zone == "title" for place in group)
        total += LISTED_BONUS * listed
        total += SALIENT.get(kind, 0.0) * salient
    return total - TOLD_LITTLE.get(told, 0.0)
