"""``sago crawl`` on sites that behave: nothing is downloaded twice, changes become new lines, lists are walked to their end."""

import fcntl
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from email.utils import format_datetime
from itertools import pairwise

import pytest
from crawl_cases import (
    ROOT,
    Reply,
    Site,
    blog,
    crawl,
    entry,
    feed,
    landed,
    ledger,
    make_all_due,
    post,
    sago,
    served,
    table,
)

from crawler.landing import closed_segments
from scripts.sample.server import serve_sites

TAG = '"v1"'


def tagged(body: str, tag: str = TAG, kind: str = "text/html; charset=utf-8"):
    """A page with an ETag that answers 304 to who has it."""
    known = Reply(status=304, headers={"ETag": tag})
    fresh = Reply(body, kind, headers={"ETag": tag})
    return lambda handler: known if handler.headers.get("If-None-Match") == tag else fresh


def atom(*paths: str, later: str | None = None) -> Reply:
    """One page of an Atom feed that goes on at ``later``."""
    more = f'<link rel="next" href="HOST{later}"/>' if later else ""
    entries = "".join(f'<entry><title>글</title><link rel="alternate" href="HOST{path}"/></entry>' for path in paths)
    return Reply(f'<feed xmlns="http://www.w3.org/2005/Atom">{more}{entries}</feed>', "application/atom+xml")


def category(*numbers: int) -> Reply:
    """One page of a blog's category."""
    rows = "".join(
        f'<li class="item_category"><a class="link_category" href="/{n}"><strong>글 {n}</strong></a></li>'
        for n in numbers
    )
    return Reply(f'<html><body id="tt-body-category"><ul>{rows}</ul><a href="/notice/9">공지</a></body></html>')


def section(*numbers: int) -> Reply:
    """One page of a newspaper's section."""
    rows = "".join(
        f'<li><h4 class="titles"><a href="/news/articleView.html?idxno={n}&page=1">기사</a></h4></li>' for n in numbers
    )
    return Reply(f'<html><body><div id="section-list"><ul>{rows}</ul></div></body></html>')


@pytest.fixture
def one_blog(tmp_path):
    """A running blog of three posts, crawled once; yields the site, the registry entry and the data folder."""
    site = Site(
        {
            "/rss": tagged(feed("/1", "/2", "/3").body, kind="text/xml"),
            **{f"/{n}": tagged(post(f"공지 {n}")) for n in (1, 2, 3)},
        }
    )
    with served(site):
        site.pages["/rss"] = tagged(feed("/1", "/2", "/3").body, kind="text/xml")
        listed = entry("blog", f"{site.url}/rss")
        done = crawl(tmp_path, listed)
        assert done.returncode == 0, done.stderr
        assert table(done)["blog"] == {"listed": 3, "fetched": 3, "unchanged": 0, "new": 3, "changed": 0, "failed": 0}
        site.asked.clear()
        yield site, listed, tmp_path


def test_the_sample_sites_are_crawled_once_and_then_left_alone(tmp_path):
    with serve_sites() as sites:
        started = time.monotonic()
        first = crawl(tmp_path, sites.sources_toml())
        assert time.monotonic() - started < 20
        assert first.returncode == 0, first.stderr
        assert first.stderr == f"Sources: {tmp_path}/sources.toml\n"
        shown = {url for site in sites.urls for url in sites.post_urls(site).values()}
        documents = landed(tmp_path)
        assert {document.url for document in documents} == shown
        assert len(documents) == len(shown)
        assert all(document.published and document.text and document.fetched_at for document in documents)
        sites.requests.clear()
        second = crawl(tmp_path, sites.sources_toml())
        assert second.returncode == 0
        assert {status for _, _, path, status in sites.requests if path != "/robots.txt"} == {304}
        assert sites.count() == 6, "each robots.txt and each feed"
    assert len(landed(tmp_path)) == len(shown)


def test_a_second_crawl_downloads_nothing(one_blog):
    site, listed, data = one_blog
    done = crawl(data, listed)
    assert table(done)["blog"] == {"listed": 3, "fetched": 0, "unchanged": 1, "new": 0, "changed": 0, "failed": 0}
    assert site.paths() == ["/rss"]
    assert len(closed_segments(data / "landing")) == 1


def test_a_post_is_read_again_when_it_is_due(one_blog):
    site, listed, data = one_blog
    make_all_due(data)
    site.pages["/2"] = tagged(post("공지 2", "회원 35만 명으로 늘었다고 5일 밝혔다."), '"v2"')
    site.pages["/3"] = Reply("gone", status=410)
    done = crawl(data, listed)
    assert done.returncode == 0
    assert table(done)["blog"] == {"listed": 3, "fetched": 1, "unchanged": 2, "new": 0, "changed": 1, "failed": 0}
    assert "/3 is gone (410); what was kept of it stays." in done.stderr
    conditions = {path: headers.get("If-None-Match") for _, path, headers in site.asked}
    assert conditions == {"/robots.txt": None, "/rss": TAG, "/1": TAG, "/2": TAG, "/3": TAG}
    assert [document.text[:7] for document in landed(data) if document.url.endswith("/2")] == [
        "회원 31만 ",
        "회원 35만 ",
    ]
    assert len([document for document in landed(data) if document.url.endswith("/3")]) == 1
    assert dict(ledger(data)) == {f"{site.url}/1": "unchanged", f"{site.url}/2": "changed", f"{site.url}/3": "gone"}
    assert ledger(data, "SELECT url FROM page WHERE due <= '2026-01-02'") == []


def test_a_server_without_validators_adds_no_line_for_the_same_words(tmp_path):
    site = blog(1, p2=lambda handler: Reply(post("공지 2") + f"<!-- {time.monotonic()} -->"))
    with served(site):
        crawl(tmp_path, entry("blog", f"{site.url}/rss"))
        make_all_due(tmp_path)
        done = crawl(tmp_path, entry("blog", f"{site.url}/rss"))
    assert (table(done)["blog"]["unchanged"], table(done)["blog"]["changed"]) == (2, 0)
    assert len(landed(tmp_path)) == 2


def test_last_modified_alone_is_enough(tmp_path):
    stamp = format_datetime(datetime(2026, 3, 5, tzinfo=UTC), usegmt=True)
    known, fresh = Reply(status=304), Reply(post("공지 1"), headers={"Last-Modified": stamp})
    site = blog(p1=lambda handler: known if handler.headers.get("If-Modified-Since") == stamp else fresh)
    with served(site):
        crawl(tmp_path, entry("blog", f"{site.url}/rss"))
        make_all_due(tmp_path)
        done = crawl(tmp_path, entry("blog", f"{site.url}/rss"))
    assert (table(done)["blog"]["fetched"], table(done)["blog"]["unchanged"]) == (0, 1)


def test_an_unasked_304_is_a_failure(tmp_path):
    site = Site({"/rss": feed("/1"), "/1": Reply(status=304)})
    with served(site):
        done = crawl(tmp_path, entry("blog", f"{site.url}/rss"))
    assert done.returncode == 1
    assert "/1 answered 304 Not Modified." in done.stderr


def test_a_post_that_failed_is_asked_for_again_though_the_feed_names_it_no_more(tmp_path):
    site = blog(1, p2=Reply(status=500))
    with served(site):
        first = crawl(tmp_path, entry("blog", f"{site.url}/rss"))
        assert first.returncode == 0
        assert "/2 answered 500 Internal Server Error." in first.stderr
        assert site.paths().count("/2") == 3, "two retries"
        site.pages |= {"/rss": feed("/1"), "/2": Reply(post("공지 2"))}
        second = crawl(tmp_path, entry("blog", f"{site.url}/rss"))
    assert table(second)["blog"]["new"] == 1
    assert {document.title for document in landed(tmp_path)} == {"가람통신 공지 1", "공지 2"}


def test_an_atom_feed_is_followed_to_its_end(tmp_path):
    pages = {f"/{n}": Reply(post(f"공지 {n}")) for n in range(1, 7)}
    site = Site(
        {
            "/atom": atom("/1", "/2", later="/atom?2"),
            "/atom?2": atom("/3", "/4", later="/atom?3"),
            "/atom?3": atom("/5", "/6", later="/atom?3"),
            **pages,
        }
    )
    with served(site):
        done = crawl(tmp_path, entry("blog", f"{site.url}/atom"))
        assert table(done)["blog"]["new"] == 6
        assert [path for path in site.paths() if "atom" in path] == ["/atom", "/atom?2", "/atom?3", "/atom?3"]
        site.asked.clear()
        crawl(tmp_path, entry("blog", f"{site.url}/atom"))
        assert site.paths() == ["/atom"], "nothing new on its first page, so nothing new behind it"


def test_no_more_pages_are_read_than_the_source_allows(tmp_path):
    site = Site({f"/atom?{n}": atom(f"/{n}", later=f"/atom?{n + 1}") for n in range(20)})
    site.pages |= {f"/{n}": Reply(post(f"공지 {n}")) for n in range(20)}
    with served(site):
        done = crawl(tmp_path, entry("blog", f"{site.url}/atom?0", max_pages=3))
    assert table(done)["blog"]["listed"] == 3


def test_a_feed_whose_reading_broke_off_is_read_whole_next_time(tmp_path):
    pages = {f"/{n}": Reply(post(f"공지 {n}")) for n in range(1, 5)}
    site = Site({"/atom": atom("/1", "/2", later="/atom?2"), "/atom?2": Reply(status=404), **pages})
    with served(site):
        first = crawl(tmp_path, entry("blog", f"{site.url}/atom"))
        assert table(first)["blog"]["new"] == 2
        assert "/atom?2 answered 404 Not Found." in first.stderr
        site.pages["/atom?2"] = atom("/3", "/4")
        second = crawl(tmp_path, entry("blog", f"{site.url}/atom"))
    assert table(second)["blog"]["new"] == 2


@pytest.mark.parametrize("platform", ["tistory", None])
def test_a_category_is_walked_until_its_last_page_repeats(tmp_path, platform):
    pages = {
        "/category/it": category(1, 2),
        "/category/it?page=2": category(3, 4),
        "/category/it?page=3": category(3, 4),
    }
    site = Site(pages | {f"/{n}": Reply(post(f"공지 {n}")) for n in range(1, 5)})
    with served(site):
        done = crawl(
            tmp_path,
            entry("blog", f"{site.url}/category/it", kind="list", **({"platform": platform} if platform else {})),
        )
    assert done.returncode == 0, done.stderr
    assert table(done)["blog"] == {"listed": 4, "fetched": 4, "unchanged": 0, "new": 4, "changed": 0, "failed": 0}
    assert {document.title for document in landed(tmp_path)} == {f"공지 {n}" for n in range(1, 5)}


def test_a_section_of_a_newspaper_is_a_list_too(tmp_path):
    article = '<html><head><meta property="og:title" content="기사"></head><body><div id="article-view-content-div"><p>회원 31만 명의 정보가 유출됐다.</p></div></body></html>'
    site = Site(
        {
            "/news/articleList.html?sc_section_code=S1N1": section(7, 8),
            "/news/articleList.html?sc_section_code=S1N1&page=2": section(),
        }
    )
    site.pages |= {f"/news/articleView.html?idxno={n}&page=1": Reply(article) for n in (7, 8)}
    with served(site):
        url = f"{site.url}/news/articleList.html?sc_section_code=S1N1"
        done = crawl(tmp_path, entry("paper", url, kind="list", platform="ndsoft"))
    assert table(done)["paper"]["new"] == 2
    assert {document.url for document in landed(tmp_path)} == {
        f"{site.url}/news/articleView.html?idxno={n}" for n in (7, 8)
    }


def test_a_list_without_posts_is_an_alarm(tmp_path):
    with served(site := Site({"/": Reply("<html><body>점검 중입니다</body></html>")})):
        done = crawl(tmp_path, entry("blog", f"{site.url}/", kind="list"))
    assert done.returncode == 1
    assert "blog: http" in done.stderr
    assert "names no posts; the layout may have changed." in done.stderr


@pytest.mark.parametrize(
    ("paths", "min_items", "code", "says"),
    [((), 1, 1, "/rss names no posts; the layout may have changed."), (("/1",), 3, 0, "/rss names 1 of the 3 posts")],
)
def test_a_feed_that_is_too_short_is_reported_every_time(tmp_path, paths, min_items, code, says):
    site = Site({"/rss": tagged(feed(*paths).body, kind="text/xml"), "/1": tagged(post("공지 1"))})
    with served(site):
        listed = entry("blog", f"{site.url}/rss", min_items=min_items)
        crawl(tmp_path, listed)
        site.asked.clear()
        again = crawl(tmp_path, listed)
    assert site.paths() == ["/rss"]
    assert site.asked[-1][2]["If-None-Match"] == TAG, "it is not downloaded again"
    assert again.returncode == code
    assert says in again.stderr


def test_a_feed_that_rolled_over_is_reported(tmp_path):
    site = blog(1, 2)
    with served(site):
        crawl(tmp_path, entry("blog", f"{site.url}/rss"))
        site.pages |= {"/rss": feed("/3"), "/3": Reply(post("공지 3"))}
        done = crawl(tmp_path, entry("blog", f"{site.url}/rss"))
    assert done.returncode == 0
    assert "some posts between the last run and this one may be missed" in done.stderr


def test_one_post_of_two_sources_is_fetched_once(tmp_path):
    site = blog(1)
    site.pages["/other"] = feed("/1?utm_source=rss")
    with served(site):
        done = crawl(tmp_path, entry("one", f"{site.url}/rss") + entry("two", f"{site.url}/other"))
    assert done.returncode == 0
    assert len(landed(tmp_path)) == 1
    assert len([path for path in site.paths() if path.startswith("/1")]) == 1


def test_the_delay_of_a_source_is_kept(tmp_path):
    site = blog(1, 2)
    with served(site):
        crawl(tmp_path, entry("blog", f"{site.url}/rss", delay=0.5))
    times = [when for when, _, _ in site.asked]
    assert min(later - before for before, later in pairwise(times)) > 0.48


def test_a_second_crawl_on_one_folder_is_told_so(tmp_path):
    (tmp_path / "state").mkdir()
    with (tmp_path / "state" / ".crawl.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("4711")
        lock.flush()
        done = crawl(tmp_path, entry("blog", "http://127.0.0.1:9/rss"))
        korean = crawl(tmp_path, entry("blog", "http://127.0.0.1:9/rss"), lang="ko")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[1:] == [
        f"Another crawl is running (PID 4711) on {tmp_path}; wait for it, or give --data another folder."
    ]
    assert "다른 수집 작업(PID 4711)" in korean.stderr


@pytest.mark.parametrize("sign", ["state", "state/crawl.log"])
def test_ctrl_c_at_the_very_beginning_ends_the_crawl_too(tmp_path, sign):
    with served(site := blog(1, 2, 3)):
        (tmp_path / "sources.toml").write_text(entry("blog", f"{site.url}/rss", delay=0.5), "utf-8")
        command = [sys.executable, "-m", "scripts.sago", "crawl", "--data", str(tmp_path)]
        options = {"cwd": tmp_path, "env": os.environ | {"PYTHONPATH": str(ROOT)}, "stderr": subprocess.PIPE}
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, text=True, **options)
        while not (tmp_path / sign).exists() and running.poll() is None:
            time.sleep(0.005)
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=20)
    assert (running.returncode, err) == (130, "Stopped; what was fetched is kept, the rest is fetched next time.\n")


def test_ctrl_c_keeps_what_was_fetched_and_the_next_crawl_goes_on(tmp_path):
    site = blog(*range(1, 30))
    with served(site):
        listed = entry("blog", f"{site.url}/rss", delay=0.2)
        (tmp_path / "sources.toml").write_text(listed, "utf-8")
        command = [
            sys.executable,
            "-m",
            "scripts.sago",
            "crawl",
            "--sources",
            str(tmp_path / "sources.toml"),
            "--data",
            str(tmp_path),
        ]
        running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        while len(site.asked) < 6 and running.poll() is None:
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)
        assert running.returncode == 130, out + err
        assert err.splitlines()[-1] == "Stopped; what was fetched is kept, the rest is fetched next time."
        assert not list((tmp_path / "landing").glob("*.part"))
        before = len(landed(tmp_path))
        assert 0 < before < 29
        assert ledger(tmp_path, "SELECT count(*) FROM page WHERE result = 'failed'") == [(0,)]
        site.asked.clear()
        done = crawl(tmp_path, entry("blog", f"{site.url}/rss"))
        assert done.returncode == 0
    assert len(landed(tmp_path)) == 29
    assert len([path for path in site.paths() if path != "/rss"]) == 29 - before


@pytest.mark.parametrize(
    ("arguments", "text", "english", "korean"),
    [
        (
            ["gaarm"],
            entry("garam", "http://127.0.0.1:9/"),
            "There is no source named 'gaarm'; near: garam.",
            "비슷한 이름: garam",
        ),
        ([], "[[source]\n", "is no valid TOML: ", "TOML 문법 오류"),
        ([], "", "has no [[source]] table.", "[[source]] 표가 없습니다"),
        (
            [],
            entry("a", "ftp://127.0.0.1/"),
            "source 1 (a): url = 'ftp://127.0.0.1/' is no http or https address.",
            "주소가 아닙니다",
        ),
        (
            [],
            entry("a", "http://127.0.0.1/", dealy=1),
            "unknown key 'dealy'; did you mean 'delay'?\n",
            "알 수 없는 키 'dealy'",
        ),
        (
            [],
            entry("a", "http://127.0.0.1/", kind="blog"),
            "kind = 'blog' is neither 'feed' nor 'list'.",
            "중 하나여야 합니다",
        ),
        ([], entry("a", "http://127.0.0.1/", enabled=False), "has no enabled source.", "켜진(enabled) 출처가 없습니다"),
    ],
    ids=["name", "syntax", "nothing", "scheme", "key", "kind", "disabled"],
)
def test_a_registry_that_cannot_be_meant_is_one_sentence(tmp_path, arguments, text, english, korean):
    done = crawl(tmp_path, text, *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert english in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert korean in crawl(tmp_path, text, *arguments, lang="ko").stderr
    assert not (tmp_path / "landing").exists()


def test_without_a_registry_nothing_is_asked(tmp_path):
    known = {name: value for name, value in os.environ.items() if name != "SAGO_SOURCES"}
    command = [sys.executable, "-m", "scripts.sago", "crawl", "--data", str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, env=known | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"There is no sources.toml in this folder; copy the entries you want from {ROOT}/crawler/sources.toml,"
        " or name a registry with --sources.\n"
    )
    assert not list(tmp_path.iterdir())


def test_a_registry_of_another_place_is_named(tmp_path):
    with served(site := blog(1)):
        there, here = tmp_path / "other.toml", tmp_path / "sources.toml"
        for path in (there, here):
            path.write_text(entry("blog", f"{site.url}/rss"))
        options = {"cwd": tmp_path, "env": os.environ | {"PYTHONPATH": str(ROOT)}, "capture_output": True, "text": True}
        command = [sys.executable, "-m", "scripts.sago", "crawl", "--data", str(tmp_path)]
        other = subprocess.run([*command, "--sources", str(there)], **options)
        default = subprocess.run(command, **options)
    assert (other.returncode, other.stderr) == (0, f"Sources: {there}\n")
    assert (default.returncode, default.stderr) == (0, "")


def test_a_missing_registry_is_named(tmp_path):
    done = sago("crawl", "--sources", tmp_path / "none.toml", "--data", tmp_path)
    assert (done.returncode, done.stderr) == (1, f"{tmp_path}/none.toml cannot be read: No such file or directory.\n")


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "data" / "state").mkdir(parents=True)
    (tmp_path / "data" / "landing").write_text("a file")
    with served(site := blog(1)):
        done = crawl(tmp_path / "data", entry("blog", f"{site.url}/rss"))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 2, "which sources, and what is wrong"
    assert f"{tmp_path}/data/landing" in done.stderr
    assert ledger(tmp_path / "data") == [(f"{site.url}/1", None)], "not told that it was kept"


def test_a_damaged_ledger_is_left_alone(tmp_path):
    path = tmp_path / "state" / "ops.sqlite"
    path.parent.mkdir()
    path.write_bytes(b"no database, whatever its name says\n" * 100)
    with served(site := blog(1)):
        done = crawl(tmp_path, entry("blog", f"{site.url}/rss"))
        korean = crawl(tmp_path, entry("blog", f"{site.url}/rss"), lang="ko")
    assert (done.returncode, done.stdout, site.asked) == (1, "", [])
    assert done.stderr.splitlines()[1].startswith(
        f"{path} is damaged or is no SQLite database (file is not a database); it was left as it is."
    )
    assert "손상되었거나" in korean.stderr
    assert path.read_bytes() == b"no database, whatever its name says\n" * 100


def test_a_contact_stands_in_the_user_agent(tmp_path):
    with served(site := blog(1)):
        (tmp_path / "s.toml").write_text(entry("blog", f"{site.url}/rss"))
        arguments = ["crawl", "--sources", tmp_path / "s.toml", "--data", tmp_path]
        sago(*arguments, env=os.environ | {"SAGO_CONTACT": "mailto:watch@example.org"})
        bad = sago(*arguments, env=os.environ | {"SAGO_CONTACT": "a\r\nX-Evil: 1"})
    assert {headers["User-Agent"] for _, _, headers in site.asked} == {"Sagowatch/0.1.0 (+mailto:watch@example.org)"}
    assert bad.returncode == 1
    assert "SAGO_CONTACT must be a web or mail address" in bad.stderr


def test_crawling_loads_no_model():
    code = "import sys, scripts.sago, crawler.crawl, crawler.spiders.feed; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert not set(loaded.split()) & {"torch", "transformers", "kiwipiepy", "duckdb", "onnxruntime"}
