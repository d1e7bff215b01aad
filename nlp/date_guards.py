"""Whether figures and words that look like a date are one: terms (5일 연장), recurring days (매월 1일), versions, shares and scores are none."""

import re

from nlp.date_calc import possible
from nlp.date_context import Context
from nlp.date_counts import former
from nlp.date_written import Written

# Words that make N일 a number of days, and N년 a number of years.
_DAYS_AFTER = re.compile(
    r"[ ]?(?:동안|째|만(?=에|인|의|[ ]|$)|내내|이내|안에|안으로|이상(?![ ]?(?:징후|거래|신호|접속|행위|현상|증상|트래픽))|넘|연속|연장|영업정지|업무정지|사업정지|유예|소요|체류"
    r"|걸[리려렸린릴]|가량|남짓|더(?=[ ])|짜리|구류|정직|감봉|격리|미만|초과|이하|에[ ]걸쳐|에[ ]한[ ]번|에[ ][0-9]|밖에|남았|남은|앞당|단축|정도|이[나면]|가까이"
    r"|뒤(?![가-힣])|뒤[에인는로]|후(?![가-힣])|후[에인의로]|전(?![가-힣])|전(?:에|까지|부터|의|인)(?![가-힣])|내(?=[ ]|에[ ]|로[ ]|$)|새(?=에|[ ][0-9])|사이(?=에)"
    r"|이[ ]?(?:지났|지나|걸|소요|남)|도[ ]?(?:안|채)|을[ ]넘|[0-9]{1,3}회|[0-9]{1,2}시간)"
    r"|간(?!담|부|편|격|호|사|접|첩|판|식)|씩|마다|치(?![가-힣])|분(?![가-힣])|여(?=[ ]|간|만|의)|당(?=[ ])|차(?![가-힣])|천하|뿐|꼴|장(?![가-힣])"
)
_DAYS_BEFORE = re.compile(
    r"(?:업무정지|영업정지|사업정지|정직|구류|최대|최소|최장|최단|약|총|단|불과|무려|꼬박|평균|앞으로|향후|매|하루|주|월|연|징역|금고|유효기간은?|기간은?|D)[ -]?$"
)
_YEARS_AFTER = re.compile(
    r"[ ]?(?:동안|만에|만의|넘게|이상|가까이|째|전(?![가-힣])|전[에부의]|뒤|후(?![가-힣])|후[에부의]|묵은|역사|세월|여(?=[ ])|지난|이[ ]지나)|간(?![가-힣])"
)
#: What may stand right behind a bare N일.
_DAY_RIGHT = re.compile(
    r"(?![가-힣])|(?=자(?![가-힣](?<![로에의]))|께|쯤|경|인|은|이|에|을|까|부|과|와|도|로|의|밤|새벽|아침|오전|오후|저녁|낮|자정|정오|현재|기준|처|보|하루|이전|만|입니|랍니)"
)
_RECURRING = re.compile(r"(?:매(?:주|월|년|달|해|일|번)?|격주|격월|해마다|달마다|연례|주마다)[ ]?$")
_COURT = re.compile(r"(?:징역|금고|유예|자격정지|복역|형기)(?:을|은|이)?[ ]?(?:각|총)?[ ]?$")
_EVENT_BEFORE = re.compile("(?:범행|선거|행사|투표|결혼|대회|시험|경기|공연|명절|개막|출국|입국|수술|예약)[ ]$")
_ELAPSED = re.compile(
    "(?:시간|[일년달월주분해날틀흘루새레름])(?:이|이나|가)[ ]$"
)  # 이틀이 지난 14일: 지난 is a verb there
_WINDOW = re.compile("간(?!담|부)|[ ]?동안|[ ]?내내")
_COMPARED = re.compile("도?[ ]?(?:대비|동기|동월|보다|比|수준)")
# 6/9 and 06.09: what tells a date from a fraction or a decimal.
_SLASH_CUE = re.compile(r"[ ]?(?:\([월화수목금토일]|[0-2]?[0-9]:[0-9]|오[전후]|까지|부터|에[ ]|일자|자[ ]|~|-)")
_CELL_BEFORE = re.compile(r"(?:^|\n|\||\()[ ]*$")
_CELL_AFTER = re.compile(r"[ ]*(?:$|\n|\||\))")
_ROW_AFTER = re.compile(r"[ ]*(?:\n|\||:|\([월화수목금토일]\)|[ ](?=[가-힣]))")
_SLASH_BEHIND = re.compile(
    "경|께|쯤|(?:일[ ])?[ ](?:새벽|아침|저녁|밤|최초|첫|추가|개인정보|고객|해킹|침해|침입|공격|유출|접속|신고|발생|인지|탐지|감지|발견|확인|공지|통지|공개|차단|복구)|[ ]?:[ ]"
)
_SLASH_ROW = re.compile("[ ](?!이상|수준|가량|정도|이하|미만|크기|비율|확률|지분|규모|씩)[가-힣]{2}")
_SLASH_JOIN = re.compile("[ ]?[,·][ ]?|[ ]및[ ]")
_SLASH_LIST = re.compile(f"(?:{_SLASH_JOIN.pattern})(?:1[0-2]|0?[1-9])/(?:[12][0-9]|3[01]|0?[1-9])(?![0-9/%])")
_OF_WHOLE = re.compile("(?:전체|가운데|중|약|의|총|포트|비율|[A-Za-z])[^\n]?[ ]?$")
_INCHES = frozenset({*range(2, 11), 12, 16})  # 3/8, 5/12, 5/16 may be shares of a whole
_FRACTIONS = frozenset({(2, 3), (3, 4), (2, 5), (3, 5), (4, 5), *((1, bottom) for bottom in range(2, 11))})
_VERSION = re.compile(r"(?:버전|[A-Za-z]\.?)[ ]?$")
_SHARES = re.compile(r"코스[피닥][^\n]{0,8}$")

# What may stand behind figures that begin a date or a term: a unit, the sign of a date or a range, the next of a list.
_TERM_BEHIND = "(?:[ ]?[~-]|[ ]?여?[ ]?[년해개달주영일시분초])"
_RIGHT = re.compile(
    "[ ]{0,5}(?:[년월일시분초주달여박~.-]|개월|영업일|(?:번[ ]?)?째[ ]?[월화수목금토일주])|사[ ]?분기|[/·ㆍ‧・:]"
    rf"|[만천백]{_TERM_BEHIND}|[십백천만억조](?:[ ]?[0-9][0-9,]{{0,8}}[백천만억조]?|[만억조]){{1,4}}{_TERM_BEHIND}|,(?:[ ]?[0-9]{{1,2}}(?![0-9])|(?:[0-9]{{3}},){{0,9}}[0-9]{{3}}(?:\.[0-9]{{1,6}})?[만천백]?{_TERM_BEHIND})"
)
# The rest of a longer number: 1천|200만 시간, 19만 |4천여 분.
_NUMBER_BEFORE = re.compile("[0-9십백천][십백천만억조]$|[0-9십백천][만억조][ ]$")
_REST_OF_NUMBER = re.compile("[0-9,]{1,9}[백천]")
_LONGEST_MONTH = 31
_YEARS = range(1000, 4000)
_LOOK = 8  # characters on the left in which a deciding word may stand


def fits_left(text: str, pos: int) -> bool:
    """Whether a date may begin at ``pos``: not inside a word, a code or a longer number."""
    if not pos:
        return True
    before, first, further = text[pos - 1], text[pos], text[pos - 2 : pos - 1]
    if first.isdigit():
        code = before.isdigit() or (before.isascii() and before.isalpha()) or before in "_제#@$\\"
        joined = before in ".,:/-" and further.isdigit()
        if before in "십백천만억조 " and _NUMBER_BEFORE.search(text, max(0, pos - 3), pos):
            return before == " " and not _REST_OF_NUMBER.match(text, pos)
        return not (code or joined or (before == "-" and further.isascii() and further.isalnum()))
    if first == "'":
        return not before.isdigit()
    if "가" <= first <= "힣":
        return not before.isdigit() and (not "가" <= before <= "힣" or text.startswith("오늘(", pos))
    return not before.isalnum()


def fits_right(text: str, end: int) -> bool:
    """Whether figures that end at ``end`` may be part of a date or term: what follows can be its unit or sign."""
    return bool(_RIGHT.match(text, end))


def in_sentence(text: str, pos: int) -> bool:
    """Whether a court sentence is spoken of right before ``pos`` (징역, 집행유예)."""
    return pos > 1 and bool(_COURT.search(text, max(0, pos - _LOOK), pos))


def is_date(text: str, written: Written, context: Context) -> bool:
    """Whether what was read is a date here."""
    start = written.start
    if start and text[start - 1] in " 매격" and _RECURRING.search(text, max(0, start - 6), start):
        return False
    check = _CHECKS.get(written.kinds[0])
    return check is None or check(text, written, context)


def _counts_days(text: str, start: int, end: int) -> bool:
    """Whether "N일" counts days: the words around it decide (5일 연장, 영업정지 3일, 3일 연속)."""
    figures = text[start : end - 1].rstrip()
    if figures.isdigit() and former(text, end, int(figures)):
        return False
    return bool(_DAYS_AFTER.match(text, end)) or bool(_DAYS_BEFORE.search(text, max(0, start - _LOOK), start))


def _alone(text: str, w: Written) -> bool:
    """Whether the date is all that is written."""
    return w.start < 4 and len(text) - w.end < 4 and not text[: w.start].strip() and not text[w.end :].strip(" .\n")


def _day(text: str, w: Written, context: Context) -> bool:
    if w.day > _LONGEST_MONTH:
        return False
    if w.kinds[1:] and not w.elided:
        return True
    end = text.find("일", w.span_end if w.elided else w.start, w.end + 24) + 1
    return not _counts_days(text, w.start, end) and bool(_DAY_RIGHT.match(text, end))


def _sino_day(text: str, w: Written, context: Context) -> bool:
    end = text.find("일", w.start + 1) + 1
    return end - w.start >= 3 and not _counts_days(text, w.start, end) and bool(_DAY_RIGHT.match(text, end))


def _year(text: str, w: Written, context: Context) -> bool:
    """Four digits, or two with an apostrophe or with a month behind; 10년 is a term."""
    figures = next((at for at in range(w.start, w.end) if not text[at].isdigit() and text[at] != "'"), w.end) - w.start
    more = len(w.kinds) > 1
    if w.decade or text[w.start] == "'":
        return True
    if figures == 4:
        return w.year in _YEARS and (more or not _YEARS_AFTER.match(text, w.end) or text[w.end - 1] == "도")
    if figures == 3:
        return not more and text.startswith("에", w.end) and not text.startswith(("에 걸", "에 한"), w.end)
    inside = (w.month, w.half, w.quarter, w.part)
    return any(part is not None for part in inside) and not in_sentence(text, w.start)


def _month(text: str, w: Written, context: Context) -> bool:
    if in_sentence(text, w.start):
        return False
    return w.kinds != ("month",) or not text.startswith(("물", "간지", "호 "), w.end)


def _ymd(text: str, w: Written, context: Context) -> bool:
    """2025.6.9 and '25.6.9; 25.6.9 alone may be a version or an address."""
    if text[w.start : w.start + 4].isdigit() or text[w.start] == "'":
        return True
    after = text[w.end : w.end + 1]
    latin = after.isascii() and after.isalpha()
    return (
        not latin and not _VERSION.search(text, max(0, w.start - _LOOK), w.start) and w.end - w.start >= len("25.6.9")
    )


def _ym(text: str, w: Written, context: Context) -> bool:
    return not _SHARES.search(text, max(0, w.start - 2 * _LOOK), w.start)


def _slash(text: str, w: Written, context: Context) -> bool:
    """6/9 is a date next to a weekday, a time, 까지 or 부터, or alone in its cell; 3/4 alone is a fraction."""
    if text[max(0, w.start - 2) : w.start] == "의 ":
        return False
    if len(w.kinds) > 1 or _SLASH_CUE.match(text, w.end):
        return True
    if (w.month, w.day) in _FRACTIONS or not possible(w.month, w.day):
        return False
    if _CELL_AFTER.match(text, w.end) and _CELL_BEFORE.search(text, max(0, w.start - 3), w.start):
        return True
    if _OF_WHOLE.search(text, max(0, w.start - _LOOK), w.start):
        return False
    share = w.month < w.day and w.day in _INCHES
    heads = not share and _SLASH_ROW.match(text, w.end) and context.leads_line(w.start, context.line_start(w.start))
    if heads or _SLASH_BEHIND.match(text, w.end):
        return True
    last = context.last  # 7/2 of 8/19, 7/2
    listed = last and _SLASH_JOIN.fullmatch(text, last.end, w.start) and "/" in text[last.start : last.end]
    return bool(listed) or (bool(_SLASH_LIST.match(text, w.end)) and not share)


def _spaced(text: str, w: Written, context: Context) -> bool:
    """7. 30. in figures: only where the text has named a date before, and not as the number of a line."""
    return context.last is not None and not context.leads_line(w.start, context.line_start(w.start))


def _zero(text: str, w: Written, context: Context) -> bool:
    """06.09 and 06-09: only first in a row."""
    return bool(_CELL_BEFORE.search(text, max(0, w.start - 3), w.start) and _ROW_AFTER.match(text, w.end))


def _dotted(text: str, w: Written, context: Context) -> bool:
    return not _VERSION.search(text, max(0, w.start - _LOOK), w.start)


def _direction(text: str, w: Written, context: Context) -> bool:
    """지난 5일 is a date; 지난 3일간 is a window, and after 이틀이 the word is a verb."""
    past = text.startswith("지난", w.start)
    if past and _ELAPSED.search(text, max(0, w.start - 5), w.start):
        return False
    if w.kinds[1] == "dpart":
        return past
    return w.kinds != ("dir", "day") or not _WINDOW.match(text, w.end)


def _relative(text: str, w: Written, context: Context) -> bool:
    """전년 대비, 전월보다 compare and date nothing."""
    compares = len(w.kinds) == 1 and text.startswith(("전년", "전월", "전달"), w.start)
    return not (compares and _COMPARED.match(text, w.end))


def _nth(text: str, w: Written, context: Context) -> bool:
    """셋째 주, 마지막 금요일 without a month: only where a weekday follows, or alone."""
    return len(w.kinds) > 1 or _alone(text, w)


def _day_word(text: str, w: Written, context: Context) -> bool:
    """현재 is the day of publication where it stands alone; in a sentence it dates nothing."""
    return not text.startswith("현재", w.start) or _alone(text, w)


def _same_day(text: str, w: Written, context: Context) -> bool:
    """범행 당일, 선거 당일 is the day of that event, no day named before."""
    return not (text.startswith("당일", w.start) and _EVENT_BEFORE.search(text, max(0, w.start - _LOOK), w.start))


_CHECKS = {
    "day": _day, "sday": _sino_day, "year": _year, "month": _month, "ymd": _ymd, "ym": _ym, "slash": _slash, "mdot": _dotted, "mspace": _spaced, "mzero": _zero,
    "dir": _direction, "ryear": _relative, "rmonth": _relative, "nthweek": _nth, "nthday": _nth, "dayw": _day_word, "aday": _same_day,
    "smonth": lambda text, w, context: len(w.kinds) > 1,
    "weekday": lambda text, w, context: not text.startswith(("마다", "제 "), w.end),
    "edge": lambda text, w, context: text.startswith("말일", w.start),
    "weekend": lambda text, w, context: _alone(text, w),
}  # fmt: skip
