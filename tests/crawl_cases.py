"""Loopback sites that behave as told, and the real command line run on them."""

import json
import socket
import sqlite3
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from crawler.landing import closed_segments, read_segment

ROOT = Path(__file__).parents[1]
ALLOW = "User-agent: *\nAllow: /\n"


@dataclass(frozen=True)
class Reply:
    """What a path answers; ``HOST`` in a text body becomes the site's own address."""

    body: str | bytes = ""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


Behaviour = Callable[[BaseHTTPRequestHandler], Reply | None]


@dataclass
class Site:
    """One running site: what it answers, and what it was asked."""

    pages: dict[str, Reply | Behaviour]
    url: str = ""
    asked: list[tuple[float, str, dict[str, str]]] = field(default_factory=list)  # when, path, headers

    def paths(self) -> list[str]:
        """Paths asked for, in order, without robots.txt."""
        return [path for _, path, _ in self.asked if path != "/robots.txt"]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 20

    def do_GET(self) -> None:
        site: Site = self.server.site
        site.asked.append((time.monotonic(), self.path, dict(self.headers)))
        answer = site.pages.get(self.path, Reply("not here", "text/plain", 404))
        reply = answer(self) if callable(answer) else answer
        if reply is None:
            self.close_connection = True
            return
        body = reply.body.replace("HOST", site.url).encode() if isinstance(reply.body, str) else reply.body
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in reply.headers.items():
            self.send_header(name, value.replace("HOST", site.url))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            self.close_connection = True

    def log_message(self, *args: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *args: object) -> None:
        """A client that hangs up is no error here."""


@contextmanager
def served(*sites: Site) -> Iterator[None]:
    """The sites, each on a free port of its own, for as long as the block runs."""
    with ExitStack() as stack:
        for site in sites:
            server = Server(("127.0.0.1", 0), Handler)
            server.site = site
            site.url = f"http://127.0.0.1:{server.server_port}"
            site.pages.setdefault("/robots.txt", Reply(ALLOW, "text/plain"))
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
        yield


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    """Reset the connection."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def hang(handler: BaseHTTPRequestHandler) -> None:
    """Say nothing until the client gives up."""
    handler.connection.settimeout(20)
    handler.rfile.read(1)


def endless(handler: BaseHTTPRequestHandler) -> None:
    """Begin a page and never end it."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n")
    try:
        for _ in range(1000):
            handler.wfile.write(b"<p>" + b"x" * 100_000)
    except OSError:
        pass


def post(
    title: str,
    text: str = "회원 31만 명의 정보가 유출됐다고 4일 밝혔다.",
    published: str | None = "2026-03-05T09:00:00+09:00",
) -> str:
    """A post in the markup of a blog platform."""
    time_tag = f'<meta property="article:published_time" content="{published}">' if published else ""
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{title}</title><meta property="og:type" content="article">'
        f'<meta property="og:title" content="{title}">{time_tag}</head><body><h1>{title}</h1>'
        f'<div class="tt_article_useless_p_margin contents_style"><p>{text}</p></div></body></html>'
    )


def feed(*paths: str, date: str | None = "Thu, 05 Mar 2026 09:00:00 +0900", title: str = "나루은행 안내") -> Reply:
    """An RSS feed of these paths or addresses."""
    pub_date = f"<pubDate>{date}</pubDate>" if date else ""
    links = [path if "://" in path else f"HOST{path}" for path in paths]
    items = "".join(f"<item><title>{title}</title><link>{link}</link>{pub_date}</item>" for link in links)
    return Reply(f'<rss version="2.0"><channel>{items}</channel></rss>', "application/rss+xml")


def blog(*numbers: int, **pages: Reply | Behaviour) -> Site:
    """A site with a feed of some posts; ``pages`` adds paths by number: ``p7=...``."""
    paths = {f"/{number}": Reply(post(f"가람통신 공지 {number}")) for number in numbers}
    paths |= {f"/{name[1:]}": page for name, page in pages.items()}
    return Site({"/rss": feed(*paths), **paths})


def entry(name: str, url: str, **settings: object) -> str:
    """One [[source]] of a registry, impatient and on a private address unless told otherwise."""
    chosen = {"name": name, "kind": "feed", "url": url, "allow_private": True, "delay": 0} | settings
    return "[[source]]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in chosen.items())


def sago(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    """The finished command, run in a process of its own."""
    command = [sys.executable, "-m", "scripts.sago", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=90, **options)


def crawl(data: Path, entries: str, *arguments: object, lang: str = "en") -> subprocess.CompletedProcess[str]:
    """``sago crawl`` of a registry with these entries."""
    data.mkdir(exist_ok=True)
    (data / "sources.toml").write_text(entries, "utf-8")
    done = sago(
        "--lang", lang, "crawl", *arguments, "--sources", data / "sources.toml", "--data", data, "--timeout", 1.5
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def table(done: subprocess.CompletedProcess[str]) -> dict[str, dict[str, int]]:
    """What the command printed of each source."""
    lines = [line.split() for line in done.stdout.splitlines() if line.strip()]
    head = lines[0][1:]
    return {line[0]: dict(zip(head, map(int, line[1:]), strict=True)) for line in lines[2:]}


def landed(data: Path) -> list:
    """Every document in the closed segments."""
    lines = [line for path in closed_segments(data / "landing") for line in read_segment(path)]
    assert not [line.broken for line in lines if line.broken]
    return [document for line in lines for document in line.documents]


def ledger(data: Path, sql: str = "SELECT url, result FROM page", *parameters: object) -> list[tuple]:
    """Rows of the ledger; changes made by the statement are kept."""
    con = sqlite3.connect(data / "state" / "ops.sqlite")
    with con:
        rows = con.execute(sql, parameters).fetchall()
    con.close()
    return rows


def make_all_due(data: Path) -> None:
    """Let the re-reading of every post be due now."""
    ledger(data, "UPDATE page SET due = '2026-01-01T00:00:00+00:00'")
