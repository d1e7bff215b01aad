"""Words around a date that say whether it has passed or is still to come, where its verb does not. A place in the text in, yes or no out."""

import re

_N = "".join(chr(code) for code in range(0xAC00, 0xD7A4) if (code - 0xAC00) % 28 == 4 and chr(code) not in "는인큰")
#: Words for an incident.
HAPPENED = re.compile(
    r"(?:사고|해킹|유출|침해|침입|공격|감염|탈취|발생|인지|탐지|피해 시점)(?![ ]?(?:예방|방지|대비|대응|훈련|경진))"
)
_TRACE = re.compile("접속|로그인|발견|뚫[린렸]|악성코드")
# 막은 것은 4일, 확인된 때는 4일: what is done has its day.
_DONE = re.compile(rf"[{_N}던][ ](?:것|건|게|때|날|시점|시기|시각|일시)(?:[은는이가])?[ ](?:바로[ ])?$")
#: Words of what is still to come: a row or list that has them may look ahead.
SCHEDULE = re.compile(
    "예정|일정|계획|모집|신청|개최|행사|시행|개강|세미나|콘퍼런스|컨퍼런스|포럼|제출|마감|기한|출시|예약|설명회|내년|다음|향후|오는|대회|공연|전시|개막|새해|시험|필기|실기|응시|원서|선거|총선|대선|기간|채용|실적 발표"
)
# And of what usually follows an incident, in a sentence.
_AHEAD = re.compile(
    "까지|앞[두둔]|공판|재판|선고|변론|심리|심의|심사|청문|공청|회의|간담|발표|(?<!조사 )(?<!분석 )결과|대책|보상|배상|소송|조정|집회|면제|재개|복구|정상화|하기로|될|할[ ]"
)
_DECIDED = re.compile(r"[^.\n]{0,50}?기로[ ](?:했|한[ ]|하고|결정|합의|의결)")
_BEFORE, _BEHIND = 25, 25  # characters in which these words stand


def is_past(text: str, start: int, end: int) -> bool:
    """Whether the date from ``start`` to ``end``, which has no verb, is said of an incident (해킹 발생일: 4일) or of something done, in a sentence that does not look ahead."""
    line = max(text.rfind("\n", max(0, start - 200), start), text.rfind(". ", max(0, start - 200), start)) + 1
    stop = min(len(text), end + 60)
    for mark in ("\n", ". "):
        closed = text.find(mark, end, stop)
        stop = closed if closed >= 0 else stop
    line = max(line, start - 60)
    first, last = max(line, start - _BEFORE), min(stop, end + _BEHIND)
    done = _DONE.search(text, first, start)
    if not done and not any(
        word.search(text, *span) for word in (HAPPENED, _TRACE) for span in ((first, start), (end, last))
    ):
        return False
    return not SCHEDULE.search(text, line, stop) and not _AHEAD.search(text, line, stop)


def is_done(text: str, start: int) -> bool:
    """Whether something done stands before the date (막은 것은 4일)."""
    return bool(_DONE.search(text, max(0, start - 12), start))


def is_deadline(text: str, end: int) -> bool:
    """Whether the date that ends at ``end`` is one that somebody has agreed to keep (17일까지 내기로 했다)."""
    return text.startswith("까지", end) and bool(_DECIDED.match(text, end))
