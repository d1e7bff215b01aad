"""The year or month that a date leaves out, taken from what the text has named before it or from the verb behind it."""

from datetime import date

from nlp.date_calc import make_day, month_after
from nlp.date_context import FAR, Context, Known
from nlp.date_signs import is_deadline
from nlp.date_written import Written

NEAR = 3  # days before publication within which a report is about its own day
_LATELY = 14  # and within which a day that goes back in its month is rather a recent one
_STEP_BACK = 7  # days; a story may go back so far without a word
_GOES_ON = 31  # days in which a story of a year named before may go on over several sentences
_STORY = 3  # how many
_NEXT_MONTH = 15  # days that a day must lie before the last one named, to be in the month after


def names_year(written: Written) -> bool:
    """Whether a year is named, in figures, from publication or from the last date."""
    return written.year is not None or written.year_shift is not None or written.year_same is not None


def find_year(written: Written, context: Context) -> tuple[int | None, str | None, bool]:
    """The year that is named, what it was resolved from, and whether the text now has a year to carry on."""
    if written.year is not None:
        return written.year, "stated", True
    if written.year_shift is not None:
        year = context.published.year
        return (None if year is None else year + written.year_shift), "published", True
    if written.year_same is not None:
        known = context.dated or context.last
        if known:
            return known.day.year + written.year_same, known.label, True
        year = context.published.year
        return (None if year is None else year + written.year_same), "published", True
    return None, None, False


def year_flags(written: Written, named: bool) -> tuple[str, ...]:
    """The flags of the date, and ``short_year`` where the year has two digits without an apostrophe."""
    return ("short_year", *written.flags) if written.short_year else written.flags


def month_base(written: Written, context: Context) -> tuple[tuple[int, int] | None, str | None]:
    """Year and month of 지난달 (from publication) and 같은 달 (from the last date)."""
    if written.month_same is not None and context.last and context.last.grain in ("day", "month", "part", "week"):
        known = context.last
        return month_after(known.day.year, known.day.month, written.month_same), known.label
    published = context.published
    if published.month is None:
        return None, None
    return month_after(published.year, published.month, written.month_shift or 0), "published"


def direction_of(written: Written, context: Context, verb_at: int) -> str | None:
    """past or next, by 지난 and 오는, else by the verb; None when the nearest is meant."""
    if written.direction in ("past", "next"):
        return written.direction
    tense = context.tense(verb_at)
    if tense == "past" and is_deadline(context.text, written.span_end):
        return "next"
    return {"past": "past", "future": "next", "weak": "soon"}.get(tense)


def carried_year(written: Written, context: Context, month: int, day: int | None) -> tuple[int, str] | None:
    """The year that the text has named for a month without one, and from where; None when publication decides."""
    start, today = written.start, context.published.reference
    if day is not None and (known := context.named.get((month, day))):
        return known.day.year, known.label
    in_list = context.in_list(start)
    if context.head_year and (in_list or context.in_section(start)):
        return context.head_year.day.year, f"heading {context.head_year.start}-{context.head_year.end}"
    known = context.last
    if known is None or not known.year_named or context.in_remark(known):
        return None
    year = known.day.year
    if today is None:
        return year, known.label
    whole = known.grain in ("year", "half", "quarter")
    if not whole and (known.grain not in ("day", "month", "part") or year == today.year):
        return None
    found = make_day(year, month, day or 1)
    if found is None or found > context.published.latest:
        return None
    between = context.sentences_between(known.end, start)
    if whole:
        carries = between <= (known.grain != "year") and not context.founded(known.end, start)
    else:
        ahead = (found.month, found.day) >= (known.day.month, known.day.day if day and known.grain == "day" else 1)
        soon = known.grain == "day" and day is not None and 0 <= (found - known.day).days <= _GOES_ON
        soon = soon and not _is_near(written, context, month, day, today)
        carries = (in_list and between <= 3) or (ahead and between <= (_STORY if soon else 1))
    return (year, known.label) if carries else None


def _is_near(written: Written, context: Context, month: int, day: int, today: date) -> bool:
    """Whether some reading of the day lies near publication, on the side that the verb allows."""
    past = context.tense(written.end) == "past"
    gaps = [(found - today).days for shift in (-1, 0, 1) if (found := make_day(today.year + shift, month, day))]
    return any(abs(gap) <= FAR and not (past and gap > 0) for gap in gaps)


def carried_month(written: Written, context: Context, near: date | None) -> tuple[date, Known] | None:
    """The day in the month that the text has named, where that month carries on to here; None when publication decides.

    ``near`` is the reading nearest to publication, if that is known.
    """
    day, start = written.day, written.start
    if context.head_month and context.in_list(start):
        head = context.head_month
        found = make_day(head.day.year, head.day.month, day)
        return (found, head) if found else None
    known = context.month
    if known is None or (near is not None and not known.month_named and not _goes_on(written, context, known)):
        return None
    found = make_day(known.day.year, known.day.month, day)
    if written.check_weekday is not None and near is not None:
        return (found, known) if found and found.weekday() == written.check_weekday else None
    today = context.published.day
    gap = (today - near).days if today and near else None
    if (
        known.grain == "day"
        and day < known.day.day
        and not context.looks_back(start)
        and not context.reports(known.start, known.end)
    ):
        recent = gap is not None and gap <= (_LATELY if known.day.day - day > _STEP_BACK else NEAR)
        found = _later(day, known, context.published.latest) or (None if recent else found)
    if found is None:
        return None
    if near is None or found == near:
        return found, known
    return (found, known) if _carries_on(written, context, known, gap, today is not None and found > today) else None


def _goes_on(written: Written, context: Context, known: Known) -> bool:
    """Whether the day follows another one in its sentence (1일부터 5일까지였던 기간을 10일까지로): the same month."""
    follows = known.grain == "day" and not known.background and written.day > known.day.day
    return follows and context.sentences_between(known.end, written.start) == 0


def _later(day: int, known: Known, limit: date | None) -> date | None:
    """The day in the month after the one named (28일, then 4일), where the story can have gone on to it."""
    following = make_day(*month_after(known.day.year, known.day.month, 1), day)
    far = known.day.day - day >= _NEXT_MONTH
    return following if far and following and (limit is None or following <= limit) else None


def _carries_on(written: Written, context: Context, known: Known, gap: int | None, ahead: bool) -> bool:
    """Whether a day that is ``gap`` days before publication in its nearest reading belongs to the month named before instead.

    ``ahead`` says that there it would lie after publication, so that no new sentence can tell of it as past.
    """
    start = written.start
    between = context.sentences_between(known.end, start)
    if ahead and between and context.tense(written.end) == "past":
        return False
    if known.grain == "month":
        return between == 0 if gap is None else between <= 1 and not 0 <= gap <= NEAR
    if gap is None:
        return True
    if gap == 0 and between > 0 and not 0 < written.day - known.day.day <= 2:
        return False
    if 0 <= gap <= (_LATELY if context.says(written.end) else NEAR) and context.reports(start, written.end):
        return False
    return between < 4 or abs(gap) > 7
