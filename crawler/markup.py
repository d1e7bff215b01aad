"""A page as a tree, and the few questions every parser asks of it: what matches, what the head says, what the data says."""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from cssselect import HTMLTranslator
from lxml import etree

from crawler.text import words

MAX_JSONLD = 300_000
POSTINGS = ("BlogPosting", "NewsArticle", "Article")
#: Elements that end by themselves or have no end; all others may stand within each other without end in hostile markup.
UNCOUNTED = words(
    "html head body p li dt dd td th tr thead tbody tfoot colgroup option br hr img input meta link area base col embed source "
    "track wbr script style title"
)
#: The parser drops all that follows these; browsers go on, and posts hold whole pages pasted in.
END_OF_PAGE = re.compile(r"</(?:body|html)\s*>", re.I)
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>")
DEEPEST = 60  # of one element name; the parser gives up at 2,048 of all


def parse_html(text: str) -> etree._Element:
    """The tree of a page; an empty one where there is no markup at all."""
    text = END_OF_PAGE.sub("", text.replace("\x00", ""))
    root, too_deep = parsed(text)
    if too_deep:
        root, _ = parsed(flatten(text))
    return root


def parsed(text: str) -> tuple[etree._Element, bool]:
    """The tree and whether the parser gave up because the markup is nested too deep."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    too_deep = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    return etree.Element("html") if root is None else root, too_deep


def flatten(text: str) -> str:
    """The markup without elements nested deeper than any page needs."""
    depth: dict[str, int] = {}

    def keep(tag: re.Match[str]) -> str:
        name = tag[2].lower()
        if name in UNCOUNTED:
            return tag[0]
        before = depth.get(name, 0)
        depth[name] = max(0, before - 1) if tag[1] else before + 1
        return " " if max(before, depth[name]) > DEEPEST else tag[0]

    return TAG.sub(keep, text)


@lru_cache(maxsize=512)
def compiled(css: str) -> etree.XPath:
    """A CSS selector ready to be used."""
    return etree.XPath(HTMLTranslator().css_to_xpath(css))


def select(tree: etree._Element, css: str) -> list[etree._Element]:
    """Every element below ``tree`` that a CSS selector matches, in document order."""
    return compiled(css)(tree)


def first(tree: etree._Element, *selectors: str) -> etree._Element | None:
    """The first element that matches the first selector that matches at all."""
    for css in selectors:
        if found := select(tree, css):
            return found[0]
    return None


def metas(tree: etree._Element) -> dict[str, str]:
    """What the <meta> elements say: property or name -> content; the first one counts."""
    said: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = element.get("content")
        if content and (name := element.get("property") or element.get("name") or element.get("itemprop")):
            said.setdefault(name, content.strip())
    return said


def canonical_link(tree: etree._Element) -> str | None:
    """The address a page names as its own."""
    for element in tree.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split() and (href := element.get("href")):
            return href.strip()
    return None


def data_blocks(tree: etree._Element) -> Iterator[dict[str, Any]]:
    """Every object of the JSON-LD on a page; broken and oversized blocks are passed over."""
    for script in tree.iter("script"):
        if script.get("type") != "application/ld+json" or not script.text or len(script.text) > MAX_JSONLD:
            continue
        try:
            data = json.loads(script.text, strict=False)
        except (ValueError, RecursionError):
            continue
        waiting = [data]  # the next one is the last
        while waiting:
            one = waiting.pop()
            if isinstance(one, list):
                waiting += reversed(one)
            elif isinstance(one, dict):
                yield one
                graph = one.get("@graph")
                waiting += reversed(graph) if isinstance(graph, list) else []


def posting(tree: etree._Element) -> dict[str, Any]:
    """The JSON-LD object that describes the post; empty when there is none."""
    for block in data_blocks(tree):
        kinds = block.get("@type")
        if any(kind in POSTINGS for kind in (kinds if isinstance(kinds, list) else [kinds])):
            return block
    return {}


def inside(element: etree._Element, classes: frozenset[str], root: etree._Element | None = None) -> bool:
    """Whether the element or anything around it, up to ``root``, carries one of these classes."""
    while element is not None:
        if not classes.isdisjoint((element.get("class") or "").split()):
            return True
        if element is root:
            return False
        element = element.getparent()
    return False


def text_of(data: dict[str, Any], key: str) -> str | None:
    """A text of the page's data; None when it is something else."""
    value = data.get(key)
    return value if isinstance(value, str) else None
