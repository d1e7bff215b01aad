"""Terms that make a date: 사흘 전, 2주 뒤 오전 9시, 지난 3일간, 최근 3년. Text and a position in, a written date out."""

import re

from nlp.date_forms import AFTER_AT, token_after
from nlp.date_reader import read_on
from nlp.date_written import Written
from nlp.durations import Duration, read_duration

_WINDOW = re.compile("(?:(?P<past>지난|최근|과거)|(?P<next>앞으로|향후|다가오는|오는|다음))[ ]{1,3}(?:약[ ]|최소[ ])?")
_WINDOW_END = re.compile("[ ]?(?:간(?![가-힣](?<![의은에]))|동안|사이|안에|이내|내내)")
#: 지난 3일 is the third; with one of these words it is three days.
_DAYS_END = re.compile("[ ]?(?:간(?![가-힣](?<![의은에]))|동안|사이|내내)")
_NUMBERED = ("지난", "오는", "다가오는")
_AGO = re.compile(
    "[ ]?(?:(?P<back>전)|(?P<on>뒤|후|지나서))(?:(?![가-힣])|(?=에|인|부터|까지|의|으로|로|쯤|만|보다|과[ ]|이[었다]|은|께|엔)(?!에[ ]?서야|으로[ ]?도))"
)
# 24일 전 개발팀장을 구속했다: 전 says "former" there. So far back one counts in weeks, else the verb of police and courts tells.
_FORMER = re.compile(
    r"전[ ](?:[가-힣A-Za-z]{1,8}[ ])?[가-힣]{0,6}?(?:직원|사원|대표|팀장|부장|과장|차장|사장|회장|이사|임원|원장|청장|장관|총리|의원|국장|실장|본부장|센터장|교수|개발자|연구원|간부|담당자|책임자|관리자)"
    r"(?P<held>[^.\n]{0,30}?(?:[을를에]|씨)[^.\n]{0,30}?(?:구속|체포|입건|송치|고소|고발|기소|해임|소환|검거|영장))?"
)
_COUNTED_DAYS = 10  # days; from here on N일 전 with a title is rather a day and a former officer


def former(text: str, at: int, days: int) -> bool:
    """Whether 전 at ``at``, behind N일 with that N, belongs to the person named next."""
    match = _FORMER.match(text, at + text.startswith(" ", at)) if days <= _LONGEST_MONTH else None
    return bool(match and (days >= _COUNTED_DAYS or match["held"]))


_LONGEST_MONTH = 31
_BASE = re.compile("(?:에서|으?로부터)[ ]?(?P<least>(?:최소|적어도)[ ])?")
_CENTURIES = 999  # years; 지난 2023년 is a year, no window


def read_window(text: str, pos: int) -> Written | None:
    """지난 3일간, 최근 3년, 앞으로 4주간 at ``pos``, or None."""
    match = _WINDOW.match(text, pos)
    term = read_duration(text, match.end()) if match else None
    if term is None or term.low[0] > _CENTURIES or _AGO.match(text, term.end):
        return None
    word = text[pos : match.end()].rstrip()
    figures = text[match.end()].isdigit() and text[term.end - 1] == "일" and not any(term.low[:2])
    if (
        figures
        and word in _NUMBERED
        and not text.startswith("주", term.end - 2)
        and not _DAYS_END.match(text, term.end)
    ):
        return None
    if word == "다음" and term.named:
        return None
    end = _WINDOW_END.match(text, term.end)
    stop = end.end() if end else term.end
    return Written(pos, stop, ("window",), stop, direction="past" if match["past"] else "next", term=term)


def read_counted(text: str, pos: int, term: Duration | None = None) -> Written | None:
    """사흘 전, 2주 뒤 오전 9시 at ``pos``: a term that counts from a day, with the time behind it; None when there is none.

    ``term`` is what read_duration gives there, where that is known already.
    """
    term = term or read_duration(text, pos)
    match = _AGO.match(text, term.end) if term else None
    if not match or (match["back"] and text[term.end - 1] == "일" and former(text, term.end, term.low[2])):
        return None
    written = Written(term.start, match.end(), ("ago",), match.end(), term=term, sign=-1 if match["back"] else 1)
    token, glue = token_after(text, written.end)
    if token and token.lastgroup in AFTER_AT and glue != "의":
        return read_on(text, written, token) or written
    return written


def counted_from(text: str, written: Written) -> Written:
    """The date, or the one that a term behind it counts from it (다음 달 마지막 금요일에서 이틀 뒤, 오늘로부터 최소 2주 후)."""
    match = _BASE.match(text, written.end)
    counted = read_counted(text, match.end()) if match else None
    if counted is None:
        return written
    counted.start, counted.base, counted.at_least = written.start, written, bool(match["least"])
    return counted
