"""How the tests run: what is left out where a part is not installed, and the same made-up examples every time."""

import os
from importlib.util import find_spec

import pytest
from hypothesis import settings

from scripts.console import set_language

#: The encoder needs torch, which only the ``train`` extra brings.
collect_ignore = [] if find_spec("torch") else ["nlp/model.py"]

# A test that fails only now and then helps nobody who did not change the code; to search on, set HYPOTHESIS_PROFILE=default.
settings.register_profile("repeatable", derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


@pytest.fixture(autouse=True)
def in_english():
    """Every test begins in English, whatever language the one before it chose."""
    set_language("en")
