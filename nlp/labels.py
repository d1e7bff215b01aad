"""Numbers that are no value: ages in brackets, articles of a law, groups of a draw, names of products and rooms, years, list marks, days known by
their figures. The text and a number's place come in, a reason or None goes out."""

import re

from nlp.units import LABELS, TAIL


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


#: Words whose number is part of a name: products, lists, parties of a lawsuit, sheets of a court file.
NAMED_BEFORE = (
    "윈도우?|아이폰|아이패드|갤럭시|맥북|버즈|안드로이드|넥서스|버전|톱|탑|채널|포트|넘버|시즌|파트|레벨|타입|모델|시리즈|플레이스테이션|노트|기호|등번호"
    "|소외|피고인|원고|피고|증인|별지|별표|범죄일람표|표|그림|도표"
)
#: Nouns that a number before 번 names: 2번 출구, 5번 환자.
NAMED_AFTER = {
    "번": "출구|홀|국도|버스|트랙|선수|타자|지명타자|게이트|채널|포트|계좌|환자|확진자|후보|좌석|창구|척추|염색체|교향곡|문항",
    "세대": "이동통신|통신|네트워크|모델|제품|아이폰|지도부|[A-Z0-9]|설비|전투기|반도체|칩|실손",
    "도": "화상|동상",
    "단": "우산|변속|자동|수동|접이|서랍|로켓|계",
    "회": "[가-힣]{0,6}(?:대회|총회|회의|시험|시상식|영화제|축제|생신|생일|선거|기념|세미나|포럼|콘퍼런스|컨퍼런스|임시회|정기회|공판|변론|국회)",
}
_NAMED_AFTER = {word: re.compile(f"[ ]?(?:{nouns})") for word, nouns in NAMED_AFTER.items()}
#: Benches and squads: 대법원 3부, 형사 4팀.
_BENCH = re.compile(
    "(?:대법원|민사|형사|행정|합의|단독|특별|강력|수사|사이버|마약|특수|금융조사|반부패수사|민사합의|형사합의)[ ]?(?:제)?$"
)
_BENCHES = frozenset({"부", "팀", "과", "반", "계"})
_NUMBER_OF = re.compile(
    "(?:기호|등번호|문항|출구|계좌)[ ]?$|(?:접수번호|대기번호|순번|이벤트)(?:[가는][ ](?:벌써[ ]|이미[ ])?|[ ])$"
)
_FLIGHT = re.compile("(?:항공|여객기|에어라인스?|에어)[ ]?$")

_NAME_BEFORE = re.compile(
    rf"(?:(?<![가-힣])(?:{NAMED_BEFORE})|[가-힣](?:버전|채널|포트|시즌|시리즈|레벨|모델)|[Vv]er\.?|[Tt][Oo][Pp]|No\.?|iOS)[ ]?$"
)
# UFC 162, Nexus 5, Log4j 2.17: a word in Latin letters right before a bare number.
_LATIN_BEFORE = re.compile(r"(?<![A-Za-z0-9가-힣$])(?!CVSS|KOSPI|KOSDAQ)[A-Z][A-Za-z0-9]{1,14}[ ]$")

#: Days known by their figures, and the words that follow such days.
_DAYS = "1\\.25|3\\.1|3\\.20|4\\.3|4\\.16|4\\.19|5\\.16|5\\.18|6\\.10|6\\.25|6\\.29|7\\.7|8\\.15|9\\.11|10\\.26|10\\.29|12\\.12"
_AFTER_DAY = "사건|테러|항쟁|운동|민주|선언|총선|대선|지방선거|재보|재·보|만세|절|대란|사이버|디도스|사태|전쟁|참사|혁명|광복|쿠데타|군사"
_MEMORIAL = re.compile(
    rf"1?[0-9]\.[1-3]?[0-9][ ]?(?:{_AFTER_DAY})|(?:{_DAYS})(?![0-9%A-Za-z점배명건개원달]|[ ][가-힣]{{0,2}}[점배])(?![가-힣]|[ ]?[만억조])"
)

_ON_DAY = re.compile("(?:날|절|기념일)\\($")  # 실종아동의 날(5.25)

#: Numbers one dials.
_DIALLED = _words(
    "110 111 112 113 117 118 119 120 125 126 129 131 132 182 1301 1332 1366 1372 1377 1544 1566 1577 1588"
)
_DIALLED_AFTER = re.compile(
    "(?:에|로|나|에도|으로)?[ ]?(?:신고|구급|소방|구조|전화|상담|콜|종합|상황|센터|안전|치안|출동|접수|번호|경찰|문의|연락|대원|에$|로$)"
)
_DIALLED_BEFORE = re.compile(
    "(?:국번[ ]?없이|전화|경찰|문의|☎|[Tt][Ee][Ll][.:]?|소방|신고|상담|센터|감독원|위원회|진흥원|경찰청|검찰청|금감원)[ (]{0,2}$"
)
_COMPARED = re.compile("[ ]?(?:이상|이하|미만|초과|보다[ ]?(?:크|큰|작|많|적|높|낮))")
_ODDS_BEFORE = re.compile("[0-9]대[ ]?$")  # 30대 1
_MONTH_BEFORE = re.compile("(?<![A-Za-z])(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\\.?[ ]$")
_YEARS = range(1900, 2100)

# (32), (48·여), (징거·25), (50. 뒤이은 이름): an age in brackets after a name.
_AGE_AFTER = re.compile(r"\)|[·,.∙ㆍ][ ]?(?![0-9])[^()\n]{1,16}\)")
_AGE_BEFORE = re.compile(r"\([^()0-9\n]{1,16}[·,.][ ]?$")
_LAW_BEFORE = re.compile(
    "(?:법률?|령|규칙|규정|조례|헌법|약관|협약|조약|협정|강령|정관|[0-9]조|[0-9]항|및|또는|제)[ ]?(?:제)?$"
)
_LAW_AFTER = re.compile(
    "[ ]?(?:제?[0-9]+항|의[ ]?[0-9]|각[ ]?호|에[ ]?(?:따르|따라|의하|의해|의거|규정|명시)|을[ ]?위반|를[ ]?위반|위반|소정|조항)|\\("
)
_DRAW = re.compile("(?:예선|본선|결승|조별|경기|리그|[A-H0-9]조|출전|배정)")
_PAIRED = re.compile("[0-9한두세네서섯][ ]?(?:인|명|사람)[ ]?$")  # 2인 1조
_DRAW_AFTER = re.compile("에서|에[ ]|로[ ]|[ ](?:다섯|여섯|[가-힣]{1,2}[ ]번째|[0-9]+번째)")
# 6전 4승, 1분: syllables that follow a counter but no bare number.
_NO_PARTICLE = re.compile("[전후선분들째별반짜내](?![외가-힣])")
# 8, 9일 and 1,2루: the next of the list says what all of them are.
_NEXT_OF_LIST = re.compile(
    "(?:[,·][ ]?[0-9]{1,2}){1,4}(년|월|일|시|분|초|주|개월|루|층|호|항|세|살|학년|급|등급|단계|호선|반|기)(?!간)"
)


# 고객 12분, 19만 4천여 분께: the honorific counter of people, which is also the word for minutes.
_PERSONS_BEFORE = re.compile(
    "(?:고객|회원|이용자|가입자|사용자|환자|피해자|손님|시민|국민|주주|구독자|어르신|직원|독자|학생|학부모|신청자|참여자|참석자|대상자)(?:님|들)?"
    "[ ](?:약[ ]|총[ ]|모두[ ]|전체[ ])?$"
)
_MINUTES_AFTER = re.compile("간|[ ]?(?:동안|만에|이내|안에|뒤|후|전|내|씩|넘게|걸[리려렸린]|지[나연]|[0-9])")
_TO_PERSONS = re.compile("께(?![가-힣](?<![서는도선]))|들[께의이은을]")
_HOUR = 60


def counts_persons(text: str, start: int, end: int, number: int | float | None) -> bool:
    """Whether 분 with that number, ending at ``end``, counts people and no minutes."""
    if number is not None and number >= _HOUR and _TO_PERSONS.match(text, end):
        return True
    return bool(_PERSONS_BEFORE.search(text, max(0, start - 12), start)) and not _MINUTES_AFTER.match(text, end)


def named_before(text: str, start: int) -> bool:
    """Whether the words right before ``start`` make the number there a part of their name (갤럭시 25, 피고인 2)."""
    return bool(_NAME_BEFORE.search(text, max(0, start - 14), start))


def named_by_unit(text: str, start: int, word: str, end: int) -> bool:
    """Whether the number at ``start`` with the unit ``word``, ending at ``end``, names something: 5번 환자, 형사 4팀, 2도 화상."""
    after = _NAMED_AFTER.get(word)
    if after and after.match(text, end):
        return True
    left = max(0, start - 14)
    before = {"번": _NUMBER_OF, "편": _FLIGHT}.get(word, _BENCH if word in _BENCHES else None)
    return bool(before and before.search(text, left, start))


def year(written: str) -> bool:
    """Whether these bare figures are a year of our time."""
    return len(written) == 4 and written.isdigit() and int(written) in _YEARS


def memorial(text: str, start: int) -> bool:
    """Whether the figures at ``start`` name a day: 4.3 사건, 9.11."""
    return bool(_MEMORIAL.match(text, start))


def article_or_group(text: str, start: int, end: int) -> str | None:
    """What a bare N조 is when it is no amount: an article (개인정보보호법 34조) or a group of a draw (예선 2조에서).

    >>> article_or_group("정보통신망법 48조를 위반", 7, 10)
    'article'
    """
    if _LAW_BEFORE.search(text, max(0, start - 8), start) or _LAW_AFTER.match(text, end):
        return "article"
    if _PAIRED.search(text, max(0, start - 8), start):
        return "group"
    if _DRAW_AFTER.match(text, end) and _DRAW.search(text, max(0, start - 20), start):
        return "group"
    return None


def reason_of_bare(text: str, pos: int, start: int, end: int) -> str | None:
    """Why the bare digits ``text[start:end]`` are no count, or None; ``pos`` is where their sign stands, else ``start``."""
    before, after, later = text[pos - 1 : pos], text[end : end + 1], text[end + 1 : end + 2]
    street = after == "가" and text[max(0, pos - 2) : pos].rstrip()[-1:] in ("로", "동")
    left = max(0, pos - 18)
    after_latin = before == " " and text[pos - 2 : pos - 1].isascii()
    if "가" <= before <= "힣" or street or (pos and named_before(text, pos)):
        return "number of a name"
    if after_latin and _LATIN_BEFORE.search(text, left, pos):
        return "number of a name"
    if after and (
        (after.isalpha() and not "가" <= after <= "힣")
        or after in "_/@&"
        or (after == "+" and later.isalnum())
        or (after == "." and later.isalpha())
    ):
        return "code"
    if "대" in text[max(0, pos - 2) : pos] and _ODDS_BEFORE.search(text, max(0, pos - 6), pos):
        return "score or code"
    if not (after == "+" or TAIL.match(text, end)) or _NO_PARTICLE.match(text, end):
        return "word"
    written = text[start:end]
    if after_latin and _MONTH_BEFORE.search(text, max(0, pos - 8), pos):
        return "time"
    if before == " " and after and after in "'\"’”」』》>":
        return "number of a name"  # '클로드 5', ‘그록 4.5’
    if memorial(text, start) or _ON_DAY.search(text, left, start):
        return "named day"
    return _reason_of_digits(text, pos, end, written) if written.isdigit() else None


def _dialled(text: str, start: int, end: int, written: str) -> bool:
    """Whether one dials this number: 112에 신고, 국번 없이 118."""
    return written in _DIALLED and bool(
        _DIALLED_AFTER.match(text, end) or _DIALLED_BEFORE.search(text, max(0, start - 8), start)
    )


def _reason_of_digits(text: str, start: int, end: int, written: str) -> str | None:
    """Why an unbroken run of digits is no count, or None."""
    before, after, later = text[start - 1 : start], text[end : end + 1], text[end + 1 : end + 2]
    if _dialled(text, start, end, written):
        return "number of a name"
    if len(written) > 1 and written[0] == "0":
        return "code"
    if year(written) and not _COMPARED.match(text, end):
        return "year"
    if len(written) > 2:
        return None
    if before == "(" and _AGE_AFTER.match(text, end):
        named = start > 1 and text[start - 2].isalpha()
        return "age" if named else "list" if after == ")" else None
    if after == ")" and _AGE_BEFORE.search(text, max(0, start - 20), start):
        return "age"
    if before + after in ("[]", "〈〉", "<>", "《》", "〔〕"):
        return "list"
    if after in (".", ")") and later == " ":
        line = text.rfind("\n", max(0, start - 6), start) + 1
        first = not text[line or max(0, start - 6) : start].strip()
        return (
            "list"
            if first or (after == ")" and before == " " and "(" not in text[max(0, start - 30) : start])
            else None
        )
    listed = _NEXT_OF_LIST.match(text, end)
    return LABELS.get(listed[1], "time") if listed else None
