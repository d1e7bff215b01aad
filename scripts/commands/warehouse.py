"""Asking the published snapshot: ``sago sql``, ``incidents``, ``incident`` and ``trend``."""

import math
import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scripts.console import STOPPED, counted, data_dir, ended, err, fail, out, t
from scripts.tables import Format, as_dicts, print_json, print_rows, print_table, shown, visible

if TYPE_CHECKING:
    import duckdb

Db = Annotated[
    Path | None, typer.Option("--db", help="Snapshot to ask (default: SAGO_DB or DATA/warehouse/sago.duckdb).")
]
Data = Annotated[Path | None, typer.Option("--data", help="Data folder (default: SAGO_DATA or ./sago-data).")]
Form = Annotated[Format, typer.Option("--format", help="How rows are printed.")]
SHOWN_AROUND = 90  # characters of the sentence on either side of a figure


@contextmanager
def snapshot(db: Path | None, data: Path | None) -> Iterator["duckdb.DuckDBPyConnection"]:
    """A read-only connection to the snapshot; its age goes to stderr, what fails becomes one sentence."""
    import duckdb

    from warehouse.db import WarehouseError, connect, is_interrupt
    from warehouse.publish import published_at

    named = None if data else os.environ.get("SAGO_DB")
    path = db or (Path(named) if named else data_dir(data) / "warehouse" / "sago.duckdb")
    try:
        con = connect(path, read_only=True, sealed=True)
    except WarehouseError as error:
        fail(error.english, error.korean)
    before = signal.getsignal(signal.SIGINT)
    if (
        before is signal.default_int_handler
    ):  # nothing is written here, and DuckDB may not look up from a long statement
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        try:
            made = published_at(con)
        except duckdb.CatalogException:
            fail(
                f"{path} is not a Sagowatch snapshot; run `sago load` first.",
                f"{path} 파일은 Sagowatch 스냅숏이 아닙니다. 먼저 `sago load`를 실행하세요.",
            )
        show_age(made)
        yield con
    except (KeyboardInterrupt, RuntimeError) as error:
        if not is_interrupt(error):
            raise
        fail("Stopped.", "멈췄습니다.", STOPPED)
    except duckdb.Error as error:
        sql_failed(error)
    except WarehouseError as error:
        fail(error.english, error.korean)
    finally:
        signal.signal(signal.SIGINT, before)
        con.interrupt()  # closing would wait for a statement that was left in the middle
        con.close()


def sql_failed(error: Exception) -> None:
    """Say in one sentence what DuckDB refuses, and end."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    near = next((f" ({line})" for line in lines[1:] if line.startswith("LINE ")), "")
    why = ended(lines[0].rstrip(".") + near if near else lines[0]) if lines else type(error).__name__
    fail(f"The query failed: {why}", f"질의가 실패했습니다: {why}")


def show_age(made: datetime | None) -> None:
    """Say on stderr when the snapshot was made."""
    if made is None:
        return
    age = datetime.now(UTC).replace(tzinfo=None) - made
    local = f"{made + timedelta(hours=9):%Y-%m-%d %H:%M} KST"
    minutes = int(age.total_seconds() // 60)
    days, hours = minutes // 1440, minutes // 60 % 24
    english = f"{days} d {hours} h" if days else f"{hours} h {minutes % 60} min" if hours else f"{minutes} min"
    korean = f"{days}일 {hours}시간" if days else f"{hours}시간 {minutes % 60}분" if hours else f"{minutes}분"
    err.print(t(f"Snapshot of {local}, {english} old.", f"{local} 스냅숏, {korean} 전."), style="dim", markup=False)


def ask(con: "duckdb.DuckDBPyConnection", sql: str, parameters: dict | None = None) -> tuple[list[str], list[tuple]]:
    """Column names and rows of a statement."""
    result = con.execute(sql, parameters or {})
    columns = [column[0] for column in result.description or []]
    return columns, result.fetchall()


def sql(
    statement: Annotated[str, typer.Argument(metavar="SQL", help="What to ask, in DuckDB's SQL.")],
    db: Db = None,
    data: Data = None,
    form: Form = Format.table,
) -> None:
    """Run SQL on the published snapshot: read-only, without access to other files."""
    with snapshot(db, data) as con:
        check_single(con, statement)
        print_rows(*ask(con, statement), form)


def check_single(con: "duckdb.DuckDBPyConnection", statement: str) -> None:
    """Return when there is one statement to answer; one that only prepares it (CREATE, as PIVOT does by itself) may come before."""
    import duckdb

    found = con.extract_statements(statement)
    if not found:
        fail("There is no statement to run.", "실행할 문장이 없습니다.")
    number = sum(one.type != duckdb.StatementType.CREATE for one in found)
    if number > 1:
        fail(
            f"These are {number} statements; give one at a time.",
            f"문장이 {number}개입니다. 한 번에 하나씩 실행하세요.",
        )


def incidents(
    kind: Annotated[str, typer.Option("--type", help="Only this incident type, for example ransomware.")] = "",
    org: Annotated[str, typer.Option("--org", help="Only victims whose name contains this.")] = "",
    since: Annotated[
        str, typer.Option("--since", help="Only incidents known on or after this day, 2025-06-01.")
    ] = "0001-01-01",
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many.")] = 50,
    db: Db = None,
    data: Data = None,
    form: Form = Format.table,
) -> None:
    """List incidents with their headline figures, newest first."""
    from nlp.mentions import INCIDENT_TYPES
    from warehouse.db import query

    if kind and kind not in INCIDENT_TYPES:
        fail(
            f"There is no incident type {kind!r}; it is one of {', '.join(INCIDENT_TYPES)}.",
            f"{kind!r}라는 사고 유형이 없습니다. 가능한 값: {', '.join(INCIDENT_TYPES)}.",
        )
    with snapshot(db, data) as con:
        wanted = {"type": kind, "org": org, "since": day(since, "--since"), "limit": limit}
        columns, rows = ask(con, query("incidents"), wanted)
    if form is Format.table:  # a terminal is narrow, and the id leads on to everything
        kept = [at for at, column in enumerate(columns) if column not in ("independent", "slug")]
        columns, rows = [columns[at] for at in kept], [tuple(row[at] for at in kept) for row in rows]
    print_rows(columns, rows, form)


def day(written: str, option: str) -> str:
    """``written`` when it is an ISO day; a month or year stands for its first day."""
    try:
        return datetime.fromisoformat(written + "-01" * (2 - written.count("-"))).date().isoformat()
    except ValueError:
        fail(
            f"{option} takes a day like 2025-06-01, not {written!r}.",
            f"{option}에는 2025-06-01 같은 날짜를 씁니다: {written!r}",
        )


def incident(
    wanted: Annotated[
        str, typer.Argument(metavar="ID", help="Beginning of the incident's id or of its name, for example 예스24.")
    ],
    db: Db = None,
    data: Data = None,
    form: Form = Format.table,
) -> None:
    """Show one incident: headline and rival values, dates, every figure over time with its sentence, the documents."""
    from warehouse.db import query

    with snapshot(db, data) as con:
        columns, found = ask(con, query("incident_find"), {"wanted": wanted})
        if not found:
            fail(
                f"No incident's id or name begins with {wanted!r}; `sago incidents` lists them.",
                f"ID나 이름이 {wanted!r}(으)로 시작하는 사고가 없습니다. `sago incidents`로 목록을 보세요.",
            )
        if len(found) > 1:
            print_rows(["slug", "known_at", "documents"], [(one[1], one[5], one[7]) for one in found], form)
            fail(
                f"{wanted!r} means {len(found)} incidents; give one of these names.",
                f"{wanted!r}에 해당하는 사고가 {len(found)}건입니다. 위 이름 가운데 하나를 쓰세요.",
            )
        key = {"incident": str(found[0][0])}
        parts = {
            name: ask(con, query(f"incident_{name}"), key) for name in ("headline", "dates", "figures", "documents")
        }
    if form is Format.json:
        print_json(as_dicts(columns, found)[0] | {name: as_dicts(*part) for name, part in parts.items()})
    elif form is Format.csv:
        print_rows(*parts["figures"], form)
    else:
        print_incident(as_dicts(columns, found)[0], parts)


def print_incident(head: dict, parts: dict[str, tuple[list[str], list[tuple]]]) -> None:
    """Print one incident for people."""
    from nlp.mentions import INCIDENT_TYPES

    kind = t(head["incident_type"], INCIDENT_TYPES[head["incident_type"]])
    out.print(visible(head["title"]), style="bold", markup=False)
    out.print(
        t(
            f"{kind}, known {head['known_at'] or '?'}, {counted(head['documents'], 'document')} "
            f"({head['independent']} independent), id {head['incident_id']}",
            f"{kind}, 알려진 날 {head['known_at'] or '?'}, 문서 {head['documents']}건"
            f"(독립 {head['independent']}건), ID {head['incident_id']}",
        ),
        markup=False,
        soft_wrap=True,
    )
    columns, rows = parts["headline"]
    values = [dict(zip(columns, row, strict=True)) for row in rows]
    if values:
        print_table(
            ["role", "detail", "headline", "measure", "holds_from", "documents", "independent", "confidence", "state"],
            [value_row(one) for one in values],
            t("Values (headline first, then every other value that was said)", "수치(대표값 먼저, 이어서 다른 값들)"),
        )
    columns, rows = parts["dates"]
    if rows:
        dates = [(gloss("date", row[0]), *row[1:]) for row in rows]
        print_table(columns, dates, t("Dates", "날짜"))
    print_figures(*parts["figures"])
    columns, rows = parts["documents"]
    documents = [(row[0], row[1], row[2], t("copy of ", "사본: ") + row[6] if row[6] else "") for row in rows]
    print_table(["published_at", "title", "url", "state"], documents, t("Documents", "문서"))


def gloss(kind: str, role: str) -> str:
    """The role as a reader of the chosen language knows it."""
    from nlp.mentions import ROLES

    return t(role, ROLES[kind].get(role, role))


def value_row(one: dict) -> tuple:
    """One headline or rival value as a row of the table of values."""
    kind = "money" if one["measure"].isupper() and one["measure"].isascii() and one["measure"] else "count"
    state = [t("headline", "대표값") if one["place"] == 1 else t("other value", "다른 값")]
    if one["approx"]:
        state.append(t("about", "약"))
    if one["needs_review"]:
        state.append(t("unreviewed", "미검토"))
    return (
        gloss(kind, one["role"]) if one["place"] == 1 else "",
        one["detail"],
        one["amount"],
        one["measure"],
        one["holds_from"] and one["holds_from"].date(),
        one["documents"],
        one["independent"],
        one["confidence"],
        ", ".join(state),
    )


def print_figures(columns: list[str], rows: list[tuple]) -> None:
    """Print every figure over time, each with its sentence, the span marked in it, and where it stands."""
    out.print(t("Figures over time", "시간순 수치"), style="italic", markup=False)
    role = None
    for row in rows:
        one = dict(zip(columns, row, strict=True))
        if (one["kind"], one["role"]) != role:
            role = (one["kind"], one["role"])
            out.print(f"  {gloss(*role)}", style="bold", markup=False)
        marks = list(one["marks"]) + ([] if one["counts"] else [t("does not count", "집계 제외")])
        if one["needs_review"]:
            marks.append(t("unreviewed", "미검토"))
        said = shown(one["holds_at"]) or t("undated", "날짜 없음")
        notes = f" [{', '.join(marks)}]" if marks else ""
        confidence = t("confidence", "신뢰도")
        line = f"    {said}  {exact_value(one)}  {confidence} {one['confidence']:.2f}{notes}"
        out.print(visible(line), markup=False, soft_wrap=True)
        out.print(f"      {marked(one)}", style="dim", markup=False, soft_wrap=True)
        out.print(f"      {visible(one['url'])}", style="dim", markup=False, soft_wrap=True)


def exact_value(one: dict) -> str:
    """The normalised value with its unit, or its bounds."""
    if one["kind"] == "date":
        return shown(one["date_value"]) or visible(one["surface"])
    bounds = f"{shown(one['lower'])}~{shown(one['upper'])}"
    number = bounds if one["value"] is None else shown(one["value"])
    return f"{t('about ', '약 ') if one['approx'] else ''}{number} {one['measure']}".rstrip()


def marked(one: dict) -> str:
    """The sentence with the figure between 【 and 】, cut to what stands around it."""
    start, end = (one[name] - one["sentence_start"] for name in ("span_start", "span_end"))
    before, span, after = one["sentence"][:start], one["sentence"][start:end], one["sentence"][end:]
    before = "…" + before[-SHOWN_AROUND:] if len(before) > SHOWN_AROUND else before
    after = after[:SHOWN_AROUND] + "…" if len(after) > SHOWN_AROUND else after
    return visible(f"{before}【{span}】{after}").strip()


def trend(
    name: Annotated[str, typer.Argument(help="Name of the question; without it, all are listed.")] = "",
    param: Annotated[list[str] | None, typer.Option("--param", help="Set a parameter: since=2025-01-01.")] = None,
    db: Db = None,
    data: Data = None,
    form: Form = Format.table,
) -> None:
    """Answer a trend question, or list the questions there are."""
    from warehouse.db import WarehouseError, question, questions

    if not name:
        rows = [
            (one.name, t(one.english, one.korean), ", ".join(f"{k}={v}" for k, v in one.parameters.items()))
            for one in questions()
        ]
        print_rows(["name", "question", "parameters"], rows, form)
        return
    try:
        asked = question(name if name in {one.name for one in questions()} else f"trend_{name}")
    except WarehouseError:
        fail(
            f"There is no trend {name!r}; `sago trend` lists them.",
            f"{name!r}라는 질의가 없습니다. `sago trend`로 목록을 보세요.",
        )
    given = dict(pair.partition("=")[::2] for pair in param or [])
    for key in given:
        if key not in asked.parameters:
            takes = ", ".join(asked.parameters) or t("no parameters", "매개변수 없음")
            fail(f"{asked.name} takes {takes}, not {key!r}.", f"{asked.name}의 매개변수는 {takes}입니다: {key!r}")
        given[key] = parameter(key, given[key], asked.parameters[key])
    with snapshot(db, data) as con:
        print_rows(*ask(con, asked.sql, asked.parameters | given), form)


def parameter(name: str, written: str, default: str) -> str:
    """The parameter as its question takes it: what its default is, a day, a number, or any text."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", default):
        return day(written, f"--param {name}")
    if re.fullmatch(r"[\d.]+", default) and not is_number(written):
        fail(f"--param {name} takes a number, not {written!r}.", f"--param {name}에는 숫자를 씁니다: {written!r}")
    return written


def is_number(written: str) -> bool:
    """Whether this is a finite number."""
    try:
        return math.isfinite(float(written))
    except ValueError:
        return False
