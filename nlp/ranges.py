"""Quantities to values: ranges (3~4만 명), bounds (최소 300명, 1만명이 넘는), shares (10명 중 3명), classes (40%대) and what an amount is per."""

import re
from dataclasses import replace
from fractions import Fraction

from nlp.bounds import bound_after, bound_before
from nlp.kinds import Quantity
from nlp.numerals import Number, Numeral, exact
from nlp.quantities import fold, read_quantities
from nlp.value import Value

_TILDE = re.compile(r"[ ]?[~-][ ]?$")
_FROM = re.compile(r"(?:에서|부터|에서부터|과|와)[ ]?(?:최대|많게는)?[ ]?$")
_TO = re.compile(r"까지|[ ]?사이|이다|입니다|$")
_CLASS = re.compile(r"[ ]?대(?:(?![가-힣])|[의를가에이로는](?![가-힣])|까지|에서|로는|였|이[었다며])")
_BARE_CLASS = re.compile("[억조]$")
_CONNECTOR = re.compile(r"(?:이?고|이?며|지만|면서|이자|)[ ]?,?[ ]?(?:최대[ ])?$")
_SHARE = re.compile(r"[ ]?(?:중에?|가운데)[ ]?$")
_BRACKET = re.compile(r"[ ]?\([^()]{0,12}$")
_PER = {
    "person": "1인|인|명|1명|한 명|개인", "item": "건|1건|한 건|개|1개|한 개|장|1장|한 장|점|곡|병|권", "device": "대|1대|한 대", "share": "주|1주|한 주",
    "household": "가구|세대", "hour": "시간|1시간", "time": "회|1회|차례", "day": "일|1일", "month": "월|한 달", "year": "년|연|1년", "place": "곳|1곳|한 곳",
}  # fmt: skip
_PER_WORDS = {word: per for per, words in _PER.items() for word in words.split("|")}
_PER_BEFORE = re.compile(
    rf"(?:(?<![가-힣0-9])|(?<=[가-힣 ]))({'|'.join(sorted(_PER_WORDS, key=len, reverse=True))})당[ ]?(?:약|최대|최소|평균|각각)?[ ]?$"
)
_TERM_WORDS = {
    "월": "month",
    "매월": "month",
    "매달": "month",
    "월평균": "month",
    "연": "year",
    "연간": "year",
    "매년": "year",
    "연평균": "year",
}
_TERM_WORDS |= {"하루": "day", "하루 평균": "day", "일평균": "day", "매일": "day", "시간당": "hour", "주당": "share"}
_TERM_BEFORE = re.compile(
    rf"(?<![가-힣0-9])(?<![0-9][ ])({'|'.join(sorted(_TERM_WORDS, key=len, reverse=True))})[ ](?:약|최대|최소|평균)?[ ]?$"
)
KINDS = {
    "count": "count",
    "dozen": "count",
    "percent": "percent",
    "points": "percent",
    "ratio": "ratio",
    "ordinal": "ordinal",
    "money": "money",
    "label": "label",
}
NO_BOUNDS = frozenset({"code", "score or code", "list", "per", "time"})


def read_values(text: str) -> list[Value]:
    """Every number and amount of ``text`` in reading order; what is no value has the kind "label" and a reason."""
    plain = fold(text)
    quantities = _join_ranges(plain, read_quantities(plain))
    values = [_value(text, plain, quantity) for quantity in quantities]
    return _join_shares(plain, _join_bounds(plain, values))


def _join_ranges(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """The quantities with 10~20명 and 천에서 천오백까지 made one each."""
    joined: list[Quantity] = []
    for quantity in quantities:
        both = _range(text, joined[-1], quantity) if joined else None
        if both:
            joined[-1] = both
        else:
            joined.append(quantity)
    return joined


def _range(text: str, left: Quantity, right: Quantity) -> Quantity | None:
    """The range from ``left`` to ``right``, or None when they are two quantities."""
    gap = text[left.end : right.start]
    if len(gap) > 8 or left.numeral.bound == "range" or right.numeral.bound == "range":
        return None
    if _TILDE.match(gap):
        if right.kind == "label" and left.unit is None and left.kind in ("label", "count"):
            return replace(right, start=left.start)  # 3~4일, 1∼4호선
        dash = "-" in gap and right.unit is None and right.kind == "count"
        if dash and " " not in gap:
            return replace(right, start=left.start, kind="label", reason="score or code")
    elif (
        not (_FROM.match(gap) and _TO.match(text, right.end))
        or (gap[0] in "과와" and not re.compile("[ ]?사이").match(text, right.end))
        or _CHANGE.match(text, right.end)
    ):
        return None
    if not _same_scale(left, right):
        return None
    low, high = _low(left.numeral), _high(right.numeral)
    step = left.numeral.step
    for factor in (
        right.numeral.lead if left.numeral.lead == 1 else 1,
        right.numeral.big if left.numeral.big == 1 else 1,
    ):
        if factor > 1 and low * factor < high:
            low, step = low * factor, step * factor
            break
    if low >= high:
        return None
    numeral = replace(
        right.numeral,
        start=left.start,
        value=None,
        lower=low,
        upper=high,
        bound="range",
        step=min(step, right.numeral.step),
    )
    flags = tuple(flag for flag in right.flags if flag in left.flags or left.unit is None)
    return replace(right, start=left.start, numeral=numeral, flags=flags)


_CHANGE = re.compile(
    "까지[ ]?(?:[가-힣]{1,3}[ ])?(?:오르|올|늘|증가|치솟|급등|뛰|확대|상승|내려|내렸|떨어|줄|감소|급락|커|불어|높아|낮아|인상|인하)"
)


def _same_scale(left: Quantity, right: Quantity) -> bool:
    """Whether both ends can count the same thing."""
    if right.kind in ("label", "time"):
        return False
    bare = left.unit is None and (
        left.kind == "count" or "inferred" in left.flags or (left.kind == "label" and left.reason in ("word", "year"))
    )
    return bare or (left.kind == right.kind and left.unit == right.unit and left.currency == right.currency)


def _low(numeral: Numeral) -> Number:
    return numeral.lower if numeral.value is None else numeral.value


def _high(numeral: Numeral) -> Number:
    return numeral.upper if numeral.value is None else numeral.value


def _value(original: str, text: str, quantity: Quantity) -> tuple[Value, int]:
    """The value of a quantity with the bounds that the words around it set, and how far those words reach."""
    numeral, start, end = quantity.numeral, quantity.start, quantity.end
    if quantity.reason in NO_BOUNDS:
        return Value(
            "label", start, end, original[start:end], exact(numeral.value), unit=quantity.unit, reason=quantity.reason
        ), end
    kind = KINDS[quantity.kind]
    lower, upper, inclusive = numeral.lower, numeral.upper, [True, numeral.bound not in ("vague", "class")]
    value, bound, reach = numeral.value, numeral.bound, end
    if quantity.kind == "dozen":
        value = value * 12 if value is not None else None
        lower, upper = (None if number is None else number * 12 for number in (lower, upper))
    if (
        value is not None
        and quantity.unit != "대"
        and (klass := _CLASS.match(text, end))
        and _may_be_class(text, quantity, end)
    ):
        whole = re.fullmatch("[억조]", text[numeral.start : numeral.end])
        lower, upper, value, bound, inclusive = (
            value,
            value * 10 if whole else value + numeral.step,
            None,
            "class",
            [True, False],
        )
        end = reach = end + klass[0].index("대") + 1
    elif klass_end := _vague_class_end(text, quantity, end):
        end = reach = klass_end
    elif bound == "over":
        lower, upper, inclusive = value, value + numeral.step, [True, False]
    before, after = bound_before(text, start), bound_after(text, end)
    if "majority" in quantity.flags:
        bound, lower, upper, inclusive = "gt", value, 1, [False, True]
    elif value is not None and (
        word := after.kind if after and (after.kind != "about" or before in (None, "about")) else before
    ):
        bound, lower, upper, inclusive = _bounded(word, bound, value, numeral, lower, upper, inclusive)
    if after:
        end, reach = max(end, after.span_end), after.end
    flags = tuple(flag for flag in quantity.flags if flag != "majority")
    if kind == "money" and _BRACKET.search(text[max(0, start - 16) : start]) and _money_before_bracket(text, start):
        flags += ("same_as",)
    per = _per(text, start)
    built = Value(
        kind, start, end, original[start:end], exact(value), exact(lower), exact(upper), *inclusive, bound,
        None if kind == "ratio" else exact(numeral.step), quantity.unit, quantity.currency, per, flags=flags,
        reason=quantity.reason or ("only bounds are stated" if value is None else None),
    )  # fmt: skip
    return built, reach


def _may_be_class(text: str, quantity: Quantity, end: int) -> bool:
    """대 after a unit means a class (1000명대, 40%대); after a bare number only 억 and 조 take it."""
    if text[end : end + 1] == " " and quantity.kind != "money":
        return False
    return quantity.unit is not None or quantity.kind in ("percent", "money")


def _vague_class_end(text: str, quantity: Quantity, end: int) -> int:
    """The end of 대 after a vague amount (수억원대), 0 when none is there."""
    if quantity.numeral.value is not None or quantity.kind not in ("money", "percent"):
        return 0
    klass = _CLASS.match(text, end)
    return end + klass[0].index("대") + 1 if klass else 0


def _bounded(
    word: str,
    bound: str,
    value: Number,
    numeral: Numeral,
    lower: Number | None,
    upper: Number | None,
    inclusive: list[bool],
) -> tuple[str, Number | None, Number | None, list[bool]]:
    """Bound, limits and their inclusiveness under one of the words of nlp.bounds."""
    if word == "about":
        return ("about" if bound == "exact" else bound), lower, upper, inclusive
    if word == "over":
        return "over", value, value + numeral.step, [True, False]
    if word == "equal":
        return "exact", value, value, [True, True]
    if word in ("ge", "gt"):
        return word, value, None, [word == "ge", False]
    return word, None, upper if bound == "over" and word == "le" else value, [False, word == "le" and bound != "over"]


def _money_before_bracket(text: str, start: int) -> bool:
    """Whether the bracket that opens before ``start`` follows an amount (150만달러(약 20억원))."""
    opened = text.rfind("(", max(0, start - 16), start)
    return bool(
        re.search(
            r"(?:원|달러|유로|엔|위안|파운드|프랑|[A-Z]{3}|개|코인|이더리움|테더|리플|[억만조])[ ]?$",
            text[max(0, opened - 8) : opened],
        )
    )


def _per(text: str, start: int) -> str | None:
    """What one of it is for, from the words before: 1인당 -> person, 월 -> month."""
    before = text[max(0, start - 14) : start]
    if match := _PER_BEFORE.search(before):
        return _PER_WORDS[match[1]]
    if match := _TERM_BEFORE.search(before):
        return _TERM_WORDS[match[1]]
    return None


def _join_bounds(text: str, values: list[tuple[Value, int]]) -> list[Value]:
    """10보다 크고 20보다 작다, 3명 이상 5명 이하: two bounds of one thing made a range."""
    joined: list[tuple[Value, int]] = []
    for value, reach in values:
        last, last_reach = joined[-1] if joined else (None, 0)
        sides = {last.bound, value.bound} if last else set()
        if (
            last
            and sides & {"ge", "gt"}
            and sides & {"le", "lt"}
            and last.kind == value.kind
            and _CONNECTOR.match(text[last_reach : value.start])
        ):
            low, high = (last, value) if last.bound in ("ge", "gt") else (value, last)
            unit_ok = None in (last.unit, value.unit) or last.unit == value.unit
            if unit_ok and last.currency == value.currency and low.lower < high.upper:
                joined[-1] = (
                    replace(
                        value, start=last.start, surface=text[last.start : value.end], value=None, lower=low.lower, upper=high.upper,
                        lower_inclusive=low.bound == "ge", upper_inclusive=high.bound == "le", bound="range",
                        unit=value.unit or last.unit, precision=min(low.precision or 1, high.precision or 1), reason="only bounds are stated",
                    ),
                    reach,
                )  # fmt: skip
                continue
        joined.append((value, reach))
    return [value for value, _ in joined]


def _join_shares(text: str, values: list[Value]) -> list[Value]:
    """10명 중 3명 is the ratio 0.3; 1800만명 중 1320만명 stays two counts."""
    joined: list[Value] = []
    for value in values:
        last = joined[-1] if joined else None
        if last and _is_share(text, last, value):
            end = value.end + text.startswith("꼴", value.end)
            share = exact(Fraction(value.value, last.value))
            joined[-1] = Value(
                "ratio", last.start, end, text[last.start : end], share, unit=value.unit, bound=value.bound
            )
        else:
            joined.append(value)
    return joined


def _is_share(text: str, whole: Value, part: Value) -> bool:
    if (
        whole.kind != "count"
        or part.kind != "count"
        or whole.unit != part.unit
        or whole.bound != "exact"
        or part.value is None
    ):
        return False
    if not isinstance(whole.value, int) or not isinstance(part.value, int) or not 0 < part.value <= whole.value:
        return False
    usual = whole.value == 10 or (part.value == 1 and whole.value <= 10) or text.startswith("꼴", part.end)
    return usual and bool(_SHARE.match(text[whole.end : part.start]))
