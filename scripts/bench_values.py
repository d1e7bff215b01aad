"""``scripts/bench values``: how fast exact values are read, beside a reference in the same process, and whether the time grows with the text alone."""

import json
import re
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from nlp.values import find_values
from scripts import console

PEER_ROWS = Path(__file__).parents[2] / "shared" / "peer-suites"
FASTER = 8  # times korean-datetime on the peer rows
LINEAR = 1.2  # times a thousand texts of 1 KB that one text of 1 MB may cost
NOW = "2025-09-20T09:00:00"  # for rows without a reference
#: A made-up report with the forms that news is full of; repeated and cut to size for the measure of growth.
PASSAGE = (
    "가람통신은 지난 9일 오전 4시께 회원 2천324만4천649명 가운데 31만여 명의 주소와 문서 2만 1천 건이 새어 나갔다고 밝혔다. 위원회는 조사 끝에 과징금 13억 2천400만 원과"
    " 과태료 1천80만원을 의결했고, 회사는 1인당 최대 5만 원을 주기로 해 약 70억 원이 든다. 공격자는 비트코인 20개(약 24억 원)를 요구했으며, 서버 28대 중 15대(53.6%)가"
    " 6월 9일까지 복구됐다. 솔빛마켓도 8월 5일 밤부터 6일 새벽 사이에 3~4천 건의 조회가 있었다고 알렸다.\n"
)
#: The plain reference: digits with their Korean units and one word behind, no values and no context.
_PLAIN = re.compile(r"[0-9][0-9,.]*(?:[ ]?[조억만천백십])*[ ]?(?:원|달러|명|건|개|대|곳|%|배|년|월|일|시|분)?")


def bench(
    rows: Annotated[
        list[Path] | None, typer.Argument(help="JSON lines {text, reference}, or folders of such files.")
    ] = None,
    against: Annotated[
        str, typer.Option(help="The reference: korean-datetime, where it can be imported, or plain.")
    ] = "plain",
    path: Annotated[Path | None, typer.Option(help="Folder to import korean-datetime from, if not installed.")] = None,
    rounds: Annotated[int, typer.Option(help="Times each is run; the best counts.")] = 7,
) -> None:
    """Print the time for the rows, the same for the reference, and the time for 1 MB over a thousand times that for 1 KB."""
    if against not in ("plain", "korean-datetime"):
        console.fail(
            f"--against is plain or korean-datetime, not {against}.",
            f"--against는 plain이나 korean-datetime입니다: {against}",
        )
    cases = read_rows(rows or [PEER_ROWS])
    reference = korean_datetime(path) if against == "korean-datetime" else plain
    ours, theirs = best_of(rounds, lambda: run(find_values, cases), lambda: run(reference, cases))
    print(
        f"{len(cases)} rows, {sum(len(text) for text, _ in cases)} characters, best of {rounds} rounds in one process"
    )
    for name, seconds in (("find_values", ours), (against, theirs)):
        print(f"{name:16} {seconds * 1000:8.1f} ms  {seconds / len(cases) * 1e6:7.1f} µs a row")
    asked = f" (asked: {FASTER})" if against == "korean-datetime" else ""
    print(f"find_values is {theirs / ours:.2f} times as fast as {against}{asked}")
    apart, whole = growth(rounds)
    print(
        f"a thousand texts of 1 KB {apart:.3f} s, one of 1 MB {whole:.3f} s: {whole / apart:.3f} times (asked: at most {LINEAR})"
    )


def read_rows(paths: list[Path]) -> list[tuple[str, str | None]]:
    """The texts of the rows, each with its reference time."""
    files = [file for path in paths for file in (sorted(path.glob("*.jsonl")) if path.is_dir() else [path])]
    if not files:
        console.fail(
            f"No rows at {paths[0]}; give a file of JSON lines.",
            f"{paths[0]}에 줄이 없습니다. JSON Lines 파일을 주세요.",
        )
    try:
        lines = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines() if line.strip()]
        return [(row["text"], row.get("reference")) for row in lines]
    except (OSError, ValueError, KeyError, TypeError) as error:
        console.fail(f"Cannot read the rows: {error}.", f"줄을 읽을 수 없습니다: {error}.")


def plain(text: str, reference: str | None) -> list[str]:
    """The spans that the plain expression matches."""
    return _PLAIN.findall(text)


def korean_datetime(path: Path | None) -> Callable[[str, str | None], object]:
    """What calls korean-datetime for one row; ends the run where it cannot be imported."""
    if path:
        sys.path.insert(0, str(path))
    try:
        from korean_datetime import parse_all
    except ImportError:
        console.fail(
            "korean-datetime cannot be imported; install it in a folder of its own and give that with --path.",
            "korean-datetime을 불러올 수 없습니다. 따로 설치한 폴더를 --path로 알려 주세요.",
        )
    return lambda text, reference: parse_all(text, now=datetime.fromisoformat(reference or NOW))


def run(read: Callable[[str, str | None], object], cases: list[tuple[str, str | None]]) -> None:
    """Read every row once."""
    for text, reference in cases:
        read(text, reference)


def best_of(rounds: int, *runs: Callable[[], object]) -> list[float]:
    """The shortest time of each run in seconds; the runs take turns, so that a busy machine slows them alike."""
    best = [float("inf")] * len(runs)
    for _ in range(rounds):
        for at, measured in enumerate(runs):
            start = time.perf_counter()
            measured()
            best[at] = min(best[at], time.perf_counter() - start)
    return best


def growth(rounds: int) -> tuple[float, float]:
    """Seconds for a thousand texts of 1 KB and for one of 1 MB that holds them all; what is found is kept in both."""
    kilobyte = (PASSAGE * 2).encode()[:999].decode(errors="ignore") + "\n"
    megabyte = kilobyte * 1000
    apart, whole = best_of(
        max(2, rounds // 2),
        lambda: [find_values(kilobyte, NOW) for _ in range(1000)],
        lambda: find_values(megabyte, NOW),
    )
    return apart, whole


def main() -> None:
    """Run the command line."""
    typer.run(bench)


if __name__ == "__main__":
    main()
