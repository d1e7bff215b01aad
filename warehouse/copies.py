"""Recognising copied wording: text in, a small fingerprint out, and how alike two fingerprints are."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence

SKETCH_SIZE = 64  # smallest hashes kept; error of the likeness about 1/sqrt(64)
WORDS = 4  # words in a row that make one shingle
COPY_LIKENESS = 0.5  # a syndicated copy with another lead and byline stays above, a retelling far below


def sketch(text: str) -> list[int]:
    """The smallest hashes of the text's runs of words: texts that share runs share hashes."""
    words = re.findall(r"\w+", text.casefold())
    runs = {" ".join(words[at : at + WORDS]) for at in range(max(1, len(words) - WORDS + 1))} if words else set()
    hashes = {int.from_bytes(hashlib.blake2b(run.encode("utf-8", "replace"), digest_size=8).digest()) for run in runs}
    return sorted(hashes)[:SKETCH_SIZE]


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """Estimated share of word runs two texts have in common, 0 to 1."""
    if not one or not other:
        return 0.0
    smallest = sorted({*one, *other})[:SKETCH_SIZE]
    both = set(one) & set(other)
    return sum(value in both for value in smallest) / len(smallest)


def first_wordings(sketches: Sequence[Sequence[int]]) -> list[int]:
    """For each text, in the given order, the position of the first text it copies; its own where it copies none."""
    holders: dict[int, list[int]] = {}  # hash -> first wordings that have it, so that only related texts are compared
    found = []
    for position, one in enumerate(sketches):
        shared = Counter(at for value in one for at in holders.get(value, ()))
        alike = [at for at in shared if likeness(sketches[at], one) >= COPY_LIKENESS]
        found.append(min(alike, default=position))
        if not alike:
            for value in one:
                holders.setdefault(value, []).append(position)
    return found
