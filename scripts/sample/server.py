"""A loopback HTTP server for the sample sites: one port per site, with validators, 304, HEAD and a count of what was asked."""

import hashlib
import socket
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from urllib.parse import parse_qsl, unquote, urlsplit

from scripts.sample import blogspot, news, tistory
from scripts.sample.posts import SITES, SamplePost, load_posts
from scripts.sample.shown import Reply, Shown

Answer = Callable[[Shown, str, dict[str, str]], Reply | None]
ANSWERS: dict[str, Answer] = {"tistory": tistory.answer, "blogspot": blogspot.answer, "news": news.answer}
HOST = "127.0.0.1"
#: How a crawl finds the posts of each site.
SOURCES = {
    "tistory": {"name": tistory.NAME, "kind": "feed", "path": "/rss"},
    "blogspot": {"name": blogspot.NAME, "kind": "feed", "path": "/feeds/posts/default"},
    "news": {"name": news.NAME, "kind": "feed", "path": "/rss/allArticle.xml"},
}
SOURCE = """# {name}
[[source]]
name = "{site}"
kind = "{kind}"
url = "{url}{path}"
allow_private = true
delay = 0
"""


@dataclass
class Sites:
    """The running sample sites."""

    posts: Sequence[SamplePost]
    urls: dict[str, str] = field(default_factory=dict)  # site -> scheme, host and port
    requests: Counter[tuple[str, str, str, int]] = field(default_factory=Counter)  # site, method, path + query, status
    until: date | None = None
    lock: Lock = field(default_factory=Lock, repr=False)

    def show_until(self, day: date | str | None) -> None:
        """Let every site show what was published up to and including a Korean ``day``; None shows all."""
        self.until = date.fromisoformat(day) if isinstance(day, str) else day

    def shown(self, site: str) -> Shown:
        """What one site shows now."""
        posts = [post for post in self.posts if post.site == site]
        numbers = {post.slug: number for number, post in enumerate(posts)}
        until = self.until or date.max
        return Shown(self.urls[site], tuple(p for p in reversed(posts) if p.published.date() <= until), numbers)

    def record(self, site: str, method: str, path: str, status: int) -> None:
        """Count one request."""
        with self.lock:
            self.requests[site, method, path, status] += 1

    def count(self, site: str | None = None, path: str | None = None, status: int | None = None) -> int:
        """How many requests there were, of this site, path (with its query) and status where they are given."""
        wanted = (site, path, status)
        with self.lock:
            return sum(
                number
                for (a_site, _, a_path, a_status), number in self.requests.items()
                if all(want in (None, got) for want, got in zip(wanted, (a_site, a_path, a_status), strict=True))
            )

    def sources_toml(self) -> str:
        """A crawl registry of the three sites and their feeds: RSS, Atom in pages, RSS in EUC-KR."""
        return "\n".join(SOURCE.format(site=site, url=self.urls[site], **SOURCES[site]) for site in SITES)

    def post_urls(self, site: str) -> dict[str, str]:
        """Slug -> address of every post that ``site`` shows now."""
        shown = self.shown(site)
        addresses = {"tistory": tistory.addresses, "blogspot": blogspot.addresses, "news": news.addresses}[site](shown)
        return {post.slug: shown.base + path for path, post in addresses.items()}


@contextmanager
def serve_sites(
    until: date | str | None = None, port_base: int | None = None, posts: Sequence[SamplePost] | None = None
) -> Iterator[Sites]:
    """The sample sites, served on 127.0.0.1 for as long as the block runs.

    Each site takes a free port, or with ``port_base`` the ports from there on (OSError when one is taken). ``until`` is the
    last day whose posts are shown; ``posts`` replaces the bundled ones.
    """
    chosen = load_posts() if posts is None else sorted(posts, key=lambda post: (post.published, post.slug))
    sites = Sites(chosen)
    sites.show_until(until)
    with ExitStack() as stack:
        for offset, site in enumerate(SITES):
            server = SiteServer((HOST, port_base + offset if port_base else 0), sites, site)
            stack.callback(server.server_close)
            sites.urls[site] = f"http://{HOST}:{server.server_port}"
            thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.shutdown)
        yield sites


class SiteServer(ThreadingHTTPServer):
    """One site on one port."""

    daemon_threads = True
    block_on_close = False
    sites: Sites
    site: str

    def __init__(self, address: tuple[str, int], sites: Sites, site: str) -> None:
        self.sites, self.site = sites, site
        self.open: set[socket.socket] = set()
        super().__init__(address, Handler)

    def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
        """The next connection, remembered so that the end of the site is the end of it."""
        connection, client = super().get_request()
        self.open.add(connection)
        return connection, client

    def shutdown_request(self, request: socket.socket) -> None:
        """Close one connection."""
        self.open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: socket.socket, client_address: tuple[str, int]) -> None:
        """Say nothing of a client that hung up; everything else is a fault of ours."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def server_close(self) -> None:
        """Close the port and whatever clients keep open."""
        super().server_close()
        for connection in list(self.open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD from what the site shows at that moment."""

    protocol_version = "HTTP/1.1"
    server_version = "SagowatchSample"
    sys_version = ""
    timeout = 20
    server: SiteServer

    def do_GET(self) -> None:
        self.answer()

    def do_HEAD(self) -> None:
        self.answer()

    def answer(self) -> None:
        """Send what the site has under this path, 304 where the client has it already, 404 where there is nothing."""
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query))
        shown = self.server.sites.shown(self.server.site)
        reply = ANSWERS[self.server.site](shown, unquote(parts.path), query)
        if reply is None:
            self.send(Reply(b"<html><body><h1>404 Not Found</h1></body></html>", "text/html", status=404), {})
            return
        tag = f'"{hashlib.blake2b(reply.body, digest_size=12).hexdigest()}"'
        validators = {"ETag": tag, "Last-Modified": format_datetime(reply.modified.astimezone(UTC), usegmt=True)}
        if is_known(self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since"), tag, reply.modified):
            reply = Reply(b"", reply.content_type, reply.modified, HTTPStatus.NOT_MODIFIED)
        self.send(reply, validators)

    def send(self, reply: Reply, headers: dict[str, str]) -> None:
        """Write the status line, the headers and, except for HEAD and 304, the body."""
        self.server.sites.record(self.server.site, self.command, self.path, int(reply.status))
        self.send_response(reply.status)
        for name, value in headers.items():
            self.send_header(name, value)
        if reply.status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", reply.content_type)
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: whoever runs the sites counts the requests instead."""


def is_known(none_match: str | None, modified_since: str | None, tag: str, modified: datetime) -> bool:
    """Whether a client that sent these headers has the page; If-None-Match, when sent, decides alone (RFC 9110, 13.1.3)."""
    if none_match is not None:
        known = [one.strip().removeprefix("W/") for one in none_match.split(",")]
        return "*" in known or tag in known
    if modified_since is None:
        return False
    try:
        since = parsedate_to_datetime(modified_since)
        return modified.replace(microsecond=0) <= since
    except (ValueError, TypeError):  # no date, or one without a zone
        return False
