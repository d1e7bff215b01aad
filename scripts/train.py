"""Training, read from top to bottom: what is served is made of data files in the stages below, which ``sago train`` calls in order.

Two more make the encoder that fine-tuning begins from; they need texts that are not shipped:

    python -m scripts.train vocab --texts FOLDER --work FOLDER       pieces of the texts, packed
    python -m scripts.train pretrain --work FOLDER --minutes 60      an encoder that guesses hidden pieces
"""

import json
import random
import shutil
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from nlp.doctypes import RELEVANCE, TYPES, load_document_models
from nlp.linear import ROLE_NAMES, Linear, page_features
from nlp.mentions import INCIDENT_TYPES
from nlp.network import TOKENIZER, load_network, load_pieces
from nlp.voters import (
    CALIBRATION,
    LINEAR,
    NETWORK,
    VOCABULARY,
    VOTERS,
    Voters,
    alone,
    load_voters,
    read_voters,
    rule_probabilities,
    vote,
)
from scripts import calibration
from scripts.console import fail, t
from scripts.corpus_text import Written
from scripts.examples import Example, document_example, weight_of
from scripts.fitting import fit
from scripts.make_corpus import filled
from scripts.progress import followed, progress, say
from scripts.settling import settle
from scripts.training_data import Data, shown
from scripts.variation import varied

FILLS = 3  # documents per pattern for the linear model
VARIED = 2  # variations of every article for the linear model
ROLE_EPOCHS = 10  # of the linear model of roles
AIM = 0.98  # share of right facts among those that need no review
CHECKPOINT, TRAINED, FULL = "epochs.pt", "finetuned.pt", "network-full.onnx"


def fit_linear(data: Data, target: Path, seed: int) -> None:
    """Write the linear models of roles, relevance and incident type."""
    rng = random.Random(f"{seed}/linear")
    articles = [one for _ in range(VARIED) for one in varied(data.articles, rng)]
    written = [*filled(data.patterns, FILLS, seed), *articles]
    what = t("linear models: reading", "선형 모델: 읽기")
    roles = fit_roles((each for one in followed(written, what) for each in shown([one])), seed)
    roles.save(target / LINEAR)
    rows = [document_example(one) for one in followed(articles, t("documents: reading", "문서: 읽기"))]
    labels = ["yes" if one.relevant else "no" for one in articles]
    fit_documents(rows, labels, articles, ("no", "yes"), seed).save(target / RELEVANCE)
    typed = [at for at, one in enumerate(articles) if one.type]
    chosen = [articles[at] for at in typed]
    types = [one.type or "" for one in chosen]
    fit_documents([rows[at] for at in typed], types, chosen, tuple(INCIDENT_TYPES), seed).save(target / TYPES)


def fit_roles(learned: Iterable[Example], seed: int) -> Linear:
    """The linear model of roles."""
    rows, labels, weights, sources = [], [], [], []
    for one in learned:
        rows += page_features(one.page, one.around, one.ruled, one.published, one.title, one.incident_type)
        labels += [ROLE_NAMES.index(role) for role in one.roles]
        weights += [weight_of(one)] * len(one.roles)
        sources += [one.source] * len(one.roles)
    allowed = np.array(
        [[name.partition("/")[0] == ROLE_NAMES[label].partition("/")[0] for name in ROLE_NAMES] for label in labels]
    )
    with progress(t("linear models: roles", "선형 모델: 역할"), len(rows) * ROLE_EPOCHS) as step:
        return fit(rows, labels, weights, sources, allowed, ROLE_NAMES, epochs=ROLE_EPOCHS, seed=seed, step=step)


def fit_documents(
    rows: Sequence[dict[str, float]],
    labels: Sequence[str],
    documents: Sequence[Written],
    classes: tuple[str, ...],
    seed: int,
) -> Linear:
    """A linear model of whole documents; ``labels`` names the class of each row."""
    allowed = np.ones((len(rows), len(classes)), dtype=bool)
    sources = [one.id for one in documents]
    return fit(rows, [classes.index(one) for one in labels], [1.0] * len(rows), sources, allowed, classes, seed=seed)


def fit_network(
    data: Data, work: Path, checkpoint: Path, vocabulary: Path, epochs: int, seed: int, threads: int, inputs: str
) -> None:
    """Write the network fine-tuned from a checkpoint to the work folder; goes on after the last epoch finished on the same ``inputs``."""
    import torch

    from scripts import finetuning

    torch.set_num_threads(threads)

    def draw(epoch: int) -> list[Example]:
        written = [
            *filled(data.patterns, 1, 1000 * seed + epoch),
            *varied(data.articles, random.Random(f"{seed}/{epoch}")),
        ]
        return list(shown(written))

    with progress(t("network: batches", "신경망: 묶음")) as step:
        model = finetuning.finetune(
            checkpoint,
            load_pieces(vocabulary),
            draw,
            epochs,
            seed,
            lambda line: say(f"network: {line}", f"신경망: {line}"),
            step,
            work / CHECKPOINT,
            inputs,
        )
    finetuning.keep(model.state_dict(), work / TRAINED)
    (work / CHECKPOINT).unlink(missing_ok=True)


def export_network(work: Path, checkpoint: Path, vocabulary: Path, target: Path) -> None:
    """Write the fine-tuned network in eight bits and its vocabulary or tokenizer; the other of the two, left by another network, is taken away."""
    from scripts import exporting

    foreign = checkpoint if checkpoint.is_dir() else None
    exporting.export(work / TRAINED, vocabulary, work / FULL, target / NETWORK, foreign)
    kept, other = (TOKENIZER, VOCABULARY) if foreign else (VOCABULARY, TOKENIZER)
    shutil.copyfile(vocabulary, target / kept)
    (target / other).unlink(missing_ok=True)


def calibrate(documents: Sequence[Written], target: Path, network: bool) -> dict:
    """The shares, temperatures and thresholds found on documents for the models of a folder, where they are written too."""
    load_network.cache_clear()
    load_document_models.cache_clear()
    read = followed(documents, t("calibration: reading", "보정: 읽기"))
    learned = [each for one in read if one.relevant for each in shown([one])]
    kinds = [role.partition("/")[0] for one in learned for role in one.roles]
    for kind in calibration.KINDS:
        if kind not in kinds:
            fail(
                f"The calibration part has no {kind} in a document that tells of an incident.",
                f"보정용 사고 문서에 {kind} 값이 없습니다.",
            )
    right = np.array([ROLE_NAMES.index(role) for one in learned for role in one.roles])
    voters = replace(models_of(target, network), shares={}, temperatures={}, sure={})
    heard = {name: np.concatenate([voice(voters, name, one) for one in learned]) for name in voices(voters)}
    found = calibration.calibrate(heard, kinds, right)
    voters = replace(voters, shares=found["shares"], temperatures=found["temperatures"])
    all_ = np.concatenate([voted(voters, one) for one in learned])
    found |= settle(documents, voters, load_document_models(target), AIM)
    found["measured"] = {
        name: round(float((each.argmax(1) == right).mean()), 4) for name, each in {**heard, "vote": all_}.items()
    }
    found["measured"] |= {
        "calibration_error": round(calibration.calibration_error(all_.max(1), all_.argmax(1) == right), 4),
        "candidates": len(right),
    }
    (target / CALIBRATION).write_text(json.dumps(found, indent=1), "utf-8")
    for kept in (
        load_voters,
        load_network,
        load_document_models,
    ):  # what they hold may be older than what lies there now
        kept.cache_clear()
    return found


def models_of(folder: Path, network: bool) -> Voters:
    """The voters of a folder, without the network where it is left out."""
    if network:
        return read_voters(folder)
    return Voters(None, Linear.load(folder / LINEAR), {}, {})


def voices(voters: Voters) -> list[str]:
    """The names of the voters that can speak."""
    return [name for name in VOTERS if name == "rules" or getattr(voters, name)]


def voice(voters: Voters, name: str, one: Example) -> np.ndarray:
    """The probabilities (candidates, roles) of one voter alone."""
    if name == "rules":
        return rule_probabilities(one.page.candidates, one.ruled)
    return voted(alone(voters, name), one)


def voted(voters: Voters, one: Example) -> np.ndarray:
    """The probabilities (candidates, roles) of all that may judge an example."""
    return vote(voters, one.page, one.around, one.ruled, one.published, one.title, one.incident_type).roles


app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)
Work = Annotated[Path, typer.Option(help="Folder for everything in between: readings, ids, checkpoints.")]


def told(message: str) -> None:
    """Print a line of progress with the time."""
    print(time.strftime("%H:%M:%S"), message, flush=True)


@app.command()
def vocab(
    texts: Annotated[Path, typer.Option(help="Folder with .txt or .txt.xz files, one sentence or paragraph a line.")],
    work: Work,
) -> None:
    """Read the texts with Kiwi, count their pieces, pack their ids."""
    from scripts import pretraining

    pretraining.analyse(texts, work, told)
    pretraining.pack(work, pretraining.build_vocabulary(work, told), told)


@app.command()
def pretrain(
    work: Work,
    minutes: Annotated[float, typer.Option(help="Minutes of computing.")] = 60,
    seed: Annotated[int, typer.Option(help="The same seed draws the same examples in the same order.")] = 0,
    threads: Annotated[int, typer.Option(help="Threads for computing.")] = 2,
) -> None:
    """Train the encoder to guess hidden pieces; goes on from its checkpoint."""
    import torch

    from nlp.encoding import Vocabulary
    from scripts import pretraining

    torch.set_num_threads(threads)
    pretraining.pretrain(work, Vocabulary.load(work / VOCABULARY), minutes, seed, told)


if __name__ == "__main__":
    sys.exit(app())
