"""What every subcommand shares: the two languages, the two output streams and how a command fails."""

import os
import sys
import unicodedata
from pathlib import Path
from typing import NoReturn

import typer
from rich.console import Console

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)
STOPPED = 130  # what a shell expects of a program ended by Ctrl-C
_language = {"code": "en"}


def set_language(code: str) -> None:
    """Choose the language of everything printed after this: ``en`` or ``ko``."""
    _language["code"] = code


def t(english: str, korean: str) -> str:
    """The sentence in the chosen language."""
    return korean if _language["code"] == "ko" else english


def visible(text: str) -> str:
    """``text`` on one line without the characters that steer a terminal or turn the reading direction.

    >>> visible("a\\x1b[31mb\\u202ec\\nd")
    'a[31mbc d'
    """
    kept = (" " if char in "\n\r\t\u2028\u2029" else char for char in text)
    return "".join(char for char in kept if unicodedata.category(char) not in {"Cc", "Cf", "Cs"})


def counted(number: int, noun: str) -> str:
    """The number with its English noun.

    >>> counted(1, "segment"), counted(2, "new wording")
    ('1 segment', '2 new wordings')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def ended(sentence: str) -> str:
    """The sentence with a full stop, unless it ends with a mark of its own.

    >>> ended("no such key"), ended("did you mean 'kind'?")
    ('no such key.', "did you mean 'kind'?")
    """
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."


def warn(english: str, korean: str) -> None:
    """Print one sentence on stderr and go on."""
    err.print(visible(t(english, korean)), style="yellow", markup=False, soft_wrap=True)


def fail(english: str, korean: str, code: int = 1) -> NoReturn:
    """Print one sentence saying what is wrong and where, on stderr, and end with a non-zero exit status."""
    err.print(visible(t(english, korean)), style="red", markup=False, soft_wrap=True)
    sys.stdout.flush()
    raise typer.Exit(code)


def data_dir(given: Path | None) -> Path:
    """The folder that holds state/, landing/ and warehouse/: ``--data``, else ``SAGO_DATA``, else ``./sago-data``."""
    return given or Path(os.environ.get("SAGO_DATA") or "sago-data")
