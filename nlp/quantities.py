"""Every written number of a text with what it counts: numeral, unit, sign, 여 and 대. Ranges and bounds are read in nlp.ranges."""

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from nlp.currencies import CENT, CODES, COINS, CURRENCIES, MAGNITUDES, SIGNS
from nlp.numerals import BIG, DIGITS, START, Numeral, read_numeral
from nlp.units import LABELS, TAIL, Unit, read_unit

#: Marks that other keyboards and typesetters use for the same sign; one character for one character, so spans stay.
FOLD = {
    "０１２３４５６７８９": "0123456789", "，．％＄－＋（）／：": ",.%$-+()/:", "～∼〜∽˜": "~" * 5, "–—―−‐‑": "-" * 6, "’‘‛′＇": "'" * 5,
    "￦￡￥": "₩£¥", "\u00a0\u2009\u202f\u2002\u2003\u3000\t": " " * 7, "＞＜": "><",
}  # fmt: skip
_FOLD = str.maketrans({one: other for marks, plain in FOLD.items() for one, other in zip(marks, plain, strict=True)})


@dataclass(slots=True)
class Quantity:
    """One written number and what it counts."""

    start: int
    end: int
    numeral: Numeral
    kind: str  # count, money, percent, ratio, ordinal, time, label
    unit: str | None = None
    currency: str | None = None
    flags: tuple[str, ...] = ()
    reason: str | None = None  # labels: what the number is instead of a value
    word: int = 0  # where the right-hand context begins


def fold(text: str) -> str:
    """The text with full-width digits and typographic marks in their plain form, character for character."""
    return text.translate(_FOLD)


_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"']+")
# Figures that are one sign: addresses, versions, dates in figures, telephone and account numbers, clock times, ratios, 6·25.
_CODE = re.compile(
    r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?::[0-9]++)?(?:/[0-9]++)?"
    r"|[0-9]++(?:\.[0-9]++){2,}\.?"
    r"|(?:(?:19|20)[0-9]{2}\.[ ]?|[0-9]{2}\.[ ])(?:0?[1-9]|1[0-2])(?:\.[ ]?[0-9]{1,2})?\.?(?![0-9만억조%])"
    r"|[0-9]++(?:-[0-9*]++){2,}(?:/[0-9]++)?"
    r"|01[016-9][ -]?[0-9]{3,4}[ -]?[0-9]{4}|0[2-6][0-9]?[-)][ ]?[0-9]{3,4}-[0-9]{4}|1[3568][0-9]{2}-[0-9]{4}|[0-9]{6}-[0-9*]{1,7}"
    r"|[0-9]{3,4}-[0-9]{4}(?![ ]?[명건개원만억달%])|(?:19|20)[0-9]{2}-[0-9]{2}|[0-9]++(?:/[0-9]++){2,}|[0-9]++:[0-9]++(?::[0-9]++)?"
    r"|[0-9]++(?:·[0-9]++)++(?![0-9]*[만억조])"
)
_LETTERS = re.compile(r"[0-9A-Za-z_\-]*")
_SIGN_WORD = "(?:마이너스|마이나스|음수|플러스|양수)[ ]{0,2}"
_PREFIX = "[약총](?=[일이삼사오육칠팔구십백천])"
_SCAN = re.compile(
    rf"(?<![가-힣])(?:{_SIGN_WORD}|{_PREFIX})(?=[0-9가-힣])|{START.pattern}|(?<![가-힣])(?:절반|과반|반(?=$|[이을만의 ])|첫(?=[ 째번])|처음)"
)
_NEGATIVE = re.compile(r"(?:^|[\s(\[\"'“,:~|])(?:마이너스|마이나스|음수|-|△|▼)[ ]{0,2}$")
_DENOMINATOR = re.compile(r"[ ]?분의[ ]?(마이너스[ ]?)?")
_SLASH = re.compile(r"([0-9]{1,9})/([0-9]{1,9})(?![0-9/A-Za-z])")
_MIXED_SLASH = re.compile(r"[ ]{1,2}([0-9]{1,9})/([0-9]{1,9})(?![0-9/])")
_MIXED = re.compile(r"[과와][ ]?(?=[0-9일이삼사오육칠팔구십백천만억조]+[ ]?분의)")
_OVER = re.compile(r"여(?![성기러유론건럿])|[ ]?여(?=[ ]?(?:명|건|개|대|곳|원|장|회|차례|만|억))")
_CLASS = re.compile(
    r"대(?![가-힣])|대(?:[의를가에이로는]|까지|에서|로는|로|였|이[었다며])(?![가-힣])|대(?=[ ](?:로|의|에))"
)
_GREAT = re.compile(
    r"대[ ](?:그룹|은행|이통사|통신사|기업|거래소|과제|전략|분야|사고|손보사|카드사|대형|명절|원칙|포털|요소|도시|광역|재벌|건설|증권|보험|뉴스)"
)
_DEVICE = re.compile(
    "서버|PC|컴퓨터|단말|기기|장비|휴대전화|휴대폰|스마트폰|공기계|노트북|차량|자동차|카메라|CCTV|중계기|기지국|라우터|공유기|셋톱|로봇|드론|대포폰|"
    "아이폰|갤럭시|모뎀|프린터|버스|택시|ATM|박스|모니터|태블릿|디스크|USB|트럭|펨토셀|키오스크|헬기|전투기|호스트|봇|좀비"
)
_AGE_BRACKET = re.compile(r"\([0-9]{1,2}(?:[·,세)][^)]{0,12}\)?)")
_YEARS = range(1900, 2100)


def read_quantities(text: str) -> list[Quantity]:
    """Every number of ``text`` (already folded) in reading order; what is no value has the kind label."""
    found: list[Quantity] = []
    urls = [match.span() for match in _URL.finditer(text)] if "www." in text or "://" in text else []
    at = 0
    while match := _SCAN.search(text, at):
        pos = match.start()
        if urls and pos >= urls[0][0]:
            at = max(at, urls.pop(0)[1])
            continue
        quantity, at = _read(text, pos, match.end(), found[-1].end if found else 0)
        if quantity:
            found.append(quantity)
    return found


def _read(text: str, pos: int, match_end: int, last: int) -> tuple[Quantity | None, int]:
    """The quantity at ``pos`` and where to read on."""
    char = text[pos]
    if "0" <= char <= "9":
        return _read_digits(text, pos, last)
    if match_end - pos > 1 or char in "첫반약총":
        if special := _read_special(text, pos, match_end):
            return special, special.end
        if char in "첫반절과처":
            return None, match_end
        pos = match_end
        if "0" <= text[pos] <= "9":
            return _read_digits(text, pos, last)
    return _read_words(text, pos)


def _read_special(text: str, pos: int, end: int) -> Quantity | None:
    """절반, 반, 과반, 첫 번째, 처음."""
    word = text[pos:end]
    if word in ("절반", "과반", "반"):
        if word == "반" and not re.match(r"반(?:이[ ]넘|을[ ]|만[ ]|[ ]이상|$)", text[pos : pos + 6]):
            return None
        end += text.startswith("수", end) if word == "과반" else 0
        half = Numeral(pos, end, Fraction(1, 2), Fraction(1, 2))
        return Quantity(pos, end, half, "ratio", flags=("majority",) if word == "과반" else ())
    if word in ("첫", "처음"):
        tail = re.compile(r"[ ]?번째|째|").match(text, end)
        return Quantity(pos, tail.end(), Numeral(pos, end, 1, 1), "ordinal")
    return None


def _read_digits(text: str, pos: int, last: int) -> tuple[Quantity | None, int]:
    """The quantity that begins with the digit at ``pos``; digits inside names and codes come back as labels."""
    before = text[pos - 1] if pos else ""
    joined = before == "-" and pos > 1 and last < pos - 1 and (text[pos - 2].isalnum() or text[pos - 2] == "_")
    latin = before.isascii() and (before.isalpha() or before == "_") and not _code_before(text, pos)
    if joined or latin or before == "#":
        end = _LETTERS.match(text, pos).end()
        return _label(text, pos, end, "code"), end
    code = _CODE.match(text, pos)
    if code and not text[code.end() : code.end() + 1].isdigit():
        return _label(text, pos, code.end(), "code"), code.end()
    numeral = read_numeral(text, pos)
    if numeral is None:
        end = re.compile("[0-9,.]*").match(text, pos).end()
        return None, max(end, pos + 1)
    if before == "'" and numeral.end - pos == 2:
        return _label(text, pos, numeral.end, "year"), numeral.end
    quantity = _fraction(text, numeral) or _measured(text, numeral)
    return quantity, quantity.end


def _label(text: str, start: int, end: int, reason: str) -> Quantity:
    return Quantity(start, end, Numeral(start, end, 0, 1), "label", reason=reason)


def _fraction(text: str, numeral: Numeral) -> Quantity | None:
    """3분의 1, 삼과 사분의 일, 2/3, 1 4/5: the ratio, or None when the numeral begins no fraction."""
    whole = 0
    pos = numeral.start
    start = _signed_start(text, pos)
    minus = start < pos and not text.startswith(("+", "플", "양"), start)
    if (slash := _SLASH.match(text, pos)) and numeral.end == slash.end(1) and int(slash[2]):
        value, end = Fraction(int(slash[1]), int(slash[2])), slash.end()
    elif (slash := _MIXED_SLASH.match(text, numeral.end)) and numeral.value is not None and int(slash[2]):
        value, end = Fraction(numeral.value) + Fraction(int(slash[1]), int(slash[2])), slash.end()
    else:
        if (mixed := _MIXED.match(text, numeral.end)) and numeral.value is not None:
            whole, numeral = Fraction(numeral.value), read_numeral(text, mixed.end())
        match = _DENOMINATOR.match(text, numeral.end) if numeral and numeral.value else None
        top = read_numeral(text, match.end()) if match else None
        if top and text[top.end - 1] in BIG and top.end - top.start == 2:  # 삼분의 일만 주세요, 일조각
            top = read_numeral(text, top.start, top.end - 1)
        if top is None or top.value is None:
            return None
        value, end = whole + Fraction(top.value) * (-1 if match[1] else 1) / Fraction(numeral.value), top.end
    ratio = Numeral(start, end, -value if minus else value, Fraction(1))
    return Quantity(start, end, ratio, "ratio")


def _signed_start(text: str, pos: int) -> int:
    """Where the number at ``pos`` begins when a sign before it is counted."""
    before = text[max(0, pos - 8) : pos]
    match = re.compile(r"(?:마이너스|마이나스|음수|플러스|양수)[ ]{0,2}$|[-+]$").search(before)
    if not match and (bullet := re.compile(r"^\s*[-+][ ]{1,2}$").match(text[:pos])) and len(text) < 20:
        return bullet.start() if "\n" not in text else pos
    if not match:
        return pos
    start = pos - len(match[0])
    if match[0][0] in "-+" and start and not (text[start - 1].isspace() or text[start - 1] in "([\"',:~|/“‘"):
        return pos
    return start


def _code_before(text: str, pos: int) -> str | None:
    """The code of the money sign, code or coin right before ``pos``: $, US$, KRW, 비트코인."""
    match = _MONEY_BEFORE.search(text[max(0, pos - 16) : pos])
    if not match:
        return None
    word = match[1]
    return SIGNS.get(word) or CODES.get(word.upper()) or COINS.get(word)


_MONEY_BEFORE = re.compile(
    "((?<![A-Za-z])(?:"
    + "|".join(re.escape(word) for word in sorted([*SIGNS, *CODES], key=len, reverse=True))
    + "|"
    + "|".join(code.lower() for code in CODES if len(code) == 3)
    + ")|"
    + "|".join(sorted(COINS, key=len, reverse=True))
    + r")[ ]{0,2}(?:약|총|모두|무려)?[ ]{0,1}-?$"
)


def _measured(text: str, numeral: Numeral, lone: str = "") -> Quantity | None:
    """The numeral with its sign, 여 and unit."""
    pos, end = numeral.start, numeral.end
    bound = numeral.bound
    over = _OVER.match(text, end)
    if over and bound != "range":
        bound, end = ("over" if bound == "exact" else bound), over.end()
    unit = read_unit(text, end, lone)
    if unit is None and lone:
        return None
    if unit:
        end = unit.end
        if text.startswith("여", end) and not re.compile("여[성기러유론건]").match(text, end):
            bound, end = ("over" if bound == "exact" else bound), end + 1
    start = _signed_start(text, pos)
    value = numeral.value
    if start < pos and value is not None and not text.startswith(("+", "플", "양"), start):
        value = -value
    numeral = replace(numeral, value=value, bound=bound)
    return _classified(
        text, Quantity(start, end, numeral, unit.kind if unit else "count", unit.word if unit else None), unit
    )


def _classified(text: str, quantity: Quantity, unit: Unit | None) -> Quantity:
    """The quantity with the kind its unit and surroundings give it."""
    numeral = quantity.numeral
    pos = numeral.start
    before = text[pos - 1] if pos else ""
    if before == "제" and not (pos > 1 and "가" <= text[pos - 2] <= "힣"):
        ordinal = unit and unit.word in ("차", "회", "위", "번째")
        return replace(
            quantity,
            start=pos - 1,
            kind="ordinal" if ordinal else "label",
            reason=None if ordinal else "number of a name",
        )
    code = _code_before(text, pos) if quantity.kind in ("count", "money") else None
    if code and (unit is None or unit.word in ("개", "코인") or unit.kind == "money"):
        return _money_before(text, quantity, code, unit)
    if unit is None:
        return _unitless(text, quantity)
    return _UNIT_RULES.get(unit.kind, _keep)(text, quantity, unit)


def _keep(text: str, quantity: Quantity, unit: Unit) -> Quantity:
    return quantity


def _money_before(text: str, quantity: Quantity, code: str, unit: Unit | None) -> Quantity:
    """$4.5M, KRW 1,234,000, 비트코인 10개: the sign stays outside only when it is a coin's name."""
    if unit and unit.kind == "money":
        return _money(text, quantity, unit)
    numeral, end = quantity.numeral, quantity.end
    start = quantity.start
    match = _MONEY_BEFORE.search(text[max(0, start - 16) : start])
    coin = not match or match[1] in COINS or match[1] not in SIGNS
    if coin and unit is None and match and match[1] in COINS:
        return _unitless(text, quantity)  # 비트코인 10만 돌파: no coins are counted
    if unit is None and (magnitude := re.compile(r"[ ]?([A-Za-z]++)").match(text, end)) and magnitude[1] in MAGNITUDES:
        factor = MAGNITUDES[magnitude[1]]
        numeral = replace(numeral, value=numeral.value * factor, step=numeral.step * factor)
        end = magnitude.end()
    if match and match[1] not in COINS:
        start -= len(match[0])
    return replace(quantity, start=start, end=end, numeral=numeral, kind="money", currency=code, unit=None)


def _money(text: str, quantity: Quantity, unit: Unit) -> Quantity:
    word = unit.word
    if word in SIGNS or word in CODES:
        return replace(quantity, kind="money", currency=SIGNS.get(word) or CODES[word], unit=None)
    code, parts = CURRENCIES[word]
    numeral = quantity.numeral
    if (
        code == "BTC" and (numeral.value or 0) > 21_000_000
    ):  # more than there will ever be: 30억 비트코인 is an amount of won
        return replace(quantity, end=numeral.end, kind="money", currency="KRW", unit=None, flags=("inferred",))
    if parts == CENT:
        numeral = scaled(numeral, Fraction(1, CENT))
    return replace(quantity, kind="money", currency=code, unit=None, numeral=numeral)


def scaled(numeral: Numeral, factor: Fraction | int) -> Numeral:
    """The numeral times ``factor``."""
    times = {
        name: None if (number := getattr(numeral, name)) is None else number * factor
        for name in ("value", "lower", "upper")
    }
    if isinstance(factor, Fraction):
        times = {name: None if number is None else Fraction(number) for name, number in times.items()}
    return replace(numeral, step=Fraction(numeral.step) * factor, **times)


def _ordinal(text: str, quantity: Quantity, unit: Unit) -> Quantity:
    return replace(quantity, unit=None)


def _labelled(text: str, quantity: Quantity, unit: Unit) -> Quantity:
    value = quantity.numeral.value
    digits = unit.word == "자릿수" or text.startswith((" 수", "수"), unit.end)
    if LABELS[unit.word] == "digits" and digits and isinstance(value, int) and 0 < value < 30:
        end = unit.end if unit.word == "자릿수" else text.index("수", unit.end) + 1
        numeral = replace(quantity.numeral, value=None, lower=10 ** (value - 1), upper=10**value, bound="class", step=1)
        return replace(quantity, kind="count", unit=None, numeral=numeral, end=end)
    return replace(quantity, reason=LABELS[unit.word])


def _counted(text: str, quantity: Quantity, unit: Unit) -> Quantity:
    """Counts, but for the words that only look like one: 30대 (age), 3대 그룹, 2주 (weeks)."""
    numeral = quantity.numeral
    if text.startswith("당", unit.end) and numeral.value == 1:
        return replace(quantity, kind="label", reason="per")
    if unit.word == "대" and quantity.end == unit.end:
        round_age = (
            numeral.value in range(10, 100, 10)
            and numeral.big == 1
            and numeral.script == "digits"
            and numeral.bound == "exact"
        )
        if _GREAT.match(text, unit.end - 1):
            return replace(quantity, kind="label", reason="the great few")
        if round_age and not _DEVICE.search(text[max(0, quantity.start - 20) : quantity.start]):
            return replace(quantity, kind="label", reason="age")
    if unit.word == "주" and not re.search(
        "주식|지분|주주|매도|매수", text[max(0, quantity.start - 20) : unit.end + 12]
    ):
        return replace(quantity, kind="label", reason="time")
    if unit.word == "번" and re.compile("번[ ]?(?:출구|홀|국도|버스|트랙|선수|타자|게이트|채널|포트)").match(
        text, unit.end - 1
    ):
        return replace(quantity, kind="label", reason="number of a name")
    return replace(quantity, kind="count")


def _timed(text: str, quantity: Quantity, unit: Unit) -> Quantity:
    if unit.word == "분" and quantity.numeral.script == "native":
        return replace(quantity, kind="count")
    return replace(quantity, kind="label", reason="time")


_UNIT_RULES = {"money": _money, "ordinal": _ordinal, "label": _labelled, "count": _counted, "time": _timed}


_MONEY_CUE = (
    "과징금|과태료|벌금|범칙금|피해액|피해|손실|손해|매출|매출액|예산|몸값|보상금|위로금|위자료|배상금|배상액|합의금|현상금|상금|포상금|연봉|월급|급여|가격|시가|"
    "시총|시가총액|투자금|투자|대출금|대출|예금|잔액|수익|이익|영업이익|비용|금액|자금|횡령액|추징금|보증금|계약금|자본금|거래액|거래대금|판매액|총액|차액"
)
_MONEY_BEFORE_CUE = re.compile(
    rf"(?:{_MONEY_CUE})[은는이가을를도만의]?[ ]?(?:약|총|최대|최소|각각|각|무려|모두|:)?[ ]?$"
)
_MONEY_AFTER_CUE = re.compile(rf"[ ]?(?:대|대의|상당의?|규모의?|이상의?|가량의?)?[ ]?(?:{_MONEY_CUE})")
_COUNT_CUE = re.compile(
    "(?:인구|회원|가입자|이용자|사용자|고객|다운로드|조회|조회수|계정|건수|레코드|재생|비밀번호|패킷|구독자|팔로워)(?:수)?[은는이가을를도만의]?[ ]?(?:약|총|최대|최소|누적|모두)?[ ]?$"
)
_COUNT_AFTER_CUE = re.compile(
    "[ ]?(?:인구|회원|가입자|이용자|사용자|고객|다운로드|조회|계정|레코드|비밀번호|뷰|인류|국민|인도|중국인|세계인|픽셀|화소|마리)"
)
_ELIDED = re.compile(
    "억[ ]?((?:[0-9]|[일이삼사오육칠팔구])?천(?:(?:[0-9]|[일이삼사오육칠팔구])?백)?|(?:[0-9]|[일이삼사오육칠팔구])?백|[0-9]{4})$"
)


def _unitless(text: str, quantity: Quantity) -> Quantity:
    """A number without a unit: an amount with 원 left out, a plain count, or a label."""
    numeral, end = quantity.numeral, quantity.end
    before, cue = text[max(0, quantity.start - 14) : quantity.start], False
    if numeral.big > 1:
        cue = bool(_MONEY_BEFORE_CUE.search(before) or _MONEY_AFTER_CUE.match(text, end))
    if cue or (numeral.big >= BIG["억"] and not (_COUNT_CUE.search(before) or _COUNT_AFTER_CUE.match(text, end))):
        if (elided := _ELIDED.search(text[numeral.start : numeral.end])) and (cue or not elided[1].isdigit()):
            numeral = _with_man(numeral)
        return replace(quantity, numeral=numeral, kind="money", currency="KRW", flags=("inferred",))
    reason = _label_reason(text, quantity)
    return replace(quantity, kind="label", reason=reason) if reason else quantity


def _with_man(numeral: Numeral) -> Numeral:
    """2억4천 with the 만 that everybody hears: 2억4천만."""
    rest = numeral.value % BIG["억"]
    return replace(numeral, value=numeral.value + rest * (BIG["만"] - 1), step=numeral.step * BIG["만"])


def _label_reason(text: str, quantity: Quantity) -> str | None:
    """What a bare number is instead of a count, or None."""
    numeral, end = quantity.numeral, quantity.end
    if numeral.script != "digits":
        return None
    before = text[quantity.start - 1] if quantity.start else ""
    written = text[numeral.start : numeral.end]
    if "가" <= before <= "힣":
        return "number of a name"
    after = text[end : end + 1]
    if after and (
        (after.isalpha() and not "가" <= after <= "힣")
        or after in "_/@"
        or (text[end : end + 2].strip(".") != text[end : end + 2] and text[end + 1 : end + 2].isalpha())
    ):
        return "code"
    if not TAIL.match(text, end):
        return "word"
    if written.isdigit() and len(written) == 4 and int(written) in _YEARS:
        return "year"
    if written.isdigit() and len(written) <= 2:
        if before == "(" and after == ")" and quantity.start > 1 and text[quantity.start - 2].isalpha():
            return "age"
        line = text.rfind("\n", 0, quantity.start) + 1
        if after in (".", ")") and not text[line : quantity.start].strip() and text[end + 1 : end + 2] == " ":
            return "list"
    return None


_NATIVE_WORDS = {"하나", "둘", "셋", "넷", "다섯", "여섯", "일곱", "여덟", "아홉"}
_BARE_TAIL = re.compile(
    r"(?=$|[\s.,!?)\]~])|(?:은|는|이|가|을|를|의|과|와|보다|만|까지|부터|에서|으로|에)(?:는|도)?(?![가-힣])|이다|입니다|이며|이고|이상|이하|미만|초과|은유효"
)
# Two-syllable words that are numbers only where the sentence speaks of numbers.
_BARE_CUE = re.compile(
    "숫자|[이그]?[ ]?수는|수의|값|정답|답은|범위|점수|더하|빼|곱하|나누|계산|합하|상수|번호|이상|이하|미만|초과|보다|넘"
)


def _read_words(text: str, pos: int) -> tuple[Quantity | None, int]:
    """The quantity written in words at ``pos``, if the words are a number here."""
    numeral = read_numeral(text, pos)
    while numeral:
        word = text[pos : numeral.end]
        quantity = _fraction(text, numeral)
        if quantity is None:
            quantity = _measured(text, numeral, _lone(word)) if _unit_fits(text, numeral, word) else None
        if quantity is None and _bare(text, numeral, word):
            quantity = _unitless(text, _bare_quantity(text, numeral))
        if quantity:
            return quantity, quantity.end
        if len(word) < 2 or word[-1] not in DIGITS:
            break
        numeral = read_numeral(text, pos, numeral.end - 1)  # 백이 넘는: the last syllable was a particle
    return None, pos + 1


def _lone(word: str) -> str:
    """Which kind of one-syllable numeral this is; such syllables begin many other words."""
    if word[0] in "수몇" and len(word) == 1:
        return "some"
    if len(word) == 1:
        return "sino" if word in DIGITS else "unit" if word in "십백천만억조경" else "native"
    return "native" if word in _NATIVE_WORDS or word in ("스무", "열") else "words"


def _unit_fits(text: str, numeral: Numeral, word: str) -> bool:
    if word in ("조", "경") or (
        word[-1] in "만억천백조"
        and len(word) <= 2
        and re.search(r"단위[ ]?[:)]?[ ]?$", text[max(0, numeral.start - 5) : numeral.start])
    ):
        return False
    return not (word == "만" and re.compile("만원[ ]?(?:버스|관중|사례|지하철|전철)").match(text, numeral.start))


def _bare_quantity(text: str, numeral: Numeral) -> Quantity:
    start = _signed_start(text, numeral.start)
    minus = start < numeral.start and not text.startswith(("+", "플", "양"), start)
    value = -numeral.value if minus and numeral.value is not None else numeral.value
    return Quantity(start, numeral.end, replace(numeral, value=value), "count")


def _bare(text: str, numeral: Numeral, word: str) -> bool:
    """Whether number words without a unit are a number and not some other word."""
    start = _signed_start(text, numeral.start)
    if not text[:start].strip() and not text[numeral.end :].strip(" .?!"):
        return True
    if not _BARE_TAIL.match(text, numeral.end):
        return False
    if start < numeral.start or word in _NATIVE_WORDS:
        return True
    if len(word) >= 3 and word[-1] not in "수몇":
        return True
    if len(word) == 1:
        return bool(word in DIGITS and re.compile("[은는] [0-9]").match(text, numeral.end))
    return (
        word[0] in "수몇"
        or numeral.script == "native"
        or bool(_BARE_CUE.search(text[max(0, numeral.start - 20) : numeral.end + 20]))
    )
