"""The three that judge a role, and their vote: rules, the linear model and the network in; one calibrated probability per role out.

Each is good where another is weak; the mean of their probabilities is better than any of them, and honest about what it does not know.
"""

import json
import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from nlp.candidates import Candidate
from nlp.context import Context, Page
from nlp.doctypes import WEIGHTS
from nlp.linear import ROLE_NAMES, Linear, page_features, role_probabilities
from nlp.mentions import ROLES
from nlp.network import TOKENIZER, Network, Reading, load_network
from nlp.roles import Judged
from nlp.tokenizer import Token

LINEAR, NETWORK, VOCABULARY, CALIBRATION = "roles.npz", "network.onnx", "vocab.json", "calibration.json"
VOTERS = ("network", "linear", "rules")
#: What an extraction says it was made by; without the trained models the rules answer alone.
MODEL = "vote-2" if all((WEIGHTS / name).exists() for name in (LINEAR, NETWORK, CALIBRATION)) else "rules-1"

#: Where the linear model is this sure, the network is not asked: it costs seven times as much.
CLEAR = 0.97
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
    sure: dict[str, float] = field(
        default_factory=dict
    )  # per kind, the confidence from which on a fact needs no review
    trust: dict[str, float] = field(default_factory=dict)  # what makes a fact believable, see nlp.confidence
    marks: dict[str, list[float]] = field(
        default_factory=dict
    )  # per mark: what the rules' yes adds to the network's score, and a constant
    names: dict[str, float] = field(default_factory=dict)  # how much rules and network count for who was hit
    pages: dict[str, float] = field(default_factory=dict)  # how much the network counts for relevance and type
    role_set: dict[str, float] = field(
        default_factory=dict
    )  # per kind, the probability below which a role is ruled out

    @property
    def trained(self) -> bool:
        """Whether anything but the rules can judge."""
        return bool(self.sure) and (self.network is not None or self.linear is not None)


@lru_cache(maxsize=1)
def load_voters(folder: Path = WEIGHTS) -> Voters:
    """The models of a folder, kept for the next asker; a warning says which is missing."""
    return read_voters(folder)


def read_voters(folder: Path) -> Voters:
    """The models of a folder as it is now; a warning says which is missing."""
    linear = Linear.load(folder / LINEAR) if (folder / LINEAR).exists() else None
    pieces = folder / (TOKENIZER if (folder / TOKENIZER).exists() else VOCABULARY)
    network = load_network(folder / NETWORK, pieces) if (folder / NETWORK).exists() else None
    for name, found in (("linear model", linear), ("network", network)):
        if found is None:
            log.warning("The %s is missing from %s; roles are judged without it.", name, folder)
    settings = json.loads((folder / CALIBRATION).read_text("utf-8")) if (folder / CALIBRATION).exists() else {}
    return Voters(
        network,
        linear,
        settings.get("shares", {}),
        settings.get("temperatures", {}),
        settings.get("sure", {}),
        settings.get("trust", {}),
        settings.get("marks", {}),
        settings.get("names", {}),
        settings.get("pages", {}),
        settings.get("role_set", {}),
    )


def alone(voters: Voters, name: str) -> Voters:
    """The same voters where only one speaks (a name of ``VOTERS``), at its own temperature; how sure it is, it says itself."""
    own = {kind: {one: at for one, at in known.items() if one != "all"} for kind, known in voters.temperatures.items()}
    return replace(
        voters,
        network=voters.network if name == "network" else None,
        linear=voters.linear if name == "linear" else None,
        shares={kind: {one: float(one == name) for one in VOTERS} for kind in ROLES},
        temperatures=own,
        trust={},
    )


@dataclass(frozen=True, slots=True)
class Vote:
    """What all that may judge say of a page's candidates."""

    roles: np.ndarray  # (candidates, roles) probabilities
    heard: dict[str, np.ndarray]  # per voter, its own probabilities (candidates, roles)
    reading: Reading | None  # of the network, where it was asked


def vote(
    voters: Voters,
    page: Page,
    around: Sequence[Context],
    ruled: Sequence[Judged],
    published: str | None,
    title: Sequence[Token],
    incident_type: str | None,
) -> Vote:
    """The vote on a page; ``ruled`` is the rules' own answer. What the network did not read it has no voice in."""
    kinds = [one.kind for one in page.candidates]
    heard = {"rules": rule_probabilities(page.candidates, ruled)}
    if voters.linear and kinds:
        features = page_features(page, around, ruled, published, title, incident_type)
        scores = np.stack([voters.linear.scores(one) for one in features])
        heard["linear"] = tempered(role_probabilities(scores, kinds), kinds, voters, "linear")
    reading = None
    if voters.network:
        asked = np.flatnonzero(heard["linear"].max(axis=1) < CLEAR).tolist() if "linear" in heard else None
        reading = voters.network.read(page, published, title, asked)
    if not kinds:
        return Vote(heard["rules"], heard, reading)
    if reading:
        heard["network"] = tempered(role_probabilities(reading.roles, kinds), kinds, voters, "network")
    shares = np.array(
        [[voters.shares.get(kind, {}).get(name, 1.0) for name in heard] for kind in kinds]
    )  # (candidates, voters)
    if reading:
        unread = ~reading.read
        shares[unread, list(heard).index("network")] = 0.0
        shares[unread & (shares.sum(axis=1) == 0), list(heard).index("linear" if voters.linear else "rules")] = 1.0
    shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1e-9)
    mean = np.einsum("nv,vnr->nr", shares, np.stack(list(heard.values())))
    return Vote(tempered(agreed(page.candidates, mean), kinds, voters, "all"), heard, reading)


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


def decided(candidates: Sequence[Candidate], probabilities: np.ndarray) -> list[Judged]:
    """The most probable role of each candidate with its probability, and the next best."""
    found = []
    for candidate, row in zip(candidates, probabilities, strict=True):
        chance = {role: float(row[ROLE_NAMES.index(f"{candidate.kind}/{role}")]) for role in ROLES[candidate.kind]}
        best, runner_up = sorted(chance, key=lambda role: -chance[role])[:2]
        found.append(Judged(best, round(chance[best], 4), runner_up))
    return found
