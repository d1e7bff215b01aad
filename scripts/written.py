"""Numbers, amounts and days in the ways Korean texts write them, and the particles behind a word: a value in, one written form out."""

import random
import re
from datetime import date, timedelta

JOSA = {
    "은": "는",
    "이": "가",
    "을": "를",
    "과": "와",
    "으로": "로",
    "이라": "라",
    "이나": "나",
    "이란": "란",
    "이었": "였",
    "아": "야",
}
BOTH = {**JOSA, **{short: long for long, short in JOSA.items()}}
#: Letters and figures whose names end in a consonant; those in ㄹ take 로.
CLOSED = dict.fromkeys("LlRr178", "ㄹ") | dict.fromkeys("MmNn036", "ㅁ")


def particle(word: str, josa: str) -> str:
    """The form of a particle that follows ``word``.

    >>> particle("가람통신", "은"), particle("온누리페이", "은"), particle("한국인터넷진흥원(KISA)", "이"), particle("새봄호텔", "으로")
    ('은', '는', '이', '로')
    """
    long = josa if josa in JOSA else BOTH[josa]
    final = last_consonant(re.sub(r"\([^)]*\)$", "", word))
    if long == "으로" and final == "ㄹ":
        return "로"
    return long if final else JOSA[long]


def last_consonant(word: str) -> str:
    """What a word ends in as it is spoken: "ㄹ", another consonant (any sign), or "" after a vowel."""
    last = word[-1:]
    if "가" <= last <= "힣":
        index = (ord(last) - 0xAC00) % 28
        return "ㄹ" if index == 8 else "ㄱ" if index else ""
    return CLOSED.get(last, "")


def draw_number(low: float, high: float, rng: random.Random) -> int:
    """A whole number whose size is even over the powers of ten between ``low`` and ``high``."""
    return max(2, round(10 ** rng.uniform(low, high)))


def rounded(number: int, digits: int) -> int:
    """The number with at most so many leading digits other than nought."""
    scale = 10 ** max(0, len(str(number)) - digits)
    return max(scale, number // scale * scale)


def write_number(number: int, rng: random.Random) -> str:
    """A whole number in one of the ways Korean texts write it."""
    how = rng.random()
    if number < 100:
        return str(number)
    if number < 10_000:
        if how < 0.45:
            return f"{number:,}"
        if how < 0.65:
            return str(number)
        return in_thousands(number) if how < 0.8 else in_thousands(rounded(number, 1))
    if how < 0.3:
        return f"{number:,}"
    if how < 0.65:
        return in_myriads(rounded(number, rng.choice((1, 2, 3))), "", rng)
    if how < 0.75 and number < 10_000_000:
        return f"{number / 10_000:.1f}만"
    return in_myriads(number if how < 0.9 else rounded(number, 4), rng.choice(("", " ")), rng)


def in_thousands(number: int) -> str:
    """A number below ten thousand with 천.

    >>> in_thousands(3204), in_thousands(3000), in_thousands(204)
    ('3천204', '3천', '204')
    """
    thousands, rest = divmod(number, 1000)
    return (f"{thousands}천" if thousands else "") + (str(rest) if rest or not thousands else "")


def in_myriads(number: int, space: str, rng: random.Random) -> str:
    """A number with 조, 억 and 만."""
    parts = []
    for size, word in ((10**12, "조"), (10**8, "억"), (10**4, "만")):
        if number >= size:
            parts.append(
                f"{number // size:,}{word}"
                if rng.random() < 0.5 or number // size < 1000
                else f"{in_thousands(number // size)}{word}"
            )
            number %= size
    if number:
        parts.append(
            f"{number:,}" if rng.random() < 0.4 else in_thousands(number) if rng.random() < 0.5 else str(number)
        )
    return space.join(parts)


def write_money(amount: int, rng: random.Random) -> str:
    """An amount in won (seldom in dollars) in one of the ways Korean texts write it."""
    if rng.random() < 0.06 and amount > 10**8:
        return f"{in_myriads(rounded(amount // 1300, 2), '', rng)} 달러"
    amount = rounded(amount, rng.choice((1, 2, 2, 3, 4, 5)))
    if amount < 10_000:
        return f"{amount:,}원"
    if amount >= 10**8 and rng.random() < 0.15:
        return f"{amount / 10**8:.1f}억{rng.choice(('', ' '))}원"
    space = rng.choice(("", " "))
    written = f"{amount:,}" if rng.random() < 0.08 else in_myriads(amount, space, rng)
    return f"{written}{rng.choice(('', '', '', '여'))}{rng.choice(('', ' '))}원"


def write_day(day: date, published: date, rng: random.Random) -> str:
    """A day in a way that reads back to it when the page is of ``published``."""
    choices = [f"{day.year}년 {day.month}월 {day.day}일"]
    if day.year == published.year:
        choices += [f"{day.month}월 {day.day}일"] * 2
    elif day.year == published.year - 1:
        choices += [f"지난해 {day.month}월 {day.day}일"] * 3 + [f"작년 {day.month}월 {day.day}일"]
    last_month = published.replace(day=1) - timedelta(days=1)
    age = (published - day).days
    if (day.year, day.month) == (published.year, published.month):
        choices += [f"{day.day}일"] * 6 + [f"지난 {day.day}일"] * 2 * (age > 0) + [f"이달 {day.day}일"]
    elif (day.year, day.month) == (last_month.year, last_month.month):
        choices += [f"지난달 {day.day}일"] * 5
    if age < 2:
        choices += [("오늘", "어제")[age], f"{('오늘', '어제')[age]}({day.day}일)"]
    if rng.random() < 0.06:
        return rng.choice(
            (f"{day.year}. {day.month}. {day.day}.", f"{day.isoformat()}", f"{day.year}.{day.month:02}.{day.day:02}")
        )
    return rng.choice(choices)


def write_month(day: date, published: date, rng: random.Random) -> str:
    """A month, or a part of one, in a way that reads back to it when the page is of ``published``."""
    months = (published.year - day.year) * 12 + published.month - day.month
    choices = [f"{day.year}년 {day.month}월"]
    if months == 1:
        choices += ["지난달"] * 2
    if day.year == published.year:
        choices += [f"{day.month}월"] * 3
    elif day.year == published.year - 1:
        choices += [f"지난해 {day.month}월"] * 3 + [f"작년 {day.month}월"]
    return rng.choice(choices) + rng.choice(("", "", "", "", " 초", " 중순", " 말"))
