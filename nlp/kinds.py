"""What a written number is: a count, an amount, a share, an ordinal, or a label that is no value (an age, an article, a version)."""

import re
from fractions import Fraction
from typing import NamedTuple

from nlp.coins import coin_counted
from nlp.currencies import CENT, CODES, COIN_CODES, COINS, CURRENCIES, MAGNITUDES, SIGNS
from nlp.labels import article_or_group, counts_persons, memorial, named_before, named_by_unit, reason_of_bare, year
from nlp.numerals import BIG, NUMERAL_HEADS, Numeral, read_numeral
from nlp.units import LABELS, NOUNS, TAIL, Unit, read_unit


class Quantity(NamedTuple):
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
    rf"(?:{_COUNTED_NOUN}|조회수|건수|재생|패킷|구독자|팔로워)수?[은는이가을를도만의]?[ ]?(?:약|총|최대|최소|누적|모두)?[ ]?$|[초분]당[ ]?(?:약|최대|최소|평균)?[ ]?$"
)
_COUNT_CUE_AFTER = re.compile(rf"[ ]?(?:{_COUNTED_NOUN}|뷰|인류|국민|인도|중국인|세계인|픽셀|화소)")
# 2억4천 and 5억 1259: 만 is heard but not written.
_ELIDED = re.compile(
    r"억[ ]?([0-9]천(?:[0-9]백)?|[일이삼사오육칠팔구]?천(?:[일이삼사오육칠팔구]?백)?|[0-9일이삼사오육칠팔구]백|[0-9]{4})$"
)

_NTH = re.compile("(?<![가-힣])제[ ]?$")
_ARTICLE = re.compile("[0-9]{1,4}조")
#: What has a turnover rather than being counted by the hundred millions: 매출 620억 회사.
_FIRMS = frozenset(
    {"업체", "기관", "회사", "기업", "은행", "병원", "대학", "법인", "거래소", "카드사", "통신사", "계열사", "자회사", "협력사", "보험사", "사업자"}
)  # fmt: skip
_CODE_BEFORE = re.compile(r"(?<![A-Za-z])([A-Za-z]{2,6})$")
_MAGNITUDE = re.compile(r"[ ]?([A-Za-z]++)")
_COIN_NAMES, _COIN_ENDS, _SIGN_ENDS = (
    tuple(COINS),
    frozenset(name[-1] for name in COINS),
    frozenset(sign[-1] for sign in SIGNS),
)
_SIGNS_BY_LENGTH = sorted(SIGNS, key=len, reverse=True)
_COIN_LIMIT = {"BTC": 21_000_000}  # more than will ever exist: 30억 비트코인 is an amount of won

# N대 as "the great N", as "the Nth" and as odds: 3대 이통사, 21대 국회, 3대 1.
_GREAT = re.compile(
    "대[ ](?:그룹|금융|지주|시중|플랫폼|빅테크|암호화폐|가상자산|상장|완성차|통신|이동통신|핵심|주요|국책|강국|변수|키워드|트렌드|위협|지표|로펌|회계|은행|이통사|통신사|기업|거래소|과제|전략|분야|사고|손보사|카드사|대형|명절|원칙|포털|요소|도시|광역|재벌|건설|증권|보험|뉴스|범죄|의혹"
    "|국회|대통령|총선|대선|회장|원장|총장|이사장|사장|의장)|대[ ]?[0-9]{1,3}(?:$|[^0-9가-힣,%만억]|[로의]|으로)"
)
DEVICE = re.compile(
    "서버|PC|승용|상용|화물차|오토바이|여객기|항공기|전차|에어컨|세탁기|냉장고|컴퓨터|단말|기기|장비|휴대전화|휴대폰|스마트폰|공기계|노트북|차량|자동차|카메라|CCTV|중계기|기지국|라우터|공유기|셋톱|로봇|드론|대포폰"
    "|아이폰|갤럭시|모뎀|프린터|버스|택시|ATM|박스|모니터|태블릿|디스크|USB|트럭|펨토셀|키오스크|헬기|전투기|호스트|봇|좀비|스토리지|채굴기|스위치|방화벽"
)
_OF_AGE = re.compile(
    "[ ]?(?:초반|중반|후반|초중반|중후반|남|여|이상[ ]?연령|청년|노인|가장|주부|회사원|직장인|부부|피의자|용의자|총책|일당)"
)
_SHARES = re.compile("주식|지분|주주|매도|매수|발행")
_LOOK = 14  # characters of context on the left that a cue may lie in


def classify(text: str, quantity: Quantity, unit: Unit | None) -> Quantity:
    """The quantity with the kind its unit and its surroundings give it."""
    pos = quantity.numeral.start
    mine = unit is not None and unit.kind == "money" and text[pos - 1] == " "  # 제 54만 원: my
    if "제" in text[max(0, pos - 2) : pos] and not mine and _NTH.search(text, max(0, pos - 3), pos):
        ordinal = unit is not None and unit.word in ("차", "회", "위", "번째")
        kind, reason = ("ordinal", None) if ordinal else ("label", "number of a name")
        start = pos - 1 - (text[pos - 1] == " ")
        return quantity._replace(start=start, kind=kind, reason=reason, unit=None)
    scaled_up = unit is not None and unit.word in MAGNITUDES  # $1.2B: no bytes
    if unit is None or unit.kind == "money" or unit.word in ("개", "코인") or scaled_up:
        word, start = money_word_before(text, quantity.start)
        if scaled_up and word in SIGNS:
            return _money_before(text, quantity._replace(unit=None, end=quantity.numeral.end), word, start)
        if word and (unit is None or unit.kind != "money") and (unit is not None or word not in COINS):
            return _money_before(text, quantity, word, start)
    if unit is None:
        return _in_english(text, quantity) or _without_unit(text, quantity)
    return _RULES[unit.kind](text, quantity, unit) if unit.kind in _RULES else quantity


def _in_english(text: str, quantity: Quantity) -> Quantity | None:
    """3 million USD as an amount, or None."""
    magnitude = _MAGNITUDE.match(text, quantity.end)
    if not magnitude or magnitude[1] not in MAGNITUDES:
        return None
    unit = read_unit(text, magnitude.end())
    if unit is None or unit.kind != "money":
        return None
    numeral = scaled(quantity.numeral, MAGNITUDES[magnitude[1]])
    return _money(text, quantity._replace(numeral=numeral, end=unit.end, kind="money"), unit)


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
        if match and match[1] in COIN_CODES and at == pos:
            return None, pos  # ETH2 is a name; USD100 is an amount
        if match and (match[1] in CODES or (match[1].upper() in CODES and match[1].islower())):
            return match[1].upper(), match.start()
    if last in ("약", "총") and at > 1 and text[at - 2] == " ":
        return money_word_before(text, at - 1)
    for coin in _COIN_NAMES if last in _COIN_ENDS else ():
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
    return quantity._replace(start=start, end=end, numeral=numeral, kind="money", currency=code, unit=None)


def scaled(numeral: Numeral, factor: Fraction | int) -> Numeral:
    """The numeral times ``factor``."""
    value, lower, upper = (
        None if number is None else number * factor for number in (numeral.value, numeral.lower, numeral.upper)
    )
    return numeral._replace(value=value, lower=lower, upper=upper, step=numeral.step * factor)


def _money(text: str, quantity: Quantity, unit: Unit) -> Quantity:
    """An amount whose currency stands behind it; 3달러 50센트 is one amount."""
    word, numeral = unit.word, quantity.numeral
    if word not in CURRENCIES:
        return quantity._replace(currency=SIGNS.get(word) or CODES[word], unit=None)
    code, parts = CURRENCIES[word]
    if (numeral.value or 0) > _COIN_LIMIT.get(code, numeral.value or 0):
        return quantity._replace(end=numeral.end, currency="KRW", unit=None, flags=("inferred",))
    end = quantity.end
    if parts == CENT:
        numeral = scaled(numeral, Fraction(1, CENT))
    elif numeral.value is not None and (cents := _cents(text, end, code)):
        numeral, end = numeral._replace(value=numeral.value + cents[0].value, step=cents[0].step), cents[1]
    return quantity._replace(end=end, numeral=numeral, currency=code, unit=None)


_NUMBER_STARTS = NUMERAL_HEADS.union("0123456789")


def _cents(text: str, at: int, code: str) -> tuple[Numeral, int] | None:
    """The 50센트 after 3달러 in main units, and where it ends."""
    at += text.startswith(" ", at)
    if text[at : at + 1] not in _NUMBER_STARTS:
        return None
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
    return (scaled(numeral, Fraction(1, CENT)) if numeral.value else numeral._replace(step=1)), unit.end


def _count(text: str, quantity: Quantity, unit: Unit) -> Quantity:
    """Counts, but for what only looks like one: 30대 (an age), 3대 그룹, 2주 (weeks), 1인당."""
    numeral, word = quantity.numeral, unit.word
    if word in NOUNS and memorial(text, numeral.start):
        return quantity._replace(kind="label", reason="named day")
    if word in _FIRMS and numeral.big > 1 and (numeral.big >= BIG["억"] or _dear(text, quantity.start)):
        return _without_unit(text, quantity._replace(end=numeral.end, unit=None))
    if word in NOUNS and year(text[numeral.start : numeral.end]):
        return quantity._replace(end=numeral.end, kind="label", reason="year", unit=None)
    if (word in NOUNS and named_before(text, quantity.start)) or named_by_unit(text, quantity.start, word, unit.end):
        return quantity._replace(kind="label", reason="number of a name")
    if text.startswith("당", unit.end) and numeral.value == 1:
        return quantity._replace(kind="label", reason="per")
    if word == "개" and (code := coin_counted(text, quantity.start, quantity.end)):
        return quantity._replace(kind="money", currency=code[0], unit=None, flags=code[1])
    if word == "대" and quantity.end == unit.end:
        decade = numeral.value in range(10, 100, 10) and (numeral.script, numeral.bound) == ("digits", "exact")
        if _GREAT.match(text, unit.end - 1):
            return quantity._replace(kind="label", reason="the great few")
        if decade and _OF_AGE.match(text, unit.end):
            return quantity._replace(kind="label", reason="age")
        if decade and not DEVICE.search(text, max(0, quantity.start - 20), quantity.start):
            return quantity._replace(kind="label", reason="age")
    if (
        word == "주"
        and (numeral.value or 0) < 54
        and not _SHARES.search(text, max(0, quantity.start - 20), unit.end + 12)
    ):
        return quantity._replace(kind="label", reason="time")
    if word in ("부", "동", "국") and "가" <= text[quantity.start - 1 : quantity.start] <= "힣":
        return quantity._replace(kind="label", reason="number of a name")
    return quantity


def _dear(text: str, start: int) -> bool:
    """Whether a noun of money stands right before ``start``."""
    return bool(_MONEY_CUE_BEFORE.search(text, max(0, start - _LOOK), start))


def _percent(text: str, quantity: Quantity, unit: Unit) -> Quantity:
    if unit.word == "프로" and named_before(text, quantity.start):
        return quantity._replace(kind="label", reason="number of a name")
    return quantity


def _label(text: str, quantity: Quantity, unit: Unit) -> Quantity:
    """Ages, articles, floors; 두 자릿수 is the class of all two-digit numbers."""
    value = quantity.numeral.value
    if LABELS[unit.word] == "digits" and isinstance(value, int) and 0 < value < 30:
        end = unit.end if unit.word == "자릿수" else text.find("수", unit.end, unit.end + 2) + 1
        if end:
            limits = {"lower": 10 ** (value - 1), "upper": 10**value}
            numeral = quantity.numeral._replace(value=None, bound="class", step=1, **limits)
            return quantity._replace(kind="count", unit=None, numeral=numeral, end=end)
    return quantity._replace(reason=LABELS[unit.word])


def _time(text: str, quantity: Quantity, unit: Unit) -> Quantity:
    """Terms and clock times are read by nlp.dates; 세 분 are persons."""
    numeral = quantity.numeral
    persons = unit.word == "분" and (
        numeral.script == "native" or counts_persons(text, quantity.start, quantity.end, numeral.value)
    )
    return quantity._replace(kind="count") if persons else quantity._replace(kind="label", reason="time")


def _ordinal(text: str, quantity: Quantity, unit: Unit) -> Quantity:
    return quantity._replace(unit=None)


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
    if large and _ARTICLE.fullmatch(text, numeral.start, end) and (reason := article_or_group(text, start, end)):
        return quantity._replace(kind="label", reason=reason)
    if cue or large:
        elided = _ELIDED.search(text, numeral.start, numeral.end)
        if elided and numeral.value is not None and (cue or not elided[1].isdigit()):
            rest = numeral.value % BIG["억"]
            value, step = numeral.value + rest * (BIG["만"] - 1), numeral.step * BIG["만"]
            numeral = numeral._replace(value=value, step=step)
        return quantity._replace(numeral=numeral, kind="money", currency="KRW", flags=("inferred",))
    reason = reason_of_bare(text, start, numeral.start, numeral.end) if numeral.script == "digits" else None
    return quantity._replace(kind="label", reason=reason) if reason else quantity
