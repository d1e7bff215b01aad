"""Where fetched pages land: append-only segments of JSON lines, one page a line, with its bytes and what was read in them.

A segment being written is ``*.jsonl.part`` under a lock of its owner and becomes ``*.jsonl`` when it is closed; closed ones
never change. One whose owner was killed is adopted: a last line cut in two goes, the rest is closed.
"""

import base64
import fcntl
import json
import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from io import BufferedRandom
from pathlib import Path
from time import monotonic
from typing import Any

from crawler.items import Document

OPEN = ".jsonl.part"
CLOSED = ".jsonl"
#: A segment that is larger (bytes) or older (seconds) is closed, so that a load need not wait for a long crawl.
LARGEST, OLDEST = 32_000_000, 600.0
FIELDS = frozenset(field.name for field in fields(Document))
#: What of a page's headers is kept.
HEADERS = ("content-type", "etag", "last-modified", "content-language", "date")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a closed segment: its documents, or what is wrong with it."""

    number: int  # from 1
    documents: tuple[Document, ...] = ()
    broken: str | None = None  # why the line cannot be read, in a few words


@dataclass(frozen=True, slots=True)
class Landed:
    """One page as it was fetched."""

    url: str  # canonical, as announced
    fetched_url: str  # after redirects
    source: str
    status: int
    fetched_at: str
    headers: dict[str, str]
    body: bytes  # decompressed
    documents: Sequence[Document] = ()
    problem: str | None = None  # why nothing was read in it


class Writer:
    """The segments of one crawl; a segment is made when its first page comes."""

    def __init__(self, landing: Path) -> None:
        self.landing = landing
        self.file: BufferedRandom | None = None
        self.path: Path | None = None
        self.begun_at = 0.0

    def write(self, page: Landed) -> None:
        """Append one page; it is on disk once ``sync`` returns."""
        if self.file is None:
            self.path, self.file = begin_segment(self.landing)
            self.begun_at = monotonic()
        self.file.write(to_line(page))

    def sync(self) -> None:
        """Return when all that was written is on disk; a segment that has grown large or old is closed."""
        if self.file is None:
            return
        self.file.flush()
        os.fsync(self.file.fileno())
        if self.file.tell() > LARGEST or monotonic() - self.begun_at > OLDEST:
            self.close()

    def close(self) -> None:
        """Close the segment, so that it can be loaded."""
        if self.file is None or self.path is None:
            return
        self.file.flush()
        close_segment(self.path, self.file)
        self.file.close()
        self.file = self.path = None


def begin_segment(landing: Path) -> tuple[Path, BufferedRandom]:
    """A new segment of this process, locked."""
    landing.mkdir(parents=True, exist_ok=True)
    while True:
        now = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
        path = landing / f"{now}-{os.getpid()}{OPEN}"
        file = path.open("x+b")
        if is_held(path, file):
            sync_folder(landing)
            return path, file
        file.close()  # another process adopted it in the moment between its making and its lock


def is_held(path: Path, file: BufferedRandom) -> bool:
    """Whether this process now holds the lock of a segment that still goes by its name."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.fstat(file.fileno()).st_ino == path.stat().st_ino
    except (BlockingIOError, FileNotFoundError):
        return False


def close_segment(path: Path, file: BufferedRandom) -> None:
    """Give an open segment its final name; an empty one goes."""
    if file.seek(0, os.SEEK_END) == 0:
        path.unlink()
        return
    os.fsync(file.fileno())
    path.rename(path.with_name(path.name.removesuffix(OPEN) + CLOSED))
    sync_folder(path.parent)


def adopt_abandoned(landing: Path) -> int:
    """Number of segments whose owner is gone and that were closed in its place."""
    adopted = 0
    for path in sorted(landing.glob(f"*{OPEN}")):
        with suppress(FileNotFoundError), path.open("r+b") as file:
            if not is_held(path, file):
                continue  # its owner lives, or has just closed it
            file.truncate(end_of_lines(file))
            close_segment(path, file)
            adopted += 1
    return adopted


def end_of_lines(file: BufferedRandom) -> int:
    """Where the last whole line ends, in bytes."""
    at = file.seek(0, os.SEEK_END)
    while at > 0:
        step = min(65_536, at)
        file.seek(at - step)
        found = file.read(step).rfind(b"\n")
        if found >= 0:
            return at - step + found + 1
        at -= step
    return 0


def closed_segments(landing: Path) -> list[Path]:
    """Segments that can be loaded, oldest first."""
    return sorted(landing.glob(f"*{CLOSED}"))


def to_line(page: Landed) -> bytes:
    """The line of one page."""
    record = {
        "url": page.url,
        "fetched_url": page.fetched_url,
        "source": page.source,
        "status": page.status,
        "fetched_at": page.fetched_at,
        "headers": page.headers,
        "problem": page.problem,
        "documents": [asdict(document) for document in page.documents],
        "body": base64.b64encode(zlib.compress(page.body)).decode("ascii"),
    }
    return (json.dumps(record, ensure_ascii=False) + "\n").encode("utf-8", "replace")


def read_segment(path: Path) -> Iterator[Line]:
    """Every line of a closed segment, in order; one that cannot be read says so and the others go on."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                yield Line(number, tuple(read_documents(json.loads(line))))
            except UnicodeDecodeError as error:
                yield Line(number, broken=f"not UTF-8 at byte {error.start}")
            except ValueError as error:
                yield Line(number, broken=str(error))
            except RecursionError:
                yield Line(number, broken="nested too deep")


def read_documents(record: Any) -> Iterator[Document]:
    """The documents of one record; ValueError when it is not one of ours. A page in which nothing was read has none."""
    if not isinstance(record, dict) or not isinstance(record.get("documents"), list):
        raise ValueError("no record of a fetched page")
    for one in record["documents"]:
        if not isinstance(one, dict) or not {"url", "title", "text"} <= one.keys() <= FIELDS:
            raise ValueError("a document lacks a field or has an unknown one")
        flags = one.get("flags", [])
        texts = [value for name, value in one.items() if name != "flags"]
        required = [one["url"], one["title"], one["text"]]
        if None in required or not isinstance(flags, list) or not all(isinstance(text, str | None) for text in texts):
            raise ValueError("a field of a document is of the wrong kind")
        yield Document(**{**one, "flags": tuple(map(str, flags))})


def sync_folder(folder: Path) -> None:
    """Return once the folder's entries are on disk, so that a new name survives a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
