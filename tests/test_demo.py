"""The demonstration: it begins anew each time, touches nothing it did not make, and ends politely."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scripts.demo_run import make_room

ROOT = Path(__file__).parents[1]
SOURCES = '[[source]]\nname = "one"\nurl = "http://127.0.0.1:4711/rss"\n'
AGAIN = SOURCES.replace("4711", "815")


def filled(data: Path, sources: str) -> Path:
    """A folder as a demonstration leaves it, with a file of somebody else in it."""
    for folder in ("landing", "state", "warehouse"):
        (data / folder).mkdir(parents=True)
        (data / folder / "made").write_text("made")
    (data / "sources.toml").write_text(sources, "utf-8")
    (data / "notes.txt").write_text("mine")
    return data


def test_an_earlier_demonstration_is_removed_and_nothing_else(tmp_path, capsys):
    data = filled(tmp_path / "demo", SOURCES)
    make_room(data, AGAIN)
    assert [path.name for path in data.iterdir()] == ["notes.txt"]
    assert "earlier demonstration" in capsys.readouterr().out


def test_a_new_or_empty_folder_is_made_or_taken(tmp_path, capsys):
    for data in (tmp_path / "a" / "b", tmp_path / "a" / "b"):
        make_room(data, SOURCES)
        assert list(data.iterdir()) == []
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("sources", [SOURCES + '[[source]]\nname = "mine"\n', ""])
def test_a_folder_of_somebody_else_is_left_alone(tmp_path, sources):
    data = filled(tmp_path / "demo", sources)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(SystemExit, match="was not made by the demonstration"):
        make_room(data, AGAIN)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    command = [sys.executable, "-m", "scripts.demo_run", "--data", str(tmp_path / "file")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"{tmp_path}/file: File exists.\n"


def test_ctrl_c_says_what_is_kept(tmp_path):
    command = [sys.executable, "-u", "-m", "scripts.demo_run", "--data", str(tmp_path)]
    running = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    while not (tmp_path / "state").exists() and running.poll() is None:
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does: the whole group
    shown, err = running.communicate(timeout=30)
    assert "$ .venv/bin/sago crawl" in shown
    assert running.returncode == 130, err
    assert "Traceback" not in err
    assert err.endswith(f"Stopped; {tmp_path} keeps what was made, and the next demonstration begins anew.\n")
