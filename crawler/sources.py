"""The registry of sources: which blogs, boards and newspaper sections are watched, and how politely."""

import os
import re
import tomllib
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

from crawler.errors import SourceError
from crawler.pages import PLATFORMS

SHIPPED = Path(__file__).with_name("sources.toml")
KINDS = ("feed", "list")
NAME = re.compile(r"[0-9A-Za-z가-힣][0-9A-Za-z가-힣._-]{0,60}")


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of the registry."""

    name: str
    url: str  # of the feed or of the first page of the list
    kind: str  # how its posts are found: "feed" or "list"
    title: str = ""
    platform: str | None = None  # the markup of its posts; None is chosen page by page
    language: str = "ko"
    delay: float = 1.0  # seconds between two requests to its host
    concurrency: int = 1  # requests to its host at a time
    min_items: int = 1  # fewer posts in the feed or list are reported
    max_pages: int = 5  # of a list or a paged feed, in one run
    enabled: bool = True
    allow_private: bool = False  # the address may be a private one: for tests and the sample sites
    note: str = ""  # what robots.txt and the terms say, and how sure the entry is

    @property
    def netloc(self) -> str:
        """Host and port the source was registered with."""
        return urlsplit(self.url).netloc.lower()


TYPES: dict[str, type | tuple[type, ...]] = {
    "delay": (int, float),
    "concurrency": int,
    "min_items": int,
    "max_pages": int,
    "enabled": bool,
    "allow_private": bool,
}
BOUNDS = {"delay": (0, 3600), "concurrency": (1, 64), "min_items": (0, 10_000), "max_pages": (1, 10_000)}


def find_registry(given: Path | None) -> Path:
    """The registry to use: the one given, else ``SAGO_SOURCES``, else ``./sources.toml``, else the one shipped."""
    if given:
        return given
    if named := os.environ.get("SAGO_SOURCES"):
        return Path(named)
    here = Path("sources.toml")
    return here if here.is_file() else SHIPPED


def load_sources(path: Path) -> list[Source]:
    """Every entry of a registry, enabled or not, in its order; SourceError says what is wrong and where."""
    try:
        data = tomllib.loads(path.read_text("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{path} is no valid TOML: {error}") from None
    except UnicodeDecodeError as error:
        raise SourceError(f"{path} is not UTF-8 text (byte {error.start})") from None
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}") from None
    entries = data.pop("source", None)
    if data:
        raise SourceError(f"{path} has an unknown table or key {next(iter(data))!r}; every source is a [[source]] table")
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
        raise SourceError(f"{path} has no [[source]] table")
    sources = [read_entry(entry, f"{path}, source {number}") for number, entry in enumerate(entries, start=1)]
    seen: dict[str, int] = {}
    for number, source in enumerate(sources, start=1):
        if source.name in seen:
            raise SourceError(f"{path} has two sources named {source.name!r} (number {seen[source.name]} and {number})")
        seen[source.name] = number
    return sources


def read_entry(entry: dict[str, object], where: str) -> Source:
    """The source an entry describes."""
    if isinstance(entry.get("name"), str):
        where += f" ({entry['name']})"
    known = [field.name for field in fields(Source)]
    for key in entry:
        if key not in known:
            near = get_close_matches(key, known, 1)
            raise SourceError(f"{where}: unknown key {key!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
    for key in ("name", "url", "kind"):
        if not entry.get(key):
            raise SourceError(f"{where}: {key!r} is missing")
    for key, value in entry.items():
        wanted = TYPES.get(key, str)
        if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
            raise SourceError(f"{where}: {key} = {value!r} has the wrong type")
        if key in BOUNDS and not BOUNDS[key][0] <= value <= BOUNDS[key][1]:
            raise SourceError(f"{where}: {key} = {value} is not between {BOUNDS[key][0]} and {BOUNDS[key][1]}")
    source = Source(**entry)
    if not NAME.fullmatch(source.name):
        raise SourceError(f"{where}: a name is made of letters, digits, '-', '_' and '.', without spaces")
    if source.kind not in KINDS:
        raise SourceError(f"{where}: kind = {source.kind!r} is neither {' nor '.join(map(repr, KINDS))}")
    if source.platform is not None and source.platform not in PLATFORMS:
        raise SourceError(f"{where}: platform = {source.platform!r} is none of {', '.join(PLATFORMS)}")
    check_url(source.url, where)
    return source


def check_url(url: str, where: str) -> None:
    """Raise SourceError unless ``url`` is a whole http or https address."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and (parts.port or 1)
    except ValueError:
        usable = False
    if not usable or any(character.isspace() for character in url):
        raise SourceError(f"{where}: url = {url!r} is no http or https address")
    if parts.username or parts.password:
        raise SourceError(f"{where}: the url must not hold a password")


def choose(sources: list[Source], names: list[str]) -> list[Source]:
    """The named sources, or all enabled ones when no name is given; SourceError names the near ones of an unknown name."""
    if not names:
        return [source for source in sources if source.enabled]
    by_name = {source.name: source for source in sources}
    for name in names:
        if name not in by_name:
            near = get_close_matches(name, by_name, 3, 0.4)
            hint = f"; near: {', '.join(near)}" if near else f"; there are: {', '.join(list(by_name)[:20])}"
            raise SourceError(f"There is no source named {name!r}{hint}")
    return [by_name[name] for name in dict.fromkeys(names)]
