"""``sago sample serve``: the bundled sample sites on loopback, for as long as the command runs."""

import time
from typing import Annotated

import typer

from scripts.console import fail, out, t

app = typer.Typer(no_args_is_help=True, help="The bundled sample sites.")


@app.callback()
def sample() -> None:
    """The bundled sample sites."""


@app.command("serve")
def serve(
    port_base: Annotated[
        int | None,
        typer.Option(min=1, max=65_533, help="First of three ports in a row; without it, free ports are taken."),
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="Show only what was published up to this day.")
    ] = None,
) -> None:
    """Serve the sample sites on 127.0.0.1 until Ctrl-C and print a sources.toml that lists them."""
    from datetime import date

    from scripts.sample.posts import PostError
    from scripts.sample.server import serve_sites

    try:
        last = date.fromisoformat(until) if until else None
    except ValueError:
        fail(
            f"--until {until!r} is no day like 2026-03-05.", f"--until {until!r} 값은 2026-03-05 같은 날짜가 아닙니다."
        )
    try:
        with serve_sites(until=last, port_base=port_base) as sites:
            out.print(t("Sample sites on loopback (Ctrl-C ends them):", "로컬에서 연 표본 사이트(Ctrl-C로 끝냄):"))
            for name, url in sites.urls.items():
                out.print(f"  {name}: {url}", markup=False, soft_wrap=True)
            out.print(t("\nsources.toml to paste:\n", "\n붙여 넣을 sources.toml:\n"))
            out.print(sites.sources_toml(), markup=False, soft_wrap=True)
            out.file.flush()
            while True:
                time.sleep(3600)
    except OSError as error:
        fail(
            f"A port from {port_base} on is not free: {error.strerror}.",
            f"{port_base}번부터의 포트를 열 수 없습니다: {error.strerror}.",
        )
    except PostError as error:
        fail(f"A sample post is broken: {error}.", f"표본 글이 잘못되었습니다: {error}.")
    except KeyboardInterrupt:
        out.print(t("\nStopped.", "\n끝냈습니다."))
