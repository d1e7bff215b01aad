"""A time as a page or feed writes it becomes ISO 8601, no more exact than it was written and never with a guessed part.

Korean pages leave the offset out; such a time is Korean time.
"""

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

KST = timezone(timedelta(hours=9))
FIRST_YEAR, LAST_YEAR = 1990, 2100

CLOCK = r"(?:(?P<half>오전|오후|AM|PM)\s*)?(?P<h>\d{1,2}):(?P<mi>\d{2})(?::(?P<s>\d{2})(?:[.,]\d+)?)?(?:\s*(?P<half2>AM|PM))?"
OFFSET = r"(?P<offset>Z|[+-]\d{2}:?\d{2})?"
#: Ways to write a day, each followed by an optional clock and offset. Seen on: Tistory and Blogger, news sites, feeds.
FORMS = [
    # 2023-09-03T15:06:03+09:00 · 2025-05-15T20:00:52.000+0900 · 2024-01-02 10:00:00 · 2025/05/28 18:21
    rf"(?P<y>\d{{4}})[-/](?P<mo>\d{{1,2}})[-/](?P<d>\d{{1,2}})(?:(?:T|\s+){CLOCK}\s*{OFFSET})?",
    # 20180119T00:45:26
    rf"(?P<y>\d{{4}})(?P<mo>\d{{2}})(?P<d>\d{{2}})T{CLOCK}{OFFSET}",
    # 2026.01.29 18:40 · 2023. 9. 3. 15:06 · 2020.07.13. 오후 5:04 · 2025.11.13 · 14.06.20 06:31
    rf"(?P<y>\d{{4}}|\d{{2}})\s?\.\s*(?P<mo>\d{{1,2}})\s?\.\s*(?P<d>\d{{1,2}})\.?(?:\s+{CLOCK})?",
    # 2025년 9월 22일 10:00
    rf"(?P<y>\d{{4}})\s?년\s*(?P<mo>\d{{1,2}})\s?월\s*(?P<d>\d{{1,2}})\s?일(?:\s+{CLOCK})?",
    # 4월 18, 2023 (Blogger in Korean)
    rf"(?P<mo>\d{{1,2}})\s?월\s*(?P<d>\d{{1,2}})\s?일?,\s*(?P<y>\d{{4}})(?:\s+{CLOCK})?",
]
WHOLE = [re.compile(rf"\s*{form}\s*", re.I) for form in FORMS]
WITHIN = [re.compile(rf"(?<![\d.]){form}(?!\d)", re.I) for form in FORMS[2:] + FORMS[:1]]
STAMP = re.compile(r"\s*(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})\s*")
MAIL_DATE = re.compile(r"\s*(?:[A-Za-z]{3,9},?\s+)?\d{1,2}[\s-][A-Za-z]{3,9}\.?[\s-]\d{2,4}\b")


def read_time(written: str | None) -> str | None:
    """The time that ``written`` is, as ISO 8601 with the precision it was written in; None when it is no time.

    >>> read_time("2025.09.22 10:00"), read_time("Tue, 27 Dec 2005 13:30:33+0900")
    ('2025-09-22T10:00+09:00', '2005-12-27T13:30:33+09:00')
    """
    if not written or len(written) > 100:
        return None
    if MAIL_DATE.match(written):
        return read_mail_date(written)
    for form in WHOLE:
        if found := form.fullmatch(written):
            return from_parts(found.groupdict())
    return None


def find_time(text: str | None) -> str | None:
    """The first time written somewhere in a short text, such as ``승인 2021.01.01 10:00``; None when there is none."""
    for form in WITHIN:
        if found := form.search((text or "")[:500]):
            return from_parts(found.groupdict())
    return None


def read_stamp(written: str | None) -> str | None:
    """The Korean time of 14 digits on a 24-hour clock; None when they are none. Tistory's ``og:regDate`` is not one of them."""
    found = STAMP.fullmatch(written or "")
    if not found:
        return None
    return from_parts(dict(zip(["y", "mo", "d", "h", "mi", "s"], found.groups(), strict=True)))


def read_mail_date(written: str) -> str | None:
    """The time of an RFC 822 date; one real feed leaves the space before the offset out."""
    parts = parsedate_tz(re.sub(r"(:\d{2})([+-]\d{4})", r"\1 \2", written.strip()))
    if parts is None:
        return None
    year, month, day, hour, minute, second, *_, offset = parts
    if not any(character == ":" for character in written):
        return from_parts({"y": str(year), "mo": str(month), "d": str(day)})
    zone = KST if offset is None else timezone(timedelta(seconds=offset)) if abs(offset) < 86_400 else None
    if offset is None and written.rstrip().endswith("-0000"):
        zone = UTC
    try:
        moment = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone)
    except ValueError:
        return None
    return moment.isoformat() if zone and FIRST_YEAR <= year <= LAST_YEAR else None


def from_parts(parts: dict[str, str | None]) -> str | None:
    """ISO 8601 of the named parts; None when there is no such day or hour."""
    year, month, day = (int(parts[name] or 0) for name in ("y", "mo", "d"))
    year += 2000 if year < 100 else 0
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    written = f"{year:04}-{month:02}-{day:02}"
    if parts.get("h") is None:
        return written
    hour, minute = int(parts["h"] or 0), int(parts["mi"] or 0)
    if half := (parts.get("half") or parts.get("half2") or "").upper():
        if hour > 12:
            return None
        hour = hour % 12 + (12 if half in ("오후", "PM") else 0)
    second = parts.get("s")
    if hour > 23 or minute > 59 or int(second or 0) > 59:
        return None
    written += f"T{hour:02}:{minute:02}" + (f":{second}" if second else "")
    offset = parts.get("offset") or "+09:00"
    if offset.upper() == "Z":
        offset = "+00:00"
    if ":" not in offset:
        offset = f"{offset[:3]}:{offset[3:]}"
    return written + offset if int(offset[1:3]) <= 14 and int(offset[4:]) <= 59 else None
