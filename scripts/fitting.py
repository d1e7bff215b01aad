"""Fitting of linear models with numpy: examples as dictionaries of features with a class and a weight in, a ``Linear`` out."""

from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np

from nlp.linear import Linear

BATCH = 64
RATE = 0.12
DECAY = 3e-4


def fit(
    examples: Sequence[dict[str, float]],
    labels: Sequence[int],
    weights: Sequence[float],
    sources: Sequence[str],
    allowed: np.ndarray,
    classes: tuple[str, ...],
    epochs: int = 12,
    seed: int = 0,
    step: Callable[[int], None] = lambda rows: None,
) -> Linear:
    """Softmax regression by AdaGrad; features seen in fewer than two sources are left out.

    ``allowed`` (examples, classes) is False where a class cannot be: the roles of another kind. ``step`` hears how many
    examples each batch had.
    """
    seen: dict[str, set[str]] = defaultdict(set)
    for features, source in zip(examples, sources, strict=True):
        for name in features:
            if len(seen[name]) < 2:
                seen[name].add(source)
    numbers = {name: at for at, name in enumerate(sorted(name for name, where in seen.items() if len(where) > 1))}
    rows = [
        (
            np.array([numbers[name] for name in one if name in numbers]),
            np.array([value for name, value in one.items() if name in numbers], dtype=np.float32),
        )
        for one in examples
    ]
    target = np.eye(len(classes), dtype=np.float32)[np.array(labels)]
    table = np.zeros((len(numbers), len(classes)), dtype=np.float32)
    squares = np.full_like(table, 1e-2)
    rng = np.random.default_rng(seed)
    importance = np.array(weights, dtype=np.float32)
    for epoch in range(epochs):
        order = rng.permutation(len(rows))
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            scores = np.stack([values @ table[at] for at, values in (rows[one] for one in chosen)])
            scores = np.where(allowed[chosen], scores, -np.inf)
            powers = np.exp(scores - scores.max(axis=1, keepdims=True))
            wrong = (powers / powers.sum(axis=1, keepdims=True) - target[chosen]) * importance[chosen, None] / BATCH
            at = np.concatenate([rows[one][0] for one in chosen])
            change = np.concatenate([np.outer(rows[one][1], wrong[place]) for place, one in enumerate(chosen)])
            unique, back = np.unique(at, return_inverse=True)
            gradient = np.zeros((len(unique), len(classes)), dtype=np.float32)
            np.add.at(gradient, back, change)
            gradient += DECAY * table[unique]
            squares[unique] += gradient**2
            table[unique] -= RATE * (1 - 0.8 * epoch / epochs) * gradient / np.sqrt(squares[unique])
            step(len(chosen))
    return Linear(numbers, table, classes)
