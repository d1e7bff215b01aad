"""From a pretrained encoder and the training corpus to a network that knows roles: examples in, trained weights out."""

import math
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from nlp.encoding import FIXED, MASK, Row, Vocabulary, encode_page, encode_sentence, padded
from nlp.linear import ROLE_NAMES
from nlp.model import Reader, make_config
from nlp.network import KINDS, MARK_NAMES
from nlp.tokenizer import Sentence
from scripts.examples import Example, weight_of

BATCH = 24
RATE = 4e-4
WARM = 0.1
DROPOUT = 0.1
HIDDEN_WORDS = 0.08  # of the words of a row, so that no single one decides
TOGETHER = 0.6  # share of pattern rows that are joined into longer ones
MARKS_WEIGHT = 0.3

Say = Callable[[str], None]


@dataclass(slots=True)
class Asked:
    """A row of ids with the right answers of the candidates in it."""

    ids: list[int]
    places: list[int]
    kinds: list[int]
    roles: list[int]
    marks: list[list[float]]
    weight: float


def rows_of(example: Example, vocabulary: Vocabulary) -> list[Row]:
    """The rows of an example's page."""
    title: list[int] = []
    if example.title:
        title = encode_sentence(Sentence(0, 0, example.title), (), None, vocabulary)[0]
    page = example.page
    return encode_page(page.text, page.sentences, page.candidates, example.published, title, vocabulary)


def asked_rows(examples: Iterable[Example], vocabulary: Vocabulary, rng: random.Random) -> list[Asked]:
    """Rows with answers; single sentences are joined."""
    found: list[Asked] = []
    loose: list[Asked] = []
    for one in examples:
        for row in rows_of(one, vocabulary):
            asked = Asked(
                row.ids,
                row.places,
                [KINDS.index(one.roles[at].partition("/")[0]) for at in row.candidates],
                [ROLE_NAMES.index(one.roles[at]) for at in row.candidates],
                [[float(mark in one.marks[at]) for mark in MARK_NAMES] for at in row.candidates],
                weight_of(one),
            )
            (loose if one.pattern and rng.random() < TOGETHER else found).append(asked)
    rng.shuffle(loose)
    return found + list(joined(loose))


def joined(rows: Iterable[Asked]) -> Iterator[Asked]:
    """Rows set behind one another as long as a row may be."""
    open_row: Asked | None = None
    for row in rows:
        if open_row and len(open_row.ids) + len(row.ids) <= 120:
            shift = len(open_row.ids) - 1
            open_row = Asked(
                open_row.ids + row.ids[1:], open_row.places + [place + shift for place in row.places],
                open_row.kinds + row.kinds, open_row.roles + row.roles, open_row.marks + row.marks, row.weight,
            )  # fmt: skip
        else:
            if open_row:
                yield open_row
            open_row = row
    if open_row:
        yield open_row


def batches(rows: list[Asked], rng: random.Random) -> list[list[Asked]]:
    """The rows in batches of like length, in random order."""
    ordered = sorted(rows, key=lambda row: len(row.ids) + rng.uniform(-8, 8))
    cut = [ordered[at : at + BATCH] for at in range(0, len(ordered), BATCH)]
    rng.shuffle(cut)
    return cut


def finetune(
    start: Path | None,
    vocabulary: Vocabulary,
    draw: Callable[[int], Sequence[Example]],
    epochs: int,
    seed: int,
    say: Say,
    **size: int,
) -> Reader:
    """A trained network, begun from a pretrained encoder or an earlier network; ``draw`` gives the examples of an epoch."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    model = Reader(
        make_config(
            len(vocabulary.pieces), embedding_dropout=DROPOUT, mlp_dropout=DROPOUT, attention_dropout=DROPOUT, **size
        ),
        DROPOUT,
    )
    if start:
        kept = torch.load(start, map_location="cpu")
        if "model" in kept:  # a checkpoint of pretraining: its heads know nothing of roles
            kept = {name: one for name, one in kept["model"].items() if name.startswith("encoder.")}
        model.load_state_dict(kept, strict=False)
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    done, total = 0, 0
    for epoch in range(epochs):
        cut = batches(asked_rows(draw(epoch), vocabulary, rng), rng)
        total = total or len(cut) * epochs
        model.train()
        losses = []
        for batch in cut:
            part = done / total
            for group in optimiser.param_groups:
                group["lr"] = RATE * max(0.02, min(part / WARM, (1 - part) / (1 - WARM)))
            loss = batch_loss(model, batch)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            done += 1
            losses.append(loss.item())
        say(f"epoch {epoch + 1} of {epochs}: loss {np.mean(losses):.3f}, {len(cut)} batches")
        if not math.isfinite(losses[-1]):
            raise FloatingPointError("The loss is no longer finite.")
    return model.eval()


def batch_loss(model: Reader, batch: list[Asked]) -> torch.Tensor:
    """Weighted mean loss of roles and marks of a batch."""
    ids, mask = (torch.tensor(one) for one in padded(row.ids for row in batch))  # (B, T) each
    hidden = (torch.rand(ids.shape) < HIDDEN_WORDS) & (ids >= len(FIXED))
    ids = ids.masked_fill(hidden, MASK)
    row = torch.tensor([at for at, one in enumerate(batch) for _ in one.places])  # (N,)
    place = torch.tensor([one for each in batch for one in each.places])
    kind = torch.tensor([one for each in batch for one in each.kinds])
    weight = torch.tensor([each.weight for each in batch for _ in each.places])
    roles, marks = model(ids, mask, row, place, kind)  # (N, R), (N, marks)
    role_loss = F.cross_entropy(roles, torch.tensor([one for each in batch for one in each.roles]), reduction="none")
    mark_loss = F.binary_cross_entropy_with_logits(
        marks, torch.tensor([one for each in batch for one in each.marks]), reduction="none"
    ).sum(-1)
    return ((role_loss + MARKS_WEIGHT * mark_loss) * weight).sum() / weight.sum()


@torch.no_grad()
def network_scores(model: Reader, example: Example, vocabulary: Vocabulary) -> tuple[np.ndarray, np.ndarray]:
    """Role scores (candidates, roles) and mark scores (candidates, marks) of an example's page."""
    rows = rows_of(example, vocabulary)
    roles = np.zeros((len(example.page.candidates), len(ROLE_NAMES)), dtype=np.float32)
    marks = np.full((len(example.page.candidates), len(MARK_NAMES)), -5.0, dtype=np.float32)
    for row in rows:
        kinds = torch.tensor([KINDS.index(example.page.candidates[at].kind) for at in row.candidates])
        one, two = model(
            torch.tensor([row.ids]),
            torch.ones(1, len(row.ids)),
            torch.zeros(len(kinds), dtype=torch.long),
            torch.tensor(row.places),
            kinds,
        )
        roles[row.candidates], marks[row.candidates] = one.numpy(), two.numpy()
    return roles, marks
