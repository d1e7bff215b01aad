"""What every subcommand shares: the two languages, the two output streams and how a command fails."""

import os
import sys
from pathlib import Path
from typing import NoReturn

import typer
from rich.console import Console

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)
_language = {"code": "en"}


def set_language(code: str) -> None:
    """Choose the language of everything printed after this: ``en`` or ``ko``."""
    _language["code"] = code


def t(english: str, korean: str) -> str:
    """The sentence in the chosen language."""
    return korean if _language["code"] == "ko" else english


def warn(english: str, korean: str) -> None:
    """Print one sentence on stderr and go on."""
    err.print(t(english, korean), style="yellow", markup=False, soft_wrap=True)


def fail(english: str, korean: str, code: int = 1) -> NoReturn:
    """Print one sentence saying what is wrong and where, on stderr, and end with a non-zero exit status."""
    err.print(t(english, korean), style="red", markup=False, soft_wrap=True)
    sys.stdout.flush()
    raise typer.Exit(code)


def data_dir(given: Path | None) -> Path:
    """The folder that holds state/, landing/ and warehouse/: ``--data``, else ``SAGO_DATA``, else ``./sago-data``."""
    return given or Path(os.environ.get("SAGO_DATA") or "sago-data")
