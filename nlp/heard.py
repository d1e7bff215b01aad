"""Who was hit, by rules and network together: organisations found by rules and the network's readings in, one list of mentions out.

The rules know names by list and by shape; the network hears a name it has never seen from what is said of it.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, takewhile
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from nlp.confidence import log_odds, odds_to_probability
from nlp.context import Page
from nlp.gazetteer import canonical
from nlp.mentions import Organisation
from nlp.network import NAME_CLASSES, Reading

VICTIM = NAME_CLASSES.index("victim_org")
NOUNS = frozenset({"NNP", "NNG", "SL", "XR", "UN"})  # a name holds one of these
#: Letters of a name that only the network heard.
SHORTEST, LONGEST = 2, 24


class Read(NamedTuple):
    """A zone's name and page with what the network heard in it."""

    zone: str
    page: Page
    reading: Reading

    @property
    def text(self) -> str:
        """The characters of the page."""
        return self.page.text


def with_heard(named: Sequence[Organisation], read: Sequence[Read], weights: Mapping[str, float]) -> list[Organisation]:
    """The organisations where the network has a voice in who was hit, and those that it alone heard; in reading order, title first.

    ``weights`` say how the log-odds of rules ("rules") and network ("network") add up for a name that the rules found, with a constant ("found"),
    and from which log-odds on a name is taken on the network's word alone ("alone").
    """
    if not weights or not read:
        return list(named)
    found = []
    for group in grouped(named).values():
        chances = chances_of(group, read)
        if not chances:
            found += group
            continue
        odds = weights["rules"] * victim_odds(group[0]) + weights["network"] * log_odds(float(np.mean(chances)))
        found += [settled(mention, odds + weights["found"]) for mention in group]
    found += heard_alone(found, read, weights["alone"])
    order = {"title": 0, "body": 1}
    return sorted(found, key=lambda one: (order[one.zone], one.start))


def grouped(named: Sequence[Organisation]) -> dict[str, list[Organisation]]:
    """The mentions by the name they stand for."""
    groups: dict[str, list[Organisation]] = defaultdict(list)
    for one in named:
        groups[one.name].append(one)
    return groups


def chances_of(group: Sequence[Organisation], read: Sequence[Read]) -> list[float]:
    """The network's chances that the mentions of a name are of one that was hit; none for a name of the list, which the rules know better."""
    if any(canonical(mention.surface) for mention in group):
        return []
    return [one for mention in group if (one := chance(mention, read)) is not None]


def victim_odds(one: Organisation) -> float:
    """Log-odds by the rules that the name is one that was hit."""
    return log_odds(one.confidence if one.role == "victim_org" else 1 - one.confidence)


def chance(mention: Organisation, read: Sequence[Read]) -> float | None:
    """The network's chance that the words of a mention name one that was hit; None where it did not read them."""
    for one in read:
        if one.zone == mention.zone:
            words = one.reading.words
            at = bisect_left(words, mention.start, key=itemgetter(0))
            while at and words[at - 1][1] > mention.start:
                at -= 1
            inside = takewhile(lambda word: word[0] < mention.end, islice(words, at, None))
            sure = [each[VICTIM] for _, _, each in inside]
            return sum(map(float, sure)) / len(sure) if sure else None
    return None


def settled(mention: Organisation, odds: float) -> Organisation:
    """The mention as one that was hit where the odds are for it, else as what it was, or a bystander."""
    sure = odds_to_probability(odds)
    if mention.role == "attacker":
        return mention
    if sure > 0.5:
        return replace(mention, role="victim_org", confidence=round(sure, 4))
    role = mention.role if mention.role != "victim_org" else "other"
    return replace(mention, role=role, confidence=round(1 - sure, 4))


def heard_alone(found: Sequence[Organisation], read: Sequence[Read], least: float) -> list[Organisation]:
    """Every place of the names that no rule found and the network takes for one that was hit, the longest first; none shares a letter with another."""
    taken = {one.zone: set[int]() for one in read}
    for one in found:
        taken.setdefault(one.zone, set()).update(range(one.start, one.end))
    chances: dict[str, list[float]] = defaultdict(list)
    for one in read:
        nouns = {token.start for sentence in one.page.sentences for token in sentence.tokens if token.tag in NOUNS}
        for start, end, sure in runs(one):
            if taken[one.zone].isdisjoint(range(start, end)) and not nouns.isdisjoint(range(start, end)):
                chances[one.text[start:end]].append(sure)
    known = [one.name for one in found if one.role == "victim_org"]
    places = []
    for surface in sorted(chances, key=lambda name: (-len(name), name)):
        odds = log_odds(float(np.mean(chances[surface])))
        part = any(surface in name or name in surface for name in known)
        if odds < least or part or not SHORTEST <= len(surface) <= LONGEST:
            continue
        for one in read:
            for start, end in whole_words(one, surface):
                if taken[one.zone].isdisjoint(range(start, end)):
                    taken[one.zone].update(range(start, end))
                    sure = round(odds_to_probability(odds), 4)
                    places.append(Organisation(surface, surface, "victim_org", start, end, sure, one.zone))
    return places


def whole_words(one: Read, surface: str) -> Iterator[tuple[int, int]]:
    """Where a surface stands in the words that were read, beginning and ending with one."""
    starts = {start for start, _, _ in one.reading.words}
    ends = {end for _, end, _ in one.reading.words}
    for place in re.finditer(re.escape(surface), one.text):
        if place.start() in starts and place.end() in ends:
            yield place.span()


def runs(one: Read) -> Iterator[tuple[int, int, float]]:
    """Start, end and mean chance of the unbroken rows of words in a zone that are most likely part of a victim's name."""
    start = end = -1
    sure: list[float] = []
    for first, last, each in one.reading.words:
        victim = int(each.argmax()) == VICTIM
        joined = start >= 0 and (first <= end or is_joint(one.text, end, first, last))
        if victim and joined:
            end = max(end, last)
            sure.append(float(each[VICTIM]))
            continue
        if start >= 0 and (victim or first >= end):
            yield start, end, float(np.mean(sure))
            start, end, sure = -1, -1, []
        if victim:
            start, end, sure = first, last, [float(each[VICTIM])]
    if start >= 0:
        yield start, end, float(np.mean(sure))


def is_joint(text: str, end: int, first: int, last: int) -> bool:
    """Whether only a space stands between two words of one script: Norang National University."""
    return text[end:first] == " " and text[end - 1].isascii() == text[first:last].isascii()
