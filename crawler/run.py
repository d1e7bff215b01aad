"""What one run of the crawl shares between its spiders: the ledger, the landing segment, the hosts' gates and the reports."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from crawler.landing import Landed, Writer
from crawler.ledger import Ledger, Outcome
from crawler.politeness import Gates
from crawler.report import Report

SYNC_ITEMS = 10  # pages that may wait for the disk
SYNC_SECONDS = 1.0  # how long they may


@dataclass(frozen=True, slots=True)
class Kept:
    """One answered request on its way to the disk."""

    outcome: Outcome
    landed: Landed | None = None  # None where nothing new came


@dataclass
class Run:
    """One run."""

    ledger: Ledger
    writer: Writer
    gates: Gates
    reports: dict[str, Report]  # by source name, in the order of the registry
    progress: Callable[[int, int], None] = lambda answered, asked: None
    robots: dict[str, asyncio.Task] = field(default_factory=dict)  # scheme and host -> rules
    asked: set[str] = field(default_factory=set)  # posts, so that none is asked for twice
    answered: int = 0
    waiting: list[Outcome] = field(default_factory=list)  # written but perhaps not on disk
    synced_at: float = field(default_factory=monotonic)
    fault: Exception | None = None  # of our own disk or program: ends the run
    was_stopped: bool = False  # by a signal

    def stop(self) -> None:
        """Let no further request out; those on their way are waited for."""
        self.was_stopped = True
        self.gates.stopping.set()

    def keep(self, kept: Kept) -> None:
        """Write a page down; the ledger learns of it once the page is on disk."""
        if kept.landed:
            self.writer.write(kept.landed)
        self.waiting.append(kept.outcome)
        if len(self.waiting) >= SYNC_ITEMS or monotonic() - self.synced_at >= SYNC_SECONDS:
            self.sync()
        self.answered += 1
        self.progress(self.answered, len(self.asked))

    def sync(self) -> None:
        """Put what was written on disk, then tell the ledger."""
        self.writer.sync()
        self.ledger.record(self.waiting)
        self.waiting.clear()
        self.synced_at = monotonic()
