"""One crawl: sources and a data folder come in, landed pages and a report per source go out. Runs real Scrapy in this process."""

import asyncio
import fcntl
import os
import re
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from crawler.errors import CrawlError
from crawler.guard import private_hosts
from crawler.landing import Writer, adopt_abandoned
from crawler.ledger import Ledger
from crawler.politeness import Gates
from crawler.report import Report
from crawler.run import Run
from crawler.sources import Source

SPIDERS = {"feed": "feed", "list": "list"}  # kind of source -> spider


def crawl(
    sources: list[Source],
    data: Path,
    timeout: float | None = None,
    verbose: bool = False,
    progress: Callable[[int, int], None] = lambda answered, asked: None,
) -> Run:
    """The finished run over ``sources``: a report for each, and whether a signal stopped it.

    ``timeout`` is in seconds per request. Raises CrawlError when another crawl holds the data folder, or when the ledger or
    the disk fails; what was kept until then stays.
    """
    state, landing = data / "state", data / "landing"
    with only_one(state):
        ledger = Ledger(state / "ops.sqlite")
        writer = Writer(landing)
        try:
            adopt_abandoned(landing)
            run = Run(ledger, writer, Gates(sources), {one.name: Report(one) for one in sources}, progress)
            run_spiders(run, sources, overrides(sources, timeout, None if verbose else state / "crawl.log"))
            if run.fault:
                raise run.fault
            run.sync()
        except sqlite3.Error as error:
            raise CrawlError(f"{ledger.path}: {error}", f"{ledger.path}: {error}") from error
        except OSError as error:
            where = error.filename or data
            raise CrawlError(f"{where}: {error.strerror or error}", f"{where}: {error.strerror or error}") from error
        finally:
            writer.close()
            ledger.close()
    return run


def run_spiders(run: Run, sources: list[Source], settings: dict[str, object]) -> None:
    """Return when every source has been crawled or a signal has ended the crawl."""
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    chosen = Settings()
    chosen.setmodule("crawler.settings", priority="project")
    chosen.setdict(settings, priority="cmdline")
    process = AsyncCrawlerProcess(chosen)
    tasks: list[asyncio.Task[None]] = []
    for kind, spider in SPIDERS.items():
        if of_kind := tuple(one for one in sources if one.kind == kind):
            tasks.append(process.crawl(spider, run=run, sources=of_kind))
    stop_on_signals(run)
    process.start(install_signal_handlers=False)
    for task in tasks:
        if task.done() and not task.cancelled() and (error := task.exception()):
            raise error


def stop_on_signals(run: Run) -> None:
    """Let Ctrl-C and SIGTERM end the crawl at the next answers, and a second one at once.

    The gates then refuse every request they still hold back, so the spiders come to their end by themselves. Scrapy's own
    handling would wait for these requests, and never ends a crawl that is stopped before its spiders are open (2.19).
    """
    from twisted.internet import reactor

    def stop() -> None:
        if run.was_stopped:
            reactor.stop()
            return
        run.stop()

    loop = asyncio.get_event_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)


def overrides(sources: list[Source], timeout: float | None, log_file: Path | None) -> dict[str, object]:
    """What this run adds to settings.py."""
    return {
        "USER_AGENT": user_agent(os.environ.get("SAGO_CONTACT", "")),
        "PRIVATE_HOSTS": sorted(private_hosts(sources)),
        "LOG_FILE": str(log_file) if log_file else None,
        "LOG_FILE_APPEND": False,
        "LOG_LEVEL": "INFO",
        **({"DOWNLOAD_TIMEOUT": timeout, "DNS_TIMEOUT": timeout} if timeout else {}),
    }


def user_agent(contact: str) -> str:
    """How the crawl names itself; raises CrawlError when the contact cannot stand in a header.

    >>> user_agent("mailto:security@example.org").partition(" ")[2]
    '(+mailto:security@example.org)'
    """
    name = f"Sagowatch/{version('sagowatch')}"
    if not contact:
        return name
    if not re.fullmatch(r"[!-'*-~]{3,200}", contact):
        raise CrawlError(
            f"SAGO_CONTACT must be a web or mail address in ASCII, not {contact!r}",
            f"SAGO_CONTACT에는 웹이나 메일 주소를 ASCII로 적습니다: {contact!r}",
        )
    return f"{name} (+{contact})"


@contextmanager
def only_one(state: Path) -> Iterator[None]:
    """Hold a data folder for one crawl; raises CrawlError when another holds it."""
    try:
        state.mkdir(parents=True, exist_ok=True)
        lock = (state / ".crawl.lock").open("a+")
    except OSError as error:
        raise CrawlError(f"{state}: {error.strerror}", f"{state}: {error.strerror}") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip() or "?"
            raise CrawlError(
                f"Another crawl is running (PID {holder}) on {state.parent}; wait for it, or give --data another folder",
                f"다른 수집 작업(PID {holder})이 {state.parent}에서 실행 중입니다. 끝나기를 기다리거나 --data로 다른 폴더를 주세요",
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield  # the lock goes with the file handle, also when the process is killed
