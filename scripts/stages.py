"""What a training run has finished: a work folder, a stage and its inputs in, whether the result is there already out.

``stages.json`` in the work folder keeps per stage the fingerprint of its inputs and of the files it left.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import nlp

MEMORY = "stages.json"
NLP, SCRIPTS = Path(nlp.__file__).parent, Path(__file__).parent
#: The modules that make of the data what is served, beside all of nlp.
TRAINING = (
    "calibration", "corpus_text", "evaluation", "examples", "exporting", "finetuning", "fitting", "invented", "make_corpus",
    "patterns", "reviews", "settling", "train", "training_data", "truths", "variation", "written",
)  # fmt: skip
#: Other versions of these may give other numbers from the same data.
LIBRARIES = ("kiwipiepy", "kiwipiepy_model", "numpy", "onnx", "onnxruntime", "tokenizers", "torch", "transformers")


def fingerprint(*parts: object) -> str:
    """One number for the contents of files and folders (given as paths) and the values of everything else."""
    found = hashlib.sha256()
    for part in parts:
        if isinstance(part, Path):
            for file in sorted(one for one in part.rglob("*") if one.is_file()) if part.is_dir() else [part]:
                found.update(f"{file.name}:{digest(file)};".encode())
        else:
            found.update(f"{part!r};".encode())
    return found.hexdigest()


def digest(path: Path) -> str:
    """The fingerprint of one file's contents."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def program() -> str:
    """The fingerprint of the code that reads texts and trains, and of the libraries it stands on."""
    code = [*sorted(NLP.glob("*.py")), *(SCRIPTS / f"{name}.py" for name in TRAINING)]
    return fingerprint(*code, NLP / "data", *map(installed, LIBRARIES))


def installed(library: str) -> str:
    """The installed version of a library; "" where it is absent."""
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def is_done(work: Path, stage: str, inputs: str, files: Iterable[Path]) -> bool:
    """Whether the stage has run on the same inputs and the files it left are still as it left them."""
    known = memory(work).get(stage, {})
    return known.get("inputs") == inputs and all(
        path.is_file() and digest(path) == known["files"].get(path.name) for path in files
    )


def remember(work: Path, stage: str, inputs: str, files: Iterable[Path]) -> None:
    """Note that the stage has run on these inputs and left these files."""
    told = memory(work) | {stage: {"inputs": inputs, "files": {path.name: digest(path) for path in files}}}
    unfinished = work / f"{MEMORY}.part"
    unfinished.write_text(json.dumps(told, indent=1), "utf-8")
    os.replace(unfinished, work / MEMORY)


def memory(work: Path) -> dict[str, dict]:
    """What the work folder remembers; nothing where its note is missing or broken."""
    try:
        told = json.loads((work / MEMORY).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}
