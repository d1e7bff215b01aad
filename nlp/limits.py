"""A quantity to its value: the bounds that the words around it set (최소 300명, 1만명이 넘는), classes (40%대) and what one amount is for (1인당)."""

import re

from nlp.bounds import bound_after, bound_before
from nlp.kinds import Quantity, scaled
from nlp.numerals import Number, Numeral, exact
from nlp.value import Value

_CLASS = re.compile(
    r"[ ]?대(?:(?![가-힣])|[의를가에이로는](?![가-힣])|까지|에서|로는|였|이[었다며]|[래랍]|예요|입니|인데|라[고는니더]|네요|[고다](?![가-힣]))"
)
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
_PER_ENDS = frozenset(" 당약대소균각")
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
DOZEN = 12
NO_BOUNDS = frozenset({"code", "score or code", "list", "per", "time"})


def to_value(original: str, text: str, quantity: Quantity) -> tuple[Value, int]:
    """The value of a quantity with the bounds that the words around it set, and how far those words reach."""
    start, end, numeral = quantity[:3]
    if quantity.reason in NO_BOUNDS:
        return Value(
            "label", start, end, original[start:end], exact(numeral.value), unit=quantity.unit, reason=quantity.reason
        ), end
    kind = KINDS[quantity.kind]
    numeral = scaled(numeral, DOZEN) if quantity.kind == "dozen" else numeral
    value, bound, lower, upper = numeral.value, numeral.bound, numeral.lower, numeral.upper
    inclusive = [True, bound not in ("vague", "class")]
    reach = end
    if class_end := _class_end(text, quantity, end):
        end = reach = class_end
        if value is not None:
            whole = text[numeral.start : numeral.end] in ("억", "조")  # 억대: any number of 억 under ten
            lower, upper = value, value * 10 if whole else value + numeral.step
            value, bound, inclusive = None, "class", [True, False]
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
    flags = tuple(flag for flag in quantity.flags if flag != "majority") if quantity.flags else ()
    if kind == "money" and _BRACKET.search(text[max(0, start - 16) : start]) and _money_before_bracket(text, start):
        flags += ("same_as",)
    per = _per(text, start)
    built = Value(
        kind, start, end, original[start:end], exact(value), exact(lower), exact(upper), *inclusive, bound,
        None if kind == "ratio" else exact(numeral.step), quantity.unit, quantity.currency, per, flags=flags,
        reason=quantity.reason or ("only bounds are stated" if value is None else None),
    )  # fmt: skip
    return built, reach


def _class_end(text: str, quantity: Quantity, end: int) -> int:
    """Where 대 as the class of a number ends (1000명대, 40%대, 억대, 수억원대), 0 when none stands there."""
    if "대" not in text[end : end + 2]:
        return 0
    if quantity.numeral.value is None:
        possible = quantity.kind in ("money", "percent")
    elif text[end] == " ":
        possible = quantity.kind == "money"
    else:
        possible = quantity.unit not in (None, "대") or quantity.kind in ("percent", "money")
    klass = _CLASS.match(text, end) if possible else None
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
    if text[start - 1 : start] not in _PER_ENDS:
        return None
    before = text[max(0, start - 14) : start]
    if "당" in before and (match := _PER_BEFORE.search(before)):
        return _PER_WORDS[match[1]]
    if match := _TERM_BEFORE.search(before):
        return _TERM_WORDS[match[1]]
    return None
