"""The values of a text: its quantities with ranges (3~4만 명), two bounds (3명 이상 5명 이하) and shares (10명 중 3명) made one each."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from nlp.kinds import Quantity
from nlp.limits import to_value
from nlp.numerals import Number, Numeral, exact
from nlp.quantities import fold, read_quantities
from nlp.value import Value

_TILDE = re.compile(r"[ ]?[~-][ ]?$")
_SHORT_YEAR = re.compile("[0-9]{2}")
_FROM = re.compile(r"(?:에서|부터|에서부터|과|와)[ ]?(?:최대|많게는)?[ ]?$")
_TO = re.compile(r"까지|[ ]?사이|이다|입니다|$")
_BETWEEN = re.compile("[ ]?사이")
_CONNECTOR = re.compile(r"(?:이?고|이?며|지만|면서|이자|)[ ]?,?[ ]?(?:최대[ ])?$")
_SHARE = re.compile(r"[ ]?(?:중에?|가운데)[ ]?$")


def read_values(text: str, labels: bool = True) -> list[Value]:
    """Every number and amount of ``text`` in reading order; what is no value has the kind "label" and a reason.

    Without ``labels`` those are left out, which saves their making.
    """
    return values_of(text, fold(text), labels)


def values_of(original: str, text: str, labels: bool, taken: Iterable[tuple[int, int]] = ()) -> list[Value]:
    """The same for an ``original`` that is already folded to ``text``; what begins inside the spans ``taken`` is passed over."""
    quantities = _join_ranges(text, read_quantities(text, taken))
    values = [to_value(original, text, quantity) for quantity in quantities if labels or quantity.kind != "label"]
    if len(values) < 2:
        return [value for value, _ in values]
    return list(_join_shares(original, text, _join_bounds(original, text, values)))


def _join_ranges(text: str, quantities: Iterator[Quantity]) -> Iterator[Quantity]:
    """The quantities with 10~20명 and 천에서 천오백까지 made one each."""
    last = None
    for quantity in quantities:
        both = _range(text, last, quantity) if last else None
        if last and not both:
            yield last
        last = both or quantity
    if last:
        yield last


def _range(text: str, left: Quantity, right: Quantity) -> Quantity | None:
    """The range from ``left`` to ``right``, or None when they are two quantities."""
    gap = text[left.end : right.start]
    if len(gap) > 8 or left.numeral.bound == "range" or right.numeral.bound == "range":
        return None
    if _TILDE.match(gap):
        if right.kind == "label" and left.unit is None and left.kind in ("label", "count"):
            return right._replace(start=left.start)  # 3~4일, 1∼4호선
        dash = "-" in gap and right.unit is None and right.kind == "count"
        if dash and " " not in gap:
            return right._replace(start=left.start, kind="label", reason="score or code")
    elif (
        not (_FROM.match(gap) and _TO.match(text, right.end))
        or (gap[0] in "과와" and not _BETWEEN.match(text, right.end))
        or _CHANGE.match(text, right.end)
    ):
        return None
    if left.reason == "year" and right.unit is None and _SHORT_YEAR.fullmatch(text, right.start, right.end):
        return right._replace(start=left.start, kind="label", reason="year")  # 2013~14 시즌
    if not _same_scale(text, left, right):
        return None
    low, high = _low(left.numeral), _high(right.numeral)
    if low is None or high is None:
        return None
    step = left.numeral.step
    bare = left.unit is None and left.currency is None and left.kind in ("count", "label")
    for factor in (
        ()
        if not bare and "inferred" not in left.flags
        else (
            right.numeral.lead if left.numeral.lead == 1 else 1,
            right.numeral.big if left.numeral.big == 1 else 1,
        )
    ):
        if factor > 1 and low * factor < high:
            low, step = low * factor, step * factor
            break
    if low >= high:
        return None
    numeral = right.numeral._replace(
        start=left.start,
        value=None,
        lower=low,
        upper=high,
        bound="range",
        step=min(step, right.numeral.step),
    )
    flags = tuple(flag for flag in right.flags if flag in left.flags or left.unit is None)
    kind = "count" if right.reason == "year" else "money" if left.kind == "money" else right.kind
    currency = right.currency or left.currency
    return right._replace(start=left.start, numeral=numeral, flags=flags, kind=kind, currency=currency, reason=None)


_CHANGE = re.compile(
    "까지[ ]?(?:[가-힣]{1,3}[ ])?(?:오르|올|늘|증가|치솟|급등|뛰|확대|상승|내려|내렸|떨어|줄|감소|급락|커|불어|높아|낮아|인상|인하)"
)


def _same_scale(text: str, left: Quantity, right: Quantity) -> bool:
    """Whether both ends can count the same thing."""
    if right.kind in ("label", "time") and not (right.reason == "year" and left.kind == "count"):
        return False
    signed = left.kind == "money" and not text[left.start].isdigit()  # $10~20
    if signed and right.kind == "count" and right.unit is None:
        return True
    bare = left.unit is None and (
        left.kind == "count" or "inferred" in left.flags or (left.kind == "label" and left.reason in ("word", "year"))
    )
    return bare or (left.kind == right.kind and left.unit == right.unit and left.currency == right.currency)


def _low(numeral: Numeral) -> Number:
    return numeral.lower if numeral.value is None else numeral.value


def _high(numeral: Numeral) -> Number:
    return numeral.upper if numeral.value is None else numeral.value


_TWO_SIDES = frozenset(sides for low in ("ge", "gt") for high in ("le", "lt") for sides in ((low, high), (high, low)))


def _join_bounds(original: str, text: str, values: list[tuple[Value, int]]) -> Iterator[Value]:
    """10보다 크고 20보다 작다, 3명 이상 5명 이하: two bounds of one thing made a range."""
    last, last_reach = None, 0
    for value, reach in values:
        both = None
        if last and (last.bound, value.bound) in _TWO_SIDES and _CONNECTOR.match(text[last_reach : value.start]):
            both = _between(original, last, value)
        if last and not both:
            yield last
        last, last_reach = both or value, reach
    if last:
        yield last


def _between(original: str, left: Value, right: Value) -> Value | None:
    """The range between two bounds, or None when they bound different things."""
    low, high = (left, right) if left.bound in ("ge", "gt") else (right, left)
    one_unit = None in (left.unit, right.unit) or left.unit == right.unit
    if not one_unit or (left.kind, left.currency) != (right.kind, right.currency) or low.lower >= high.upper:
        return None
    return replace(
        right, start=left.start, surface=original[left.start : right.end], value=None, lower=low.lower, upper=high.upper,
        lower_inclusive=low.bound == "ge", upper_inclusive=high.bound == "le", bound="range", unit=right.unit or left.unit,
        precision=min(low.precision or 1, high.precision or 1), reason="only bounds are stated",
    )  # fmt: skip


def _join_shares(original: str, text: str, values: Iterator[Value]) -> Iterator[Value]:
    """10명 중 3명 is the ratio 0.3; 1800만명 중 1320만명 stays two counts."""
    last = None
    for value in values:
        both = None
        if last and _is_share(text, last, value):
            end = value.end + text.startswith("꼴", value.end)
            share = exact(Fraction(value.value, last.value))
            both = Value(
                "ratio", last.start, end, original[last.start : end], share, unit=value.unit, bound=value.bound
            )
        elif last:
            yield last
        last = both or value
    if last:
        yield last


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
