"""Candidates with their contexts in, a score per role out: a linear model over words and their places, served with numpy alone.

Its features are what a reader would point at: the words to either side, the predicate that governs the figure, its unit and size, the heading,
the title, the sentence before, and what the rules say. The weights lie in one .npz file.
"""

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import attrgetter
from pathlib import Path

import numpy as np

from nlp.candidates import Candidate
from nlp.context import Context, Page
from nlp.encoding import BOUND_PIECES, RELATIVE, age, key, size
from nlp.mentions import ROLES
from nlp.roles import Judged
from nlp.tokenizer import Sentence, Token

#: The roles of all kinds in one row, in the order of every score: ``count/victims``, ``money/other`` ...
ROLE_NAMES = tuple(f"{kind}/{role}" for kind, roles in ROLES.items() for role in roles)
#: Of each kind, which columns of a score are its roles.
ALLOWED = {kind: np.array([name.startswith(f"{kind}/") for name in ROLE_NAMES]) for kind in ROLES}
CONTENT = frozenset({"NNG", "NNP", "NR", "VV", "VA", "VX", "XR", "MAG", "SL", "XSV", "XSA", "NNB"})
NEAR, FAR = 3, 10  # tokens to either side: with their exact place, and without
START = attrgetter("start")
ABOUT_TITLE, ABOUT_PREVIOUS = 12, 16


#: Where a token begins, what it is read as, and where the candidate begins that it is part of (-1: none).
Piece = tuple[int, str, int]


@dataclass(frozen=True)
class Linear:
    """Weights (features, classes) and the number of every feature; ``classes`` names the columns."""

    numbers: dict[str, int]
    weights: np.ndarray
    classes: tuple[str, ...]

    @classmethod
    def load(cls, path: Path) -> "Linear":
        """The model kept in an .npz file."""
        with np.load(path, allow_pickle=False) as kept:
            names = str(kept["features"]).split("\n")
            weights = kept["weights"].astype(np.float32) * kept["scale"]
            return cls({name: at for at, name in enumerate(names)}, weights, tuple(str(kept["classes"]).split("\n")))

    def save(self, path: Path) -> None:
        """Write the model, its weights as whole numbers of eight bits per class."""
        scale = np.maximum(np.abs(self.weights).max(axis=0, keepdims=True), 1e-9) / 127
        np.savez_compressed(
            path,
            features=np.array("\n".join(self.numbers)),
            weights=np.round(self.weights / scale).astype(np.int8),
            scale=scale.astype(np.float32),
            classes=np.array("\n".join(self.classes)),
        )

    def scores(self, features: dict[str, float]) -> np.ndarray:
        """The score (classes,) of one example."""
        at = np.array(list(map(self.numbers.get, features, repeat(-1))), dtype=np.intp)
        values = np.array(list(features.values()), dtype=np.float32)
        known = at >= 0
        return values[known] @ self.weights[at[known]]


def role_probabilities(scores: np.ndarray, kinds: Sequence[str], temperature: float = 1.0) -> np.ndarray:
    """Probabilities (candidates, roles) of scores of the same shape, each candidate's over the roles of its kind alone."""
    allowed = np.array([ALLOWED[kind] for kind in kinds])
    bounded = np.where(allowed, scores / temperature, -np.inf)
    powers = np.exp(bounded - bounded.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def page_features(
    page: Page,
    around: Sequence[Context],
    ruled: Sequence[Judged],
    published: str | None,
    title: Sequence[Token],
    incident_type: str | None,
) -> list[dict[str, float]]:
    """The features of every candidate of a page, in order; ``ruled`` is what the rules say of each."""
    heading = {f"t:{word}": 0.5 for word in content(title)[:ABOUT_TITLE]} | {f"type={incident_type}": 1.0}
    previous = {
        at: {f"p:{word}": 0.5 for word in content(page.sentences[at - 1].tokens)[-ABOUT_PREVIOUS:]}
        for at in {one.at for one in around}
        if at > 0
    }
    found = []
    read: dict[int, list[Piece]] = {}
    for candidate, context, rule in zip(page.candidates, around, ruled, strict=True):
        features = dict(own_features(candidate, context, rule, published))
        if context.at >= 0:
            if context.at not in read:
                read[context.at] = pieces(page, page.sentences[context.at])
            features.update(sentence_features(read[context.at], candidate))
        features.update(passage_features(page, context, candidate))
        features.update(previous.get(context.at, {}))
        features.update(heading)
        kind = candidate.kind[0]
        found.append({f"{kind}{name}": value for name, value in features.items()})
    return found


def own_features(
    candidate: Candidate, context: Context, rule: Judged, published: str | None
) -> Iterator[tuple[str, float]]:
    """What the candidate itself and its place say."""
    yield "bias", 1.0
    yield f"form={candidate.form}", 1.0
    if candidate.kind == "date":
        yield f"age={age(candidate.value, published)}", 1.0
        yield f"grain={candidate.grain}", 1.0
        if RELATIVE.search(candidate.surface):
            yield f"relative={RELATIVE.search(candidate.surface)[0]}", 1.0
    else:
        yield f"unit={candidate.unit or candidate.currency}", 1.0
        yield f"size={size(candidate)}", 0.5
    yield f"bound={BOUND_PIECES.get(candidate.bound, '')}{candidate.end_of or ''}{'/' if candidate.per else ''}", 1.0
    yield f"rule={rule.role}", rule.confidence * 2
    yield f"runner={rule.runner_up}", (1 - rule.confidence) * 2
    yield f"table={context.in_table}", 1.0
    yield f"quoted={context.quoted}", 0.5
    yield f"first={context.first_of_kind}", 0.5
    yield f"sentence={min(3, int(math.log2(context.at + 1)))}", 0.5


def sentence_features(read: Sequence[Piece], candidate: Candidate) -> Iterator[tuple[str, float]]:
    """The words to either side, near ones with their place; other candidates stand as their kind and unit."""
    left, right = sides(read, candidate)
    for side, words in (("l", left[::-1]), ("r", right)):
        for place, word in enumerate(words[:FAR]):
            yield f"{side}:{word}", 1.0 if place < 5 else 0.6
            if place < NEAR:
                yield f"{side}{place}:{word}", 1.0
            if place + 1 < len(words):
                yield f"{side}2:{word} {words[place + 1]}", 1.0 if place < 5 else 0.6
        for word in words[FAR:]:
            yield f"{side}f:{word}", 0.4


def pieces(page: Page, sentence: Sentence) -> list[Piece]:
    """The pieces of a sentence, in order, each with the candidate that it is part of."""
    first = bisect_left(page.candidates, sentence.start, key=START)
    inside = page.candidates[first : bisect_left(page.candidates, sentence.end, first, key=START)]
    found: list[Piece] = []
    for token in sentence.tokens:
        start = token.start
        for one in inside:
            if one.start <= start < one.end:
                found.append((start, f"<{one.kind} {one.unit or ''}>", one.start))
                break
        else:
            found.append((start, key(token), -1))
    return found


def sides(read: Sequence[Piece], candidate: Candidate) -> tuple[list[str], list[str]]:
    """The pieces of the sentence before and after the candidate; another candidate is one piece."""
    left: list[str] = []
    right: list[str] = []
    told: set[int] = set()
    first, last = candidate.start, candidate.end
    for start, word, owner in read:
        if first <= start < last:
            continue
        if owner >= 0:
            if owner in told:
                continue
            told.add(owner)
        (left if start < first else right).append(word)
    return left, right


def passage_features(page: Page, context: Context, candidate: Candidate) -> Iterator[tuple[str, float]]:
    """The words of the passages that ``nlp.context`` cuts out: the governing predicate, the clause before, label and heading."""
    if context.at < 0:
        return
    tokens = page.sentences[context.at].tokens
    end = candidate.end + len(context.after)
    start = candidate.start - len(context.before)
    governing = [one for one in tokens if candidate.end <= one.start < end]
    for word in content(governing):
        yield f"a:{word}", 1.0
    verbs = [one.form for one in governing if one.tag in ("VV", "VA", "XSV", "NNG")][-2:]
    if verbs:
        yield f"v:{' '.join(verbs)}", 1.0
    for word in content([one for one in tokens if start <= one.start < candidate.start]):
        yield f"b:{word}", 0.7
    for name, passage in (("label", context.label), ("heading", context.heading)):
        for word in passage.split():
            yield f"{name}:{word[:2]}", 0.7


def content(tokens: Sequence[Token]) -> list[str]:
    """The words of tokens that say something of their own."""
    return [token.form for token in tokens if token.tag in CONTENT]
