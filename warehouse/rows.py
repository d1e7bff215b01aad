"""Records of a crawl and of an extraction as warehouse rows: pure values, in the units and times the tables hold."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from decimal import Decimal, InvalidOperation

from crawler.items import Document, hash_id
from nlp.mentions import Extraction, Mention
from warehouse.copies import sketch

KOREA = timezone(timedelta(hours=9))  # no daylight saving since 1988
MARKS = ("superseded", "negated_or_denied", "hypothetical", "per_unit", "background_incident", "in_table")
FINE_KIND = re.compile("과징금|과태료|벌금")
#: What follows a date that says when a figure holds: 18일 기준, 18일 현재.
AS_OF = re.compile(r"\s{0,2}(?:기준|현재)")
LARGEST = Decimal(10) ** 21  # DECIMAL(30, 8) ends here

VERSION_COLUMNS = {
    "document_id": "UUID",
    "version_id": "UUID",
    "url": "VARCHAR",
    "title": "VARCHAR",
    "text": "VARCHAR",
    "published": "VARCHAR",
    "published_at": "TIMESTAMP",
    "published_from": "VARCHAR",
    "modified": "VARCHAR",
    "author": "VARCHAR",
    "platform": "VARCHAR",
    "source": "VARCHAR",
    "flags": "VARCHAR[]",
    "sketch": "UBIGINT[]",
    "fetched_at": "TIMESTAMP",
}
EXTRACTION_COLUMNS = {
    "version_id": "UUID",
    "model": "VARCHAR",
    "relevant": "BOOLEAN",
    "relevance": "DOUBLE",
    "incident_type": "VARCHAR",
    "type_confidence": "DOUBLE",
    "error": "VARCHAR",
}
ORGANISATION_COLUMNS = {
    "organisation_mention_id": "UUID",
    "version_id": "UUID",
    "model": "VARCHAR",
    "name": "VARCHAR",
    "surface": "VARCHAR",
    "role": "VARCHAR",
    "zone": "VARCHAR",
    "span_start": "INTEGER",
    "span_end": "INTEGER",
    "confidence": "DOUBLE",
}
FIGURE_COLUMNS = {
    "figure_id": "UUID",
    "version_id": "UUID",
    "model": "VARCHAR",
    "kind": "VARCHAR",
    "role": "VARCHAR",
    "detail": "VARCHAR",
    "surface": "VARCHAR",
    "zone": "VARCHAR",
    "span_start": "INTEGER",
    "span_end": "INTEGER",
    "sentence": "VARCHAR",
    "sentence_start": "INTEGER",
    "sentence_end": "INTEGER",
    "value": "DECIMAL(30, 8)",
    "lower": "DECIMAL(30, 8)",
    "upper": "DECIMAL(30, 8)",
    "date_value": "VARCHAR",
    "date_lower": "TIMESTAMP",
    "date_upper": "TIMESTAMP",
    "grain": "VARCHAR",
    "unit": "VARCHAR",
    "currency": "VARCHAR",
    "approx": "BOOLEAN",
    "marks": "VARCHAR[]",
    "incident_index": "INTEGER",
    "as_of": "TIMESTAMP",
    "confidence": "DOUBLE",
    "needs_review": "BOOLEAN",
}


def moment_in(written: str | None, zone: tzinfo) -> datetime | None:
    """First moment of an ISO year, month, day or time as a clock in ``zone`` shows it; None where there is none.

    A time written without offset already is that clock's.
    """
    written = (written or "").strip()
    if re.fullmatch(r"\d{4}(-\d\d)?", written):
        written += "-01" * (2 - written.count("-"))
    try:
        moment = datetime.fromisoformat(written)
        return moment.astimezone(zone).replace(tzinfo=None) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        return None


def korean_time(written: str | None) -> datetime | None:
    """The moment in Korean time, without zone; None where ``written`` is no ISO date or time.

    >>> korean_time("2025-09-21T21:30:00-07:00")
    datetime.datetime(2025, 9, 22, 13, 30)
    """
    return moment_in(written, KOREA)


def utc_now() -> datetime:
    """This moment in UTC, without zone, as the tables hold it."""
    return datetime.now(UTC).replace(tzinfo=None)


def version_row(document: Document) -> tuple:
    """One crawled post in the order of VERSION_COLUMNS."""
    return (
        document.document_id,
        document.version_id,
        document.url,
        document.title,
        document.text,
        document.published,
        korean_time(document.published),
        document.published_from,
        document.modified,
        document.author,
        document.platform,
        document.source,
        list(document.flags),
        sketch(document.text),
        moment_in(document.fetched_at, UTC),
    )


def extraction_row(version_id: str, extraction: Extraction) -> tuple:
    """The model's view of one wording in the order of EXTRACTION_COLUMNS."""
    return (
        version_id,
        extraction.model,
        extraction.relevant,
        extraction.relevance,
        extraction.incident_type,
        extraction.type_confidence,
        None,
    )


def organisation_rows(version_id: str, extraction: Extraction) -> list[tuple]:
    """Organisations of one wording in the order of ORGANISATION_COLUMNS, each span and role once."""
    rows = {}
    for one in extraction.organisations:
        key = hash_id(version_id, extraction.model, one.zone, str(one.start), str(one.end))
        rows[key] = (
            key,
            version_id,
            extraction.model,
            one.name,
            one.surface,
            one.role,
            one.zone,
            one.start,
            one.end,
            one.confidence,
        )
    return list(rows.values())


def figure_rows(version_id: str, title: str, text: str, extraction: Extraction) -> list[tuple]:
    """Figures of one wording in the order of FIGURE_COLUMNS, each span and kind once."""
    moments = as_of_moments(title, text, extraction.facts)
    rows = {}
    for one in extraction.facts:
        key = hash_id(version_id, extraction.model, one.zone, str(one.start), str(one.end), one.kind)
        start, end = one.sentence
        sentence = (title if one.zone == "title" else text)[start:end]
        numbers = one.kind != "date"
        lower, upper = (None, None) if numbers else date_bounds(one)
        rows[key] = (
            key,
            version_id,
            extraction.model,
            one.kind,
            one.role,
            fine_kind(sentence, one.start - start) if one.role == "fine" else None,
            one.surface,
            one.zone,
            one.start,
            one.end,
            sentence,
            start,
            end,
            exact(one.value) if numbers else None,
            exact(one.lower) if numbers else None,
            exact(one.upper) if numbers else None,
            None if numbers or one.value is None else str(one.value),
            lower,
            upper,
            one.grain,
            one.unit,
            one.currency,
            one.approx,
            [mark for mark in MARKS if getattr(one, mark)],
            one.incident,
            moments.get((one.zone, start)) if numbers else None,
            one.confidence,
            one.needs_review,
        )
    return list(rows.values())


def exact(number: int | float | str | None) -> Decimal | None:
    """The number as a decimal of at most eight places; None where there is none or a column could not hold it.

    >>> exact(240000000), exact(0.1), exact(None)
    (Decimal('240000000'), Decimal('0.1'), None)
    """
    if number is None:
        return None
    try:
        value = Decimal(str(number))
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < LARGEST else None


def date_bounds(mention: Mention) -> tuple[datetime | None, datetime | None]:
    """Half-open bounds of a date in Korean time, from its own bounds or else from its value and grain."""
    value = mention.value if isinstance(mention.value, str) else None
    lower = korean_time(str(mention.lower)) if mention.lower else korean_time(value)
    upper = korean_time(str(mention.upper)) if mention.upper else after(korean_time(value), value)
    return lower, upper


def after(moment: datetime | None, written: str | None) -> datetime | None:
    """First moment after the year, month, day, hour or minute that ``written`` names and ``moment`` begins."""
    if moment is None or written is None:
        return None
    try:
        if len(written) == 4:
            return moment.replace(year=moment.year + 1)
        if len(written) == 7:
            return moment.replace(year=moment.year + moment.month // 12, month=moment.month % 12 + 1)
        clock = written.partition("T")[2]
        steps = {0: timedelta(days=1), 2: timedelta(hours=1), 5: timedelta(minutes=1)}
        return moment + steps.get(len(re.split(r"[+Z-]", clock)[0]), timedelta(seconds=1))
    except (ValueError, OverflowError):
        return None


def as_of_moments(title: str, text: str, facts: Iterable[Mention]) -> dict[tuple[str, int], datetime]:
    """For each sentence (zone and start) that dates its figures (18일 기준), the first moment of that day."""
    moments = {}
    for one in facts:
        if one.kind == "date" and AS_OF.match(title if one.zone == "title" else text, one.end):
            lower, _ = date_bounds(one)
            if lower:
                moments[one.zone, one.sentence[0]] = lower
    return moments


def fine_kind(sentence: str, at: int) -> str | None:
    """The kind of fine named last before position ``at`` of the sentence, else first after it.

    None where none is named, or two for one sum (과징금과 과태료 모두 7억 원).

    >>> fine_kind("과징금 12억 원과 과태료 960만 원을 물렸다", 14)
    '과태료'
    """
    named = [(found.start(), found.group()) for found in FINE_KIND.finditer(sentence)]
    before = [one for one in named if one[0] < at]
    if not before:
        return named[0][1] if named else None
    place, kind = before[-1]
    earlier = [other for other, one in before if one != kind]
    joint = bool(earlier) and not re.search(r"\d", sentence[earlier[-1] : place])
    return None if joint else kind
