"""What a training run learns from: a corpus folder and a file of reviews in, documents and examples out; a fault ends the run with a sentence."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.console import fail, t, warn
from scripts.corpus_text import Fault, Written, read_documents
from scripts.examples import Example, examples
from scripts.make_corpus import PATTERNS
from scripts.patterns import read_patterns
from scripts.reviews import held_back, read_reviews, unread


@dataclass(frozen=True, slots=True)
class Data:
    """What a training run learns from: the patterns, the articles with the reviews, and the documents that set how sure it may be."""

    patterns: Path
    articles: list[Written]
    calibration: list[Written]


def read_data(corpus: Path, reviews: Path | None) -> Data:
    """The data of a corpus folder and of a file of reviews; a fault in any of them ends the run with a sentence."""
    patterns = corpus / PATTERNS
    if not patterns.is_file():
        fail(f"There is no {PATTERNS} in {corpus}.", f"{corpus}에 {PATTERNS}가 없습니다.")
    stop_at(not_utf8([patterns, *sorted(corpus.glob("*/*.txt")), *([reviews] if reviews else [])]))
    stop_at(read_patterns(patterns)[1])
    articles, tuned = (read_part(corpus / part) for part in ("train", "calibration"))
    if reviews:
        judged, faults = read_reviews(reviews)
        stop_at(faults)
        for fault in (*unread(judged), *held_back(judged, tuned)):
            warn(str(fault), str(fault))
        articles += judged
    if {one.relevant for one in articles} != {True, False} or not any(one.type for one in articles):
        fail(
            f"{corpus / 'train'} needs documents that tell of an incident and documents that do not.",
            f"{corpus / 'train'}에는 사고 문서와 사고가 아닌 문서가 모두 있어야 합니다.",
        )
    return Data(patterns, articles, tuned)


def read_part(folder: Path) -> list[Written]:
    """The documents of one part of the corpus; a fault in them ends the run with a sentence."""
    read = [read_documents(path) for path in sorted(folder.glob("*.txt"))]
    stop_at([fault for _, faults in read for fault in faults])
    found = [one for documents, _ in read for one in documents]
    if not found:
        fail(f"There are no documents in {folder}.", f"{folder}에 문서가 없습니다.")
    return found


def not_utf8(paths: Iterable[Path]) -> list[Fault]:
    """The first byte of each file that is no UTF-8."""
    faults = []
    for path in paths:
        kept = path.read_bytes()
        try:
            kept.decode("utf-8")
        except UnicodeDecodeError as error:
            line = kept.count(b"\n", 0, error.start) + 1
            faults.append(Fault(str(path), line, t("The line is not UTF-8.", "UTF-8이 아닌 줄입니다.")))
    return faults


def stop_at(faults: Sequence[Fault]) -> None:
    """End the run with the first fault, where there is one."""
    if faults:
        more = len(faults) - 1
        fail(f"{faults[0]}{f' ({more} more)' if more else ''}", f"{faults[0]}{f' (외 {more}건)' if more else ''}")


def shown(documents: Iterable[Written]) -> Iterator[Example]:
    """The examples of the zones that were judged: the headline over a review is only there to be read with it."""
    for one in documents:
        yield from (each for each in examples([one]) if each.zone in one.judged)
