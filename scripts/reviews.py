"""What people decided, as training documents: a JSONL file with one judged zone per row in, the documents out.

The rows are described in ``docs/corpus.md``. What cannot be read comes back as faults with file and line, never as a guess.
"""

import itertools
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from nlp.candidates import find_candidates
from nlp.extract import korean_time
from nlp.mentions import INCIDENT_TYPES, ORGANISATION_ROLES, ROLES, is_fact
from scripts.console import t
from scripts.corpus_text import MARKS, Fault, Label, Named, Written

GENRE = "review"
#: Keys of a row, of a fact and of an organisation: what they must be, and whether they may be left out.
ROW = {"text": (str, False), "title": (str, True), "published": (str, True), "relevant": (bool, False), "type": (str, True), "facts": (list, True), "organisations": (list, True)}  # fmt: skip
FACT = {"kind": (str, False), "start": (int, False), "end": (int, False), "role": (str, False), "marks": (list, True), "incident": (int, True)}  # fmt: skip
ORGANISATION = {"start": (int, False), "end": (int, False), "role": (str, False)}
NAMES = {str: "a text", bool: "true or false", int: "a whole number", list: "a list"}
NAMES_KO = {str: "문자열", bool: "true나 false", int: "정수", list: "목록"}


def read_reviews(path: Path) -> tuple[list[Written], list[Fault]]:
    """The judged documents of a file in order, and what is wrong with its rows; a row with a fault is left out."""
    found, faults = [], []
    for line, written in enumerate(path.read_text("utf-8").split("\n"), 1):
        if not written.strip():
            continue
        row = parsed(written)
        wrong = list(faults_of(row))
        faults += [Fault(str(path), line, what) for what in wrong]
        if not wrong:
            found.append(document(row, path, line))
    return found, faults


def unread(documents: Iterable[Written]) -> Iterator[Fault]:
    """The judged facts that teach nothing, because the value reader sees no figure of their kind in their place."""
    for one in documents:
        read = find_candidates(one.text, one.published)
        for label in one.labels:
            if not any(
                each.start < label.end and label.start < each.end and label.role in ROLES[each.kind] for each in read
            ):
                yield Fault(
                    one.path,
                    one.line,
                    t(
                        f"'{label.surface}' is read as no figure that could be '{label.role}'; it teaches nothing.",
                        f"'{label.surface}'는 '{label.role}'일 수 있는 값으로 읽히지 않아 학습에 쓰이지 않습니다.",
                    ),
                )


def held_back(judged: Iterable[Written], calibration: Sequence[Written]) -> Iterator[Fault]:
    """The judged texts that stand in a document of the calibration part, or hold one: what is learned from them is then taken for foresight."""
    known = [(one.id, squeezed(one.title), squeezed(one.text)) for one in calibration]
    for one in judged:
        text = squeezed(one.text)
        name = next((name for name, title, body in known if text in title or text in body or body in text), None)
        if name:
            yield Fault(
                one.path,
                one.line,
                t(
                    f"The text also stands in the calibration part ({name}), so the models will seem surer than they may be.",
                    f"보정용 문서 {name}에도 있는 글이라, 모델이 실제보다 확실해 보이게 됩니다.",
                ),
            )


def squeezed(text: str) -> str:
    """The text without any space."""
    return "".join(text.split())


def parsed(written: str) -> Any:
    """The value of a line of JSON; None where it is none, or nested beyond all measure."""
    try:
        return json.loads(written)
    except (ValueError, RecursionError):
        return None


def document(row: dict[str, Any], path: Path, line: int) -> Written:
    """The training document of a sound row; its title is there to be read with the text, not judged."""
    text = row["text"]
    named = [
        Named("body", one["start"], one["end"], text[one["start"] : one["end"]], one["role"], line)
        for one in row.get("organisations") or ()
    ]
    return Written(
        id=f"{path.name}:{line}",
        genre=GENRE,
        published=korean_time(row.get("published")),
        relevant=row["relevant"],
        type=row.get("type"),
        orgs=tuple(dict.fromkeys(one.surface for one in named if one.role == "victim_org")),
        title=row.get("title") or "",
        text=text,
        labels=tuple(
            Label(
                "body",
                one["start"],
                one["end"],
                text[one["start"] : one["end"]],
                one["role"],
                frozenset(one.get("marks") or ()),
                incident_of(one),
                line,
            )
            for one in sorted(row.get("facts") or (), key=lambda one: one["start"])
        ),
        named=tuple(sorted(named, key=lambda one: one.start)),
        path=str(path),
        line=line,
        judged=("body",),
    )


def faults_of(row: Any) -> Iterator[str]:
    """One sentence per fault of a row."""
    if not isinstance(row, dict):
        yield t("The line is no JSON object.", "JSON 객체가 아닌 줄입니다.")
        return
    if wrong := list(misshapen(row, ROW, "")):
        yield from wrong
        return
    if not row["text"].strip():
        yield t("'text' is empty.", "text가 비어 있습니다.")
    try:
        korean_time(row.get("published"))
    except ValueError:
        yield t(
            f"'published' is an ISO day or time, not '{row['published']}'.",
            f"published는 ISO 날짜나 시각입니다: '{row['published']}'",
        )
    if row.get("type") is not None and (row["type"] not in INCIDENT_TYPES or not row["relevant"]):
        yield t(
            f"'type' is an incident type where 'relevant' is true, else null, not '{row['type']}'.",
            f"type은 relevant가 true일 때의 사고 유형이고, 아니면 null입니다: '{row['type']}'",
        )
    sound = []
    for what, keys, check in (("facts", FACT, faults_of_fact), ("organisations", ORGANISATION, faults_of_name)):
        for number, one in enumerate(row.get(what) or (), 1):
            place = f"{what} {number}: "
            wrong = list(misshapen(one, keys, place)) or [
                *span_faults(one, row["text"], place),
                *check(one, row, place),
            ]
            yield from wrong
            if not wrong and what == "facts":
                sound.append(one)
    for first, second in itertools.pairwise(sorted(sound, key=lambda one: one["start"])):
        if second["start"] < first["end"]:
            yield t(
                f"The facts at {first['start']} and {second['start']} overlap.",
                f"{first['start']}자와 {second['start']}자에서 시작하는 수치가 겹칩니다.",
            )


def misshapen(one: Any, keys: dict[str, tuple[type, bool]], place: str) -> Iterator[str]:
    """What is missing, unknown or of the wrong sort in a row or a part of it."""
    if not isinstance(one, dict):
        yield t(f"{place}is no JSON object.", f"{place}JSON 객체가 아닙니다.")
        return
    for name in one.keys() - keys.keys():
        yield t(f"{place}unknown key '{name}'.", f"{place}모르는 항목 '{name}'입니다.")
    for name, (sort, optional) in keys.items():
        value = one.get(name)
        if value is None and optional:
            continue
        if value is None:
            yield t(f"{place}'{name}' is missing.", f"{place}'{name}'가 없습니다.")
        elif not isinstance(value, sort) or (sort is int and isinstance(value, bool)):
            yield t(f"{place}'{name}' is not {NAMES[sort]}.", f"{place}'{name}'는 {NAMES_KO[sort]}이어야 합니다.")


def span_faults(one: dict[str, Any], text: str, place: str) -> Iterator[str]:
    """What is wrong with the span of a fact or name."""
    start, end = one["start"], one["end"]
    if not 0 <= start < end <= len(text):
        yield t(
            f"{place}[{start}, {end}) is no span of a text of {len(text)} characters.",
            f"{place}[{start}, {end})는 {len(text)}자 본문의 범위가 아닙니다.",
        )
    elif text[start:end] != text[start:end].strip():
        yield t(
            f"{place}'{text[start:end]}' begins or ends with a space.",
            f"{place}'{text[start:end]}'의 앞뒤에 빈칸이 있습니다.",
        )


def faults_of_fact(one: dict[str, Any], row: dict[str, Any], place: str) -> Iterator[str]:
    """What is wrong with the role, the marks and the incident of a fact."""
    if one["kind"] not in ROLES:
        yield t(f"{place}unknown kind '{one['kind']}'.", f"{place}모르는 종류 '{one['kind']}'입니다.")
    elif one["role"] not in ROLES[one["kind"]]:
        yield t(
            f"{place}no role of a {one['kind']} is called '{one['role']}'.",
            f"{place}{one['kind']}에는 '{one['role']}' 역할이 없습니다.",
        )
    elif not row["relevant"] and is_fact(one["kind"], one["role"]):
        yield t(
            f"{place}no figure of a document that is not relevant is '{one['role']}'.",
            f"{place}관련 없는 문서에는 '{one['role']}' 수치가 없습니다.",
        )
    for mark in one.get("marks") or ():
        if not isinstance(mark, str) or mark not in MARKS:
            yield t(f"{place}unknown mark '{mark}'.", f"{place}모르는 표시 '{mark}'입니다.")
    if not 1 <= incident_of(one) <= 99:
        yield t(
            f"{place}'incident' is 1 to 99, not {one['incident']}.",
            f"{place}incident는 1에서 99까지입니다: {one['incident']}",
        )


def incident_of(one: dict[str, Any]) -> int:
    """The number of the incident that a fact belongs to: the first where nothing is said."""
    return 1 if one.get("incident") is None else one["incident"]


def faults_of_name(one: dict[str, Any], row: dict[str, Any], place: str) -> Iterator[str]:
    """What is wrong with the role of an organisation."""
    if one["role"] not in ORGANISATION_ROLES:
        yield t(f"{place}unknown role '{one['role']}'.", f"{place}모르는 역할 '{one['role']}'입니다.")
