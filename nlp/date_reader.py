"""One date as it is written, before it is resolved: text and a position in, the year, month, day and clock that are named out."""

import re

from nlp.date_forms import (
    ABOUT,
    AFTER_AT,
    AFTER_OF,
    AS_OF,
    FOLLOWERS,
    NOT_FIRST,
    token_after,
    token_at,
)  # fmt: skip
from nlp.date_tokens import TAKE
from nlp.date_written import Written


def read_written(text: str, pos: int, starters: frozenset[str] | None = None) -> Written | None:
    """The longest written date that begins at ``pos``, or None; ``starters`` are the kinds it may begin with."""
    match = token_at(text, pos)
    if match is None:
        return None
    kind = match.lastgroup
    if (kind in NOT_FIRST) if starters is None else (kind not in starters):
        return None
    return read_on(text, Written(pos, pos), match)


def read_on(text: str, written: Written, match: re.Match | None) -> Written | None:
    """``written`` with the token ``match`` and all that may follow it taken in; None when nothing whole is left."""
    allowed: frozenset[str] | None = None
    glue = ""
    while match:
        kind = match.lastgroup
        if allowed is not None and (kind not in allowed or not _glued(kind, glue)):
            break
        if kind in written.kinds and kind not in ("check",):
            break
        if kind == "day" and allowed is not None and _is_term(text, match):
            break
        if TAKE[kind](written, match) is False:
            break
        if kind in AFTER_AT and not written.day_end and written.kinds != ("dir",):
            written.day_end = written.span_end
        written.kinds += (kind,)
        written.end = match.end()
        if kind != "local" and not (kind == "check" and match["cw"]):
            written.span_end = written.end
        allowed = FOLLOWERS.get(kind, frozenset())
        if "dpart" in allowed and "check" in written.kinds:
            allowed = allowed | {"dpart", "clock", "midnight"}
        match, glue = token_after(text, written.end) if allowed else (None, "")
    if not written.kinds or written.kinds[-1] in ("dir", "lunar"):
        return None
    if about := ABOUT.match(text, written.end):
        written.end = written.span_end = about.end()
        written.flags += ("about",)
    if as_of := AS_OF.match(text, written.end):
        written.end = as_of.end()
        written.flags += ("as_of",)
    return written


def _glued(kind: str, glue: str) -> bool:
    return not glue or (kind in AFTER_OF if glue == "의" else kind in AFTER_AT)


_CLOCK_TERM = re.compile("[ ]?[0-9]{1,2}시간")


def _is_term(text: str, match: re.Match) -> bool:
    """2일 1시간: days of a term, not the second."""
    return bool(_CLOCK_TERM.match(text, match.end()))
