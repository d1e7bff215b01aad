"""Real saved pages and feeds beside this checkout: title, times, author, address and words as a person found them.

A page that is not read right is listed with its cause; a listed page that comes out right fails too, so that the list stays true.
"""

import gzip
import json
import re
from pathlib import Path

import pytest

from crawler.charset import decode
from crawler.feeds import parse_feed
from crawler.markup import parse_html, select
from crawler.pages import PLATFORMS, PageChanged, parse_page, parse_posts

SAVED = Path(__file__).parents[2] / "shared" / "html"
if not (SAVED / "manifest.jsonl").is_file():
    pytest.skip("../shared/html is not beside this checkout", allow_module_level=True)

#: Sites whose platform has no parser: every page of theirs is refused rather than misread.
WITHOUT_PARSER = {
    "naver_blog": "Naver Blog has no parser",
    "naver_news": "Naver News has no parser; its robots.txt forbids crawling",
    "daum_news": "Daum News has no parser",
    "donga": "the outlet's own system has no parser",
    "hankookilbo": "the outlet's own system has no parser",
    "mk": "the outlet's own system has no parser",
}
#: Pages of a platform with a parser that are not read right, and why.
MISSES: dict[str, str] = {}


def saved(kind: str) -> list:
    """Parameters for every saved file whose gold is of a kind: manifest line and gold."""
    found = []
    for line in (SAVED / "manifest.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(line)
        gold = json.loads((SAVED / entry["gold"]).read_text("utf-8"))
        if gold["kind"] != kind:
            continue
        cause = MISSES.get(entry["id"]) or WITHOUT_PARSER.get(entry["site"])
        marks = [pytest.mark.xfail(reason=cause, strict=True)] if cause else []
        found.append(pytest.param(entry, gold, id=entry["id"], marks=marks))
    return found


def body_of(entry: dict) -> bytes:
    """The bytes as the server sent them."""
    data = (SAVED / entry["file"]).read_bytes()
    return gzip.decompress(data) if entry["file"].endswith(".gz") else data


def bare(text: str) -> str:
    """The text without whitespace, invisible marks, and the signs that stand for lists and tables."""
    return re.sub(r"[\s\u200b-\u200f\u2060\ufeff|-]", "", text)


@pytest.mark.parametrize(("entry", "gold"), saved("article"))
def test_real_page_is_read_right(entry, gold):
    address = gold.get("canonical", "https://example.com/2020/01/page.html")
    document = parse_page(body_of(entry), address)
    text = bare(document.text)
    assert document.title == gold["title"]
    assert document.published == gold["published"]
    assert document.flags == ()
    if "canonical" in gold:
        assert document.url == gold["canonical"]
    if "author" in gold:
        assert document.author == gold["author"]
    if "modified" in gold:
        assert document.modified == gold["modified"]
    first, last = text.find(bare(gold["first_words"])), text.rfind(bare(gold["last_words"]))
    assert 0 <= first < last
    for words in gold.get("must_contain", []):
        assert bare(words) in text
    for words in gold.get("must_not_contain", []):
        assert bare(words) not in text
    whole = SAVED / entry["gold"].replace(".gold.json", ".body.txt")
    if whole.is_file():
        lines = [bare(line) for line in whole.read_text("utf-8").splitlines()]
        assert [line for line in lines if line not in text] == []
        assert len(text) <= sum(map(len, lines)) * 1.02


@pytest.mark.parametrize(("entry", "gold"), saved("list"))
def test_real_list_page_is_no_post_and_shows_where_its_posts_are(entry, gold):
    with pytest.raises(PageChanged):
        parse_posts(body_of(entry), "https://example.com/")
    platform, tree = PLATFORMS[entry["site"]], parse_html(decode(body_of(entry))[0])
    listed = [link.get("href").strip("/") for link in select(tree, platform.post_links)]
    anywhere = {link.get("href").strip("/") for link in select(tree, "a[href]") if platform.is_post(link.get("href"))}
    assert listed
    assert set(listed) <= set(gold["post_ids"]) <= anywhere  # two of the four stand in the sidebar only


@pytest.mark.parametrize(("entry", "gold"), saved("feed"))
def test_real_feed_is_read_right(entry, gold):
    entries = parse_feed(body_of(entry), "http://example.com/rss").entries
    assert len(entries) == gold["entries"]
    assert (entries[0].title, entries[-1].title) == (gold["first_title"], gold["last_title"])
    assert (entries[0].fetch_url, entries[0].published) == (gold["first_link"], gold["first_published_kst"])
    assert all(entry.published for entry in entries)


@pytest.mark.parametrize(("entry", "gold"), saved("charset"))
def test_real_page_without_a_declaration_is_decoded(entry, gold):
    text, charset, flags = decode(body_of(entry))
    assert charset == gold["encoding"]
    assert flags == ("charset_guessed",)
    for words in gold["must_contain"]:
        assert words in text


def test_every_kind_of_saved_file_is_tested():
    kinds = {json.loads(path.read_text("utf-8"))["kind"] for path in SAVED.glob("*/*.gold.json")}
    assert kinds == {"article", "list", "feed", "charset"}
