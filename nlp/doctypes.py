"""A whole document in; whether it tells of an incident, and of what type, out: two linear models over its words and what the rules say."""

import logging
import math
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from nlp.confidence import log_odds, odds_to_probability
from nlp.linear import Linear, content
from nlp.mentions import INCIDENT_TYPES
from nlp.tokenizer import Sentence

#: The folder of the models that are served; ``SAGO_WEIGHTS`` names another.
WEIGHTS = Path(os.environ.get("SAGO_WEIGHTS") or Path(__file__).parent / "weights")
RELEVANCE, TYPES = "relevance.npz", "types.npz"
#: How much the rules' own answer counts for the type; the linear model has it among its features too.
RULES_SHARE = 0.2
PREDICATE = frozenset({"VV", "XSV", "EP", "VX", "NNG"})
WORDS = 1_500  # of a long document only so many words are read

log = logging.getLogger(__name__)


def document_features(
    title: Sequence[Sentence], body: Sequence[Sentence], relevance: float, type_scores: dict[str, float]
) -> dict[str, float]:
    """Features of a document; ``relevance`` is the probability and ``type_scores`` are the sums that the rules give it."""
    likely = min(max(relevance, 1e-4), 1 - 1e-4)
    found = {"bias": 1.0, "rule": math.log(likely / (1 - likely)) / 2}
    top = max(type_scores.values(), default=0.0)
    for kind, score in type_scores.items():
        if score > 0:
            found[f"type:{kind}"] = score / (1 + top)
        if score == top > 0:
            found[f"top:{kind}"] = 1.0
    words = [content(one.tokens) for one in body]
    while len(words) > 1 and sum(map(len, words)) > WORDS:
        words.pop()
    for word, times in Counter(word for each in words for word in each).items():
        found[f"w:{word}"] = min(1.0, 0.35 * math.log1p(times))
    for pair in dict.fromkeys(pair for each in words for pair in pairwise(each)):
        found[f"b:{' '.join(pair)}"] = 0.35
    for word in (word for one in title for word in content(one.tokens)):
        found[f"t:{word}"] = 1.0
    if body:
        found.update(
            {f"s:{word}": 0.5 for word in words[0]} | {f"e:{token.form}": 0.2 for token in body[-1].tokens[-4:]}
        )
    for one in body[: len(words)]:
        found[f"v:{' '.join([token.form for token in one.tokens if token.tag in PREDICATE][-3:])}"] = 0.5
    found["length"] = min(2.0, sum(map(len, words)) / 200)
    return found


@dataclass(frozen=True)
class DocumentModels:
    """The two linear models of a document; either may be missing."""

    relevance: Linear | None
    types: Linear | None


@lru_cache(maxsize=1)
def load_document_models(folder: Path = WEIGHTS) -> DocumentModels:
    """The models of a folder; a warning says which is missing."""
    found = [Linear.load(folder / name) if (folder / name).exists() else None for name in (RELEVANCE, TYPES)]
    for name, one in zip((RELEVANCE, TYPES), found, strict=True):
        if one is None:
            log.warning("%s is missing from %s; the rules answer alone.", name, folder)
    return DocumentModels(*found)


@dataclass(frozen=True, slots=True)
class Told:
    """What a document tells of."""

    relevance: float  # probability that it tells of an incident
    types: dict[str, float]  # probability of every type of incident, should it tell of one

    @property
    def likeliest(self) -> tuple[str, float]:
        """The most probable type and its probability."""
        best = max(self.types, key=lambda kind: self.types[kind])
        return best, self.types[best]


def judge_document(
    models: DocumentModels,
    title: Sequence[Sentence],
    body: Sequence[Sentence],
    relevance: float,
    scores: dict[str, float],
    ruled: tuple[str, float],
) -> Told:
    """What the linear models say of a document.

    ``relevance``, ``scores`` and ``ruled`` (type and probability) are what the rules say, and the answer where a model is missing.
    """
    features = document_features(title, body, relevance, scores)
    if models.relevance:
        no, yes = (float(score) for score in models.relevance.scores(features))
        relevance = odds_to_probability(yes - no)
    if models.types is None:
        return Told(relevance, {ruled[0]: ruled[1]})
    found = models.types.scores(features)
    powers = np.exp(found - found.max())
    chances = dict(zip(models.types.classes, map(float, (1 - RULES_SHARE) * powers / powers.sum()), strict=True))
    chances[ruled[0]] += RULES_SHARE * ruled[1]
    return Told(relevance, chances)


def with_page(told: Told, scores: np.ndarray, shares: Mapping[str, float]) -> Told:
    """The same with the network's voice: ``scores`` (page classes,) of its reading, ``shares`` how much it counts for "relevance" and "types"."""
    if not shares:
        return told
    part = shares["relevance"]
    relevance = odds_to_probability((1 - part) * log_odds(told.relevance) + part * float(scores[0]))
    powers = np.exp(scores[1:] - scores[1:].max())
    part = shares["types"]
    types = {
        kind: (1 - part) * told.types.get(kind, 0.0) + part * float(chance)
        for kind, chance in zip(INCIDENT_TYPES, powers / powers.sum(), strict=True)
    }
    return Told(relevance, types)
