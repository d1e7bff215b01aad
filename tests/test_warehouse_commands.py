"""What ``sago sql``, ``incidents``, ``incident`` and ``trend`` print, on the small known world."""

import csv
import io
import json
import re
import signal
import subprocess
import sys
import time

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner
from warehouse_cases import fill, known_world, post

from scripts.sago import app
from scripts.tables import visible
from warehouse.db import connect
from warehouse.migrate import migrate
from warehouse.publish import publish

RUNNER = CliRunner()
SOLBIT = "솔빛마켓-랜섬웨어-2025-03"


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("world") / "warehouse"
    con = connect(folder / "main.duckdb")
    migrate(con)
    odd = "나루은행에서 회원 77명\x1b[2J\u202e[bold]의 정보가 나갔다."
    odd_post = post(
        "odd", "2026-04-01", odd, ("victims", "77명", 77), org="나루은행", title="나루\x07은행[/] \u2066유출"
    )
    fill(con, [*known_world(), odd_post])
    publish(con, folder / "sago.duckdb")
    con.close()
    return folder / "sago.duckdb"


def run(*arguments: object, code: int = 0, lang: str = "en"):
    """The finished command; its exit status must be ``code``."""
    done = RUNNER.invoke(
        app, ["--lang", lang, *map(str, arguments)], env={"SAGO_DB": "", "SAGO_DATA": "", "COLUMNS": "100"}
    )
    assert done.exit_code == code, done.output
    assert "Traceback" not in done.output
    return done


def test_incidents_as_a_table(snapshot):
    lines = run("incidents", "--db", snapshot).stdout.splitlines()
    shown = [line.split() for line in lines if re.match(r" [0-9a-f]{8} ", line)]
    assert [row[1:] for row in shown] == [
        ["2026-04-01", "나루은행", "data_leak", "1", "77"],
        ["2026-03-02", "누리페이", "payment_fraud", "1", "173,400,000"],
        ["2026-01-10", "가람통신", "ransomware", "1", "5,000", "300,000,000"],
        ["2025-03-13", "솔빛마켓", "ransomware", "4", "1,500", "victims"],
        ["2025-03-05", "가람통신", "data_leak", "4", "420,000", "1,269,600,000"],
    ]
    assert len({cell_len(line) for line in lines if line.strip()}) == 1, "Korean cells shift the columns"


def test_incidents_with_korean_heads(snapshot):
    head = run("incidents", "--db", snapshot, lang="ko").stdout
    for word in ["알려진 날", "조직", "피해자", "과징금 등(원)"]:
        assert word in head


def test_incidents_narrowed_as_json(snapshot):
    rows = json.loads(
        run("incidents", "--db", snapshot, "--type", "ransomware", "--since", "2026", "--format", "json").stdout
    )
    assert [(row["organisation"], row["victims"], row["damage_krw"]) for row in rows] == [("가람통신", 5000, 300000000)]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["incidents", "--type", "flood"], "There is no incident type 'flood'"),
        (["incidents", "--since", "어제"], "--since takes a day like 2025-06-01"),
        (["incident", "없는곳"], "No incident's id or name begins with '없는곳'"),
        (["incident", "가람통신"], "'가람통신' means 2 incidents"),
        (["trend", "weather"], "There is no trend 'weather'"),
        (["trend", "incidents"], "There is no trend 'incidents'"),
        (["trend", "../incidents"], "There is no trend '../incidents'"),
        (["trend", "growth", "--param", "x=1"], "growth takes incident, role, not 'x'"),
        (["trend", "trend_people", "--param", "since=soon"], "--param since takes a day like 2025-06-01, not 'soon'."),
        (["trend", "repeat_victims", "--param", "months=two"], "--param months takes a number, not 'two'."),
        (["trend", "rivals", "--param", "least"], "--param least takes a number, not ''."),
        (["sql", ""], "There is no statement to run."),
        (["sql", " ; -- nothing"], "There is no statement to run."),
        (["sql", "SELECT 1; SELECT 2"], "These are 2 statements; give one at a time."),
        (["sql", "SELECT publication"], 'The query failed: Binder Error: Referenced column "publication"'),
        (["sql", "FROM publications"], "The query failed: Catalog Error: Table with name publications does not exist"),
        (["sql", "SELEC 1"], 'The query failed: Parser Error: syntax error at or near "SELEC" (LINE 1: SELEC 1).'),
        (["sql", "SELECT nothing FROM v_figure"], "The query failed: Binder Error"),
        (["sql", "FROM nowhere"], "The query failed: Catalog Error"),
        (["sql", "DELETE FROM figure"], "which is attached in read-only mode!\n"),
        (["sql", "COPY figure TO 'x.csv'"], "file system operations are disabled"),
    ],
)
def test_what_cannot_be_answered_is_said_in_one_sentence(snapshot, arguments, message):
    done = run(*arguments, "--db", snapshot, code=1)
    assert message in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 2, "the age of the snapshot and one sentence"


@pytest.mark.parametrize("command", [["incidents"], ["incident", "x"], ["trend", "rivals"], ["sql", "SELECT 1"]])
def test_a_missing_snapshot_says_what_to_do(tmp_path, command):
    done = run(*command, "--data", tmp_path, code=1)
    assert "run `sago load` first" in done.stderr
    assert "`sago load`를 실행하세요" in run(*command, "--data", tmp_path, code=1, lang="ko").stderr


def test_a_database_that_is_no_snapshot_is_told_apart(tmp_path):
    connect(tmp_path / "other.duckdb").close()
    done = run("incidents", "--db", tmp_path / "other.duckdb", code=1)
    assert "is not a Sagowatch snapshot" in done.stderr


def test_an_explicit_data_folder_comes_before_the_environment(snapshot, tmp_path):
    folder = snapshot.parent.parent
    for variable in ({"SAGO_DB": str(tmp_path / "other.duckdb")}, {"SAGO_DB": "", "SAGO_DATA": str(tmp_path)}):
        done = RUNNER.invoke(app, ["sql", "SELECT 42 AS n", "--data", str(folder)], env=variable)
        assert (done.exit_code, "42" in done.stdout) == (0, True), done.stderr
    done = RUNNER.invoke(app, ["sql", "SELECT 42 AS n"], env={"SAGO_DB": str(snapshot), "SAGO_DATA": str(tmp_path)})
    assert (done.exit_code, "42" in done.stdout) == (0, True), done.stderr


def test_a_pivot_is_one_statement(snapshot):
    asked = "PIVOT (SELECT kind, role FROM figure) ON kind USING count(*) GROUP BY role ORDER BY role"
    assert "victims" in run("sql", asked, "--db", snapshot).stdout


def test_a_message_cannot_steer_the_terminal(tmp_path):
    done = run("incidents", "--db", tmp_path / "x\x1b[2Jy\u202ez", code=1)
    assert f"There is no database at {tmp_path}/x[2Jyz;" in done.stderr


def started(*arguments: object, **options: object) -> subprocess.Popen:
    """The command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "scripts.sago", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def test_ctrl_c_ends_a_long_query_at_once(snapshot):
    endless = "SELECT count(*) FROM range(100000000) AS a, range(100000000) AS b WHERE a.range + b.range = -1"
    running = started("sql", endless, "--db", snapshot)
    assert "Snapshot of" in running.stderr.readline()
    time.sleep(0.5)  # the query is running now
    running.send_signal(signal.SIGINT)
    try:
        out, err = running.communicate(timeout=10)
    finally:
        running.kill()
    assert running.returncode in (130, -signal.SIGINT)
    assert (out, err) in (("", ""), ("", "Stopped.\n"))


@pytest.mark.parametrize(
    "command",
    [
        ["sql", "SELECT repeat('가', 100) FROM range(50000)", "--format", "csv"],
        ["sql", "SELECT 1"],
        ["incident", SOLBIT],
        ["incident", SOLBIT, "--format", "json"],
    ],
)
def test_a_reader_that_has_seen_enough_is_no_failure(snapshot, command):
    running = started(*command, "--db", snapshot)
    running.stdout.close()
    err = running.stderr.read()
    running.stderr.close()
    assert running.wait(30) == 0, err
    assert err.startswith("Snapshot of")
    assert err.count("\n") == 1


def test_one_incident_shows_values_dates_proof_and_documents(snapshot):
    text = run("incident", "솔빛", "--db", snapshot).stdout
    assert text.splitlines()[0] == "솔빛마켓 랜섬웨어 2025-03"
    assert "4 documents (3 independent)" in text
    assert re.search(r"victims +1,500 +명 +2025-03-14 +1 +1 +0\.5 +headline, unreviewed", text)
    assert re.search(r" 1,204 +명 +2025-03-13 +3 +2 +0\.8 +other value", text)
    assert "회원 【1204명】의 연락처를" in text
    assert "900,000 명  confidence 0.90 [negated_or_denied, does not count]" in text
    assert "copy of https://news.example/5" in text
    korean = run("incident", SOLBIT, "--db", snapshot, lang="ko").stdout
    for word in ["랜섬웨어", "피해자·유출 대상자(명)", "신뢰도 0.90", "사본: https://news.example/5"]:
        assert word in korean


def test_one_incident_as_json_and_csv(snapshot):
    found = json.loads(run("incident", SOLBIT, "--db", snapshot, "--format", "json").stdout)
    assert found["slug"] == SOLBIT
    assert [one["amount"] for one in found["headline"] if one["role"] == "victims"] == [1500, 1204]
    assert all(one["surface"] in one["sentence"] for one in found["figures"])
    rows = list(csv.DictReader(io.StringIO(run("incident", SOLBIT, "--db", snapshot, "--format", "csv").stdout)))
    assert len(rows) == len(found["figures"])


def test_trends_are_listed_in_both_languages(snapshot):
    english, korean = run("trend").stdout, run("trend", lang="ko").stdout
    assert "Figures on which sources disagree" in english
    assert "월별·유형별 사고 수" in korean
    assert len(json.loads(run("trend", "--format", "json").stdout)) >= 8


def test_a_trend_is_found_with_and_without_its_first_word(snapshot):
    whole = run("trend", "trend_people", "--db", snapshot, "--format", "csv").stdout
    assert run("trend", "people", "--db", snapshot, "--format", "csv").stdout == whole
    assert whole.splitlines()[1:3] == [
        "2025-03,2,421500,420000,가람통신-정보-유출-2025-03",
        "2026-01,1,5000,5000,가람통신-랜섬웨어-2026-01",
    ]
    later = run("trend", "people", "--param", "since=2026", "--db", snapshot, "--format", "json").stdout
    assert [row["month"] for row in json.loads(later)] == ["2026-01", "2026-04"]


def test_sql_prints_exact_values_and_the_age_of_the_snapshot(snapshot):
    statement = "SELECT 0.12345678::DECIMAL(30, 8) AS coin, 12::DECIMAL(30, 8) AS whole, [1, 2] AS list, NULL AS none"
    done = run("sql", statement, "--db", snapshot, "--format", "json")
    assert json.loads(done.stdout) == [{"coin": 0.12345678, "whole": 12, "list": [1, 2], "none": None}]
    assert re.search(r"Snapshot of \d{4}-\d\d-\d\d \d\d:\d\d KST, \d+ min old\.", done.stderr)
    assert "스냅숏" in run("sql", statement, "--db", snapshot, lang="ko").stderr
    table = run("sql", "SELECT count(*) AS n FROM document WHERE false", "--db", snapshot).stdout
    assert "n" in table
    twice = run("sql", "SELECT 1 AS a, 2 AS a", "--db", snapshot, "--format", "json").stdout
    assert json.loads(twice) == [{"a": 1, "a_1": 2}]


@pytest.mark.parametrize("command", [["incident", "나루은행"], ["sql", "SELECT title, text FROM v_document"]])
def test_crawled_text_cannot_steer_the_terminal(snapshot, command):
    text = run(*command, "--db", snapshot).output
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", text)
    assert "[bold]의 정보" in text, "markup in crawled text is text"


def test_visible_keeps_ordinary_text():
    assert visible("예스24 “랜섬웨어” 🙂 №1") == "예스24 “랜섬웨어” 🙂 №1"
