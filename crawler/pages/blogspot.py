"""Blogger (Blogspot): classic and later themes. Times carry the blog's own offset, which is seldom the Korean one."""

import re

from lxml import etree

from crawler.dates import find_time
from crawler.errors import PageChanged
from crawler.items import Document
from crawler.markup import canonical_link, first, inside, metas, posting, text_of
from crawler.pages.reading import find_bodies, make_document, nearest, opening, page_url, post_url, surroundings
from crawler.text import Drop, line_text, words
from crawler.urls import path_of

NAME = "blogspot"
BODIES = [".post-body.entry-content", ".post-body"]
#: Widgets and buttons; each entry of the popular list has a time and a title of its own.
OTHERS = words(
    "PopularPosts FeaturedPost BlogArchive Label post-share-buttons share-buttons sharing blog-pager comments related-posts "
    "post-labels adsbygoogle tr-caption"
)
DROP = Drop(
    classes=OTHERS | {"post-footer", "post-header", "jump-link"},
    ids=frozenset(["comments", "blog-pager"]),
    tags=frozenset(["nav", "footer"]),
)
MARKS = ["meta[name='generator'][content='blogger']", "link[rel='service.post']", ".widget.Blog .post-body"]
TITLES = "h1.entry-title, .post-title.entry-title, .post-title, .entry-title"
AUTHORS = [".post-author .fn, .author-name", ".post-author"]
TIMES = "abbr.published[title], time.published[datetime]"
POST_PATH = re.compile(r"/\d{4}/\d{2}/[^/]+\.html")
#: Links of a list page to its posts.
POST_LINKS = ".post-title a[href], .entry-title a[href], a.timestamp-link[href]"


def matches(tree: etree._Element, url: str) -> bool:
    """Whether the platform's marks are in the page."""
    return any(first(tree, mark) is not None for mark in MARKS)


def parse_posts(tree: etree._Element, url: str) -> list[Document]:
    """Every whole post on a page; PageChanged when there is none."""
    bodies = find_bodies(tree, BODIES, DROP)
    if not bodies:
        raise PageChanged(url, "article body")
    alone = len(bodies) == 1
    on_own_page = alone and (is_post(url) or is_post(canonical_link(tree) or ""))
    around = zip(bodies, surroundings(bodies), strict=True)
    whole = [(body, area) for body, area in around if not is_excerpt(body, area, on_own_page)]
    if not whole:
        raise PageChanged(url, "whole post")
    said = metas(tree)
    documents = []
    for body, area in whole:
        here = address(tree, said, url, area, alone)
        if here is None:
            continue
        data = posting(tree) if alone else {}
        times = [
            (published(area), "visible"),
            (text_of(data, "datePublished"), "jsonld"),
            (day_heading(area), "visible"),
        ]
        title = mark(area, TITLES)
        name = line_text(title) if title is not None else said.get("og:title", "") if alone else ""
        author = next((one for css in AUTHORS if (one := mark(area, css)) is not None), None)
        documents.append(
            make_document(
                here,
                name or said.get("og:title", ""),
                body,
                DROP,
                NAME,
                times,
                text_of(data, "dateModified"),
                line_text(author) if author is not None else None,
            )
        )
    if not documents:
        raise PageChanged(url, "address for any of its several posts")
    return documents


def is_excerpt(body: etree._Element, area: list[etree._Element], on_own_page: bool) -> bool:
    """Whether a list shows the beginning of a post only, with a link to the rest of it."""
    return first(body, ".post-snippet, .snippet-container") is not None or (
        not on_own_page and mark(area, ".jump-link") is not None
    )


def mark(area: list[etree._Element], css: str) -> etree._Element | None:
    """The match nearest to the body that belongs to the same post."""
    return nearest(area, css, lambda one: not inside(one, OTHERS))


def published(area: list[etree._Element]) -> str | None:
    """The time of the post itself, as the markup writes it."""
    found = mark(area, TIMES)
    return None if found is None else found.get("title") if found.tag == "abbr" else found.get("datetime")


def day_heading(area: list[etree._Element]) -> str | None:
    """The day printed above the posts of a day, where a theme prints no time."""
    found = mark(area, ".date-header, .post-timestamp, time.published")
    return find_time(opening(found)) if found is not None else None


def address(
    tree: etree._Element, said: dict[str, str], url: str, area: list[etree._Element], alone: bool
) -> str | None:
    """The address of the post: what the page says where it holds one, else the link in its heading or under its time."""
    candidates = [canonical_link(tree), said.get("og:url"), url] if alone else []
    for css in (".post-title a[href], .entry-title a[href]", "a.timestamp-link[href]"):
        link = mark(area, css)
        candidates.append(link.get("href") if link is not None else None)
    named = next((here for one in candidates if (here := post_url(one, url, is_post))), None)
    return named or (page_url(url) if alone else None)


def is_post(url: str) -> bool:
    """Whether an address is that of a post rather than of a list."""
    return POST_PATH.fullmatch(path_of(url)) is not None
