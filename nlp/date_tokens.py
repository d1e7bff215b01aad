"""What each written token says of a date: one short function per kind of nlp.date_forms, writing into the record.

A function returns False when the token cannot belong to the date after all.
"""

import re

from nlp.calendar_kr import event_year
from nlp.date_forms import (
    DAYS,
    DIRECTIONS,
    ENGLISH_MONTHS,
    ENGLISH_WEEKDAYS,
    HOURS,
    MONTHS,
    NTH,
    PARTS,
    QUARTERS,
    SAME_DAYS,
    SAME_MONTHS,
    SAME_YEARS,
    SEASONS,
    SINO_MONTHS,
    WEEKDAYS,
    WEEKS,
    YEARS,
    squeeze,
)  # fmt: skip
from nlp.date_written import Written
from nlp.numerals import DIGITS, read_numeral

_FIRST_YEAR = 100  # years with three figures begin here (267년)


def full_year(written: str) -> int:
    """The year that two to four written digits mean; from 70 on two digits are of the last century.

    >>> full_year("'25"), full_year("99")
    (2025, 1999)
    """
    digits = written.lstrip("'")
    year = int(digits)
    return year + (1900 if year >= 70 else 2000) if len(digits) == 2 else year


def _sino_day(word: str) -> int:
    ten, found, one = word[:-1].rpartition("십")
    tens = DIGITS.get(ten, 1) * 10 if found else 0
    return tens + (DIGITS[one] if one else 0)


def _ymd(w: Written, m: re.Match) -> bool | None:
    if m["sep"] == "-" and len(m["y1"].lstrip("'")) == 2:
        return False
    w.year, w.month, w.day = full_year(m["y1"]), int(m["m1"]), int(m["d1"])
    w.short_year = len(m["y1"]) == 2
    return None


def _ym(w: Written, m: re.Match) -> None:
    w.year, w.month = full_year(m["y2"]), int(m["m2"] or m["m3"])


def _year(w: Written, m: re.Match) -> bool | None:
    if int(m["y4"].lstrip("'")) < _FIRST_YEAR and len(m["y4"].lstrip("'")) > len("25"):
        return False
    w.year, w.decade, w.elided = full_year(m["y4"]), bool(m["decade"]), m["year"][-1].isdigit()
    w.short_year = len(m["y4"]) == 2 and not m["decade"]
    return None


def _sino_year(w: Written, m: re.Match) -> bool | None:
    numeral = read_numeral(m.string, m.start("y5"), m.end("y5"))
    if numeral is None or numeral.end != m.end("y5") or not isinstance(numeral.value, int):
        return False
    w.year = numeral.value
    return None


def _mdot(w: Written, m: re.Match) -> None:
    w.month, w.day = int(m["m5"]), int(m["d5"])


def _mspace(w: Written, m: re.Match) -> None:
    w.month, w.day = int(m["m9"]), int(m["d9"])


def _mzero(w: Written, m: re.Match) -> None:
    w.month, w.day = int(m["m10"]), int(m["d10"])


def _slash(w: Written, m: re.Match) -> None:
    w.month, w.day = int(m["m6"]), int(m["d6"])


def _month(w: Written, m: re.Match) -> None:
    w.month, w.elided = int(m["m4"]), not m["month"].endswith("월")


def _sino_month(w: Written, m: re.Match) -> None:
    w.month = SINO_MONTHS[m["m7"]]


def _day(w: Written, m: re.Match) -> None:
    w.day, w.elided = int(m["d4"]), not m["day"].endswith("일")


def _sino(w: Written, m: re.Match) -> None:
    w.day = _sino_day(m["d7"])


def _ryear(w: Written, m: re.Match) -> None:
    w.year_shift = YEARS[squeeze(m["w1"] or m["w1a"])]


def _rmonth(w: Written, m: re.Match) -> None:
    word = squeeze(m["w2"])
    w.month_shift = MONTHS[word]


def _rweek(w: Written, m: re.Match) -> None:
    w.week_shift = WEEKS[squeeze(m["w3"] or m["w3a"])]


def _dayw(w: Written, m: re.Match) -> None:
    word = m["w4"] or m["w4a"]
    w.day_shift = DAYS[word]
    if word in ("현재", "방금"):
        w.flags += ("now",)
        w.moment = "clock" if word == "방금" else None
    if word in ("간밤", "어젯밤"):
        w.day_part = "밤"
    if word == "어젯밤":
        w.meridiem = "밤"


def _aday(w: Written, m: re.Match) -> None:
    w.day_same = SAME_DAYS[squeeze(m["w5"])]


def _ayear(w: Written, m: re.Match) -> None:
    w.year_same = SAME_YEARS[squeeze(m["w6"])]


def _amonth(w: Written, m: re.Match) -> None:
    w.month_same = SAME_MONTHS[squeeze(m["w7"])]


def _rquarter(w: Written, m: re.Match) -> None:
    w.quarter_shift = QUARTERS[squeeze(m["w8"])]


def _dir(w: Written, m: re.Match) -> None:
    w.direction = DIRECTIONS[m["w9"]]


def _half(w: Written, m: re.Match) -> None:
    w.half = 1 if m["hf"] == "상" else 2


def _quarter(w: Written, m: re.Match) -> None:
    w.quarter = int(m["qn"])


def _yend(w: Written, m: re.Match) -> None:
    w.part = PARTS[m["ye"]]


def _mend(w: Written, m: re.Match) -> None:
    w.month_shift, w.part = 0, PARTS[m["me"]]


def _holiday(w: Written, m: re.Match) -> None:
    w.holiday = m["hol"] or m["hol1"]


def _event(w: Written, m: re.Match) -> bool | None:
    month, day = int(m["m8"]), int(m["d8"])
    point = m["event"][len(m["m8"])]
    year = event_year(month, day, m.string[m.end() : m.end() + 12], bare=point != ".")
    if year is None or w.kinds:
        return False
    w.year, w.month, w.day, w.event = year, month, day, True
    return None


def _lunar(w: Written, m: re.Match) -> None:
    w.lunar, w.leap = True, bool(m["leap"])


def _nthday(w: Written, m: re.Match) -> None:
    w.nth, w.weekday = NTH[squeeze(m["n1"])], WEEKDAYS.index(m["nw"])


def _nthweekend(w: Written, m: re.Match) -> None:
    w.nth, w.weekend = NTH[squeeze(m["n2"])], "주말"


def _nthweek(w: Written, m: re.Match) -> None:
    w.week = NTH[squeeze(m["n3"])] if m["n3"] else int(m["n4"])


def _edge(w: Written, m: re.Match) -> None:
    w.edge = 1 if m["eg"][0] in "첫초" else -1


def _weekend(w: Written, m: re.Match) -> None:
    w.weekend = m["wend"]


def _weekday(w: Written, m: re.Match) -> bool | None:
    number = WEEKDAYS.index(m["wd"]) if m["wd"] else ENGLISH_WEEKDAYS.index(m["wde"])
    if w.names_day:
        w.check_weekday = number
    else:
        w.weekday = number
    return None


def _season(w: Written, m: re.Match) -> None:
    w.season = SEASONS[m["sn"]]


def _part(w: Written, m: re.Match) -> bool | None:
    after = m.string[m.end() : m.end() + 2]
    if m["pt"] == "말" and after.startswith(("하", "했")):
        return False
    w.part = PARTS[m["pt"]]
    return None


def _holsfx(w: Written, m: re.Match) -> None:
    w.holidays = m["hx"] == "연휴"


def _check(w: Written, m: re.Match) -> None:
    if m["cw"]:
        w.check_weekday = WEEKDAYS.index(m["cw"])
    else:
        w.check_day = int(m["cd"])
    if m["cl"]:
        w.flags += ("local_time",)


def _local(w: Written, m: re.Match) -> None:
    w.flags += ("local_time",)


def _dpart(w: Written, m: re.Match) -> bool | None:
    if w.kinds and w.kinds[-1] == "dir" and m["dp"] != "밤":
        return False
    if w.kinds and w.kinds[-1] == "rweek":
        return False
    w.day_part = w.meridiem = m["dp"]
    if w.kinds and w.kinds[-1] == "dir":
        w.day_shift, w.direction = -1, None
    return None


def _midnight(w: Written, m: re.Match) -> None:
    if m["mid"] == "정오":
        w.hour = 12
    else:
        w.midnight = True
        w.flags += ("ambiguous",)


def _clock(w: Written, m: re.Match) -> bool | None:
    hour = m["h1"] or m["h6"]
    w.hour = int(hour) if hour else HOURS[m["h2"]]
    minute = m["i1"] or m["i3"] or m["i4"] or m["i6"]
    w.minute = int(minute) if minute else 30 if m["i2"] or m["i5"] else None
    second = m["s1"] or m["s3"] or m["s6"]
    w.second = int(second) if second else None
    letter = m["pm3"] or m["pm4"]
    if letter:
        w.meridiem = "오후" if letter in "pP" else "오전"
    return None


def _moment(w: Written, m: re.Match) -> None:
    w.moment = "clock" if m["mo"] and m["mo"][0] == "시" else "day"


def _emonth(w: Written, m: re.Match) -> bool | None:
    if not (m["ed"] or m["ey"] or m["elast"]):
        return False
    w.month = ENGLISH_MONTHS[m["em"]]
    w.day = int(m["ed"]) if m["ed"] else None
    w.year = int(m["ey"]) if m["ey"] else None
    w.year_shift = -1 if m["elast"] else None
    return None


TAKE = {
    "ymd": _ymd, "ym": _ym, "year": _year, "syear": _sino_year, "month": _month, "mdot": _mdot,
    "mspace": _mspace, "mzero": _mzero, "slash": _slash, "day": _day, "smonth": _sino_month,
    "sday": _sino, "ryear": _ryear, "rmonth": _rmonth, "rweek": _rweek, "dayw": _dayw, "aday": _aday, "ayear": _ayear, "amonth": _amonth,
    "rquarter": _rquarter, "dir": _dir, "half": _half, "quarter": _quarter, "yend": _yend, "mend": _mend, "holiday": _holiday, "event": _event,
    "lunar": _lunar, "nthday": _nthday, "nthweekend": _nthweekend, "nthweek": _nthweek, "edge": _edge, "weekend": _weekend, "weekday": _weekday,
    "season": _season, "part": _part, "holsfx": _holsfx, "check": _check, "local": _local, "dpart": _dpart, "midnight": _midnight, "clock": _clock,
    "moment": _moment, "emonth": _emonth,
}  # fmt: skip
