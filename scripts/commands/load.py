"""``sago load``: closed landing segments → documents → what the model says of them → incidents → a new snapshot."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scripts.console import STOPPED, counted, data_dir, ended, err, fail, out, t, warn

if TYPE_CHECKING:
    import duckdb

BATCH = 100  # wordings per transaction: what a kill costs at most, in seconds of reading again
log = logging.getLogger(__name__)


def load(
    data: Annotated[
        Path | None, typer.Option("--data", help="Data folder (default: SAGO_DATA or ./sago-data).")
    ] = None,
    wait: Annotated[bool, typer.Option("--wait", help="Wait for another load to end instead of giving up.")] = False,
) -> None:
    """Load what was crawled, read it, group it into incidents and publish the snapshot."""
    import duckdb

    from warehouse.db import WarehouseError, connect, explain, is_interrupt
    from warehouse.load import exclusive

    folder = data_dir(data)
    landing, warehouse = folder / "landing", folder / "warehouse"
    if not landing.is_dir():
        fail(
            f"There is no {landing}; run `sago crawl --data {folder}` first.",
            f"{landing} 폴더가 없습니다. 먼저 `sago crawl --data {folder}`를 실행하세요.",
        )
    path = warehouse / "main.duckdb"
    try:
        with exclusive(warehouse, wait):
            con = connect(path)
            try:
                broken = run(con, landing, warehouse / "sago.duckdb")
            finally:
                con.interrupt()  # closing would wait for a statement that was left in the middle
                con.close()
    except (KeyboardInterrupt, RuntimeError) as error:
        if not is_interrupt(error):
            raise
        fail(
            "Stopped; what was loaded and read is kept, the rest follows with the next `sago load`.",
            "멈췄습니다. 적재하고 읽은 것은 보관했고 나머지는 다음 `sago load`에서 이어집니다.",
            STOPPED,
        )
    except WarehouseError as error:
        fail(error.english, error.korean)
    except duckdb.Error as error:
        wrong = explain(error, path)
        fail(wrong.english, wrong.korean)
    except OSError as error:
        fail(f"{error.filename or warehouse}: {error.strerror}.", f"{error.filename or warehouse}: {error.strerror}.")
    if broken:
        raise typer.Exit(1)


def run(con: "duckdb.DuckDBPyConnection", landing: Path, snapshot: Path) -> int:
    """Number of lines and documents that could not be read; everything else is loaded and published."""
    from warehouse.migrate import migrate
    from warehouse.publish import publish
    from warehouse.regroup import regroup

    migrate(con)
    segments, documents, broken_lines = load_landing(con, landing)
    wordings, figures, unreadable = read_wordings(con)
    opened, closed = regroup(con)
    [(incidents,)] = con.execute("SELECT count(*) FROM incident WHERE superseded_at IS NULL").fetchall()
    publish(con, snapshot)
    out.print(
        t(
            f"{counted(segments, 'segment')}: {counted(documents, 'new wording')}; {wordings} read, "
            f"{counted(figures, 'figure')}; {counted(incidents, 'incident')} ({opened} new or changed, {closed} closed)."
            f"\nPublished {snapshot}.",
            f"세그먼트 {segments}개에서 새 글 {documents}건, 읽은 글 {wordings}건에서 수치 {figures}개, "
            f"사고 {incidents}건(새로 생기거나 바뀜 {opened}, 닫힘 {closed}).\n{snapshot} 게시.",
        ),
        markup=False,
        soft_wrap=True,
    )
    return broken_lines + unreadable


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar on stderr while something long runs; yields the function that moves it on."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal or not total) as bar:
        task = bar.add_task(what, total=total)
        yield lambda steps: bar.advance(task, steps)


def load_landing(con: "duckdb.DuckDBPyConnection", landing: Path) -> tuple[int, int, int]:
    """Segments loaded, new wordings and broken lines; each broken line is named on stderr."""
    from crawler.landing import adopt_abandoned, closed_segments, read_segment
    from warehouse.load import load_segment, loaded_segments

    adopt_abandoned(landing)
    known = loaded_segments(con)
    fresh = [path for path in closed_segments(landing) if (path.name, path.stat().st_size) not in known]
    new = broken = 0
    with progress(t("documents", "문서"), len(fresh)) as step:
        for path in fresh:
            documents, wrong = [], 0
            for line in read_segment(path):
                documents += line.documents
                if line.broken:
                    wrong += 1
                    warn(
                        f"{path}:{line.number} is no readable record ({line.broken}); it is passed over, the rest is loaded.",
                        f"{path}:{line.number}: 읽을 수 없는 줄입니다({line.broken}). 이 줄만 빼고 적재합니다.",
                    )
            new += load_segment(con, documents, path.name, path.stat().st_size, wrong)
            broken += wrong
            step(1)
    return len(fresh), new, broken


def read_wordings(con: "duckdb.DuckDBPyConnection") -> tuple[int, int, int]:
    """Wordings read by the model, figures found and wordings it could not read."""
    from nlp.extract import MODEL, extract
    from warehouse.load import Unreadable, count_unread, load_extractions, unread

    read = figures = unreadable = 0
    with progress(t("reading", "읽기"), count_unread(con, MODEL)) as step:
        while batch := unread(con, MODEL, BATCH):
            said = []
            for wording in batch:
                try:
                    one = extract(wording.text, wording.title or None, wording.published)
                except Exception as error:  # the edge of the run: one post must not stop the others
                    log.exception("reading %s", wording.version_id)
                    one = Unreadable(MODEL, f"{type(error).__name__}: {error}")
                    unreadable += 1
                    warn(
                        f"The model could not read wording {wording.version_id} ({wording.title[:40]!r}): {ended(one.error)}",
                        f"모델이 글 {wording.version_id}({wording.title[:40]!r})을 읽지 못했습니다: {ended(one.error)}",
                    )
                said.append((wording, one))
                step(1)
            figures += load_extractions(con, said)
            read += len(batch)
    return read, figures, unreadable
