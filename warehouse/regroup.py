"""Grouping kept in the tables: reports out, incidents in; rows that no longer hold are closed, never removed."""

import duckdb

from warehouse.db import query, transaction
from warehouse.incidents import Incident, Report, group_incidents, main_victims
from warehouse.load import stage
from warehouse.rows import utc_now

INCIDENT_COLUMNS = {
    "incident_id": "UUID",
    "first_document_id": "UUID",
    "slug": "VARCHAR",
    "title": "VARCHAR",
    "organisation": "VARCHAR",
    "organisations": "VARCHAR[]",
    "incident_type": "VARCHAR",
}
MEMBER_COLUMNS = {"incident_id": "UUID", "document_id": "UUID", "copy_of": "UUID"}


def regroup(con: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Number of incidents opened and closed by grouping all documents anew, in one transaction."""
    with transaction(con):
        incidents = group_incidents(read_reports(con))
        stage(con, "new_incident", INCIDENT_COLUMNS, map(incident_row, incidents))
        members = ((one.incident_id, *document) for one in incidents for document in one.documents)
        stage(con, "new_member", MEMBER_COLUMNS, members)
        counts = replace_rows(con, "incident", "new_incident", INCIDENT_COLUMNS)
        replace_rows(con, "incident_document", "new_member", MEMBER_COLUMNS)
        return counts


def read_reports(con: duckdb.DuckDBPyConnection) -> list[Report]:
    """What grouping may know of each relevant document as it reads now."""
    reports = []
    for document, published, moment, kind, sketch, victims, occurred, figures, follow_up in con.execute(
        query("reports")
    ).fetchall():
        own = [one for one in victims if not one["elsewhere"]] or victims
        reports.append(
            Report(
                document_id=document.hex,
                published=published,
                moment=moment,
                incident_type=kind,
                organisations=main_victims([(one["name"], one["zone"], one["confidence"]) for one in own]),
                occurred=tuple(sorted((one["lower"], one["upper"]) for one in occurred)),
                figures=frozenset((one["role"], one["measure"], one["value"]) for one in figures),
                follow_up=follow_up,
                sketch=tuple(sketch),
            )
        )
    return reports


def incident_row(incident: Incident) -> tuple:
    """One incident in the order of INCIDENT_COLUMNS."""
    return tuple(getattr(incident, column) for column in INCIDENT_COLUMNS)


def replace_rows(con: duckdb.DuckDBPyConnection, table: str, staged: str, columns: dict[str, str]) -> tuple[int, int]:
    """Number of rows added and closed so that the open rows of ``table`` are those staged."""
    same = " AND ".join(f"old.{name} IS NOT DISTINCT FROM new.{name}" for name in columns)
    now = {"now": utc_now()}
    [(closed,)] = con.execute(
        f"""UPDATE {table} AS old SET superseded_at = $now WHERE old.superseded_at IS NULL
        AND NOT EXISTS (FROM {staged} AS new WHERE {same})""",  # noqa: S608 - our own names
        now,
    ).fetchall()
    [(added,)] = con.execute(
        f"""INSERT INTO {table} SELECT new.*, $now, NULL FROM {staged} AS new
        WHERE NOT EXISTS (FROM {table} AS old WHERE old.superseded_at IS NULL AND {same})""",  # noqa: S608
        now,
    ).fetchall()
    return added, closed
