"""Sentence patterns with slots, and their filling: a pattern and a seed in, short training documents with exact offsets out.

Names are invented from parts, figures are drawn over the sizes that incidents have, and dates follow the order in which things happen.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from nlp.mentions import ROLES
from scripts.console import t
from scripts.corpus_text import MARKS, Fault, Label, Named, Written
from scripts.invented import NAME_MAKERS
from scripts.written import draw_number, particle, write_day, write_money, write_month, write_number

SLOT = re.compile(r"\{([^{}]*)\}")
#: A particle right behind a slot, as 은(는) or as one of its two forms.
AFTER_SLOT = re.compile(
    r"(은|이|을|과|으로|이라|이나|이란|이었)(?:\((?:는|가|를|와|로|라|나|란|였)\))|(이라|이나|이란|이었|으로)|(은|이|을|과|는|가|를|와|로)(?=[\s,.…\"”’')]|$)"
)
NAMES = {"ORG": "victim_org", "AUTH": "authority", "ACTOR": "attacker", "OTHER": "other"}
FIGURES = {
    "people": "count",
    "records": "count",
    "devices": "count",
    "times": "count",
    "money": "money",
    "coin": "money",
    "date": "date",
    "month": "date",
}

COINS = ["비트코인", "이더리움", "리플", "솔라나", "테더", "트론", "에이다"]
CODES = ["BTC", "ETH", "XRP", "SOL", "USDT", "TRX"]
#: The order in which things happen; dates of one pattern are drawn in it.
ORDER = ("other", "occurred", "period_end", "detected", "recovered", "sanction", "disclosed", "publication")
#: 420만 명 가운데 31만 명: the second is smaller.
PART = re.compile("(?:가운데|중에서|중에|중)[은는]?\\s")
SMALLEST = {"victims": 12, "leaked_records": 15, "devices": 2, "transactions": 2, "other_count": 11}
SIZES = {  # powers of ten between which a figure of a role is drawn
    "victims": (1.2, 7.5), "leaked_records": (1.5, 8), "devices": (0.5, 5), "transactions": (0.4, 4.5), "other_count": (0.6, 7.3),
    "damage": (6, 11), "fine": (6, 11.2), "compensation": (4.5, 11), "ransom": (6.5, 10.5), "stolen_crypto": (8, 11.5),
    "budget_investment": (8, 11.5), "revenue_other": (9, 12.7), "other": (4, 11.5),
}  # fmt: skip
PER_UNIT_SIZES = {"count": (0.4, 1.6), "money": (3.5, 7)}


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot of a pattern: a name (``role`` empty) or a figure."""

    what: str
    role: str
    marks: tuple[str, ...]


def read_patterns(path: Path) -> tuple[list[tuple[int, str]], list[Fault]]:
    """Line number and text of every pattern that can be filled, and the faults of the others."""
    found: list[tuple[int, str]] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for line, pattern in enumerate(path.read_text("utf-8").splitlines(), 1):
        pattern = pattern.strip()
        if not pattern or pattern.startswith("#"):
            continue
        wrong = list(wrong_slots(pattern))
        if pattern in seen:
            wrong.append(
                t(
                    f"The same pattern stands in line {seen[pattern]}.",
                    f"{seen[pattern]}번째 줄에 같은 패턴이 있습니다.",
                )
            )
        seen.setdefault(pattern, line)
        faults += [Fault(str(path), line, what) for what in wrong]
        if not wrong:
            found.append((line, pattern))
    return found, faults


def wrong_slots(pattern: str) -> Iterator[str]:
    """One sentence per fault of a pattern's slots."""
    if re.search(r"[{}\[\]]", SLOT.sub("", pattern)):
        yield t("A brace or bracket stands outside a slot.", "빈칸 밖에 괄호 { } [ ] 가 있습니다.")
    for found in SLOT.finditer(pattern):
        slot = parse_slot(found[1])
        if slot.what in NAMES:
            if slot.role or slot.marks:
                yield t(f"'{found[0]}': a name takes no role.", f"'{found[0]}': 이름에는 역할이 없습니다.")
        elif slot.what not in FIGURES:
            yield t(f"Unknown slot '{found[0]}'.", f"모르는 빈칸 '{found[0]}'입니다.")
        elif slot.role not in ROLES[FIGURES[slot.what]]:
            yield t(
                f"'{found[0]}': no role of a {FIGURES[slot.what]} is called '{slot.role}'.",
                f"'{found[0]}': {FIGURES[slot.what]}에는 '{slot.role}' 역할이 없습니다.",
            )
        for mark in slot.marks:
            if mark not in MARKS and not re.fullmatch(r"i\d{1,2}", mark):
                yield t(f"'{found[0]}': unknown mark '{mark}'.", f"'{found[0]}': 모르는 표시 '{mark}'입니다.")


def parse_slot(written: str) -> Slot:
    """The slot written between braces."""
    what, _, rest = written.partition(":")
    role, *marks = rest.split(",") if rest else [""]
    return Slot(what.strip(), role.strip(), tuple(mark.strip() for mark in marks))


def fill(pattern: str, name: str, rng: random.Random) -> Written:
    """One document made of a pattern: every slot filled, particles right, the offsets those of the finished text."""
    published = date(2019, 1, 5) + timedelta(days=rng.randrange(7 * 365))
    slots = [parse_slot(found[1]) for found in SLOT.finditer(pattern)]
    days = iter(draw_days(slots, published, rng))
    names: dict[str, str] = {}
    drawn: dict[str, int] = {}
    labels: list[Label] = []
    named: list[Named] = []
    text, at = "", 0
    for found, slot in zip(SLOT.finditer(pattern), slots, strict=True):
        text += pattern[at : found.start()]
        at = found.end()
        if slot.what in NAMES:
            repeated = slot.what in names and rng.random() < 0.7
            surface = names[slot.what] if repeated else NAME_MAKERS[slot.what](rng)
            names[slot.what] = surface
            named.append(Named("body", len(text), len(text) + len(surface), surface, NAMES[slot.what], 0))
        else:
            surface = figure(slot, next(days, None), published, text, pattern[at:], drawn, rng)
            incident = next((int(mark[1:]) for mark in slot.marks if re.fullmatch(r"i\d{1,2}", mark)), 1)
            span = len(text), len(text) + len(surface)
            labels.append(Label("body", *span, surface, slot.role, frozenset(slot.marks) & MARKS, incident, 0))
        text += surface
        if josa := AFTER_SLOT.match(pattern, at):
            text += particle(surface, josa[1] or josa[2] or josa[3])
            at = josa.end()
    text += pattern[at:]
    orgs = tuple(dict.fromkeys(one.surface for one in named if one.role == "victim_org"))
    return Written(
        name, "wire", published.isoformat(), bool(labels), None, orgs, "", text, tuple(labels), tuple(named), "", 0,
        pattern=True,
    )  # fmt: skip


def figure(
    slot: Slot, day: date | None, published: date, before: str, after: str, drawn: dict[str, int], rng: random.Random
) -> str:
    """The written form of a figure for a slot; ``drawn`` keeps the last count of each kind, for the parts of it."""
    if slot.what in ("date", "month"):
        assert day is not None
        return write_month(day, published, rng) if slot.what == "month" else write_day(day, published, rng)
    if slot.what == "coin":
        amount = draw_number(0.3, 4, rng)
        return rng.choice(
            (
                f"{write_number(amount, rng)}개",
                f"{amount:,} {rng.choice(CODES)}",
                f"{write_number(amount, rng)} {rng.choice(COINS)}",
            )
        )
    low, high = SIZES[slot.role]
    if "per_unit" in slot.marks:
        low, high = PER_UNIT_SIZES[FIGURES[slot.what]]
    if slot.what == "money":
        return write_money(draw_number(low, high, rng), rng)
    part_of = drawn.get(slot.what) if PART.search(before[-16:]) else None
    if slot.what == "times":
        high = 2 if re.match("에 걸쳐|동안", after) else high
    number = max(draw_number(low, high, rng), 2 if "per_unit" in slot.marks else SMALLEST[slot.role])
    if part_of and number >= part_of > 3:
        number = max(2, round(part_of * rng.uniform(0.02, 0.9)))
    unit = counter(slot, before, after, rng)
    drawn[slot.what] = number
    return write_number(number, rng) + rng.choice(("", " ")) * (unit[0] != "여") + unit


def counter(slot: Slot, before: str, after: str, rng: random.Random) -> str:
    """The counter of a slot, by the noun in front of it."""
    noun = before.rstrip().rpartition(" ")[2]
    if slot.what == "people":
        return "명" if rng.random() < 0.95 else "여 명"
    if slot.what == "devices":
        return (
            "곳"
            if re.search("기지국|사이트|홈페이지", noun) and rng.random() < 0.5
            else "개"
            if re.search("사이트|홈페이지|계정", noun)
            else "대"
        )
    if slot.what == "times":
        return (
            "차례"
            if after.startswith("에 걸쳐")
            else rng.choice(("건", "건", "건", "건", "회", "차례"))
            if len(after) > 3
            else "건"
        )
    if re.search("학교|업체|기관|병원|지점|매장|은행|회사|기업|점포|가맹점", noun):
        return "곳"
    if re.search("파일|계정|번호|비밀번호|아이디|주소|키", noun) and rng.random() < 0.5:
        return "개"
    if re.search("사진|문서|사본|도면|스캔", noun) and rng.random() < 0.6:
        return "장"
    return rng.choice(("건", "건", "건", "건", "여 건", "개"))


def draw_days(slots: list[Slot], published: date, rng: random.Random) -> list[date]:
    """A day for each date slot, in the order of the slots; earlier roles get earlier days, none lies after ``published``."""
    at = [number for number, slot in enumerate(slots) if slot.what in ("date", "month")]
    days: dict[int, date] = {}
    day = published - timedelta(days=rng.choice((0, 0, 0, 1, 1, 2, 5)))
    for number in sorted(at, key=lambda one: (-ORDER.index(slots[one].role), one)):
        days[number] = day
        day -= timedelta(days=rng.choice((0, 1, 1, 2, 3, 7, 14, 30, 60)) if len(at) > 1 else 0)
        if slots[number].what == "month":
            day = day.replace(day=1) - timedelta(days=1)
    if len(at) == 1 and slots[at[0]].role not in ("disclosed", "publication"):
        days[at[0]] -= timedelta(days=rng.choice((0, 1, 2, 3, 5, 9, 20, 45, 200)))
    return [days.get(number, published) for number, slot in enumerate(slots) if slot.what not in NAMES]
