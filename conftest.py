"""What the tests leave out where a part of the program is not installed."""

from importlib.util import find_spec

#: The encoder needs torch, which only the ``train`` extra brings.
collect_ignore = [] if find_spec("torch") else ["nlp/model.py"]
