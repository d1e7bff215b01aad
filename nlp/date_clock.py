"""Parts of a day and times applied to a day: 새벽, 오전 4시, 밤 12시, 자정, 이 시각."""

from datetime import date, datetime, time, timedelta

from nlp.date_calc import DAY, IMPOSSIBLE, NO_PUBLISHED, Resolved, one_day, unresolved
from nlp.date_context import Context, as_day
from nlp.date_forms import DAY_PARTS
from nlp.date_written import Written
from nlp.durations import shifted

_STEPS = {"hour": timedelta(hours=1), "minute": timedelta(minutes=1), "second": timedelta(seconds=1)}


def with_clock(written: Written, found: Resolved, context: Context) -> Resolved:
    """The day with its part (새벽) or time (오전 4시) applied."""
    if not written.has_clock and written.day_part is None and written.moment is None:
        return found._replace(flags=tuple(dict.fromkeys((*found.flags, *written.flags)))) if written.flags else found
    day, flags = as_day(found.lower), tuple(dict.fromkeys((*found.flags, *written.flags)))
    if written.moment == "clock" and (now := context.published.moment):
        moment = datetime.combine(day, now.time())
        return found._replace(
            lower=moment, upper=moment, grain="minute", value=moment.isoformat(timespec="seconds"), flags=flags
        )
    if written.moment is not None:
        return found._replace(flags=flags)
    if written.midnight:
        moment = datetime.combine(day, time()) + DAY
        return found._replace(lower=moment, upper=moment, grain="part", flags=flags)
    if written.hour is None:
        first, last = DAY_PARTS[written.day_part]
        base = datetime.combine(day, time())
        return found._replace(
            lower=base + timedelta(hours=first), upper=base + timedelta(hours=last), grain="part", flags=flags
        )
    moment = clock_time(written, day)
    grain = "hour" if written.minute is None else "minute" if written.second is None else "second"
    return found._replace(
        lower=moment, upper=moment + _STEPS[grain], grain=grain, value=moment.isoformat(timespec="seconds"), flags=flags
    )


def clock_time(written: Written, day: date) -> datetime:
    """The moment on ``day`` that the clock names; 밤 12시 is the end of the day."""
    hour, half = written.hour, written.meridiem
    if half in ("오후", "저녁") and hour < 12:
        hour += 12
    elif half in ("밤", "심야", "한밤", "한밤중"):
        hour += 12 if 5 <= hour <= 12 else 24 if hour < 5 else 0
    elif half in ("낮", "점심", "대낮", "한낮") and hour < 6:
        hour += 12
    elif half in ("오전", "새벽", "아침") and hour == 12:
        hour = 0
    return datetime.combine(day, time()) + timedelta(
        hours=hour, minutes=written.minute or 0, seconds=written.second or 0
    )


def this_moment(written: Written, context: Context) -> Resolved:
    """작년 이 시각, 다음 주 이맘때: the moment or day of publication, in another year, month or week."""
    today = context.published.day
    if today is None:
        return unresolved("day", NO_PUBLISHED)
    months = 12 * (written.year_shift or 0) + (written.month_shift or 0)
    day = shifted(today, (0, months, 7 * (written.week_shift or 0), 0, 0, 0), 1)
    if day is None:
        return unresolved("day", IMPOSSIBLE)
    return with_clock(written, one_day(day, "published"), context)
