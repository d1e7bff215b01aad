"""The CMS that hundreds of Korean outlets share: ``/news/articleView.html?idxno=<n>``, whatever the host."""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from lxml import etree

from crawler.boilerplate import without_byline
from crawler.dates import find_time
from crawler.errors import PageChanged
from crawler.items import Document
from crawler.markup import canonical_link, first, metas, posting, select, text_of
from crawler.pages.reading import make_document, page_url, post_url
from crawler.text import Drop, line_text, words
from crawler.urls import SHARED_CMS, path_of, same_host

NAME = "ndsoft"
#: The body is found by its id: a decorative <article class="item"> comes before it.
BODIES = ["#article-view-content-div", "[itemprop='articleBody']"]
DROP = Drop(
    classes=words(
        "ad-template ad_template article-sponsor writer article-copy article-copyright view-copyright view-editors "
        "info-options2 tag-group relation article-relation article-sns sns-share view-sns article-listen font-size-box "
        "adsbygoogle screen-out"
    ),
    ids=frozenset(["ndsoft-relation"]),
    id_prefixes=("comment", "AD_", "ad_"),
    tags=frozenset(["nav", "footer", "aside"]),
)
TITLES = ["h1.heading", ".article-head-title", ".aht-title-view"]
#: Lines beside the title: who, when filed, when released, when changed.
INFO = "ul.infomation li, div.info-text > ul.no-bullet > li"
RELEASED, FILED, CHANGED = re.compile(r"승인|등록"), re.compile(r"입력|기사입력"), re.compile(r"수정|업데이트")
MAX_AUTHOR = 200
MAIL = re.compile(r"\s*\(?[\w.+-]+@[\w-]+(?:\.[\w-]+)+\)?")
#: Links of a list page to its posts.
POST_LINKS = "#section-list a[href], .article-list a[href], .list-titles a[href], .titles a[href]"


def matches(tree: etree._Element, url: str) -> bool:
    """Whether the page is of this system: by its body, or by its address where the body is gone."""
    return first(tree, BODIES[0]) is not None or is_post(url)


def parse_posts(tree: etree._Element, url: str) -> list[Document]:
    """The one post of a page; PageChanged when it is not there."""
    body = first(tree, *BODIES)
    if body is None:
        raise PageChanged(url, "article body")
    said = metas(tree)
    title = first(tree, *TITLES)
    lines = [line_text(line) for line in select(tree, INFO)]
    data = posting(tree)
    document = make_document(
        address(tree, said, url),
        line_text(title) if title is not None else said.get("og:title", ""),
        body,
        DROP,
        NAME,
        [
            (said.get("article:published_time"), "meta"),
            (text_of(data, "datePublished"), "jsonld"),
            *((time, "visible") for time in printed(lines, RELEASED, FILED)),
        ],
        said.get("article:modified_time") or next(printed(lines, CHANGED), None),
        author(tree, said),
    )
    return [replace(document, text=without_byline(document.text))]


def printed(lines: list[str], *kinds: re.Pattern[str]) -> Iterator[str]:
    """The times printed beside words of these kinds, kind by kind."""
    for kind in kinds:
        for line in lines:
            # One line may hold two times, each behind its word; a word may also stand behind its only time.
            if (word := kind.search(line)) and (time := find_time(line[word.end() :]) or find_time(line)):
                yield time


def author(tree: etree._Element, said: dict[str, str]) -> str | None:
    """Who wrote it, without the address."""
    name = first(tree, "article.writer .name, .writer .name")
    written = said.get("author") or (line_text(name) if name is not None else "")
    return MAIL.sub("", written[:MAX_AUTHOR]).strip() or None


def address(tree: etree._Element, said: dict[str, str], url: str) -> str:
    """The address of the post: the page's own where it is on the same host."""
    for candidate in (canonical_link(tree), said.get("og:url")):
        if (here := post_url(candidate, url, is_post)) and same_host(here, url):
            return here
    return page_url(url)


def is_post(url: str) -> bool:
    """Whether an address is that of a post."""
    return SHARED_CMS.search(path_of(url)) is not None and "idxno" in parse_qs(urlsplit(url).query)
