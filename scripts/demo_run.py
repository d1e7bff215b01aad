"""The demonstration behind ``scripts/demo``: the real commands, one after the other, on the bundled sample sites."""

import argparse
import subprocess
import sys
import time
from pathlib import Path

from scripts.console import out, set_language, t
from scripts.sample.server import serve_sites


def sago(*arguments: object, language: str) -> None:
    """Show and run one ``sago`` command; a failure ends the demonstration with its exit status."""
    words = [str(argument) for argument in arguments]
    shown = " ".join(f'"{word}"' if " " in word else word for word in words)
    out.print(f"\n$ sago {shown}", style="bold cyan", markup=False)
    done = subprocess.run([sys.executable, "-m", "scripts.sago", "--lang", language, *words])
    if done.returncode:
        sys.exit(
            t(
                f"`sago {shown}` ended with status {done.returncode}.",
                f"`sago {shown}` 명령이 {done.returncode} 상태로 끝났습니다.",
            )
        )


def main() -> None:
    """Crawl, load and ask; prints what it made and what to try next."""
    parser = argparse.ArgumentParser(prog="scripts/demo", description="Sagowatch on its bundled sample sites.")
    parser.add_argument("--data", type=Path, default=Path("demo-data"), help="folder to fill (default: demo-data)")
    parser.add_argument("--lang", choices=["en", "ko"], default="en")
    chosen = parser.parse_args()
    set_language(chosen.lang)
    started = time.monotonic()
    data: Path = chosen.data
    data.mkdir(parents=True, exist_ok=True)
    sources = data / "sources.toml"
    snapshot = data / "warehouse" / "sago.duckdb"
    with serve_sites() as sites:
        out.print(t("Three sample sites are being served on loopback:", "표본 사이트 세 곳을 로컬에서 엽니다:"))
        for name, url in sites.urls.items():
            out.print(f"  {name}: {url}", markup=False)
        sources.write_text(sites.sources_toml(), "utf-8")
        sago("crawl", "--sources", sources, "--data", data, language=chosen.lang)
        out.print(
            t(
                "\nAgain: nothing has changed, so nothing is downloaded twice.",
                "\n한 번 더: 바뀐 것이 없으므로 다시 받지 않습니다.",
            )
        )
        sago("crawl", "--sources", sources, "--data", data, language=chosen.lang)
    sago("load", "--data", data, language=chosen.lang)
    sago("incidents", "--db", snapshot, language=chosen.lang)
    sago("trend", "monthly", "--db", snapshot, language=chosen.lang)
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
        out.print(f"  .venv/bin/sago {command} --db {snapshot}", markup=False)


if __name__ == "__main__":
    main()
