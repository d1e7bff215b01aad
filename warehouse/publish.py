"""The read-only copy of the warehouse that everybody reads: made beside the old one, then put in its place at once."""

import os
from datetime import datetime
from pathlib import Path

import duckdb

from warehouse.db import STORAGE_VERSION, sync_folder
from warehouse.rows import utc_now


def publish(con: duckdb.DuckDBPyConnection, snapshot: Path) -> datetime:
    """Moment (UTC) the snapshot was made; readers of the old one keep it until they close it, and none waits.

    The copy is complete and on disk before it gets its name, so a kill or a power cut leaves the old snapshot.
    """
    draft = snapshot.with_name(snapshot.name + ".draft")  # one writer: a killed load's draft is replaced
    for left in (draft, draft.with_name(draft.name + ".wal")):
        left.unlink(missing_ok=True)
    snapshot.parent.mkdir(parents=True, exist_ok=True)
    [(warehouse,)] = con.execute("SELECT current_database()").fetchall()
    made = utc_now()
    path = str(draft).replace("'", "''")
    con.execute(f"ATTACH '{path}' AS snapshot (STORAGE_VERSION '{STORAGE_VERSION}')").fetchall()
    try:
        con.execute(f'COPY FROM DATABASE "{warehouse}" TO snapshot').fetchall()
        con.execute("INSERT INTO snapshot.publication VALUES ($made)", {"made": made}).fetchall()
    finally:
        con.execute("DETACH snapshot").fetchall()
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.chmod(0o444)
    os.replace(draft, snapshot)
    sync_folder(snapshot.parent)
    return made


def published_at(con: duckdb.DuckDBPyConnection) -> datetime | None:
    """Moment (UTC) the snapshot behind the connection was made; None in a database that is no snapshot."""
    [(made,)] = con.execute("SELECT max(published_at) FROM publication").fetchall()
    return made
