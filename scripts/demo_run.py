"""The demonstration behind ``scripts/demo``: the real commands, one after the other, on the bundled sample sites."""

import argparse
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from scripts.console import STOPPED, out, set_language, t, visible, warn
from scripts.sample.server import serve_sites

COMMAND = ".venv/bin/sago"  # as a reader would type it
#: What a demonstration makes in its folder; the registry last, because it tells whose folder it is.
MADE = ("landing", "state", "warehouse", "sources.toml")


def sago(*arguments: object, language: str) -> None:
    """Show and run one ``sago`` command; a failure ends the demonstration with its exit status."""
    words = [str(argument) for argument in arguments]
    shown = " ".join(f'"{word}"' if " " in word else word for word in words)
    out.print(f"\n$ {COMMAND} {shown}", style="bold cyan", markup=False, soft_wrap=True)
    running = subprocess.Popen([sys.executable, "-m", "scripts.sago", "--lang", language, *words])
    try:
        status = running.wait()
    except KeyboardInterrupt:
        running.wait()  # Ctrl-C reaches it too, and it has something to say about what it keeps
        raise
    if status:
        sys.exit(t(f"`sago {shown}` ended with status {status}.", f"`sago {shown}` 명령이 {status} 상태로 끝났습니다."))


def make_room(data: Path, sources: str) -> None:
    """Return with ``data`` ready to be filled: what an earlier demonstration made in it is removed.

    ``sources`` is the registry to come; one that differs in its ports only is an earlier one. A folder with anything
    else in it is not the demonstration's: it ends the program.
    """
    data.mkdir(parents=True, exist_ok=True)
    if not any(data.iterdir()):
        return
    registry = data / "sources.toml"
    if not registry.is_file() or without_ports(registry.read_text("utf-8", "replace")) != without_ports(sources):
        sys.exit(
            visible(
                t(
                    f"{data} holds something that was not made by the demonstration; name another folder with --data.",
                    f"{data} 폴더에 시연이 만들지 않은 것이 있습니다. --data로 다른 폴더를 지정하세요.",
                )
            )
        )
    out.print(
        t(f"Removing the earlier demonstration from {data}.", f"{data}에서 지난 시연을 지웁니다."),
        markup=False,
        soft_wrap=True,
    )
    for name in MADE:
        path = data / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def without_ports(registry: str) -> str:
    """The text of a registry without the ports of this machine in it."""
    return re.sub(r"127\.0\.0\.1:\d+", "", registry)


def main() -> None:
    """Crawl, load and ask; prints what it made and what to try next."""
    parser = argparse.ArgumentParser(prog="scripts/demo", description="Sagowatch on its bundled sample sites.")
    parser.add_argument("--data", type=Path, default=Path("demo-data"), help="folder to fill (default: demo-data)")
    parser.add_argument("--lang", choices=["en", "ko"], default="en")
    chosen = parser.parse_args()
    set_language(chosen.lang)
    try:
        show(chosen.data, chosen.lang)
    except KeyboardInterrupt:
        warn(
            f"Stopped; {chosen.data} keeps what was made, and the next demonstration begins anew.",
            f"멈췄습니다. 만든 것은 {chosen.data}에 남아 있고, 다음 시연은 처음부터 시작합니다.",
        )
        sys.exit(STOPPED)
    except OSError as error:
        where = error.filename or chosen.data
        sys.exit(visible(f"{where}: {error.strerror or error}."))


def show(data: Path, language: str) -> None:
    """Run the demonstration in the folder ``data``."""
    started = time.monotonic()
    sources = data / "sources.toml"
    snapshot = data / "warehouse" / "sago.duckdb"
    with serve_sites() as sites:
        make_room(data, sites.sources_toml())
        out.print(t("Three sample sites are being served on loopback:", "표본 사이트 세 곳을 로컬에서 엽니다:"))
        for name, url in sites.urls.items():
            out.print(f"  {name}: {url}", markup=False)
        sources.write_text(sites.sources_toml(), "utf-8")
        sago("crawl", "--sources", sources, "--data", data, language=language)
        out.print(
            t(
                "\nAgain: nothing has changed, so nothing is downloaded twice.",
                "\n한 번 더: 바뀐 것이 없으므로 다시 받지 않습니다.",
            )
        )
        sago("crawl", "--sources", sources, "--data", data, language=language)
    sago("load", "--data", data, language=language)
    sago("incidents", "--db", snapshot, language=language)
    sago("trend", "monthly", "--db", snapshot, language=language)
    out.print(
        t(
            f"\nDone in {time.monotonic() - started:.0f} s. What it made:",
            f"\n{time.monotonic() - started:.0f}초 만에 끝났습니다. 만든 것:",
        )
    )
    for path, english, korean in [
        (sources, "the three sources", "출처 세 곳"),
        (data / "landing", "every page as it was fetched, append-only", "받은 그대로의 문서(덧붙이기만 함)"),
        (data / "state" / "ops.sqlite", "what was fetched when", "수집 기록"),
        (snapshot, "the read-only database to query", "질의용 읽기 전용 데이터베이스"),
    ]:
        out.print(f"  {path}", end="", markup=False)
        out.print(f"  ({t(english, korean)})", style="dim", markup=False)
    out.print(t("\nTry next:", "\n이어서 해 볼 것:"))
    for command in [
        "incident kt",
        "trend",
        'sql "SELECT role, unit, count(*) AS n FROM figure GROUP BY ALL ORDER BY n DESC"',
    ]:
        out.print(f"  {COMMAND} {command} --db {snapshot}", markup=False, soft_wrap=True)


if __name__ == "__main__":
    main()
