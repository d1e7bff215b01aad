"""A written date and the memory of its text to one day, period or moment: lower and upper limit, grain, anchor, or the reason for none."""

from datetime import datetime

from nlp.date_calc import Resolved
from nlp.date_clock import this_moment, with_clock
from nlp.date_context import Context
from nlp.date_days import find_day
from nlp.date_periods import find_period
from nlp.date_terms import counted, window
from nlp.date_written import Written


def resolve(written: Written, context: Context, verb_at: int | None = None) -> Resolved:
    """The meaning of ``written`` here; ``verb_at`` is where the clause goes on (behind a range), else behind the date itself."""
    verb_at = written.end if verb_at is None else verb_at
    if written.term and not written.sign:
        return window(written, context)
    if written.moment and not written.names_day:
        return this_moment(written, context)
    if written.term:
        base = resolve(written.base, context) if written.base else None
        found = counted(written, context, verb_at, base)
    elif written.names_day:
        found = find_day(written, context, verb_at)
    else:
        return find_period(written, context, verb_at)
    if found.lower is None or found.grain == "part" or (written.term and isinstance(found.lower, datetime)):
        return found
    return with_clock(written, found, context)
