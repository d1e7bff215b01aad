"""The trained network as it is served: pages in, a probability per role and mark of every candidate out. Needs onnxruntime and numpy alone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from nlp.context import Page
from nlp.encoding import Vocabulary, encode_page, encode_sentence, padded
from nlp.linear import ROLE_NAMES
from nlp.mentions import ROLES
from nlp.tokenizer import Sentence, Token

KINDS = tuple(ROLES)
MARK_NAMES = ("superseded", "denied", "hypothetical", "per_unit", "other_incident")
BATCH = 8  # rows at a time, of like length, so that little of a batch is padding


@dataclass(frozen=True)
class Network:
    """A loaded network: its session and its vocabulary."""

    session: object
    vocabulary: Vocabulary

    def scores(
        self, page: Page, published: str | None, title: Sequence[Token], asked: Collection[int] | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Role scores (candidates, roles) and mark scores (candidates, marks) of a page.

        With ``asked``, the numbers of the candidates in question, rows without one of these are not read; what they hold has nought as every role score.
        """
        heading = encode_sentence(Sentence(0, 0, tuple(title)), (), None, self.vocabulary)[0]
        rows = encode_page(page.text, page.sentences, page.candidates, published, heading, self.vocabulary, asked)
        roles = np.zeros((len(page.candidates), len(ROLE_NAMES)), dtype=np.float32)
        marks = np.full((len(page.candidates), len(MARK_NAMES)), -9.0, dtype=np.float32)
        rows.sort(key=lambda row: len(row.ids))
        for at in range(0, len(rows), BATCH):
            batch = rows[at : at + BATCH]
            ids, mask = padded(row.ids for row in batch)
            asked = [candidate for row in batch for candidate in row.candidates]
            given = {
                "ids": ids,
                "mask": mask,
                "row": [number for number, row in enumerate(batch) for _ in row.places],
                "place": [place for row in batch for place in row.places],
                "kind": [KINDS.index(page.candidates[one].kind) for one in asked],
            }
            roles[asked], marks[asked] = self.session.run(
                None, {name: np.array(value, dtype=np.int64) for name, value in given.items()}
            )
        return roles, marks


@lru_cache(maxsize=1)
def load_network(model: Path, vocabulary: Path) -> Network:
    """The network of an .onnx file with its vocabulary, on one thread so that the same page always gives the same scores."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    return Network(session, Vocabulary.load(vocabulary))
