"""No request leaves for a private address: a feed, a redirect or a name server cannot point the crawl at what is inside.

The middleware judges schemes and addresses written as numbers, also after every redirect; the resolver judges what a name
turns out to be at the moment of connecting, so that a name cannot be public when asked and private when used.
"""

import ipaddress
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawler.report import Problem
from crawler.sources import Source
from crawler.urls import DEFAULT_PORTS, is_ip

NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Refused(IgnoreRequest):
    """A request that must not be sent, with the reason."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.in_english())
        self.problem = problem


def place(url: str) -> tuple[str, str, int]:
    """Scheme, host and port of an address; ValueError when the port is no number."""
    parts = urlsplit(url)
    return parts.scheme, (parts.hostname or "").rstrip("."), parts.port or DEFAULT_PORTS.get(parts.scheme, 0)


def private_hosts(sources: list[Source]) -> frozenset[str]:
    """Hosts that may have a private address: those of sources that say so."""
    return frozenset(place(source.url)[1] for source in sources if source.allow_private)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet.

    >>> is_public("1.1.1.1"), is_public("10.0.0.1"), is_public("::ffff:127.0.0.1"), is_public("169.254.169.254")
    (True, False, False, False)
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if ip.version == 6:
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or [None, None])[1]
        if ip in NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            ip = inner
    return ip.is_global and not ip.is_multicast


def check(url: str, source: Source, private: frozenset[str]) -> None:
    """Return when a request for ``source`` may be sent to ``url``; raises Refused otherwise."""
    try:
        scheme, host, port = place(url)
    except ValueError:
        raise Refused(Problem("odd_redirect", url[:200])) from None
    if scheme not in DEFAULT_PORTS or not host:
        raise Refused(Problem("odd_redirect", url[:200]))
    if source.allow_private and (host, port) == place(source.url)[1:]:
        return
    if host in private or (is_ip(host) and not is_public(host)):
        raise Refused(Problem("refused_address", f"{host}:{port}"))


class GuardMiddleware:
    """Refuses requests whose address is private or no http or https address."""

    def __init__(self, private: frozenset[str]) -> None:
        self.private = private

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "GuardMiddleware":
        return cls(frozenset(crawler.settings.getlist("PRIVATE_HOSTS")))

    def process_request(self, request: Request) -> None:
        source: Source = request.meta["source"]
        check(request.url, source, self.private)
        if source.allow_private:
            request.meta["proxy"] = None  # the environment's proxy could not reach it


class GuardedResolver(CachingThreadedResolver):
    """Names with private addresses cannot be resolved, except those of sources that say so and of the proxies in use."""

    private: frozenset[str] = frozenset()
    refused: dict[str, str] = {}  # noqa: RUF012 - name -> private address, for the report; one resolver a process

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: object) -> "GuardedResolver":
        resolver = super().from_crawler(crawler, reactor)
        proxies = {urlsplit(proxy).hostname or "" for proxy in getproxies().values()}
        resolver.private = frozenset(crawler.settings.getlist("PRIVATE_HOSTS")) | proxies
        return resolver

    def getHostByName(self, name: str, timeout: object = ()) -> Deferred:
        return super().getHostByName(name, timeout).addCallback(self.judge, name)

    def judge(self, address: str, name: str) -> str:
        """The address when it may be connected to; raises DNSLookupError otherwise."""
        if name not in self.private and not is_public(address):
            self.refused[name] = address
            raise DNSLookupError(f"{name} has the private address {address}")
        return address
