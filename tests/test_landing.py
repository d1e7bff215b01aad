"""Landing segments: what is written is read back, what is cut is cut off, and what is open is left to its owner."""

import base64
import json
import os
import signal
import subprocess
import sys
import time
import zlib
from dataclasses import replace

import pytest
from crawl_cases import ROOT, sago

from crawler.items import Document
from crawler.landing import Landed, Writer, adopt_abandoned, closed_segments, read_segment, to_line
from warehouse.db import connect

DOCUMENT = Document(
    "https://blog.example.com/1",
    "솔빛마켓 유출",
    "회원 1204명의 연락처가 나갔다.\n둘째 줄\u2028셋째",
    "2026-03-13",
    "meta",
    source="blog",
    flags=("no_date",),
)
PAGE = Landed(
    "https://blog.example.com/1",
    "http://blog.example.com/1",
    "blog",
    200,
    "2026-03-13T00:00:00+00:00",
    {"etag": '"a"'},
    b"<html>\x00\xff",
    [DOCUMENT],
)


def test_a_page_comes_back_as_it_was(tmp_path):
    writer = Writer(tmp_path)
    writer.write(PAGE)
    writer.sync()
    assert closed_segments(tmp_path) == [], "nobody loads what is still being written"
    writer.close()
    [path] = closed_segments(tmp_path)
    [line] = read_segment(path)
    assert (line.number, line.documents, line.broken) == (1, (DOCUMENT,), None)
    assert zlib.decompress(base64.b64decode(json.loads(path.read_bytes())["body"])) == b"<html>\x00\xff"
    assert json.loads(path.read_bytes())["headers"] == {"etag": '"a"'}


def test_nothing_written_leaves_no_segment(tmp_path):
    writer = Writer(tmp_path / "landing")
    writer.sync()
    writer.close()
    assert not (tmp_path / "landing").exists()


def test_a_large_segment_is_closed_and_another_begun(tmp_path, monkeypatch):
    monkeypatch.setattr("crawler.landing.LARGEST", 1)
    writer = Writer(tmp_path)
    for _ in range(3):
        writer.write(PAGE)
        writer.sync()
    assert len(closed_segments(tmp_path)) == 3
    writer.close()
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize("tail", [b"", b'{"url": "https://blog.example.com/2", "docum', "한".encode()[:2]])
def test_an_abandoned_segment_loses_a_cut_line_and_nothing_else(tmp_path, tail):
    (tmp_path / "20260313T000000.000000Z-1.jsonl.part").write_bytes(to_line(PAGE) * 3 + tail)
    assert adopt_abandoned(tmp_path) == 1
    [path] = closed_segments(tmp_path)
    assert [line.documents for line in read_segment(path)] == [(DOCUMENT,)] * 3
    assert adopt_abandoned(tmp_path) == 0


def test_an_abandoned_segment_without_a_whole_line_goes(tmp_path):
    (tmp_path / "a.jsonl.part").write_bytes(b'{"url": "htt')
    adopt_abandoned(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_segment_belongs_to_its_owner_until_the_owner_is_killed(tmp_path):
    code = (
        "import sys, time; from pathlib import Path; from crawler.landing import Writer; from test_landing import PAGE;"
        "w = Writer(Path(sys.argv[1])); w.write(PAGE); w.sync(); print('written', flush=True); time.sleep(60)"
    )
    owner = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"},
    )
    try:
        assert owner.stdout.readline() == b"written\n"
        assert adopt_abandoned(tmp_path) == 0
        assert closed_segments(tmp_path) == []
        owner.send_signal(signal.SIGKILL)
        owner.wait()
        deadline = time.monotonic() + 10
        while not adopt_abandoned(tmp_path) and time.monotonic() < deadline:
            time.sleep(0.05)
    finally:
        owner.kill()
        owner.stdout.close()
        owner.wait()
    [path] = closed_segments(tmp_path)
    assert [line.documents for line in read_segment(path)] == [(DOCUMENT,)]


def record(**changes: object) -> bytes:
    """A line like ours with some fields of its document changed."""
    whole = json.loads(to_line(PAGE))
    whole["documents"][0] |= changes
    return json.dumps(whole).encode() + b"\n"


@pytest.mark.parametrize(
    "line",
    [
        b"not json\n",
        b"\xff\xfe\n",
        b"\n",
        b"[]\n",
        b'{"url": "https://blog.example.com/1"}\n',
        b'{"documents": [5]}\n',
        b"[" * 100_000 + b"\n",
        record(title=None),
        record(text=5),
        record(flags="no_date"),
        record(colour="red"),
    ],
)
def test_a_broken_line_is_told_apart_and_the_others_are_read(tmp_path, line):
    path = tmp_path / "a.jsonl"
    path.write_bytes(to_line(PAGE) + line + to_line(PAGE))
    lines = list(read_segment(path))
    assert [one.broken is None for one in lines] == [True, False, True]
    assert lines[2].number == 3
    assert lines[2].documents == (DOCUMENT,)


def test_a_page_in_which_nothing_was_read_is_passed_over(tmp_path):
    page = Landed(
        "https://blog.example.com/1",
        "https://blog.example.com/1",
        "blog",
        200,
        "2026-03-13T00:00:00+00:00",
        {},
        b"?",
        (),
        "has no body",
    )
    path = tmp_path / "a.jsonl"
    path.write_bytes(to_line(page))
    assert [(line.documents, line.broken) for line in read_segment(path)] == [((), None)]


@pytest.fixture
def data(tmp_path):
    """A data folder with one segment, one line of which is broken."""
    (tmp_path / "landing").mkdir()
    (tmp_path / "landing" / "a.jsonl").write_bytes(to_line(PAGE) + b'{"url": "cut\n' + to_line(PAGE))
    return tmp_path


def test_loading_names_the_broken_line_loads_the_rest_and_fails_once(data):
    first, second = sago("load", "--data", data), sago("load", "--data", data)
    assert first.returncode == 1
    assert f"{data}/landing/a.jsonl:2 is no readable record (" in first.stderr
    assert len(first.stderr.splitlines()) == 1
    assert first.stdout.startswith("1 segment: 1 new wording; 1 read, ")
    assert (second.returncode, second.stderr) == (0, "")
    assert "0 new wordings" in second.stdout


def test_ctrl_c_keeps_what_was_loaded_and_the_next_load_goes_on(tmp_path):
    (tmp_path / "landing").mkdir()
    pages = [replace(PAGE, documents=[replace(DOCUMENT, url=f"https://blog.example.com/{n}")]) for n in range(400)]
    (tmp_path / "landing" / "a.jsonl").write_bytes(b"".join(map(to_line, pages)))
    command = [sys.executable, "-m", "scripts.sago", "load", "--data", str(tmp_path)]
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while not (tmp_path / "warehouse" / "main.duckdb").exists() and running.poll() is None:
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=30)
    assert (running.returncode, out) == (130, "")
    assert err == "Stopped; what was loaded and read is kept, the rest follows with the next `sago load`.\n"
    done = sago("load", "--data", tmp_path)
    assert done.returncode == 0, done.stderr
    con = connect(tmp_path / "warehouse" / "sago.duckdb", read_only=True)
    assert con.execute("SELECT count(*) FROM v_document WHERE model IS NOT NULL").fetchall() == [(400,)]
    con.close()


def test_loading_into_a_damaged_database_leaves_it_alone(data):
    path = data / "warehouse" / "main.duckdb"
    path.parent.mkdir()
    path.write_bytes(b"no database" * 1000)
    done = sago("load", "--data", data)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{path} is damaged or is not a DuckDB database")
    assert len(done.stderr.splitlines()) == 1
    assert path.read_bytes() == b"no database" * 1000


def test_loading_while_another_program_holds_the_database_says_who(data):
    path = data / "warehouse" / "main.duckdb"
    path.parent.mkdir()
    code = "import sys, duckdb; con = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    holder = subprocess.Popen([sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with holder:
        assert holder.stdout.readline() == b"open\n"
        done = sago("load", "--data", data)
        korean = sago("--lang", "ko", "load", "--data", data)
        holder.stdin.close()
    assert done.returncode == 1
    assert done.stderr == f"{path} is open in another program (PID {holder.pid}); close it or wait, then try again.\n"
    assert "다른 프로그램" in korean.stderr
