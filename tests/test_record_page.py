"""Recording a saved page: the JSON it writes is the one the page tests read, and a checked one is never replaced."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.record_page import record

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "tests" / "pages"


@pytest.mark.parametrize("page", sorted(PAGES.glob("*/*.html")), ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_recording_writes_what_the_saved_page_expects(page, tmp_path):
    expected = json.loads(page.with_suffix(".json").read_text("utf-8"))
    platform = page.parent.name if "missing" in expected else None
    written = record(page, expected["asked"], page.stem, platform, tmp_path)
    assert written == tmp_path / page.parent.name / f"{page.stem}.json"
    assert json.loads(written.read_text("utf-8")) == expected
    assert written.with_suffix(".html").read_bytes() == page.read_bytes()


def test_a_checked_page_is_not_replaced(tmp_path):
    page = PAGES / "tistory" / "current.html"
    written = record(page, "https://note.tistory.com/1", "mine", folder=tmp_path)
    written.write_text("checked", "utf-8")
    with pytest.raises(FileExistsError):
        record(page, "https://note.tistory.com/1", "mine", folder=tmp_path)
    assert written.read_text("utf-8") == "checked"


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("nothing.html", "nothing.html: No such file or directory."),
        ("tests/pages/tistory/current.html", "is there already"),
    ],
)
def test_what_cannot_be_recorded_is_said_in_one_sentence(page, says):
    command = [sys.executable, "-m", "scripts.record_page", page, "https://note.tistory.com/1", "current"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 1
    assert says in ran.stderr
    assert "Traceback" not in ran.stderr
