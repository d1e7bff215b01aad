"""The written forms of Korean dates: one table of token patterns, which token may follow which, and what each word means."""

import re
from functools import cache

from nlp.calendar_kr import LUNAR_DAYS, SOLAR_DAYS

WEEKDAYS = "월화수목금토일"
#: What may stand right behind a date word: no letter, a particle, or a word that goes on with the date.
END = "(?:(?![가-힣])|(?=(?:다|네|지만)(?![가-힣])|였|입니|예요|라[고며는서더던]|래[요 ]|랍니)|(?=[은는이가을를도만에엔과와의로께쯤경자인부까밤새아오저낮점초말중상하연기현이처보뿐마])(?!날|정|동안|어|마존))"
#: A numeral in front of a week or weekday: the place it gives.
NTH = {
    "첫째": 1, "첫번째": 1, "첫": 1, "둘째": 2, "두번째": 2, "셋째": 3, "세번째": 3, "넷째": 4, "네번째": 4, "다섯째": 5, "다섯번째": 5,
    "1번째": 1, "2번째": 2, "3번째": 3, "4번째": 4, "5번째": 5, "1째": 1, "2째": 2, "3째": 3, "4째": 4, "5째": 5, "마지막": -1,
}  # fmt: skip

# Words counted from the day, month or year of publication.
YEARS = {
    "올해": 0, "금년": 0, "올": 0, "지난해": -1, "작년": -1, "전년": -1, "재작년": -2, "지지난해": -2, "재재작년": -3, "내년": 1, "명년": 1, "익년": 1,
    "후년": 2, "내후년": 2, "후후년": 3, "다다음해": 2,
}  # fmt: skip
MONTHS = {
    "이달": 0, "이번달": 0, "금월": 0, "지난달": -1, "저번달": -1, "전월": -1, "전달": -1, "지지난달": -2, "저저번달": -2, "전전달": -2, "지지지난달": -3,
    "다음달": 1, "내달": 1, "익월": 1, "다다음달": 2, "다음다음달": 2, "다다다음달": 3,
}  # fmt: skip
WEEKS = {
    "이번주": 0, "금주": 0, "지난주": -1, "저번주": -1, "전주": -1, "지지난주": -2, "저저번주": -2, "전전주": -2, "지지지난주": -3, "전전전주": -3,
    "다음주": 1, "내주": 1, "차주": 1, "익주": 1, "다다음주": 2, "다음다음주": 2, "다다다음주": 3,
}  # fmt: skip
DAYS = {
    "오늘": 0, "금일": 0, "어제": -1, "어저께": -1, "작일": -1, "어젯밤": -1, "어젯": -1, "그제": -2, "그저께": -2, "그그제": -3, "그끄제": -3, "그끄저께": -3,
    "엊그제": -3, "엊그저께": -3, "내일": 1, "명일": 1, "낼": 1, "모레": 2, "내일모레": 2, "글피": 3, "그글피": 4, "그그글피": 5, "간밤": -1, "현재": 0, "방금": 0,
}  # fmt: skip
QUARTERS = {"이번분기": 0, "지난분기": -1, "전분기": -1, "다음분기": 1}
# Words counted from the last date named in the text.
SAME_YEARS = {"같은해": 0, "그해": 0, "당해연도": 0, "이듬해": 1, "다음해": 1}
SAME_MONTHS = {"같은달": 0, "그달": 0, "당월": 0, "이듬달": 1}
SAME_DAYS = {
    "이날": 0, "같은날": 0, "당일": 0, "그날": 0, "전날": -1, "그전날": -1, "하루전날": -1, "전일": -1, "이튿날": 1, "다음날": 1, "그다음날": 1, "익일": 1, "다다음날": 2,
}  # fmt: skip
DIRECTIONS = {
    "지난": "past", "지난번": "past", "저번": "past", "오는": "next", "다가오는": "next", "다가올": "next", "다음": "next", "다다음": "later", "이번": "this",
    "올": "this",
}  # fmt: skip
PARTS = {
    "초": "start", "초순": "start", "상순": "start", "초반": "start", "중순": "middle", "중반": "middle", "말": "end", "하순": "end", "후반": "end", "말엽": "end",
}  # fmt: skip
SEASONS = {"봄": 3, "여름": 6, "가을": 9, "겨울": 12}  # the first of three months
#: Hours of the parts of a day.
DAY_PARTS = {
    "새벽": (0, 6), "아침": (6, 10), "오전": (0, 12), "점심": (12, 13), "낮": (11, 16), "대낮": (11, 16), "한낮": (11, 16), "오후": (12, 24),
    "저녁": (18, 21), "밤": (18, 24), "심야": (18, 24), "한밤": (18, 24), "한밤중": (18, 24),
}  # fmt: skip
SINO_MONTHS = {
    "일월": 1, "이월": 2, "삼월": 3, "사월": 4, "오월": 5, "유월": 6, "육월": 6, "칠월": 7, "팔월": 8, "구월": 9, "시월": 10, "십월": 10, "십일월": 11, "십이월": 12,
}  # fmt: skip
HOURS = dict(
    zip(
        ["한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉", "열", "열한", "열두"],
        range(1, 13),
        strict=True,
    )
)
ENGLISH_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "January Jan",
            "February Feb",
            "March Mar",
            "April Apr",
            "May",
            "June Jun",
            "July Jul",
            "August Aug",
            "September Sept Sep",
            "October Oct",
            "November Nov",
            "December Dec",
        ],
        start=1,
    )
    for name in names.split()
}
ENGLISH_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOLIDAYS = {**SOLAR_DAYS, **LUNAR_DAYS}


def _any(words: object, spaced: bool = False) -> str:
    """A pattern for any of the words, longest first; ``spaced`` allows a space before 해, 달, 주, 날 and 분기 (지난 달)."""
    parts = sorted(words, key=len, reverse=True)
    if spaced:
        parts = [
            re.sub(
                "(?<=.)(해|달|주|날|분기)$",
                r"[ ]{0,4}\1",
                part.replace("그다음", "그[ ]?다음").replace("그전", "그[ ]전").replace("하루전", "하루[ ]전"),
            )
            for part in parts
        ]
    return "|".join(parts)


_NTH = "|".join(re.sub("번째", "[ ]?번[ ]?째", word) for word in sorted(NTH, key=len, reverse=True))
_W = f"[{WEEKDAYS}]"
_M, _D = "(?:1[0-2]|0?[1-9])(?![0-9])", "(?:[12][0-9]|3[0-9]|0?[1-9])(?![0-9])"
_SINO_DAY = "(?:(?:이|삼)?십[일이삼사오육칠팔구]?|[일이삼사오육칠팔구])일"
# 9~13일, 7·8월, 9, 10, 13일: the unit stands behind the last number only
_AND = r"(?=[ ]?(?:\(" + _W + r"\))?(?:[ ]?[~·,-][ ]?[0-3]?[0-9]){0,4}[ ]?[~·,-][ ]?"

_FIGURES = "0123456789"

#: kind -> pattern. The order decides where two begin alike.
TOKENS = {
    "ymd": r"(?P<y1>[12][0-9]{3}|'?[0-9]{2})(?P<sep>[./-])[ ]?(?P<m1>" + _M + r")(?P=sep)[ ]?(?P<d1>" + _D + r")(?:\.(?![0-9]))?",
    "ym": r"(?P<y2>'[0-9]{2}|(?:19|20)[0-9]{2})(?:(?:\.[ ]?|-)(?P<m2>0[1-9]|1[0-2])|(?<='[0-9]{2})\.(?P<m3>[1-9]))(?![0-9]|[.-][0-9])\.?"
    r"(?![ ]?(?:[0-9만억조천%원명건개배점월p도]|포인트|선[을에]))",
    "year": r"(?P<y4>'?[0-9]{2,4})(?:[ ]?년(?P<decade>대(?!학|비|표|상|회))?(?:도(?=$|[^가-힣]))?(?!차|생|형|식|물|짜리|치|분|산|간)|(?:년대?)?[ ]?(?=[~][ ]?(?:[12][0-9]{3}|[1-9]0)년(?!생))|(?<='[0-9]{2})[ ]?(?=~[ ]?'?[0-9]{2}년)|\.(?=[ ]?[0-9]{1,2}월))",
    "syear": r"(?P<y5>(?:[이삼]천|천[칠팔구]백)[일이삼사오육륙칠팔구십백]*)[ ]?년",
    "month": r"(?P<m4>" + _M + r")(?:[ ]?월(?![급세드요회])|(?:월)?" + _AND + _M + r"월))",
    "mdot": r"(?P<m5>" + _M + r")\.[ ]?(?P<d5>" + _D + r")(?:일|\.?(?=[ ]?\(" + _W + r"\)))",
    "quarter": r"(?P<qn>[1-4])(?:(?:[ ]?/[ ]?4|·4|사)?[ ]?분기|(?=[~·][1-4][ ]?분기))",
    "mspace": r"(?P<m9>" + _M + r")\.[ ](?P<d9>" + _D + r")\.(?![0-9])",
    "mzero": r"(?P<m10>0[1-9]|1[0-2])[.-](?P<d10>[0-3][0-9])(?![0-9.만억%-])",
    "slash": r"(?P<m6>" + _M + r")/(?P<d6>" + _D + r")(?![0-9/%])",
    "day": r"(?P<d4>" + _D + r")(?:[ ]?일(?!본|반|부[ ])|" + _AND + r"[0-3]?[0-9][ ]?일))",
    "smonth": r"(?P<m7>" + _any(SINO_MONTHS) + ")",
    "sday": "(?P<d7>" + _SINO_DAY + ")(?!절|천하|장)",
    "ryear": "(?P<w1>" + _any([word for word in YEARS if word != "올"], spaced=True) + ")" + END
    + "|(?P<w1a>올)(?=[ ]?(?:[1-9]|상반|하반|봄|여름|가을|겨울|초|말|연말|추석|설|한가위|음력|크리스))",
    "rmonth": "(?P<w2>" + _any([word for word in MONTHS if word != "전달"], spaced=True) + "|이[ ]달|전달(?=$|[ ](?:[0-9]|초|말|대비|보다)|보다))" + END,
    "rweek": "(?P<w3>" + _any([word for word in WEEKS if word not in ("전주", "차주", "내주")], spaced=True) + ")(?!말)" + END
    + rf"|(?P<w3a>전주(?=$|[ ](?:{_W}요일))|차주(?=$|[ ](?:초|말|{_W}요일))|내주(?=$|[ ]?(?:초|중|말|{_W}요일)|에[ ]))",
    "aday": "(?P<w5>" + _any(SAME_DAYS, spaced=True) + ")" + END + "(?!의?[ ]?(?:배송|예약|발급|치기|출고|수령|접수|결제|환불|대출|출하|판매|생산|한정))",
    "dayw": "(?P<w4>" + _any([word for word in DAYS if word != "낼"]) + ")" + END + "(?!야|서야)|(?P<w4a>낼)(?=[ ](?:봐|보자|만나|아침|오전|오후|저녁|밤|점심))",
    "ayear": "(?P<w6>" + _any(SAME_YEARS, spaced=True) + ")" + END,
    "amonth": "(?P<w7>" + _any(SAME_MONTHS, spaced=True) + ")" + END,
    "rquarter": "(?P<w8>" + _any(QUARTERS, spaced=True) + ")" + END,
    "dir": "(?P<w9>" + _any(DIRECTIONS) + ")(?=[ 0-9가-힣'])",
    "half": "(?P<hf>상|하)반기",
    "yend": "연(?P<ye>초|말)(?!연시|정산)" + END,
    "mend": "월(?P<me>초|말)" + END,
    "holiday": r"(?:[0-9]{1,2}[·.][0-9]{1,2}[ ]?)?(?P<hol>" + _any([name for name in HOLIDAYS if name != "설"]) + ")(?![가-힣](?<![은는이가을를도만에과와의까부연당전명]))"
    r"|(?P<hol1>설)(?=[ ]?(?:연휴|당일|명절)|[ ](?:전|앞|이후)|[을에과와][도는]?[ ]|까지|$|[^가-힣 ])",
    "event": r"(?P<m8>" + _M + r")[·ㆍ‧・.](?P<d8>" + _D + r")(?![0-9월일%명건개곳시층배]|\.[0-9])",
    "lunar": "음력[ ]?(?P<leap>윤[ ]?)?(?=[0-9]|" + _any(SINO_MONTHS) + ")",
    "nthday": rf"(?P<n1>{_NTH})[ ]?(?P<nw>{_W})요일",
    "nthweekend": rf"(?P<n2>{_NTH})[ ]?주말",
    "nthweek": rf"(?P<n3>{_NTH})[ ]?주(?:간(?=에))?" + END + "|(?P<n4>[1-5])주차",
    "edge": "(?P<eg>말일|마지막[ ]?날|첫째[ ]날|첫[ ]?날|초하루)" + END,
    "weekend": "(?P<wend>주말|주중|주초)" + END,
    "weekday": rf"(?P<wd>{_W})요일(?:날)?|(?P<wde>" + "|".join(ENGLISH_WEEKDAYS) + ")(?![A-Za-z])",
    "season": "(?P<sn>" + _any(SEASONS) + ")철?" + END,
    "part": "(?P<pt>" + _any(PARTS) + ")" + END + "(?!등|기)",
    "holsfx": "(?P<hx>연휴|당일|명절)" + END,
    "check": rf"\([ ]?(?:(?P<cw>{_W})(?:요일)?|(?P<cd>{_D})일)[ ]?(?P<cl>,[ ]?현지[ ]?시[간각])?\)",
    "local": r"\([ ]?(?:현지|미국|한국|미[ ]?동부|태평양)[ ]?(?:현지[ ]?)?시[간각][ ]?(?:기준)?\)",
    "dpart": "(?:이른[ ]|늦은[ ])?(?P<dp>" + _any(DAY_PARTS) + ")(?:녘|무렵|때|(?<=심)시간)?(?![ ]?식사|[ ]?메뉴|일보|샘|람)",
    "midnight": "(?P<mid>자정|정오)" + END,
    "clock": r"(?P<h1>[01]?[0-9]|2[0-4])(?:[ ]?시(?![간가-힣](?<![께쯤경에부까이가와로를은는의인반])|에서[가-힣])(?:[ ]?(?P<i1>[0-5]?[0-9])[ ]?분(?:[ ]?(?P<s1>[0-5]?[0-9])초)?|[ ]?(?P<i2>반)(?![가-힣]))?"
    r"|:(?P<i3>[0-5][0-9])(?::(?P<s3>[0-5][0-9])(?:\.[0-9]{1,6})?)?(?![0-9:])(?:[ ]?(?P<pm3>[aApP])\.?[mM]\.?)?|[ ]?(?P<pm4>[aApP])\.?[mM]\b)"
    rf"|(?P<h2>{_any(HOURS)})[ ]?시(?!간)(?:[ ]?(?P<i4>[0-5]?[0-9])분|[ ]?(?P<i5>반)(?![가-힣]))?(?![가-힣](?<![께쯤경에부까이]))"
    r"|T(?P<h6>[01][0-9]|2[0-3]):(?P<i6>[0-5][0-9])(?::(?P<s6>[0-5][0-9]))?",
    "moment": "이[ ](?P<mo>시[각간]|맘때)|(?P<mo1>이맘때)",
    "emonth": rf"(?P<em>{_any(ENGLISH_MONTHS)})(?![A-Za-z])\.?(?:[ ](?P<ed>[0-3]?[0-9])(?:st|nd|rd|th)?(?![0-9]))?(?:,?[ ](?P<ey>[12][0-9]{{3}})(?![0-9]))?(?P<elast>[ ]last[ ]year)?",
}  # fmt: skip

_ON_DAY = frozenset({"check", "weekday", "local", "dpart", "midnight", "clock", "moment"})
_IN_MONTH = frozenset({"day", "sday", "part", "nthweek", "nthday", "nthweekend", "edge", "weekend"})
_IN_YEAR = frozenset(
    {"month", "smonth", "half", "quarter", "season", "part", "nthweek", "nthday", "edge", "holiday", "dayw", "lunar", "yend", "mdot", "moment"}
)  # fmt: skip
#: kind -> the kinds that may follow it within one date.
FOLLOWERS = {
    "ymd": _ON_DAY, "day": _ON_DAY, "sday": _ON_DAY, "mdot": _ON_DAY, "mspace": _ON_DAY, "mzero": _ON_DAY, "slash": _ON_DAY, "aday": _ON_DAY, "dayw": _ON_DAY, "edge": _ON_DAY | {"aday"}, "nthday": _ON_DAY,
    "weekday": _ON_DAY, "holiday": _ON_DAY | {"holsfx", "aday"}, "holsfx": _ON_DAY - {"check"}, "check": _ON_DAY, "local": frozenset({"dpart", "clock", "midnight"}),
    "dpart": frozenset({"clock", "midnight"}), "year": _IN_YEAR, "syear": _IN_YEAR, "ryear": _IN_YEAR | {"year"}, "ayear": _IN_YEAR, "month": _IN_MONTH, "smonth": _IN_MONTH,
    "rmonth": _IN_MONTH | {"moment"}, "amonth": _IN_MONTH, "ym": frozenset({"part"}), "rweek": frozenset({"weekday", "weekend", "part", "moment", "dpart"}), "nthweek": frozenset({"weekday"}),
    "dir": frozenset({"year", "syear", "ym", "ymd", "month", "smonth", "day", "sday", "mdot", "weekday", "holiday", "season", "weekend", "half", "quarter", "yend", "ryear", "dpart"}),
    "lunar": frozenset({"month", "smonth"}),
}  # fmt: skip
#: Kinds that begin no date by themselves.
NOT_FIRST = frozenset(
    {"part", "nthweekend", "check", "local", "dpart", "midnight", "clock", "holsfx", "season", "moment"}
)
#: Kinds that 의 may tie to what stands before (7월의 마지막 주), and that 에 or a comma may (월요일에 저녁 7시).
AFTER_OF = frozenset(
    {"nthweek", "nthday", "nthweekend", "edge", "part", "month", "half", "quarter", "holiday", "season", "weekend"}
)
AFTER_AT = frozenset({"dpart", "clock", "midnight"})

#: First characters of the forms of each kind: its words and what else is listed here.
_HEADS = {
    "ymd": "'" + _FIGURES, "ym": "'12", "year": "'" + _FIGURES, "syear": "이삼천", "month": _FIGURES, "mdot": _FIGURES, "quarter": "1234", "mspace": _FIGURES, "mzero": "01",
    "slash": _FIGURES, "day": _FIGURES, "smonth": SINO_MONTHS, "sday": "일이삼사오육칠팔구십", "ryear": YEARS, "rmonth": MONTHS, "rweek": WEEKS, "aday": SAME_DAYS, "dayw": DAYS,
    "ayear": SAME_YEARS, "amonth": SAME_MONTHS, "rquarter": QUARTERS, "dir": DIRECTIONS, "half": "상하", "yend": "연", "mend": "월", "holiday": [*_FIGURES, *HOLIDAYS],
    "event": _FIGURES, "lunar": "음", "nthday": NTH, "nthweekend": NTH, "nthweek": NTH, "edge": "말마첫초", "weekend": "주", "weekday": [*WEEKDAYS, *ENGLISH_WEEKDAYS], "season": SEASONS,
    "part": PARTS, "holsfx": "연당명", "check": "(", "local": "(", "dpart": ["이", "늦", *DAY_PARTS], "midnight": "자정", "clock": [*_FIGURES, "T", *HOURS], "moment": "이",
    "emonth": ENGLISH_MONTHS,
}  # fmt: skip
_GLUE = frozenset("의에,")
_APART = 4  # spaces that may stand between the tokens of one date


_KINDS = {}  # first character -> the kinds that may begin with it, in the order of TOKENS
for _kind in TOKENS:
    for _head in {word[0] for word in _HEADS[_kind]}:
        _KINDS.setdefault(_head, []).append(_kind)


@cache
def _forms(head: str) -> re.Pattern:
    """One pattern of the forms that may begin with the character: most begin few, and one pattern of all forms would try each of them."""
    return re.compile("|".join(f"(?P<{kind}>{TOKENS[kind]})" for kind in _KINDS[head]))


def token_at(text: str, at: int) -> re.Match | None:
    """The token that begins at ``at``, or None; the last group is its kind."""
    head = text[at : at + 1]
    return _forms(head).match(text, at) if head in _KINDS else None


def token_after(text: str, end: int) -> tuple[re.Match | None, str]:
    """The token behind one that ends at ``end``, if any, and what ties them: 의, 에, a comma, or nothing."""
    glue = text[end : end + 1]
    at = end + 1 if glue in _GLUE else end
    stop = at + _APART
    while at < stop and text.startswith(" ", at):
        at += 1
    return token_at(text, at), glue if glue in _GLUE else ""


#: 께, 쯤, 경 right behind a date belong to its span; 기준 and 현재 say that it is a cut-off day.
ABOUT = re.compile("께(?!서)|쯤|경(?![가-힣](?<![에부까이]))|[ ]?무렵|[ ]?즈음|[ ]?전후(?![가-힣](?<![에로]))")
AS_OF = re.compile("[ ]?(?:기준|현재)(?!시)")


def squeeze(word: str) -> str:
    """The word without spaces, as the tables list it.

    >>> squeeze("다음  달")
    '다음달'
    """
    return word.replace(" ", "")
