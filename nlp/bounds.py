"""Words around a number that make it a bound or an estimate: 약, 최소, 이상, 넘는, 육박, 가량 ..."""

import re
from typing import NamedTuple


class Bound(NamedTuple):
    """What the words around a number say of it, and how far they reach."""

    kind: str  # about, over, ge, gt, le, lt, near_below, equal
    span_end: int  # end of the words that belong to the number's span
    end: int  # end of all the words read


#: Words before the number; they stay outside its span.
BEFORE = {
    "about": "약|대략|얼추|어림잡아|줄잡아|거의|한|근|대충|추정치|추산",
    "ge": "최소|최소한|적어도|못해도|적게는|≥|>=",
    "le": "최대|최대한|많게는|많아야|최고|기껏해야|≤|<=",
    "gt": ">",
    "lt": "<",
    "equal": "정확히|정확하게|꼭|딱",
}
#: Words after it that belong to its span when at most a space stands between.
AFTER = {
    "ge": "이상(?![ ]?(?:징후|거래|신호|접속|행위|현상|증상|기류|유무|로그인|트래픽|한[ ]))",
    "le": "이하|이내(?![ ]?믿)",
    "lt": "미만",
    "gt": "초과(?!근무|수당)|넘게|넘는|넘은",
    "about": "가량|정도|쯤|안팎|내외(?![부국신])",
    "over": "남짓",
}
#: Words behind a particle, or outside the number: particle, then words.
BEHIND = {
    "ge": (
        "[과와이]?|보다는?",
        "이상(?=[은이을의]|$|[ ])|(?:보다는?)?[ ]?(?:크|많|높)거나[ ]?(?:그와[ ]?)?같|같거나[ ]?(?:크|큰|많|높)|(?:혹은|또는|이거나|거나)[ ]?그"
        "(?:보다[ ]?(?:크|큰|많|높)|[ ]?(?:이상|초과))",
    ),
    "le": (
        "[과와이가을를]?|보다는?",
        "넘지[ ]?(?:않|못|아니)|(?:보다는?)?[ ]?(?:작|적|낮)거나[ ]?(?:그와[ ]?)?같|같거나[ ]?(?:작|적|낮)|(?:혹은|또는|이거나|거나)[ ]?그(?:보다[ ]?(?:작|적|낮)|[ ]?(?:이하|미만))",
    ),
    "gt": (
        "[이가을를도은는]?",
        "(?:훌쩍[ ]|크게[ ]|훨씬[ ]|이미[ ])?(?:넘(?![겨기긴겼]|지[ ]?(?:않|못|아니))|웃도|웃돌|상회|초과[하해한했]|초과(?![가-힣])|돌파|뛰어넘|능가)"
        "|보다는?[ ]?(?:더[ ])?(?:큰|많은|높은|긴|[크많높](?:고|며|다|지만|면))",
    ),
    "lt": (
        "[이가을를에도은는]?",
        "(?:채[ ])?(?:못[ ]?미[치쳤친칠]|밑돌|밑도|미달|하회|[안못][ ]?[되된됐될])|(?:아래|밑)(?=이|로|의|에|다|$|[ ])"
        "|보다는?[ ]?(?:더[ ])?(?:작은|적은|낮은|짧은|[작적낮](?:고|며|다|지만|으면))",
    ),
    "near_below": ("에?", "(?:거의[ ])?(?:육박|가까|근접|버금)"),
    "about": ("", "선(?=[에을이으까]|$|[ ])|수준|상당|전후|언저리"),
    "equal": ("[과와]", "같(?:다|은|고|습)"),
}

_BEFORE = re.compile(
    "(?:"
    + "|".join(rf"(?<![가-힣])(?P<{kind}>{words})" for kind, words in BEFORE.items())
    + ")[ ]{0,2}(?:총|모두|전체|무려)?[ ]{0,2}$"
)
_AFTER = re.compile("[ ]?(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in AFTER.items()) + ")")
_BEHIND = re.compile(
    "|".join(f"(?P<{kind}>(?:{particle})[ ]?(?:{words}))" for kind, (particle, words) in BEHIND.items())
)
_LOOK_BACK = 14  # characters; the longest words before a number with 총 between
# Most numbers have no such words: the last character before and the first one after tell without a search.
_BEFORE_ENDS = frozenset(word[-1] for words in BEFORE.values() for word in words.split("|")) | frozenset("총두체려")
_AFTER_STARTS = frozenset(
    "이미초넘가정쯤안내남과와보크많높같혹또거작적낮을를도은는에훌훨웃상돌뛰능더큰긴채못밑하아짧육근버선수전언"
)


def bound_before(text: str, start: int) -> str | None:
    """The kind of bound that the words right before ``start`` set, or None."""
    at = start - 1
    while at >= 0 and text[at] == " ":
        at -= 1
    if at < 0 or start - at > 3 or text[at] not in _BEFORE_ENDS:
        return None
    match = _BEFORE.search(text[max(0, start - _LOOK_BACK) : start])
    return match.lastgroup if match else None


def bound_after(text: str, end: int) -> Bound | None:
    """The bound that the words right after ``end`` set, or None.

    >>> bound_after("5561명 이상", 5)
    Bound(kind='ge', span_end=8, end=8)
    """
    at = end + text.startswith(" ", end)
    if text[at : at + 1] not in _AFTER_STARTS:
        return None
    if match := _AFTER.match(text, end):
        return Bound(match.lastgroup, match.end(), match.end())
    if match := _BEHIND.match(text, end):
        return Bound(match.lastgroup, end, match.end())
    return None
