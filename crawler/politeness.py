"""How fast a host is asked: its gate lets one request through at a time, late enough after the one before.

The delay is never below what the source's entry and robots.txt say; it grows with the time the host takes to answer, and
with refusals. A host that asks for more patience than a run has, or that keeps failing, is given up for this run.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
)
from scrapy.http import Response

from crawler.guard import Refused, place
from crawler.report import Problem
from crawler.sources import Source

log = logging.getLogger(__name__)

SLOWEST = 60.0  # seconds; the delay does not adapt beyond
LONGEST_WAIT = 60.0  # seconds that a host may ask to be waited for
LONGEST_CRAWL_DELAY = 300.0  # seconds
FAILURES = 6  # in a row, retries included
BUSY = (429, 503)
UNANSWERED = (CannotResolveHostError, DownloadConnectionRefusedError, DownloadFailedError, DownloadTimeoutError)
STOPPED = Problem("host_closed", "the crawl was stopped", "수집을 멈췄습니다")
#: Hosts under one of these stand behind one front end and are asked as one.
SHARED_FRONTS = ("tistory.com", "blogspot.com")


class Gate:
    """The gate of one host."""

    def __init__(self, host: str, delay: float, concurrency: int, stopping: asyncio.Event) -> None:
        self.host = host
        self.stopping = stopping  # of the run
        self.floor = self.delay = delay  # seconds between two requests: at least, and now
        self.concurrency = concurrency
        self.places = asyncio.Semaphore(concurrency)
        self.free_at = 0.0
        self.failures = 0
        self.closed: Problem | None = None

    @asynccontextmanager
    async def passing(self) -> AsyncIterator[None]:
        """Wait for the turn of one request; raises Refused when the host has been given up, or the run is being stopped."""
        async with self.places:
            while not (self.closed or self.stopping.is_set()) and (wait := self.free_at - monotonic()) > 0:
                with suppress(TimeoutError):
                    async with asyncio.timeout(wait):
                        await self.stopping.wait()
            if self.closed or self.stopping.is_set():
                raise Refused(self.closed or STOPPED)
            self.free_at = monotonic() + self.delay
            yield

    def slow_down(self, delay: float) -> None:
        """Keep at least ``delay`` seconds between two requests from now on."""
        if delay > LONGEST_CRAWL_DELAY:
            self.give_up(
                f"{self.host} wants {delay:g} s between two requests",
                f"{self.host}에서 요청 사이에 {delay:g}초를 두라고 합니다",
            )
        self.floor = max(self.floor, delay)
        self.delay = max(self.delay, delay)
        self.free_at = max(self.free_at, monotonic() + delay)

    def answered(self, status: int, wait: float | None, latency: float) -> None:
        """Learn from an answer that took ``latency`` seconds; ``wait`` is what Retry-After asks for."""
        self.failures = 0
        if status in BUSY:
            self.delay = min(SLOWEST, max(1.0, self.delay * 2))
            if wait is not None and wait > LONGEST_WAIT:
                self.give_up(
                    f"{self.host} is busy and asks to be left alone for {wait:.0f} s",
                    f"{self.host}: 요청이 많으니 {wait:.0f}초 뒤에 다시 오라고 합니다",
                )
            self.free_at = max(self.free_at, monotonic() + (self.delay if wait is None else wait))
            return
        share = latency / self.concurrency
        settled = max(share, (self.delay + share) / 2)
        if status < 400 or settled > self.delay:  # errors come fast; they are no reason to ask faster
            self.delay = max(self.floor, min(settled, SLOWEST))

    def unanswered(self, error: Exception) -> None:
        """Learn from a request that got no answer."""
        self.failures += 1
        if self.failures >= FAILURES:
            reason = type(error).__name__.removesuffix("Error")
            self.give_up(
                f"{self.host} failed {self.failures} times in a row ({reason})",
                f"{self.host} 접속이 {self.failures}번 잇따라 실패했습니다({reason})",
            )

    def give_up(self, english: str, korean: str) -> None:
        """Let nothing more through."""
        if self.closed is None:
            log.warning("given up for this run: %s", english)
            self.closed = Problem("host_closed", english, korean)


class Gates:
    """The gates of one run, by host; both spiders go through the same ones."""

    def __init__(self, sources: list[Source]) -> None:
        self.sources = sources
        self.gates: dict[str, Gate] = {}
        self.stopping = asyncio.Event()

    def gate(self, url: str, source: Source) -> Gate:
        """The gate an address lies behind, as slow as the slowest source registered there wants it."""
        host = front(url)
        if host not in self.gates:
            there = [one for one in self.sources if front(one.url) == host] or [source]
            delay, concurrency = max(one.delay for one in there), min(one.concurrency for one in there)
            self.gates[host] = Gate(host, delay, concurrency, self.stopping)
        return self.gates[host]


def front(url: str) -> str:
    """What is asked as one: a host with its port, or the front end that many hosts share.

    >>> front("https://one.tistory.com/1"), front("http://www.example.com/1")
    ('tistory.com', 'www.example.com:80')
    """
    _, host, port = place(url)
    return next((front for front in SHARED_FRONTS if host.endswith(f".{front}")), f"{host}:{port}")


def retry_after(response: Response) -> float | None:
    """Seconds that a response asks to wait, given as such or as a date; None when it does not say."""
    said = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        moment = parsedate_to_datetime(said)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


class PoliteHandler(HTTP11DownloadHandler):
    """Downloads through the gate of the host: whatever asks, this is the one way out."""

    async def download_request(self, request: Request) -> Response:
        gate = self.crawler.spider.run.gates.gate(request.url, request.meta["source"])
        async with gate.passing():
            started = monotonic()
            try:
                response = await super().download_request(request)
            except UNANSWERED as error:
                gate.unanswered(error)
                raise
            gate.answered(response.status, retry_after(response), monotonic() - started)
            return response
