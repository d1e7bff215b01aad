"""The one record a crawl produces: what a page became once its markup was read. Standard library only."""

import hashlib
from dataclasses import dataclass


def hash_id(*parts: str) -> str:
    """128-bit hexadecimal id of a natural key, so any process mints the same one."""
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Document:
    """One post as read from one page at one time. ``text`` is what every span of every mention counts in.

    ``text`` has blocks on lines of their own, a blank line between paragraphs, list items as ``- item`` and table rows as
    ``cell | cell`` (a ``--- | ---`` line follows a header row that the markup marks as one; merged cells are repeated).
    Times are ISO 8601 with as much precision as the page gives: ``2025-09-22T10:00:00+09:00``, ``2025-09-22T10:00+09:00``
    or ``2025-09-22``; a time written without offset on a Korean page is Korean time. ``None`` means the page does not say.
    """

    url: str  # canonical address: the identity of the document
    title: str
    text: str
    published: str | None = None
    published_from: str | None = None  # where the time was read: "meta", "jsonld", "visible", "feed", "script"
    modified: str | None = None
    author: str | None = None
    platform: str = ""  # the markup family whose parser read the page: "tistory", "blogspot", "ndsoft" ...
    source: str = ""  # name of the registry entry that found it
    fetched_at: str | None = None  # UTC, ISO 8601
    flags: tuple[str, ...] = ()  # what a reader should know: "no_date", "empty_body", "charset_guessed", "truncated"

    @property
    def document_id(self) -> str:
        """Id of the post, the same for every version of it."""
        return hash_id(self.url)

    @property
    def version_id(self) -> str:
        """Id of this wording of the post: changes when title, text or publication time do."""
        return hash_id(self.url, self.title, self.text, self.published or "")
