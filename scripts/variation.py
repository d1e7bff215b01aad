"""The same document as another site would show it: with a stamp of its day above or below the text, without its title, or a piece of it."""

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from scripts.corpus_text import Label, Written

#: Stamps; ``{d}`` is the day the page has, ``{m}`` a day it was changed, which says nothing of it.
STAMPS = (
    "입력 {d} 10:22", "등록 {d} 09:10", "기사입력 : {d} 오후 2:10", "승인 {d} 11:00", "입력 {d} 14:05 | 수정 {m} 16:40", "작성일 {d}", "{d} 08:31", "{d}", "발행 {d}",
    "최초 등록 {d} 17:20", "게시일: {d}", "보도일자 {d}", "박하나 기자 {d} 13:47", "by 보안지기 {d} 21:15", "승인 {d} 06:00 댓글 0", "배포 {d} (수)", "송고 {d} 11:52", "조회 412 · {d}",
    "등록일 | {d} | 조회 | 88", "김도윤 기자 | 입력 {d}", "[{d}]", "update {m} / 입력 {d}",
)  # fmt: skip
DAYS = (
    "{0.year}.{0.month:02}.{0.day:02}",
    "{0.year}-{0.month:02}-{0.day:02}",
    "{0.year}. {0.month}. {0.day}.",
    "{0.year}.{0.month:02}.{0.day:02}.",
    "{0.year}년 {0.month}월 {0.day}일",
    "{0.year}/{0.month:02}/{0.day:02}",
)
STAMPED = 0.35
WITHOUT_TITLE = 0.5
CROPPED = 0.3
SHORTEST_CROP, LONGEST_CROP = 3, 7  # sentences and lines
#: Ends of sentences and lines.
END = re.compile(r"(?<=[다요.!?])[.!?]?[\"'”’)]*(?:\s+(?=\S)|\n+)|\n+")


def varied(documents: Iterable[Written], rng: random.Random) -> Iterator[Written]:
    """Every document once, some with a stamp, some without their title, some cut down to a few sentences out of their middle."""
    for one in documents:
        if rng.random() < CROPPED:
            one = cropped(one, rng)
        if rng.random() < STAMPED and one.published and len(one.published) == 10:
            one = stamped(one, rng)
        yield untitled(one) if one.title and rng.random() < WITHOUT_TITLE else one


def cropped(one: Written, rng: random.Random) -> Written:
    """A few sentences of the document; the type is left open, since what told of it may be gone. The whole where too little would remain."""
    starts = [0, *(found.end() for found in END.finditer(one.text))]
    starts = [at for at in starts if at < len(one.text)]
    size = rng.randint(SHORTEST_CROP, LONGEST_CROP)
    if len(starts) <= size:
        return one
    first = rng.randrange(len(starts) - size + 1)
    start = starts[first]
    end = starts[first + size] if first + size < len(starts) else len(one.text)
    end = start + len(one.text[start:end].rstrip())
    inside = [each for each in one.labels if each.zone == "body" and start <= each.start and each.end <= end]
    if one.relevant and len(inside) < 2:
        return one
    named = [
        replace(each, zone="body", start=at, end=at + len(each.surface))
        for each in one.named
        if (at := one.text[start:end].find(each.surface)) >= 0
    ]
    return replace(
        one,
        title="",
        text=one.text[start:end],
        type=None,
        labels=tuple(moved(each, -start) for each in inside),
        named=tuple(named),
    )


def untitled(one: Written) -> Written:
    """The document without its title."""
    return replace(
        one,
        title="",
        labels=tuple(label for label in one.labels if label.zone == "body"),
        named=tuple(name for name in one.named if name.zone == "body"),
    )


def stamped(one: Written, rng: random.Random) -> Written:
    """The document with a stamp as its first or last line, marked as its publication."""
    day = rng.choice(DAYS).format(date.fromisoformat(one.published or ""))
    stamp = rng.choice(STAMPS)
    line = stamp.replace("{m}", day).replace("{d}", day)
    at = stamp.replace("{m}", day).index("{d}")
    first = rng.random() < 0.7
    shift = len(line) + 1 if first else 0
    start = at if first else len(one.text) + 1 + at
    label = Label("body", start, start + len(day), day, "publication", frozenset(), 1, one.line)
    return replace(
        one,
        text=f"{line}\n{one.text}" if first else f"{one.text}\n{line}",
        labels=(*(moved(each, shift) for each in one.labels), label),
        named=tuple(moved(each, shift) for each in one.named),
    )


def moved(each, by: int):
    """A label or name of the body, so many characters further on; one of the title as it is."""
    return replace(each, start=each.start + by, end=each.end + by) if each.zone == "body" else each
