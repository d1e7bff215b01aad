"""From plain texts to a pretrained encoder: texts are analysed once, pieces counted, ids packed, and hidden pieces guessed.

Every stage leaves its result in the work folder and is skipped when it is there; the last one goes on from its checkpoint.
"""

import lzma
import marshal
import math
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch

from nlp.candidates import find_candidates
from nlp.encoding import CLS, FIXED, MASK, SEP, Vocabulary, encode_sentence, key, syllables
from nlp.model import Reader, new_reader, seed_embeddings
from nlp.tokenizer import Sentence, Token, read_sentences

PIECES = 16_000
SYLLABLES = 2_600
LENGTH = 128  # ids of a row
BATCH = 32
MASKED = 0.2
PEAK = 1.5e-3
WARM = 0.03
WINDOW = 4  # words to either side that count as company
#: Parts of the folder's texts that are no news: shown less often at the end.
FORMAL = re.compile("precedents")

Say = Callable[[str], None]
Line = tuple[str, list[Sentence]] | None


def analyse(texts: Path, work: Path, say: Say) -> None:
    """Kiwi's reading of every .txt or .txt.xz under ``texts``, kept under ``work/kiwi``; an empty line ends a document."""
    folder = work / "kiwi"
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted([*texts.rglob("*.txt"), *texts.rglob("*.txt.xz")]):
        target = folder / f"{'_'.join(path.relative_to(texts).parts).split('.')[0]}.bin"
        if target.exists():
            continue
        begun, unfinished = time.monotonic(), target.with_suffix(".part")
        opener = lzma.open if path.suffix == ".xz" else open
        with opener(path, "rt", encoding="utf-8") as lines, unfinished.open("wb") as kept:
            for line in lines:
                text = line.strip()
                found = [
                    tuple((one.form, one.tag, one.start, one.end) for one in each.tokens)
                    for each in read_sentences(text)
                ]
                marshal.dump((text, found) if text else None, kept)
        os.replace(unfinished, target)
        say(f"{target.name}: {time.monotonic() - begun:.0f} s")


def analysed(path: Path) -> Iterator[Line]:
    """The lines of an analysed file: text and sentences; None where a document ends."""
    with path.open("rb") as kept:
        while True:
            try:
                row = marshal.load(kept)
            except EOFError:
                return
            yield (
                None
                if row is None
                else (
                    row[0],
                    [Sentence(each[0][2], each[-1][3], tuple(Token(*one) for one in each)) for each in row[1] if each],
                )
            )


def build_vocabulary(work: Path, say: Say) -> Vocabulary:
    """The pieces seen most often, behind the fixed ones; written to ``work/vocab.json``."""
    target = work / "vocab.json"
    if target.exists():
        return Vocabulary.load(target)
    words: Counter[str] = Counter()
    signs: Counter[str] = Counter()
    for path in sorted((work / "kiwi").glob("*.bin")):
        weight = 1 if FORMAL.search(path.name) else 4
        seen = Counter(key(token) for line in analysed(path) if line for each in line[1] for token in each.tokens)
        for piece, times in seen.items():
            words[piece] += weight * times
            for sign in syllables(piece):
                signs[sign] += weight * times
    common = [sign for sign, _ in signs.most_common(SYLLABLES)]
    taken = set(FIXED) | set(common)
    rest = [word for word, _ in words.most_common() if word not in taken][: PIECES - len(taken)]
    vocabulary = Vocabulary([*FIXED, *common, *rest])
    vocabulary.save(target)
    say(f"{len(vocabulary.pieces)} pieces of {len(words)} forms")
    return vocabulary


def pack(work: Path, vocabulary: Vocabulary, say: Say) -> None:
    """Rows of ``LENGTH`` ids per analysed file, kept as ``work/ids/*.npy`` of shape (rows, LENGTH)."""
    folder = work / "ids"
    folder.mkdir(exist_ok=True)
    for path in sorted((work / "kiwi").glob("*.bin")):
        target = folder / f"{path.stem}.npy"
        if target.exists():
            continue
        rows = list(packed(analysed(path), vocabulary))
        np.save(target, np.array(rows, dtype=np.uint16))
        say(f"{target.name}: {len(rows) * LENGTH:,} ids")


def packed(lines: Iterator[Line], vocabulary: Vocabulary) -> Iterator[list[int]]:
    """Full rows of ids; a sentence ends with a separator, a row starts anew with a document."""
    row = [CLS]
    for line in lines:
        if line is None:
            row = [CLS] if len(row) < LENGTH // 2 else row
            continue
        text, sentences = line
        candidates = find_candidates(text, None)
        for sentence in sentences:
            inside = [(at, one) for at, one in enumerate(candidates) if sentence.start <= one.start < sentence.end]
            row += [*encode_sentence(sentence, inside, None, vocabulary).ids, SEP]
            while len(row) >= LENGTH:
                yield row[:LENGTH]
                row = [CLS, *row[LENGTH:]]


def company_vectors(rows: np.ndarray, pieces: int, size: int) -> torch.Tensor:
    """Vectors (pieces, size) of pieces by the company they keep: positive pointwise mutual information, decomposed."""
    flat = torch.from_numpy(rows.astype(np.int64))
    counts = torch.zeros(0, dtype=torch.int64), torch.zeros(0)
    for step in range(1, WINDOW + 1):
        pair = (flat[:, :-step] * pieces + flat[:, step:]).reshape(-1)
        back = (flat[:, step:] * pieces + flat[:, :-step]).reshape(-1)
        keys, times = torch.unique(torch.cat([counts[0], pair, back]), return_inverse=True)
        weight = torch.zeros(len(keys)).index_add_(
            0, times, torch.cat([counts[1], torch.full((2 * len(pair),), 1 / step)])
        )
        counts = keys, weight
    keys, weight = counts
    keys, weight = keys[weight > 1.5], weight[weight > 1.5]
    left, right = keys // pieces, keys % pieces
    total = torch.zeros(pieces).index_add_(0, left, weight)
    gain = torch.log(weight * weight.sum() / (total[left] * total[right].pow(0.75) * total.sum().pow(0.25))).clamp_min(
        0
    )
    matrix = torch.sparse_coo_tensor(torch.stack([left, right]), gain, (pieces, pieces)).coalesce()
    vectors, strength, _ = torch.svd_lowrank(matrix, q=size, niter=3)
    return vectors * strength.sqrt()


def load_rows(work: Path) -> tuple[np.ndarray, np.ndarray]:
    """Rows of news and the like, and rows of formal texts."""
    files = sorted((work / "ids").glob("*.npy"))
    plain = [np.load(path) for path in files if not FORMAL.search(path.name)]
    formal = [np.load(path) for path in files if FORMAL.search(path.name)]
    empty = [np.zeros((0, LENGTH), dtype=np.uint16)]
    return np.concatenate(plain + empty), np.concatenate(formal + empty)


def hide(rows: np.ndarray, pieces: int, rng: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids with some hidden, and targets with the hidden ones only; both (rows, LENGTH)."""
    ids = rows.astype(np.int64)
    asked = (rng.random(ids.shape) < MASKED) & (ids > MASK)
    targets = np.where(asked, ids, -100)
    how = rng.random(ids.shape)
    ids[asked & (how < 0.8)] = MASK
    noise = asked & (how > 0.9)
    ids[noise] = rng.integers(len(FIXED), pieces, noise.sum())
    return torch.from_numpy(ids), torch.from_numpy(targets)


def pretrain(work: Path, vocabulary: Vocabulary, minutes: float, seed: int, say: Say, **size: int) -> None:
    """Train the encoder for so many minutes of computing; checkpoints go to ``work/pretrained.pt`` twice a minute and are gone on from."""
    torch.manual_seed(seed)
    plain, formal = load_rows(work)
    pieces = len(vocabulary.pieces)
    model = new_reader(pieces, **size)
    target, spent, step = work / "pretrained.pt", 0.0, 0
    weights = [one for one in model.parameters() if one.requires_grad]
    optimiser = torch.optim.AdamW(
        [{"params": [one for one in weights if one.dim() > 1], "weight_decay": 0.01}, {"params": [one for one in weights if one.dim() < 2], "weight_decay": 0.0}],
        lr=PEAK, betas=(0.9, 0.98), eps=1e-6, fused=True,
    )  # fmt: skip
    if target.exists():
        kept = torch.load(target)
        model.load_state_dict(kept["model"])
        optimiser.load_state_dict(kept["optimiser"])
        spent, step = kept["spent"], kept["step"]
        say(f"going on after {spent / 60:.1f} minutes, step {step}")
    else:
        begun = time.monotonic()
        seed_embeddings(
            model,
            company_vectors(
                np.concatenate([plain, formal[: len(plain) * 2]]), pieces, model.encoder.config.hidden_size
            ),
        )
        say(f"vectors of company: {time.monotonic() - begun:.0f} s; rows: {len(plain)} plain, {len(formal)} formal")
    rng = np.random.default_rng([seed, step])
    held_out = hide(plain[:: max(1, len(plain) // 64)][:64], pieces, np.random.default_rng(0))
    model.train()
    recent: list[float] = []
    last_saved = begun = time.monotonic()
    begun -= spent
    while (done := (time.monotonic() - begun) / (minutes * 60)) < 1:
        rate = PEAK * min(done / WARM, (1 - done) / (1 - WARM)) + 1e-6
        for group in optimiser.param_groups:
            group["lr"] = rate
        share = 0.4 if done < 0.6 else 0.75  # the end belongs to texts like those to be read
        chosen = [
            plain[rng.integers(len(plain))]
            if rng.random() < share or not len(formal)
            else formal[rng.integers(len(formal))]
            for _ in range(BATCH)
        ]
        loss = model.piece_loss(*hide(np.stack(chosen), pieces, rng))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        step += 1
        recent.append(loss.item())
        if not math.isfinite(recent[-1]):
            raise FloatingPointError(f"The loss is {recent[-1]} at step {step}.")
        if time.monotonic() - last_saved > 60:
            save(model, optimiser, time.monotonic() - begun, step, target)
            model.eval()
            with torch.no_grad():
                held = model.piece_loss(*held_out).item()
            model.train()
            say(
                f"{done:.0%} step {step} ({step * BATCH * LENGTH / 1e6:.2f}M ids) loss {np.mean(recent):.3f}, held out {held:.3f}"
            )
            last_saved, recent = time.monotonic(), []
    save(model, optimiser, time.monotonic() - begun, step, target)
    say(f"pretrained: {step} steps, {step * BATCH * LENGTH / 1e6:.2f}M ids")


def save(model: Reader, optimiser: torch.optim.Optimizer, spent: float, step: int, target: Path) -> None:
    """Write a checkpoint so that a half-written one never stands in its place."""
    unfinished = target.with_suffix(".part")
    torch.save(
        {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "spent": spent, "step": step}, unfinished
    )
    os.replace(unfinished, target)
