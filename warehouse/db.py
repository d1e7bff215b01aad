"""Opening the warehouse and finding its questions: paths in, connections and SQL text out, every failure one sentence."""

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

QUERIES = Path(__file__).parent / "queries"
#: Files are written so that DuckDB 1.0 up to 2.x, and drivers built on them, read them.
STORAGE_VERSION = "v1.0.0"
MAGIC = (8, b"DUCK")  # where a DuckDB file says what it is
# Nothing is downloaded or loaded behind the user's back, not even for a file that turns out to be SQLite.
CONFIG = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
log = logging.getLogger(__name__)


class WarehouseError(Exception):
    """Something is wrong with a warehouse file; says what and where in both languages."""

    def __init__(self, english: str, korean: str):
        super().__init__(english)
        self.english = english
        self.korean = korean


class MissingDatabase(WarehouseError):
    """There is no such file yet."""


class DamagedDatabase(WarehouseError):
    """The file is there but is not a readable DuckDB database."""


class LockedDatabase(WarehouseError):
    """Another program holds the file."""


def connect(path: Path | str, read_only: bool = False, sealed: bool = False) -> duckdb.DuckDBPyConnection:
    """An open connection to the database at ``path``, which is created unless ``read_only``.

    ``sealed`` closes the file system to the statements run on it and fixes the settings. Raises MissingDatabase,
    DamagedDatabase or LockedDatabase.
    """
    config: dict[str, str] = dict(CONFIG)
    if str(path) == ":memory:":
        return duckdb.connect(":memory:", config=config)
    path = Path(path)
    check_file(path, read_only)
    if sealed:
        config |= {"enable_external_access": "false", "lock_configuration": "true"}
    if not read_only:
        path.parent.mkdir(parents=True, exist_ok=True)
        config["storage_compatibility_version"] = STORAGE_VERSION
    try:
        return duckdb.connect(str(path), read_only=read_only, config=config)
    except duckdb.Error as error:
        raise explain(error, path) from error


def check_file(path: Path, must_exist: bool) -> None:
    """Return when ``path`` looks like a DuckDB file or may be created; raises what is wrong with it otherwise."""
    if path.is_dir():
        raise DamagedDatabase(
            f"{path} is a folder, not a database file.", f"{path}: 데이터베이스 파일이 아니라 폴더입니다."
        )
    if not path.exists():
        if must_exist:
            raise MissingDatabase(
                f"There is no database at {path}; run `sago load` first.",
                f"{path} 파일이 없습니다. 먼저 `sago load`를 실행하세요.",
            )
        return
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as error:
        raise DamagedDatabase(
            f"{path} cannot be read: {error.strerror}.", f"{path} 파일을 읽을 수 없습니다: {error.strerror}."
        ) from error
    start, magic = MAGIC
    if head[start : start + len(magic)] != magic:
        raise damaged(path, "it does not begin like a DuckDB file")


def damaged(path: Path | str, why: str) -> DamagedDatabase:
    """The error for a file whose content cannot be a database."""
    return DamagedDatabase(
        f"{path} is damaged or is not a DuckDB database ({why}); it was left as it is.",
        f"{path} 파일이 손상되었거나 DuckDB 데이터베이스가 아닙니다({why}). 파일은 건드리지 않았습니다.",
    )


def explain(error: duckdb.Error, path: Path | str) -> WarehouseError:
    """The same failure as one of our errors: who holds the file, or that it is damaged."""
    message = str(error).split("\n")[0]
    if "lock on file" in message:
        held = re.search(r"PID (\d+)", message)
        who = f" (PID {held.group(1)})" if held else ""
        return LockedDatabase(
            f"{path} is open in another program{who}; close it or wait, then try again.",
            f"{path} 파일을 다른 프로그램{who}이 열고 있습니다. 닫거나 기다린 뒤 다시 실행하세요.",
        )
    if re.search(r"corrupt|not a valid DuckDB|Could not read|version number|Serialization|checksum", message, re.I):
        return damaged(path, message)
    return WarehouseError(f"{path}: {message}", f"{path}: {message}")


def is_interrupt(error: BaseException) -> bool:
    """Whether the error is Ctrl-C: in the middle of a statement DuckDB makes a RuntimeError of it."""
    return isinstance(error, KeyboardInterrupt) or str(error) == "Query interrupted"


@dataclass(frozen=True, slots=True)
class Question:
    """One file of ``queries/``: what it asks, what it takes, what it answers."""

    name: str
    english: str
    korean: str
    parameters: dict[str, str]  # name -> default, as text
    columns: tuple[str, ...]
    command: str  # the sago command that asks it
    sql: str


def query(name: str) -> str:
    """The SQL text of ``queries/<name>.sql``."""
    return (QUERIES / f"{name}.sql").read_text("utf-8")


def question(name: str) -> Question:
    """``queries/<name>.sql`` with its header read; raises WarehouseError where there is no such question."""
    if not re.fullmatch(r"[a-z0-9_]+", name) or not (QUERIES / f"{name}.sql").is_file():
        raise WarehouseError(
            f"There is no question called {name!r}; `sago trend` lists them.",
            f"{name!r}라는 질의가 없습니다. `sago trend`로 목록을 보세요.",
        )
    sql = query(name)
    header = dict(re.findall(r"^-- (en|ko|params|columns|command):[ \t]*(.*)$", sql, re.M))
    return Question(
        name=name,
        english=header["en"],
        korean=header["ko"],
        parameters=dict(re.findall(r"\$(\w+) = ([^ ,]*)", header.get("params", ""))),
        columns=tuple(header["columns"].split(", ")),
        command=header["command"],
        sql=sql,
    )


def questions(command: str = "trend") -> list[Question]:
    """Every question the given ``sago`` command can ask, by name."""
    found = [question(path.stem) for path in sorted(QUERIES.glob("*.sql"))]
    return [one for one in found if one.command == command]


def database_path(con: duckdb.DuckDBPyConnection) -> Path | None:
    """The file behind a connection, or None for one in memory."""
    [(path,)] = con.execute("SELECT path FROM duckdb_databases() WHERE database_name = current_database()").fetchall()
    return Path(path) if path else None


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All that is run inside happens, or none of it."""
    con.execute("BEGIN TRANSACTION").fetchall()
    try:
        yield
    except BaseException:
        con.execute("ROLLBACK").fetchall()
        raise
    con.execute("COMMIT").fetchall()


def sync_folder(folder: Path) -> None:
    """Return once the folder's entries are on disk, so that a rename survives a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
