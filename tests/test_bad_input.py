"""Sources that misbehave, all in one crawl: each is told in one sentence, and the good ones beside them are crawled."""

import base64
import gzip
import json
import zlib
from itertools import pairwise

import pytest
from crawl_cases import (
    Reply,
    Site,
    blog,
    crawl,
    endless,
    entry,
    feed,
    free_port,
    hang,
    hang_up,
    landed,
    ledger,
    post,
    served,
    table,
)

from crawler.landing import closed_segments

EUC_KR = post("솔빛마켓 회원 정보 유출", "솔빛마켓은 회원 1204명의 연락처가 나갔다고 13일 밝혔다.").encode("cp949")
BOMB = gzip.compress(b"<p>" + b"\0" * 200_000_000, 1)
REDESIGNED = '<html><head><meta property="dg:plink" content="x"></head><body><section>새 구조</section></body></html>'


def answers(*replies):
    """A page that answers differently each time, the last way for ever."""
    left = list(replies)
    return lambda handler: left.pop(0) if len(left) > 1 else left[0]


def redirect(target: str, status: int = 302) -> Reply:
    return Reply(status=status, headers={"Location": target})


class World:
    """The sites of this module, the registry that lists them, and what the crawl made of them."""

    def __init__(self, data):
        self.data = data
        self.secret = Site({"/": Reply("secret"), "/1": Reply("secret")})
        self.sites = {
            "good": blog(1, 2, 3),
            "feed404": Site({}),
            "html_feed": Site({"/rss": Reply("<!doctype html><html><body>홈</body></html>")}),
            "empty_feed": Site({"/rss": feed()}),
            "few": blog(1, 2),
            "robots503": blog(1),
            "robots_reset": blog(1),
            "robots_closed": blog(1),
            "robots_partly": blog(1, 2),
            "robots404": blog(1),
            "slow_robots": blog(1, 2),
            "hang": Site({"/rss": hang}),
            "endless": Site({"/rss": endless}),
            "huge": blog(1, p2=Reply(b"<p>" + b"x" * 50_000_000)),
            "bomb": blog(
                1,
                p2=Reply(BOMB, headers={"Content-Encoding": "gzip"}),
                p3=Reply(gzip.compress(BOMB), headers={"Content-Encoding": "gzip, gzip"}),
            ),
            "loop": blog(1, p2=redirect("/3"), p3=redirect("/2"), p4=redirect("/4")),
            "patient": blog(
                1, p2=answers(Reply(status=429, headers={"Retry-After": "1"}), Reply(post("가람통신 재시도")))
            ),
            "busy": Site(
                {
                    "/rss": feed("/1", "/2", "/3"),
                    **{f"/{n}": Reply(status=503, headers={"Retry-After": "3600"}) for n in (1, 2, 3)},
                }
            ),
            "euc_kr": blog(
                p1=Reply(EUC_KR, "text/html; charset=utf-8"),
                p2=Reply(EUC_KR.replace(b"utf-8", b"euc-kr"), "text/html; charset=utf-8"),
            ),
            "empty": blog(1, p2=Reply(b"")),
            "no_text": blog(p1=Reply(post("사진만 있는 글", ""))),
            "no_date": Site({"/rss": feed("/1", date=None), "/1": Reply(post("날짜 없는 글", published=None))}),
            "feed_date": blog(p1=Reply(post("", published=None))),
            "redesigned": blog(p1=Reply(REDESIGNED)),
            "pdf": blog(1, p2=Reply(b"%PDF-1.7\n\x00\xff" * 1000, "text/html")),
            "cut": Site({"/rss": feed("/1", "/2"), "/1": Reply(post("가람통신 1")), "/2": cut_off}),
        }
        self.sites["robots503"].pages["/robots.txt"] = Reply("busy", status=503)
        self.sites["robots_reset"].pages["/robots.txt"] = hang_up
        self.sites["robots_closed"].pages["/robots.txt"] = Reply("User-agent: *\nDisallow: /\n")
        self.sites["robots_partly"].pages["/robots.txt"] = Reply("User-agent: Sagowatch\nDisallow: /2\n")
        self.sites["robots404"].pages["/robots.txt"] = Reply("<html>404", status=404)
        self.sites["slow_robots"].pages["/robots.txt"] = Reply("User-agent: *\nCrawl-delay: 1\n")
        self.sites["escape"] = blog(1)

    def run(self):
        dead = f"http://127.0.0.1:{free_port()}/rss"
        with served(self.secret, *self.sites.values()):
            port = self.secret.url.rpartition(":")[2]
            escape = self.sites["escape"]
            escape.pages |= {
                "/2": redirect(f"{self.secret.url}/"),
                "/3": redirect("http://169.254.169.254/latest/meta-data/"),
                "/4": redirect("file:///etc/hostname"),
                "/5": redirect(f"http://localhost:{port}/"),
                "/6": redirect(f"http://[::ffff:127.0.0.1]:{port}/"),
                "/7": redirect(f"http://2130706433:{port}/"),
            }
            escape.pages["/rss"] = feed("/1", *(f"/{n}" for n in range(2, 8)), f"{self.secret.url}/1")
            entries = [
                entry(name, f"{site.url}/rss", min_items=5 if name == "few" else 1) for name, site in self.sites.items()
            ]
            entries.append(entry("dead", dead))
            entries.append(entry("not_allowed", f"{self.secret.url}/rss", allow_private=False))
            entries.append(entry("by_name", f"http://localhost:{port}/rss", allow_private=False))
            self.done = crawl(self.data, "\n".join(entries))
            self.korean = crawl(self.data, "\n".join(entries), "feed404", "html_feed", "dead", "robots503", lang="ko")
        self.table = table(self.done)
        self.documents = {document.url: document for document in landed(self.data)}

    def of(self, name: str, path: str):
        return self.documents[f"{self.sites[name].url}{path}"]


def cut_off(handler):
    """Promise more than is sent."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<html>")
    hang_up(handler)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    made = World(tmp_path_factory.mktemp("bad"))
    made.run()
    return made


SENTENCES = [
    ("feed404", "/rss answered 404 Not Found."),
    ("html_feed", "/rss is no feed but an HTML page."),
    ("empty_feed", "/rss names no posts; the layout may have changed."),
    ("few", "/rss names 2 of the 5 posts expected."),
    ("robots503", "/rss was not asked for, because robots.txt could not be read: answered 503 Service Unavailable."),
    ("robots_reset", "/rss was not asked for, because robots.txt could not be read: cannot be reached ("),
    ("robots_closed", "/rss is closed to crawlers by robots.txt."),
    ("robots_partly", "/2 is closed to crawlers by robots.txt."),
    ("hang", "/rss did not answer within 1.5 s."),
    ("endless", "/rss is larger than 8 MB and was not read."),
    ("huge", "/2 is larger than 8 MB and was not read."),
    ("bomb", "/2 is larger than 8 MB and was not read (and 1 more)."),
    ("loop", "/2 redirects too often (and 2 more)."),
    ("busy", "is busy and asks to be left alone for 3600 s (and 2 more)."),
    ("empty", "/2 is empty."),
    ("no_text", "/1 has no text."),
    ("no_date", "/1 has no date."),
    ("redesigned", "/1 has no article body; the layout may have changed (the page is kept)."),
    ("pdf", "/2 has no markup of a known platform; the layout may have changed (the page is kept)."),
    ("cut", "/2 broke off in mid-answer."),
    ("escape", "/4 redirects to what is no http or https address (file:///etc/hostname)."),
    (
        "escape",
        "was refused: 169.254.169.254:80 is no public address, and only a source's own host may be private (allow_private = true).",
    ),
    ("dead", "/rss cannot be reached (connection refused)."),
    ("not_allowed", "/rss was refused: 127.0.0.1:"),
    ("by_name", "/rss was refused: localhost (127.0.0.1) is no public address, and only a source's own host"),
]


@pytest.mark.parametrize(("name", "sentence"), SENTENCES, ids=[name for name, _ in SENTENCES])
def test_each_trouble_is_one_sentence(world, name, sentence):
    said = [line for line in world.done.stderr.splitlines() if line.startswith(f"{name}: http://")]
    assert any(sentence in line for line in said), world.done.stderr


def test_the_good_source_is_crawled_beside_the_bad_ones(world):
    assert world.table["good"] == {"listed": 3, "fetched": 3, "unchanged": 0, "new": 3, "changed": 0, "failed": 0}
    assert not [line for line in world.done.stderr.splitlines() if line.startswith("good:")]


def test_a_source_that_failed_wholly_makes_the_command_fail(world):
    assert world.done.returncode == 1


@pytest.mark.parametrize("name", ["huge", "bomb", "empty", "pdf", "cut"])
def test_one_bad_page_costs_its_source_that_page_only(world, name):
    assert world.table[name]["new"] == 1
    assert world.table[name]["failed"] == world.table[name]["listed"] - 1


def test_nothing_private_was_asked(world):
    assert world.secret.asked == []
    assert world.table["escape"] == {"listed": 8, "fetched": 1, "unchanged": 0, "new": 1, "changed": 0, "failed": 7}


def test_robots_is_asked_once_and_obeyed(world):
    for name in ("robots503", "robots_reset", "robots_closed"):
        assert world.sites[name].paths() == [], name
    assert world.sites["robots_partly"].paths() == ["/rss", "/1"]
    assert world.sites["robots404"].paths() == ["/rss", "/1"]
    assert [path for _, path, _ in world.sites["good"].asked].count("/robots.txt") == 1


def test_crawl_delay_is_kept(world):
    times = [when for when, _, _ in world.sites["slow_robots"].asked]
    assert len(times) == 4
    assert min(later - before for before, later in pairwise(times)) > 0.95


def test_a_short_retry_after_is_waited_for_and_a_long_one_ends_the_host(world):
    asked = [when for when, path, _ in world.sites["patient"].asked if path == "/2"]
    assert asked[1] - asked[0] > 0.95
    assert world.table["patient"]["new"] == 2
    assert world.sites["busy"].paths() == ["/rss", "/1"]


def test_a_wrong_charset_header_is_seen_through(world):
    document = world.of("euc_kr", "/1")
    assert (document.title, document.flags) == ("솔빛마켓 회원 정보 유출", ("charset_wrong",))
    assert "1204명" in document.text
    assert world.of("euc_kr", "/2").text == document.text


def test_the_feed_says_what_the_page_does_not(world):
    document = world.of("feed_date", "/1")
    assert (document.title, document.published, document.published_from) == (
        "나루은행 안내",
        "2026-03-05T09:00:00+09:00",
        "feed",
    )
    assert "no_date" not in document.flags
    undated = world.of("no_date", "/1")
    assert (undated.published, undated.flags) == (None, ("no_date",))


def test_a_page_that_cannot_be_read_is_kept_as_it_came(world):
    url = f"{world.sites['redesigned'].url}/1"
    lines = [line for path in closed_segments(world.data / "landing") for line in path.read_bytes().splitlines()]
    [line] = [line for line in lines if json.loads(line)["url"] == url]
    assert zlib.decompress(base64.b64decode(json.loads(line)["body"])).decode() == REDESIGNED
    assert json.loads(line)["problem"]
    assert ledger(world.data, "SELECT result FROM page WHERE url = ?", url) == [("unread",)]


def test_every_page_has_an_outcome(world):
    assert ledger(world.data, "SELECT url FROM page WHERE result IS NULL") == []


def test_the_crawl_says_who_it_is(world):
    agents = {headers["User-Agent"] for site in world.sites.values() for _, _, headers in site.asked}
    assert agents == {"Sagowatch/0.1.0"}
    assert not any(
        "Cookie" in headers or "Referer" in headers for site in world.sites.values() for _, _, headers in site.asked
    )


def test_the_same_in_korean(world):
    said = world.korean.stderr
    assert world.korean.returncode == 1
    for sentence in [
        "feed404: 404 Not Found 상태로 응답했습니다 — http://",
        "html_feed: 피드가 아니라 HTML 페이지입니다 — http://",
        "dead: 연결할 수 없습니다(연결 거부) — http://",
        "robots503: robots.txt를 읽지 못해 수집하지 않았습니다: 503 Service Unavailable 상태로 응답했습니다 — http://",
    ]:
        assert sentence in said
