"""Days that Korean texts call by name: holidays, solar and lunar, and events known by their figures. Names in, days out."""

import re
from datetime import date, timedelta
from typing import NamedTuple

#: Lunar years 2010-2040 as kept in Korea: solar day of lunar 1/1, length of each month (+ is 30 days, - is 29),
#: and the month that a leap month follows (0 for none).
LUNAR_YEARS = {
    2010: ("02-14", "+-+-+--+-+-+", 0), 2011: ("02-03", "+-++-+--+-+-", 0), 2012: ("01-23", "+-+++-+--+-+-", 3),
    2013: ("02-10", "+-++-+-+-+-+", 0), 2014: ("01-31", "-+-+-+-++-+-+", 9), 2015: ("02-19", "-+--+-+++-+-", 0),
    2016: ("02-08", "+-+--+-++-++", 0), 2017: ("01-28", "-+-+--+-+-+++", 5), 2018: ("02-16", "-+-+--+-+-++", 0),
    2019: ("02-05", "+-+-+--+-+-+", 0), 2020: ("01-25", "+-++-+--+-+-+", 4), 2021: ("02-12", "-++-+-+-+-+-", 0),
    2022: ("02-01", "+-+-++-+-+-+", 0), 2023: ("01-22", "-+-+-+-++-+-+", 2), 2024: ("02-10", "-+--+-++-++-", 0),
    2025: ("01-29", "+-+--+-+-+++-", 6), 2026: ("02-17", "+-+--+-+-+++", 0), 2027: ("02-07", "-+-+--+--+++", 0),
    2028: ("01-27", "-++-+--+--++-", 5), 2029: ("02-13", "++-++--+--++", 0), 2030: ("02-03", "-+-++-+-+-+-", 0),
    2031: ("01-23", "+-+-+-++-+-+-", 3), 2032: ("02-11", "+--+-++-++-+", 0), 2033: ("01-31", "-+--+-+-+++-+", 11),
    2034: ("02-19", "-+--+-+-+++-", 0), 2035: ("02-08", "+-+--+--++-+", 0), 2036: ("01-28", "++-+--+--++-+", 6),
    2037: ("02-15", "++-+--+--+-+", 0), 2038: ("02-04", "++-+-+-+--+-", 0), 2039: ("01-24", "++-++-+-+-+--", 5),
    2040: ("02-12", "+-++-++-+-+-", 0),
}  # fmt: skip

#: Holidays on the same solar day every year.
SOLAR_DAYS = {
    "신정": (1, 1), "새해 첫날": (1, 1), "밸런타인데이": (2, 14), "발렌타인데이": (2, 14), "삼일절": (3, 1), "3·1절": (3, 1), "화이트데이": (3, 14),
    "만우절": (4, 1), "식목일": (4, 5), "근로자의 날": (5, 1), "노동절": (5, 1), "어린이날": (5, 5), "어버이날": (5, 8), "스승의 날": (5, 15),
    "현충일": (6, 6), "제헌절": (7, 17), "광복절": (8, 15), "국군의 날": (10, 1), "국군의날": (10, 1), "개천절": (10, 3), "한글날": (10, 9), "핼러윈": (10, 31),
    "크리스마스이브": (12, 24), "크리스마스 이브": (12, 24), "성탄 전야": (12, 24), "크리스마스": (12, 25), "성탄절": (12, 25), "기독탄신일": (12, 25),
}  # fmt: skip
#: Holidays by the lunar calendar.
LUNAR_DAYS = {
    "설날": (1, 1), "설": (1, 1), "구정": (1, 1), "정월대보름": (1, 15), "정월 대보름": (1, 15), "석가탄신일": (4, 8), "부처님오신날": (4, 8),
    "부처님 오신 날": (4, 8), "부처님 오신날": (4, 8), "단오": (5, 5), "칠월칠석": (7, 7), "추석": (8, 15), "한가위": (8, 15),
}  # fmt: skip


class Event(NamedTuple):
    """One day known by its month and day: the words that must follow (a regex, "" for none) and the year."""

    cue: str
    year: int


#: Events known by month and day. A bare 7·7 or 3·20 is the last one listed; with a point (9.11) a word must follow.
EVENTS: dict[tuple[int, int], tuple[Event, ...]] = {
    (1, 21): (Event("사태|무장", 1968),),
    (1, 25): (Event("", 2003),),
    (2, 28): (Event("민주|대구", 1960),),
    (3, 1): (Event("운동|만세|독립", 1919),),
    (3, 4): (Event("디도스|DDoS|사이버|인터넷", 2011),),
    (3, 11): (Event("대지진|동일본|쓰나미|원전", 2011),),
    (3, 15): (Event("부정|의거|마산", 1960),),
    (3, 20): (Event("", 2013),),
    (4, 3): (Event("사건|항쟁|희생|추념|제주", 1948),),
    (4, 16): (Event("세월호|참사", 2014),),
    (4, 19): (Event("혁명|의거|민주|학생", 1960),),
    (5, 16): (Event("군사|쿠데타|정변", 1961),),
    (5, 18): (Event("광주|민주|항쟁|운동|유공|기념|묘", 1980),),
    (6, 10): (Event("민주|항쟁", 1987),),
    (6, 15): (Event("공동|선언|남북", 2000),),
    (6, 25): (Event("사이버|디도스|DDoS|해킹|청와대", 2013), Event("", 1950)),
    (6, 29): (Event("선언|민주화", 1987),),
    (7, 7): (Event("", 2009),),
    (9, 11): (Event("", 2001),),
    (10, 26): (Event("선관위|디도스|DDoS|재보|재·보", 2011), Event("사태|사건|박정희", 1979)),
    (10, 29): (Event("이태원|참사|핼러윈", 2022),),
    (11, 13): (Event("파리|테러", 2015),),
    (12, 3): (Event("비상|계엄|내란|사태", 2024),),
    (12, 12): (Event("군사|쿠데타|사태|반란", 1979),),
}


def holiday(name: str, year: int) -> date | None:
    """The day that the holiday ``name`` falls on in ``year``; None where the lunar table does not reach.

    >>> holiday("추석", 2025)
    datetime.date(2025, 10, 6)
    """
    if name in LUNAR_DAYS:
        return from_lunar(year, *LUNAR_DAYS[name])
    return date(year, *SOLAR_DAYS[name])


def from_lunar(year: int, month: int, day: int, leap: bool = False) -> date | None:
    """The solar day of a lunar one, or None when there is no such day or the table does not reach.

    >>> from_lunar(2026, 1, 1)
    datetime.date(2026, 2, 17)
    """
    if year not in LUNAR_YEARS or not 1 <= month <= 12:
        return None
    first, lengths, leap_month = LUNAR_YEARS[year]
    index = month - 1 + (leap_month != 0 and (month > leap_month or (leap and month == leap_month)))
    if (leap and month != leap_month) or not 1 <= day <= 29 + (lengths[index] == "+"):
        return None
    before = sum(29 + (length == "+") for length in lengths[:index])
    return date.fromisoformat(f"{year}-{first}") + timedelta(days=before + day - 1)


def event_year(month: int, day: int, after: str, bare: bool) -> int | None:
    """The year of the event called ``month``·``day``, from the words ``after`` it; ``bare`` allows none to follow."""
    for event in EVENTS.get((month, day), ()):
        if (bare and not event.cue) or (event.cue and re.match(rf"[ ]?(?:{event.cue})", after)):
            return event.year
    return None
