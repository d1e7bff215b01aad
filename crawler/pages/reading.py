"""What the parsers of all platforms do alike: find the body of each post, choose a time, put a document together."""

from collections.abc import Iterable, Iterator

from lxml import etree

from crawler.boilerplate import without_boilerplate
from crawler.dates import read_time
from crawler.items import Document
from crawler.markup import select
from crawler.text import MAX_TEXT, Drop, element_text, tidy


def outermost(found: list[etree._Element]) -> list[etree._Element]:
    """The elements that stand in no other one of them."""
    chosen = set(found)
    return [element for element in found if not any(ancestor in chosen for ancestor in element.iterancestors())]


def find_bodies(tree: etree._Element, selectors: Iterable[str], drop: Drop) -> list[etree._Element]:
    """The bodies found by the first selector that finds one outside of what is left out."""
    for css in selectors:
        if found := [element for element in outermost(select(tree, css)) if not stands_in(element, drop)]:
            return found
    return []


def stands_in(element: etree._Element, drop: Drop) -> bool:
    """Whether the element or one around it is left out."""
    return drop.covers(element) or any(drop.covers(ancestor) for ancestor in element.iterancestors())


def surroundings(body: etree._Element, bodies: list[etree._Element]) -> Iterator[etree._Element]:
    """The body and what stands around it, from the inside out, as long as it holds no other body."""
    others = {ancestor for other in bodies if other is not body for ancestor in (other, *other.iterancestors())}
    for element in (body, *body.iterancestors()):
        if element in others:
            return
        yield element


def first_time(candidates: Iterable[tuple[str | None, str]]) -> tuple[str | None, str | None]:
    """The first of the written times that is one, and where it was written; two Nones when none is."""
    for written, where in candidates:
        if written and (time := read_time(written)):
            return time, where
    return None, None


def make_document(
    url: str,
    title: str,
    body: etree._Element,
    drop: Drop,
    platform: str,
    times: Iterable[tuple[str | None, str]],
    modified: str | None = None,
    author: str | None = None,
) -> Document:
    """The document of one post."""
    text = without_boilerplate(element_text(body, drop))
    published, published_from = first_time(times)
    flags = [
        *(["no_date"] if published is None else []),
        *(["empty_body"] if not text else []),
        *(["truncated"] if len(text) >= MAX_TEXT else []),
    ]
    return Document(
        url=url,
        title=" ".join(tidy(title).split()),
        text=text,
        published=published,
        published_from=published_from,
        modified=read_time(modified),
        author=(author or "").strip() or None,
        platform=platform,
        flags=tuple(flags),
    )
