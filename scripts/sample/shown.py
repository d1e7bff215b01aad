"""What a sample site shows at one moment and what it answers: the records every site module shares, and its templates."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from scripts.sample.posts import SamplePost

TEMPLATES = Path(__file__).parent / "templates"
#: Pages that name no post carry this day as their last change.
OPENED = datetime(2025, 6, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Shown:
    """One site as visitors see it now."""

    base: str  # scheme, host and port
    posts: tuple[SamplePost, ...]  # newest first
    numbers: dict[str, int]  # slug -> running number among all posts of the site, shown or not: addresses never change


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one GET."""

    body: bytes
    content_type: str
    modified: datetime = OPENED
    status: int = 200


@cache
def environment() -> Environment:
    """The templates, which escape whatever is put into them."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=select_autoescape(["html", "xml"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    return made


def render(template: str, **values: Any) -> str:
    """Text of a template filled with ``values``."""
    return environment().get_template(template).render(**values)


def summary(post: SamplePost, length: int) -> str:
    """The first ``length`` characters of the body on one line, cut with the dots blogs put there."""
    flat = " ".join(post.text.split())
    return flat if len(flat) <= length else flat[:length].rstrip() + ".."


def other_posts(shown: Shown, post: SamplePost, count: int) -> list[SamplePost]:
    """Posts about something else for a related list, those with figures in their titles first, then the nearest in time."""

    def order(other: SamplePost) -> tuple[bool, float, str]:
        figures = any(letter.isdigit() for letter in other.title)
        return not figures, abs((other.published - post.published).total_seconds()), other.slug

    strangers = [p for p in shown.posts if p.slug != post.slug and (not p.incident or p.incident != post.incident)]
    return sorted(strangers, key=order)[:count]


def newest(posts: list[SamplePost] | tuple[SamplePost, ...]) -> datetime:
    """When the last of the posts on a page appeared: the page's own last change."""
    return max((post.published for post in posts), default=OPENED)


def page_of(posts: tuple[SamplePost, ...], number: int, size: int) -> list[SamplePost]:
    """The posts on page ``number`` (from 1) of a paged list."""
    return list(posts[(number - 1) * size : number * size]) if number > 0 else []


def pages_in(count: int, size: int) -> int:
    """How many pages of ``size`` a list of ``count`` fills, at least one."""
    return max(1, -(-count // size))


def number_in(query: dict[str, str], key: str, default: int) -> int:
    """The whole number a query parameter holds, ``default`` where it holds none."""
    try:
        return int(query.get(key, default))
    except ValueError:
        return default
