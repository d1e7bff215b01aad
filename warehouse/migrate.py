"""Brings a database to the newest schema: each numbered file of ``schema/`` once, in order, with its checksum kept."""

import hashlib
import logging
import re
from pathlib import Path

import duckdb

from warehouse.db import WarehouseError, database_path, transaction
from warehouse.rows import utc_now

SCHEMA = Path(__file__).parent / "schema"
HISTORY = """CREATE TABLE IF NOT EXISTS migration (
    name VARCHAR PRIMARY KEY, checksum VARCHAR NOT NULL, applied_at TIMESTAMP NOT NULL)"""
log = logging.getLogger(__name__)


def migrate(con: duckdb.DuckDBPyConnection, folder: Path = SCHEMA) -> list[str]:
    """Names of the files applied now, all in one transaction.

    ``views.sql`` holds what is only derived; it is replaced whenever it differs. Raises WarehouseError where an
    applied file was changed afterwards or the database was written by a newer program.
    """
    files = {path.name: path.read_text("utf-8") for path in sorted(folder.glob("[0-9]*.sql"))}
    views = (folder / "views.sql").read_text("utf-8") if (folder / "views.sql").is_file() else ""
    with transaction(con):
        con.execute(HISTORY).fetchall()
        applied = dict(con.execute("SELECT name, checksum FROM migration").fetchall())
        check_history(applied, files, database_path(con))
        fresh = [name for name in files if name not in applied]
        for name in fresh:
            run_file(con, name, files[name])
        if fresh or applied.get("views.sql") != checksum(views):
            drop_views(con)
            run_file(con, "views.sql", views)
            fresh.append("views.sql")
    for name in fresh:
        log.info("applied %s", name)
    return fresh


def check_history(applied: dict[str, str], files: dict[str, str], path: Path | None) -> None:
    """Return when every applied file is known and unchanged."""
    for name, recorded in applied.items():
        if name == "views.sql":
            continue
        if name not in files:
            raise WarehouseError(
                f"{path} was written by a newer Sagowatch (it has {name}); update the program.",
                f"{path} 파일은 더 새로운 Sagowatch가 만들었습니다({name}). 프로그램을 갱신하세요.",
            )
        if checksum(files[name]) != recorded:
            raise WarehouseError(
                f"schema/{name} was changed after it had been applied to {path}; add a new file instead.",
                f"schema/{name} 파일이 {path}에 적용된 뒤 바뀌었습니다. 새 파일을 추가하세요.",
            )


def checksum(text: str) -> str:
    """Hexadecimal checksum of a schema file."""
    return hashlib.blake2b(text.encode("utf-8"), digest_size=16).hexdigest()


def run_file(con: duckdb.DuckDBPyConnection, name: str, sql: str) -> None:
    """Run one file and record it; returns nothing."""
    if re.sub(r"--[^\n]*", "", sql).strip():
        con.execute(sql).fetchall()
    con.execute(
        "INSERT OR REPLACE INTO migration VALUES ($name, $checksum, $now)",
        {"name": name, "checksum": checksum(sql), "now": utc_now()},
    ).fetchall()


def drop_views(con: duckdb.DuckDBPyConnection) -> None:
    """Remove every view and macro of ours; returns nothing."""
    for (view,) in con.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall():
        con.execute(f'DROP VIEW IF EXISTS "{view}"').fetchall()
    macros = "SELECT DISTINCT function_name, function_type FROM duckdb_functions() WHERE NOT internal"
    for macro, kind in con.execute(macros).fetchall():
        table = "TABLE " if kind == "table_macro" else ""
        con.execute(f'DROP MACRO {table}IF EXISTS "{macro}"').fetchall()
