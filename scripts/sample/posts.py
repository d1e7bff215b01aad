"""The posts of the sample sites: what a posts/*.md file says comes in, a checked SamplePost goes out."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from nlp.mentions import FACT_ROLES, INCIDENT_TYPES

POSTS = Path(__file__).parent / "posts"
SITES = ("tistory", "blogspot", "news")
FIRST_DAY, LAST_DAY = date(2025, 6, 1), date(2026, 10, 31)
MARK = re.compile(r"superseded|negated_or_denied|hypothetical|per_unit|background_incident|incident:[2-9]")
ISO_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
KEYS = {
    "site": str,
    "title": str,
    "published": str,
    "author": str,
    "category": str,
    "incident": str,
    "relevant": bool,
    "type": str,
    "org": list,
    "facts": list,
    "marks": list,
}
OPTIONAL = {"marks"}


class PostError(ValueError):
    """A post file that breaks the format; the message names the file and the fault."""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, quote, list or table of a body."""

    kind: str  # "paragraph", "heading", "quote", "list", "table"
    text: str = ""
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()  # the first row is the header


@dataclass(frozen=True, slots=True)
class StatedFact:
    """One number, amount or date that a post states, as its writer meant it."""

    kind: str
    role: str
    value: int | float | str
    surface: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SamplePost:
    """One post of a sample site with the facts it states."""

    slug: str
    site: str
    title: str
    published: datetime  # Korean time
    author: str
    category: str
    incident: str  # slug of the invented incident, "" for a hard negative
    relevant: bool
    type: str
    org: tuple[str, ...]
    facts: tuple[StatedFact, ...]
    marked: tuple[StatedFact, ...]
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        """Body as plain text, one block, item or row a line."""
        return "\n".join(line for block in self.blocks for line in block_lines(block))


def block_lines(block: Block) -> list[str]:
    """Lines of plain text in one block."""
    return [block.text] if block.text else [*block.items, *(" | ".join(row) for row in block.rows)]


def load_posts(folder: Path = POSTS) -> list[SamplePost]:
    """Every post of ``folder``, oldest first; raises PostError at the first file that breaks the format."""
    posts = [read_post(path) for path in sorted(folder.glob("*.md"))]
    seen: dict[tuple[str, str], str] = {}
    for post in posts:
        first = seen.setdefault((post.site, post.title), post.slug)
        if first != post.slug:
            raise PostError(f"{post.slug}.md: {first}.md already has this title on {post.site}")
    return sorted(posts, key=lambda post: (post.published, post.slug))


def read_post(path: Path) -> SamplePost:
    """The post in one file."""
    try:
        return parse_post(path.read_text("utf-8"), path.stem)
    except UnicodeDecodeError as error:
        raise PostError(f"{path.name}: not UTF-8 at byte {error.start}") from error


def parse_post(source: str, slug: str) -> SamplePost:
    """The post that ``source`` describes; raises PostError naming ``slug`` and the fault."""
    try:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
            raise PostError("the file name must be lower-case ASCII words joined by '-'")
        front, body = split_front(source)
        meta = read_meta(front)
        blocks = tuple(read_blocks(body))
        post = SamplePost(
            slug=slug,
            site=meta["site"],
            title=meta["title"],
            published=read_published(meta["published"]),
            author=meta["author"],
            category=meta["category"],
            incident=meta["incident"],
            relevant=meta["relevant"],
            type=meta["type"],
            org=tuple(meta["org"]),
            facts=tuple(read_fact(row, marked=False) for row in meta["facts"]),
            marked=tuple(read_fact(row, marked=True) for row in meta.get("marks", [])),
            blocks=blocks,
        )
        check_post(post)
    except PostError as error:
        raise PostError(f"{slug}.md: {error}") from error
    return post


def split_front(source: str) -> tuple[str, str]:
    """Front matter between the two ``+++`` lines, and the body after it."""
    lines = source.lstrip("\ufeff").splitlines()
    ends = [number for number, line in enumerate(lines) if line.strip() == "+++"]
    if len(ends) < 2 or ends[0] != 0:
        raise PostError("the front matter must stand between two '+++' lines, the first on line 1")
    return "\n".join(lines[1 : ends[1]]), "\n".join(lines[ends[1] + 1 :])


def read_meta(front: str) -> dict[str, Any]:
    """The front matter with every key present and of its type."""
    try:
        meta = tomllib.loads(front)
    except tomllib.TOMLDecodeError as error:
        raise PostError(f"front matter is no TOML: {error}") from error
    if unknown := sorted(meta.keys() - KEYS.keys()):
        raise PostError(f"unknown key {unknown[0]!r}")
    for key, kind in KEYS.items():
        if key not in meta:
            if key not in OPTIONAL:
                raise PostError(f"{key!r} is missing")
        elif not isinstance(meta[key], kind):
            raise PostError(f"{key!r} must be {kind.__name__}, not {meta[key]!r}")
    for key in ("title", "author", "category"):
        if not meta[key].strip() or meta[key] != meta[key].strip():
            raise PostError(f"{key!r} is empty or has blanks around it")
    if not all(isinstance(name, str) and name for name in meta["org"]):
        raise PostError("'org' must list names")
    return meta


def read_published(written: str) -> datetime:
    """The publication time, which must be a Korean one with seconds inside the span of the sample."""
    try:
        when = datetime.fromisoformat(written)
    except ValueError as error:
        raise PostError(f"published {written!r} is no ISO time") from error
    if when.utcoffset() != timedelta(hours=9):
        raise PostError(f"published {written!r} must end in +09:00")
    if not FIRST_DAY <= when.date() <= LAST_DAY:
        raise PostError(f"published {written!r} lies outside {FIRST_DAY} to {LAST_DAY}")
    return when


def read_fact(row: Any, marked: bool) -> StatedFact:
    """One row of ``facts`` or, with its marks after the surface, of ``marks``."""
    width = 5 if marked else 4
    if not isinstance(row, list) or len(row) < width or (not marked and len(row) > width):
        raise PostError(f"{row!r} must be [kind, role, value, surface{', mark ...' if marked else ''}]")
    kind, role, value, surface, *marks = row
    if kind not in FACT_ROLES:
        raise PostError(f"unknown kind {kind!r} in {row!r}")
    if role not in FACT_ROLES[kind]:
        raise PostError(f"{role!r} in {row!r} is no fact role of {kind}; one of {sorted(FACT_ROLES[kind])}")
    if not value_fits(kind, value):
        raise PostError(f"value {value!r} in {row!r} is no {'ISO date' if kind == 'date' else 'number'}")
    if not isinstance(surface, str) or not surface:
        raise PostError(f"{row!r} has no surface")
    for mark in marks:
        if not isinstance(mark, str) or not MARK.fullmatch(mark):
            raise PostError(f"unknown mark {mark!r} in {row!r}")
    return StatedFact(kind, role, value, surface, tuple(marks))


def value_fits(kind: str, value: Any) -> bool:
    """Whether ``value`` can be the value of a fact of this kind: a whole count, an amount, a date of any grain."""
    if kind == "date":
        if not isinstance(value, str) or not ISO_DAY.fullmatch(value):
            return False
        try:
            date.fromisoformat((value + "-01-01")[:10])
        except ValueError:
            return False
        return True
    if isinstance(value, bool) or not isinstance(value, (int,) if kind == "count" else (int, float)):
        return False
    return value >= 0


def read_blocks(body: str) -> list[Block]:
    """The blocks of a body; lines that start alike form one list, one quote or one table.

    >>> [block.kind for block in read_blocks("첫 문단.\\n\\n## 규모\\n| 항목 | 수 |\\n| 회원 | 3명 |\\n- 하나\\n- 둘")]
    ['paragraph', 'heading', 'table', 'list']
    """
    blocks: list[Block] = []
    group: list[str] = []
    kind = ""

    def close() -> None:
        if group:
            blocks.append(make_block(kind, group))
            group.clear()

    for line in (line.strip() for line in body.splitlines()):
        found = line_kind(line)
        if found != kind or found in {"", "heading"}:
            close()
            kind = found
        if line:
            group.append(line)
    close()
    return blocks


def line_kind(line: str) -> str:
    """The kind of block a line belongs to, "" for a blank line."""
    for start, kind in [("## ", "heading"), ("- ", "list"), ("> ", "quote"), ("|", "table")]:
        if line.startswith(start):
            return kind
    if re.match(r"[#>*]|\d+\. |```|!\[|<\w", line):
        raise PostError(f"line {line[:40]!r} uses markup that the format does not have")
    return "paragraph" if line else ""


def make_block(kind: str, lines: list[str]) -> Block:
    """One block from the lines of its group, without their marks."""
    if kind == "list":
        return Block(kind, items=tuple(line[2:].strip() for line in lines))
    if kind == "table":
        return Block(kind, rows=table_rows(lines))
    cut = {"heading": 3, "quote": 2}.get(kind, 0)
    return Block(kind, " ".join(line[cut:].strip() for line in lines))


def table_rows(lines: list[str]) -> tuple[tuple[str, ...], ...]:
    """Cells of a table; every row must be as wide as the header."""
    rows = tuple(tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines)
    if len(rows) < 2:
        raise PostError(f"table {lines[0]!r} has no row below its header")
    for line, row in zip(lines, rows, strict=True):
        if not line.endswith("|") or len(row) != len(rows[0]):
            raise PostError(f"table row {line!r} does not have the {len(rows[0])} cells of its header")
        if all(re.fullmatch(r":?-+:?", cell) for cell in row):
            raise PostError(f"table row {line!r}: the format has no line between header and rows")
    return rows


def check_post(post: SamplePost) -> None:
    """Raise PostError where the parts of a post contradict each other."""
    if post.site not in SITES:
        raise PostError(f"unknown site {post.site!r}; one of {', '.join(SITES)}")
    if not post.blocks:
        raise PostError("the body is empty")
    if post.relevant:
        if post.type not in INCIDENT_TYPES:
            raise PostError(f"unknown incident type {post.type!r}; one of {', '.join(INCIDENT_TYPES)}")
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", post.incident):
            raise PostError(f"a relevant post needs the slug of its incident, not {post.incident!r}")
    elif post.type or post.incident or post.org or post.facts:
        raise PostError("a post that is not relevant has no type, incident, org or facts")
    whole = f"{post.title}\n{post.text}"
    for surface in [*post.org, *(fact.surface for fact in (*post.facts, *post.marked))]:
        if surface not in whole:
            raise PostError(f"{surface!r} stands neither in the title nor in the body")
    if post.site == "news":
        for part in [whole, post.author, post.category]:
            check_cp949(part)


def check_cp949(text: str) -> None:
    """Raise PostError naming the first character that an EUC-KR page cannot hold."""
    try:
        text.encode("cp949")
    except UnicodeEncodeError as error:
        raise PostError(f"{text[error.start]!r} is not in cp949, which the news site is written in") from error
