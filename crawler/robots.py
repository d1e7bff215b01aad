"""robots.txt is obeyed as RFC 9309 says, also where it cannot be had: missing means open, failing means closed."""

import asyncio
import logging
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.failures import explain, status_line
from crawler.guard import Refused
from crawler.report import Problem

log = logging.getLogger(__name__)

NAME = "sagowatch"  # what robots.txt may call us
LARGEST = 512_000  # bytes that are read of it; RFC 9309 asks for at least 500 KiB
HOST_IS_GONE = ("refused", "no_host", "refused_address")  # not robots.txt alone
Rules = Protego | Problem  # what is allowed, or why nothing is


class RobotsMiddleware:
    """Refuses requests that robots.txt does not allow; asks each host for it once a run and keeps to its Crawl-delay."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "RobotsMiddleware":
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get("is_robots"):
            return
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        known: dict[str, asyncio.Task[Rules]] = self.crawler.spider.run.robots
        if origin not in known:
            known[origin] = asyncio.ensure_future(self.ask(origin, request))
        rules = await asyncio.shield(known[origin])
        if isinstance(rules, Problem):
            raise Refused(rules)
        if not rules.can_fetch(request.url, NAME):
            raise Refused(Problem("robots"))

    async def ask(self, origin: str, request: Request) -> Rules:
        """What the robots.txt of a host says."""
        meta = {"is_robots": True, "source": request.meta["source"], "max_retry_times": 1}
        asked = Request(f"{origin}/robots.txt", meta=meta, priority=100, callback=NO_CALLBACK)
        try:
            response = await self.crawler.engine.download_async(asked)
        except Refused as refused:
            return refused.problem
        except Exception as error:  # whatever the network did, the host stays closed
            log.info("%s/robots.txt: %r", origin, error)
            problem = explain(error, origin)
            if problem.code in HOST_IS_GONE:
                return problem
            return Problem("robots_unread", problem.in_english(), problem.in_korean())
        rules = read_rules(response)
        if isinstance(rules, Protego) and (delay := rules.crawl_delay(NAME)):
            self.crawler.spider.run.gates.gate(request.url, request.meta["source"]).slow_down(float(delay))
        return rules


def read_rules(response: Response) -> Rules:
    """What an answer to a request for robots.txt allows."""
    if 200 <= response.status < 300:
        return Protego.parse(response.body[:LARGEST].decode("utf-8-sig", "replace"))
    if response.status == 429 or response.status >= 500:
        problem = Problem("status", status_line(response.status))
        return Problem("robots_unread", problem.in_english(), problem.in_korean())
    return Protego.parse("")
