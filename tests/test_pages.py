"""Pages become documents: every saved page of ``tests/pages`` against what a person read in it, and markup meant to break the parsers."""

import json
import time
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from urllib.request import urlopen

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.pages import PLATFORMS, PageChanged, parse_page, parse_posts
from crawler.pages.reading import MAX_POSTS
from crawler.text import MAX_TEXT
from scripts.sample.posts import load_posts
from scripts.sample.server import serve_sites

PAGES = sorted((Path(__file__).parent / "pages").glob("*/*.html"))
TISTORY = "https://note.tistory.com/1"
NEWS = "https://news.example.com/news/articleView.html?idxno=1"
BLOGSPOT = "https://note.blogspot.com/2025/01/a.html"
SECONDS = 20  # that the worst page of a few MB may take on a busy machine; alone none takes more than three


def tistory(body: str, head: str = "") -> str:
    """A Tistory page with this body."""
    return (
        f'<html><head><meta property="dg:plink" content="{TISTORY}">{head}</head><body><div id="wrap">'
        f'<div class="tt_article_useless_p_margin contents_style">{body}</div></div></body></html>'
    )


def news(body: str, head: str = "") -> str:
    """A page of the shared CMS with this body."""
    return f'<html><head>{head}</head><body><div id="article-view-content-div">{body}</div></body></html>'


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_saved_page_is_read_as_a_person_reads_it(page):
    expected = json.loads(page.with_suffix(".json").read_text("utf-8"))
    if "missing" in expected:
        with pytest.raises(PageChanged) as raised:
            parse_posts(page.read_bytes(), expected["asked"])
        assert raised.value.missing == expected["missing"]
        return
    documents = [asdict(document) for document in parse_posts(page.read_bytes(), expected["asked"])]
    assert {document["platform"] for document in documents} == {page.parent.name}
    for document in documents:
        document["text"] = document["text"].split("\n")
        document["flags"] = list(document["flags"])
    shown = [
        {key: document[key] for key in wanted}
        for document, wanted in zip(documents, expected["documents"], strict=True)
    ]
    assert shown == expected["documents"]


def test_every_platform_has_saved_pages_of_posts_and_of_a_redesign():
    for platform in PLATFORMS:
        names = {page.stem for page in PAGES if page.parent.name == platform}
        assert "redesigned" in names
        assert len(names) >= 4


def test_every_page_of_the_sample_sites_is_read_to_the_line():
    posts = {post.slug: post for post in load_posts()}
    platforms = {"tistory": "tistory", "blogspot": "blogspot", "news": "ndsoft"}
    with serve_sites() as sites:
        for site, platform in platforms.items():
            for slug, url in sites.post_urls(site).items():
                with urlopen(url, timeout=10) as answer:
                    document = parse_page(answer.read(), url, answer.headers["Content-Type"])
                post = posts.pop(slug)
                assert (document.platform, document.url, document.title) == (platform, url, post.title)
                assert datetime.fromisoformat(document.published) == post.published
                assert document.author == post.author
                assert set(document.flags) <= {"charset_wrong"}
                lines = [line.removeprefix("- ") for line in document.text.split("\n")]
                assert [line for line in lines if line and not line.startswith("---")] == post.text.split("\n"), slug
    assert not posts


def test_page_of_several_posts_gives_the_one_asked_for():
    html = (Path(__file__).parent / "pages" / "tistory" / "several.html").read_bytes()
    assert parse_page(html, "http://threenotes.tistory.com/m/41").title == "둘째 메모: 산들병원"
    with pytest.raises(PageChanged, match="it holds 3"):
        parse_page(html, "https://threenotes.tistory.com/")


@pytest.mark.parametrize(
    ("content_type", "flags"),
    [
        ("text/html; charset=euc-kr", ()),
        ("text/html; charset=KS_C_5601-1987", ()),
        ("text/html", ()),
        (None, ()),
        ("text/html; charset=ISO-8859-1", ()),
        ("text/html; charset=UTF-8", ()),  # the page's own declaration is right
    ],
)
def test_euc_kr_article_is_read_whatever_the_header_says(content_type, flags):
    html = (Path(__file__).parent / "pages" / "ndsoft" / "euc_kr.html").read_bytes()
    document = parse_page(html, "https://jangteo.example.com/news/articleView.html?idxno=5150", content_type)
    assert document.text.startswith("똠방마트 손님 930명이 포인트 460만 원어치를")
    assert document.flags == flags


def test_charset_that_cannot_be_is_flagged_on_the_document():
    html = news("<p>바다상회 손님 20명</p>", '<meta charset="utf-8">').encode("cp949")
    assert parse_page(html, NEWS, "text/html; charset=utf-8").flags == ("no_date", "charset_wrong")


def test_meta_charset_far_into_the_page_is_seen():
    html = tistory("<p>가람</p>", f"<script>{'x = 1; ' * 2500}</script><meta charset='utf-8'><title>가람</title>")
    assert html.index("charset") > 12_000
    assert parse_page(html.encode(), TISTORY).text == "가람"


def test_evening_in_california_is_the_next_day_in_seoul():
    html = (Path(__file__).parent / "pages" / "blogspot" / "later.html").read_bytes()
    published = parse_page(html, BLOGSPOT).published
    assert published == "2025-09-21T21:30:00-07:00"  # 2025-09-22 13:30 in Seoul: the offset must survive


def test_platform_can_be_insisted_on():
    html = news("<p>가람</p>")
    assert parse_page(html, NEWS, platform="ndsoft").platform == "ndsoft"
    with pytest.raises(PageChanged, match="article body"):
        parse_page(html, NEWS, platform="tistory")


def test_saved_page_without_an_address_of_its_own_keeps_the_one_given():
    assert parse_page(tistory("<p>가람</p>").replace(TISTORY, ""), "saved.html").url == "saved.html"


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("http://[", TISTORY),
        ("javascript:/7", TISTORY),
        ("https://note.tistory.com:99999/7", TISTORY),
        ("https://note.tistory.com/", TISTORY),
        ("/7", "https://note.tistory.com/7"),
        ("https://own.example.com/7?utm_source=a", "https://own.example.com/7"),
    ],
)
def test_canonical_link_counts_only_where_it_is_the_address_of_a_post(written, url):
    assert parse_page(tistory("<p>가</p>", f'<link rel="canonical" href="{written}">'), TISTORY).url == url


def test_article_of_the_shared_cms_keeps_to_its_own_host():
    other = '<link rel="canonical" href="https://other.example.com/news/articleView.html?idxno=9">'
    assert parse_page(news("<p>가</p>", other), NEWS).url == NEWS


def test_link_to_the_rest_of_another_post_makes_no_excerpt_of_a_page_of_its_own():
    page = (Path(__file__).parent / "pages" / "blogspot" / "classic.html").read_text("utf-8")
    html = page.replace(
        "</body>", "<div class='x'><div class='jump-link'><a href='/2016/01/z.html'>더 보기</a></div></div></body>"
    )
    assert parse_page(html, "saved.html").title == "모래넷 점검 안내"


def test_list_page_with_one_whole_post_and_no_address_is_no_post():
    html = tistory("<p>가</p>", '<meta property="og:type" content="website">')
    with pytest.raises(PageChanged, match="address"):
        parse_posts(html, "https://note.tistory.com/category/x")


def test_empty_body_is_a_document_that_says_so():
    document = parse_page(tistory("<p>&nbsp;</p><img src='/a.png'>"), TISTORY)
    assert (document.text, document.flags) == ("", ("no_date", "empty_body"))


def test_meta_time_that_cannot_be_gives_way_to_the_next_source():
    head = '<meta property="article:published_time" content="2026-02-30T10:00:00+09:00">'
    data = (
        '<script type="application/ld+json">{"@type": ["Thing", "BlogPosting"], "datePublished": "2026-03-01"}</script>'
    )
    document = parse_page(tistory("<p>가</p>", head + data), TISTORY)
    assert (document.published, document.published_from) == ("2026-03-01", "jsonld")


@pytest.mark.parametrize(
    "data",
    [
        '{"@type": [{}], "datePublished": "2026-03-01"}',
        '{"@type": "BlogPosting", "datePublished": {"@value": 1}}',
        '{"@type": "BlogPosting", "datePublished": ',
        "[" * 100_000,
        "[" + "[]," * 90_000 + "[]]",
        "1" * 200_000,
        "null",
    ],
    ids=["type", "value", "broken", "deep", "wide", "number", "null"],
)
def test_broken_data_on_a_page_is_passed_over(data):
    document = parse_page(tistory("<p>가</p>", f'<script type="application/ld+json">{data}</script>'), TISTORY)
    assert (document.text, document.published) == ("가", None)


def test_truncated_text_is_flagged():
    document = parse_page(tistory("<p>가나다라마바사</p>" * 150_000), TISTORY)
    assert document.flags == ("no_date", "truncated")
    assert len(document.text) <= MAX_TEXT


SPAN = '<td colspan="99" rowspan="999">가</td>'
HOSTILE = {
    "100,000 open divs": tistory("<div>" * 100_000 + "끝"),
    "100,000 divs": tistory("<div>" * 100_000 + "끝" + "</div>" * 100_000),
    "divs before the body": "<div>" * 100_000 + tistory("끝"),
    "open formatting": tistory("<b><i><u><font>" * 50_000 + "끝"),
    "lists in lists": tistory("<ul><li>" * 50_000 + "끝"),
    "tables in tables": tistory("<table><tr><td>" * 30_000 + "끝"),
    "tables just below the limit": tistory("<table><tr><td>" * 600 + "<table>" + "<tr><td>1<td>2" * 50_000),
    "colspan of a billion": tistory(
        '<table><tr><td colspan="1000000000" rowspan="1000000000">가<td>나<tr><td>다</table>'
    ),
    "merged cells without end": tistory(("<table><tr>" + SPAN * 34 + "</tr>" + "<tr></tr>" * 199 + "</table>") * 500),
    "empty merged cells": tistory(
        ("<table>" + ("<tr><td>가" + SPAN.replace("가", "") * 34 + "</tr>" + "<tr><td>나</tr>" * 199) * 20 + "</table>")
        * 20
    ),
    "one cell hanging far out": tistory(
        ("<table><tr>" + "<td>" * 999 + SPAN + "</tr>" + "<tr></tr>" * 199 + "</table>") * 100
    ),
    "100,000 cells in a row": tistory("<table><tr>" + "<td>1" * 100_000 + "</table>"),
    "20,000 headings with links": tistory('<h2><a href="/x">나</a></h2>' * 20_000),
    "headings far from the body": "<div>" * 1_900 + "<h1><a href='/x'>나</a></h1>" * 20_000 + tistory("가"),
    "5,000 bodies": tistory("가") * 5_000,
    "5,000 posts": ('<div><h2><a href="/5">제목</a></h2>' + tistory("가") + "</div>") * 5_000,
    "a date in a date": tistory("가") + '<span class="date">' * 1_000 + "x" * 1_000_000,
    "endless author": news("가", f'<meta name="author" content="{"a" * 300_000}">'),
    "endless byline": news("(서울=가람일보) " + "가" * 5_000 + "나 " * 5_000),
    "endless line": news("관련기사<br>" + "다." * 300_000 + '"' * 100_000 + "a"),
    "endless attribute": tistory(f'<p class="{"a " * 500_000}">가</p>'),
    "half-open tags": tistory("<a" * 200_000),
    "half-open comments": tistory("<!--" * 200_000),
    "entities": tistory("&#x110000;&#0;&nosuch;&amp" * 100_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_markup_takes_bounded_time_and_gives_bounded_text(name):
    started = time.monotonic()
    url = NEWS if "article-view-content-div" in HOSTILE[name] else TISTORY
    try:
        documents = parse_posts(HOSTILE[name], url)
    except PageChanged:
        documents = []
    assert time.monotonic() - started < SECONDS
    assert len(documents) <= MAX_POSTS
    assert all(len(document.text) <= MAX_TEXT for document in documents)


def test_what_stands_in_a_hundred_thousand_divs_is_still_read():
    assert parse_page(HOSTILE["100,000 divs"], TISTORY).text == "끝"
    assert parse_page(tistory("<div>" * 100_000 + "앞" + "</div>" * 100_000 + "<p>뒤</p>"), TISTORY).text == "앞\n\n뒤"


# Pieces of real markup, whole and broken, in any order.
PIECES = st.sampled_from(
    [
        '<div class="tt_article_useless_p_margin contents_style">', '<div id="article-view-content-div">', "<h1 class='heading'>",
        "<div class='post-body entry-content'>", "<meta content='blogger' name='generator'>", "<div class='post hentry'>",
        '<meta property="og:type" content="website">', '<meta property="og:title" content="제목">', '<link rel="canonical" href="http://[">',
        '<link rel="canonical" href="/7">', '<meta property="article:published_time" content="2025-13-45">', "<span class='date'>",
        "2025.11.13 17:09", "2025.13.45", "<abbr class='published' title='x'>", "<time class='published'>", "<h2><a href='/5'>제목</a></h2>",
        "<h3 class='post-title'><a href='http://h:x/2025/01/a.html'>", "<a class='timestamp-link' href='/2025/01/a.html'>",
        "<ul>", "<li>", "</li>", "</ul>", "<table>", "<tr>", "<td rowspan=0>", "<td colspan='-1'>", "<th colspan=3 rowspan=2>", "</tr>", "</table>",
        "<thead>", "</thead>", "<caption>", "<pre>", "</pre>", "<code>", "<br>", "<p>", "</p>", "<div>", "</div>", "</div>", "<b>", "</i>",
        "<script type='application/ld+json'>", "</script>", '{"@type": "BlogPosting", "datePublished": 5}', "<!--", "-->", "<![CDATA[", "]]>",
        "<?php", "?>", "<svg>", "<math>", "<template>", "<select><option>", "<frameset>", "</body>", "<html>", "<head>", "\x00", "\u200b", "&#0;",
        "&nbsp;", "&", "<", ">", "'", '"', "관련기사", "저작권자 © 가람 무단전재 및 재배포 금지", "(서울=가람) 가나다 기자 =", "<ul class='infomation'><li>승인 ",
        "<div class='another_category'>", "<div class='post-snippet'>", "<div class='jump-link'>", "ㅎ\u1161\u11ab", "피해자 3명이다.", "\ud800",
    ]
)  # fmt: skip
BODIES = st.sampled_from(
    [piece.partition("%")[0] for piece in (tistory("%"), news("%"), "<div class='post-body'>%", "")]
)
SOUP = st.tuples(BODIES, st.lists(PIECES | st.text(max_size=6), max_size=60).map("".join)).map("".join)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(html=SOUP, url=st.sampled_from([TISTORY, NEWS, BLOGSPOT, "https://x.example/", "", "http://["]))
def test_no_markup_raises_anything_but_page_changed(html, url):
    for platform in (None, *PLATFORMS):
        try:
            documents = parse_posts(html, url, platform=platform)
        except PageChanged:
            continue
        for document in documents:
            assert document.text == document.text.strip()
            assert "\x00" not in document.text + document.title
            assert "\n" not in document.title
            document.text.encode()
            assert document.version_id


@settings(max_examples=100, deadline=None)
@given(
    body=st.binary(max_size=300) | SOUP.map(lambda text: text.encode("cp949", "replace")),
    content_type=st.sampled_from([None, "", "text/html", "text/html; charset="])
    | st.text(max_size=12).map(lambda name: f"text/html; charset={name}"),
)
def test_no_bytes_raise_anything_but_page_changed(body, content_type):
    for platform in (None, *PLATFORMS):
        with suppress(PageChanged):
            parse_posts(body, NEWS, content_type, platform)
