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

HERE = Path("sources.toml")
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
    """The registry to use: the one given, else ``SAGO_SOURCES``, else ``./sources.toml``.

    Raises SourceError where there is none: the one shipped is a list to choose from, and nobody's site is asked unasked.
    """
    if given:
        return given
    if named := os.environ.get("SAGO_SOURCES"):
        return Path(named)
    if not HERE.is_file():
        raise SourceError(
            f"There is no sources.toml in this folder; copy the entries you want from {SHIPPED}, or name a registry with"
            " --sources",
            f"이 폴더에 sources.toml이 없습니다. {SHIPPED}에서 원하는 출처를 옮겨 적거나 --sources로 지정하세요",
        )
    return HERE


def load_sources(path: Path) -> list[Source]:
    """Every entry of a registry, enabled or not, in its order; SourceError says what is wrong and where."""
    try:
        data = tomllib.loads(path.read_text("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{path} is no valid TOML: {error}", f"{path}: TOML 문법 오류: {error}") from None
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{path} is not UTF-8 text (byte {error.start})",
            f"{path}: UTF-8 텍스트가 아닙니다({error.start}번째 바이트)",
        ) from None
    except OSError as error:
        raise SourceError(
            f"{path} cannot be read: {error.strerror}", f"{path} 파일을 읽을 수 없습니다: {error.strerror}"
        ) from None
    entries = data.pop("source", None)
    if data:
        key = next(iter(data))
        raise SourceError(
            f"{path} has an unknown table or key {key!r}; every source is a [[source]] table",
            f"{path}: 알 수 없는 항목 {key!r}. 출처마다 [[source]] 표를 하나씩 씁니다",
        )
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
        raise SourceError(f"{path} has no [[source]] table", f"{path}: [[source]] 표가 없습니다")
    sources = [read_entry(entry, path, number) for number, entry in enumerate(entries, start=1)]
    seen: dict[str, int] = {}
    for number, source in enumerate(sources, start=1):
        if source.name in seen:
            raise SourceError(
                f"{path} has two sources named {source.name!r} (number {seen[source.name]} and {number})",
                f"{path}: 이름이 {source.name!r}인 출처가 둘입니다({seen[source.name]}번째와 {number}번째)",
            )
        seen[source.name] = number
    return sources


def read_entry(entry: dict[str, object], path: Path, number: int) -> Source:
    """The source an entry describes."""
    named = f" ({entry['name']})" if isinstance(entry.get("name"), str) else ""

    def wrong(english: str, korean: str) -> SourceError:
        return SourceError(f"{path}, source {number}{named}: {english}", f"{path}, {number}번째 출처{named}: {korean}")

    known = [field.name for field in fields(Source)]
    for key in entry:
        if key not in known:
            near = get_close_matches(key, known, 1)
            raise wrong(
                f"unknown key {key!r}" + (f"; did you mean {near[0]!r}?" if near else ""),
                f"알 수 없는 키 {key!r}" + (f", {near[0]!r} 아닌가요?" if near else ""),
            )
    for key in ("name", "url", "kind"):
        if not entry.get(key):
            raise wrong(f"{key!r} is missing", f"{key!r} 값이 없습니다")
    for key, value in entry.items():
        wanted = TYPES.get(key, str)
        if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
            raise wrong(f"{key} = {value!r} has the wrong type", f"{key} = {value!r}: 값의 형식이 다릅니다")
        low, high = BOUNDS.get(key, (value, value))
        if not low <= value <= high:
            raise wrong(f"{key} = {value} is not between {low} and {high}", f"{key} = {value}: {low}~{high} 밖입니다")
    source = Source(**entry)
    if not NAME.fullmatch(source.name):
        raise wrong(
            "a name is made of letters, digits, '-', '_' and '.', without spaces",
            "이름에는 글자, 숫자, '-', '_', '.'만 쓰고 빈칸은 쓰지 않습니다",
        )
    if source.kind not in KINDS:
        kinds = " nor ".join(map(repr, KINDS))
        raise wrong(
            f"kind = {source.kind!r} is neither {kinds}",
            f"kind = {source.kind!r}: {', '.join(KINDS)} 중 하나여야 합니다",
        )
    if source.platform is not None and source.platform not in PLATFORMS:
        platforms = ", ".join(PLATFORMS)
        raise wrong(
            f"platform = {source.platform!r} is none of {platforms}",
            f"platform = {source.platform!r}: {platforms} 중 하나여야 합니다",
        )
    if not is_address(source.url):
        raise wrong(
            f"url = {source.url!r} is no http or https address", f"url = {source.url!r}: http나 https 주소가 아닙니다"
        )
    if "@" in urlsplit(source.url).netloc:
        raise wrong("the url must not hold a password", "url에 비밀번호를 넣지 마세요")
    return source


def is_address(url: str) -> bool:
    """Whether ``url`` is a whole http or https address."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and (parts.port or 1)
    except ValueError:
        return False
    return bool(usable) and not any(character.isspace() for character in url)


def choose(sources: list[Source], names: list[str]) -> list[Source]:
    """The named sources, or all enabled ones when no name is given; SourceError names the near ones of an unknown name."""
    if not names:
        return [source for source in sources if source.enabled]
    by_name = {source.name: source for source in sources}
    for name in names:
        if name not in by_name:
            near = get_close_matches(name, by_name, 3, 0.4)
            listed = ", ".join(near or list(by_name)[:20])
            raise SourceError(
                f"There is no source named {name!r}; {'near' if near else 'there are'}: {listed}",
                f"{name!r}라는 출처가 없습니다. {'비슷한 이름' if near else '있는 출처'}: {listed}",
            )
    return [by_name[name] for name in dict.fromkeys(names)]
