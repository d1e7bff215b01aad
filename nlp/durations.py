"""Written terms of time (사흘, 3~4일간, 1년 6개월, 한 달여, 72시간 이내) to ISO 8601 durations with their bounds."""

import re
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import NamedTuple

from nlp.bounds import bound_after, bound_before
from nlp.numerals import NUMERAL_CHARS, NUMERAL_HEADS, Number, exact, read_numeral
from nlp.published import LAST_YEAR
from nlp.value import Value

#: Days with a name of their own: how many they are, or from how many to how many.
NAMED_DAYS = {
    "하루": 1, "이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "엿새": 6, "이레": 7, "여드레": 8, "아흐레": 9, "열흘": 10, "열하루": 11, "열이틀": 12, "열사흘": 13,
    "열나흘": 14, "열닷새": 15, "보름": 15, "스무날": 20, "스무하루": 21, "스무이틀": 22, "하루이틀": (1, 2), "하루 이틀": (1, 2), "이틀사흘": (2, 3), "사나흘": (3, 4),
    "네댓새": (4, 5), "너댓새": (4, 5), "대엿새": (5, 6), "예니레": (6, 7), "일이일": (1, 2), "이삼일": (2, 3), "삼사일": (3, 4), "사오일": (4, 5), "오륙일": (5, 6),
    "며칠": (2, 10), "몇일": (2, 10), "수일": (2, 10),
}  # fmt: skip
VAGUE_DAYS = frozenset({"며칠", "몇일", "수일"})
#: unit as written -> place in (years, months, days, hours, minutes, seconds) and how many of it one unit is.
UNITS = {
    "년": (0, 1), "해": (0, 1), "개월": (1, 1), "달": (1, 1), "주일": (2, 7), "주간": (2, 7), "주": (2, 7), "영업일": (2, 1), "일": (2, 1), "시간": (3, 1), "분": (4, 1),
    "초": (5, 1),
}  # fmt: skip
HALF_OF = {"년": (1, 6), "해": (1, 6), "개월": (2, 15), "달": (2, 15), "시간": (4, 30), "분": (5, 30), "일": (3, 12)}
#: Longer words that begin with a unit (3년생, 2초등, 3분의 1, 5달러).
_NOT_AFTER = {
    "년": "대|도(?![ ])|생|차|형|식|산|물|층|단위|제|짜리", "해": "킹|결|당|외|제|커|체|답|명|설|소|석|양|안|군|산|약|로|운", "달": "러|라|성|력|려|리|콤|인|하|한|했|았",
    "개월": "분|치", "주": "식|의|요|장|택|민|가[ ]|당|도|문|변|말|권|총|차|년|소|유|체|머|인|거|로|력|목|부|연|자|제|최|행", "주일": "예배|학교", "주간": "지|보|사|업무", "영업일": "",
    "일": "본|반|부[^터]|권|장|제|차|자|정(?!도)|대|원|터|상|괄|치|자리|용|률|컬|석|당|단|행|시(?!간)|관|조|생|품|손|례|찍|급|념|변|분|회용|짜리",
    "시간": "대|당|표|제|외|강사|별|적", "분": "의[ ]?[0-9일이삼사오육칠팔구몇]|기|야|석|량|배|당|할|류|위|포|양|단|쟁|노|실|명|리|담|산|식|열|출|업",
    "초": "등|과|반|순|기|대|중(?!반)|고|보|안|심|래|월|유|년|소|저|연|특|인|복|당|청|록|점|판|상|콜|코|밥",
}  # fmt: skip
_UNIT = "|".join(f"{unit}(?!{words})" if words else unit for unit, words in _NOT_AFTER.items()).replace(
    "주(?!", "주(?!일|간|"
)
_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,6})(?:\.[0-9]{1,6})?[만천백]?"
_PART = re.compile(rf"(?P<low>{_DIGITS})(?:[ ]?[~-][ ]?(?P<high>{_DIGITS}))?(?P<over>[ ]?여)?[ ]?(?P<unit>{_UNIT})")
# 1천200만 시간, 19만 4천여 분: figures and units mixed, read as the number that they are.
_MIXED = re.compile(
    r"[0-9][0-9,]{0,11}(?:\.[0-9]{1,4})?(?:[십백천][만억조]|[만억조][ ](?=[0-9,]{1,9}[백천])|[십백천만억조](?=[0-9])|[억조])"
)
_MIXED_LONGEST = 40  # characters of such a number
_MIXED_UNIT = re.compile(rf"(?P<over>[ ]?여)?[ ]?(?P<unit>{_UNIT})")
_WORD_UNIT = re.compile(
    rf"(?P<over>여)?[ ]?(?P<unit>{_UNIT.replace('분(?!', '분(?!들|께|이[ ]|은[ ]|의|을[ ]|'.replace('||', '|'))})"
)
_LONGEST = 12  # characters of a number in words before a unit
_UNIT_AHEAD = re.compile(
    rf"[{''.join(sorted(NUMERAL_CHARS))}]{{1,{_LONGEST + 1}}}?[ ]?[{''.join(sorted({unit[0] for unit in UNITS}))}]"
)
_NAMED = re.compile("|".join(sorted(NAMED_DAYS, key=len, reverse=True)))
_HEADS = frozenset(word[0] for word in (*NAMED_DAYS, *NUMERAL_HEADS))  # first syllables of terms in words
_GAP = re.compile(r"(?:[ ]?그리고[ ]|,[ ]|[ ])?(?=[0-9가-힣])")
_OVER_AFTER = re.compile(r"여(?![러기성유행름])")
_HALF = re.compile(r"[ ]?반(?![가-힣](?<![이의을만에동간째전뒤후여가은]))")
_HALF_YEAR = re.compile(r"반[ ]?년(?!도)|반[ ]?나절|반[ ]?달(?![러곰])")
_SENTENCE = re.compile("(?:(?P<years>[0-9]{1,2})년[ ]?)?(?P<months>[0-9]{1,2})월")  # 징역 1년 6월: months, not June
_NIGHTS = re.compile(r"(?P<nights>[0-9]{1,2}|한|두|세)[ ]?박[ ]?(?P<days>[0-9]{1,2}|이틀|사흘|나흘)[ ]?일?")
_NATIVE = re.compile(
    "한두|두세|두서너|서너|너댓|네댓|네다섯|대여섯|예닐곱|스무|스물|서른|마흔|쉰|예순|열|하나|한|두|세|석|서|네|넉|너|다섯|여섯|일곱|여덟|아홉"
)
_NATIVE_UNITS = frozenset({"해", "달", "개월", "주", "시간", "주일"})
_WEEK_CUE = re.compile(
    r"$|[래랍였](?!식)|예요|입니|라[고더니]|[^가-힣A-Za-z0-9 ]|[ ]?(?:간|동안|만에|만인|째|뒤|후|전|이내|내|안에|정도|가량|연속|이상|넘|여|씩|에[ ]걸|일|짜리|마다|연장|내내|더|쯤|앞|반|격리|유예|영업정지)"
)
#: A day that is meant once for every day, or a service that never closes, is no term.
_RATE = re.compile(
    r"[ ]?(?:[0-9]{1,4}[ ]?(?:회|번)|한[ ]번|평균|365일|연중무휴|상담|모니터링|운영|가동|감시|관제|콜센터|대응|체제|체계|편의점|핫라인|비상|무휴|신고|온라인|접수|근무|서비스|경비|돌아가)"
)
_ALONE = re.compile(
    r"$|[^가-힣 ]|[ ]?(?:만|동안|간|전|뒤|후|종일|내내|새|앞|째|이내|안|더|늦|정도|남짓|반|이상|넘|그리고|쯤|가량|미만|안팎|내외|꼬박|사이|차)|[를도가이은는의과와로][ ]|[ ]이틀"
)
_WITHIN = re.compile(r"[ ]?(?:안에|내(?=에|로|[ ]|$)|안으로)")


class Duration(NamedTuple):
    """One written term; ``low`` and ``high`` are (years, months, days, hours, minutes, seconds)."""

    start: int
    end: int
    low: tuple[Number, ...]
    high: tuple[Number, ...]
    bound: str = "exact"  # exact, over, range, vague
    unit: int = 2  # place of the smallest unit written
    named: bool = False  # a word such as 하루, no number


def read_duration(text: str, pos: int) -> Duration | None:
    """The longest written term that begins at ``pos``, or None.

    >>> iso(read_duration("1년 6개월", 0).low)
    'P1Y6M'
    """
    if match := _NIGHTS.match(text, pos):
        days = match["days"]
        count = int(days) if days.isdigit() else NAMED_DAYS[days]
        return Duration(pos, match.end(), _parts(2, count), _parts(2, count))
    if text.startswith("반", pos) and (match := _HALF_YEAR.match(text, pos)):
        parts = _parts(1, 6) if "년" in match[0] else _parts(3, 6) if "나절" in match[0] else _parts(2, 15)
        return _finish(text, Duration(pos, match.end(), parts, parts, unit=1, named=True))
    whole: Duration | None = None
    at = pos
    while part := _read_part(text, at):
        if whole is None:
            whole = part
        elif part.unit > whole.unit and "vague" not in (whole.bound, part.bound):
            bound = part.bound if whole.bound == "exact" else whole.bound
            low, high = _add(whole.low, part.low), _add(whole.high, part.high)
            whole = part._replace(start=pos, low=low, high=high, bound=bound, named=False)
        else:
            break
        gap = _GAP.match(text, whole.end)
        if gap is None:
            break
        at = gap.end()
    return _finish(text, whole) if whole else None


def read_sentence(text: str, pos: int) -> Duration | None:
    """The term of a court sentence (1년 6월, 8월), or None."""
    match = _SENTENCE.match(text, pos)
    if not match:
        return None
    parts = _add(_parts(0, int(match["years"] or 0)), _parts(1, int(match["months"])))
    return Duration(pos, match.end(), parts, parts, unit=1)


def _read_part(text: str, pos: int) -> Duration | None:
    """One number with its unit, or a named number of days."""
    if "0" <= text[pos : pos + 1] <= "9":
        match = _PART.match(text, pos)
        if not match and _MIXED.match(text, pos):
            return _mixed(text, pos)
        if not match or (match["unit"] == "주" and not _WEEK_CUE.match(text, match.end())):
            return None
        low = _number(match["low"])
        high = _number(match["high"]) if match["high"] else low
        if (match["unit"] == "주" and high > 53) or high < low:
            return None
        bound, step = ("range" if high != low else "exact"), _step(low)
        if match["over"]:
            high, bound = low + step, "over"
        return _of(pos, match.end(), low, high, bound, match["unit"], text, step)
    if text[pos : pos + 1] not in _HEADS:
        return None
    if match := _NAMED.match(text, pos):
        days = NAMED_DAYS[match[0]]
        low, high = days if isinstance(days, tuple) else (days, days)
        bound = "vague" if match[0] in VAGUE_DAYS else "range" if low != high else "exact"
        part = Duration(pos, match.end(), _parts(2, low), _parts(2, high), bound, named=True)
        if over := _OVER_AFTER.match(text, part.end):
            part = part._replace(end=over.end(), bound="over", high=_parts(2, high + 1))
        return part
    numeral = read_numeral(text, pos, min(len(text), pos + _LONGEST)) if _UNIT_AHEAD.match(text, pos) else None
    for end in (numeral.end, numeral.end - 1) if numeral else ():
        match = _WORD_UNIT.match(text, end) if end > pos else None
        if match is None or not _goes_with(text, pos, end, match):
            continue
        shorter = numeral if end == numeral.end else read_numeral(text, pos, end)
        if shorter and shorter.end == end:
            low = shorter.value if shorter.value is not None else shorter.lower
            high = shorter.value if shorter.value is not None else shorter.upper
            bound = shorter.bound
            if match["over"] or bound == "over":
                high, bound = low + shorter.step, "over"
            return _of(pos, match.end(), low, high, bound, match["unit"], text, shorter.step)
    return None


def _mixed(text: str, pos: int) -> Duration | None:
    """The part whose number is written with figures and units mixed."""
    numeral = read_numeral(text, pos, min(len(text), pos + _MIXED_LONGEST))
    match = _MIXED_UNIT.match(text, numeral.end) if numeral and numeral.value is not None else None
    if match is None or match["unit"] == "주":
        return None
    low, over = numeral.value, match["over"] or numeral.bound == "over"
    high, bound = (low + numeral.step, "over") if over else (low, "exact")
    return _of(pos, match.end(), low, high, bound, match["unit"], text, numeral.step)


def _goes_with(text: str, pos: int, end: int, match: re.Match) -> bool:
    """Whether a number in words takes the unit: 두 달, 오 년 and 수개월, but not 이 일 or 한 분."""
    unit, word = match["unit"], text[pos:end]
    spaced = " " in match[0]
    if unit == "주" and not _WEEK_CUE.match(text, match.end()):
        return False
    if _NATIVE.match(word):
        return unit in _NATIVE_UNITS or (unit == "년" and len(word) > 1)
    if word in ("수", "몇"):
        return unit not in ("일", "주일", "주간") and not (unit in "분초" and spaced)
    if len(word) == 1:
        return unit in ("년", "개월", "주일", "시간", "주간") and not (spaced and word in "이사오구")
    return unit in ("년", "개월", "일", "시간", "분", "초", "주", "주일")


def _of(start: int, end: int, low: Number, high: Number, bound: str, unit: str, text: str, step: Number) -> Duration:
    """The part with 여 or 반 behind its unit taken in."""
    place, size = UNITS[unit]
    lows, highs = _parts(place, low * size), _parts(place, high * size)
    if bound == "exact" and (over := _OVER_AFTER.match(text, end)):
        return Duration(start, over.end(), lows, _parts(place, (high + step) * size), "over", place)
    if bound == "exact" and unit in HALF_OF and (half := _HALF.match(text, end)):
        add = _parts(*HALF_OF[unit])
        lows = highs = _add(lows, add)
        return Duration(start, half.end(), lows, highs, "exact", HALF_OF[unit][0])
    return Duration(start, end, lows, highs, bound, place)


def _finish(text: str, duration: Duration) -> Duration | None:
    """The term, unless the words after it make it a rate (1일 1회, 하루 평균) or a service (24시간 상담)."""
    word = text[duration.start : duration.end]
    rate = word in ("하루", "1일", "24시간", "1시간", "한 달", "1년", "한 해")
    if (rate and _RATE.match(text, duration.end)) or (word == "하루" and not _ALONE.match(text, duration.end)):
        return None
    return duration


def _number(written: str) -> Number:
    if written.isdigit():
        return int(written)
    scale = {"만": 10000, "천": 1000, "백": 100}.get(written[-1], 1)
    value = Fraction(written.rstrip("만천백").replace(",", "")) * scale
    return int(value) if value.denominator == 1 else value


def _step(value: Number) -> Number:
    """Place value of the last digit that is not zero."""
    if isinstance(value, Fraction) or not value:
        return 1
    digits = str(value)
    return 10 ** (len(digits) - len(digits.rstrip("0")))


def _parts(place: int, number: Number) -> tuple[Number, ...]:
    return (0,) * place + (number,) + (0,) * (5 - place)


def _add(one: tuple[Number, ...], other: tuple[Number, ...]) -> tuple[Number, ...]:
    return tuple(a + b for a, b in zip(one, other, strict=True))


def iso(parts: tuple[Number, ...]) -> str:
    """The parts as an ISO 8601 duration.

    >>> iso((0, 0, 0, 72, 0, 0))
    'PT72H'
    """
    day = "".join(f"{exact(number)}{unit}" for number, unit in zip(parts[:3], "YMD", strict=True) if number)
    clock = "".join(f"{exact(number)}{unit}" for number, unit in zip(parts[3:], "HMS", strict=True) if number)
    return "P" + (day or ("" if clock else "0D")) + ("T" + clock if clock else "")


def shifted(moment: date, parts: tuple[Number, ...], sign: int) -> date | None:
    """``moment`` that many years, months, days and hours later (``sign`` 1) or earlier (-1); None off the calendar."""
    months = sign * (parts[0] * 12 + parts[1])
    whole = int(months)
    year, month = divmod(moment.year * 12 + moment.month - 1 + whole, 12)
    if not 1 <= year <= LAST_YEAR:
        return None
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    moved = moment.replace(year=year, month=month + 1, day=min(moment.day, last))
    days, hours, minutes, seconds = (sign * number for number in parts[2:])
    days += (months - whole) * 30
    try:
        if isinstance(moment, datetime):
            moved += timedelta(days=float(days), hours=float(hours), minutes=float(minutes), seconds=float(seconds))
        else:
            moved += timedelta(days=int(days))
    except OverflowError:
        return None
    return moved if moved.year <= LAST_YEAR else None


def duration_value(original: str, text: str, duration: Duration) -> Value:
    """The value of a term with the bounds that the words around it set."""
    start, end = duration.start, duration.end
    bound = duration.bound
    value: str | None = iso(duration.low)
    lower: str | None = None
    upper: str | None = None
    inclusive = (True, True)
    if bound in ("range", "vague"):
        value, lower, upper, inclusive = None, value, iso(duration.high), (True, bound == "range")
    elif bound == "over":
        lower, upper, inclusive = value, iso(duration.high), (True, False)
    before, after = bound_before(text, start), bound_after(text, end)
    within = _WITHIN.match(text, end)
    word = after.kind if after else "le" if within else before
    if value is not None and word in ("ge", "gt"):
        bound, lower, upper, inclusive = word, value, None, (word == "ge", False)
    elif value is not None and word in ("le", "lt", "near_below"):
        bound, lower, upper, inclusive = word, None, value, (False, word == "le")
    elif value is not None and word == "over" and bound == "exact":
        step = _parts(duration.unit, _step(duration.low[duration.unit]) or 1)
        bound, lower, upper, inclusive = "over", value, iso(_add(duration.low, step)), (True, False)
    elif word == "about" and bound == "exact":
        bound = "about"
    end = max(end, after.span_end) if after else end
    return Value(
        "duration", start, end, original[start:end], value, lower, upper, *inclusive, bound,
        grain=("year", "month", "day", "hour", "minute", "second")[duration.unit],
        reason=None if value is not None else "only bounds are stated",
    )  # fmt: skip
