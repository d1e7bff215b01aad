"""What the parsers of all platforms do alike: find the body of each post and its surroundings, choose a time, put a document together.

Hostile markup may hold any number of posts and headings at any depth, so what is looked at is counted everywhere.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from itertools import takewhile

from lxml import etree

from crawler.boilerplate import without_boilerplate
from crawler.dates import read_time
from crawler.items import Document
from crawler.markup import select
from crawler.text import MAX_TEXT, Drop, element_text, tidy
from crawler.urls import canonical_url

MAX_POSTS = 500  # of one page; the longest list page of Blogger
MAX_MARKS = 5_000  # headings, links and dates looked at for one post
MAX_HEADING = 500  # characters of a heading or date


def outermost(found: list[etree._Element]) -> list[etree._Element]:
    """The elements that stand in no other one of them."""
    chosen = set(found)
    return [element for element in found if not any(ancestor in chosen for ancestor in element.iterancestors())]


def find_bodies(tree: etree._Element, selectors: Iterable[str], drop: Drop) -> list[etree._Element]:
    """The bodies found by the first selector that finds one outside of what is left out."""
    for css in selectors:
        if found := [body for body in outermost(select(tree, css)[:MAX_POSTS]) if not stands_in(body, drop)]:
            return found
    return []


def stands_in(element: etree._Element, drop: Drop) -> bool:
    """Whether the element or one around it is left out."""
    return drop.covers(element) or any(drop.covers(ancestor) for ancestor in element.iterancestors())


def surroundings(bodies: list[etree._Element]) -> list[list[etree._Element]]:
    """For each body the body and what stands around it, from the inside out, as long as it holds no other body."""
    around = [[body, *body.iterancestors()] for body in bodies]
    held = Counter(element for elements in around for element in elements)
    return [list(takewhile(lambda element: held[element] == 1, elements)) for elements in around]


def nearest(area: list[etree._Element], css: str, accepts: Callable[[etree._Element], object]) -> etree._Element | None:
    """The match outside of the body that stands nearest to it; the first of several as near. Area as in `surroundings`."""
    levels = {element: level for level, element in enumerate(area)}
    best, best_level = None, len(area)
    for one in select(area[-1], css)[:MAX_MARKS] if area else ():
        level = levels.get(one)
        if level is None:
            level = next(levels[ancestor] for ancestor in one.iterancestors() if ancestor in levels)
        if 0 < level < best_level and accepts(one):
            best, best_level = one, level
    return best


def opening(element: etree._Element) -> str:
    """The first words in an element, as they stand in the markup."""
    text = ""
    for part in element.itertext():
        text += part[: MAX_HEADING - len(text)]
        if len(text) >= MAX_HEADING:
            break
    return text


def post_url(written: str | None, base: str, is_post: Callable[[str], bool]) -> str | None:
    """The canonical address that a page names as that of a post; None when it names none."""
    try:
        url = canonical_url(written or "", base)
    except ValueError:
        return None
    return url if written and is_post(url) else None


def page_url(url: str) -> str:
    """The canonical address of a page; as it was given when it is none, as with a saved page."""
    try:
        return canonical_url(url)
    except ValueError:
        return url


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
    whole = element_text(body, drop)
    text = without_boilerplate(whole)
    published, published_from = first_time(times)
    flags = [
        *(["no_date"] if published is None else []),
        *(["empty_body"] if not text else []),
        *(["truncated"] if len(whole) >= MAX_TEXT else []),
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
