"""Sentences of morphemes and candidates in, rows of ids for the network out. Needs neither torch nor transformers.

A morpheme is one piece of the vocabulary where it is known, else its syllables; a candidate is not spelled out but stands as its kind, size, unit and age
(``<count> <e5> 명``, ``<date> <day> <ago3>``), so that the network reads what a figure is said of and never its digits.
"""

import json
import math
import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from nlp.candidates import Candidate
from nlp.context import Page
from nlp.tokenizer import Sentence, Token

PAD, CLS, SEP, MASK, UNKNOWN = range(5)
SPECIAL = ["<pad>", "<cls>", "<sep>", "<mask>", "<unk>", "<title>", "<row>", "<head>"]
FORMS = ["<count>", "<percent>", "<ratio>", "<duration>", "<money>", "<date>"]
SIZES = [f"<e{power}>" for power in range(14)] + ["<e?>"]
MONEY = ["<KRW>", "<USD>", "<coin>", "<per>"]
AGES = ["<future>", "<ago0>", "<ago1>", "<ago3>", "<ago7>", "<ago30>", "<ago365>", "<ago+>", "<ago?>"]
GRAINS = ["<year>", "<month>", "<day>", "<grain?>"]
BOUNDS = ["<about>", "<least>", "<most>", "<range>", "<first>", "<last>", "<relative>"]
NUMBERS = [f"<n{digits}>" for digits in range(1, 8)]
FIXED = [*SPECIAL, *FORMS, *SIZES, *MONEY, *AGES, *GRAINS, *BOUNDS, *NUMBERS, "<serial>", "<url>"]
BOUND_PIECES = {
    "about": "<about>",
    "over": "<about>",
    "near_below": "<about>",
    "ge": "<least>",
    "gt": "<least>",
    "le": "<most>",
    "lt": "<most>",
    "range": "<range>",
}
DAYS = ((0, "<ago0>"), (1, "<ago1>"), (3, "<ago3>"), (7, "<ago7>"), (30, "<ago30>"), (365, "<ago365>"))
RELATIVE = re.compile("지난|이날|전날|어제|오늘|당일|이튿날|같은|이달|올해|작년|그해|그날|다음")

#: A row of ids is at most this long: the title, the sentence before, then sentences with candidates.
LONGEST, LONGEST_TITLE, LONGEST_BEFORE, LONGEST_HEAD = 128, 16, 24, 8


#: Where an id that stands for no word of the text lies.
NOWHERE = (-1, -1)


@dataclass(frozen=True, slots=True)
class Row:
    """One input of the network: ``ids`` (tokens,), the span of the text each stands for, and for each candidate its number and the place of its first id."""

    ids: list[int]
    spans: list[tuple[int, int]]
    candidates: list[int]
    places: list[int]

    def add(self, other: "Row") -> None:
        """Set another row behind this one."""
        self.places.extend(len(self.ids) + place for place in other.places)
        self.candidates.extend(other.candidates)
        self.ids.extend(other.ids)
        self.spans.extend(other.spans)

    def add_ids(self, ids: Sequence[int]) -> None:
        """Set ids behind this one that stand for no word of the text."""
        self.ids.extend(ids)
        self.spans.extend([NOWHERE] * len(ids))


@dataclass(frozen=True)
class Vocabulary:
    """The pieces the network knows, in the order of their ids."""

    pieces: list[str]

    pad, mask = PAD, MASK
    special = frozenset(range(len(FIXED)))  # the ids that stand for no word: training never hides them

    @cached_property
    def ids(self) -> dict[str, int]:
        """Id of every piece."""
        return {piece: number for number, piece in enumerate(self.pieces)}

    @classmethod
    def load(cls, path: Path) -> "Vocabulary":
        """The vocabulary kept in a JSON file."""
        return cls(json.loads(path.read_text("utf-8")))

    def save(self, path: Path) -> None:
        """Write the pieces as JSON."""
        path.write_text(json.dumps(self.pieces, ensure_ascii=False, separators=(",", ":")), "utf-8")

    def of_token(self, token: Token) -> list[int]:
        """Ids of a morpheme: its piece, else its syllables."""
        piece = key(token)
        known = self.ids.get(piece)
        if known is not None:
            return [known]
        return [self.ids.get(part, UNKNOWN) for part in syllables(piece)]

    def rows(self, page: Page, published: str | None, title: Sequence[Token], asked: Collection[int]) -> list[Row]:
        """The sentences ``asked`` for as rows, each after the title and the sentence before."""
        heading = encode_sentence(Sentence(0, 0, tuple(title)), (), None, self).ids
        front = [CLS, self.ids["<title>"], *heading[:LONGEST_TITLE], SEP] if heading else [CLS]
        encoded = list(encode_all(page.text, page.sentences, page.candidates, published, self, asked))
        return pack(encoded, asked, front, SEP)

    def strange(self, rows: Iterable[Row]) -> float:
        """Share of the words in rows that had to be spelled out in syllables."""
        return spelled_out(rows, UNKNOWN, 1)

    def of_text(self, text: str) -> list[int]:
        """Ids of a word that is no morpheme of a sentence, such as a counter."""
        known = self.ids.get(text)
        return [known] if known is not None else [self.ids.get(part, UNKNOWN) for part in syllables(text)]


def key(token: Token) -> str:
    """The piece a morpheme would be: its form, with a letter for particles (J), endings (E) and affixes (X); numbers by length.

    >>> key(Token("은", "JX", 0, 1)), key(Token("1234", "SN", 0, 4)), key(Token("유출", "NNG", 0, 2))
    ('은/J', '<n4>', '유출')
    """
    tag = token.tag
    if tag == "SN":
        return f"<n{min(7, sum(sign.isdigit() for sign in token.form) or 1)}>"
    if tag == "W_SERIAL":
        return "<serial>"
    if tag in ("W_URL", "W_EMAIL"):
        return "<url>"
    if tag[0] in "JEX" and tag != "XR":
        return f"{token.form}/{tag[0]}"
    return token.form


def syllables(piece: str) -> Iterator[str]:
    """The syllables of a word, those after the first with ##.

    >>> list(syllables("채널/X"))
    ['채', '##널']
    """
    for place, sign in enumerate(piece[:-2] if piece[-2:-1] == "/" else piece):
        yield f"##{sign}" if place else sign


def figure(candidate: Candidate, published: str | None, vocabulary: Vocabulary) -> list[int]:
    """Ids that stand for a candidate: what it is, how large or how long ago, of what."""
    if candidate.kind == "date":
        pieces = [
            "<date>",
            f"<{candidate.grain}>" if candidate.grain in ("year", "month", "day") else "<grain?>",
            age(candidate.value, published),
        ]
        if RELATIVE.search(candidate.surface):
            pieces.append("<relative>")
        if candidate.end_of:
            pieces.append(f"<{candidate.end_of}>")
        return [vocabulary.ids[piece] for piece in pieces]
    pieces = [f"<{candidate.form}>", size(candidate)]
    if bound := BOUND_PIECES.get(candidate.bound):
        pieces.append(bound)
    if candidate.kind == "money":
        pieces.append(f"<{candidate.currency}>" if candidate.currency in ("KRW", "USD") else "<coin>")
    if candidate.per:
        pieces.append("<per>")
    ids = [vocabulary.ids[piece] for piece in pieces]
    return ids + vocabulary.of_text(candidate.unit)[:3] if candidate.unit else ids


def size(candidate: Candidate) -> str:
    """The power of ten of a number."""
    number = (
        candidate.value
        if candidate.value is not None
        else candidate.lower
        if candidate.lower is not None
        else candidate.upper
    )
    if not isinstance(number, int | float):
        return "<e?>"
    return f"<e{min(13, max(0, math.floor(math.log10(number) + 1e-9)))}>" if number >= 1 else "<e0>"


def age(day: str | int | float | None, published: str | None) -> str:
    """How long before the page a date lies, in steps; a month counts from its end, a year likewise."""
    if not day or not published or len(str(published)) < 7:
        return "<ago?>"
    then, now = str(day), str(published)[:10]
    then = (
        then
        if len(then) == 10
        else now
        if now.startswith(then)
        else f"{then}-28"[:10]
        if len(then) == 7
        else f"{then}-12-28"
    )
    now = now if len(now) == 10 else f"{now}-28"
    try:
        days = (date.fromisoformat(now) - date.fromisoformat(then)).days
    except ValueError:
        return "<ago?>"
    return "<future>" if days < 0 else next((piece for most, piece in DAYS if days <= most), "<ago+>")


def encode_sentence(
    sentence: Sentence,
    candidates: Sequence[tuple[int, Candidate]],
    published: str | None,
    vocabulary: Vocabulary,
    heads: Sequence[tuple[int, int, list[int]]] = (),
) -> Row:
    """A sentence as a row of its own.

    ``candidates`` are those that begin in the sentence, with their numbers, in order; ``heads`` the spans of a row's cells with what stands at the head of their column.
    """
    row = Row([], [], [], [])
    if sentence.in_table:
        row.add_ids([vocabulary.ids["<row>"]])
    coming = 0
    until = -1  # end of the candidate that the tokens now stand in
    for token in sentence.tokens:
        while coming < len(candidates) and candidates[coming][1].start < token.end:
            number, candidate = candidates[coming]
            coming += 1
            until = candidate.end
            for start, end, head in heads:
                if start <= candidate.start < end and head:
                    row.add_ids([vocabulary.ids["<head>"], *head])
            add_figure(row, number, candidate, published, vocabulary)
        if token.start < until and token.end <= until:  # what the figure stands for is not spelled out
            continue
        ids = vocabulary.of_token(token)
        row.ids.extend(ids)
        row.spans.extend([(token.start, token.end)] * len(ids))
    for number, candidate in candidates[coming:]:
        add_figure(row, number, candidate, published, vocabulary)
    return row


def add_figure(row: Row, number: int, candidate: Candidate, published: str | None, vocabulary: Vocabulary) -> None:
    """Set a candidate behind a row."""
    row.candidates.append(number)
    row.places.append(len(row.ids))
    row.add_ids(figure(candidate, published, vocabulary))


def column_heads(
    sentences: Sequence[Sentence], at: int, text: str, vocabulary: Vocabulary
) -> list[tuple[int, int, list[int]]]:
    """Start and end of each cell of the row at this position, with the ids of its column's head; empty for the head itself."""
    top = at
    while top > 0 and sentences[top - 1].in_table and sentences[top].start - sentences[top - 1].end < 40:
        top -= 1
    if top == at:
        return []
    head = [
        [one for token in sentences[top].tokens if start <= token.start < end for one in vocabulary.of_token(token)][
            :LONGEST_HEAD
        ]
        for start, end in cell_spans(text, sentences[top])
    ]
    return [
        (start, end, head[column])
        for column, (start, end) in enumerate(cell_spans(text, sentences[at]))
        if column < len(head)
    ]


def cell_spans(text: str, row: Sentence) -> list[tuple[int, int]]:
    """Where the cells of a table's row begin and end."""
    inner = text[row.start : row.end]
    lead = len(inner) - len(inner.lstrip("| "))
    found = []
    start = row.start + lead
    for cell in inner[lead:].split("|"):
        found.append((start, start + len(cell)))
        start += len(cell) + 1
    return found


def pack(encoded: Sequence[Row], asked: Collection[int], front: Sequence[int], separator: int) -> list[Row]:
    """The rows of a page that hold the sentences ``asked`` for by their positions, each row after ``front`` and after the sentence before.

    ``encoded`` are all sentences, empty where neither they nor the next are asked for. A candidate stands in exactly one row, if its sentence is asked for.
    """
    rows: list[Row] = []
    last = -1  # the sentence that the last row ends with
    for at, sentence in enumerate(encoded):
        if at not in asked or not sentence.ids:
            continue
        before = [*encoded[at - 1].ids[-LONGEST_BEFORE:], separator] if at and last != at - 1 else []
        for part in parts(sentence, LONGEST - LONGEST_TITLE - LONGEST_BEFORE - 6):
            if not rows or len(rows[-1].ids) + len(before) + len(part.ids) + 1 > LONGEST:
                before = [*encoded[at - 1].ids[-LONGEST_BEFORE:], separator] if at else []
                rows.append(Row([], [], [], []))
                rows[-1].add_ids(front)
            rows[-1].add_ids(before)
            rows[-1].add(part)
            rows[-1].add_ids([separator])
            last, before = at, []
    return rows


def spelled_out(rows: Iterable[Row], unknown: int, most: int) -> float:
    """Share of the words in rows that are unknown or take more than ``most`` ids."""
    spelled = words = 0
    for row in rows:
        for span, group in groupby(zip(row.spans, row.ids, strict=True), key=itemgetter(0)):
            if span != NOWHERE:
                ids = [one for _, one in group]
                words += 1
                spelled += len(ids) > most or unknown in ids
    return spelled / words if words else 0.0


def sentences_of(sentences: Sequence[Sentence], starts: Iterable[int]) -> set[int]:
    """Positions of the sentences in which the characters at ``starts`` stand; of one between two sentences the later."""
    ends = [one.end for one in sentences]
    return {at for start in starts if (at := bisect_right(ends, start)) < len(sentences)}


def encode_all(
    text: str,
    sentences: Sequence[Sentence],
    candidates: Sequence[Candidate],
    published: str | None,
    vocabulary: Vocabulary,
    asked: Collection[int],
) -> Iterator[Row]:
    """The sentences of a page encoded, in order; those neither asked for nor before one that is are empty."""
    coming = 0
    for at, sentence in enumerate(sentences):
        first = coming
        while coming < len(candidates) and candidates[coming].start < sentence.end:
            coming += 1
        if at not in asked and at + 1 not in asked:
            yield Row([], [], [], [])
            continue
        heads = column_heads(sentences, at, text, vocabulary) if sentence.in_table and coming > first else []
        yield encode_sentence(sentence, list(enumerate(candidates[first:coming], first)), published, vocabulary, heads)


def parts(row: Row, longest: int) -> Iterator[Row]:
    """A sentence cut into pieces of at most ``longest`` ids, each with its candidates."""
    for start in range(0, len(row.ids), longest):
        inside = [at for at, place in enumerate(row.places) if start <= place < start + longest]
        yield Row(
            row.ids[start : start + longest],
            row.spans[start : start + longest],
            [row.candidates[at] for at in inside],
            [row.places[at] - start for at in inside],
        )


def padded(rows: Iterable[Sequence[int]], pad: int = PAD) -> tuple[list[list[int]], list[list[int]]]:
    """Ids and mask, both (rows, longest row), of rows of unequal length."""
    listed = list(rows)
    longest = max(map(len, listed))
    return (
        [[*row, *[pad] * (longest - len(row))] for row in listed],
        [[1] * len(row) + [0] * (longest - len(row)) for row in listed],
    )
