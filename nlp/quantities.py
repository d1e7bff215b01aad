"""Every written number of a text with its sign, fraction, 여 and unit. Ranges and bounds are read afterwards, in nlp.ranges."""

import re
from dataclasses import replace
from fractions import Fraction

from nlp.kinds import Quantity, classify, money_word_before
from nlp.numerals import BIG, DIGITS, SMALL, START, Numeral, read_numeral
from nlp.units import read_unit

#: Marks that other keyboards and typesetters use for the same sign; one character for one character, so spans stay.
FOLD = {
    "０１２３４５６７８９": "0123456789", "，．％＄－＋（）／：": ",.%$-+()/:", "～∼〜∽˜": "~" * 5, "–—―−‐‑": "-" * 6, "’‘‛′＇": "'" * 5,
    "￦￡￥": "₩£¥", "\u00a0\u2009\u202f\u2002\u2003\u3000\t": " " * 7, "＞＜％": "><%",
}  # fmt: skip
_FOLD = str.maketrans({one: other for marks, plain in FOLD.items() for one, other in zip(marks, plain, strict=True)})
#: Numerals in Chinese characters, read where at least two stand together and one of them is a unit (壹百萬, 三十億).
HANJA = dict(
    zip("零一二三四五六七八九十百千萬万億兆壹貳參拾佰仟", "영일이삼사오육칠팔구십백천만만억조일이삼십백천", strict=True)
)
_HANJA = re.compile(rf"[{''.join(HANJA)}]*[十百千萬万億兆拾佰仟][{''.join(HANJA)}]*")

_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"']+")
# Figures that are one sign: addresses, versions, dates in figures, telephone and account numbers, clock times, odds, 6·25.
_CODE = re.compile(
    r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?::[0-9]++)?(?:/[0-9]++)?"
    r"|[0-9]++(?:\.[0-9]++){2,}\.?"
    r"|(?:(?:19|20)[0-9]{2}\.[ ]?|[0-9]{2}\.[ ])(?:0?[1-9]|1[0-2])(?:\.[ ]?[0-9]{1,2})?\.?(?![0-9만억조%])"
    r"|[0-9]++(?:-[0-9*]++){2,}(?:/[0-9]++)?"
    r"|01[016-9][ -]?[0-9]{3,4}[ -]?[0-9]{4}|0[2-6][0-9]?[-)][ ]?[0-9]{3,4}-[0-9]{4}|1[3568][0-9]{2}-[0-9]{4}|[0-9]{6}-[0-9*]{1,7}"
    r"|[0-9]{3,4}-[0-9]{4}(?![ ]?[명건개원만억달%])|(?:19|20)[0-9]{2}-[0-9]{2}|[0-9]++(?:/[0-9]++){2,}|[0-9]++:[0-9]++(?::[0-9]++)?"
    r"|[0-9]++(?:·[0-9]++)++(?![0-9]*[만억조])"
)
_SHORT_YEAR = re.compile(r"[0-9]{2}(?=$|[.~/|,)-]|[ ][^가-힣])")  # '21 | '22
_REST_OF_CODE = re.compile(r"[0-9A-Za-z_\-]*")
_REST_OF_RUN = re.compile(r"[0-9,.]+")

_SIGN_WORD = "마이너스|마이나스|음수|플러스|양수"
_SIGN_BEFORE = re.compile(rf"(?:{_SIGN_WORD})[ ]{{0,2}}$|[-+△▼]$")
_BULLET = re.compile(r"[-+][ ]{1,2}")
_OPENING = frozenset(" \n\t([\"',:~|/“‘=<>")
#: Things that cannot be fewer than none: a dash before them is a bullet.
_NEVER_NEGATIVE = frozenset("명건개곳대장회")
_SCAN = re.compile(
    rf"(?<![가-힣])(?:(?:{_SIGN_WORD})[ ]{{0,2}}|[약총](?=[일이삼사오육칠팔구십백천]))(?=[0-9가-힣])|{START.pattern}"
    r"|(?<![가-힣])(?:절반|과반수?|(?<!시간 )(?<![년달개배] )반(?=$|이[ ]넘|[을만][ ]|[ ]이상)|첫(?:[ ]?번째|째|(?=[ ]))|처음)"
)
_HALVES = {"절반": (), "반": (), "과반": ("majority",), "과반수": ("majority",)}

_DENOMINATOR = re.compile(r"[ ]?분의[ ]?(마이너스[ ]?)?")
_SLASH = re.compile(r"([0-9]{1,9})/([0-9]{1,9})(?![0-9/A-Za-z])")
_AND_SLASH = re.compile(r"[ ]{1,2}([0-9]{1,9})/([0-9]{1,9})(?![0-9/])")
_AND_FRACTION = re.compile(r"[과와][ ]?(?=[0-9일이삼사오육칠팔구십백천만억조]+[ ]?분의)")
_OVER = re.compile(r"여(?![성기러유론건럿])|[ ]?여(?=[ ]?(?:명|건|개|대|곳|원|장|회|차례|만|억))")
_OVER_AFTER_UNIT = re.compile("여(?![성기러유론건])")


def fold(text: str) -> str:
    """The text with full-width digits and typographic marks in their plain form, character for character."""
    folded = text.translate(_FOLD)
    return _HANJA.sub(_hangul, folded) if _HANJA.search(folded) else folded


def _hangul(match: re.Match) -> str:
    return "".join(HANJA[char] for char in match[0]) if len(match[0]) > 1 else match[0]


def read_quantities(text: str) -> list[Quantity]:
    """Every number of ``text`` (already folded) in reading order; what is no value has the kind label."""
    found: list[Quantity] = []
    links = [match.span() for match in _URL.finditer(text)] if "www." in text or "://" in text else []
    links.reverse()
    at = 0
    while match := _SCAN.search(text, at):
        pos = match.start()
        while links and links[-1][1] <= pos:
            links.pop()
        if links and links[-1][0] <= pos:
            at = links[-1][1]
            continue
        quantity, at = _read(text, match, found[-1].end if found else 0)
        if quantity:
            found.append(quantity)
    return found


def _read(text: str, match: re.Match, last: int) -> tuple[Quantity | None, int]:
    """The quantity that ``match`` begins, and where to read on; ``last`` is the end of the one before."""
    pos, end, word = match.start(), match.end(), match[0]
    if word in _HALVES:
        half = Numeral(pos, end, Fraction(1, 2), Fraction(1, 2))
        return Quantity(pos, end, half, "ratio", flags=_HALVES[word]), end
    if word[0] in "첫처":
        return Quantity(pos, end, Numeral(pos, end, 1, 1), "ordinal"), end
    start = pos if len(word) == 1 and word not in "약총" else end
    if "0" <= text[start] <= "9":
        return _read_digits(text, start, last)
    return _read_words(text, start)


def _read_digits(text: str, pos: int, last: int) -> tuple[Quantity, int]:
    """The quantity that begins with the digit at ``pos``; digits inside names and codes come back as labels."""
    before = text[pos - 1 : pos]
    joined = before == "-" and pos > 1 and last < pos - 1 and (text[pos - 2].isalnum() or text[pos - 2] == "_")
    latin = before.isascii() and (before.isalpha() or before == "_") and not money_word_before(text, pos)[0]
    if joined or latin or before == "#":
        end = _REST_OF_CODE.match(text, pos).end()
        return _code(pos, end, "code"), end
    code = _CODE.match(text, pos)
    if code and not text[code.end() : code.end() + 1].isdigit():
        return _code(pos, code.end(), "code"), code.end()
    numeral = read_numeral(text, pos)
    if numeral is None:
        end = _REST_OF_RUN.match(text, pos).end()
        return _code(pos, end, "code"), end
    if before == "'" and _SHORT_YEAR.match(text, pos):
        return _code(pos, pos + 2, "year"), pos + 2
    quantity = _fraction(text, numeral) or _measured(text, numeral, "")
    return quantity, quantity.end


def _code(start: int, end: int, reason: str) -> Quantity:
    return Quantity(start, end, Numeral(start, end, None, 1), "label", reason=reason)


# --- signs and fractions


def _signed(text: str, numeral: Numeral) -> Numeral:
    """The numeral with the sign before it: -3, 마이너스 이십, +2."""
    start = numeral.start
    before = text[start - 1 : start]
    if before not in "-+△▼ 스수" or not start:
        return numeral
    match = _SIGN_BEFORE.search(text, max(0, start - 7), start)
    if match and match.start() and match[0] in "-+△▼" and text[match.start() - 1] not in _OPENING:
        return numeral
    if not match and len(text) < 24 and (match := _BULLET.match(text)) and match.end() != start:
        match = None  # only at the very beginning of a short text is a dash with a space a sign and no bullet
    if not match:
        return numeral
    plus = match[0][0] in "+플양"
    value = numeral.value if plus or numeral.value is None else -numeral.value
    return replace(numeral, start=match.start(), value=value)


def _fraction(text: str, numeral: Numeral) -> Quantity | None:
    """3분의 1, 삼과 사분의 일, 2/3, 1 4/5 as a ratio; None when the numeral begins no fraction."""
    if numeral.value is None or text[numeral.end : numeral.end + 1] not in "/ 분과와":
        return None
    pos, whole, bottom = numeral.start, Fraction(0), numeral
    if (slash := _SLASH.match(text, pos)) and numeral.end == slash.end(1) and int(slash[2]):
        value, end = Fraction(int(slash[1]), int(slash[2])), slash.end()
    elif (slash := _AND_SLASH.match(text, numeral.end)) and int(slash[2]):
        value, end = numeral.value + Fraction(int(slash[1]), int(slash[2])), slash.end()
    else:
        if mixed := _AND_FRACTION.match(text, numeral.end):
            whole, bottom = Fraction(numeral.value), read_numeral(text, mixed.end())
        match = _DENOMINATOR.match(text, bottom.end) if bottom and bottom.value else None
        top = _numerator(text, match.end()) if match else None
        if top is None:
            return None
        value, end = whole + Fraction(-top.value if match[1] else top.value) / bottom.value, top.end
    ratio = _signed(text, Numeral(pos, end, value, Fraction(1)))
    return Quantity(ratio.start, end, ratio, "ratio")


def _numerator(text: str, pos: int) -> Numeral | None:
    """The numeral above the bar. 삼분의 일만 주세요, 일조각을, 구천오백이다: 만, 조 and 이 are other words there."""
    top = read_numeral(text, pos)
    if top and text[top.end - 1] in BIG and top.end - pos == 2:
        top = read_numeral(text, pos, top.end - 1)
    top = _without_particle(text, top) if top else None
    return top if top and top.value is not None else None


_COPULA = re.compile(r"다(?![가-힣])|며|고|라|었|지[만 ]|므로|던|[ ]?(?:넘|안[ ]?되|채[ ])|입니다")


def _without_particle(text: str, numeral: Numeral) -> Numeral:
    """백이 넘는, 삼백이다: 이 after a unit is the particle when a copula or 넘다 follows."""
    end = numeral.end
    if (
        text[end - 1] == "이"
        and end - numeral.start > 1
        and text[end - 2] in "십백천만억조"
        and _COPULA.match(text, end)
    ):
        return read_numeral(text, numeral.start, end - 1) or numeral
    return numeral


# --- units


def _measured(text: str, numeral: Numeral, lone: str) -> Quantity | None:
    """The numeral with its sign, 여 and unit; None when number words have no unit."""
    end, bound = numeral.end, numeral.bound
    if bound != "range" and (over := _OVER.match(text, end)):
        bound, end = "over" if bound == "exact" else bound, over.end()
    is_class = (
        numeral.big >= BIG["억"] and text[numeral.start : end] != "구조" and _CLASS_TAIL.match(text, end)
    )  # 억대, 10억대: an amount, not a count of 대
    unit = None if is_class else read_unit(text, end, lone)
    if unit is None and lone:
        return None
    if unit:
        end = unit.end
        if bound != "range" and text.startswith("여", end) and _OVER_AFTER_UNIT.match(text, end):
            bound, end = "over" if bound == "exact" else bound, end + 1
    signed = numeral if unit and unit.word in _NEVER_NEGATIVE else _signed(text, numeral)
    signed = replace(signed, bound=bound)
    quantity = Quantity(signed.start, end, signed, unit.kind if unit else "count", unit.word if unit else None)
    return classify(text, quantity, unit)


# --- numbers in words

_ONE_WORD = frozenset({"하나", "둘", "셋", "넷", "다섯", "여섯", "일곱", "여덟", "아홉", "열", "스무"})
_BARE_TAIL = re.compile(
    r"$|[\s.,!?)\]~-]|(?:은|는|이|가|을|를|의|과|와|보다|만|까지|부터|에서|으로|에)(?:는|도)?(?![가-힣])|까지|보다|이다|입니다|이며|이고|이상|이하|미만|초과|은유효"
)
_COMPARED = re.compile(
    "보다는?[ ]?(?:크|큰|많|높|작|적|낮)|[ ]?(?:이상|이하|미만|초과)|이[ ]?넘|(?:에서|부터)[ ][일이삼사오육칠팔구십백천만억]"
)
# Words of two syllables (이천, 오만, 만사) are numbers only where the sentence speaks of numbers.
_NUMBER_TALK = re.compile(
    "숫자|수는|수의|값|정답|답은|범위|점수|더하|빼|곱하|나누|계산|합하|번호|이상|이하|미만|초과|보다|넘"
)
_EQUATION = re.compile("[은는] [0-9.,]+[ ]?(?:이다|입니다|이며|[과와] 같)")
_CLASS_TAIL = re.compile("[ ]?대(?:$|[^가-힣]|[의를가에이로]|까지)")
_IN_TABLE_HEAD = re.compile(r"단위[ ]?[:)]?[ ]?$")
_FULL_HOUSE = re.compile("만원[ ]?(?:버스|관중|사례|지하철|전철|열차)")


def _read_words(text: str, pos: int) -> tuple[Quantity | None, int]:
    """The quantity written in words at ``pos``, if the words are a number here."""
    numeral = read_numeral(text, pos)
    numeral = _without_particle(text, numeral) if numeral else None
    while numeral:
        word = text[pos : numeral.end]
        quantity = _fraction(text, numeral) or _with_unit(text, numeral, word)
        if quantity is None and _is_bare(text, numeral, word):
            signed = _signed(text, numeral)
            quantity = classify(text, Quantity(signed.start, signed.end, signed, "count"), None)
        if quantity:
            return quantity, quantity.end
        if len(word) < 2 or word[-1] not in DIGITS:
            break
        numeral = read_numeral(text, pos, numeral.end - 1)  # 삼분의 일이 ...: the last syllable may be a particle
    return None, pos + 1


def _with_unit(text: str, numeral: Numeral, word: str) -> Quantity | None:
    """The quantity with a unit; what stands alone (일원, 십불) may have any, one syllable in a sentence only some."""
    whole = None if text[: numeral.start].strip() else _measured(text, numeral, "words")
    if whole and whole.unit != "대" and not text[whole.end :].strip(" .?!"):
        return whole
    if _FULL_HOUSE.match(text, numeral.start):
        return None
    if word[-1] in "조경" and len(word) <= 2:  # 구조, 수조, 이조: an amount or nothing
        return (
            quantity
            if (quantity := _measured(text, numeral, "words")) and quantity.kind in ("money", "ordinal")
            else None
        )
    if (
        len(word) <= 2
        and word[-1] in "만억천백"
        and _IN_TABLE_HEAD.search(text, max(0, numeral.start - 6), numeral.start)
    ):
        return None
    return _measured(text, numeral, _lone(word))


def _lone(word: str) -> str:
    """Which kind of short numeral this is; single syllables begin many other words."""
    if len(word) > 1:
        return "native" if word in _ONE_WORD else "words"
    if word in "수몇":
        return word
    return "sino" if word in DIGITS else "unit" if word in SMALL or word in BIG else "native"


def _is_bare(text: str, numeral: Numeral, word: str) -> bool:
    """Whether number words without a unit are a number and no other word."""
    signed = _signed(text, numeral)
    if not text[: signed.start].strip() and not text[numeral.end :].strip(" .?!"):
        return True
    if (word[-1] == "억" or word == "조") and _CLASS_TAIL.match(text, numeral.end):
        return True
    if not _BARE_TAIL.match(text, numeral.end) or (word[-1] in "조경" and len(word) <= 2) or word in ("수만", "몇만"):
        return False
    if word[-1] in "한두세네무서너석넉닷엿" and not word.endswith(("다섯", "여섯")):  # these need a counter
        return False
    if signed.start < numeral.start or len(word) >= 3 or (len(word) > 1 and word in _ONE_WORD):
        return True
    if word in DIGITS:
        return bool(_EQUATION.match(text, numeral.end))
    if len(word) == 1:
        return word not in "수몇" and bool(_COMPARED.match(text, numeral.end))
    if word[0] in "수몇" or numeral.script == "native":
        return True
    return bool(_NUMBER_TALK.search(text, max(0, numeral.start - 20), numeral.end + 20))
