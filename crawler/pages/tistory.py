"""Tistory, on its own hosts and on others: the current editor, the old one, mobile pages and pages of several whole posts."""

import re

from lxml import etree

from crawler.dates import find_time
from crawler.errors import PageChanged
from crawler.items import Document
from crawler.markup import canonical_link, first, inside, metas, posting, text_of
from crawler.pages.reading import find_bodies, make_document, nearest, opening, page_url, post_url, surroundings
from crawler.text import Drop, line_text, words
from crawler.urls import path_of

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
    area = surroundings(bodies)[0]
    here = address(tree, said, url, area)
    if here is None and not is_post_page:
        raise PageChanged(url, "address for its only post")
    times = [
        (said.get("article:published_time"), "meta"),  # og:regDate beside it is on a 12-hour clock
        (text_of(data, "datePublished"), "jsonld"),
        (visible_time(area), "visible"),
    ]
    title = (said.get("og:title") if is_post_page else None) or heading(area) or said.get("og:title", "")
    return [
        make_document(
            here or page_url(url),
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
    for body, area in zip(bodies, surroundings(bodies), strict=True):
        link = heading_link(area)
        if link is not None and (here := post_url(link.get("href"), url, is_post)):
            when = [(visible_time(area), "visible")]
            documents.append(make_document(here, line_text(link), body, DROP, NAME, when))
    if not documents:
        raise PageChanged(url, "address for any of its several posts")
    return documents


def address(tree: etree._Element, said: dict[str, str], url: str, area: list[etree._Element]) -> str | None:
    """The address of the post: what the page says, unless that is a list; None when nothing names one."""
    link = heading_link(area)
    named = link.get("href") if link is not None else None
    candidates = (canonical_link(tree), said.get("og:url"), said.get("article:pc_url"), named, url)
    return next((here for one in candidates if (here := post_url(one, url, is_post))), None)


def is_post(url: str) -> bool:
    """Whether an address is that of a post rather than of a list."""
    return POST_PATH.fullmatch(path_of(url).removeprefix("/m")) is not None


def heading_link(area: list[etree._Element]) -> etree._Element | None:
    """The link in the heading nearest to the body that leads to a post."""
    css = "h1 a[href], h2 a[href], h3 a[href], h4 a[href], .title a[href]"
    return nearest(area, css, lambda link: is_post(link.get("href")) and opening(link).strip())


def heading(area: list[etree._Element]) -> str:
    """The text of the heading nearest to the body, outside of it."""
    css = "h1, h2, h3, .title_post, .tit_post"
    found = nearest(area, css, lambda one: not DROP.covers(one) and opening(one).strip())
    return line_text(found) if found is not None else ""


def visible_time(area: list[etree._Element]) -> str | None:
    """The time printed nearest to the body, outside of it and of other posts' lists."""
    found = nearest(area, DATE, lambda one: not inside(one, OTHERS) and find_time(opening(one)))
    return find_time(opening(found)) if found is not None else None
