"""The bundled sample sites over real HTTP: robots, feeds, lists, sitemaps, charsets, validators and counts."""

import json
import os
import re
import signal
import subprocess
import sys
import tomllib
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from bs4 import BeautifulSoup
from lxml import etree
from protego import Protego

from crawler.feeds import parse_feed
from scripts.sample.posts import SITES, load_posts
from scripts.sample.server import serve_sites

ATOM = {"a": "http://www.w3.org/2005/Atom", "o": "http://a9.com/-/spec/opensearchrss/1.0/"}


@pytest.fixture(scope="module")
def sites():
    with serve_sites() as running:
        yield running


def ask(url: str, method: str = "GET", **headers: str):
    """Status, headers and body of one request."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname, parts.port, timeout=10)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    connection.request(method, target, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.headers, body


def links(body: bytes, encoding: str = "utf-8") -> list[str]:
    """Targets of the links of a page."""
    return [a["href"] for a in BeautifulSoup(body.decode(encoding), "lxml").find_all("a", href=True)]


def test_sites_listen_on_loopback_only(sites):
    assert list(sites.urls) == list(SITES)
    assert {urlsplit(url).hostname for url in sites.urls.values()} == {"127.0.0.1"}
    assert len({urlsplit(url).port for url in sites.urls.values()}) == 3


def test_every_post_is_a_page_of_its_platform(sites):
    selectors = {
        "tistory": ".tt_article_useless_p_margin.contents_style",
        "blogspot": ".post-body.entry-content",
        "news": "#article-view-content-div",
    }
    for site, selector in selectors.items():
        encoding = "cp949" if site == "news" else "utf-8"
        for slug, url in sites.post_urls(site).items():
            status, _, body = ask(url)
            assert status == 200, slug
            page = BeautifulSoup(body.decode(encoding), "lxml")
            assert len(page.select(selector)) == 1, slug
            assert page.select_one("link[rel=canonical]")["href"] == url


# --- robots


def test_tistory_robots_are_the_185_bytes_of_the_platform_and_name_no_sitemap(sites):
    status, _, body = ask(sites.urls["tistory"] + "/robots.txt")
    rules = body.decode()
    assert status == 200
    assert len(body) == 185
    assert "Disallow: /guestbook" in rules
    assert "Sitemap" not in rules


def test_blogspot_robots_name_the_sitemap(sites):
    _, _, body = ask(sites.urls["blogspot"] + "/robots.txt")
    assert f"Sitemap: {sites.urls['blogspot']}/sitemap.xml" in body.decode().splitlines()


def test_news_robots_name_the_sitemap_and_forbid_no_article(sites):
    status, _, body = ask(sites.urls["news"] + "/robots.txt")
    rules = Protego.parse(body.decode())
    assert status == 200
    assert list(rules.sitemaps) == [sites.urls["news"] + "/sitemap.xml"]
    assert all(rules.can_fetch(url, "sagowatch") for url in sites.post_urls("news").values())
    assert not rules.can_fetch(sites.urls["news"] + "/member/login.html", "sagowatch")


# --- finding posts


def test_tistory_feed_lists_every_post_with_korean_time_and_whole_body(sites):
    _, headers, body = ask(sites.urls["tistory"] + "/rss")
    channel = etree.fromstring(body).find("channel")
    items = channel.findall("item")
    posts = {post.title: post for post in load_posts() if post.site == "tistory"}
    assert headers["Content-Type"].startswith("text/xml")
    assert channel.findtext("generator") == "TISTORY"
    assert [item.findtext("title") for item in items] == [post.title for post in sites.shown("tistory").posts][:50]
    for item in items:
        post = posts[item.findtext("title")]
        assert parsedate_to_datetime(item.findtext("pubDate")) == post.published
        assert item.findtext("pubDate").endswith("+0900")
        assert post.blocks[0].text in BeautifulSoup(item.findtext("description"), "lxml").get_text()


def test_blogspot_feed_pages_by_start_index_and_gives_pacific_time(sites):
    base, seen, start = sites.urls["blogspot"], [], 1
    while True:
        _, _, body = ask(f"{base}/feeds/posts/default?start-index={start}&max-results=5")
        feed = etree.fromstring(body)
        entries = feed.findall("a:entry", ATOM)
        seen += entries
        start += 5
        following = [link.get("href") for link in feed.findall("a:link[@rel='next']", ATOM)]
        assert bool(following) == (start <= int(feed.findtext("o:totalResults", namespaces=ATOM)))
        if len(entries) < 5:
            break
    posts = {post.title: post for post in sites.shown("blogspot").posts}
    assert [entry.findtext("a:title", namespaces=ATOM) for entry in seen] == list(posts)
    for entry in seen:
        post = posts[entry.findtext("a:title", namespaces=ATOM)]
        published = datetime.fromisoformat(entry.findtext("a:published", namespaces=ATOM))
        assert published == post.published
        assert published.utcoffset() in {timedelta(hours=-7), timedelta(hours=-8)}
        address = entry.find("a:link[@rel='alternate']", ATOM).get("href")
        assert f"/{published:%Y/%m}/" in address
        assert post.blocks[0].text in BeautifulSoup(entry.findtext("a:content", namespaces=ATOM), "lxml").get_text()


def test_blogspot_feed_never_holds_more_than_150(sites):
    _, _, body = ask(sites.urls["blogspot"] + "/feeds/posts/default?max-results=500")
    assert etree.fromstring(body).findtext("o:itemsPerPage", namespaces=ATOM) == "150"


def test_news_feed_is_euc_kr_with_times_that_name_no_zone(sites):
    _, headers, body = ask(sites.urls["news"] + "/rss/allArticle.xml")
    assert headers["Content-Type"] == "text/xml; charset=euc-kr"
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")
    assert body.decode("cp949").startswith('<?xml version="1.0" encoding="euc-kr"?>')
    items = etree.fromstring(body).findall("channel/item")
    posts = {post.title: post for post in sites.shown("news").posts}
    assert [item.findtext("title") for item in items] == list(posts)[:50]
    for item in items:
        assert item.findtext("pubDate") == f"{posts[item.findtext('title')].published:%Y-%m-%d %H:%M:%S}"


def test_tistory_lists_lead_to_every_post_and_end_empty(sites):
    base, found, number = sites.urls["tistory"], [], 1
    while True:
        status, _, body = ask(f"{base}/category?page={number}")
        page = BeautifulSoup(body.decode(), "lxml")
        rows = page.select("li.item_category > a.link_category")
        assert status == 200
        if not rows:
            break
        found += [base + row["href"] for row in rows]
        number += 1
    assert sorted(found) == sorted(sites.post_urls("tistory").values())
    assert len(found) == len(set(found))


def test_tistory_category_list_holds_its_own_posts(sites):
    base = sites.urls["tistory"]
    _, _, body = ask(base + "/category/" + quote("보안"))
    names = [strong.text for strong in BeautifulSoup(body.decode(), "lxml").select("li.item_category strong.name")]
    own = [post.title for post in sites.shown("tistory").posts if post.category == "보안"]
    assert names == own[: len(names)]
    assert names


@pytest.mark.parametrize("site", SITES)
def test_sitemap_names_every_post(sites, site):
    _, _, body = ask(sites.urls[site] + "/sitemap.xml")
    named = {loc.text for loc in etree.fromstring(body).iter("{*}loc")}
    assert set(sites.post_urls(site).values()) <= named
    for changed in etree.fromstring(body).iter("{*}lastmod"):
        assert datetime.fromisoformat(changed.text).tzinfo


@pytest.mark.parametrize(("site", "pages"), [("tistory", 1), ("blogspot", 2), ("news", 1)])
def test_feed_of_the_registry_leads_to_every_post(sites, site, pages):
    """Blogspot answers with 25 entries at a time, and the rest stands behind its link to the next page."""
    sources = {source["name"]: source["url"] for source in tomllib.loads(sites.sources_toml())["source"]}
    url, found, asked = sources[site], [], 0
    while url:
        _, headers, body = ask(url)
        feed = parse_feed(body, url, headers["Content-Type"])
        found += [entry.fetch_url for entry in feed.entries]
        url, asked = feed.next_url, asked + 1
    assert sorted(found) == sorted(sites.post_urls(site).values())
    assert asked == pages


def test_news_lists_lead_to_every_article_and_past_the_end_repeat_the_last_page(sites):
    base, found = sites.urls["news"], []
    for number in range(1, len(sites.post_urls("news")) + 2):
        status, headers, body = ask(f"{base}/news/articleList.html?page={number}&total=&sc_section_code=&view_type=sm")
        page = BeautifulSoup(body.decode("cp949"), "lxml")
        rows = [base + a["href"] for a in page.select("#section-list h4.titles a")]
        assert (status, headers["Content-Type"]) == (200, "text/html; charset=euc-kr")
        if rows[0] in found:
            assert rows == found[-len(rows) :]
            break
        found += rows
    else:
        pytest.fail("the list never repeated itself")
    assert sorted(found) == sorted(sites.post_urls("news").values())


def test_no_link_inside_a_site_is_dead(sites):
    for site, base in sites.urls.items():
        encoding = "cp949" if site == "news" else "utf-8"
        waiting, seen = ["/"], set()
        while waiting:
            path = waiting.pop()
            if path in seen:
                continue
            seen.add(path)
            status, headers, body = ask(base + path)
            assert status == 200, base + path
            if headers["Content-Type"].startswith("text/html"):
                inside = [link.removeprefix(base).split("#")[0] for link in links(body, encoding)]
                waiting += [link for link in inside if link.startswith("/") and not link.startswith("//")]


# --- reading


def test_tistory_says_its_charset_only_seven_kilobytes_into_the_page(sites):
    for url in sites.post_urls("tistory").values():
        _, headers, body = ask(url)
        assert headers["Content-Type"] == "text/html"
        assert body.index(b"<meta charset") > 7 * 1024
        assert b"charset" not in body[: 7 * 1024].lower()


def test_tistory_writes_the_hour_of_og_regdate_on_a_clock_of_twelve(sites):
    afternoons = 0
    for post in sites.shown("tistory").posts:
        page = BeautifulSoup(ask(sites.post_urls("tistory")[post.slug])[2].decode(), "lxml")
        written = page.select_one('meta[property="og:regDate"]')["content"]
        assert written == f"{post.published:%Y%m%d}{(post.published.hour - 1) % 12 + 1:02}{post.published:%M%S}"
        right = page.select_one('meta[property="article:published_time"]')["content"]
        assert datetime.fromisoformat(right) == post.published
        afternoons += post.published.hour > 12
        posting = json.loads(page.select_one('script[type="application/ld+json"]').string)
        assert "articleBody" not in posting
    assert afternoons


def test_popular_posts_carry_times_and_figures_of_their_own(sites):
    for post in sites.shown("blogspot").posts:
        page = BeautifulSoup(ask(sites.post_urls("blogspot")[post.slug])[2].decode(), "lxml")
        assert "이 블로그의 인기 게시물" in page.select_one(".PopularPosts").text
        own = page.select_one(".post-outer time.published")["datetime"]
        assert datetime.fromisoformat(own) == post.published
        others = {time["datetime"] for time in page.select(".PopularPosts time.published")}
        assert own not in others


def test_related_lists_tell_of_other_incidents_only(sites):
    widgets = {"tistory": ".another_category", "blogspot": ".PopularPosts", "news": ".relation"}
    for site, selector in widgets.items():
        posts = {post.title: post for post in sites.shown(site).posts}
        for post in posts.values():
            body = ask(sites.post_urls(site)[post.slug])[2].decode("cp949" if site == "news" else "utf-8")
            widget = BeautifulSoup(body, "lxml").select_one(selector)
            named = [posts[a.text] for a in widget.find_all("a") if a.text in posts]
            assert named
            assert all(other is not post and (not other.incident or other.incident != post.incident) for other in named)


def test_news_puts_decoys_around_and_inside_the_body(sites):
    for url in sites.post_urls("news").values():
        page = BeautifulSoup(ask(url)[2].decode("cp949"), "lxml")
        assert page.find("article")["class"] == ["item"]
        body = page.select_one("#article-view-content-div")
        assert body.select_one("article.writer")
        assert body.select_one(".relation")
        assert "ADVERTISEMENT" in page.text
        assert "저작권자 © 한빛보안신문" in body.text
        assert re.fullmatch(r"입력 \d{4}\.\d\d\.\d\d \d\d:\d\d", page.select("ul.infomation li")[1].text.strip())


# --- fetching


def every_kind_of_page(sites) -> list[str]:
    """One address of each kind of page."""
    paths = {
        "tistory": ["/", "/rss", "/sitemap.xml", "/robots.txt", "/category/" + quote("보안") + "?page=1"],
        "blogspot": ["/", "/feeds/posts/default", "/sitemap.xml", "/robots.txt"],
        "news": [
            "/",
            "/sitemap.xml",
            "/robots.txt",
            "/rss/allArticle.xml",
            "/rss/clickTop.xml",
            "/news/articleList.html?page=1",
        ],
    }
    urls = [sites.urls[site] + path for site, some in paths.items() for path in some]
    return urls + [next(iter(sites.post_urls(site).values())) for site in SITES]


def test_every_page_answers_304_to_either_validator(sites):
    for url in every_kind_of_page(sites):
        status, headers, body = ask(url)
        assert status == 200, url
        assert body
        assert parsedate_to_datetime(headers["Last-Modified"]) < datetime.fromisoformat("2026-11-01T00:00:00+09:00")
        for known in [{"If_None_Match": headers["ETag"]}, {"If_Modified_Since": headers["Last-Modified"]}]:
            status, again, nothing = ask(url, **known)
            assert (status, nothing, again["ETag"]) == (304, b"", headers["ETag"]), url


def test_other_validators_get_the_page(sites):
    url = sites.urls["tistory"] + "/rss"
    _, headers, _ = ask(url)
    assert ask(url, If_None_Match='"another"')[0] == 200
    assert ask(url, If_None_Match=f'"another", W/{headers["ETag"]}')[0] == 304
    assert ask(url, If_None_Match='"another"', If_Modified_Since=headers["Last-Modified"])[0] == 200
    assert ask(url, If_Modified_Since="Mon, 02 Jun 2025 00:00:00 GMT")[0] == 200
    assert ask(url, If_Modified_Since="yesterday")[0] == 200


def test_head_gives_the_headers_of_get_without_the_body(sites):
    for url in every_kind_of_page(sites):
        _, full, body = ask(url)
        status, headers, nothing = ask(url, method="HEAD")
        assert (status, nothing) == (200, b"")
        assert int(headers["Content-Length"]) == len(body)
        assert headers["ETag"] == full["ETag"]


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize(
    "path", ["/nothing-here", "/999999", "/2019/01/none.html", "/2019/01/", "/news/articleView.html?idxno=1"]
)
def test_unknown_paths_are_404(sites, site, path):
    assert ask(sites.urls[site] + path)[0] == 404


def test_articles_are_found_under_further_parameters_too(sites):
    url = next(iter(sites.post_urls("news").values()))
    status, _, body = ask(url + "&sc_section_code=S1N2&page=3&total=70")
    assert status == 200
    assert f'rel="canonical" href="{url}"' in body.decode("cp949")


def test_requests_are_counted_by_site_path_and_status():
    with serve_sites() as running:
        url = running.urls["tistory"] + "/rss"
        tag = ask(url)[1]["ETag"]
        ask(url, If_None_Match=tag)
        ask(running.urls["news"] + "/none?x=1")
        assert running.count() == 3
        assert running.count(site="tistory", path="/rss") == 2
        assert running.count(status=304) == 1
        assert running.count(path="/none?x=1", status=404) == 1
        assert running.requests["tistory", "GET", "/rss", 200] == 1


# --- growing


def test_sites_show_what_was_published_up_to_a_day_and_grow():
    posts = [post for post in load_posts() if post.site == "news"]
    middle = posts[len(posts) // 2].published.date()
    with serve_sites(until=middle) as running:
        url = running.urls["news"] + "/rss/allArticle.xml"
        _, headers, body = ask(url)
        assert len(etree.fromstring(body).findall("channel/item")) == sum(p.published.date() <= middle for p in posts)
        early = running.post_urls("news")
        hidden = next(post for post in posts if post.published.date() > middle)
        assert hidden.slug not in early
        running.show_until(None)
        later = running.post_urls("news")
        assert early.items() <= later.items()
        assert ask(later[hidden.slug])[0] == 200
        status, _, grown = ask(url, If_None_Match=headers["ETag"])
        assert status == 200
        assert hidden.title in grown.decode("cp949")


def test_sites_can_show_nothing_yet():
    with serve_sites(until=date(2025, 5, 1)) as running:
        for site, base in running.urls.items():
            assert running.post_urls(site) == {}
            assert ask(base + "/")[0] == 200
        assert etree.fromstring(ask(running.urls["tistory"] + "/rss")[2]).findall("channel/item") == []


def test_sites_are_gone_after_the_block_even_for_open_connections():
    with serve_sites() as running:
        parts = urlsplit(running.urls["blogspot"])
        connection = HTTPConnection(parts.hostname, parts.port, timeout=10)
        connection.request("GET", "/robots.txt")
        connection.getresponse().read()
    assert connection.sock.recv(1) == b""  # the server closed it
    connection.close()
    with pytest.raises(ConnectionRefusedError):
        ask(running.urls["blogspot"] + "/")


def test_a_taken_port_is_said_and_the_other_sites_are_closed(sites):
    taken = urlsplit(sites.urls["news"]).port
    with pytest.raises(OSError), serve_sites(port_base=taken - 2):
        pass


# --- the registry and the command


def test_sources_toml_lists_three_sources_that_answer(sites):
    sources = tomllib.loads(sites.sources_toml())["source"]
    assert len(sources) == 3
    for source in sources:
        assert ask(source["url"])[0] == 200


def test_command_prints_addresses_and_registry_and_serves_until_interrupted():
    command = [sys.executable, "-m", "scripts.sago", "--lang", "ko", "sample", "serve", "--until", "2026-03-05"]
    with subprocess.Popen(
        command, cwd=Path(__file__).parents[1], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background job ignores it
    ) as running:  # fmt: skip
        lines = []
        for line in running.stdout:
            lines.append(line)
            if len(re.findall(r"^delay", "".join(lines), re.M)) == 3:
                break
        url = re.search(r"news: (http://127\.0\.0\.1:\d+)", "".join(lines)).group(1)
        assert ask(url + "/rss/allArticle.xml")[0] == 200
        os.kill(running.pid, signal.SIGINT)
        try:
            rest, complaint = running.communicate(timeout=20)
        finally:
            running.kill()
    assert running.returncode == 0, complaint
    assert "끝냈습니다" in rest
    assert "로컬에서 연 표본 사이트" in lines[0]


def test_command_refuses_a_day_that_is_none():
    command = [sys.executable, "-m", "scripts.sago", "sample", "serve", "--until", "soon"]
    done = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "'soon' is no day" in done.stderr
