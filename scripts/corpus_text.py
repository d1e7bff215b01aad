"""Training documents as people write them, with marks in the line: a file in, documents with plain text and exact offsets out.

The format is described in ``docs/corpus.md``. What cannot be read comes back as faults with file and line, never as a guess.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from nlp.mentions import INCIDENT_TYPES, ORGANISATION_ROLES, ROLES
from scripts.console import t

GENRES = frozenset(
    [
        "wire",
        "broadcast",
        "trade",
        "blog",
        "listicle",
        "qa",
        "table",
        "press",
        "notice",
        "court",
        "regulator",
        "column",
        "spam",
    ]
)
KEYS = ("id", "genre", "published", "relevant", "type", "org")
MARKS = frozenset({"superseded", "denied", "hypothetical", "per_unit", "background"})
ROLE_NAMES = frozenset(role for roles in ROLES.values() for role in roles)
MARKED = re.compile(r"\[([^\[\]|\n]+)\|([^\[\]|\n]+)\]")
STRAY = re.compile(r"[\[\]]|(?<! )\|(?! |$)")
INCIDENT = re.compile(r"i([1-9]\d?)")


@dataclass(frozen=True, slots=True)
class Label:
    """One marked figure: ``zone`` text ``[start:end] == surface``."""

    zone: str  # "title" or "body"
    start: int
    end: int
    surface: str
    role: str
    marks: frozenset[str]
    incident: int
    line: int


@dataclass(frozen=True, slots=True)
class Named:
    """One organisation where it is named: ``zone`` text ``[start:end] == surface``."""

    zone: str
    start: int
    end: int
    surface: str
    role: str
    line: int


@dataclass(frozen=True, slots=True)
class Written:
    """One training document."""

    id: str
    genre: str
    published: str | None
    relevant: bool
    type: str | None
    orgs: tuple[str, ...]
    title: str
    text: str
    labels: tuple[Label, ...]
    named: tuple[Named, ...]
    path: str
    line: int
    judged: tuple[str, ...] = ("title", "body")  # zones whose unmarked figures are no facts
    pattern: bool = False  # a sentence with slots, filled

    def zone(self, name: str) -> str:
        """The title or the body."""
        return self.title if name == "title" else self.text


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where."""

    path: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}"


def read_documents(path: Path) -> tuple[list[Written], list[Fault]]:
    """The documents of a file in order, and what could not be read; a document with a broken head is left out."""
    faults: list[Fault] = []
    found = []
    for line, head, body in blocks(path, faults):
        one = read_block(str(path), line, head, body, faults)
        if one:
            found.append(one)
    return found, faults


def blocks(path: Path, faults: list[Fault]) -> list[tuple[int, str, list[str]]]:
    """Line number, head and body lines of every block of a file; lines above the first are faults."""
    found: list[tuple[int, str, list[str]]] = []
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if line.startswith("==="):
            found.append((number, line, []))
        elif found:
            found[-1][2].append(line.rstrip())
        elif line.strip() and not line.startswith("##"):
            faults.append(
                Fault(
                    str(path), number, t("Text stands before the first '===' line.", "첫 '===' 줄 앞에 글이 있습니다.")
                )
            )
    return found


def read_block(path: str, line: int, head: str, body: list[str], faults: list[Fault]) -> Written | None:
    """The document of one block; None where its head says too little to use it."""
    keys = dict(pair.split("=", 1) for pair in head.strip("= ").split() if "=" in pair)
    wrong = list(wrong_keys(keys))
    faults += [Fault(path, line, what) for what in wrong]
    if wrong:
        return None
    titled = bool(body) and body[0].startswith("# ")
    title, labels, named = read_marks(path, line + 1, body[0][2:].strip() if titled else "", "title", faults)
    rest = body[1:] if titled else body
    skipped = next((at for at, one in enumerate(rest) if one.strip()), len(rest))
    written = "\n".join(rest[skipped:]).rstrip()
    text, more, orgs = read_marks(path, line + 1 + titled + skipped, written, "body", faults)
    if not text:
        faults.append(Fault(path, line, t("The document has no text.", "본문이 없습니다.")))
        return None
    return Written(
        id=keys["id"],
        genre=keys["genre"],
        published=None if keys["published"] == "none" else keys["published"],
        relevant=keys["relevant"] == "yes",
        type=None if keys["type"] == "none" else keys["type"],
        orgs=() if keys["org"] == "none" else tuple(name.replace("_", " ") for name in keys["org"].split(",")),
        title=title,
        text=text,
        labels=tuple(labels + more),
        named=tuple(repeated(title, named + orgs, "title") + repeated(text, named + orgs, "body")),
        path=path,
        line=line,
    )


def wrong_keys(keys: dict[str, str]) -> Iterable[str]:
    """One sentence per fault of a head line's keys."""
    for key in KEYS:
        if not keys.get(key):
            yield t(f"The head lacks '{key}='.", f"머리줄에 '{key}='가 없습니다.")
    for key in keys:
        if key not in KEYS:
            yield t(f"The head has an unknown key '{key}'.", f"머리줄에 모르는 항목 '{key}'가 있습니다.")
    if keys.get("genre") and keys["genre"] not in GENRES:
        yield t(f"Unknown genre '{keys['genre']}'.", f"모르는 장르 '{keys['genre']}'입니다.")
    if keys.get("relevant") not in (None, "", "yes", "no"):
        yield t(
            f"'relevant' is yes or no, not '{keys['relevant']}'.", f"relevant는 yes나 no입니다: '{keys['relevant']}'"
        )
    if keys.get("published") not in (None, "", "none") and not is_day(keys["published"]):
        yield t(
            f"'published' is an ISO day or none, not '{keys['published']}'.",
            f"published는 ISO 날짜나 none입니다: '{keys['published']}'",
        )
    kind = keys.get("type")
    if kind and kind != "none" and kind not in INCIDENT_TYPES:
        yield t(f"Unknown incident type '{kind}'.", f"모르는 사고 유형 '{kind}'입니다.")
    if kind and keys.get("relevant") == ("no" if kind != "none" else "yes"):
        yield t(
            "A relevant document has a type, and only such a document has one.",
            "관련 문서에만 유형이 있고, 관련 문서에는 반드시 있습니다.",
        )
    if keys.get("relevant") == "no" and keys.get("org") not in (None, "", "none"):
        yield t(
            "A document that is not relevant has no victim: org=none.",
            "관련 없는 문서에는 피해 조직이 없습니다: org=none",
        )


def is_day(written: str) -> bool:
    """Whether this is an ISO day, or an ISO month."""
    try:
        date.fromisoformat(f"{written}-01" if re.fullmatch(r"\d{4}-\d{2}", written) else written)
    except ValueError:
        return False
    return True


def read_marks(
    path: str, line: int, written: str, zone: str, faults: list[Fault]
) -> tuple[str, list[Label], list[Named]]:
    """The plain text, its figures and its organisations; ``line`` is where ``written`` begins in the file."""
    labels: list[Label] = []
    named: list[Named] = []
    plain, at = "", 0
    for found in MARKED.finditer(written):
        plain += written[at : found.start()]
        at = found.end()
        here = line + written.count("\n", 0, found.start())
        surface, (role, *marks) = found[1], found[2].split(",")
        span = len(plain), len(plain) + len(surface)
        plain += surface
        if surface != surface.strip():
            faults.append(
                Fault(
                    path,
                    here,
                    t(
                        f"The marked span '{surface}' begins or ends with a space.",
                        f"표시한 '{surface}'의 앞뒤에 빈칸이 있습니다.",
                    ),
                )
            )
        elif role.startswith("@"):
            if role[1:] in ORGANISATION_ROLES and not marks:
                named.append(Named(zone, *span, surface, role[1:], here))
            else:
                faults.append(
                    Fault(
                        path,
                        here,
                        t(f"Unknown organisation mark '{found[2]}'.", f"모르는 조직 표시 '{found[2]}'입니다."),
                    )
                )
        elif role not in ROLE_NAMES:
            faults.append(Fault(path, here, t(f"Unknown role '{role}'.", f"모르는 역할 '{role}'입니다.")))
        else:
            unknown = [mark for mark in marks if mark not in MARKS and not INCIDENT.fullmatch(mark)]
            faults += [
                Fault(path, here, t(f"Unknown mark '{mark}'.", f"모르는 표시 '{mark}'입니다.")) for mark in unknown
            ]
            incident = next((int(one[1]) for mark in marks if (one := INCIDENT.fullmatch(mark))), 1)
            labels.append(Label(zone, *span, surface, role, frozenset(marks) & MARKS, incident, here))
    plain += written[at:]
    for number, one in enumerate(plain.split("\n"), line):
        if found := STRAY.search(one):
            faults.append(
                Fault(
                    path,
                    number,
                    t(
                        f"A stray '{found[0]}' near '{one[max(0, found.start() - 12) : found.end() + 12]}'.",
                        f"짝이 맞지 않는 '{found[0]}'가 있습니다: '{one[max(0, found.start() - 12) : found.end() + 12]}'",
                    ),
                )
            )
    return plain, labels, named


def repeated(text: str, named: list[Named], zone: str) -> list[Named]:
    """Every place of ``text`` where a marked organisation is named, in order; the longest name wins."""
    roles = {one.surface: one for one in named}
    if not roles:
        return []
    names = re.compile("|".join(re.escape(name) for name in sorted(roles, key=len, reverse=True)))
    return [
        Named(zone, found.start(), found.end(), found[0], roles[found[0]].role, roles[found[0]].line)
        for found in names.finditer(text)
    ]
