"""Tistory, on its own hosts and on others: the current editor, the old one, mobile pages and pages of several whole posts."""

import re
from urllib.parse import urlsplit

from lxml import etree

from crawler.dates import find_time
from crawler.errors import PageChanged
from crawler.items import Document
from crawler.markup import canonical_link, first, inside, metas, posting, select, text_of
from crawler.pages.reading import find_bodies, make_document, surroundings
from crawler.text import Drop, line_text, words
from crawler.urls import canonical_url

NAME = "tistory"
#: The editor's own element; wrappers of skins, which hold more than the body, only where there is none.
EDITORS = [".tt_article_useless_p_margin.contents_style", ".tt_article_useless_p_margin", ".contents_style"]
SKINS = [
    "#article-view",
    ".article_view",
    ".blogview_content",
    ".area_view",
    ".entry-content",
    ".skin_view",
    "div.article",
]
#: Adverts, buttons, and everything that belongs to other posts.
OTHERS = words(
    "revenue_unit_wrap revenue_unit_item adsbygoogle kakao_ad_area container_postbtn postbtn_ccl another_category "
    "area_related area_tag tt-plugin btn-toggle-moreless moreless_fold moreless_top screen_out blind fileblock cap1 "
    "area_reply area_comment comments tag_zone area_sidebar area_paging list_category"
)
DROP = Drop(
    classes=OTHERS | {"article_header", "titleWrap"},
    ids=frozenset(["post_button_group", "footer", "header", "sidebar"]),
    attributes=(("data-tistory-react-app", None), ("data-ke-type", "opengraph")),
    tags=frozenset(["nav", "footer"]),
)
MARKS = [
    ".tt_article_useless_p_margin",
    "meta[property='dg:plink']",
    "meta[property='article:pc_url']",
    "[id^='tt-body']",
]
POST_PATH = re.compile(r"/(?:\d+|entry/[^/]+)")
DATE = ".date, .txt_date, .txt_detail, .info_post, .article-date, .post-date"
#: Links of a list page to its posts; skins without these class names are read by the form of the address.
POST_LINKS = "li.item_category > a.link_category, .list_content a.link_post"


def matches(tree: etree._Element, url: str) -> bool:
    """Whether the platform's marks are in the page."""
    if any(first(tree, mark) is not None for mark in MARKS):
        return True
    return any("/tistory_admin/" in (link.get("href") or "") for link in tree.iter("link"))


def parse_posts(tree: etree._Element, url: str) -> list[Document]:
    """Every whole post on a page; PageChanged when there is none."""
    said = metas(tree)
    is_post_page = said.get("og:type", "article") == "article"  # a list page calls itself a website
    bodies = find_bodies(tree, EDITORS + SKINS if is_post_page else EDITORS, DROP)
    if not bodies:
        raise PageChanged(url, "article body")
    if len(bodies) > 1:
        return parse_several(url, bodies)
    data = posting(tree)
    area = list(surroundings(bodies[0], bodies))
    times = [
        (said.get("article:published_time"), "meta"),  # og:regDate beside it is on a 12-hour clock
        (text_of(data, "datePublished"), "jsonld"),
        (visible_time(area), "visible"),
    ]
    title = (said.get("og:title") if is_post_page else None) or heading(area) or said.get("og:title", "")
    return [
        make_document(
            address(tree, said, url, area),
            title,
            bodies[0],
            DROP,
            NAME,
            times,
            said.get("article:modified_time") or text_of(data, "dateModified"),
            said.get("og.article.author") or said.get("by"),
        )
    ]


def parse_several(url: str, bodies: list[etree._Element]) -> list[Document]:
    """The posts of a page of several, each by the link in its heading; those without one cannot be told apart."""
    documents = []
    for body in bodies:
        area = list(surroundings(body, bodies))
        link = heading_link(area)
        if link is not None:
            when = [(visible_time(area), "visible")]
            here = canonical_url(link.get("href"), url)
            documents.append(make_document(here, line_text(link), body, DROP, NAME, when))
    if not documents:
        raise PageChanged(url, "address for any of its several posts")
    return documents


def address(tree: etree._Element, said: dict[str, str], url: str, area: list[etree._Element]) -> str:
    """The address of the post: what the page says, unless that is a list."""
    link = heading_link(area)
    named = link.get("href") if link is not None else None
    for candidate in (canonical_link(tree), said.get("og:url"), said.get("article:pc_url"), named):
        if candidate and is_post(candidate):
            return canonical_url(candidate, url)
    return canonical_url(url)


def is_post(url: str) -> bool:
    """Whether an address is that of a post rather than of a list."""
    return POST_PATH.fullmatch(urlsplit(url).path.removeprefix("/m")) is not None


def heading_link(area: list[etree._Element]) -> etree._Element | None:
    """The link in the heading nearest to the body that leads to a post."""
    for element in area[1:]:
        for link in select(element, "h1 a[href], h2 a[href], h3 a[href], h4 a[href], .title a[href]"):
            if link not in area[0].iterdescendants("a") and is_post(link.get("href")) and line_text(link):
                return link
    return None


def heading(area: list[etree._Element]) -> str:
    """The text of the heading nearest to the body, outside of it."""
    for element in area[1:]:
        for one in select(element, "h1, h2, h3, .title_post, .tit_post"):
            if area[0] not in one.iterancestors() and not DROP.covers(one) and (text := line_text(one)):
                return text
    return ""


def visible_time(area: list[etree._Element]) -> str | None:
    """The time printed nearest to the body, outside of it and of other posts' lists."""
    for element in area[1:]:
        for one in select(element, DATE):
            if area[0] in one.iterancestors() or inside(one, OTHERS):
                continue
            if found := find_time("".join(one.itertext())):
                return found
    return None
