"""``scripts/bench extract``: documents read per second, beside Kiwi's analysis of the same texts alone, in one process and in two.

The reference is Kiwi itself in the same run: everything else the extraction does has to fit into what Kiwi leaves.
"""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Annotated

import typer

from scripts import console

LENGTH = 1_500  # characters of an article
SHARE = 0.65  # of Kiwi's own speed that is asked for
FIRST = 4.0  # seconds from start to the first document
MEMORY = 900  # MB a process may take
FIRST_DOCUMENT = (
    "from nlp.extract import extract; extract('가람통신에서 회원 31만 명의 정보가 유출됐다.', None, '2026-03-05')"
)


def articles(count: int) -> list[str]:
    """``count`` texts of about 1,500 characters: the sample posts one after the other, cut at the ends of lines."""
    from scripts.sample.posts import load_posts

    posts = [post.text for post in load_posts()]
    texts, at = [], 0
    while len(texts) < count:
        text = ""
        while len(text) < LENGTH:
            text += posts[at % len(posts)] + "\n\n"
            at += 1
        texts.append(text[: text.rfind("\n", 0, LENGTH) if "\n" in text[:LENGTH] else LENGTH])
    return texts


def analyse(texts: list[str]) -> float:
    """Seconds Kiwi alone takes for the texts, cut into lines as the extraction does."""
    from nlp.tokenizer import read_sentences

    read_sentences(texts[0])
    started = time.perf_counter()
    for text in texts:
        read_sentences(text)
    return time.perf_counter() - started


def read(texts: list[str]) -> float:
    """Seconds the whole extraction takes for the texts."""
    from nlp.extract import extract

    extract(texts[0], "가람통신 정보 유출", "2026-03-05")
    started = time.perf_counter()
    for text in texts:
        extract(text, "가람통신 정보 유출", "2026-03-05")
    return time.perf_counter() - started


def halves(work: Callable[[list[str]], float], texts: list[str]) -> float:
    """Seconds of the slower of two processes that share the texts."""
    middle = len(texts) // 2
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        return max(pool.map(work, [texts[:middle], texts[middle:]]))


def bench(
    count: Annotated[int, typer.Option(min=2, help="Articles to read.")] = 100,
    rounds: Annotated[int, typer.Option(min=1, help="Times each is run; the best counts.")] = 3,
) -> None:
    """Print documents per second beside Kiwi's, the time to the first document and the memory of a process."""
    texts = articles(count)
    for name, run in (("one process", lambda work: work(texts)), ("two processes", lambda work: halves(work, texts))):
        kiwi = min(run(analyse) for _ in range(rounds))
        ours = min(run(read) for _ in range(rounds))
        console.out.print(
            f"{name:14} Kiwi alone {count / kiwi:7.1f} documents/s   extraction {count / ours:7.1f}   "
            f"{kiwi / ours:.2f} of Kiwi (asked: {SHARE})"
        )
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", FIRST_DOCUMENT], check=True, env=os.environ | {"PYTHONPATH": os.getcwd()})
    console.out.print(f"first document {time.perf_counter() - started:.2f} s after start (asked: at most {FIRST:g})")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    console.out.print(f"peak memory of this process {peak:.0f} MB (asked: at most {MEMORY})")


if __name__ == "__main__":
    typer.run(bench)
