"""A saved page becomes a test: its copy and what the parser reads in it go to ``tests/pages/<platform>/``, for a person to check.

Only pages in our own words may be recorded; ``python -m scripts.record_page page.html URL name``.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import typer

from crawler.items import Document
from crawler.pages import PLATFORMS, PageChanged, parse_posts
from scripts.console import fail, out

PAGES = Path(__file__).parents[1] / "tests" / "pages"
#: What the expectation of a page holds of each document, in this order.
SHOWN = ("url", "title", "published", "published_from", "modified", "author", "flags")


def expectation(html: bytes, url: str) -> tuple[str | None, dict[str, Any]]:
    """Platform of a page, None when it is refused, and what its JSON says: its documents, or what the page misses."""
    try:
        documents = parse_posts(html, url)
    except PageChanged as changed:
        return None, {"asked": url, "missing": changed.missing}
    return documents[0].platform, {"asked": url, "documents": [shown(document) for document in documents]}


def shown(document: Document) -> dict[str, Any]:
    """A document as a page's JSON writes it, the text line by line."""
    values = {name: getattr(document, name) for name in SHOWN}
    return values | {"flags": list(document.flags), "text": document.text.split("\n")}


def record(page: Path, url: str, name: str, platform: str | None = None, folder: Path = PAGES) -> Path:
    """The JSON written beside the copy of a page; raises FileExistsError rather than replace one that a person has checked."""
    found, expected = expectation(page.read_bytes(), url)
    target = folder / (platform or found or "refused") / f"{name}.json"
    if target.exists():
        raise FileExistsError(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(page, target.with_suffix(".html"))
    target.write_text(json.dumps(expected, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return target


def main(page: Path, url: str, name: str, platform: str | None = None) -> None:
    """Record PAGE, which was asked for under URL, as the test NAME, and say what to check."""
    if platform not in (None, *PLATFORMS):
        known = ", ".join(PLATFORMS)
        fail(f"{platform!r} is none of {known}.", f"{platform!r}: {known} 중 하나여야 합니다.")
    try:
        written = record(page, url, name, platform)
    except FileExistsError as error:
        fail(f"{error} is there already; choose another name.", f"{error} 파일이 이미 있습니다. 다른 이름을 고르세요.")
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}.", f"{error.filename}: {error.strerror}.")
    out.print(f"{written}\n{written.with_suffix('.html')}", markup=False, soft_wrap=True)
    out.print("Read the page and correct the JSON where it differs before it is committed.")


if __name__ == "__main__":
    typer.run(main)
