"""The trained network as it is served: pages in; scores per role and mark of every candidate, per word what it names, and what the page tells of out.

Needs onnxruntime and numpy alone.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from nlp.context import Page
from nlp.encoding import NOWHERE, Row, Vocabulary, sentences_of
from nlp.linear import ROLE_NAMES
from nlp.mentions import INCIDENT_TYPES, ORGANISATION_ROLES, ROLES
from nlp.subwords import Subwords
from nlp.tokenizer import Token

KINDS = tuple(ROLES)
MARK_NAMES = ("superseded", "denied", "hypothetical", "per_unit", "other_incident")
#: What a word can be part of: no name, or that of an organisation in one of its roles.
NAME_CLASSES = ("", *ORGANISATION_ROLES)
#: What the first id of a row says of the whole page: whether it tells of an incident, and of which type.
PAGE_CLASSES = ("relevant", *INCIDENT_TYPES)
#: The file of a tokenizer, in place of a vocabulary, says that the network was made from another encoder than ours.
TOKENIZER = "tokenizer.json"
LEAD = 2  # sentences at the top of a page that are read whatever stands in them: they say who was hit


@dataclass(frozen=True, slots=True)
class Reading:
    """What the network says of one page."""

    roles: np.ndarray  # (candidates, roles) scores
    marks: np.ndarray  # (candidates, marks) scores
    read: np.ndarray  # (candidates,) whether the candidate was read at all
    words: list[tuple[int, int, np.ndarray]]  # start and end of every word read, with its chance (name classes,)
    page: np.ndarray | None  # (page classes,) scores, the mean of all rows; None where nothing was read
    strange: float  # share of the ids read that stand for syllables or signs of unknown words


@dataclass(frozen=True)
class Network:
    """A loaded network: its session and its vocabulary."""

    session: object
    vocabulary: Vocabulary | Subwords

    def read(
        self, page: Page, published: str | None, title: Sequence[Token], asked: Collection[int] | None = None
    ) -> Reading:
        """What it says of the candidates ``asked`` for by their numbers (None: all), of the words of their sentences and of those at the top.

        Rows go in one at a time: in eight bits a row's scores depend on what else is in a batch.
        """
        count = len(page.candidates)
        starts = (page.candidates[one].start for one in (range(count) if asked is None else asked))
        wanted = sentences_of(page.sentences, starts) | set(range(min(LEAD, len(page.sentences))))
        rows = self.vocabulary.rows(page, published, title, wanted)
        roles = np.zeros((count, len(ROLE_NAMES)), dtype=np.float32)
        marks = np.full((count, len(MARK_NAMES)), -9.0, dtype=np.float32)
        read = np.zeros(count, dtype=bool)
        words: list[tuple[int, int, np.ndarray]] = []
        pages = []
        for row in rows:
            here = row.candidates
            given = {
                "ids": [row.ids],
                "place": row.places,
                "kind": [KINDS.index(page.candidates[one].kind) for one in here],
            }
            roles[here], marks[here], names, told = self.session.run(
                None, {name: np.array(value, dtype=np.int64) for name, value in given.items()}
            )
            read[here] = True
            pages.append(told[0])
            words += words_of(row, names[0])
        words.sort(key=lambda one: one[:2])
        told = np.mean(pages, axis=0) if pages else None
        return Reading(roles, marks, read, words, told, self.vocabulary.strange(rows))


def words_of(row: Row, scores: np.ndarray) -> Iterator[tuple[int, int, np.ndarray]]:
    """Start, end and chances of the words of a row; ``scores`` (ids, name classes). A word of several ids has their mean."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances = powers / powers.sum(axis=1, keepdims=True)
    first = [at for at, span in enumerate(row.spans) if not at or span != row.spans[at - 1]]
    sizes = np.diff([*first, len(row.spans)])
    means = np.add.reduceat(chances, first, axis=0) / sizes[:, None]
    for at, mean in zip(first, means, strict=True):
        if row.spans[at] != NOWHERE:
            yield *row.spans[at], mean


@lru_cache(maxsize=1)
def load_network(model: Path, vocabulary: Path) -> Network:
    """The network of an .onnx file with its vocabulary, or the tokenizer of another model where it is one, on one thread so that the same page always gives the same scores."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    return Network(session, load_pieces(vocabulary))


def load_pieces(path: Path) -> Vocabulary | Subwords:
    """Our vocabulary, or the tokenizer of another encoder where the file is named like one."""
    return Subwords.load(path) if path.name == TOKENIZER else Vocabulary.load(path)
