"""Sentences of morphemes and candidates in, rows of ids for the network out. Needs neither torch nor transformers.

A morpheme is one piece of the vocabulary where it is known, else its syllables; a candidate is not spelled out but stands as its kind, size, unit and age
(``<count> <e5> 명``, ``<date> <day> <ago3>``), so that the network reads what a figure is said of and never its digits.
"""

import json
import math
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from nlp.candidates import Candidate
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


@dataclass(frozen=True, slots=True)
class Row:
    """One input of the network: ``ids`` (tokens,), and for each candidate in it its number and the place of its first piece."""

    ids: list[int]
    candidates: list[int]
    places: list[int]


@dataclass(frozen=True)
class Vocabulary:
    """The pieces the network knows, in the order of their ids."""

    pieces: list[str]

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
) -> tuple[list[int], list[int], list[int]]:
    """Ids of a sentence, the numbers of the candidates in it and their places among the ids.

    ``candidates`` are those that begin in the sentence, with their numbers, in order; ``heads`` the spans of a row's cells with what stands at the head of their column.
    """
    ids: list[int] = [vocabulary.ids["<row>"]] if sentence.in_table else []
    numbers: list[int] = []
    places: list[int] = []
    coming = 0
    until = -1  # end of the candidate that the tokens now stand in
    for token in sentence.tokens:
        while coming < len(candidates) and candidates[coming][1].start < token.end:
            number, candidate = candidates[coming]
            coming += 1
            until = candidate.end
            for start, end, head in heads:
                if start <= candidate.start < end and head:
                    ids += [vocabulary.ids["<head>"], *head]
            numbers.append(number)
            places.append(len(ids))
            ids += figure(candidate, published, vocabulary)
        if token.start < until and token.end <= until:  # what the figure stands for is not spelled out
            continue
        ids += vocabulary.of_token(token)
    for number, candidate in candidates[coming:]:
        numbers.append(number)
        places.append(len(ids))
        ids += figure(candidate, published, vocabulary)
    return ids, numbers, places


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


def encode_page(
    text: str,
    sentences: Sequence[Sentence],
    candidates: Sequence[Candidate],
    published: str | None,
    title: Sequence[int],
    vocabulary: Vocabulary,
    asked: Collection[int] | None = None,
) -> list[Row]:
    """The rows of a page: every candidate stands in exactly one of them, after the title and the sentence before.

    ``title`` are the ids of the title; sentences without a candidate are left out unless they stand before one with. With ``asked``, the numbers
    of the candidates in question, sentences without one of these are left out too.
    """
    encoded = list(encode_all(text, sentences, candidates, published, vocabulary))
    rows: list[Row] = []
    front = [CLS, vocabulary.ids["<title>"], *title[:LONGEST_TITLE], SEP] if title else [CLS]
    last = -1  # the sentence that the last row ends with
    for at, (ids, numbers, places) in enumerate(encoded):
        if asked is not None and not any(number in asked for number in numbers):
            continue
        before = [*encoded[at - 1][0][-LONGEST_BEFORE:], SEP] if at and last != at - 1 else []
        for part, inner, where in parts(ids, numbers, places, LONGEST - LONGEST_TITLE - LONGEST_BEFORE - 6):
            if not rows or len(rows[-1].ids) + len(before) + len(part) + 1 > LONGEST:
                before = [*encoded[at - 1][0][-LONGEST_BEFORE:], SEP] if at else []
                rows.append(Row(list(front), [], []))
            row = rows[-1]
            row.ids.extend(before)
            row.candidates.extend(inner)
            row.places.extend(len(row.ids) + place for place in where)
            row.ids.extend([*part, SEP])
            last, before = at, []
    return rows


def encode_all(
    text: str,
    sentences: Sequence[Sentence],
    candidates: Sequence[Candidate],
    published: str | None,
    vocabulary: Vocabulary,
) -> Iterator[tuple[list[int], list[int], list[int]]]:
    """Every sentence of a page encoded, in order."""
    coming = 0
    for at, sentence in enumerate(sentences):
        while coming < len(candidates) and candidates[coming].start < sentence.start:
            coming += 1
        first = coming
        while coming < len(candidates) and candidates[coming].start < sentence.end:
            coming += 1
        heads = column_heads(sentences, at, text, vocabulary) if sentence.in_table and coming > first else []
        yield encode_sentence(sentence, list(enumerate(candidates[first:coming], first)), published, vocabulary, heads)


def parts(
    ids: list[int], numbers: list[int], places: list[int], longest: int
) -> Iterator[tuple[list[int], list[int], list[int]]]:
    """A sentence cut into pieces of at most ``longest`` ids, each with its candidates; pieces without any are dropped."""
    for start in range(0, len(ids), longest):
        inside = [at for at, place in enumerate(places) if start <= place < start + longest]
        if inside:
            yield ids[start : start + longest], [numbers[at] for at in inside], [places[at] - start for at in inside]


def padded(rows: Iterable[Sequence[int]]) -> tuple[list[list[int]], list[list[int]]]:
    """Ids and mask, both (rows, longest row), of rows of unequal length."""
    listed = list(rows)
    longest = max(map(len, listed))
    return (
        [[*row, *[PAD] * (longest - len(row))] for row in listed],
        [[1] * len(row) + [0] * (longest - len(row)) for row in listed],
    )
