"""The record of one date as it is written, before it is resolved."""

from dataclasses import dataclass

from nlp.durations import Duration


@dataclass(slots=True)
class Written:
    """What one written date names. Shifts count from publication, ``same_`` fields from the last date of the text."""

    start: int
    end: int  # where the reading stopped
    kinds: tuple[str, ...] = ()
    span_end: int = 0  # where the date's own span ends: without (화) and (현지시간)
    day_end: int = 0  # where the span of the day alone ends, before a part of it or a time
    direction: str | None = None  # past, next, later, this
    year: int | None = None
    year_shift: int | None = None
    year_same: int | None = None
    decade: bool = False
    month: int | None = None
    month_shift: int | None = None
    month_same: int | None = None
    day: int | None = None
    day_shift: int | None = None
    day_same: int | None = None
    half: int | None = None
    quarter: int | None = None
    quarter_shift: int | None = None
    season: int | None = None
    part: str | None = None  # start, middle, end of the year, month or week before it
    week_shift: int | None = None
    week: int | None = None  # nth of the month or year, -1 the last
    weekend: str | None = None
    weekday: int | None = None
    nth: int | None = None  # which of these weekdays of the month or year
    edge: int | None = None  # 1 the first day, -1 the last
    holiday: str | None = None
    holidays: bool = False  # 연휴: the day before to the day after
    event: bool = False
    lunar: bool = False
    leap: bool = False
    term: Duration | None = None  # 사흘 전, 지난 3일간
    sign: int = 0  # -1 before, 1 after; 0: a window
    at_least: bool = False
    day_part: str | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    meridiem: str | None = None
    midnight: bool = False
    moment: str | None = None
    check_weekday: int | None = None
    check_day: int | None = None
    short_year: bool = False
    elided: bool = False  # the unit stands behind the next number only (9~13일)
    base: "Written | None" = None
    flags: tuple[str, ...] = ()

    @property
    def has_clock(self) -> bool:
        """Whether a time of day is named."""
        return self.hour is not None or self.midnight

    @property
    def names_day(self) -> bool:
        """Whether one day is named, in whatever way."""
        return (
            self.day is not None or self.day_shift is not None or self.day_same is not None or self.weekday is not None
            or self.edge is not None or self.holiday is not None or (self.term is not None and self.sign != 0)
        )  # fmt: skip
