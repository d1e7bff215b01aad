"""The ledger: what is due when, what survives a failure, and what happens to a damaged file."""

from datetime import datetime, timedelta

import pytest

from crawler.errors import CrawlError
from crawler.feeds import Entry
from crawler.ledger import READ_AGAIN, TRY_AGAIN, Ledger, Outcome, next_reading, next_try, utc_now

SEEN = "2026-03-05T00:00:00+00:00"
URL = "https://blog.example.com/1"


@pytest.fixture
def ledger(tmp_path):
    made = Ledger(tmp_path / "state" / "ops.sqlite")
    yield made
    made.close()


def announce(ledger: Ledger, *numbers: int) -> int:
    return ledger.announce(
        "blog", [Entry(f"https://blog.example.com/{n}", f"http://blog.example.com/{n}", "글") for n in numbers]
    )


def test_announced_posts_are_due_once_and_known_ones_stay(ledger):
    assert announce(ledger, 1, 2) == 2
    assert announce(ledger, 2, 3) == 1
    assert {page.url[-1] for page in ledger.due("blog")} == {"1", "2", "3"}
    [page] = ledger.due_among([URL, "https://elsewhere.example.com/"])
    assert (page.fetch_url, page.source, page.digest, page.failures) == ("http://blog.example.com/1", "blog", None, 0)
    ledger.record([Outcome(page, "new", utc_now(), 200, etag='"a"', digest="d")])
    assert {page.url[-1] for page in ledger.due("blog")} == {"2", "3"}
    assert announce(ledger, 1) == 0
    assert ledger.due_among([URL]) == []


def test_what_was_recorded_is_there_after_reopening(ledger, tmp_path):
    announce(ledger, 1)
    [page] = ledger.due("blog")
    ledger.record([Outcome(page, "new", utc_now(), 200, '"a"', "Thu, 05 Mar 2026 00:00:00 GMT", "d", "2026-03-05")])
    other = Ledger(tmp_path / "state" / "ops.sqlite")
    [again] = other.pages("url = ?", (URL,))
    other.close()
    assert (again.etag, again.last_modified, again.digest, again.published) == (
        '"a"',
        "Thu, 05 Mar 2026 00:00:00 GMT",
        "d",
        "2026-03-05",
    )


def test_a_failure_keeps_what_was_known_and_is_tried_again_later_and_later(ledger):
    announce(ledger, 1)
    [page] = ledger.due("blog")
    ledger.record([Outcome(page, "new", utc_now(), 200, etag='"a"', digest="d")])
    for number in range(1, len(TRY_AGAIN) + 2):
        [page] = ledger.pages("url = ?", (URL,))
        ledger.record([Outcome(page, "failed", SEEN, 500)])
        [(failures, due, etag, digest)] = ledger.con.execute("SELECT failures, due, etag, digest FROM page").fetchall()
        assert (failures, etag, digest) == (number, '"a"', "d")
        assert due == next_try(number, SEEN)
    assert due is None


def test_a_vanished_post_is_never_due_and_not_forgotten(ledger):
    announce(ledger, 1)
    [page] = ledger.due("blog")
    ledger.record([Outcome(page, "new", utc_now(), 200, digest="d")])
    [page] = ledger.pages("url = ?", (URL,))
    ledger.record([Outcome(page, "gone", utc_now(), 404)])
    assert ledger.con.execute("SELECT result, status, due, digest FROM page").fetchall() == [("gone", 404, None, "d")]


def test_a_post_is_read_again_at_growing_ages_and_then_never():
    now, read = SEEN, []
    while now := next_reading("2026-03-05T09:00:00+09:00", SEEN, now):
        read.append(datetime.fromisoformat(now) - datetime.fromisoformat(SEEN))
    assert read == READ_AGAIN
    assert read[-1] == timedelta(days=30)


@pytest.mark.parametrize(
    ("published", "now", "due"),
    [
        (None, SEEN, "2026-03-05T01:00:00+00:00"),
        ("2026-03-05", SEEN, "2026-03-05T15:00:00+00:00"),
        ("2026-03-04", SEEN, "2026-03-06T15:00:00+00:00"),
        ("2027-01-01T00:00:00+09:00", SEEN, "2026-03-05T01:00:00+00:00"),
        ("2026-03-01T09:00:00+09:00", SEEN, "2026-03-08T00:00:00+00:00"),
        ("2026-01-01", SEEN, None),
    ],
)
def test_the_next_reading_counts_from_publication(published, now, due):
    assert next_reading(published, SEEN, now) == due


def test_a_listing_is_unfinished_until_it_was_read_to_its_end(ledger):
    url = "https://blog.example.com/rss"
    assert not ledger.listing(url).finished
    ledger.begin_listing(url, "blog")
    assert not ledger.listing(url).finished
    ledger.finish_listing(url, "blog", 10, '"a"', None)
    assert (ledger.listing(url).finished, ledger.listing(url).listed, ledger.listing(url).etag) == (True, 10, '"a"')
    ledger.begin_listing(url, "blog")
    assert (ledger.listing(url).finished, ledger.listing(url).listed) == (False, 10)


def damages(whole: bytes) -> dict[str, bytes]:
    return {
        "text": b"this is no database, whatever its name says\n" * 100,
        "cut": whole[: len(whole) // 2],
        "overwritten": whole[:4096] + b"\xff" * 4096 + whole[8192:],
    }


@pytest.mark.parametrize("kind", damages(b""))
def test_a_damaged_ledger_is_named_and_left_alone(ledger, tmp_path, kind):
    announce(ledger, *range(500))
    ledger.con.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = tmp_path / "other" / "ops.sqlite"
    path.parent.mkdir()
    content = damages((tmp_path / "state" / "ops.sqlite").read_bytes())[kind]
    path.write_bytes(content)
    with pytest.raises(
        CrawlError, match=r"ops\.sqlite is damaged or is no SQLite database .* it was left as it is"
    ) as caught:
        Ledger(path)
    assert "손상" in caught.value.korean
    assert path.read_bytes() == content


def test_a_ledger_of_a_newer_program_is_refused(ledger, tmp_path):
    ledger.con.execute("PRAGMA user_version = 99")
    with pytest.raises(CrawlError, match="newer Sagowatch"):
        Ledger(tmp_path / "state" / "ops.sqlite")
