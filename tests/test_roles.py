"""Roles by rule: one line a case, the text marked by hand, the answer of the whole chain from text to role asked for."""

import re
from pathlib import Path

import pytest

from nlp.candidates import find_candidates
from nlp.context import Page, contexts
from nlp.roles import judge
from nlp.tokenizer import read_sentences

CASES = Path(__file__).parent / "cases" / "roles.txt"
MARK = re.compile(r"\[([^|\]]+)\|(\w+)\]")


def read_cases() -> list:
    """Every line of the table: type, day, plain text and the roles asked for by span."""
    found = []
    for line in CASES.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        kind, day, marked = line.split(" ", 2)
        text, roles = "", {}
        at = 0
        for mark in MARK.finditer(marked):
            text += marked[at : mark.start()]
            roles[len(text), len(text) + len(mark[1])] = mark[2]
            text += mark[1]
            at = mark.end()
        text += marked[at:]
        found.append(pytest.param(kind, day, text, roles, id=text[:40]))
    return found


@pytest.mark.parametrize(("kind", "day", "text", "roles"), read_cases())
def test_the_role_is_what_the_sentence_says(kind, day, text, roles):
    page = Page(text, read_sentences(text), find_candidates(text, day))
    judged = judge(page.candidates, contexts(page), kind, day)
    said = {(c.start, c.end): one.role for c, one in zip(page.candidates, judged, strict=True)}
    assert {span: said.get(span) for span in roles} == roles
