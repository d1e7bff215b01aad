"""A feed (RSS or Atom) becomes a list of entries. Read by hand, because real feeds are seldom what their name says."""

import html
import re
import warnings
from dataclasses import dataclass
from urllib.parse import urljoin

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning
from lxml import etree

from crawler.charset import decode
from crawler.dates import read_time
from crawler.text import ANY_SPACES, tidy
from crawler.urls import canonical_url

MAX_ENTRIES = 5_000
#: Where the parts of an entry stand, in RSS 2.0, RSS 1.0 (RDF) and Atom; the first one found counts.
TITLES = ("title",)
PUBLISHED = ("pubDate", "published", "issued", "date", "created")
UPDATED = ("updated", "modified", "lastBuildDate")
#: An entity that XML does not know but feeds write all the same, like &nbsp; or &middot;.
NAMED_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,30});")
#: A feed is read from its root on; declarations of entities before it are not even looked at, nor is what a server prints there.
ROOT = re.compile(r"<(?:[\w.-]{1,40}:)?(?:rss|feed|RDF|channel)[\s>/]")
ANY_TAG = re.compile(r"<([A-Za-z_][\w:.-]{0,60})")
HTML = re.compile(r"<(?:!doctype\s+html|html|body)\b", re.I)
FRONT = 100_000  # characters before the root
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class NotAFeed(Exception):
    """What should be a feed is something else."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One post as a feed or a list announces it."""

    url: str  # canonical
    fetch_url: str  # as announced
    title: str = ""
    published: str | None = None  # ISO 8601


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says: its entries, newest first as a rule, and where it goes on."""

    entries: list[Entry]
    next_url: str | None = None
    without_address: int = 0  # entries that name no usable address
    left_out: int = 0  # entries beyond the first 5,000


def parse_feed(body: bytes, url: str, content_type: str | None = None) -> Feed:
    """The feed in a body; raises NotAFeed when it is none, whatever its status and Content-Type said."""
    text, _, _ = decode(body, content_type)
    root = parse_xml(text)
    if root is None:
        raise NotAFeed(what_it_is(text))
    base = base_of(root, url)
    items = [element for element in root.iter() if local_name(element) in ("item", "entry")]
    entries: dict[str, Entry] = {}
    lost = 0
    for item in items[:MAX_ENTRIES]:
        entry = read_entry(item, base)
        if entry is None:
            lost += 1
        else:
            entries.setdefault(entry.url, entry)
    return Feed(as_days(list(entries.values())), next_page(root, base), lost, max(0, len(items) - MAX_ENTRIES))


def parse_xml(text: str) -> etree._Element | None:
    """The root of a feed that may be broken, None when it is none; entities are never expanded and nothing is loaded."""
    root = ROOT.search(text, 0, FRONT)
    if root is None or HTML.search(text, 0, root.start()):
        return None
    text = NOT_XML.sub("", text[root.start() :])
    text = NAMED_ENTITY.sub(lambda found: html.unescape(found[0]) if html.unescape(found[0]) != found[0] else "", text)
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, huge_tree=False, recover=True, load_dtd=False
    )
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None


def what_it_is(text: str) -> str:
    """In a few words, what stands in the place of a feed."""
    if not text.strip():
        return "nothing at all"
    if HTML.search(text, 0, FRONT):
        return "an HTML page"
    kind = ANY_TAG.search(text, 0, FRONT)
    return f"XML of another kind (<{kind[1]}>)" if kind else "no XML"


def local_name(element: etree._Element) -> str:
    """Name of an element without its namespace, declared or not; empty for comments and the like."""
    return re.split("[}:]", element.tag)[-1] if isinstance(element.tag, str) else ""


def children(element: etree._Element, *names: str) -> list[etree._Element]:
    """Children of these names, in the order of the names."""
    return [child for name in names for child in element if local_name(child) == name]


def base_of(element: etree._Element, url: str) -> str:
    """The address that relative links are relative to."""
    named = element.get("{http://www.w3.org/XML/1998/namespace}base")
    try:
        return urljoin(url, named) if named else url
    except ValueError:
        return url


def read_entry(item: etree._Element, base: str) -> Entry | None:
    """The entry of one item; None when it names no usable address."""
    base = base_of(item, base)
    for written in addresses(item):
        try:
            return Entry(canonical_url(written, base), urljoin(base, written), title_of(item), time_of(item))
        except ValueError:
            continue
    return None


def addresses(item: etree._Element) -> list[str]:
    """What an item names as its address, the best first."""
    found = [text_of(one) for one in children(item, "origLink")]  # a feed proxy's own link leads through the proxy
    for link in children(item, "link"):
        if link.get("rel", "alternate") == "alternate":
            found.append((link.get("href") or text_of(link)).strip())
    for guid in children(item, "guid"):
        if guid.get("isPermaLink", "true").lower() != "false" and "/" in text_of(guid):
            found.append(text_of(guid))
    found += [value for name, value in item.attrib.items() if re.split("[}:]", name)[-1] == "about"]
    return [one for one in found if len(one) < 2_000 and re.search(r"[/.?]", one)]


def text_of(element: etree._Element) -> str:
    """The text of an element and everything in it."""
    return "".join(element.itertext()).strip()


def title_of(item: etree._Element) -> str:
    """The title as plain text; feeds put markup and escaped markup into it."""
    for element in children(item, *TITLES):
        text = text_of(element)
        if "<" in text or "&" in text:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
                text = BeautifulSoup(text, "lxml").get_text()
        if text := ANY_SPACES.sub(" ", tidy(text)).strip():
            return text
    return ""


def time_of(item: etree._Element) -> str | None:
    """The time of publication, else of the last change; None when neither can be read."""
    for element in children(item, *PUBLISHED, *UPDATED):
        if time := read_time(text_of(element)):
            return time
    return None


def as_days(entries: list[Entry]) -> list[Entry]:
    """The entries; where every time is midnight exactly, the feed only knows days and so do they."""
    times = [entry.published for entry in entries if entry.published]
    if len(times) < 3 or not all("T00:00:00" in time or "T" not in time for time in times):
        return entries
    return [Entry(one.url, one.fetch_url, one.title, one.published and one.published[:10]) for one in entries]


def next_page(root: etree._Element, base: str) -> str | None:
    """Where a paged feed goes on; None at its end."""
    for parent in (root, *children(root, "channel")):
        for link in children(parent, "link"):
            if link.get("rel") == "next" and (href := link.get("href")):
                try:
                    canonical_url(href, base)  # raises where it is no address of the web
                except ValueError:
                    continue
                return urljoin(base, href.strip())
    return None
