"""The same rows of ids for an encoder that is not ours: sentences and candidates in, subwords of its own tokenizer out.

Such an encoder (klue/roberta, KoELECTRA, a Korean ModernBERT) reads the text as it is written, figures and all; where a candidate stands is told by
the place of its first subword. Needs the ``tokenizers`` library and neither torch nor transformers.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.context import Page
from nlp.encoding import LONGEST_TITLE, NOWHERE, Row, pack, spelled_out
from nlp.linear import START
from nlp.tokenizer import SURROGATE, Token

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

#: How the families of encoders call what every one of them has.
FRONT, END, PADDING, HIDDEN, UNKNOWN = (
    ("[CLS]", "<s>", "<cls>"),
    ("[SEP]", "</s>", "<sep>"),
    ("[PAD]", "<pad>"),
    ("[MASK]", "<mask>"),
    ("[UNK]", "<unk>"),
)
#: A Korean word of more subwords than this is one the tokenizer does not know.
MOST_SUBWORDS = 4


@dataclass(frozen=True)
class Subwords:
    """A tokenizer of the ``tokenizers`` library."""

    tokenizer: "Tokenizer"

    @classmethod
    def load(cls, path: Path) -> "Subwords":
        """The tokenizer kept in a tokenizer.json file; raises ValueError where there is none in it, or one without an id that is needed."""
        from tokenizers import Tokenizer

        try:
            kept = Tokenizer.from_file(str(path))
        except Exception as error:  # the library raises nothing narrower
            raise ValueError(f"{path.name}: {error}") from error
        kept.no_padding()
        kept.no_truncation()
        found = cls(kept)
        for names in (FRONT, END, PADDING, HIDDEN, UNKNOWN):
            found.id_of(names)
        return found

    def id_of(self, names: Sequence[str]) -> int:
        """The id of the first of these names that the tokenizer knows; raises ValueError where it knows none."""
        found = next((one for name in names if (one := self.tokenizer.token_to_id(name)) is not None), None)
        if found is None:
            raise ValueError(f"The tokenizer knows none of {', '.join(names)}.")
        return found

    @cached_property
    def pad(self) -> int:
        """The id that fills rows up."""
        return self.id_of(PADDING)

    @cached_property
    def mask(self) -> int:
        """The id that stands for a hidden subword."""
        return self.id_of(HIDDEN)

    @cached_property
    def special(self) -> frozenset[int]:
        """The ids that stand for no word, wherever they are in the table: training never hides them."""
        named = {self.tokenizer.token_to_id(name) for name in (*FRONT, *END, *PADDING, *HIDDEN, *UNKNOWN)}
        added = {one for one, token in self.tokenizer.get_added_tokens_decoder().items() if token.special}
        return frozenset((named | added) - {None})

    def rows(self, page: Page, published: str | None, title: Sequence[Token], asked: Collection[int]) -> list[Row]:
        """The sentences ``asked`` for as rows, each after the title and the sentence before; ``published`` is not told."""
        start, end = self.id_of(FRONT), self.id_of(END)
        heading = self.tokenizer.encode(" ".join(one.form for one in title), add_special_tokens=False).ids
        front = [start, *heading[:LONGEST_TITLE], end] if heading else [start]
        encoded = [
            self.sentence(page, at) if at in asked or at + 1 in asked else Row([], [], [], [])
            for at in range(len(page.sentences))
        ]
        return pack(encoded, asked, front, end)

    def sentence(self, page: Page, at: int) -> Row:
        """One sentence in subwords; ids of one written word share its span, and a particle behind it is a word of its own."""
        one = page.sentences[at]
        written = SURROGATE.sub("?", page.text[one.start : one.end])
        read = self.tokenizer.encode(written, add_special_tokens=False)
        particles = {token.start - one.start for token in one.tokens if token.tag[0] == "J"}
        row = Row(list(read.ids), word_spans(read, written, one.start, particles), [], [])
        ends = [one.start + end for _, end in read.offsets]
        first = bisect_left(page.candidates, page.sentences[at - 1].end, key=START) if at else 0
        for number in range(first, bisect_left(page.candidates, one.end, first, key=START)):
            place = bisect_right(ends, page.candidates[number].start)
            if place < len(ends):
                row.candidates.append(number)
                row.places.append(place)
        return row

    def strange(self, rows: Iterable[Row]) -> float:
        """Share of the words in rows that the tokenizer does not know."""
        return spelled_out(rows, self.id_of(UNKNOWN), MOST_SUBWORDS)


def word_spans(read: "Encoding", written: str, shift: int, particles: Collection[int]) -> list[tuple[int, int]]:
    """For each subword the span of the word it is part of, moved by ``shift``; NOWHERE where it stands for nothing written.

    What the tokenizer takes for one word ends at a space all the same, since to some a whole sentence is one, and where one of ``particles`` begins.
    """
    words: list[list[int]] = []  # the subwords of each word
    known, last = None, 0  # the tokenizer's number of the word before and where its last subword ended
    for at, (word, (start, end)) in enumerate(zip(read.word_ids, read.offsets, strict=True)):
        apart = last <= start in particles or any(map(str.isspace, written[last : start + 1]))
        if not words or word != known or apart:
            words.append([])
        words[-1].append(at)
        known, last = word, max(last, end)
    spans = []
    for word in words:
        start, end = read.offsets[word[0]][0], read.offsets[word[-1]][1]
        inner = written[start:end]
        start += len(inner) - len(inner.lstrip())
        end -= len(inner) - len(inner.rstrip())
        spans += [(shift + start, shift + end) if end > start else NOWHERE] * len(word)
    return spans
