"""Kill ``sago crawl`` and ``sago load`` at random moments and see that no page is lost and none is kept twice.

    .venv/bin/python -m scripts.kill_test [--kills 20] [--posts 600] [--seed 1] [--data FOLDER]

The sample sites, their posts multiplied, are served on loopback. SIGKILL strikes the crawl and the load in turn; after each
one every page that the ledger calls kept must stand in a landing segment. Then both run to their end, and once more. The
exit status is 1 when a check fails.
"""

import argparse
import json
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from crawler.landing import CLOSED, OPEN, closed_segments, read_segment
from scripts.console import out, t
from scripts.sample.posts import SITES, SamplePost, load_posts
from scripts.sample.server import Sites, serve_sites

LISTS = {
    "tistory": ("list", "/category"),
    "blogspot": ("feed", "/feeds/posts/default"),
    "news": ("list", "/news/articleList.html"),
}
SOURCE = '[[source]]\nname = "{site}"\nkind = "{kind}"\nurl = "{url}"\nallow_private = true\ndelay = {delay}\nmax_pages = 1000\n'
#: Seconds after which the kill comes at the latest; starting alone takes about one.
CRAWL, LOAD = 4.0, 3.0


def many_posts(count: int) -> list[SamplePost]:
    """At least ``count`` posts: the bundled ones again and again, each with a number in its title and address."""
    bundled = load_posts()
    rounds = -(-count // len(bundled))
    return [
        replace(post, slug=f"{post.slug}-{number}", title=f"{post.title} ({number})")
        for number in range(1, rounds + 1)
        for post in bundled
    ]


def start(*arguments: object) -> subprocess.Popen[str]:
    """A running ``sago`` command."""
    command = [sys.executable, "-m", "scripts.sago", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def finish(*arguments: object) -> str:
    """What a ``sago`` command printed; ends this test when it failed."""
    with start(*arguments) as running:
        said, _ = running.communicate()
    if running.returncode:
        sys.exit(t(f"`sago {' '.join(map(str, arguments))}` failed: {said}", f"`sago {arguments[0]}` 실패: {said}"))
    return said


def killed(moment: float, *arguments: object) -> bool:
    """Whether a command was still running after ``moment`` seconds and was killed then."""
    with start(*arguments) as running:
        try:
            running.communicate(timeout=moment)
        except subprocess.TimeoutExpired:
            running.kill()
            running.communicate()
            return True
    if running.returncode:
        sys.exit(t(f"`sago {arguments[0]}` failed by itself.", f"`sago {arguments[0]}` 명령이 스스로 실패했습니다."))
    return False


def ledger(data: Path, sql: str) -> list[tuple]:
    """Rows of the ledger as the killed crawl left it."""
    path = data / "state" / "ops.sqlite"
    if not path.exists():
        return []
    con = sqlite3.connect(path)
    try:
        with con:
            return con.execute(sql).fetchall()
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):  # killed before its first transaction
            return []
        raise
    finally:
        con.close()


def acknowledged(data: Path) -> set[str]:
    """Addresses whose page the ledger calls kept."""
    return {url for (url,) in ledger(data, "SELECT url FROM page WHERE digest IS NOT NULL")}


def landed(data: Path) -> Counter[str]:
    """How often each address stands in a whole line of a segment, closed or not."""
    found: Counter[str] = Counter()
    for path in (data / "landing").glob("*"):
        if path.name.endswith((OPEN, CLOSED)):
            lines = path.read_bytes().split(b"\n")[:-1]
            found.update(json.loads(line)["url"] for line in lines)
    return found


def rows(data: Path) -> dict[str, int]:
    """Number of rows in every table of the warehouse."""
    import duckdb

    with duckdb.connect(str(data / "warehouse" / "main.duckdb"), read_only=True) as con:
        names = [name for (name,) in con.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()]
        return {name: con.execute(f'SELECT count(*) FROM "{name}"').fetchall()[0][0] for name in names}  # noqa: S608


def kill_in_turn(data: Path, registry: Path, kills: int, chance: random.Random) -> dict[str, int]:
    """Kill crawl and load ``kills`` times each; counts what was seen on the way."""
    seen = Counter[str]()
    while seen["crawls killed"] < kills or seen["loads killed"] < kills:
        if seen["crawls killed"] < kills:
            if killed(chance.uniform(0.3, CRAWL), "crawl", "--sources", registry, "--data", data):
                seen["crawls killed"] += 1
            else:  # all is fetched: read everything again, so that there is something to kill
                seen["crawls that ended first"] += 1
                ledger(data, "UPDATE page SET due = '2000-01-01T00:00:00+00:00'")
            seen["acknowledged pages missing after a kill"] += len(acknowledged(data) - set(landed(data)))
        if seen["loads killed"] < kills and (data / "landing").is_dir():
            kind = (
                "loads killed"
                if killed(chance.uniform(0.3, LOAD), "load", "--data", data)
                else "loads that ended first"
            )
            seen[kind] += 1
        if out.is_terminal:
            out.print(
                f"{seen['crawls killed']} + {seen['loads killed']} of {kills} + {kills} kills", end="\r", markup=False
            )
    return seen


def check(data: Path, registry: Path, sites: Sites, seen: dict[str, int]) -> list[tuple[str, object, object]]:
    """What is claimed, what was found and what should have been, after both commands have run to their end twice."""
    finish("crawl", "--sources", registry, "--data", data)
    finish("load", "--data", data)
    pages, tables = landed(data), rows(data)
    finish("crawl", "--sources", registry, "--data", data)
    finish("load", "--data", data)
    shown = {url for site in sites.urls for url in sites.post_urls(site).values()}
    versions = {
        one.version_id
        for path in closed_segments(data / "landing")
        for line in read_segment(path)
        for one in line.documents
    }
    return [
        ("acknowledged pages missing after a kill", seen["acknowledged pages missing after a kill"], 0),
        ("posts served and in no segment", len(shown - set(pages)), 0),
        ("posts served and not in the ledger as kept", len(shown - acknowledged(data)), 0),
        ("documents in the warehouse", tables["document"], len(shown)),
        ("wordings in the warehouse", tables["document_version"], len(versions)),
        ("rows that the second crawl and load added", {n: c for n, c in rows(data).items() if c != tables[n]}, {}),
        ("lines that the second crawl added", landed(data).total() - pages.total(), 0),
        ("segments left open", len(list((data / "landing").glob(f"*{OPEN}"))), 0),
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the test and print its report."""
    parser = argparse.ArgumentParser(prog="python -m scripts.kill_test", description=__doc__.split("\n")[0])
    parser.add_argument("--kills", type=int, default=20, help="of each command (default: 20)")
    parser.add_argument("--posts", type=int, default=600, help="at least so many are served (default: 600)")
    parser.add_argument("--seed", type=int, default=1, help="of the random moments (default: 1)")
    parser.add_argument("--delay", type=float, default=0.15, help="seconds between requests to a site (default: 0.15)")
    parser.add_argument("--data", type=Path, help="folder to fill (default: one that is removed)")
    chosen = parser.parse_args(arguments)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as spare, serve_sites(posts=many_posts(chosen.posts)) as sites:
        data = chosen.data or Path(spare)
        data.mkdir(parents=True, exist_ok=True)
        registry = data / "sources.toml"
        entries = [(site, *LISTS[site]) for site in SITES]
        registry.write_text(
            "\n".join(SOURCE.format(site=s, kind=k, url=sites.urls[s] + p, delay=chosen.delay) for s, k, p in entries),
            "utf-8",
        )
        seen = kill_in_turn(data, registry, chosen.kills, random.Random(chosen.seed))
        found = check(data, registry, sites, seen)
        again = landed(data).total() - len(landed(data))
    for what, number in seen.items():
        out.print(f"{what}: {number}", markup=False)
    out.print(f"pages fetched again because a kill came before they were acknowledged: {again}", markup=False)
    for what, got, wanted in found:
        out.print(
            f"{'ok  ' if got == wanted else 'WRONG'} {what}: {got}" + ("" if got == wanted else f", not {wanted}"),
            markup=False,
        )
    out.print(f"{time.monotonic() - started:.0f} s, seed {chosen.seed}", markup=False)
    if any(got != wanted for _, got, wanted in found):
        sys.exit(t("A check failed.", "실패한 검사가 있습니다."))


if __name__ == "__main__":
    main()
