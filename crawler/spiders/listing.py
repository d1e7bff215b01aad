"""Posts that pages of links announce: a category of a blog, a section of a newspaper, page after page."""

from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from lxml import etree
from scrapy.http import Response

from crawler.charset import decode
from crawler.feeds import Entry, Feed
from crawler.markup import first, parse_html, select
from crawler.pages import PLATFORMS, Platform
from crawler.sources import Source
from crawler.spiders.posts import PostSpider, header
from crawler.text import line_text
from crawler.urls import canonical_url, same_host

OLDER = ("link[rel~='next'][href]", "a[rel~='next'][href]", "a.blog-pager-older-link[href]")


class ListSpider(PostSpider):
    """Brings the posts of lists."""

    name = "list"

    def entries(self, response: Response, source: Source, page: int) -> Feed:
        text, _, _ = decode(response.body, header(response, "Content-Type"))
        tree = parse_html(text)
        return Feed(find_posts(tree, response.url, source.platform), next_page(tree, response.url, page))


def find_posts(tree: etree._Element, url: str, platform: str | None) -> list[Entry]:
    """The posts a list page links to, in its order: those in the places its platform has for them, else any on the host."""
    chosen = [PLATFORMS[platform]] if platform else [one for one in PLATFORMS.values() if one.matches(tree, url)]
    for candidate in chosen or PLATFORMS.values():
        for css in (candidate.post_links, "a[href]"):
            if found := linked_posts(tree, url, candidate, css):
                return found
    return []


def linked_posts(tree: etree._Element, url: str, platform: Platform, css: str) -> list[Entry]:
    """The posts that links matching a selector lead to."""
    found: dict[str, Entry] = {}
    for link in select(tree, css):
        try:
            target = urljoin(url, link.get("href").strip())
            address = canonical_url(target)
        except ValueError:
            continue
        if platform.is_post(address) and same_host(address, url):
            found.setdefault(address, Entry(address, target, line_text(link)))
    return list(found.values())


def next_page(tree: etree._Element, url: str, page: int) -> str:
    """Where a list goes on: as it says itself, else the same address with the next page number."""
    link = first(tree, *OLDER)
    if link is not None:
        return urljoin(url, link.get("href").strip())
    parts = urlsplit(url)
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "page"]
    return urlunsplit(parts._replace(query=urlencode([*query, ("page", str(page + 1))])))
