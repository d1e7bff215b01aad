"""When a text appeared, as far as it is known: an ISO year, month, day or time in, its parts out."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

_FORM = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
LAST_YEAR = 9000  # a date beyond it is a slip of the pen; the calendar ends at 9999
YEARS = range(1000, 3000)  # of publication
KOREA = timezone(timedelta(hours=9))


class Published(NamedTuple):
    """The year, month, day and moment of publication; what is not known is None."""

    year: int | None = None
    month: int | None = None
    day: date | None = None
    moment: datetime | None = None

    @property
    def reference(self) -> date | None:
        """A day that stands for the publication: the day itself, or the middle of the month or year that is known."""
        if self.day or self.year is None:
            return self.day
        return date(self.year, self.month or 7, 15 if self.month else 1)

    @property
    def latest(self) -> date | None:
        """The last day that may be the day of publication: the day itself, or the last one of the month or year that is known."""
        if self.day or self.year is None:
            return self.day
        return date(self.year, self.month or 12, monthrange(self.year, self.month or 12)[1])


@lru_cache
def parse_published(written: str | None) -> Published:
    """The parts of an ISO date or time; a time with an offset is read as Korean time. Raises ValueError for anything else.

    >>> parse_published("2025-09").month
    9
    """
    if not written:
        return Published()
    written = written.strip()
    if match := _FORM.fullmatch(written):
        year, month, day = (int(part) if part else None for part in match.groups())
        whole = _checked(date(year, month or 1, day or 1))
        return Published(year, month, whole if day else None)
    moment = _checked(datetime.fromisoformat(written))
    if moment.tzinfo:
        moment = moment.astimezone(KOREA).replace(tzinfo=None)
    return Published(moment.year, moment.month, moment.date(), moment)


def _checked(day: date) -> date:
    if day.year not in YEARS:
        raise ValueError(f"published in the year {day.year}: expected {YEARS.start} to {YEARS.stop - 1}")
    return day
