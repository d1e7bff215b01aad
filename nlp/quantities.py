"""Every written number of a text with its sign, fraction, 여 and unit. Ranges and bounds are read afterwards, in nlp.ranges."""

import re
import sys
from collections.abc import Iterable, Iterator
from fractions import Fraction

from nlp.kinds import Quantity, classify, money_word_before
from nlp.measures import CLASS_TAIL, SIGN_WORD, read_fraction, read_measured, signed_numeral, without_particle
from nlp.numerals import BIG, DIGITS, SMALL, START, Numeral, read_numeral

#: Marks that other keyboards and typesetters use for the same sign; one character for one character, so spans stay.
FOLD = {
    "０１２３４５６７８９": "0123456789", "，．％＄－＋（）／：": ",.%$-+()/:", "～∼〜∽˜": "~" * 5, "–—―−‐‑": "-" * 6, "’‘‛′＇": "'" * 5,
    "￦￡￥": "₩£¥", "ᆞ・‧∙•ㆍ⋅": "·" * 7, "\u00a0\u2009\u202f\u2002\u2003\u3000\t": " " * 7, "＞＜％": "><%",
}  # fmt: skip
_FOLD = str.maketrans({one: other for marks, plain in FOLD.items() for one, other in zip(marks, plain, strict=True)})
#: Numerals in Chinese characters, read where at least two stand together and one of them is a unit (壹百萬, 三十億).
HANJA = dict(
    zip("零一二三四五六七八九十百千萬万億兆壹貳參拾佰仟", "영일이삼사오육칠팔구십백천만만억조일이삼십백천", strict=True)
)
_HANJA = re.compile(rf"[{''.join(HANJA)}]*[十百千萬万億兆拾佰仟][{''.join(HANJA)}]*")
_UNUSUAL = re.compile(f"[{''.join(map(re.escape, (*FOLD, *HANJA)))}]")

_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"']+")
# Letters between year and number of a court file (92다4581, 2021고합12).
_COURT_FILE = "다|도|두|누|므|스|마|그|나|노|르|가합|가단|고합|고단|고정|드합|드단|구합|구단|카합|카단|느합|회합|헌가|헌마|헌바|초기"
# Figures that are one sign: addresses, versions, dates in figures, telephone and account numbers, clock times, odds, 6·25.
_CODE = re.compile(
    r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?::[0-9]++)?(?:/[0-9]++)?"
    r"|[0-9]++(?:\.[0-9]++){2,}\.?"
    r"|(?:(?:19|20)[0-9]{2}\.[ ]?|[0-9]{2}\.[ ])(?:0?[1-9]|1[0-2])(?:\.[ ]?[0-9]{1,2})?\.?(?![0-9만억조%])"
    r"|(?:0?[1-9]|1[0-2])\.[ ](?:[12]?[0-9]|3[01])\.(?![0-9])"
    rf"|(?:(?:19|20)[0-9]{{2}}|[0-9]{{2}})(?:{_COURT_FILE})[0-9]{{2,7}}(?:,[ ][0-9]{{2,7}}(?=,|[ ](?:판결|결정|사건)|[()]))*+"
    r"|[0-9]++(?:-[0-9*]++){2,}(?:/[0-9]++)?"
    r"|01[016-9][ -]?[0-9]{3,4}[ -]?[0-9]{4}|0[2-6][0-9]?[-)][ ]?[0-9]{3,4}-[0-9]{4}|1[3568][0-9]{2}-[0-9]{4}|[0-9]{6}-[0-9*]{1,7}"
    r"|[0-9]{3,4}-[0-9]{4}(?![ ]?[명건개원만억달%])|(?:19|20)[0-9]{2}-[0-9]{2}|[0-9]++(?:/[0-9]++){2,}|[0-9]++:[0-9]++(?::[0-9]++)?"
    r"|[0-9]++(?:·[0-9]++)++(?![0-9]*[만억조])"
)
_DATE_PART = re.compile(
    r"(?<![A-Za-z0-9_#\-~.'/·:,+△▼$])(?<!제)(?<!제 )([0-9]*[1-9])(월|일|시|년)(?=$|[ ,.)~]|[은는이의에](?![가-힣]))"
)
_SHORT_YEAR = re.compile(
    r"[0-9]{2}\.[0-9]{1,2}(?:[~-][0-9]{1,2})?(?![0-9%도배점만억명건개원])|[0-9]{2}(?=$|[.~/|,)-]|[ ][^가-힣])"
)  # '21 | '22
_REST_OF_CODE = re.compile(r"[0-9A-Za-z_\-]*(?:\.[0-9]++)*")
_REST_OF_RUN = re.compile(r"[0-9,.]+")

_SCAN = re.compile(
    rf"(?<![가-힣])(?:(?:{SIGN_WORD})[ ]{{0,2}}|[약총](?=[일이삼사오육칠팔구십백천]))(?=[0-9가-힣])|{START.pattern}"
    r"|(?<![가-힣])(?:절반|과반수?|(?<!시간 )(?<![년달개배] )반(?=$|이[ ]넘|[을만][ ]|[ ]이상)|첫(?:[ ]?번째|째|(?=[ ]))|처음)"
)
_HALVES = {"절반": (), "반": (), "과반": ("majority",), "과반수": ("majority",)}
_NONE = (sys.maxsize, sys.maxsize)  # a span behind every text


def fold(text: str) -> str:
    """The text with full-width digits and typographic marks in their plain form, character for character."""
    if not _UNUSUAL.search(text):
        return text
    return _HANJA.sub(_hangul, text.translate(_FOLD))


def _hangul(match: re.Match) -> str:
    return "".join(HANJA[char] for char in match[0]) if len(match[0]) > 1 else match[0]


def read_quantities(text: str, taken: Iterable[tuple[int, int]] = ()) -> Iterator[Quantity]:
    """Yields every number of ``text`` (already folded) in reading order; what is no value has the kind label.

    What begins inside the spans ``taken``, in reading order, is passed over.
    """
    links = [match.span() for match in _URL.finditer(text)] if "www." in text or "://" in text else []
    links.reverse()
    spans = iter(taken)
    start, end = next(spans, _NONE)
    at = last = 0
    while match := _SCAN.search(text, at):
        pos = match.start()
        while links and links[-1][1] <= pos:
            links.pop()
        if links and links[-1][0] <= pos:
            at = links[-1][1]
            continue
        while end <= pos:
            start, end = next(spans, _NONE)
        if start <= pos and last <= start:
            at = end
            continue
        quantity, at = _read(text, match, last)
        if quantity:
            if quantity.start < last:  # 3$5: the sign belongs to the first
                quantity = quantity._replace(start=last)
            last = quantity.end
            yield quantity


def _read(text: str, match: re.Match, last: int) -> tuple[Quantity | None, int]:
    """The quantity that ``match`` begins, and where to read on; ``last`` is the end of the one before."""
    pos, end, word = match.start(), match.end(), match[0]
    if "0" <= word <= "9":  # one digit
        return _read_digits(text, pos, last)
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
    if date := _DATE_PART.match(text, pos):  # what nlp.dates reads is no more than a label here
        numeral = Numeral(pos, date.end(1), int(date[1]), 1)
        return Quantity(pos, date.end(), numeral, "label", date[2], reason="time"), date.end()
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
    if before == "'" and (short := _SHORT_YEAR.match(text, pos)):
        return _code(pos, short.end(), "year"), short.end()
    quantity = read_fraction(text, numeral) or read_measured(text, numeral, "")
    return quantity, quantity.end


def _code(start: int, end: int, reason: str) -> Quantity:
    return Quantity(start, end, Numeral(start, end, None, 1), "label", reason=reason)


# --- numbers in words

_MARGIN = 20  # characters of space that may surround a text of one number
_ONE_WORD = frozenset({"하나", "둘", "셋", "넷", "다섯", "여섯", "일곱", "여덟", "아홉", "열", "스무"})
_BARE_TAIL = re.compile(
    r"$|[\s.,!?)\]~-]|(?:은|는|이|가|을|를|의|과|와|보다|만|까지|부터|에서|으로|에)(?:는|도)?(?![가-힣])|까지|보다|이다|입니다|이며|이고|이상|이하|미만|초과|은유효"
)
_COMPARED = re.compile(
    "보다는?[ ]?(?:크|큰|많|높|작|적|낮)|[ ]?(?:이상|이하|미만|초과)|이[ ]?넘|[과와][ ]같|[ ]또는[ ]그|(?:에서|부터|[과와])[ ][일이삼사오육칠팔구십백천만억]"
)
# Words of two syllables (이천, 오만, 만사) are numbers only where the sentence speaks of numbers.
_NUMBER_TALK = re.compile(
    "[과와] 같|숫자|수는|수의|값|정답|답은|범위|점수|더하|빼|곱하|나누|계산|합하|번호|이상|이하|미만|초과|보다|넘"
)
_EQUATION = re.compile("[은는] [0-9.,]+[ ]?(?:이다|입니다|이며|[과와] 같)")
_IN_TABLE_HEAD = re.compile(r"단위[ ]?[:)]?[ ]?$")
_FULL_HOUSE = re.compile("만원[ ]?(?:버스|관중|사례|지하철|전철|열차)")


# 28년 만이자, 사흘 만에, 하루 만인: 만 after a term of time is "after".
_TERM_BEFORE = re.compile("(?:[0-9년달월일주간분초날루틀흘새레름째]|개월)[ ]{1,2}$")
# 35%만 손으로, USB만 두 개: right behind a sign or a Latin letter 만 is the particle "only".
_PARTICLE_LEFT = frozenset("%)]」』》℃ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_SINCE = re.compile("만(?:에|이(?:자|다|며|고|라|었|지|어|$|[ .,])|인|의|으로)")
# 이억원 is also a name: of a chairman who stands in much news on security.
_TITLE = re.compile("(?:위원장|장관|차관|대표|후보자?|의원|씨)[ ]$")
_PERSON = re.compile("이억원(?:[ ]?[\"'“‘(]|[ ](?:금융위?|신임|위원장|후보|장관|차관|대표|의원|씨))")
_AGAIN = re.compile("(?:다시|또|또다시|더)[ ]?$")


def _read_words(text: str, pos: int) -> tuple[Quantity | None, int]:
    """The quantity written in words at ``pos``, if the words are a number here."""
    if length := _other_word(text, pos):
        return None, pos + length
    numeral = read_numeral(text, pos)
    numeral = without_particle(text, numeral) if numeral else None
    while numeral:
        word = text[pos : numeral.end]
        quantity = read_fraction(text, numeral) or _with_unit(text, numeral, word)
        if quantity is None and _is_bare(text, numeral, word):
            signed = signed_numeral(text, numeral)
            quantity = classify(text, Quantity(signed.start, signed.end, signed, "count"), None)
        if quantity:
            return quantity, quantity.end
        if len(word) < 2 or word[-1] not in DIGITS:
            break
        numeral = read_numeral(text, pos, numeral.end - 1)  # 삼분의 일이 ...: the last syllable may be a particle
    return None, pos + 1


def _other_word(text: str, pos: int) -> int:
    """The length of a word at ``pos`` that only looks like a number, 0 when there is none."""
    first, left = text[pos], max(0, pos - 7)
    if first == "만" and pos and text[pos - 1] in _PARTICLE_LEFT:
        return 1
    if first == "만":
        return 1 if _SINCE.match(text, pos) and _TERM_BEFORE.search(text, left, pos) else 0
    if first == "한" and text.startswith("한 번", pos):
        return 3 if text.startswith("에", pos + 3) or _AGAIN.search(text, left, pos) else 0
    if first == "이" and text.startswith("이억원", pos):
        return 3 if _PERSON.match(text, pos) or _TITLE.search(text, left, pos) else 0
    return 0


def _with_unit(text: str, numeral: Numeral, word: str) -> Quantity | None:
    """The quantity with a unit; what stands alone (일원, 십불) may have any, one syllable in a sentence only some."""
    opens = _opens(text, numeral.start)
    whole = read_measured(text, numeral, "words") if opens else None
    if whole and whole.unit != "대" and _closes(text, whole.end):
        return whole
    if _FULL_HOUSE.match(text, numeral.start):
        return None
    if word[-1] in "조경" and len(word) <= 2:  # 구조, 수조, 이조: an amount or nothing
        return (
            quantity
            if (quantity := read_measured(text, numeral, "words"))
            and (quantity.kind == "money" or text.startswith("번째", quantity.end - 2))
            else None
        )
    if (
        len(word) <= 2
        and word[-1] in "만억천백"
        and _IN_TABLE_HEAD.search(text, max(0, numeral.start - 6), numeral.start)
    ):
        return None
    lone = _lone(word)
    return whole if opens and lone == "words" else read_measured(text, numeral, lone)


def _opens(text: str, start: int) -> bool:
    """Whether nothing but a little space stands before ``start``."""
    return start <= _MARGIN and not text[:start].strip()


def _closes(text: str, end: int) -> bool:
    """Whether nothing but a little space and a full stop stand after ``end``."""
    return len(text) - end <= _MARGIN and not text[end:].strip(" .?!\n")


def _lone(word: str) -> str:
    """Which kind of short numeral this is; single syllables begin many other words."""
    if len(word) > 1:
        return "native" if word in _ONE_WORD else "words"
    if word in "수몇":
        return word
    return "sino" if word in DIGITS else "unit" if word in SMALL or word in BIG else "native"


def _is_bare(text: str, numeral: Numeral, word: str) -> bool:
    """Whether number words without a unit are a number and no other word."""
    signed = signed_numeral(text, numeral)
    if _opens(text, signed.start) and _closes(text, numeral.end):
        return True
    if (word[-1] == "억" or word == "조") and CLASS_TAIL.match(text, numeral.end):
        return True
    if not _BARE_TAIL.match(text, numeral.end) or (word[-1] in "조경" and len(word) <= 2) or word in ("수만", "몇만"):
        return False
    if word == "하나" and (
        "," in text[numeral.end : numeral.end + 1] or "·" in text[numeral.start - 1 : numeral.end + 1]
    ):
        return False  # 보이기는 하나, ...; 신한·하나
    if word[-1] in "한두세네무서너석넉닷엿" and not word.endswith(("다섯", "여섯")):  # these need a counter
        return False
    if signed.start < numeral.start or len(word) >= 3 or (len(word) > 1 and word in _ONE_WORD):
        return True
    if word in DIGITS:  # 이보다 is "than this", 일 이상 "the matter"
        compared = word in "삼오육칠팔구" and _COMPARED.match(text, numeral.end)
        return bool(compared or _EQUATION.match(text, numeral.end))
    if len(word) == 1:
        return word not in "수몇" and bool(_COMPARED.match(text, numeral.end))
    if word[0] in "수몇" or numeral.script == "native":
        return True
    if _COMPARED.match(text, numeral.end):
        return True
    return bool(_NUMBER_TALK.search(text, max(0, numeral.start - 20), numeral.end + 20))
