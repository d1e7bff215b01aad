"""Korean numerals as written (2천324만4천, 이백오십삼, 스물세, 수백만, 1.5만) to exact numbers with their precision."""

import re
from fractions import Fraction
from typing import NamedTuple

Number = int | Fraction

DIGITS = {
    char: value
    for value, chars in enumerate(("영공", "일", "이", "삼", "사", "오", "육륙", "칠", "팔", "구"))
    for char in chars
}
SMALL = {"십": 10, "백": 100, "천": 1000}
SMALL_DOWN = (("천", 1000), ("백", 100), ("십", 10), ("digits", 1))  # as they stand in a numeral
#: Above 경 a unit is read only inside a longer numeral (1해 2345조): alone these syllables are counters and nouns.
RARE = frozenset("해자양구간정재극")
BIG = {char: 10 ** (4 * power) for power, char in enumerate("만억조경해자양구간정재극", start=1)}
NATIVE_TENS = {
    "열": 10,
    "스물": 20,
    "스무": 20,
    "서른": 30,
    "마흔": 40,
    "쉰": 50,
    "예순": 60,
    "일흔": 70,
    "여든": 80,
    "아흔": 90,
}
NATIVE_ONES = {
    "하나": 1, "한": 1, "둘": 2, "두": 2, "셋": 3, "세": 3, "서": 3, "석": 3, "넷": 4, "네": 4, "너": 4, "넉": 4,
    "다섯": 5, "닷": 5, "여섯": 6, "엿": 6, "일곱": 7, "여덟": 8, "아홉": 9,
}  # fmt: skip
#: Two neighbouring numbers said as one word: the lower and the upper one.
PAIRS = {
    "한두": (1, 2), "두세": (2, 3), "두셋": (2, 3), "두서너": (2, 4), "서너": (3, 4), "세네": (3, 4), "서넛": (3, 4),
    "너댓": (4, 5), "네댓": (4, 5), "너덧": (4, 5), "네다섯": (4, 5), "대여섯": (5, 6), "대엿": (5, 6), "예닐곱": (6, 7),
    "예일곱": (6, 7), "일고여덟": (7, 8), "일여덟": (7, 8), "여덟아홉": (8, 9), "엳아홉": (8, 9),
    "이삼": (2, 3), "삼사": (3, 4), "사오": (4, 5), "오륙": (5, 6), "오육": (5, 6), "육칠": (6, 7), "칠팔": (7, 8), "팔구": (8, 9),
    "일이": (1, 2),
}  # fmt: skip
LONGEST = 30  # a longer run of digits is an identifier, not a number


def _any(words: object) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_SINO = "[일이삼사오육륙칠팔구]"
_DIGIT_GROUP = r"(?:[0-9]{1,3}(?:,[0-9]{3})++(?![0-9])|[0-9]++)(?:\.[0-9]++(?!\.?[0-9]))?"
_TENS, _ONES = _any(NATIVE_TENS), _any(NATIVE_ONES)
_SINO_PAIR = "일이|이삼|삼사|사오|오[륙육]|육칠|칠팔|팔구"
_NATIVE_PAIR = _any(word for word in PAIRS if not re.fullmatch(_SINO_PAIR, word))
# What may follow a numeral that goes on over a space: the end, a counter, a currency or a particle, but not a noun (3만 이용자).
_FOLLOW = (
    r"(?=$|[^가-힣]|[원달엔유위파불명건개대곳번여주장회차표척톤권채병]|점[ ]?[영일이삼사오육칠팔구]"
    r"|[은는이가을를의에과와로도세살년](?![가-힣])|홍콩|퍼센트|프로|입니다)"
)
# Neither does the next number belong to it when it is a date, an age, a share or a code (3만 50대, 5억 3월).
_JOIN = (
    r"(?:[ ]{1,2}(?=[0-9][0-9,]*+(?:\.[0-9]++)?(?:[십백천]?[만억조경해]|[십백천])?(?![0-9]|[년월일시분초세살%위등차호층단:~/.'\"A-FH-Za-z-]|대[ ])"
    rf"|(?:(?={_SINO}?[십백천만억조])[일이삼사오육륙칠팔구십백천만억조]{{1,40}}+|{_TENS}|{_ONES}){{1,8}}+{_FOLLOW}"
    rf"|(?!오만[ ]리알)(?={_SINO}?[십백천만억조])[일이삼사오육칠팔구십백천만억조]{{3,40}}+|{_SINO}(?=$|번째)))?"
)
_COEFFICIENT = rf"{_DIGIT_GROUP}|{_SINO_PAIR}|{_SINO}|[수몇](?:[ ](?=[십백천만억]+(?:[ ]?[명건개원달대곳여])))?"
#: One section under 만: 천, 백, 십 with their digits, then native words or digits.
_SECTION = re.compile(
    rf"(?:(?P<c천>{_COEFFICIENT})?(?P<천>천){_JOIN})?(?:(?P<c백>{_COEFFICIENT})?(?P<백>백){_JOIN})?(?:(?P<c십>{_COEFFICIENT})?(?P<십>십){_JOIN})?"
    rf"(?:(?P<tens>{_TENS})(?:[ ]?(?P<more_pair>{_NATIVE_PAIR})|[ ](?P<far_one>{_ONES}){_FOLLOW}|(?P<more>{_ONES}))?"
    rf"|(?P<pair>{_NATIVE_PAIR})|(?P<one>{_ONES})"
    rf"|(?P<digits>{_DIGIT_GROUP}|(?:{_SINO_PAIR})(?=[ ]?[명건개번만억조])|{_SINO}|[영공]|[수몇])(?![십백천]))?"
)
_NATIVE_GROUPS = {
    "tens": NATIVE_TENS,
    "more_pair": PAIRS,
    "far_one": NATIVE_ONES,
    "more": NATIVE_ONES,
    "pair": PAIRS,
    "one": NATIVE_ONES,
}
#: Which groups of a section its parts are: 천, 백, 십 behind their digits, the digits at the end, native words between.
_PLACES = tuple((_SECTION.groupindex[group], unit) for group, unit in SMALL_DOWN)
_FIRST_NATIVE, _LAST_NATIVE = _SECTION.groupindex["tens"] - 1, _SECTION.groupindex["digits"] - 1
_BIG_AFTER_SPACE = re.compile(rf"[ ]?(여?)[ ]?([만억조])(?:여(?![성기러유론])|{_FOLLOW})")
# 1해 2345조 is a number, 이자 52억 and 3자 100만 are none: the next unit stands at most two below, and words go on in words.
_BIG_AFTER_OVER = re.compile(rf"여(?:[ ](?=[만억조]{_FOLLOW}))?([만억조])")
_NEXT = "|".join(
    f"{high}[ ]?(?:%s)++[{''.join(list(BIG)[at - 2 : at])}]" for at, high in enumerate(BIG) if high in RARE
)
_RARE = re.compile(
    f"(?<=[0-9십백천])(?:{_NEXT % (('[0-9일이삼사오육칠팔구천백십]',) * len(RARE))})|{_NEXT % (('[일이삼사오육칠팔구천백십]',) * len(RARE))}"
)
_COUNTED = re.compile("[ ]?(?:명|개|건|곳|번째|마리|권|살|차례|사람)")  # 백한 명
_THOUSANDS = re.compile("[일이삼사오육칠팔구]?[천백십]")  # 육억만이천
_SKIP = re.compile(_JOIN)
_POINT = re.compile(
    f"[ ]?점[ ]?([영공일이삼사오육륙칠팔구](?:[ ]?[영공일이삼사오육륙칠팔구])*){_FOLLOW}|[ ]?점[ ]?([영공일이삼사오육칠팔구]++)(?=[도퍼프배])"
)
# 만 before an age or a term means full years: 만 19세, 만 하루.
_FULL = re.compile(rf"[ ](?:[0-9]{{1,2}}(?![0-9,천백만])|(?:{_TENS}|{_ONES}))")
_SYLLABLES = "".join(
    sorted({*DIGITS, *SMALL, *"만억조경수몇", *(word[0] for word in (*NATIVE_TENS, *NATIVE_ONES, *PAIRS))})
)
NUMERAL_HEADS = frozenset({*_SYLLABLES, *(set(BIG) - RARE)})  # the syllables that numbers in words begin with
#: Every character that a written number may hold.
NUMERAL_CHARS = frozenset("0123456789,. 여점수몇").union(*SMALL, *BIG, *DIGITS, *NATIVE_TENS, *NATIVE_ONES, *PAIRS)
_LONG_NATIVE = _any(word for word in (*NATIVE_TENS, *NATIVE_ONES, *PAIRS) if len(word) > 1)
_SHORT = "".join(
    sorted({*DIGITS, *SMALL, *"만억조경수몇", *(word for word in (*NATIVE_TENS, *NATIVE_ONES) if len(word) == 1)})
)
# What the next syllable can be when a word begins with a numeral of one syllable: another numeral, a counter or a particle. Most words are none.
_PARTICLE = "은는이가을를의과와보에부까도로"
_AFTER_SINO = f"[{_SYLLABLES}등달센점분{_PARTICLE}]|번째|퍼센"
_AFTER_OTHERS = f"[{_SYLLABLES}셋넷섯덟곱홉명개건곳차번째마권살시군가배사달해켤자그회장대통구잔원년불엔위등유파퍼센월분점여{_PARTICLE}]"
_OTHERS = "".join(sorted(set(_SHORT) - set(DIGITS)))
#: Where a numeral may begin.
START = re.compile(
    rf"[0-9]|(?<![가-힣0-9])(?:[{''.join(DIGITS)}](?=[^가-힣]|{_AFTER_SINO}|$)|[{_OTHERS}](?=[^가-힣]|{_AFTER_OTHERS}|$)"
    rf"|(?={_LONG_NATIVE})[{_SYLLABLES}])|\A[{_SHORT}]"
)


class Numeral(NamedTuple):
    """One written number, before anything is known about what it counts."""

    start: int
    end: int
    value: Number | None  # None where only bounds are known
    step: Number  # place value of the last non-zero digit written
    bound: str = "exact"  # exact, over, range, vague
    lower: Number | None = None
    upper: Number | None = None
    script: str = "digits"  # digits, sino, native
    lead: int = 1  # what the units multiply the first digit by: 10^7 in 3천만
    big: int = 1  # the largest of 만, 억, 조 ... written


# Digits that nothing can go on after: neither a decimal part nor a unit nor, after a space, another section.
_PLAIN = re.compile(
    r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,5}|[0-9]{1,18})(?![0-9,.여점십백천만억조경해자양구간정재극]|[ ]{1,2}[0-9일이삼사오육칠팔구여점십백천만억조하한두둘세셋네넷다섯여섯일곱아홉열스서마쉰예])"
)


def _step(digits: str, value: Number) -> int:
    """The place value of the last digit that is not zero."""
    return 10 ** (len(digits) - len(digits.rstrip("0"))) if value else 1


def exact(number: Number | None) -> int | float | None:
    """The number as JSON knows it: an int where it is whole, else the nearest float."""
    if number is None or isinstance(number, int):
        return number
    return int(number) if number == int(number) else float(number)


def read_numeral(text: str, pos: int, stop: int | None = None) -> Numeral | None:
    """The longest numeral that starts at ``pos`` and ends by ``stop``, or None.

    >>> read_numeral("2천324만4천649명", 0).value
    23244649
    """
    stop = len(text) if stop is None else stop
    digits = "0" <= text[pos : pos + 1] <= "9"
    if digits and (plain := _PLAIN.match(text, pos, stop)):  # the most common form needs none of what follows
        written = plain[0].replace(",", "")
        value = int(written)
        return Numeral(pos, plain.end(), value, _step(written, value))
    cells: list[tuple[Number, Number, Number]] = []  # (lower, upper, step), added up at the end
    at = end = pos
    limit, lead, biggest, over = BIG["극"] * 10**4, 0, 1, False
    script = "digits" if digits else "sino"
    while at < stop:
        match = _SECTION.match(text, at, stop)
        section, section_end, first, native = _section(match, digits, bool(cells))
        if section is None:
            return None
        over_here, unit_end = _big_unit(text, section_end if section else at, stop, bool(section), bool(cells))
        unit = BIG[text[unit_end - 1]] if unit_end else 0
        bare = unit == BIG["만"] and not digits and _THOUSANDS.match(text, unit_end)
        if unit and unit < limit and (section or not cells or bare) and not native:
            cells += [(low * unit, high * unit, step * unit) for low, high, step in section or [(1, 1, 1)]]
            lead, biggest, limit = lead or first * unit, max(biggest, unit), unit
            over, at = over or over_here, unit_end
            end = at
            if (
                over_here
                or text[pos] in "수몇"
                or (not section and len(cells) == 1 and (unit > BIG["만"] or _FULL.match(text, at)))
            ):
                break
            at = _SKIP.match(text, at, stop).end()
            continue
        if section and (len(cells) == 0 or sum(cell[1] for cell in section) < limit):
            cells, end, lead = cells + section, section_end, lead or first
            script = "native" if native else script
        break
    if not cells:
        return None
    return _numeral(text, pos, end, stop, cells, script, lead, biggest, over)


def _section(match: re.Match, ascii_digits: bool, continued: bool) -> tuple[list[tuple] | None, int, int, bool]:
    """The cells of one section, where it ends, what multiplies its first digit, and whether native words end it."""
    cells: list[tuple[Number, Number, Number]] = []
    end, first, room = match.start(), 0, BIG["극"]
    groups = match.groups()
    for group, unit in _PLACES:
        if not groups[group - 1]:
            continue
        digits = groups[group - 1] if unit == 1 else groups[group - 2]
        cell = _CELLS.get(digits) or _coefficient(digits, continued or bool(cells))
        if cell is None:
            return None, end, 1, False
        low, high, step = cell
        if low * unit >= room or (
            (ascii_digits or digits in _ZERO) and _is_other_word(match, digits, unit, continued or bool(cells))
        ):
            return cells, end, first or 1, False
        if unit == 1 and cells and match[0][0] in "수몇":  # 수십이, 몇백이: 이 is a particle
            return cells, end, first or 1, False
        cells.append((low * unit, high * unit, step * unit) if unit > 1 else cell)
        end, first, room = match.end(group), first or unit, unit
    if not any(groups[_FIRST_NATIVE:_LAST_NATIVE]):
        return cells, end, first or 1, False
    lone = (cells or continued) and match["one"] and len(match["one"]) == 1
    if ascii_digits or (lone and not _COUNTED.match(match.string, match.end())):  # 2천 세대, 백두산, 만한
        return cells, end, first or 1, False
    native = False
    for group, table in _NATIVE_GROUPS.items():
        if word := match[group]:
            low, high = table[word] if table is PAIRS else (table[word], table[word])
            cells.append((low, high, 10 if table is NATIVE_TENS else 1))
            end, native, first = match.end(group), True, first or 1
    return cells, end, first or 1, native


_ZERO = frozenset("영공")


def _is_other_word(match: re.Match, digits: str | None, unit: int, continued: bool) -> bool:
    """Whether a Sino digit is the word it looks like: 백영 has no zero; 20이, 1만이, 2백구 end in a particle or noun."""
    if digits in _ZERO:
        return continued
    return unit == 1 and digits in DIGITS and match.string[match.end() : match.end() + 1] not in ("만", "억", "조")


#: Lower, upper and step of what may stand before a unit; bare units count one.
_CELLS = {
    None: (1, 1, 1),
    **{char: (value, value, 1) for char, value in DIGITS.items()},
    **{pair: (low, high, 1) for pair, (low, high) in PAIRS.items()},
}


def _coefficient(written: str, continued: bool) -> tuple[Number, Number, Number] | None:
    """The same for 수 and 몇, which count from two to ten, and for figures; None for a run too long to be a number."""
    if written[0] in "수몇":
        return (1 if continued else 2), 10, 1
    whole, _, part = written.replace(",", "").partition(".")
    if len(whole) > LONGEST or len(part) > LONGEST:
        return None
    part = part.rstrip("0")
    if part:
        value = Fraction(int(whole + part), 10 ** len(part))
        return value, value, Fraction(1, 10 ** len(part))
    value = int(whole)
    return value, value, _step(whole, value)


def _big_unit(text: str, at: int, stop: int, after_digits: bool, continued: bool) -> tuple[bool, int]:
    """Whether 여 stands before the 만-unit at ``at`` (30여만), and where that unit ends; 0 when there is none."""
    char = text[at : at + 1] if at < stop else ""
    if char == "여" and after_digits and (match := _BIG_AFTER_OVER.match(text, at, stop)):
        return True, match.end(1)
    if char == " " and after_digits and (match := _BIG_AFTER_SPACE.match(text, at, stop)):
        return bool(match[1]), match.end(2)
    if char not in BIG or (char in RARE and not (after_digits and (continued or _RARE.match(text, at, stop)))):
        return False, 0
    return False, at + 1


def _numeral(
    text: str, pos: int, end: int, stop: int, cells: list[tuple], script: str, lead: int, big: int, over: bool
) -> Numeral:
    if len(cells) == 1:
        lower, upper, step = cells[0]
    else:
        lows, highs, steps = zip(*cells, strict=True)
        lower, upper = sum(lows), sum(highs)
        step = min(steps) if all(highs) else min((cell[2] for cell in cells if cell[1]), default=1)
    if lower != upper:
        vague = "수" in text[pos:end] or "몇" in text[pos:end]
        return Numeral(pos, end, None, step, "vague" if vague else "range", lower, upper, script, lead, big)
    if script == "sino" and not over and "점" in text[end : end + 2] and (point := _POINT.match(text, end, stop)):
        digits = "".join(str(DIGITS[char]) for char in (point[1] or point[2]) if char != " ")
        step = Fraction(1, 10 ** len(digits))
        return Numeral(pos, point.end(), lower + int(digits) * step, step, script=script, lead=lead, big=big)
    return Numeral(pos, end, lower, step, "over" if over else "exact", script=script, lead=lead, big=big)
