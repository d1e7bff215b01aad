"""One numeral with what belongs to it: its sign, the bar of a fraction, 여 and the unit. A numeral and its text come in, a quantity or None goes out."""

import re
from fractions import Fraction

from nlp.kinds import DEVICE, Quantity, classify
from nlp.numerals import BIG, DIGITS, Numeral, read_numeral
from nlp.units import read_unit

SIGN_WORD = "마이너스|마이나스|음수|플러스|양수"
_SIGN_BEFORE = re.compile(rf"(?:{SIGN_WORD})[ ]{{0,2}}$|[-+△▼]$")
_BULLET = re.compile(r"[-+][ ]{1,2}")
_OPENING = frozenset(" \n\t([\"',:~|/“‘=<>")
#: Things that cannot be fewer than none: a dash before them is a bullet.
_NEVER_NEGATIVE = frozenset("명건개곳대장회")
_DENOMINATOR = re.compile(r"[ ]?분의[ ]?(마이너스[ ]?)?")
# 회원 10분의 이름, 1만 9천 분의 사진: behind figures a numerator in words stands alone or before a particle.
_OTHER_WORD = re.compile("(?![은는이가을를에의로도만과와까보정씩쯤밖인여다라며고입이였])[가-힣]")
_SLASH = re.compile(r"([0-9]{1,9})/([0-9]{1,9})(?![0-9/A-Za-z]|[ ]?분기)")
_AND_SLASH = re.compile(r"[ ]{1,2}([0-9]{1,9})/([0-9]{1,9})(?![0-9/])")
_AND_FRACTION = re.compile(r"[과와][ ]?(?=[0-9일이삼사오육칠팔구십백천만억조]+[ ]?분의)")
_FRACTION_AHEAD = re.compile("/|[ ]{1,2}[0-9]{1,9}/|[과와]|[ ]?분의")
_OVER = re.compile(r"여(?![성기러유론건럿])|[ ]?여(?=[ ]?(?:명|건|개|대|곳|원|장|회|차례|만|억))")
_OVER_AFTER_UNIT = re.compile("여(?![성기러유론건서])")
CLASS_TAIL = re.compile("[ ]?대(?:$|[^가-힣]|[의를가에이로]|까지)")


def signed_numeral(text: str, numeral: Numeral) -> Numeral:
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
    return numeral._replace(start=match.start(), value=value)


def read_fraction(text: str, numeral: Numeral) -> Quantity | None:
    """3분의 1, 삼과 사분의 일, 2/3, 1 4/5 as a ratio; None when the numeral begins no fraction."""
    if numeral.value is None or not _FRACTION_AHEAD.match(text, numeral.end):
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
        lone = top is not None and top.end - top.start == 1 and text[top.start] in DIGITS
        if top is None or (lone and bottom.script == "digits" and _OTHER_WORD.match(text, top.end)):
            return None
        value, end = whole + Fraction(-top.value if match[1] else top.value) / bottom.value, top.end
    ratio = signed_numeral(text, Numeral(pos, end, value, Fraction(1)))
    return Quantity(ratio.start, end, ratio, "ratio")


def _numerator(text: str, pos: int) -> Numeral | None:
    """The numeral above the bar. 삼분의 일만 주세요, 일조각을, 구천오백이다: 만, 조 and 이 are other words there."""
    top = read_numeral(text, pos)
    if top and text[top.end - 1] in "만억조경" and top.end - pos == 2:
        top = read_numeral(text, pos, top.end - 1)
    top = without_particle(text, top) if top else None
    return top if top and top.value is not None else None


_COPULA = re.compile(r"다(?![가-힣])|며|고|라|었|지[만 ]|므로|던|[ ]?(?:넘|안[ ]?되|채[ ])|입니다")


def without_particle(text: str, numeral: Numeral) -> Numeral:
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


def read_measured(text: str, numeral: Numeral, lone: str) -> Quantity | None:
    """The numeral with its sign, 여 and unit; None when number words have no unit."""
    end, bound = numeral.end, numeral.bound
    if bound != "range" and "여" in text[end : end + 2] and (over := _OVER.match(text, end)):
        bound, end = "over" if bound == "exact" else bound, over.end()
    is_class = (
        numeral.big >= BIG["억"]
        and text[end - 1] in "만천억조여"
        and text[numeral.start : end] != "구조"
        and CLASS_TAIL.match(text, end)
        and not DEVICE.search(text, max(0, numeral.start - 20), numeral.start)
    )  # 억대, 10억대: an amount, not a count of 대
    unit = None if is_class else read_unit(text, end, lone)
    if unit is None and lone:
        return None
    if unit:
        end = unit.end
        if bound != "range" and text.startswith("여", end) and _OVER_AFTER_UNIT.match(text, end):
            bound, end = "over" if bound == "exact" else bound, end + 1
    signed = numeral if unit and unit.word in _NEVER_NEGATIVE else signed_numeral(text, numeral)
    if bound != signed.bound:
        signed = signed._replace(bound=bound)
    quantity = Quantity(signed.start, end, signed, unit.kind if unit else "count", unit.word if unit else None)
    return classify(text, quantity, unit)
