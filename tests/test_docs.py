"""The documentation is complete and true: fields, roles, tables, views and questions are named, and the example is what comes out."""

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nlp.mentions import INCIDENT_TYPES, ORGANISATION_ROLES, ROLES, Extraction, Mention, Organisation, is_fact
from scripts.commands.extract import answer, encoded
from scripts.sago import app
from warehouse.db import connect, questions
from warehouse.migrate import migrate

DOCS = Path(__file__).parents[1] / "docs"
README = (DOCS.parent / "README.md").read_text("utf-8")
RUNNER = CliRunner()
EXTRACT = (DOCS / "extract.md").read_text("utf-8")
WAREHOUSE = (DOCS / "warehouse.md").read_text("utf-8")
UNCERTAIN = {"relevance", "type_confidence", "confidence", "needs_review", "role_set", "model"}


def sections(text: str) -> list[list[str]]:
    """Cells of every table row of a Markdown text."""
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]


def first_cells(text: str) -> set[str]:
    """Names in the first cells of the table rows of a Markdown text."""
    return {name for row in sections(text) for name in re.findall(r"`([^`]+)`", row[0])}


@pytest.mark.parametrize("record", [Extraction, Organisation, Mention])
def test_every_field_of_a_line_is_documented(record):
    assert {field.name for field in fields(record)} <= first_cells(EXTRACT)


def test_roles_and_types_are_documented_with_their_korean_names():
    rows = sections(EXTRACT)
    for kind, roles in ROLES.items():
        documented = {(row[1], row[2], row[3]) for row in rows if row[0] == kind}
        assert documented == {(f"`{role}`", ko, "yes" if is_fact(kind, role) else "") for role, ko in roles.items()}
    two = {(row[0], row[1]) for row in rows if len(row) == 2}
    assert {(f"`{code}`", ko) for code, ko in (INCIDENT_TYPES | ORGANISATION_ROLES).items()} <= two


def without(value: object) -> object:
    """The value without what depends on the model's probabilities."""
    if isinstance(value, dict):
        return {name: without(one) for name, one in value.items() if name not in UNCERTAIN}
    return [without(one) for one in value] if isinstance(value, list) else value


def test_the_example_is_what_comes_out():
    given, documented = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", EXTRACT, re.S))
    line = json.loads(encoded(answer(given)[0]))
    assert without(line) == without(documented)
    assert [list(fact) for fact in line["facts"]] == [list(fact) for fact in documented["facts"]]
    for one in (*line["organisations"], *line["facts"]):
        assert given["text"][one["start"] : one["end"]] == one["surface"]


def test_every_table_view_and_question_is_documented():
    con = connect(":memory:")
    migrate(con)
    stored = con.execute("SELECT table_name FROM information_schema.tables").fetchall()
    con.close()
    asked = {one.name: one for one in questions()}
    assert {name for (name,) in stored} | set(asked) <= first_cells(WAREHOUSE)
    for row in sections(WAREHOUSE):
        if row[0].strip("`") in asked:
            assert re.findall(r"`(\w+)`", row[2]) == list(asked[row[0].strip("`")].parameters)


def test_the_readme_shows_commands_that_exist_and_options_they_take():
    section = README[README.index("## Ask") : README.index("## Only the extraction")]
    asked = {line.split()[1] for line in section.splitlines() if line.startswith(".venv/bin/sago ")}
    assert asked == {"incidents", "incident", "trend", "sql"}, "the four that the text below speaks of"
    help_of = {name: RUNNER.invoke(app, [name, "--help"], env={"COLUMNS": "200"}).stdout for name in shown_commands()}
    assert {name for name, text in help_of.items() if "--format" in text} == asked
    assert RUNNER.invoke(app, ["--lang", "ko", "trend"]).exit_code == 0


def shown_commands() -> set[str]:
    """Every command the README runs."""
    return set(re.findall(r"^(?:\$ )?(?:.*\| )?\.venv/bin/sago ([a-z]+)", README, re.M))


@pytest.mark.parametrize("path", sorted(DOCS.glob("*.md")), ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), target
