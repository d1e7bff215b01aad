"""Text in, sentences of morphemes with offsets out. The only module that imports kiwipiepy.

Lines are never joined: Kiwi's own splitter runs over line ends, and a list item or a table row is a statement of its own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiwipiepy import Kiwi

#: Names that Kiwi's dictionary splits (개인/정보/위) and words of the field.
USER_WORDS = {
    "NNP": (
        "개인정보위 과기정통부 개보위 방통위 금감원 금융위 공정위 국수본 한국인터넷진흥원 개인정보보호위원회 과학기술정보통신부 금융감독원 "
        "금융위원회 방송통신위원회 국가정보원 국정원 경찰청 SK텔레콤 SKT LG유플러스"
    ),
    "NNG": "소액결제 개인정보 크리덴셜스터핑 다크웹 이상거래 부정결제 과징금 과태료",
}
LONGEST_LINE = 5_000  # characters that Kiwi is given at a time
TABLE_ROW = re.compile(r"\S.* \| |^\| | \|$")
ROW_RULE = re.compile(r"[\s|:-]*-{3}[\s|:-]*")
SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(
    slots=True, unsafe_hash=True
)  # not frozen: a page has a thousand, and freezing doubles what making one costs
class Token:
    """One morpheme; several may share characters (됐 is 되 and 었), and ``form`` need not be what is written."""

    form: str
    tag: str  # Kiwi's tag without its suffix: NNG, NNP, VV, EF ...
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, list item, heading or table row: ``text[start:end]``."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    in_table: bool = False


@lru_cache(maxsize=1)
def analyser() -> "Kiwi":
    """Kiwi with our words, loaded once; one thread, and without the multi-word dictionary (195 MB that names no company we need)."""
    from kiwipiepy import Kiwi

    kiwi = Kiwi(num_workers=1, load_multi_dict=False)
    for tag, names in USER_WORDS.items():
        for name in names.split():
            kiwi.add_user_word(name, tag)
    return kiwi


def read_sentences(text: str) -> list[Sentence]:
    """The sentences of ``text`` in reading order; empty lines and the rule under a table's head are none."""
    clean = SURROGATE.sub("?", text)
    found: list[Sentence] = []
    for start, end in lines(clean):
        line = clean[start:end]
        if ROW_RULE.fullmatch(line):
            continue
        if TABLE_ROW.search(line):
            found.append(Sentence(start, end, tokens(analyser().tokenize(line), start), in_table=True))
            continue
        for one in analyser().tokenize(line, split_sents=True):
            found.append(Sentence(start + one[0].start, start + one[-1].end, tokens(one, start)))
    return found


def tokens(found: list, offset: int) -> tuple[Token, ...]:
    """Kiwi's tokens as ours, moved by ``offset``."""
    return tuple([Token(one.form, one.tag.partition("-")[0], offset + one.start, offset + one.end) for one in found])


def lines(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every line that says something, without the space around it; very long ones in parts."""
    for found in re.finditer(r"[^\n]+", text):
        start, end = found.span()
        while end - start > LONGEST_LINE:
            space = text.rfind(" ", start, start + LONGEST_LINE)
            cut = space if space > start else start + LONGEST_LINE
            yield from trimmed(text, start, cut)
            start = cut
        yield from trimmed(text, start, end)


def trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span without the space around it, if anything is left."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
