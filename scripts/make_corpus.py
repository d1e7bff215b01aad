"""The training corpus: files under ``nlp/corpus`` in, faults (one sentence each), figures about it, or finished documents out.

python -m scripts.make_corpus check [FILES]     every fault with file and line; exit status 1 when there is one
python -m scripts.make_corpus count [FILES]     documents, figures per role, patterns
python -m scripts.make_corpus fill 3 --seed 1   three documents per pattern as JSON lines
"""

import itertools
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from nlp.candidates import Candidate, find_candidates
from nlp.mentions import FACT_ROLES, ROLES
from scripts.console import out, set_language, t
from scripts.corpus_text import Fault, Label, Written, read_documents
from scripts.patterns import fill, read_patterns

CORPUS = Path(__file__).parents[1] / "nlp" / "corpus"
PATTERNS = "patterns.txt"
#: A folder beside these may hold the same documents marked by a second reader.
PARTS = ("train", "calibration", "test")
#: Shorter sentences may stand in more than one document (자세한 내용은 아직이다.).
LONGEST_COMMON = 16
SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’')\]]*\s+|\n+")
TABLE_ROW = re.compile(r" \| |^[-| ]+$")

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)
Files = Annotated[list[Path] | None, typer.Argument(help="Corpus files; all of nlp/corpus without any.")]


@app.callback()
def root(lang: Annotated[str, typer.Option("--lang", help="Language of messages: en or ko.")] = "en") -> None:
    """Check, count and fill the training corpus."""
    set_language(lang)


@app.command()
def check(files: Files = None) -> None:
    """Print every fault of the files, one sentence each with file and line."""
    paths = corpus_files(files)
    faults = [fault for path in paths if path.name == PATTERNS for fault in read_patterns(path)[1]]
    faults += check_documents([path for path in paths if path.name != PATTERNS])
    for fault in faults:
        print(fault)
    if faults:
        raise typer.Exit(1)
    out.print(t(f"{len(paths)} files, no faults.", f"파일 {len(paths)}개에 잘못이 없습니다."))


@app.command()
def count(files: Files = None) -> None:
    """Print how many documents, patterns and marked figures there are."""
    paths = corpus_files(files)
    patterns = [one for path in paths if path.name == PATTERNS for one in read_patterns(path)[0]]
    by_part: dict[str, list[Written]] = {}
    for path in paths:
        if path.name != PATTERNS:
            by_part.setdefault(path.parent.name, []).extend(read_documents(path)[0])
    print(f"patterns: {len(patterns)}")
    for part, documents in sorted(by_part.items()):
        roles = Counter(label.role for one in documents for label in one.labels)
        print(
            f"{part}: {len(documents)} documents, {sum(one.relevant for one in documents)} relevant, {roles.total()} figures"
        )
        print("  types:", dict(Counter(one.type for one in documents).most_common()))
        print("  genres:", dict(Counter(one.genre for one in documents).most_common()))
        print("  roles:", dict(roles.most_common()))


@app.command("fill")
def fill_patterns(times: int = 1, seed: int = 0, file: Path = CORPUS / PATTERNS) -> None:
    """Print documents made of the patterns as JSON lines."""
    for one in filled(file, times, seed):
        row = asdict(one)
        row["labels"] = [{**label, "marks": sorted(label["marks"])} for label in row["labels"]]
        print(json.dumps(row, ensure_ascii=False))


def corpus_files(given: Iterable[Path] | None) -> list[Path]:
    """The files to read: those given, else the patterns and the documents of all parts, in order."""
    if given:
        return list(given)
    patterns = [CORPUS / PATTERNS] if (CORPUS / PATTERNS).exists() else []
    return patterns + [path for part in PARTS for path in sorted((CORPUS / part).glob("*.txt"))]


def filled(path: Path, times: int, seed: int) -> Iterator[Written]:
    """``times`` documents per pattern of a file; the same seed gives the same documents."""
    for line, pattern in read_patterns(path)[0]:
        for number in range(times):
            yield fill(pattern, f"pattern-{line}-{number}", random.Random(f"{seed}/{line}/{number}"))


def check_documents(paths: Iterable[Path]) -> list[Fault]:
    """Every fault of document files, those between documents included."""
    faults: list[Fault] = []
    ids: dict[str, Written] = {}
    sentences: dict[str, Written] = {}
    for path in paths:
        documents, found = read_documents(path)
        faults += found
        for one in documents:
            if other := ids.get(one.id):
                faults.append(
                    Fault(
                        one.path,
                        one.line,
                        t(
                            f"The id '{one.id}' is taken by {other.path}:{other.line}.",
                            f"id '{one.id}'는 {other.path}:{other.line}에 이미 있습니다.",
                        ),
                    )
                )
            ids.setdefault(one.id, one)
            faults += check_document(one)
            faults += check_sentences(one, sentences)
    return faults


def check_document(one: Written) -> Iterator[Fault]:
    """The faults of one document's figures and names."""
    ordered = sorted([*one.labels, *one.named], key=lambda each: (each.zone, each.start))
    for first, second in itertools.pairwise(ordered):
        if first.zone == second.zone and second.start < first.end:
            yield Fault(
                one.path,
                second.line,
                t(
                    f"'{second.surface}' overlaps '{first.surface}'.",
                    f"'{second.surface}'가 '{first.surface}'와 겹칩니다.",
                ),
            )
    for zone in ("title", "body"):
        candidates = find_candidates(one.zone(zone), one.published)
        for label in one.labels:
            if label.zone == zone:
                yield from check_label(one, label, candidates)
    marked = {each.surface for each in one.named if each.role == "victim_org"}
    for name in one.orgs:
        if name not in marked:
            yield Fault(
                one.path,
                one.line,
                t(
                    f"The victim '{name}' is not marked @victim_org in the text.",
                    f"피해 조직 '{name}'가 글에 @victim_org로 표시되지 않았습니다.",
                ),
            )
    if one.relevant and not any(is_incident_role(label.role) for label in one.labels):
        yield Fault(
            one.path,
            one.line,
            t("A relevant document marks no figure of an incident.", "관련 문서인데 표시한 사고 수치가 없습니다."),
        )


def check_label(one: Written, label: Label, candidates: Iterable[Candidate]) -> Iterator[Fault]:
    """The faults of one marked figure against what the value parser reads there."""
    here = [each for each in candidates if each.start < label.end and label.start < each.end]
    if label.role in ROLES["date"] and find_spec("nlp.dates") is None:
        return
    exact = next((each for each in here if (each.start, each.end) == (label.start, label.end)), None)
    if exact is None:
        read = ", ".join(f"'{each.surface}'" for each in here)
        yield Fault(
            one.path,
            label.line,
            t(
                f"The parser reads {read} where '{label.surface}' is marked.",
                f"'{label.surface}' 자리에서 읽히는 값은 {read}입니다.",
            )
            if here
            else t(
                f"'{label.surface}' is no number, amount or date to the parser.",
                f"'{label.surface}'는 수·금액·날짜로 읽히지 않습니다.",
            ),
        )
        return
    if label.role not in ROLES[exact.kind]:
        yield Fault(
            one.path,
            label.line,
            t(
                f"'{label.surface}' is a {exact.kind}, which has no role '{label.role}'.",
                f"'{label.surface}'는 {exact.kind}라서 '{label.role}' 역할이 없습니다.",
            ),
        )
    elif exact.kind == "date" and label.role in FACT_ROLES["date"]:
        yield from check_day(one, label, exact)
    if not one.relevant and is_incident_role(label.role):
        yield Fault(
            one.path,
            label.line,
            t(
                f"'{label.surface}': no figure of a document that is not relevant is '{label.role}'.",
                f"'{label.surface}': 관련 없는 문서에는 '{label.role}' 수치가 없습니다.",
            ),
        )


def check_day(one: Written, label: Label, read: Candidate) -> Iterator[Fault]:
    """A day of an incident that reads as later than the page is wrong, in the text or in the parser."""
    day = str(read.value or "")
    same = min(len(day), len(one.published or ""))
    if one.published and day[:same] > one.published[:same] and "hypothetical" not in label.marks:
        yield Fault(
            one.path,
            label.line,
            t(
                f"'{label.surface}' ({label.role}) reads as {day}, after the page's {one.published}.",
                f"'{label.surface}'({label.role})가 글 날짜 {one.published}보다 늦은 {day}로 읽힙니다.",
            ),
        )


def check_sentences(one: Written, seen: dict[str, Written]) -> Iterator[Fault]:
    """Sentences that another document has too, figures and names aside; ``seen`` grows by those of this one."""
    text = one.text
    for named in sorted({each.surface for each in one.named}, key=len, reverse=True):
        text = text.replace(named, "○")
    own: set[str] = set()
    for sentence in SENTENCE_END.split(text):
        plain = re.sub(r"\d[\d,.]*", "0", sentence.strip())
        if len(plain) < LONGEST_COMMON or TABLE_ROW.search(plain):
            continue
        if plain in seen:
            other = seen[plain]
            yield Fault(
                one.path,
                one.line,
                t(
                    f"'{one.id}' and '{other.id}' ({other.path}:{other.line}) share the sentence '{sentence.strip()[:60]}'.",
                    f"'{one.id}'와 '{other.id}'({other.path}:{other.line})에 같은 문장이 있습니다: '{sentence.strip()[:60]}'",
                ),
            )
        elif plain in own:
            yield Fault(
                one.path,
                one.line,
                t(
                    f"'{one.id}' says twice '{sentence.strip()[:60]}'.",
                    f"'{one.id}'에 같은 문장이 두 번 있습니다: '{sentence.strip()[:60]}'",
                ),
            )
        own.add(plain)
    seen.update(dict.fromkeys(own, one))


def is_incident_role(role: str) -> bool:
    """Whether a role, whatever its kind, belongs to an incident."""
    return any(role in roles for roles in FACT_ROLES.values())


if __name__ == "__main__":
    app()
