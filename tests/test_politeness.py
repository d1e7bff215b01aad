"""How fast a host is asked, what it may ask for in return, and which addresses are never asked."""

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from protego import Protego
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response

from crawler.guard import Refused, check, is_public, private_hosts
from crawler.politeness import FAILURES, LONGEST_CRAWL_DELAY, LONGEST_WAIT, SLOWEST, Gate, Gates, retry_after
from crawler.report import KOREAN, PROBLEMS, Problem
from crawler.robots import read_rules
from crawler.sources import SHIPPED, Source, load_sources

PUBLIC = Source("news", "https://news.example.com/rss", "feed")
PRIVATE = Source("sample", "http://127.0.0.1:8001/rss", "feed", allow_private=True)
OTHER = Source("intranet", "http://intranet.example.com/rss", "feed", allow_private=True)


def gate(delay: float = 1.0) -> Gate:
    return Gate("news.example.com:443", delay, 1, asyncio.Event())


def test_the_delay_follows_a_slow_host_but_never_falls_below_its_floor():
    one = gate()
    one.answered(200, None, 5.0)
    assert one.delay == 5.0
    for _ in range(50):
        one.answered(200, None, 0.01)
    assert one.delay == one.floor == 1.0
    one.answered(200, None, 500.0)
    assert one.delay == SLOWEST


def test_fast_errors_do_not_make_the_crawl_faster():
    one = gate()
    one.answered(200, None, 5.0)
    one.answered(404, None, 0.01)
    assert one.delay == 5.0


def test_crawl_delay_raises_the_floor_and_never_lowers_it():
    one = gate()
    one.slow_down(20)
    one.slow_down(3)
    assert (one.floor, one.delay, one.closed) == (20, 20, None)
    one.slow_down(LONGEST_CRAWL_DELAY + 1)
    assert "wants 301 s between two requests" in one.closed.in_english()


@pytest.mark.parametrize(("wait", "closed"), [(None, False), (LONGEST_WAIT, False), (LONGEST_WAIT + 1, True)])
def test_a_busy_host_is_asked_more_slowly_or_not_at_all(wait, closed):
    one = gate()
    one.answered(503, wait, 0.1)
    assert one.delay == 2.0
    assert (one.closed is not None) == closed


def test_a_host_that_keeps_failing_is_given_up_and_one_answer_forgives():
    one = gate()
    for _ in range(FAILURES - 1):
        one.unanswered(DownloadTimeoutError())
    one.answered(200, None, 0.1)
    for _ in range(FAILURES - 1):
        one.unanswered(DownloadTimeoutError())
    assert one.closed is None
    one.unanswered(DownloadTimeoutError())
    assert "failed 6 times in a row (DownloadTimeout)" in one.closed.in_english()

    async def ask() -> None:
        async with one.passing():
            pytest.fail("a closed gate let a request through")

    with pytest.raises(Refused):
        asyncio.run(ask())


def test_sources_of_one_host_share_its_gate_and_the_slowest_decides():
    slow = Source("slow", "https://news.example.com/other", "feed", delay=7, concurrency=4)
    gates = Gates([PUBLIC, slow])
    assert gates.gate("https://news.example.com/1", PUBLIC) is gates.gate("https://NEWS.example.com/2", slow)
    assert (gates.gate(slow.url, slow).delay, gates.gate(slow.url, slow).concurrency) == (7, 1)
    assert gates.gate("https://cdn.example.com/1", slow).delay == 7


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("120", 120), (" 0 ", 0), ("", None), ("soon", None), ("-5", None), ("1e9", None), ("9" * 50, 999_999_999)],
)
def test_retry_after_in_seconds(said, seconds):
    assert retry_after(Response("https://news.example.com/", headers={"Retry-After": said})) == seconds


def test_retry_after_as_a_date():
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=100), usegmt=True)
    assert 98 < retry_after(Response("https://news.example.com/", headers={"Retry-After": soon})) <= 100
    past = "Thu, 05 Mar 2020 09:00:00 GMT"
    assert retry_after(Response("https://news.example.com/", headers={"Retry-After": past})) == 0
    assert retry_after(Response("https://news.example.com/")) is None


@pytest.mark.parametrize(
    ("status", "body", "allowed"),
    [
        (200, b"User-agent: *\nDisallow: /", False),
        (200, b"User-agent: *\nDisallow: /\n\nUser-agent: Sagowatch\nAllow: /", True),
        (200, b"\xef\xbb\xbfUser-agent: *\nDisallow: /", False),
        (200, "User-agent: *\nDisallow: /글".encode(), False),
        (200, b"<!doctype html><html>", True),
        (200, b"#" * 600_000 + b"\nUser-agent: *\nDisallow: /", True),
        (200, b"", True),
        (404, b"User-agent: *\nDisallow: /", True),
        (403, b"", True),
    ],
)
def test_robots_rules(status, body, allowed):
    rules = read_rules(Response("https://news.example.com/robots.txt", status, body=body))
    assert isinstance(rules, Protego)
    assert rules.can_fetch("https://news.example.com/%EA%B8%80/1", "sagowatch") == allowed


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_failing_robots_txt_closes_the_host(status):
    rules = read_rules(Response("https://news.example.com/robots.txt", status))
    assert isinstance(rules, Problem)
    assert str(status) in rules.in_english()


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1",
    ],
)  # fmt: skip
def test_addresses_that_are_never_asked(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "211.231.99.17", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]
)
def test_addresses_of_the_public_internet(address):
    assert is_public(address)


ALLOWED = [
    (PUBLIC, "https://news.example.com/1"),
    (PUBLIC, "http://1.1.1.1/"),
    (PRIVATE, "http://127.0.0.1:8001/2"),
    (OTHER, "http://intranet.example.com:80/"),
]
REFUSED = [
    (PUBLIC, "http://127.0.0.1/"),
    (PUBLIC, "http://127.0.0.1:8001/rss"),
    (PUBLIC, "http://[::1]/"),
    (PUBLIC, "http://user@10.0.0.1/"),
    (PUBLIC, "http://intranet.example.com/"),
    (PRIVATE, "http://127.0.0.1:8002/"),
    (PRIVATE, "http://127.0.0.1/"),
    (PRIVATE, "http://169.254.169.254/"),
    (OTHER, "http://intranet.example.com:8080/"),
    (PUBLIC, "file:///etc/hostname"),
    (PUBLIC, "ftp://news.example.com/"),
    (PUBLIC, "http:///nowhere"),
    (PUBLIC, "http://news.example.com:port/"),
]


@pytest.mark.parametrize(("source", "url"), ALLOWED)
def test_requests_that_may_go_out(source, url):
    assert check(url, source, private_hosts([PUBLIC, PRIVATE, OTHER])) is None


@pytest.mark.parametrize(("source", "url"), REFUSED)
def test_requests_that_may_not(source, url):
    with pytest.raises(Refused):
        check(url, source, private_hosts([PUBLIC, PRIVATE, OTHER]))


def test_every_problem_has_a_sentence_in_both_languages():
    for code in PROBLEMS:
        problem = Problem(code, "an HTML page")
        assert problem.in_english()
        assert any("가" <= letter <= "힣" for letter in problem.in_korean()), code
    assert all(any("가" <= letter <= "힣" for letter in korean) for korean in KOREAN.values())


def test_no_shipped_source_is_private_or_hasty():
    for source in load_sources(SHIPPED):
        assert not source.allow_private
        assert source.delay >= 1
        assert source.concurrency == 1
