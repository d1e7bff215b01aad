"""Candidates with their contexts in, a score per role out: a linear model over words and their places, served with numpy alone.

Its features are what a reader would point at: the words to either side, the predicate that governs the figure, its unit and size, the heading,
the title, the sentence before, and what the rules say. The weights lie in one .npz file.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
CONTENT = frozenset({"NNG", "NNP", "NR", "VV", "VA", "VX", "XR", "MAG", "SL", "XSV", "XSA", "NNB"})
NEAR, FAR = 3, 10  # tokens to either side: with their exact place, and without
ABOUT_TITLE, ABOUT_PREVIOUS = 12, 16


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
        known = [(self.numbers[name], value) for name, value in features.items() if name in self.numbers]
        if not known:
            return np.zeros(len(self.classes), dtype=np.float32)
        at, values = zip(*known, strict=True)
        return np.array(values, dtype=np.float32) @ self.weights[list(at)]


def role_probabilities(scores: np.ndarray, kinds: Sequence[str], temperature: float = 1.0) -> np.ndarray:
    """Probabilities (candidates, roles) of scores of the same shape, each candidate's over the roles of its kind alone."""
    allowed = np.array([[name.startswith(f"{kind}/") for name in ROLE_NAMES] for kind in kinds], dtype=bool)
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
    for candidate, context, rule in zip(page.candidates, around, ruled, strict=True):
        features = dict(own_features(candidate, context, rule, published))
        if context.at >= 0:
            features.update(sentence_features(page, page.sentences[context.at], candidate))
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


def sentence_features(page: Page, sentence: Sentence, candidate: Candidate) -> Iterator[tuple[str, float]]:
    """The words to either side, near ones with their place; other candidates stand as their kind and unit."""
    left, right = sides(page, sentence, candidate)
    for side, words in (("l", left[::-1]), ("r", right)):
        for place, word in enumerate(words[:FAR]):
            yield f"{side}:{word}", 1.0 if place < 5 else 0.6
            if place < NEAR:
                yield f"{side}{place}:{word}", 1.0
            if place + 1 < len(words):
                yield f"{side}2:{word} {words[place + 1]}", 1.0 if place < 5 else 0.6
        for word in words[FAR:]:
            yield f"{side}f:{word}", 0.4


def sides(page: Page, sentence: Sentence, candidate: Candidate) -> tuple[list[str], list[str]]:
    """The pieces of the sentence before and after the candidate."""
    others = [one for one in page.candidates if one is not candidate and sentence.start <= one.start < sentence.end]
    left: list[str] = []
    right: list[str] = []
    told: set[int] = set()
    for token in sentence.tokens:
        if candidate.start <= token.start < candidate.end:
            continue
        words = left if token.start < candidate.start else right
        other = next((one for one in others if one.start <= token.start < one.end), None)
        if other is None:
            words.append(key(token))
        elif other.start not in told:
            told.add(other.start)
            words.append(f"<{other.kind} {other.unit or ''}>")
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
