"""What a written number is: a count, an amount, a share, an ordinal, or a label that is no value (an age, an article, a version)."""

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from nlp.currencies import CENT, CODES, COINS, CURRENCIES, MAGNITUDES, SIGNS
from nlp.numerals import BIG, Numeral, read_numeral
from nlp.units import LABELS, NOUNS, TAIL, Unit, read_unit


@dataclass(frozen=True, slots=True)
class Quantity:
    """One written number and what it counts."""

    start: int
    end: int
    numeral: Numeral
    kind: str  # count, dozen, money, percent, points, ratio, ordinal, time, label
    unit: str | None = None
    currency: str | None = None
    flags: tuple[str, ...] = ()
    reason: str | None = None  # labels: what the number is instead of a value


_MONEY_NOUN = (
    "과징금|과태료|벌금|범칙금|피해액|피해|손실|손해|매출|매출액|예산|몸값|보상금|위로금|위자료|배상금|배상액|합의금|현상금|상금|포상금|연봉|월급|급여|가격|시가"
    "|시총|시가총액|투자금|투자|대출금|대출|예금|잔액|수익|이익|영업이익|비용|금액|자금|횡령액|추징금|보증금|계약금|자본금|거래액|거래대금|판매액|총액|차액"
)
_MONEY_CUE_BEFORE = re.compile(
    rf"(?:{_MONEY_NOUN})[은는이가을를도만의]?[ ]?(?:약|총|최대|최소|각각|각|무려|모두|:)?[ ]?$"
)
_MONEY_CUE_AFTER = re.compile(rf"[ ]?(?:대|대의|상당의?|규모의?|이상의?|가량의?)?[ ]?(?:{_MONEY_NOUN})")
_COUNTED_NOUN = "인구|회원|가입자|이용자|사용자|고객|다운로드|조회|계정|레코드|비밀번호"
_COUNT_CUE_BEFORE = re.compile(
    rf"(?:{_COUNTED_NOUN}|조회수|건수|재생|패킷|구독자|팔로워)수?[은는이가을를도만의]?[ ]?(?:약|총|최대|최소|누적|모두)?[ ]?$"
)
_COUNT_CUE_AFTER = re.compile(rf"[ ]?(?:{_COUNTED_NOUN}|뷰|인류|국민|인도|중국인|세계인|픽셀|화소)")
# 2억4천 and 5억 1259: 만 is heard but not written.
_ELIDED = re.compile(
    r"억[ ]?([0-9]천(?:[0-9]백)?|[일이삼사오육칠팔구]?천(?:[일이삼사오육칠팔구]?백)?|[0-9일이삼사오육칠팔구]백|[0-9]{4})$"
)

_OF_COIN = re.compile(rf"의?[ ]?({'|'.join(sorted(COINS, key=len, reverse=True))})")
_CODE_BEFORE = re.compile(r"(?<![A-Za-z])([A-Za-z]{2,6})$")
_MAGNITUDE = re.compile(r"[ ]?([A-Za-z]++)")
_COIN_NAMES, _SIGN_ENDS = tuple(COINS), frozenset(sign[-1] for sign in SIGNS)
_SIGNS_BY_LENGTH = sorted(SIGNS, key=len, reverse=True)
_COIN_LIMIT = {"BTC": 21_000_000}  # more than will ever exist: 30억 비트코인 is an amount of won

# N대 as "the great N", as "the Nth" and as odds: 3대 이통사, 21대 국회, 3대 1.
_GREAT = re.compile(
    "대[ ](?:그룹|은행|이통사|통신사|기업|거래소|과제|전략|분야|사고|손보사|카드사|대형|명절|원칙|포털|요소|도시|광역|재벌|건설|증권|보험|뉴스|범죄|의혹"
    "|국회|대통령|총선|대선|회장|원장|총장|이사장|사장|의장)|대[ ]?[0-9]{1,3}(?:$|[^0-9가-힣,%만억]|[로의]|으로)"
)
_DEVICE = re.compile(
    "서버|PC|컴퓨터|단말|기기|장비|휴대전화|휴대폰|스마트폰|공기계|노트북|차량|자동차|카메라|CCTV|중계기|기지국|라우터|공유기|셋톱|로봇|드론|대포폰"
    "|아이폰|갤럭시|모뎀|프린터|버스|택시|ATM|박스|모니터|태블릿|디스크|USB|트럭|펨토셀|키오스크|헬기|전투기|호스트|봇|좀비|스토리지|채굴기|스위치|방화벽"
)
_SHARES = re.compile("주식|지분|주주|매도|매수|발행")
_NAMED = re.compile("번[ ]?(?:출구|홀|국도|버스|트랙|선수|타자|게이트|채널|포트|계좌)")
# Products and lists whose number is part of the name.
_NAME_BEFORE = re.compile(
    r"(?:윈도우?|아이폰|아이패드|갤럭시|맥북|버즈|안드로이드|버전|[Vv]er\.?|[Tt][Oo][Pp]|톱|탑|채널|포트|No\.?|넘버|시즌|파트|레벨|타입|모델|시리즈|플레이스테이션|아이오에스)[ ]?$"
)
# Days known by their figures (4.3 사건, 9.11) and numbers one dials.
_MEMORIAL = re.compile(
    "(?:1?[0-9])[.][1-3]?[0-9](?:[ ]?(?:사건|테러|항쟁|운동|민주|선언|총선|대선|지방선거|재보|재·보|만세|절|대란|사이버|디도스|사태|전쟁|참사|혁명|광복)|(?![0-9%가-힣]))"
)
_EMERGENCY = frozenset(
    {"112", "119", "118", "182", "1332", "1301", "1366", "111", "113", "110", "120", "129", "131", "1577", "1588"}
)
_YEARS = range(1900, 2100)
_LOOK = 14  # characters of context on the left that a cue may lie in


def classify(text: str, quantity: Quantity, unit: Unit | None) -> Quantity:
    """The quantity with the kind its unit and its surroundings give it."""
    pos = quantity.numeral.start
    before = text[pos - 1] if pos else ""
    if before == "제" and not (pos > 1 and "가" <= text[pos - 2] <= "힣"):
        ordinal = unit is not None and unit.word in ("차", "회", "위", "번째")
        kind, reason = ("ordinal", None) if ordinal else ("label", "number of a name")
        return replace(quantity, start=pos - 1, kind=kind, reason=reason, unit=None)
    if unit is None or unit.kind == "money" or unit.word in ("개", "코인"):
        word, start = money_word_before(text, quantity.start)
        if word and (unit is None or unit.kind != "money") and (unit is not None or word not in COINS):
            return _money_before(text, quantity, word, start)
    if unit is None:
        return _without_unit(text, quantity)
    return _RULES[unit.kind](text, quantity, unit) if unit.kind in _RULES else quantity


def money_word_before(text: str, pos: int) -> tuple[str | None, int]:
    """The money sign, code or coin right before ``pos`` ($, US$, KRW, 비트코인) and where it begins."""
    at = pos
    while at > 0 and pos - at < 2 and text[at - 1] == " ":
        at -= 1
    last = text[at - 1 : at]
    if last in _SIGN_ENDS:
        for sign in _SIGNS_BY_LENGTH:
            if text.endswith(sign, 0, at):
                return sign, at - len(sign)
    if last.isascii() and last.isalpha():
        match = _CODE_BEFORE.search(text, max(0, at - 7), at)
        if match and (match[1] in CODES or (match[1].upper() in CODES and match[1].islower())):
            return match[1].upper(), match.start()
    if last in ("약", "총") and at > 1 and text[at - 2] == " ":
        return money_word_before(text, at - 1)
    for coin in _COIN_NAMES if "가" <= last <= "힣" and text.endswith(_COIN_NAMES, 0, at) else ():
        if text.endswith(coin, 0, at):
            return coin, at - len(coin)
    return None, pos


def _money_before(text: str, quantity: Quantity, word: str, start: int) -> Quantity:
    """$4.5M, KRW 1,234,000, 비트코인 10개: a sign belongs to the span, the name of a coin does not."""
    numeral, end = quantity.numeral, quantity.end
    code = SIGNS.get(word) or CODES.get(word) or COINS[word]
    magnitude = _MAGNITUDE.match(text, end) if quantity.unit is None else None
    if magnitude and magnitude[1] in MAGNITUDES:
        numeral, end = scaled(numeral, MAGNITUDES[magnitude[1]]), magnitude.end()
    start = quantity.start if code in COINS.values() and word not in SIGNS else start
    return replace(quantity, start=start, end=end, numeral=numeral, kind="money", currency=code, unit=None)


def scaled(numeral: Numeral, factor: Fraction | int) -> Numeral:
    """The numeral times ``factor``."""
    value, lower, upper = (
        None if number is None else number * factor for number in (numeral.value, numeral.lower, numeral.upper)
    )
    return replace(numeral, value=value, lower=lower, upper=upper, step=numeral.step * factor)


def _money(text: str, quantity: Quantity, unit: Unit) -> Quantity:
    """An amount whose currency stands behind it; 3달러 50센트 is one amount."""
    word, numeral = unit.word, quantity.numeral
    if word not in CURRENCIES:
        return replace(quantity, currency=SIGNS.get(word) or CODES[word], unit=None)
    code, parts = CURRENCIES[word]
    if (numeral.value or 0) > _COIN_LIMIT.get(code, numeral.value or 0):
        return replace(quantity, end=numeral.end, currency="KRW", unit=None, flags=("inferred",))
    end = quantity.end
    if parts == CENT:
        numeral = scaled(numeral, Fraction(1, CENT))
    elif numeral.value is not None and (cents := _cents(text, end, code)):
        numeral, end = replace(numeral, value=numeral.value + cents[0].value, step=cents[0].step), cents[1]
    return replace(quantity, end=end, numeral=numeral, currency=code, unit=None)


def _cents(text: str, at: int, code: str) -> tuple[Numeral, int] | None:
    """The 50센트 after 3달러 in main units, and where it ends."""
    at += text.startswith(" ", at)
    numeral = read_numeral(text, at)
    unit = read_unit(text, numeral.end, "words") if numeral and numeral.value is not None else None
    if (
        unit is None
        and numeral
        and code == "KRW"
        and text.startswith("전", numeral.end)
        and TAIL.match(text, numeral.end + 1)
    ):
        return scaled(numeral, Fraction(1, CENT)), numeral.end + 1
    if unit is None or CURRENCIES.get(unit.word, (None, 1))[1] != CENT:
        return None
    cents_of = CURRENCIES[unit.word][0]
    if cents_of not in (code, "USD") or numeral.value >= CENT:
        return None
    return (scaled(numeral, Fraction(1, CENT)) if numeral.value else replace(numeral, step=1)), unit.end


def _count(text: str, quantity: Quantity, unit: Unit) -> Quantity:
    """Counts, but for what only looks like one: 30대 (an age), 3대 그룹, 2주 (weeks), 1인당."""
    numeral, word = quantity.numeral, unit.word
    if word in NOUNS and _MEMORIAL.match(text, numeral.start):
        return replace(quantity, kind="label", reason="named day")
    if text.startswith("당", unit.end) and numeral.value == 1:
        return replace(quantity, kind="label", reason="per")
    if word == "개" and (coin := _OF_COIN.match(text, quantity.end)):
        return replace(quantity, kind="money", currency=COINS[coin[1]], unit=None)
    if word == "대" and quantity.end == unit.end:
        decade = numeral.value in range(10, 100, 10) and (numeral.script, numeral.bound) == ("digits", "exact")
        if _GREAT.match(text, unit.end - 1):
            return replace(quantity, kind="label", reason="the great few")
        if decade and not _DEVICE.search(text, max(0, quantity.start - 20), quantity.start):
            return replace(quantity, kind="label", reason="age")
    if (
        word == "주"
        and (numeral.value or 0) < 54
        and not _SHARES.search(text, max(0, quantity.start - 20), unit.end + 12)
    ):
        return replace(quantity, kind="label", reason="time")
    if word in ("부", "동", "국") and "가" <= text[quantity.start - 1 : quantity.start] <= "힣":
        return replace(quantity, kind="label", reason="number of a name")
    if word == "번" and _NAMED.match(text, unit.end - 1):
        return replace(quantity, kind="label", reason="number of a name")
    return quantity


def _percent(text: str, quantity: Quantity, unit: Unit) -> Quantity:
    if unit.word == "프로" and _NAME_BEFORE.search(text, max(0, quantity.start - _LOOK), quantity.start):
        return replace(quantity, kind="label", reason="number of a name")
    return quantity


def _label(text: str, quantity: Quantity, unit: Unit) -> Quantity:
    """Ages, articles, floors; 두 자릿수 is the class of all two-digit numbers."""
    value = quantity.numeral.value
    if LABELS[unit.word] == "digits" and isinstance(value, int) and 0 < value < 30:
        end = unit.end if unit.word == "자릿수" else text.find("수", unit.end, unit.end + 2) + 1
        if end:
            limits = {"lower": 10 ** (value - 1), "upper": 10**value}
            numeral = replace(quantity.numeral, value=None, bound="class", step=1, **limits)
            return replace(quantity, kind="count", unit=None, numeral=numeral, end=end)
    return replace(quantity, reason=LABELS[unit.word])


def _time(text: str, quantity: Quantity, unit: Unit) -> Quantity:
    """Terms and clock times are read by nlp.dates; 세 분 are persons."""
    persons = unit.word == "분" and quantity.numeral.script == "native"
    return replace(quantity, kind="count") if persons else replace(quantity, kind="label", reason="time")


def _ordinal(text: str, quantity: Quantity, unit: Unit) -> Quantity:
    return replace(quantity, unit=None)


_RULES = {
    "money": _money, "count": _count, "percent": _percent, "label": _label, "time": _time, "ordinal": _ordinal,
}  # fmt: skip


def _without_unit(text: str, quantity: Quantity) -> Quantity:
    """A number without a unit: an amount with 원 left out, a plain count, or a label."""
    numeral, start, end = quantity.numeral, quantity.start, quantity.end
    left = max(0, start - _LOOK)
    cue = numeral.big > 1 and bool(_MONEY_CUE_BEFORE.search(text, left, start) or _MONEY_CUE_AFTER.match(text, end))
    large = numeral.big >= BIG["억"] and not (
        _COUNT_CUE_BEFORE.search(text, left, start) or _COUNT_CUE_AFTER.match(text, end)
    )
    if cue or large:
        elided = _ELIDED.search(text, numeral.start, numeral.end)
        if elided and numeral.value is not None and (cue or not elided[1].isdigit()):
            rest = numeral.value % BIG["억"]
            value, step = numeral.value + rest * (BIG["만"] - 1), numeral.step * BIG["만"]
            numeral = replace(numeral, value=value, step=step)
        return replace(quantity, numeral=numeral, kind="money", currency="KRW", flags=("inferred",))
    reason = _no_count(text, quantity)
    return replace(quantity, kind="label", reason=reason) if reason else quantity


def _no_count(text: str, quantity: Quantity) -> str | None:
    """What a bare number in digits is instead of a count, or None."""
    numeral, start, end = quantity.numeral, quantity.start, quantity.end
    if numeral.script != "digits":
        return None
    before, after, later = text[start - 1 : start], text[end : end + 1], text[end + 1 : end + 2]
    street = after == "가" and text[max(0, start - 2) : start].rstrip()[-1:] in ("로", "동")
    if "가" <= before <= "힣" or street or _NAME_BEFORE.search(text, max(0, start - _LOOK), start):
        return "number of a name"
    if after and (
        (after.isalpha() and not "가" <= after <= "힣") or after in "_/@+&" or (after == "." and later.isalpha())
    ):
        return "code"
    if not TAIL.match(text, end):
        return "word"
    written = text[numeral.start : numeral.end]
    if _MEMORIAL.match(text, numeral.start):
        return "named day"
    if not written.isdigit():
        return None
    if (before == " " and after and after in "'\"’”」』》>") or written in _EMERGENCY:
        return "number of a name"
    if len(written) > 1 and written[0] == "0":
        return "code"
    if len(written) == 4 and int(written) in _YEARS:
        return "year"
    if len(written) <= 2 and before == "(" and after == ")" and start > 1 and text[start - 2].isalpha():
        return "age"
    if len(written) <= 2 and after in (".", ")") and later == " ":
        line = text.rfind("\n", max(0, start - 6), start) + 1
        return "list" if not text[line or max(0, start - 6) : start].strip() else None
    return None
