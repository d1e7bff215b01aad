"""From a pretrained encoder and the training corpus to a network that knows roles: examples in, trained weights out."""

import math
import os
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from nlp.encoding import NOWHERE, Row, Vocabulary, padded, sentences_of
from nlp.linear import ROLE_NAMES
from nlp.mentions import INCIDENT_TYPES
from nlp.model import Reader, foreign_reader, new_reader
from nlp.network import KINDS, LEAD, MARK_NAMES, NAME_CLASSES
from nlp.subwords import Subwords
from scripts.examples import Example, weight_of

BATCH = 24
RATE = 4e-4
WARM = 0.1
DROPOUT = 0.15
HIDDEN_WORDS = 0.12  # of the words of a row, so that no single one decides
HIDDEN_NAMES = 0.5  # of the rows all names: what was said of our invented ones must be known of any
TOGETHER = 0.6  # share of pattern rows that are joined into longer ones
MARKS_WEIGHT, NAMES_WEIGHT, PAGE_WEIGHT = 0.3, 1.0, 0.1  # against the roles
NO_ANSWER = -100

Say = Callable[[str], None]
Step = Callable[..., None]  # step(done), or step(0, total) once the number of batches is known


@dataclass(slots=True)
class Asked:
    """A row of ids with the right answers of the candidates in it."""

    ids: list[int]
    places: list[int]
    kinds: list[int]
    roles: list[int]
    marks: list[list[float]]
    names: list[int]  # per id the name class, or NO_ANSWER
    relevant: float  # NO_ANSWER for a single sentence
    type: int
    weight: float


def rows_of(example: Example, vocabulary: Vocabulary | Subwords) -> list[Row]:
    """The rows of an example's page: sentences with a candidate, with a name, and those at the top."""
    page = example.page
    starts = [one.start for one in page.candidates] + [start for start, _, _ in example.named]
    asked = sentences_of(page.sentences, starts) | set(range(min(LEAD, len(page.sentences))))
    return vocabulary.rows(page, example.published, example.title, asked)


def name_classes(row: Row, named: Sequence[tuple[int, int, str]]) -> list[int]:
    """For each id of a row what it names; NO_ANSWER where it stands for no word of the text."""
    found = []
    for start, end in row.spans:
        role = next((role for first, last, role in named if start < last and first < end), "")
        found.append(NO_ANSWER if (start, end) == NOWHERE else NAME_CLASSES.index(role))
    return found


def asked_rows(examples: Iterable[Example], vocabulary: Vocabulary | Subwords, rng: random.Random) -> list[Asked]:
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
                name_classes(row, one.named),
                NO_ANSWER if one.pattern else float(one.relevant),
                NO_ANSWER if one.pattern or not one.told else list(INCIDENT_TYPES).index(one.told),
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
                open_row.kinds + row.kinds, open_row.roles + row.roles, open_row.marks + row.marks,
                open_row.names + row.names[1:], NO_ANSWER, NO_ANSWER, row.weight,
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
    vocabulary: Vocabulary | Subwords,
    draw: Callable[[int], Sequence[Example]],
    epochs: int,
    seed: int,
    say: Say,
    step: Step = lambda *steps: None,
    checkpoint: Path | None = None,
    inputs: str = "",
    **size: int,
) -> Reader:
    """A trained network, begun from a pretrained encoder, an earlier network or the folder of another encoder; ``draw`` gives the examples of an epoch.

    Every finished epoch is kept in ``checkpoint`` and gone on from where it was of the same ``inputs``. What is random in an
    epoch comes from ``seed`` and its number alone, so a run that was stopped ends like one that was not.
    """
    torch.manual_seed(seed)
    model = (
        foreign_reader(start, DROPOUT)
        if start and start.is_dir()
        else new_reader(len(vocabulary.pieces), DROPOUT, **size)
    )
    if start and start.is_file():
        kept = torch.load(start, map_location="cpu")
        if "model" in kept:  # a checkpoint of pretraining: its heads know nothing of roles
            kept = {name: one for name, one in kept["model"].items() if name.startswith("encoder.")}
        model.load_state_dict(kept, strict=False)
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    begun, done, total = take_up(checkpoint, inputs, model, optimiser)
    if begun:
        say(f"going on after epoch {begun} of {epochs}")
    for epoch in range(begun, epochs):
        torch.manual_seed(seed * 1000 + epoch)
        rng = random.Random(f"{seed}/{epoch}")
        cut = batches(asked_rows(draw(epoch), vocabulary, rng), rng)
        total = total or len(cut) * epochs
        if epoch == begun:
            step(0, total - done)
        model.train()
        losses = []
        for batch in cut:
            part = done / total
            for group in optimiser.param_groups:
                group["lr"] = RATE * max(0.02, min(part / WARM, (1 - part) / (1 - WARM)))
            loss = batch_loss(model, batch, vocabulary)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            done += 1
            losses.append(loss.item())
            step(1)
        say(f"epoch {epoch + 1} of {epochs}: loss {np.mean(losses):.3f}, {len(cut)} batches")
        if not math.isfinite(losses[-1]):
            raise FloatingPointError("The loss is no longer finite.")
        if checkpoint:
            kept = {"model": model.state_dict(), "optimiser": optimiser.state_dict()}
            keep({"inputs": inputs, "epoch": epoch + 1, "done": done, "total": total, **kept}, checkpoint)
    return model.eval()


def pieces_of(checkpoint: Path) -> int | None:
    """How many pieces the vocabulary of a checkpoint has; None where it holds no encoder."""
    kept = torch.load(checkpoint, map_location="cpu")
    kept = kept.get("model", kept) if isinstance(kept, dict) else {}
    table = kept.get("encoder.embeddings.tok_embeddings.weight")
    return None if table is None else len(table)


def take_up(
    checkpoint: Path | None, inputs: str, model: Reader, optimiser: torch.optim.Optimizer
) -> tuple[int, int, int]:
    """Epochs finished, batches done and batches in all of an earlier run of the same inputs, whose state is taken on; else noughts."""
    if not checkpoint or not checkpoint.exists():
        return 0, 0, 0
    kept = torch.load(checkpoint, map_location="cpu")
    if kept["inputs"] != inputs:
        return 0, 0, 0
    model.load_state_dict(kept["model"])
    optimiser.load_state_dict(kept["optimiser"])
    return kept["epoch"], kept["done"], kept["total"]


def keep(state: dict, target: Path) -> None:
    """Write a checkpoint so that a half-written one never stands in its place."""
    unfinished = target.with_suffix(".part")
    torch.save(state, unfinished)
    os.replace(unfinished, target)


def batch_loss(model: Reader, batch: list[Asked], vocabulary: Vocabulary | Subwords) -> torch.Tensor:
    """Weighted mean loss of a batch: roles, marks, names and what its rows say of their pages."""
    ids, mask = (torch.tensor(one) for one in padded((row.ids for row in batch), vocabulary.pad))  # (B, T) each
    longest = ids.shape[1]
    named = torch.tensor([one.names + [NO_ANSWER] * (longest - len(one.names)) for one in batch])  # (B, T)
    special = torch.tensor(sorted(vocabulary.special))
    hidden = (torch.rand(ids.shape) < HIDDEN_WORDS) & ~torch.isin(ids, special)
    hidden |= (torch.rand(len(batch), 1) < HIDDEN_NAMES) & (named > 0)
    ids = ids.masked_fill(hidden, vocabulary.mask)
    row = torch.tensor([at for at, one in enumerate(batch) for _ in one.places], dtype=torch.long)  # (N,)
    place = torch.tensor([one for each in batch for one in each.places], dtype=torch.long)
    kind = torch.tensor([one for each in batch for one in each.kinds], dtype=torch.long)
    weight = torch.tensor([each.weight for each in batch for _ in each.places])
    roles, marks, names, pages = model(ids, mask, row, place, kind)  # (N, R), (N, marks), (B, T, C), (B, P)
    relevant = torch.tensor([float(one.relevant) for one in batch])  # (B,)
    types = torch.tensor([one.type for one in batch])  # (B,)
    role = torch.tensor([one for each in batch for one in each.roles], dtype=torch.long)  # (N,)
    mark = torch.tensor([one for each in batch for one in each.marks]).reshape(-1, len(MARK_NAMES))  # (N, marks)
    role_loss = F.cross_entropy(roles, role, reduction="none")
    mark_loss = F.binary_cross_entropy_with_logits(marks, mark, reduction="none").sum(-1)
    name_loss = F.cross_entropy(names.flatten(0, 1), named.flatten(), ignore_index=NO_ANSWER, reduction="sum")
    words = (named != NO_ANSWER).sum().clamp_min(1)
    asked = relevant != NO_ANSWER
    page_loss = F.binary_cross_entropy_with_logits(pages[asked, 0], relevant[asked], reduction="sum")
    page_loss = page_loss + F.cross_entropy(pages[:, 1:], types, ignore_index=NO_ANSWER, reduction="sum")
    of_figures = ((role_loss + MARKS_WEIGHT * mark_loss) * weight).sum() / weight.sum().clamp_min(1.0)
    return of_figures + NAMES_WEIGHT * name_loss / words + PAGE_WEIGHT * page_loss / len(batch)
