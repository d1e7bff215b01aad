"""What stands around a candidate: candidates and sentences in, the passages that may tell its role out."""

import re
import sys
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.candidates import Candidate
from nlp.tokenizer import Sentence, Token

VERBS = frozenset({"VV", "VA", "VX", "XSV", "XSA", "VCP", "VCN"})
ENDINGS = frozenset({"EC", "EF", "ETM", "ETN"})
#: A short line that heads what follows it, and the label in front of a list item's colon.
LONGEST_HEADING = 40
LABEL = re.compile(r"^[\s•·▲△■□◆◇▶▷○●※*-]*([^:：=|]{1,20}?)\s?[:：=]\s?")
STATEMENT = re.compile(r"[다요죠까음함됨임][.!?…]?['\"”’)\]]*$")
QUOTES = {'"': '"', "“": "”", "‘": "’", "'": "'"}


@dataclass(frozen=True, slots=True)
class Context:
    """The passages around one candidate, from the nearest to the farthest."""

    at: int  # position of the sentence in the page; -1 where the candidate stands in none
    before: str  # in the same clause, up to the candidate
    after: str  # up to the end of the first predicate that follows, which governs the candidate
    near: str  # the same, but no further than the next candidate of its kind
    until: str  # the rest of the sentence up to the next candidate of its kind
    left: str  # the whole sentence up to the candidate
    rest: str  # the whole sentence after it
    label: str  # label of the list item, or head of the column and name of the row
    heading: str  # short line above
    previous: str  # the sentence before
    following: str  # the sentence after
    quoted: bool  # stands within quotation marks
    in_table: bool
    first_of_kind: bool  # no candidate of its kind stands before it in the sentence

    @property
    def sentence(self) -> str:
        """The sentence with the candidate cut out."""
        return f"{self.left} {self.rest}"


@dataclass(frozen=True, slots=True)
class Page:
    """A text with its sentences and candidates."""

    text: str
    sentences: Sequence[Sentence]
    candidates: Sequence[Candidate]

    def sentence_of(self, candidate: Candidate) -> int | None:
        """Position of the sentence that the candidate stands in; None where it stands in none."""
        at = bisect_right(self.sentences, candidate.start, key=lambda sentence: sentence.start) - 1
        return at if at >= 0 and candidate.start < self.sentences[at].end else None

    def words(self, at: int) -> str:
        """The characters of one sentence; empty outside the text."""
        if not 0 <= at < len(self.sentences):
            return ""
        return self.text[self.sentences[at].start : self.sentences[at].end]


def contexts(page: Page) -> list[Context]:
    """One context per candidate of the page, in order."""
    found: list[Context] = []
    seen: set[tuple[int, str]] = set()
    following = next_of_kind(page.candidates)
    for candidate, following_start in zip(page.candidates, following, strict=True):
        at = page.sentence_of(candidate)
        if at is None:  # a line that only rules off a table's head
            found.append(Context(-1, "", "", "", "", "", "", "", "", "", "", False, False, True))
            continue
        found.append(context_of(page, candidate, at, following_start, (at, candidate.kind) not in seen))
        seen.add((at, candidate.kind))
    return found


def next_of_kind(candidates: Sequence[Candidate]) -> list[int]:
    """Where the next candidate of the same kind begins, for each candidate; far away for the last."""
    starts: list[int] = []
    coming: dict[str, int] = {}
    for candidate in reversed(candidates):
        starts.append(coming.get(candidate.kind, sys.maxsize))
        coming[candidate.kind] = candidate.start
    return starts[::-1]


def context_of(page: Page, candidate: Candidate, at: int, following: int, first_of_kind: bool) -> Context:
    """The context of a candidate in the sentence at this position; ``following`` is where the next of its kind begins."""
    text, sentence = page.text, page.sentences[at]
    left, rest = text[sentence.start : candidate.start], text[candidate.end : max(candidate.end, sentence.end)]
    if sentence.in_table:
        before, after = left, rest
        label, heading = table_label(page, candidate, at)
    else:
        start = clause_start(sentence.tokens, candidate.start, sentence.start)
        end = predicate_end(sentence.tokens, candidate.end, max(candidate.end, sentence.end))
        before, after = text[start : candidate.start], text[candidate.end : end]
        found = LABEL.match(left)
        label, heading = found[1] if found else "", heading_above(page, at)
    return Context(
        at=at,
        before=before,
        after=after,
        near=after[: max(0, following - candidate.end)],
        until=rest[: max(0, following - candidate.end)],
        left=left,
        rest=rest,
        label=label,
        heading=heading,
        previous="" if sentence.in_table else page.words(at - 1),
        following="" if sentence.in_table else page.words(at + 1),
        quoted=is_quoted(left),
        in_table=sentence.in_table,
        first_of_kind=first_of_kind,
    )


def clause_start(tokens: Sequence[Token], before: int, first: int) -> int:
    """Where the clause that runs up to ``before`` begins: after the last connective ending."""
    return max((token.end for token in tokens if token.tag in ("EC", "EF") and token.end <= before), default=first)


def predicate_end(tokens: Sequence[Token], after: int, last: int) -> int:
    """End of the first predicate after a position, with its ending; ``last`` where none follows.

    자회사인 and the like are no predicate: they only name what follows.
    """
    verb = ""
    for token in tokens:
        if token.start < after:
            continue
        if token.tag in VERBS:
            verb = token.tag
        elif verb and token.tag in ENDINGS:
            if token.tag != "ETM" or verb != "VCP":
                return token.end
            verb = ""
    return last


def is_quoted(left: str) -> bool:
    """Whether a quotation is open at the end of ``left``."""
    return any(
        left.count(one) % 2 == 1 if one == other else left.count(one) > left.count(other)
        for one, other in QUOTES.items()
    )


def cells(row: str) -> list[str]:
    """The cells of a table's row."""
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


def table_label(page: Page, candidate: Candidate, at: int) -> tuple[str, str]:
    """Label and heading of a cell: the head of its column with the first cell of its row, and what stands above the table.

    What stands in the first column is told by its row, so its head is only a heading (발생 날짜 | 내용).
    """
    row = page.words(at)
    lead = len(row) - len(row.lstrip("| "))
    column = row[lead : max(lead, candidate.start - page.sentences[at].start)].count("|")
    top = at
    while top > 0 and page.sentences[top - 1].in_table and page.sentences[top].start - page.sentences[top - 1].end < 40:
        top -= 1
    heads = cells(page.words(top)) if top != at else []
    head = heads[column] if column < len(heads) else ""
    if not column:
        return "", head
    return f"{head} / {cells(row)[0]}", heading_above(page, top)


def heading_above(page: Page, at: int) -> str:
    """The nearest short line above that is no statement, at most eight sentences up; empty where there is none."""
    for one in range(at - 1, max(-1, at - 9), -1):
        words = page.words(one)
        if (
            len(words) <= LONGEST_HEADING
            and not page.sentences[one].in_table
            and not STATEMENT.search(words)
            and not words.startswith(("-", "•", "·"))
        ):
            return words
    return ""
