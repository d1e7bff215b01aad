"""The three that judge a role, and their vote: rules, the linear model and the network in; one calibrated probability per role out.

Each is good where another is weak; the mean of their probabilities is better than any of them, and honest about what it does not know.
"""

import json
import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from nlp.candidates import Candidate
from nlp.context import Context, Page
from nlp.linear import ROLE_NAMES, Linear, page_features, role_probabilities
from nlp.mentions import ROLES, is_fact
from nlp.network import Network, load_network
from nlp.roles import Judged
from nlp.tokenizer import Token

WEIGHTS = Path(__file__).parent / "weights"
LINEAR, NETWORK, VOCABULARY, CALIBRATION = "roles.npz", "network.onnx", "vocab.json", "calibration.json"
VOTERS = ("network", "linear", "rules")
#: What an extraction says it was made by; without the trained models the rules answer alone.
MODEL = "vote-1" if all((WEIGHTS / name).exists() for name in (LINEAR, NETWORK, VOCABULARY, CALIBRATION)) else "rules-1"

#: Where the linear model is this sure, the network is not asked: it costs seven times as much.
CLEAR = 0.98
#: Smaller numbers are the same by chance.
NAMED_TWICE = 100

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Voters:
    """What was found in the weights folder: either model may be missing, then the others vote alone."""

    network: Network | None
    linear: Linear | None
    shares: dict[str, dict[str, float]]  # per kind, how much each voter counts
    temperatures: dict[str, dict[str, float]]  # per kind: each model's own, and that of the vote ("all")
    fact_from: float = 0.5  # from this probability on a figure is taken for a fact
    sure: dict[str, float] = field(
        default_factory=dict
    )  # per kind, the probability from which on a fact needs no review

    @property
    def trained(self) -> bool:
        """Whether anything but the rules can judge."""
        return bool(self.sure) and (self.network is not None or self.linear is not None)


@lru_cache(maxsize=1)
def load_voters(folder: Path = WEIGHTS) -> Voters:
    """The models of a folder; a warning says which is missing."""
    linear = Linear.load(folder / LINEAR) if (folder / LINEAR).exists() else None
    network = load_network(folder / NETWORK, folder / VOCABULARY) if (folder / NETWORK).exists() else None
    for name, found in (("linear model", linear), ("network", network)):
        if found is None:
            log.warning("The %s is missing from %s; roles are judged without it.", name, folder)
    settings = json.loads((folder / CALIBRATION).read_text("utf-8")) if (folder / CALIBRATION).exists() else {}
    return Voters(
        network,
        linear,
        settings.get("shares", {}),
        settings.get("temperatures", {}),
        settings.get("fact_from", 0.5),
        settings.get("sure", {}),
    )


def vote(
    voters: Voters,
    page: Page,
    around: Sequence[Context],
    ruled: Sequence[Judged],
    published: str | None,
    title: Sequence[Token],
    incident_type: str | None,
) -> np.ndarray:
    """Probabilities (candidates, roles) of all that may judge; ``ruled`` is the rules' own answer."""
    if not page.candidates:
        return np.zeros((0, len(ROLE_NAMES)))
    heard = {"rules": rule_probabilities(page.candidates, ruled)}
    kinds = [one.kind for one in page.candidates]
    if voters.linear:
        features = page_features(page, around, ruled, published, title, incident_type)
        scores = np.stack([voters.linear.scores(one) for one in features])
        heard["linear"] = tempered(role_probabilities(scores, kinds), kinds, voters, "linear")
    unread = np.zeros(len(kinds), dtype=bool)
    if voters.network:
        asked = None
        if voters.linear:
            asked = set(np.flatnonzero(heard["linear"].max(axis=1) < CLEAR).tolist())
        scores = voters.network.scores(page, published, title, asked)[0]
        unread = ~scores.any(axis=1)
        heard["network"] = tempered(role_probabilities(scores, kinds), kinds, voters, "network")
    shares = np.array(
        [[voters.shares.get(kind, {}).get(name, 1.0) for name in heard] for kind in kinds]
    )  # (candidates, voters)
    if "network" in heard:
        shares[unread, list(heard).index("network")] = 0.0
        shares[unread & (shares.sum(axis=1) == 0), list(heard).index("linear" if voters.linear else "rules")] = 1.0
    shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1e-9)
    mean = np.einsum("nv,vnr->nr", shares, np.stack(list(heard.values())))
    return tempered(agreed(page.candidates, mean), kinds, voters, "all")


def agreed(candidates: Sequence[Candidate], probabilities: np.ndarray) -> np.ndarray:
    """Probabilities where a count or an amount that a page names twice is judged once: half its own, half the mean of all its places."""
    places: dict[tuple, list[int]] = defaultdict(list)
    for at, one in enumerate(candidates):
        if one.kind != "date" and isinstance(one.value, int | float) and one.value >= NAMED_TWICE:
            places[one.kind, one.value, one.unit, one.currency].append(at)
    found = probabilities.copy()
    for same in places.values():
        if len(same) > 1:
            found[same] = (probabilities[same] + probabilities[same].mean(axis=0)) / 2
    return found


def tempered(probabilities: np.ndarray, kinds: Sequence[str], voters: Voters, name: str) -> np.ndarray:
    """Probabilities sharpened or softened by the temperature that a kind's calibration found."""
    powers = np.array([[1 / voters.temperatures.get(kind, {}).get(name, 1.0)] for kind in kinds])
    raised = np.power(probabilities, powers, where=probabilities > 0, out=np.zeros_like(probabilities))
    return raised / np.maximum(raised.sum(axis=1, keepdims=True), 1e-12)


def rule_probabilities(candidates: Sequence[Candidate], ruled: Sequence[Judged]) -> np.ndarray:
    """The rules' answers as probabilities (candidates, roles): what the first and the second leave goes evenly to the rest of the kind."""
    found = np.zeros((len(candidates), len(ROLE_NAMES)))
    for row, candidate, rule in zip(found, candidates, ruled, strict=True):
        of_kind = [ROLE_NAMES.index(f"{candidate.kind}/{role}") for role in ROLES[candidate.kind]]
        left = 1 - rule.confidence
        row[of_kind] = 0.3 * left / len(of_kind)
        row[ROLE_NAMES.index(f"{candidate.kind}/{rule.runner_up}")] += 0.7 * left
        row[ROLE_NAMES.index(f"{candidate.kind}/{rule.role}")] += rule.confidence
    return found


def decided(candidates: Sequence[Candidate], probabilities: np.ndarray, fact_from: float = 0.5) -> list[Judged]:
    """The role of each candidate with its probability, and the next best.

    It is the most probable one; but a fact's role is taken from ``fact_from`` on, also where the context role is a little more probable.
    """
    found = []
    for candidate, row in zip(candidates, probabilities, strict=True):
        chance = {role: float(row[ROLE_NAMES.index(f"{candidate.kind}/{role}")]) for role in ROLES[candidate.kind]}
        ranked = sorted(chance, key=lambda role: -chance[role])
        fact = next(role for role in ranked if is_fact(candidate.kind, role))
        best = fact if chance[fact] >= fact_from else ranked[0]
        found.append(Judged(best, round(chance[best], 4), next(role for role in ranked if role != best)))
    return found
