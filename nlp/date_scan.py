"""Where a date or a term of time may begin: one pattern of first syllables, so that most of a text is passed over quickly."""

import re

from nlp.date_forms import (
    DAYS,
    DIRECTIONS,
    ENGLISH_MONTHS,
    ENGLISH_WEEKDAYS,
    HOLIDAYS,
    MONTHS,
    NTH,
    QUARTERS,
    SAME_DAYS,
    SAME_MONTHS,
    SAME_YEARS,
    SINO_MONTHS,
    WEEKDAYS,
    WEEKS,
    YEARS,
)  # fmt: skip
from nlp.durations import NAMED_DAYS

#: First syllables of numbers in words, and of other short words, with what must follow for a date or a term to begin.
_NUMBER_HEADS = {
    "한": "[ 두][ ]?[달해주시]|[ ]?[달해주시]", "두": "[ 세셋서][ ]?[달해주시개]|[ ]?[달해주시개]", "세": "[ ]?[달해주시개]|네[ ]", "석": "[ ]?달", "서": "너[ ]", "네": "[ ]?[달해주시개]|댓[ 새]|다섯",
    "넉": "[ ]?달", "너": "댓[ 새]", "다": "섯[ ]?[달해주시개]", "여": "섯[ ]?[달해주시개]|덟|드레", "일": "곱[ ]?[달해주시개]|[ ]?[년개주]|[년이]", "아": "홉[ ]?[달해주시개]|흐레",
    "열": "[ ]?[흘하이사나닷한두세네다여일아달해주시개]", "스": "[물무]", "서른": "[ ]", "대": "여섯[ ]|엿새", "예": "닐곱[ ]|니레", "몇": "[ ]?[년달개주십백시해일]", "수": "[ ]?[년개주십백천시일]", "반": "[ ]?[년나달]",
    "이": "[년개주삼십]|[ ]?천|개월", "삼": "[년개주사십]|천", "사": "[년개나오십]|주[ 간]", "오": "[년개륙십]|주[ 간]", "육": "[년개칠십]", "칠": "[년개팔십]", "팔": "[년개구십]", "구": "[년개십]",
    "십": "[년개이삼사오육칠팔구일수여][ 가-힣]?", "천": "[구팔칠]백", "백": "[ ]?일", "음": "력", "올": "[ ]?[0-9상하봄여가겨초말연추설한음크해]",
}  # fmt: skip
_WORDS = [
    *(word for word in YEARS if len(word) > 1), *MONTHS, *WEEKS, *DAYS, *(word for word in DIRECTIONS if len(word) > 1), *QUARTERS, *SAME_DAYS, *SAME_MONTHS, *SAME_YEARS, *HOLIDAYS, *NTH, *NAMED_DAYS, *SINO_MONTHS,
    *(f"{day}요일" for day in WEEKDAYS), *ENGLISH_MONTHS, *ENGLISH_WEEKDAYS,
    "상반기", "하반기", "연초", "연말", "월초", "월말", "말일", "주말", "주중", "주초", "최근", "앞으로", "향후", "과거", "같은 ", "그 날", "이 날", "그 해", "그 달", "이 달",
    "첫째", "첫 ", "오전", "오후", "새벽", "자정", "정오",
]  # fmt: skip


def _tree() -> str:
    """The alternatives grouped by first character, each of them beginning with a literal, as the regex engine likes them best."""
    heads: dict[str, set[str]] = {}
    for word in _WORDS:
        heads.setdefault(word[0], set()).add(re.escape(word[1:3]) if len(word) > 1 else "")
    for head, rest in _NUMBER_HEADS.items():
        heads.setdefault(head[0], set()).add(head[1:] + f"(?:{rest})")
    branches = []
    for head, rests in sorted(heads.items()):
        whole = "" in rests
        rests.discard("")
        tails = "|".join(sorted(rests))
        branches.append(head if whole and not tails else f"{head}(?:{tails}{'|' if whole else ''})")
    digits = [f"{digit}[0-9]*+" for digit in range(10)]
    return "|".join([*digits, *branches, "'[0-9]"])


SCAN = re.compile(_tree())
