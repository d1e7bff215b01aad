"""A time as a page or feed writes it becomes ISO 8601, no more exact than it was written and never with a guessed part.

Korean pages leave the offset out; such a time is Korean time.
"""

import re
from calendar import monthrange

FIRST_YEAR, LAST_YEAR = 1990, 2100

CLOCK = r"(?:(?P<half>오전|오후|AM|PM)\s*)?(?P<h>\d{1,2}):(?P<mi>\d{2})(?::(?P<s>\d{2})(?:[.,]\d+)?)?(?:\s*(?P<half2>AM|PM))?"
OFFSET = r"(?P<offset>Z|[+-]\d{2}(?::?\d{2})?(?![\d:]))?"
WEEKDAY = r"(?:\s*\([월화수목금토일]\))?"
#: Ways to write a day, each followed by an optional clock and offset. Seen on: Tistory and Blogger, news sites, feeds.
FORMS = [
    # 2023-09-03T15:06:03+09:00 · 2025-05-15T20:00:52.000+0900 · 2024-01-02 10:00:00 · 2025/05/28 18:21
    rf"(?P<y>\d{{4}})[-/](?P<mo>\d{{1,2}})[-/](?P<d>\d{{1,2}})(?:(?:T|\s+){CLOCK}\s*{OFFSET})?",
    # 20180119T00:45:26
    rf"(?P<y>\d{{4}})(?P<mo>\d{{2}})(?P<d>\d{{2}})T{CLOCK}{OFFSET}",
    # 2026.01.29 18:40 · 2023. 9. 3. 15:06 · 2020.07.13. 오후 5:04 · 2025.11.13 · 14.06.20 06:31
    rf"(?P<y>\d{{4}}|\d{{2}})\s?\.\s*(?P<mo>\d{{1,2}})\s?\.\s*(?P<d>\d{{1,2}})\.?{WEEKDAY}(?:\s+{CLOCK})?",
    # 2025년 9월 22일 10:00 · 2025년 9월 22일 (월) 10:00
    rf"(?P<y>\d{{4}})\s?년\s*(?P<mo>\d{{1,2}})\s?월\s*(?P<d>\d{{1,2}})\s?일{WEEKDAY}(?:\s+{CLOCK})?",
    # 4월 18, 2023 (Blogger in Korean)
    rf"(?P<mo>\d{{1,2}})\s?월\s*(?P<d>\d{{1,2}})\s?일?,\s*(?P<y>\d{{4}})(?:\s+{CLOCK})?",
]
WHOLE = [re.compile(rf"\s*{form}\s*", re.I) for form in FORMS]
WITHIN = [re.compile(rf"(?<![\d.]){form}(?!\d)", re.I) for form in FORMS[2:] + FORMS[:1]]
#: Mon, 27 Dec 2004 14:20:00 +0900 · 21 July 2005 14:00 GMT
MAIL_DATE = re.compile(
    r"\s*(?:[A-Za-z]{3,9},?\s+)?(?P<d>\d{1,2})[\s-](?P<month>[A-Za-z]{3})[a-z]{0,6}\.?[\s-](?P<y>\d{4}|\d{2})"
    rf"(?:\s+{CLOCK}\s*(?P<zone>[+-]\d{{4}}|[A-Z]{{1,5}})?(?:\s*\([^()]*\))?)?\s*",
    re.I,
)
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
#: Zones of RFC 822 by name, and the Korean one.
ZONES = {"UT": "+00", "UTC": "+00", "GMT": "+00", "Z": "+00", "KST": "+09", "EST": "-05", "EDT": "-04", "CST": "-06"}
ZONES |= {"CDT": "-05", "MST": "-07", "MDT": "-06", "PST": "-08", "PDT": "-07"}


def read_time(written: str | None) -> str | None:
    """The time that ``written`` is, as ISO 8601 with the precision it was written in; None when it is no time.

    >>> read_time("2025.09.22 10:00"), read_time("Tue, 27 Dec 2005 13:30:33+0900")
    ('2025-09-22T10:00+09:00', '2005-12-27T13:30:33+09:00')
    """
    if not written or len(written) > 100:
        return None
    for form in WHOLE:
        if found := form.fullmatch(written):
            return from_parts(found.groupdict())
    return read_mail_date(written)


def find_time(text: str | None) -> str | None:
    """The first time written somewhere in a short text, such as ``승인 2021.01.01 10:00``; None when there is none."""
    text = (text or "")[:500]
    found = sorted((one for form in WITHIN for one in form.finditer(text)), key=re.Match.start)
    return next((time for one in found if (time := from_parts(one.groupdict()))), None)


def read_mail_date(written: str) -> str | None:
    """The time of an RFC 822 date; real feeds leave the space before the offset out and write months any way they like.

    Without a zone it is Korean time; with one that nobody knows it is none.
    """
    found = MAIL_DATE.fullmatch(written)
    if not found or found["month"].lower() not in MONTHS:
        return None
    zone = (found["zone"] or "KST").upper()
    if zone[0] not in "+-" and zone not in ZONES:
        return None
    month = str(MONTHS.index(found["month"].lower()) + 1)
    return from_parts({**found.groupdict(), "mo": month, "offset": ZONES.get(zone, zone)})


def from_parts(parts: dict[str, str | None]) -> str | None:
    """ISO 8601 of the named parts; None when there is no such day or hour."""
    year, month, day = (int(parts[name] or 0) for name in ("y", "mo", "d"))
    year += 2000 if year < 70 else 1900 if year < 100 else 0
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
    if hour > 23 or minute > 59 or int(second or 0) > 60:
        return None
    written += f"T{hour:02}:{minute:02}" + (f":{min(int(second), 59):02}" if second else "")  # 60 is a leap second
    offset = (parts.get("offset") or "+09").upper().replace("Z", "+00").replace(":", "").replace("-0000", "+0000")
    offset_hour, offset_minute = int(offset[1:3]), int(offset[3:] or 0)
    if offset_hour > 14 or offset_minute > 59:
        return None
    return f"{written}{offset[0]}{offset_hour:02}:{offset_minute:02}"
