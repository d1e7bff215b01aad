"""A downloaded page becomes what is kept of it: its documents, or why there are none. No network, no files, no clock."""

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace

from crawler.errors import PageChanged
from crawler.items import Document
from crawler.ledger import Page
from crawler.pages import parse_posts
from crawler.report import Problem
from crawler.sources import Source

log = logging.getLogger(__name__)

#: Flags of a document that are worth a word in the report.
TOLD = {"no_date": "no_date", "empty_body": "no_text"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one page."""

    documents: tuple[Document, ...]  # none where the page could not be read
    digest: str  # of what the documents say, or of the page's bytes where there are none
    problems: tuple[tuple[Problem, str], ...] = ()  # with addresses

    @property
    def published(self) -> str | None:
        """When the post was published; None when nobody says."""
        return self.documents[0].published if self.documents else None

    def result(self, before: Page) -> str:
        """What this reading is beside what was kept before: new, changed, unchanged or unread."""
        if not self.documents:
            return "unread"
        return "unchanged" if self.digest == before.digest else "changed" if before.digest else "new"


def read(body: bytes, url: str, content_type: str | None, page: Page, source: Source, at: str) -> Reading:
    """The reading of the bytes that ``url`` answered at the time ``at`` (UTC, ISO 8601)."""
    try:
        documents = parse_posts(body, url, content_type, source.platform)
        documents = [completed(one, page, source, at, len(documents) == 1) for one in documents]
        if not any(one.title or one.text for one in documents):
            raise PageChanged(url, "title and text")
    except PageChanged as error:
        log.warning("%s", error)
        problem = Problem("page_changed", error.missing)
    except Exception as error:  # the edge of the run: one page must not stop the others
        log.exception("reading %s", url)
        problem = Problem("unreadable", f"{type(error).__name__}: {str(error)[:100]}")
    else:
        told = ((Problem(TOLD[flag]), one.url) for one in documents for flag in one.flags if flag in TOLD)
        return Reading(tuple(documents), digest_of(one.version_id.encode() for one in documents), tuple(told))
    return Reading((), digest_of([body]), ((problem, page.url),))


def completed(document: Document, page: Page, source: Source, at: str, alone: bool) -> Document:
    """The document with its source and time, and with what its feed says where the page does not say it."""
    told = {}
    if alone or document.url == page.url:
        told["title"] = document.title or page.title
        if document.published is None and page.published:
            flags = tuple(flag for flag in document.flags if flag != "no_date")
            told |= {"published": page.published, "published_from": "feed", "flags": flags}
    return replace(document, source=source.name, fetched_at=at, **told)


def digest_of(parts: Iterable[bytes]) -> str:
    """A short hash of what a page says."""
    return hashlib.blake2b(b"\x1f".join(parts), digest_size=16).hexdigest()
