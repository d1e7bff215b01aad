"""``sago train``: everything that is served, trained from data files into a folder; what a stopped run has finished is not done again."""

import os
import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nlp.network import TOKENIZER
from scripts.console import STOPPED, ended, fail, out, t
from scripts.progress import say

if TYPE_CHECKING:
    from scripts.training_data import Data

NLP = Path(__file__).parents[2] / "nlp"
MODELS = "models"  # folder in the work folder: what will be served
NEEDED = ("torch", "onnx")


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: its name in both languages, the fingerprint of what goes in, the files that come out and what makes them."""

    name: str
    korean: str
    inputs: str
    files: Sequence[Path]
    make: Callable[[], object]


def train(
    into: Annotated[Path, typer.Option(help="Folder for what is served; nlp/weights replaces what is served now.")] = Path("weights-new"),
    corpus: Annotated[Path, typer.Option(help="Folder with patterns.txt, train/ and calibration/.")] = NLP / "corpus",
    reviews: Annotated[Path | None, typer.Option(help="Decisions of people (JSONL) to learn from too.")] = None,
    work: Annotated[Path, typer.Option(help="Folder for checkpoints and whatever is finished.")] = Path("train-work"),
    network: Annotated[bool, typer.Option("--network/--no-network", help="Whether the network is trained too.")] = True,
    checkpoint: Annotated[Path, typer.Option(help="Encoder or network to fine-tune from: a file of ours, or a folder with another encoder (config.json, weights, tokenizer.json).")] = NLP / "weights" / "checkpoint" / "encoder-fp16.pt",
    vocabulary: Annotated[Path, typer.Option(help="Vocabulary of the checkpoint.")] = NLP / "weights" / "vocab.json",
    epochs: Annotated[int, typer.Option(min=1, help="Times the network sees every article.")] = 12,
    seed: Annotated[int, typer.Option(help="The same seed, data and threads give the same models.")] = 0,
    threads: Annotated[int, typer.Option(min=1, help="Threads for the network.")] = 2,
) -> None:  # fmt: skip
    """Train the linear models and the network, bring the network to eight bits, find shares, temperatures and thresholds."""
    begun = time.monotonic()
    if network:
        check_network(checkpoint, vocabulary)
    if checkpoint.is_dir():
        vocabulary = checkpoint / TOKENIZER
    try:
        from scripts.training_data import read_data

        data = read_data(corpus, reviews)
        (work / MODELS).mkdir(parents=True, exist_ok=True)
        into.mkdir(parents=True, exist_ok=True)
        for stage in stages(
            data, corpus, reviews, work, checkpoint if network else None, vocabulary, epochs, seed, threads
        ):
            run(stage, work)
        publish(work / MODELS, into, network)
    except KeyboardInterrupt:
        fail(
            f"Stopped; {into} is as it was. What is finished is kept in {work}, and the same command goes on from there.",
            f"멈췄습니다. {into}는 그대로이고 끝난 단계는 {work}에 있어 같은 명령으로 이어 갑니다.",
            STOPPED,
        )
    except FloatingPointError as error:
        fail(f"Training went astray: {error}", f"학습이 발산했습니다: {error}")
    except OSError as error:
        said = ended(f"{error.filename or work}: {error.strerror or error}")
        fail(said, said)
    report(into, time.monotonic() - begun)


def check_network(checkpoint: Path, vocabulary: Path) -> None:
    """End the run with a sentence where the network cannot be trained from these."""
    if missing := [name for name in NEEDED if not find_spec(name)]:
        fail(
            f"Training the network needs {' and '.join(missing)}: install the 'train' extra (pip install -e '.[train]'), or leave the network out with --no-network.",
            f"신경망 학습에는 {', '.join(missing)}가 필요합니다: train 추가 설치(pip install -e '.[train]')를 하거나 --no-network로 신경망을 빼십시오.",
        )
    if checkpoint.is_dir():
        check_folder(checkpoint)
        return
    for path, what, korean in ((checkpoint, "checkpoint", "체크포인트"), (vocabulary, "vocabulary", "어휘")):
        if not path.is_file():
            fail(f"The {what} {path} is missing.", f"{korean} 파일 {path}가 없습니다.")
    import pickle

    from nlp.encoding import Vocabulary
    from scripts.finetuning import pieces_of

    try:
        trained, known = pieces_of(checkpoint), len(Vocabulary.load(vocabulary).pieces)
    except (RuntimeError, ValueError, EOFError, pickle.UnpicklingError) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        fail(
            f"{checkpoint} or {vocabulary} cannot be read: {said}",
            f"{checkpoint}나 {vocabulary}를 읽을 수 없습니다: {said}",
        )
    if trained is None:
        fail(f"{checkpoint} holds no encoder of ours.", f"{checkpoint}에 인코더가 없습니다.")
    if trained != known:
        fail(
            f"{checkpoint} was trained with another vocabulary: it knows {trained} pieces, {vocabulary} has {known}.",
            f"{checkpoint}는 다른 어휘로 학습되었습니다: {trained}개를 아는데 {vocabulary}에는 {known}개가 있습니다.",
        )


def check_folder(folder: Path) -> None:
    """End the run with a sentence where a folder holds no encoder that can be trained, or a tokenizer that does not fit it."""
    for name in ("config.json", TOKENIZER):
        if not (folder / name).is_file():
            fail(f"{folder} lacks {name}.", f"{folder}에 {name}이 없습니다.")
    import torch
    from transformers.utils import logging

    from nlp.model import foreign_reader
    from nlp.subwords import Subwords

    loud = logging.get_verbosity()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        ids = Subwords.load(folder / TOKENIZER).tokenizer.get_vocab().values()
        reader = foreign_reader(folder)
        reader.hidden(torch.zeros((1, 2), dtype=torch.long), None)
    except (
        Exception
    ) as error:  # for a file it cannot use transformers has an error per layer below it, without a common name
        said = ended(str(error).splitlines()[0] if str(error) else type(error).__name__)
        fail(f"{folder} cannot be read: {said}", f"{folder} 폴더를 읽을 수 없습니다: {said}")
    finally:
        logging.set_verbosity(loud)
        logging.enable_progress_bar()
    known, asked = reader.encoder.config.vocab_size, 1 + max(ids)
    if asked > known:
        fail(
            f"{folder} knows {known} pieces, its tokenizer {asked}.",
            f"{folder}의 인코더는 조각 {known}개를 아는데 토크나이저에는 {asked}개가 있습니다.",
        )


def stages(
    data: "Data", corpus: Path, reviews: Path | None, work: Path, checkpoint: Path | None, vocabulary: Path, epochs: int, seed: int, threads: int
) -> Iterable[Stage]:  # fmt: skip
    """The stages in order; each is described once the one before it is done, because its inputs hang on what that left."""
    from nlp.doctypes import RELEVANCE, TYPES
    from nlp.voters import CALIBRATION, LINEAR, NETWORK, VOCABULARY
    from scripts import train as training
    from scripts.stages import fingerprint, program

    models, code = work / MODELS, program()
    learned = fingerprint(data.patterns, corpus / "train", *([reviews] if reviews else []), code)
    files = [models / name for name in (LINEAR, RELEVANCE, TYPES)]
    yield Stage(
        "linear models", "선형 모델", fingerprint(learned, seed), files, lambda: training.fit_linear(data, models, seed)
    )
    if checkpoint:
        trained, served = (
            work / training.TRAINED,
            [models / NETWORK, models / (TOKENIZER if checkpoint.is_dir() else VOCABULARY)],
        )
        inputs = fingerprint(learned, checkpoint, vocabulary, epochs, seed, threads)
        yield Stage(
            "network", "신경망", inputs, [trained],
            lambda: training.fit_network(data, work, checkpoint, vocabulary, epochs, seed, threads, inputs),
        )  # fmt: skip
        yield Stage(
            "export", "내보내기", fingerprint(trained, vocabulary, code), served,
            lambda: training.export_network(work, checkpoint, vocabulary, models),
        )  # fmt: skip
        files += served
    yield Stage(
        "calibration", "보정", fingerprint(*files, corpus / "calibration", code), [models / CALIBRATION],
        lambda: training.calibrate(data.calibration, models, checkpoint is not None),
    )  # fmt: skip


def run(stage: Stage, work: Path) -> None:
    """Make what a stage makes, unless it is there already."""
    from scripts.stages import is_done, remember

    if is_done(work, stage.name, stage.inputs, stage.files):
        say(
            f"{stage.name}: skipped, finished before on the same data and options.",
            f"{stage.korean}: 같은 자료와 설정으로 이미 끝나 건너뜁니다.",
        )
        return
    begun = time.monotonic()
    stage.make()
    remember(work, stage.name, stage.inputs, stage.files)
    spent = time.monotonic() - begun
    say(f"{stage.name}: done in {spent:.0f} s.", f"{stage.korean}: {spent:.0f}초 만에 끝났습니다.")


def publish(models: Path, into: Path, network: bool) -> None:
    """Put the models into the folder they are served from, each at once; what belongs to another network, or to one that was left out, is taken away there."""
    from nlp.voters import NETWORK, VOCABULARY

    names = [
        path.name for path in sorted(models.iterdir()) if network or path.name not in (NETWORK, VOCABULARY, TOKENIZER)
    ]
    for name in names:
        shutil.copyfile(models / name, into / f"{name}.part")
    for name in (NETWORK, VOCABULARY, TOKENIZER):
        if name not in names:
            (into / name).unlink(missing_ok=True)
    for name in names:
        os.replace(into / f"{name}.part", into / name)


def report(into: Path, spent: float) -> None:
    """Print what was made, how right it is on the calibration part and how to compare it."""
    import json

    from nlp.voters import CALIBRATION

    measured = json.loads((into / CALIBRATION).read_text("utf-8"))["measured"]
    size = sum(path.stat().st_size for path in into.iterdir() if path.is_file()) / 1e6
    rights = ", ".join(
        f"{name} {value:.3f}" for name, value in measured.items() if name not in ("candidates", "calibration_error")
    )
    out.print(
        t(
            f"{into}: {size:.1f} MB in {spent:.0f} s. Right roles on {measured['candidates']} figures of the calibration part: {rights}.\n"
            f"Compare: sago evaluate --weights {into} --against nlp/weights",
            f"{into}: {size:.1f} MB, {spent:.0f}초. 보정용 수치 {measured['candidates']}개의 역할 정답률: {rights}.\n"
            f"비교: sago evaluate --weights {into} --against nlp/weights",
        ),
        markup=False,
        soft_wrap=True,
    )
