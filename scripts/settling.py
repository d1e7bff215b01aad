"""The settings that turn votes into decisions: documents of the calibration part and calibrated voters in, weights and thresholds out.

In order: how much the network counts for what a document tells of, for who was hit and for the marks of a figure; from when on a figure is a fact;
how far a fact is to be believed; from when on it needs no review; which roles cannot be ruled out.
"""

import math
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import product
from typing import NamedTuple

import numpy as np

from nlp.confidence import FEATURES, confidence, log_odds
from nlp.doctypes import DocumentModels, with_page
from nlp.extract import Document, decide, read_document
from nlp.figures import grounds, roles_of, settled_marks
from nlp.heard import chances_of, grouped, victim_odds, with_heard
from nlp.linear import ROLE_NAMES
from nlp.mentions import CONTEXT_ROLE, ROLES, is_fact
from nlp.network import MARK_NAMES
from nlp.voters import Voters
from scripts import calibration
from scripts.corpus_text import Label, Written
from scripts.evaluation import is_counted, key_of, plain
from scripts.truths import truth_of

#: Of a whole document the network is given no greater voice, however much more the calibration part would grant it: those texts are of the hands that
#: wrote the training part, and on others its page head errs three times as often as the linear models.
SHARES = (0.0, 0.1)
#: From the greatest on: of settings that are equally right, the one that hears the rules most is taken.
MARK_WEIGHTS = (12.0, 6.0, 4.0, 3.0, 2.0, 1.0, 0.0)
#: Never above nought: a mark takes a fact out of every sum, so the network alone must hold it for likelier than not.
MARK_CONSTANTS = (0.0, -0.5, -1.0, -1.5, -2.0, -3.0, -4.0)
#: Below this many marked figures nothing is learned of a mark, and the rules keep the word.
FEW_MARKS = 8
ALONE = (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0)
NAME_PRECISION = 0.96  # asked of the names given as victims
RULED_OUT = 0.05  # share of right roles that may fall outside the set
#: Which way a feature may move confidence: a probable role and document raise it, dissent and strange words lower it.
SIGNS = {"role": 1, "relevance": 1, "rules": -1, "linear": -1, "network": -1, "strange": -1}
FOLDS = 5
DECAY = 2.0  # of the weights of confidence, towards nought

Read = tuple[Written, Document]


def settle(documents: Iterable[Written], voters: Voters, models: DocumentModels, aim: float) -> dict[str, dict]:
    """The settings by their names in the calibration file; ``aim`` is the share of right facts among those that need no review."""
    voters = replace(voters, pages={}, names={}, marks={}, trust={}, sure=dict.fromkeys(calibration.KINDS, 1.0))
    read = [(one, read_document(one.text, one.title or None, one.published, voters, models)) for one in documents]
    found: dict[str, dict] = {}
    if voters.network:
        found["pages"] = page_shares(read)
        found["names"] = name_weights(read)
        voters = replace(voters, pages=found["pages"], names=found["names"])
        found["marks"] = mark_weights(read, voters)
        voters = replace(voters, marks=found["marks"])
    facts = believed(read, voters)
    found["trust"] = trust(facts.rows, facts.right)
    sure = cross_fitted(facts)
    found["sure"] = {}
    for kind in calibration.KINDS:
        of_kind = np.array([one == kind for one in facts.kinds], dtype=bool)
        found["sure"][kind] = round(calibration.threshold(sure[of_kind], facts.right[of_kind], aim), 4)
    found["role_set"] = role_sets(read, voters)
    return found


def page_shares(read: Sequence[Read]) -> dict[str, float]:
    """How much the network counts for relevance and type: the shares that make the right answers most likely."""
    heard = [
        (one, document.told, document.heard[-1].reading.page)
        for one, document in read
        if document.heard and document.heard[-1].reading.page is not None
    ]

    def relevance_loss(part: float) -> float:
        likely = [with_page(told, page, {"relevance": part, "types": 0.0}).relevance for _, told, page in heard]
        return -sum(
            np.log(max(1e-4, p if one.relevant else 1 - p)) for p, (one, _, _) in zip(likely, heard, strict=True)
        )

    def type_loss(part: float) -> float:
        told = [
            (one.type, with_page(told, page, {"relevance": 0.0, "types": part}).types)
            for one, told, page in heard
            if one.type
        ]
        return -sum(np.log(max(1e-4, types.get(kind, 0.0))) for kind, types in told)

    return {"relevance": min(SHARES, key=relevance_loss), "types": min(SHARES, key=type_loss)}


def name_weights(read: Sequence[Read]) -> dict[str, float]:
    """How the log-odds of rules and network add up for a name, and from which on the network is believed alone."""
    rows, right = [], []
    for one, document in read:
        if not one.relevant or not document.heard:
            continue
        known = {plain(name) for name in one.orgs}
        for name, group in grouped(document.named).items():
            chances = chances_of(group, document.heard)
            if chances and group[0].role != "attacker":
                rows.append([victim_odds(group[0]), log_odds(float(np.mean(chances))), 1.0])
                right.append(any(plain(name) in each or each in plain(name) for each in known))
    if not rows:
        return {}
    weights = fitted(np.array(rows), np.array(right))
    found = {"rules": weights[0], "network": weights[1], "found": weights[2]}

    def agreement(least: float) -> tuple[float, int]:
        """Share of the victims given that are right, and how many of those asked for are given."""
        hit = given = met = 0
        for one, document in read:
            if not one.relevant:
                continue
            known = {plain(name) for name in one.orgs}
            said = {
                plain(each.name)
                for each in with_heard(document.named, document.heard, found | {"alone": least})
                if each.role == "victim_org"
            }
            hit += sum(any(name in each or each in name for each in known) for name in said)
            given += len(said)
            met += sum(any(name in each or each in name for each in said) for name in known)
        return hit / max(1, given), met

    scored = {least: agreement(least) for least in ALONE}
    precise = [least for least in ALONE if scored[least][0] >= NAME_PRECISION]
    found["alone"] = max(precise, key=lambda least: (scored[least][1], least)) if precise else ALONE[-1]
    return {name: round(float(value), 3) for name, value in found.items()}


def mark_weights(read: Sequence[Read], voters: Voters) -> dict[str, list[float]]:
    """Per mark what a yes of the rules adds to the network's score, and a constant: those with which the marks of facts are met best (F1)."""
    scores, rules, truth = [], [], []
    for one, document in read:
        if not one.relevant:
            continue
        for zone, said in zip(document.zones, document.votes, strict=True):
            if not said or not said.reading:
                continue
            ruled = settled_marks(zone, said, voters, with_heard(document.named, document.heard, voters.names))
            for at, candidate in enumerate(zone.page.candidates):
                label = label_at(one, zone.name, candidate.start, candidate.end)
                if label and said.reading.read[at] and is_fact(candidate.kind, label.role):
                    scores.append(said.reading.marks[at])
                    rules.append([ruled[at][name] for name in MARK_NAMES])
                    marked = label.marks | ({"other_incident"} if label.incident > 1 else set())
                    truth.append([name in marked for name in MARK_NAMES])
    found: dict[str, list[float]] = {}
    for number, name in enumerate(MARK_NAMES if scores else ()):
        score, rule, right = (np.array(each)[:, number] for each in (scores, rules, truth))
        if right.sum() >= FEW_MARKS:
            found[name] = list(
                max(
                    product(MARK_WEIGHTS, MARK_CONSTANTS),
                    key=lambda one, score=score, rule=rule, right=right: f1(score + one[0] * rule + one[1] > 0, right),
                )
            )
    return found


class Facts(NamedTuple):
    """The facts that the voters find: what the confidence in each rests on, whether it is right, its kind and document."""

    rows: np.ndarray  # (facts, features)
    right: np.ndarray  # (facts,)
    kinds: list[str]
    documents: list[str]


def believed(read: Sequence[Read], voters: Voters) -> Facts:
    """The facts of the documents that the voters hold for relevant; those with a mark that takes them out of the count are left out."""
    rows, right, kinds, documents = [], [], [], []
    for one, document in read:
        said = decide(document, voters)
        if not said.relevant:
            continue
        allowed = {fact.key for fact in truth_of(one).facts if one.relevant and is_fact(fact.kind, fact.role)}
        mentions = iter(said.facts)
        for zone, vote in zip(document.zones, document.votes, strict=True):
            for at, judged in enumerate(roles_of(zone, vote, voters)):
                mention = next(mentions)
                if is_fact(mention.kind, mention.role) and is_counted(mention):
                    features = grounds(zone, at, judged, vote, said.relevance)
                    rows.append([features[name] for name in FEATURES])
                    right.append(key_of(mention) in allowed)
                    kinds.append(mention.kind)
                    documents.append(one.id)
    return Facts(np.array(rows).reshape(-1, len(FEATURES)), np.array(right, dtype=bool), kinds, documents)


def cross_fitted(facts: Facts) -> np.ndarray:
    """The confidence (facts,) in each by weights that were found without its document, so that thresholds keep their promise elsewhere."""
    folds = np.array([zlib.crc32(one.encode()) % FOLDS for one in facts.documents])
    sure = np.zeros(len(facts.right))
    for fold in range(FOLDS):
        weights = trust(facts.rows[folds != fold], facts.right[folds != fold])
        for at in np.flatnonzero(folds == fold):
            sure[at] = confidence(weights, dict(zip(FEATURES, facts.rows[at], strict=True)))
    return sure


def role_sets(read: Sequence[Read], voters: Voters) -> dict[str, float]:
    """Per kind the probability below which a role is ruled out, so that the right one stays in 19 of 20 cases (split conformal prediction)."""
    chances: dict[str, list[float]] = {kind: [] for kind in calibration.KINDS}
    for one, document in read:
        if not one.relevant or not decide(document, voters).relevant:
            continue
        for zone, said in zip(document.zones, document.votes, strict=True):
            for at, candidate in enumerate(zone.page.candidates if said else ()):
                label = label_at(one, zone.name, candidate.start, candidate.end)
                role = label.role if label and label.role in ROLES[candidate.kind] else CONTEXT_ROLE[candidate.kind]
                chances[candidate.kind].append(float(said.roles[at][ROLE_NAMES.index(f"{candidate.kind}/{role}")]))
    found = {}
    for kind, each in chances.items():
        rank = int(RULED_OUT * (len(each) + 1))
        found[kind] = math.floor(sorted(each)[rank - 1] * 1e4) / 1e4 if rank else 0.0
    return found


def label_at(one: Written, zone: str, start: int, end: int) -> Label | None:
    """The label of the document that shares characters with a span."""
    return next((each for each in one.labels if each.zone == zone and each.start < end and start < each.end), None)


def f1(given: np.ndarray, right: np.ndarray) -> float:
    """Harmonic mean of precision and recall."""
    return 2 * float((given & right).sum()) / max(1, int(given.sum() + right.sum()))


def trust(rows: np.ndarray, right: np.ndarray) -> dict[str, float]:
    """Weights of the features of confidence by name; what should lower it never raises it, and is left out where it would."""
    if not len(rows) or right.all() or not right.any():
        return {}
    kept = list(range(len(FEATURES)))
    while True:
        weights = dict(zip((FEATURES[at] for at in kept), fitted(rows[:, kept], right, DECAY), strict=True))
        against = [at for at in kept if SIGNS.get(FEATURES[at], 0) * weights[FEATURES[at]] < 0]
        if not against:
            return {name: round(float(one), 4) for name, one in weights.items()}
        kept = [at for at in kept if at not in against]


def fitted(rows: np.ndarray, right: np.ndarray, decay: float = 1.0) -> np.ndarray:
    """Weights (features,) of a logistic regression by Newton's method, pulled towards nought."""
    weights = np.zeros(rows.shape[1])
    for _ in range(50):
        likely = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (likely - right) + decay * weights
        bend = (rows * (likely * (1 - likely))[:, None]).T @ rows + decay * np.eye(len(weights))
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    return weights
