"""Training, read from top to bottom: vocab, pretrain, linear, finetune, export, calibrate. Each stage reads and leaves files in the work folder.

    python -m scripts.train vocab --texts FOLDER --work FOLDER       pieces of the texts, packed
    python -m scripts.train pretrain --work FOLDER --minutes 60      an encoder that guesses hidden pieces
    python -m scripts.train linear                                   the linear models of roles, relevance and type
    python -m scripts.train finetune --work FOLDER                   a network that knows roles
    python -m scripts.train export --work FOLDER                     the same in eight bits, as it is served
    python -m scripts.train calibrate                                shares, temperatures and thresholds

What is served goes to ``nlp/weights``. The first two need texts that are not shipped; the rest starts from the pretrained encoder or from nothing.
"""

import json
import random
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from nlp.doctypes import RELEVANCE, TYPES
from nlp.linear import ROLE_NAMES, Linear, page_features
from nlp.mentions import INCIDENT_TYPES, is_fact
from nlp.voters import (
    CALIBRATION,
    LINEAR,
    NETWORK,
    VOCABULARY,
    VOTERS,
    WEIGHTS,
    decided,
    load_voters,
    rule_probabilities,
    vote,
)
from scripts import calibration
from scripts.console import fail
from scripts.corpus_text import Written, read_documents
from scripts.examples import Example, document_example, examples, weight_of
from scripts.fitting import fit
from scripts.make_corpus import CORPUS, PATTERNS, filled
from scripts.variation import varied

FILLS = 3  # documents per pattern for the linear model
VARIED = 2  # variations of every article for the linear model
AIM = 0.98  # share of right answers among those that need no review

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)
Work = Annotated[Path, typer.Option(help="Folder for everything in between: readings, ids, checkpoints.")]
Corpus = Annotated[Path, typer.Option(help="Folder with patterns.txt, train/ and calibration/.")]
Target = Annotated[Path, typer.Option(help="Folder for what is served.")]
Seed = Annotated[int, typer.Option(help="The same seed draws the same examples in the same order.")]
Threads = Annotated[int, typer.Option(help="Threads for computing.")]


def say(message: str) -> None:
    """Print a line of progress with the time."""
    print(time.strftime("%H:%M:%S"), message, flush=True)


def documents_of(corpus: Path, part: str) -> list[Written]:
    """The documents of a part of the corpus."""
    found = [one for path in sorted((corpus / part).glob("*.txt")) for one in read_documents(path)[0]]
    if not found:
        fail(f"There are no documents in {corpus / part}.", f"{corpus / part}에 문서가 없습니다.")
    return found


@app.command()
def vocab(
    texts: Annotated[Path, typer.Option(help="Folder with .txt or .txt.xz files, one sentence or paragraph a line.")],
    work: Work,
) -> None:
    """Read the texts with Kiwi, count their pieces, pack their ids."""
    from scripts import pretraining

    pretraining.analyse(texts, work, say)
    pretraining.pack(work, pretraining.build_vocabulary(work, say), say)


@app.command()
def pretrain(
    work: Work,
    minutes: Annotated[float, typer.Option(help="Minutes of computing.")] = 60,
    seed: Seed = 0,
    threads: Threads = 2,
) -> None:
    """Train the encoder to guess hidden pieces; goes on from its checkpoint."""
    import torch

    from nlp.encoding import Vocabulary
    from scripts import pretraining

    torch.set_num_threads(threads)
    pretraining.pretrain(work, Vocabulary.load(work / VOCABULARY), minutes, seed, say)


@app.command()
def linear(corpus: Corpus = CORPUS, target: Target = WEIGHTS, seed: Seed = 0) -> None:
    """Fit the linear models of roles, relevance and incident type."""
    target.mkdir(parents=True, exist_ok=True)
    rng = random.Random(seed)
    articles = [one for _ in range(VARIED) for one in varied(documents_of(corpus, "train"), rng)]
    roles = fit_roles([*examples(filled(corpus / PATTERNS, FILLS, seed)), *examples(articles)], seed)
    roles.save(target / LINEAR)
    say(f"roles: {len(roles.numbers)} features")
    rows = [document_example(one) for one in articles]
    for name, classes, chosen in (
        (
            RELEVANCE,
            ("no", "yes"),
            [(row, "yes" if one.relevant else "no", one.id) for row, one in zip(rows, articles, strict=True)],
        ),
        (
            TYPES,
            tuple(INCIDENT_TYPES),
            [(row, one.type, one.id) for row, one in zip(rows, articles, strict=True) if one.type],
        ),
    ):
        labels = [classes.index(label) for _, label, _ in chosen]
        allowed = np.ones((len(chosen), len(classes)), dtype=bool)
        model = fit(
            [row for row, _, _ in chosen],
            labels,
            [1.0] * len(chosen),
            [source for _, _, source in chosen],
            allowed,
            classes,
            seed=seed,
        )
        model.save(target / name)
        say(f"{name}: {len(model.numbers)} features")


def fit_roles(shown: Sequence[Example], seed: int) -> Linear:
    """The linear model of roles."""
    rows, labels, weights, sources = [], [], [], []
    for one in shown:
        rows += page_features(one.page, one.around, one.ruled, one.published, one.title, one.incident_type)
        labels += [ROLE_NAMES.index(role) for role in one.roles]
        weights += [weight_of(one)] * len(one.roles)
        sources += [one.source] * len(one.roles)
    allowed = np.array(
        [[name.partition("/")[0] == ROLE_NAMES[label].partition("/")[0] for name in ROLE_NAMES] for label in labels]
    )
    return fit(rows, labels, weights, sources, allowed, ROLE_NAMES, epochs=10, seed=seed)


@app.command()
def finetune(
    work: Work,
    corpus: Corpus = CORPUS,
    epochs: int = 10,
    seed: Seed = 0,
    threads: Threads = 2,
    scratch: bool = False,
    start: Annotated[Path | None, typer.Option(help="An earlier finetuned network to go on from.")] = None,
) -> None:
    """Train the network on roles, from the pretrained encoder, an earlier network (--start) or nothing (--scratch)."""
    import torch

    from nlp.encoding import Vocabulary
    from scripts import finetuning

    torch.set_num_threads(threads)
    articles = documents_of(corpus, "train")

    def draw(epoch: int) -> list[Example]:
        shown = [
            *filled(corpus / PATTERNS, 1, 1000 * seed + epoch),
            *varied(articles, random.Random(f"{seed}/{epoch}")),
        ]
        return list(examples(shown))

    begun = None if scratch else start or work / "pretrained.pt"
    model = finetuning.finetune(begun, Vocabulary.load(work / VOCABULARY), draw, epochs, seed, say)
    torch.save(model.state_dict(), work / f"finetuned-{seed}.pt")


@app.command()
def export(work: Work, target: Target = WEIGHTS, seed: Seed = 0) -> None:
    """Write the network in eight bits, and its vocabulary."""
    from scripts import exporting

    target.mkdir(parents=True, exist_ok=True)
    exporting.export(work / f"finetuned-{seed}.pt", work / VOCABULARY, work / "network.onnx", target / NETWORK)
    shutil.copyfile(work / VOCABULARY, target / VOCABULARY)
    say(f"{target / NETWORK}: {(target / NETWORK).stat().st_size / 1e6:.1f} MB")


@app.command()
def calibrate(corpus: Corpus = CORPUS, target: Target = WEIGHTS) -> None:
    """Find each voter's share, the temperatures and the review thresholds on the calibration part."""
    (target / CALIBRATION).unlink(missing_ok=True)
    load_voters.cache_clear()
    voters = load_voters(target)
    shown = [one for one in examples(documents_of(corpus, "calibration")) if one.relevant]
    kinds = [role.partition("/")[0] for one in shown for role in one.roles]
    right = np.array([ROLE_NAMES.index(role) for one in shown for role in one.roles])
    heard = {
        name: np.concatenate([voice(voters, name, one) for one in shown])
        for name in VOTERS
        if name == "rules" or getattr(voters, name)
    }
    found = calibration.calibrate(heard, kinds, right)
    (target / CALIBRATION).write_text(json.dumps(found, indent=1), "utf-8")
    load_voters.cache_clear()
    voters = load_voters(target)
    all_ = np.concatenate(
        [vote(voters, one.page, one.around, one.ruled, one.published, one.title, one.incident_type) for one in shown]
    )
    is_of_fact = np.array([is_fact(*name.split("/")) for name in ROLE_NAMES])
    found["fact_from"] = calibration.fact_threshold(all_, right, is_of_fact)
    candidates = [each for one in shown for each in one.page.candidates]
    judged = decided(candidates, all_, found["fact_from"])
    best = np.array([ROLE_NAMES.index(f"{one.kind}/{each.role}") for one, each in zip(candidates, judged, strict=True)])
    sure = np.array([one.confidence for one in judged])
    found["sure"] = {}
    for kind in calibration.KINDS:
        facts = np.array([one == kind for one in kinds]) & is_of_fact[best]  # what would be accepted as a fact
        found["sure"][kind] = round(calibration.threshold(sure[facts], best[facts] == right[facts], AIM), 4)
    found["measured"] = {
        name: round(float((each.argmax(1) == right).mean()), 4) for name, each in {**heard, "vote": all_}.items()
    }
    found["measured"] |= {
        "calibration_error": round(calibration.calibration_error(all_.max(1), all_.argmax(1) == right), 4),
        "candidates": len(right),
    }
    (target / CALIBRATION).write_text(json.dumps(found, indent=1), "utf-8")
    say(f"calibrated: {found}")


def voice(voters, name: str, one: Example) -> np.ndarray:
    """The probabilities (candidates, roles) of one voter alone, at temperature 1."""
    from dataclasses import replace

    if name == "rules":
        return rule_probabilities(one.page.candidates, one.ruled)
    alone = replace(
        voters, network=voters.network if name == "network" else None, linear=voters.linear if name == "linear" else None,
        shares={kind: {name: 1.0, "rules": 0.0} for kind in calibration.KINDS}, temperatures={},
    )  # fmt: skip
    return vote(alone, one.page, one.around, one.ruled, one.published, one.title, one.incident_type)


if __name__ == "__main__":
    sys.exit(app())
