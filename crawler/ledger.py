"""The memory of the crawl: which addresses are known, what became of each, with which validators, and when it is due again.

One SQLite file that survives a kill at any moment. A page is never marked as being fetched: it is due until its outcome is
written, and the outcome of a page that is kept is written only after its landing line is on disk.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from crawler.errors import CrawlError
from crawler.feeds import Entry

KST = timezone(timedelta(hours=9))
VERSION = 1
SCHEMA = """
CREATE TABLE listing (  -- feeds and lists: where posts are announced
    url TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    etag TEXT,
    last_modified TEXT,
    listed INTEGER NOT NULL DEFAULT 0,  -- posts it announced when it was last read to its end
    finished INTEGER NOT NULL DEFAULT 0,  -- 0 while it is being paged through: a killed run starts over
    fetched_at TEXT
) STRICT;
CREATE TABLE page (  -- posts
    url TEXT PRIMARY KEY,  -- canonical
    source TEXT NOT NULL,  -- the one that announced it first
    fetch_url TEXT NOT NULL,  -- as announced
    title TEXT NOT NULL DEFAULT '',
    published TEXT,  -- as announced, until the page says better
    first_seen TEXT NOT NULL,
    etag TEXT,
    last_modified TEXT,
    digest TEXT,  -- of what was last kept of it; NULL when nothing was
    fetched_at TEXT,  -- of the last answer
    status INTEGER,  -- of the last answer; NULL when there was none
    result TEXT,  -- new, changed, unchanged, unread, gone or failed; NULL when never tried
    failures INTEGER NOT NULL DEFAULT 0,  -- in a row
    due TEXT  -- when to ask again; NULL is never
) STRICT;
CREATE INDEX page_due ON page (source, due) WHERE due IS NOT NULL;
"""
#: Ages after publication at which a post is read again: figures grow and get corrected, mostly early.
READ_AGAIN = [timedelta(hours=1), timedelta(hours=6), *(timedelta(days=days) for days in (1, 3, 7, 30))]
#: Waits after the first, second ... failure in a row, then never again. The first is none: whoever runs it again means it.
TRY_AGAIN = [
    timedelta(),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=3),
]


@dataclass(frozen=True, slots=True)
class Listing:
    """What is known of a feed or of the first page of a list."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    listed: int = 0
    finished: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of a post."""

    url: str
    source: str
    fetch_url: str
    title: str
    published: str | None
    first_seen: str
    etag: str | None
    last_modified: str | None
    digest: str | None
    failures: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one request for a post."""

    page: Page
    result: str
    fetched_at: str
    status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    published: str | None = None


def utc_now() -> str:
    """The time now as the ledger and the landing segments write it: UTC, ISO 8601, whole seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def next_reading(published: str | None, first_seen: str, now: str) -> str | None:
    """When a post that was just read is due again, as in READ_AGAIN; None when it never is.

    >>> next_reading("2026-03-05T09:00+09:00", "2026-03-05T00:10:00+00:00", "2026-03-05T00:10:00+00:00")
    '2026-03-05T01:00:00+00:00'
    >>> next_reading("2025-01-01", "2026-03-05T00:10:00+00:00", "2026-03-05T00:10:00+00:00") is None
    True
    """
    seen, present = datetime.fromisoformat(first_seen), datetime.fromisoformat(now)
    born = datetime.fromisoformat(published) if published else seen
    if born.tzinfo is None:
        born = born.replace(tzinfo=KST)
    born = min(born, seen)  # some feeds announce posts of tomorrow
    later = (born + age for age in READ_AGAIN if born + age > present)
    due = next(later, None)
    return due.astimezone(UTC).isoformat(timespec="seconds") if due else None


def next_try(failures: int, now: str) -> str | None:
    """When to ask again after so many failures in a row, as in TRY_AGAIN; None when it has been enough."""
    if failures > len(TRY_AGAIN):
        return None
    return (datetime.fromisoformat(now) + TRY_AGAIN[failures - 1]).isoformat(timespec="seconds")


def next_due(outcome: Outcome) -> str | None:
    """When a post is due again after this outcome; None for never."""
    if outcome.result == "gone":
        return None
    if outcome.result == "failed":
        return next_try(outcome.page.failures + 1, outcome.fetched_at)
    published = outcome.published or outcome.page.published
    return next_reading(published, outcome.page.first_seen, outcome.fetched_at)


class Ledger:
    """The ledger in one file; every method is one transaction, on disk when it returns."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it; raises CrawlError when it is damaged or of a newer version."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        try:
            self.con = sqlite3.connect(path, timeout=10)
        except sqlite3.Error as error:
            raise damaged(path, str(error)) from error
        try:
            self.prepare()
        except sqlite3.DatabaseError as error:
            self.con.close()
            raise damaged(path, str(error)) from error
        except CrawlError:
            self.con.close()
            raise

    def prepare(self) -> None:
        """Check the file and make its tables where it is new."""
        self.con.execute("PRAGMA journal_mode = WAL")
        self.con.execute("PRAGMA synchronous = FULL")
        [(found,)] = self.con.execute("PRAGMA quick_check(1)").fetchall()
        if found != "ok":
            raise sqlite3.DatabaseError(found.splitlines()[-1])
        [(version,)] = self.con.execute("PRAGMA user_version").fetchall()
        if version > VERSION:
            raise CrawlError(
                f"{self.path} was written by a newer Sagowatch (version {version}, this one knows {VERSION})",
                f"{self.path}: 더 새로운 Sagowatch가 쓴 파일입니다(버전 {version}, 지금 프로그램은 {VERSION})",
            )
        if version < VERSION:
            self.con.executescript(f"BEGIN; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")

    def close(self) -> None:
        """Close the file."""
        self.con.close()

    def listing(self, url: str) -> Listing:
        """What is known of a feed or list."""
        columns = "url, etag, last_modified, listed, finished"
        row = self.con.execute(f"SELECT {columns} FROM listing WHERE url = ?", (url,)).fetchone()  # noqa: S608
        return Listing(*row[:4], bool(row[4])) if row else Listing(url)

    def begin_listing(self, url: str, source: str) -> None:
        """Note that a feed or list is being read: until it is finished, the next run reads all of it."""
        with self.con:
            self.con.execute(
                "INSERT INTO listing (url, source) VALUES (?, ?) ON CONFLICT (url) DO UPDATE SET finished = 0",
                (url, source),
            )

    def finish_listing(self, url: str, source: str, listed: int, etag: str | None, last_modified: str | None) -> None:
        """Note that a feed or list was read to its end, so that an unchanged one need not be read again."""
        with self.con:
            self.con.execute(
                "INSERT OR REPLACE INTO listing (url, source, listed, etag, last_modified, finished, fetched_at)"
                " VALUES (?, ?, ?, ?, ?, 1, ?)",
                (url, source, listed, etag, last_modified, utc_now()),
            )

    def announce(self, source: str, entries: Iterable[Entry]) -> int:
        """Number of posts not known before; they are due at once. What is known of the others stays."""
        now = utc_now()
        before = self.con.total_changes
        with self.con:
            self.con.executemany(
                "INSERT OR IGNORE INTO page (url, source, fetch_url, title, published, first_seen, due)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                ((one.url, source, one.fetch_url, one.title, one.published, now, now) for one in entries),
            )
        return self.con.total_changes - before

    def due(self, source: str) -> list[Page]:
        """Posts of a source that are due now, newest first."""
        return self.pages("source = ? AND due <= ? ORDER BY first_seen DESC, rowid", (source, utc_now()))

    def due_among(self, urls: Iterable[str]) -> list[Page]:
        """Those of the addresses that are due now, in their order, whichever source announced them first."""
        now = utc_now()
        return [page for url in urls for page in self.pages("url = ? AND due <= ?", (url, now))]

    def pages(self, condition: str, parameters: tuple[str, ...]) -> list[Page]:
        """Posts that meet an SQL condition."""
        columns = ", ".join(Page.__dataclass_fields__)
        return [Page(*row) for row in self.con.execute(f"SELECT {columns} FROM page WHERE {condition}", parameters)]  # noqa: S608

    def record(self, outcomes: Iterable[Outcome]) -> None:
        """Write what became of posts. A failure keeps the validators and what was kept before."""
        with self.con:
            for one in outcomes:
                failed = one.result == "failed"
                self.con.execute(
                    """UPDATE page SET result = $result, fetched_at = $at, status = $status, due = $due, failures = $failures,
                        etag = $etag, last_modified = $modified, digest = $digest, published = coalesce($published, published)
                    WHERE url = $url""",
                    {
                        "result": one.result,
                        "at": one.fetched_at,
                        "status": one.status,
                        "due": next_due(one),
                        "failures": one.page.failures + 1 if failed else 0,
                        "etag": one.page.etag if failed else one.etag,
                        "modified": one.page.last_modified if failed else one.last_modified,
                        "digest": one.digest or one.page.digest,
                        "published": one.published,
                        "url": one.page.url,
                    },
                )


def damaged(path: Path, why: str) -> CrawlError:
    """The error for a file that is no readable ledger."""
    return CrawlError(
        f"{path} is damaged or is no SQLite database ({why}); it was left as it is. Move it away to begin a new ledger:"
        " every page is then asked for once more, and loading adds nothing twice",
        f"{path} 파일이 손상되었거나 SQLite 데이터베이스가 아닙니다({why}). 파일은 건드리지 않았습니다. 옮겨 두면 새로 시작하며,"
        " 문서를 다시 받더라도 적재할 때 중복되지 않습니다",
    )
