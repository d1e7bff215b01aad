"""What both spiders do alike: read where posts are announced, then ask for the posts that are due and read them.

A subclass says how posts are announced: a response comes in, entries and the address of the next page go out.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.failures import explain, status_line
from crawler.feeds import Feed, NotAFeed
from crawler.landing import HEADERS, Landed
from crawler.ledger import Listing, Outcome, Page, utc_now
from crawler.reading import read
from crawler.report import Problem, Report
from crawler.run import Kept, Run
from crawler.sources import Source


class PostSpider(Spider):
    """Brings the posts of its sources."""

    handle_httpstatus_list = (304, *range(400, 600))  # all but redirects, which Scrapy follows

    def __init__(self, run: Run | None = None, sources: tuple[Source, ...] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if run is None:
            raise UsageError("the spiders are run by `sago crawl`, which holds the ledger and the landing folder")
        self.run = run
        self.sources = sources
        self.seen: dict[str, set[str]] = {source.name: set() for source in sources}  # posts announced in this run
        self.new: dict[str, int] = dict.fromkeys(self.seen, 0)
        self.unread = {source.name: source for source in sources}  # sources whose feed or list has not answered
        self.known = {source.name: run.ledger.listing(source.url) for source in sources}
        self.first: dict[str, dict[str, str | None]] = {}  # validators of the first page of each source in this run
        self.unanswered: dict[str, tuple[Source, Page]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "PostSpider":
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.on_fault, signals.spider_error)
        crawler.signals.connect(spider.on_fault, signals.item_error)
        return spider

    def entries(self, response: Response, source: Source, page: int) -> Feed:
        """The posts that one page of a feed or list announces; raises NotAFeed when it is something else."""
        raise NotImplementedError

    async def start(self) -> AsyncIterator[Request]:
        for source in self.sources:
            yield self.listing_request(source, source.url, 1, self.known[source.name])

    def report(self, source: Source) -> Report:
        """The report of a source."""
        return self.run.reports[source.name]

    # ---- where posts are announced

    def listing_request(self, source: Source, url: str, number: int, known: Listing) -> Request:
        """The request for one page of a feed or list; the first asks only for what has changed since it was read whole."""
        return Request(
            url,
            self.read_listing,
            headers=validators(known) if number == 1 and known.finished else {},
            meta={"source": source},
            cb_kwargs={"source": source, "number": number, "known": known},
            errback=self.listing_error,
            priority=10,
        )

    def read_listing(self, response: Response, source: Source, number: int, known: Listing) -> Iterator[Request]:
        """Requests for the posts that are due, and for the next page where there may be more new ones."""
        self.unread.pop(source.name, None)
        report = self.report(source)
        if response.status == 304 and number == 1 and known.finished and validators(known):
            report.listed = known.listed
            report.unchanged += 1
            self.is_short(source)
            yield from self.ask(source, self.run.ledger.due(source.name))
            return
        try:
            if response.status != 200:
                raise NotAFeed
            found = self.entries(response, source, number)
        except NotAFeed as error:
            wrong = Problem("not_a_feed", str(error)) if str(error) else Problem("status", status_line(response.status))
            yield from self.listing_failed(source, number, wrong, response.url)
            return
        yield from self.take(response, source, number, known, found)

    def take(self, response: Response, source: Source, number: int, known: Listing, found: Feed) -> Iterator[Request]:
        """Requests that follow from one page of a feed or list that could be read."""
        report, ledger = self.report(source), self.run.ledger
        urls = [entry.url for entry in found.entries]
        fresh = set(urls) - self.seen[source.name]  # some lists repeat their last page for ever
        self.seen[source.name] |= fresh
        report.listed = len(self.seen[source.name])
        if number == 1:
            self.first[source.name] = said_by(response)
        goes_on = bool(found.next_url and fresh and number < source.max_pages)
        if goes_on and number == 1:
            ledger.begin_listing(source.url, source.name)
        new = ledger.announce(source.name, found.entries)
        self.new[source.name] += new
        if found.without_address:
            report.add(Problem("no_address", str(found.without_address)), response.url)
        if found.left_out:
            report.add(Problem("left_out", str(found.left_out)), response.url)
        yield from self.ask(source, ledger.due_among(urls))
        if goes_on and (new or not known.finished):
            yield self.listing_request(source, found.next_url, number + 1, known)
            return
        self.finish(source, known)
        yield from self.ask(source, ledger.due(source.name))

    def finish(self, source: Source, known: Listing) -> None:
        """Note that a feed or list was read to its end, and whether it named what it should."""
        report = self.report(source)
        self.run.ledger.finish_listing(source.url, source.name, report.listed, **self.first[source.name])
        if not self.is_short(source) and known.listed and self.new[source.name] == report.listed:
            report.add(Problem("gap"), source.url)

    def is_short(self, source: Source) -> bool:
        """Whether a feed or list names fewer posts than it should, which is noted."""
        report = self.report(source)
        if report.listed >= source.min_items:
            return False
        if report.listed == 0:
            report.add(Problem("no_links"), source.url)
            report.listing_failed = True
        else:
            english = f"{report.listed} of the {source.min_items}"
            korean = f"{source.min_items}개 중 {report.listed}개뿐"
            report.add(Problem("few", english, korean), source.url)
        return True

    def listing_failed(self, source: Source, number: int, problem: Problem, url: str) -> Iterator[Request]:
        """Requests for what is due all the same when a feed or list could not be read."""
        self.unread.pop(source.name, None)
        report = self.report(source)
        report.add(problem, url)
        report.listing_failed = number == 1
        yield from self.ask(source, self.run.ledger.due(source.name))

    def listing_error(self, failure: Failure) -> Iterator[Request]:
        """The same when there was no answer at all."""
        request = failure.request
        told = request.cb_kwargs
        if self.run.was_stopped:
            return
        yield from self.listing_failed(told["source"], told["number"], explain(failure.value, request.url), request.url)

    # ---- posts

    def ask(self, source: Source, pages: list[Page]) -> Iterator[Request]:
        """Requests for posts, each once a run and for the source that announced it first where that one takes part."""
        for page in pages:
            if page.url in self.run.asked:
                continue
            owner = self.run.reports[page.source].source if page.source in self.run.reports else source
            self.run.asked.add(page.url)
            self.report(owner).asked += 1
            self.unanswered[page.url] = owner, page
            yield Request(
                page.fetch_url,
                self.read_post,
                headers=validators(page),
                meta={"source": owner},
                cb_kwargs={"source": owner, "page": page},
                errback=self.post_error,
            )

    def read_post(self, response: Response, source: Source, page: Page) -> Iterator[Kept]:
        """What became of one post."""
        self.unanswered.pop(page.url, None)
        report = self.report(source)
        at = utc_now()
        said = said_by(response)
        if response.status == 304 and page.digest:
            report.unchanged += 1
            said = {name: value or getattr(page, name) for name, value in said.items()}
            yield Kept(Outcome(page, "unchanged", at, 304, **said))
        elif response.status in (404, 410) and page.digest:
            report.add(Problem("gone", str(response.status)), page.url)
            yield Kept(Outcome(page, "gone", at, response.status, page.etag, page.last_modified))
        elif response.status != 200:
            yield self.post_failed(source, page, Problem("status", status_line(response.status)), response.status)
        elif not response.body.strip():
            yield self.post_failed(source, page, Problem("empty"), response.status)
        else:
            report.fetched += 1
            yield self.read_page(response, source, page, at, said)

    def read_page(self, response: Response, source: Source, page: Page, at: str, said: dict[str, str | None]) -> Kept:
        """A downloaded post: its documents where it could be read, its bytes in any case unless they say nothing new."""
        report = self.report(source)
        reading = read(response.body, response.url, header(response, "Content-Type"), page, source, at)
        for problem, url in reading.problems:
            report.add(problem, url)
        result = reading.result(page)
        counted = "failed" if result == "unread" else result
        setattr(report, counted, getattr(report, counted) + 1)
        if result == "unread":
            self.crawler.stats.inc_value("pages/unread")
            said = {}  # without validators, so that a better parser gets to see the page again
        outcome = Outcome(page, result, at, response.status, digest=reading.digest, published=reading.published, **said)
        if reading.digest == page.digest:
            return Kept(outcome)
        headers = {name: value for name in HEADERS if (value := header(response, name))}
        why = reading.problems[0][0].in_english() if result == "unread" else None
        landed = Landed(
            page.url, response.url, source.name, response.status, at, headers, response.body, reading.documents, why
        )
        return Kept(outcome, landed)

    def post_failed(self, source: Source, page: Page, problem: Problem, status: int | None = None) -> Kept:
        """The outcome of a post that could not be had."""
        report = self.report(source)
        report.failed += 1
        report.add(problem, page.url)
        return Kept(Outcome(page, "failed", utc_now(), status))

    def post_error(self, failure: Failure) -> Iterator[Kept]:
        """The same when there was no answer at all."""
        told = failure.request.cb_kwargs
        if self.unanswered.pop(told["page"].url, None) and not self.run.was_stopped:
            yield self.post_failed(told["source"], told["page"], explain(failure.value, failure.request.url))

    # ---- the run

    def on_fault(self, failure: Failure, response: Response) -> None:
        """A fault of our own: one of the disk ends the run, what was kept stays; any other costs its source one page."""
        if isinstance(failure.value, (OSError, sqlite3.Error)):
            self.run.fault = self.run.fault or failure.value
            self.run.stop()
            self.ending = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="fault"))
            return
        told = response.request.cb_kwargs
        report = self.report(told["source"])
        report.add(explain(failure.value, response.url), response.url)
        if "page" in told:
            report.failed += 1
        else:
            report.listing_failed = True

    def closed(self, reason: str) -> None:
        """Note what was asked for and never came, unless the run was stopped."""
        if reason != "finished" or self.run.was_stopped:
            return
        for source, page in self.unanswered.values():
            self.run.keep(self.post_failed(source, page, Problem("no_answer")))
        for source in self.unread.values():
            self.report(source).add(Problem("no_answer"), source.url)
            self.report(source).listing_failed = True


def validators(known: Listing | Page) -> dict[str, str]:
    """Request headers that let a server answer 304."""
    said = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in said.items() if value}


def header(response: Response, name: str) -> str | None:
    """A response header as text, None where there is none."""
    value = response.headers.get(name)
    return value.decode("latin-1")[:1000] if value else None


def said_by(response: Response) -> dict[str, str | None]:
    """The validators a response carries."""
    return {"etag": header(response, "ETag"), "last_modified": header(response, "Last-Modified")}
