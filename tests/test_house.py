"""The house rules a program can check: who imports whom, what is packaged, what must never be committed."""

import ast
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("crawler", "nlp", "warehouse", "scripts")
MAY_IMPORT = {
    "crawler": {"crawler"},
    "nlp": {"nlp"},
    "warehouse": {"warehouse", "crawler.items", "nlp.mentions"},
}


def imports_of(path: Path) -> set[str]:
    """Dotted names of everything ``path`` imports from our packages."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return {name for name in names if name.split(".")[0] in PACKAGES}


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_data_flows_one_way(package):
    allowed = MAY_IMPORT[package]
    for path in (ROOT / package).rglob("*.py"):
        for name in imports_of(path):
            assert name in allowed or name.split(".")[0] in allowed, f"{path.relative_to(ROOT)} imports {name}"


@pytest.mark.parametrize("package", PACKAGES)
def test_package_init_files_are_empty(package):
    assert (ROOT / package / "__init__.py").read_text("utf-8") == ""


def test_reading_a_record_type_loads_nothing_heavy():
    code = "import sys, crawler.items, nlp.mentions, nlp.values;print(*sorted({m.split('.')[0] for m in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert not set(loaded.split()) & {"torch", "transformers", "kiwipiepy", "scrapy", "duckdb", "onnxruntime"}


def test_extracting_does_not_import_transformers_or_torch():
    code = (
        "import sys; from nlp.extract import extract;"
        "extract('가람통신은 회원 31만 명의 정보가 유출됐다고 4일 밝혔다.', None, '2026-03-04');"
        "print(*sorted({m.split('.')[0] for m in sys.modules}))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert not set(loaded.split()) & {"torch", "transformers", "scrapy"}


def tracked_files() -> list[Path]:
    """Files under version control, or every source file where git is absent."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_registry_host_or_private_path_is_committed():
    # Built from pieces so that this file does not name them itself.
    banned = re.compile(
        "|".join(["/wo" + "rk/", "py" + r"pi\.org", "python" + "hosted", r"registry\.npm" + "js", "/op" + "t/wheels"])
    )
    for path in tracked_files():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found = banned.search(text)
        assert not found, f"{path.relative_to(ROOT)} names {found.group()}"


def test_constraints_pin_every_line_and_name_no_host():
    for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines():
        assert re.fullmatch(r"[a-z0-9._-]+==[^ ]+( ; .+)?", line), line


def test_wheel_carries_sql_templates_and_data(tmp_path):
    tree = tmp_path / "tree"
    data = []
    for path in tracked_files():
        relative = path.relative_to(ROOT)
        (tree / relative).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, tree / relative)
        if relative.parts[0] in PACKAGES and relative.suffix in {
            ".sql",
            ".toml",
            ".md",
            ".html",
            ".xml",
            ".tsv",
            ".css",
        }:
            data.append(str(relative))
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path)]
    subprocess.run(command, cwd=tree, capture_output=True, text=True, check=True)
    names = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())
    assert not [name for name in data if name not in names]
