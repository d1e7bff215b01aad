"""How far long work is: a bar with rate and time left on a terminal, a plain line now and then where stderr is a file or a pipe."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from scripts.console import err, t

PAUSE = 10.0  # seconds between two plain lines

#: Called with how many steps were done, and with how many there are in all where that was not known before.
Step = Callable[..., None]
T = TypeVar("T")


@contextmanager
def progress(what: str, total: int | None = None) -> Iterator[Step]:
    """The function that moves the work on: ``step(done)``, or ``step(0, total)`` once the number of steps is known."""
    with (bar if err.is_terminal else lines)(what, total) as step:
        yield step


def followed(items: Sequence[T], what: str) -> Iterator[T]:
    """The items, each a step of the work."""
    with progress(what, len(items)) as step:
        for one in items:
            yield one
            step(1)


def say(english: str, korean: str) -> None:
    """Print a line about the work on stderr."""
    err.print(t(english, korean), style="dim", markup=False, soft_wrap=True)


@contextmanager
def bar(what: str, total: int | None) -> Iterator[Step]:
    """The same as a bar that is gone when the work is done."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        """Steps per second."""

        def render(self, task) -> Text:
            """The rate of the last steps."""
            return Text(f"{task.speed:,.1f}/s" if task.speed else "")

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn()
    with Progress(*columns, console=err, transient=True) as shown:
        task = shown.add_task(what, total=total)

        def step(done: int, of: int | None = None) -> None:
            shown.update(task, advance=done, **({} if of is None else {"total": of}))

        yield step


@contextmanager
def lines(what: str, total: int | None) -> Iterator[Step]:
    """The same as lines: where the work is, how many steps a second, how long it still takes; and a last one when it is done."""
    begun = said = time.monotonic()
    at = 0

    def step(done: int, of: int | None = None) -> None:
        nonlocal at, total, said, begun
        if of is not None:  # what came before was no step
            total, begun = of, time.monotonic()
        at += done
        if (now := time.monotonic()) - said >= PAUSE:
            said = now
            print_line(what, at, total, now - begun)

    yield step
    spent = time.monotonic() - begun
    say(f"{what}: {at:,} in {spent:.0f} s", f"{what}: {at:,}개, {spent:.0f}초")


def print_line(what: str, at: int, total: int | None, spent: float) -> None:
    """Print how far the work is after so many seconds."""
    rate = at / spent
    if total is None or not at:
        say(f"{what}: {at:,}, {rate:,.1f}/s", f"{what}: {at:,}, 초당 {rate:,.1f}")
        return
    left = max(0, total - at) / rate
    say(
        f"{what}: {at:,} of {total:,}, {rate:,.1f}/s, {left:.0f} s left",
        f"{what}: {total:,} 가운데 {at:,}, 초당 {rate:,.1f}, 남은 시간 {left:.0f}초",
    )
