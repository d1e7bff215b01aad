"""``sago extract``: documents in (JSON lines, saved pages, plain texts), what each says out, one JSON line per document.

The fields of a line are a stable contract, described in docs/extract.md.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from scripts.console import fail, warn

PAGES = frozenset({".html", ".htm", ".xhtml"})
STDIN = "-"


class Broken(Exception):
    """A line, page or text that cannot be read; says why in one sentence of either language."""

    def __init__(self, english: str, korean: str) -> None:
        super().__init__(english)
        self.english, self.korean = english, korean


def extract(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="IN...", help="JSON lines, .html or .txt files; - reads JSON lines from stdin."),
    ],
    output: Annotated[str, typer.Option("--output", "-o", help="File to write; - is stdout.")] = STDIN,
) -> None:
    """Read documents and print what each says: relevance, incident type, organisations and facts, as JSON lines.

    A document that cannot be read gives a line with "error", the others go on, and the exit status is 1.
    """
    check_names(inputs, output)
    broken = 0
    try:
        with target(output) as write:
            for where, document in (one for name in inputs for one in documents(name)):
                line, wrong = answer(document)
                if wrong:
                    broken += 1
                    warn(f"{where}: {wrong.english}.", f"{where}: {wrong.korean}.")
                write(line)
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has seen enough
        raise typer.Exit(0) from None
    except OSError as error:
        fail(f"{output} cannot be written: {error.strerror}.", f"{output} 파일에 쓸 수 없습니다: {error.strerror}.")
    if broken:
        raise typer.Exit(1)


def check_names(inputs: list[str], output: str) -> None:
    """Return when every input can be read and the output is none of them; says what is wrong otherwise."""
    for name in inputs:
        path = Path(name)
        if name == STDIN:
            continue
        if path.is_dir():
            fail(f"{name} is a folder; name the files in it.", f"{name}: 폴더입니다. 그 안의 파일을 적어 주세요.")
        if not path.exists():
            fail(f"There is no file {name}.", f"{name} 파일이 없습니다.")
        try:
            path.open("rb").close()
        except OSError as error:
            fail(f"{name} cannot be read: {error.strerror}.", f"{name} 파일을 읽을 수 없습니다: {error.strerror}.")
        if output != STDIN and Path(output).exists() and path.samefile(output):
            fail(f"{name} is both read and written; name another output.", f"{name}: 입력과 출력이 같습니다.")


@contextmanager
def target(output: str) -> Iterator[Callable[[dict[str, Any]], None]]:
    """The function that writes one line; a file is replaced only when everything has been written."""
    if output == STDIN:
        yield lambda line: print(encoded(line), flush=True)
        return
    path = Path(output)
    if path.exists() and not path.is_file():  # a pipe or a device is written to, never replaced
        with path.open("w", encoding="utf-8") as file:
            yield lambda line: print(encoded(line), file=file, flush=True)
        return
    path = path.resolve()  # what a link points to is written, the link stays
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("w", encoding="utf-8") as file:
            yield lambda line: print(encoded(line), file=file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def encoded(line: dict[str, Any]) -> str:
    """The line as JSON; on a terminal only ASCII, and half a surrogate pair, which UTF-8 has no form for, is escaped."""
    text = json.dumps(line, ensure_ascii=sys.stdout.isatty())
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(line)
    return text


def documents(name: str) -> Iterator[tuple[str, dict[str, Any] | Broken]]:
    """Where each document stands and its input object, or what is wrong with it."""
    path = Path(name)
    if name != STDIN and path.suffix.lower() in PAGES:
        yield name, {"id": path.name, "html": path.read_bytes()}
    elif name != STDIN and path.suffix.lower() == ".txt":
        yield name, read_text(path)
    else:
        with sys.stdin.buffer if name == STDIN else path.open("rb") as file:
            for number, line in lines(file):
                yield f"{name}:{number}", read_line(line)


def lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Number and bytes of every line that is not blank."""
    for number, line in enumerate(file, start=1):
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.strip():
            yield number, line


def read_text(path: Path) -> dict[str, Any] | Broken:
    """The input object of a plain text."""
    try:
        return {"id": path.name, "text": path.read_text("utf-8-sig")}
    except UnicodeDecodeError as error:
        return not_utf8(error)


def read_line(line: bytes) -> dict[str, Any] | Broken:
    """The input object of a JSON line."""
    try:
        document = json.loads(line.decode())
        json.dumps(document, allow_nan=False)
    except UnicodeDecodeError as error:
        return not_utf8(error)
    except (ValueError, RecursionError) as error:
        return Broken(f"not JSON ({error})", f"JSON이 아닙니다({error})")
    return document if isinstance(document, dict) else Broken("not a JSON object", "JSON 객체가 아닙니다")


def not_utf8(error: UnicodeDecodeError) -> Broken:
    """What is said of bytes that are no UTF-8."""
    return Broken(f"not UTF-8 text (byte {error.start})", f"UTF-8이 아닙니다({error.start}번째 바이트)")


def answer(document: dict[str, Any] | Broken) -> tuple[dict[str, Any], Broken | None]:
    """The output line of one document, and what is wrong with the document if it could not be read."""
    from nlp.extract import MODEL

    name = None if isinstance(document, Broken) else document.get("id")
    try:
        if isinstance(document, Broken):
            raise document
        return {"id": name, **read(document), "error": None}, None
    except Broken as error:
        wrong = error
    except Exception as error:  # the edge of the run: one document must not stop the others
        what = f"{type(error).__name__}: {error}"
        wrong = Broken(f"could not be read ({what})", f"읽지 못했습니다({what})")
    nothing = {"relevant": None, "relevance": None, "incident_type": None, "type_confidence": None}
    line = {"id": name, **nothing, "organisations": [], "facts": [], "model": MODEL, "error": wrong.english}
    return line, wrong


def read(document: dict[str, Any]) -> dict[str, Any]:
    """What the document says, as the fields between ``id`` and ``error``; raises Broken."""
    from nlp.extract import extract as extract_facts

    if "id" not in document:
        raise Broken("no id", "id가 없습니다")
    parsed: dict[str, Any] = {}
    if "text" not in document and "html" in document:
        parsed = parse(document)
        document = {**parsed, **{name: document[name] for name in ("title", "published") if document.get(name)}}
        parsed = {name: document[name] for name in parsed}
    text, title, published = document.get("text"), document.get("title"), document.get("published")
    if not isinstance(text, str):
        raise Broken("neither text nor html", "text도 html도 없습니다")
    if title is not None and not isinstance(title, str):
        raise Broken(f"the title is no text: {title!r}", f"title이 문자열이 아닙니다: {title!r}")
    said = extract_facts(text, title, checked(published))
    result = asdict(said)
    for one in (*result["organisations"], *result["facts"]):
        if one["zone"] == "body":
            del one["zone"]
    return {**parsed, **result}


def parse(document: dict[str, Any]) -> dict[str, Any]:
    """Text, title and time of a saved page; raises Broken where its markup is not known."""
    from crawler.charset import decode
    from crawler.markup import canonical_link, parse_html
    from crawler.pages import PLATFORMS, PageChanged, parse_page

    html, url = document["html"], document.get("url")
    if not isinstance(html, str | bytes):
        raise Broken("the html is no text", "html이 문자열이 아닙니다")
    if not url:
        tree = parse_html(html if isinstance(html, str) else decode(html)[0])
        url = canonical_link(tree) or f"https://{document['id']}.invalid/"
    try:
        page = parse_page(html, url)
    except (PageChanged, ValueError) as error:
        known = ", ".join(PLATFORMS)
        raise Broken(f"{error} (known: {known})", f"아는 플랫폼({known})의 글이 아닙니다: {error}") from None
    return {"text": page.text, "title": page.title, "published": page.published}


def checked(published: object) -> str | None:
    """The time of publication, which may be just a month or a year; raises Broken where it is none."""
    from nlp.published import parse_published

    if published is None:
        return None
    try:
        if isinstance(published, str) and published.strip():
            parse_published(published)
            return published.strip()
    except ValueError:
        pass
    raise Broken(
        f"published {published!r} is no ISO year, month, day or time of the years 1000 to 2999",
        f"published {published!r} 값이 1000–2999년의 ISO 연, 월, 일, 시각이 아닙니다",
    )
