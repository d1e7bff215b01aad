"""One post's page becomes a Document: the platform is chosen by the page's own markup, never by its host."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from lxml import etree

from crawler.charset import decode
from crawler.errors import PageChanged
from crawler.items import Document
from crawler.markup import parse_html
from crawler.pages import blogspot, ndsoft, tistory
from crawler.urls import canonical_url

__all__ = ["PLATFORMS", "PageChanged", "parse_page", "parse_posts"]


@dataclass(frozen=True, slots=True)
class Platform:
    """A markup family: how to recognise it, read it, and tell its posts' addresses."""

    matches: Callable[[etree._Element, str], bool]
    parse_posts: Callable[[etree._Element, str], list[Document]]
    is_post: Callable[[str], bool]
    post_links: str  # CSS of the links on a list page that lead to posts


#: A new platform is a module and a line here. The order is that of asking: the surest marks first.
PLATFORMS = {
    module.NAME: Platform(module.matches, module.parse_posts, module.is_post, module.POST_LINKS)
    for module in (ndsoft, blogspot, tistory)
}


def parse_posts(
    html: str | bytes, url: str, content_type: str | None = None, platform: str | None = None
) -> list[Document]:
    """Every whole post on a page, in its order.

    Raises PageChanged when the page is of no known platform or no longer has what it must have.
    """
    text, flags = html, ()
    if isinstance(html, bytes):
        text, _, flags = decode(html, content_type)
    tree = parse_html(text)
    chosen = platform or next((name for name, one in PLATFORMS.items() if one.matches(tree, url)), None)
    if chosen is None:
        raise PageChanged(url, "markup of a known platform")
    documents = PLATFORMS[chosen].parse_posts(tree, url)
    return [replace(document, flags=(*document.flags, *flags)) for document in documents] if flags else documents


def parse_page(html: str | bytes, url: str, content_type: str | None = None, platform: str | None = None) -> Document:
    """The one post of a page; of a page that holds several whole posts, the one whose address was asked for.

    Raises PageChanged when the page is of no known platform or no longer has what it must have.
    """
    documents = parse_posts(html, url, content_type, platform)
    if len(documents) == 1:
        return documents[0]
    asked = canonical_url(url)
    for document in documents:
        if document.url == asked:
            return document
    raise PageChanged(url, f"single post (it holds {len(documents)})")
