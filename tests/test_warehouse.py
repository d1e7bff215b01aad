"""The files of the warehouse: created, upgraded, locked, damaged, missing, published while others read."""

import json
import multiprocessing
import shutil
import sqlite3
import stat
import threading
from pathlib import Path

import duckdb
import pytest
from warehouse_cases import fill, known_world, load_documents, post

from crawler.items import Document
from warehouse.db import (
    DamagedDatabase,
    LockedDatabase,
    MissingDatabase,
    WarehouseError,
    connect,
    explain,
    question,
)
from warehouse.migrate import SCHEMA, migrate
from warehouse.publish import publish, published_at


@pytest.fixture
def main_db(tmp_path):
    con = connect(tmp_path / "main.duckdb")
    migrate(con)
    yield con
    con.close()


def test_a_new_database_gets_every_file_once(main_db):
    names = [path.name for path in sorted(SCHEMA.glob("[0-9]*.sql"))]
    applied = main_db.execute("SELECT name FROM migration ORDER BY name").fetchall()
    assert [name for (name,) in applied] == [*names, "views.sql"]
    assert migrate(main_db) == []


def test_the_file_is_written_for_old_and_new_readers(tmp_path, main_db):
    publish(main_db, tmp_path / "sago.duckdb")
    # Byte 12 of the header is the storage version: 64 is what DuckDB 1.0 and every later one reads.
    for path in [tmp_path / "main.duckdb", tmp_path / "sago.duckdb"]:
        assert path.read_bytes()[12] == 64


@pytest.mark.parametrize("kept", range(1, len(list(SCHEMA.glob("[0-9]*.sql")))))
def test_every_earlier_schema_is_upgraded_with_its_rows(tmp_path, kept):
    old = tmp_path / "schema"
    old.mkdir()
    for path in sorted(SCHEMA.glob("[0-9]*.sql"))[:kept]:
        shutil.copy(path, old)
    con = connect(tmp_path / "main.duckdb")
    migrate(con, old)
    load_documents(con, [one.document for one in known_world()], "s1.jsonl")
    con.close()
    con = connect(tmp_path / "main.duckdb")
    fresh = migrate(con)
    assert fresh == [path.name for path in sorted(SCHEMA.glob("[0-9]*.sql"))[kept:]] + ["views.sql"]
    fill(con, known_world())
    assert con.execute("SELECT count(*) FROM document").fetchall() == [(11,)]
    assert con.execute("SELECT count(*) FROM v_incident").fetchall() == [(4,)]
    con.close()


def test_changed_views_replace_the_old_ones(tmp_path, main_db):
    other = tmp_path / "schema"
    shutil.copytree(SCHEMA, other)
    (other / "views.sql").write_text("CREATE VIEW v_other AS SELECT 1 AS one; CREATE MACRO twice(x) AS 2 * x;", "utf-8")
    assert migrate(main_db, other) == ["views.sql"]
    views = main_db.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
    assert views == [("v_other",)]
    assert migrate(main_db) == ["views.sql"]
    assert main_db.execute("SELECT count(*) FROM v_incident").fetchall() == [(0,)]


def test_an_applied_file_must_not_change(tmp_path, main_db):
    other = tmp_path / "schema"
    shutil.copytree(SCHEMA, other)
    (other / "001_documents.sql").write_text("CREATE TABLE document (x INTEGER);", "utf-8")
    with pytest.raises(WarehouseError, match=r"001_documents\.sql was changed after it had been applied"):
        migrate(main_db, other)


def test_a_database_of_a_newer_program_is_left_alone(tmp_path, main_db):
    other = tmp_path / "schema"
    shutil.copytree(SCHEMA, other)
    (other / "999_later.sql").write_text("CREATE TABLE later (x INTEGER);", "utf-8")
    migrate(main_db, other)
    with pytest.raises(WarehouseError, match=r"written by a newer Sagowatch \(it has 999_later\.sql\)"):
        migrate(main_db)


def test_a_failing_migration_leaves_the_old_schema(tmp_path, main_db):
    other = tmp_path / "schema"
    shutil.copytree(SCHEMA, other)
    (other / "900_broken.sql").write_text("CREATE TABLE half (x INTEGER); CREATE TABLE nonsense;", "utf-8")
    with pytest.raises(duckdb.Error):
        migrate(main_db, other)
    tables = {name for (name,) in main_db.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    assert "half" not in tables
    assert migrate(main_db) == []


def damaged_files() -> dict[str, bytes]:
    """Contents that are no DuckDB database."""
    lite = sqlite3.connect(":memory:")
    lite.execute("CREATE TABLE t (x)")
    content = lite.serialize()
    lite.close()
    return {
        "empty": b"",
        "text": b"id,title\n1,x\n" * 900,
        "sqlite": content,
        "header only": b"\0" * 8 + b"DUCK" + b"\0" * 90,
    }


@pytest.mark.parametrize("kind", damaged_files())
@pytest.mark.parametrize("read_only", [True, False])
def test_a_file_that_is_no_database_is_named_and_kept(tmp_path, kind, read_only):
    path = tmp_path / "main.duckdb"
    path.write_bytes(damaged_files()[kind])
    with pytest.raises(DamagedDatabase, match=r"main\.duckdb is damaged or is not a DuckDB database") as caught:
        connect(path, read_only=read_only)
    assert "손상" in caught.value.korean
    assert path.read_bytes() == damaged_files()[kind]


def test_a_database_with_flipped_bytes_is_named_and_kept(tmp_path):
    path = tmp_path / "main.duckdb"
    con = connect(path)
    migrate(con)
    fill(con, known_world())
    con.close()
    content = bytearray(path.read_bytes())
    for at in range(12288, len(content)):
        content[at] ^= 0x55
    path.write_bytes(content)

    def read() -> None:
        try:
            opened = connect(path, read_only=True)
            opened.execute("SELECT count(*) FROM v_figure").fetchall()
        except duckdb.Error as error:
            raise explain(error, path) from error

    with pytest.raises(DamagedDatabase, match="it was left as it is"):
        read()
    assert path.read_bytes() == content


def test_a_missing_snapshot_says_what_to_do(tmp_path):
    with pytest.raises(MissingDatabase, match="run `sago load` first"):
        connect(tmp_path / "sago.duckdb", read_only=True)
    assert not (tmp_path / "sago.duckdb").exists()


def test_a_folder_is_no_database(tmp_path):
    with pytest.raises(DamagedDatabase, match="is a folder"):
        connect(tmp_path)


def hold(path: Path, held, release) -> None:
    """Keep the database open in another program until told to end."""
    con = connect(path)
    held.set()
    release.wait(30)
    con.close()


def test_a_database_another_program_holds_is_named_with_its_pid(tmp_path):
    context = multiprocessing.get_context("spawn")
    held, release = context.Event(), context.Event()
    path = tmp_path / "main.duckdb"
    other = context.Process(target=hold, args=(path, held, release))
    other.start()
    try:
        assert held.wait(30)
        for read_only in [False, True]:
            with pytest.raises(LockedDatabase, match=rf"open in another program \(PID {other.pid}\)"):
                connect(path, read_only=read_only)
    finally:
        release.set()
        other.join(30)
    connect(path).close()


def test_publishing_gives_readers_a_whole_read_only_copy(tmp_path, main_db):
    fill(main_db, known_world())
    snapshot = tmp_path / "sago.duckdb"
    made = publish(main_db, snapshot)
    assert stat.S_IMODE(snapshot.stat().st_mode) == 0o444
    assert sorted(path.name for path in tmp_path.iterdir() if "draft" in path.name) == []
    reader = connect(snapshot, read_only=True, sealed=True)
    assert published_at(reader) == made
    asked = question("incidents")
    assert (
        reader.execute(asked.sql, asked.parameters).fetchall()
        == main_db.execute(asked.sql, asked.parameters).fetchall()
    )
    reader.close()
    assert published_at(main_db) is None


def test_a_draft_left_by_a_killed_load_is_replaced(tmp_path, main_db):
    (tmp_path / "sago.duckdb.draft").write_bytes(b"half a copy")
    publish(main_db, tmp_path / "sago.duckdb")
    connect(tmp_path / "sago.duckdb", read_only=True).close()


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "COPY (SELECT 1) TO 'out.csv'",
        "ATTACH 'other.duckdb'",
        "CREATE TABLE mine (x INTEGER)",
        "DELETE FROM figure",
        "SET enable_external_access = true",
        "INSTALL httpfs",
    ],
)
def test_a_sealed_connection_neither_writes_nor_reaches_other_files(tmp_path, main_db, statement):
    publish(main_db, tmp_path / "sago.duckdb")
    reader = connect(tmp_path / "sago.duckdb", read_only=True, sealed=True)
    with pytest.raises(duckdb.Error):
        reader.execute(statement).fetchall()
    reader.close()


def read_on(path: Path, started, stop, told) -> None:
    """Open, count, close again and again; reports what it saw and whether any read was refused."""
    seen, refused = [], 0
    while not stop.is_set():
        try:
            con = connect(path, read_only=True)
            [(documents, sightings)] = con.execute(
                "SELECT (SELECT count(*) FROM document), (SELECT count(*) FROM sighting)"
            ).fetchall()
            con.close()
            seen.append((documents, sightings))
        except Exception:
            refused += 1
        started.set()
    told.put((seen, refused))


def test_readers_never_wait_and_never_see_half_a_load(tmp_path, main_db):
    snapshot = tmp_path / "sago.duckdb"
    publish(main_db, snapshot)
    context = multiprocessing.get_context("spawn")
    started, stop, told = context.Event(), context.Event(), context.Queue()
    reader = context.Process(target=read_on, args=(snapshot, started, stop, told))
    reader.start()
    try:
        assert started.wait(30)
        for number in range(15):
            batch = [
                Document(f"https://a.example/{number}/{at}", "", "글", fetched_at="2025-03-05") for at in range(10)
            ]
            load_documents(main_db, batch)
            publish(main_db, snapshot)
    finally:
        stop.set()
        seen, refused = told.get(timeout=30)
        reader.join(30)
    assert refused == 0
    assert all(documents == sightings and documents % 10 == 0 for documents, sightings in seen)
    assert seen == sorted(seen)


def test_many_readers_in_one_process_share_a_snapshot(tmp_path, main_db):
    fill(main_db, [post("1", "2025-03-05", "회원 31만 명", ("victims", "31만 명", 310000))])
    publish(main_db, tmp_path / "sago.duckdb")
    answers: list[str] = []

    def read() -> None:
        con = connect(tmp_path / "sago.duckdb", read_only=True)
        answers.append(json.dumps(con.execute("SELECT amount::BIGINT FROM v_headline").fetchall()))
        con.close()

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == ["[[310000]]"] * 6
