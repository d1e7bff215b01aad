"""How sure the vote may be: judged documents of the calibration part in, shares, temperatures and thresholds out."""

from collections.abc import Sequence

import numpy as np

KINDS = ("count", "money", "date")
TEMPERATURES = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0, 2.5, 3.0)
#: How much each voter counts. Shares fitted to the calibration part would not hear the rules at all and win four thousandths
#: of F1 there; but those documents are of the hands that wrote the training part, and the rules were never fitted to them.
SHARES = {"network": 1.0, "linear": 1.5, "rules": 0.75}
SMALLEST = 1e-6


def calibrate(
    heard: dict[str, np.ndarray], kinds: Sequence[str], right: np.ndarray
) -> dict[str, dict[str, dict[str, float]]]:
    """The shares, and per kind the temperatures that make the right roles most likely.

    ``heard`` holds each voter's probabilities (candidates, roles); ``right`` (candidates,) the number of the right role.
    """
    shares: dict[str, dict[str, float]] = {}
    temperatures: dict[str, dict[str, float]] = {}
    for kind in KINDS:
        rows = np.array([one == kind for one in kinds])
        truth = right[rows]
        own = {name: best_temperature(each[rows], truth) if name != "rules" else 1.0 for name, each in heard.items()}
        voices = {name: sharpened(each[rows], own[name]) for name, each in heard.items()}
        shares[kind] = {name: SHARES[name] for name in voices}
        vote = mixed(list(voices.values()), list(shares[kind].values()))
        temperatures[kind] = own | {"all": best_temperature(vote, truth)}
    return {"shares": shares, "temperatures": temperatures}


def mixed(voices: Sequence[np.ndarray], share: Sequence[float]) -> np.ndarray:
    """The weighted mean of probabilities."""
    return sum(part * voice for part, voice in zip(share, voices, strict=True)) / sum(share)


def sharpened(probabilities: np.ndarray, temperature: float) -> np.ndarray:
    """Probabilities at another temperature."""
    raised = np.maximum(probabilities, 0) ** (1 / temperature)
    return raised / np.maximum(raised.sum(axis=1, keepdims=True), 1e-12)


def best_temperature(probabilities: np.ndarray, truth: np.ndarray) -> float:
    """The temperature at which the right roles are most likely."""
    return min(TEMPERATURES, key=lambda one: loss(sharpened(probabilities, one), truth))


def loss(probabilities: np.ndarray, truth: np.ndarray) -> float:
    """Mean negative log probability of the right roles."""
    return float(-np.log(np.maximum(probabilities[np.arange(len(truth)), truth], SMALLEST)).mean())


def threshold(sure: np.ndarray, right: np.ndarray, aim: float) -> float:
    """The lowest confidence from which on at least ``aim`` of the answers are right; 1.0 when none is high enough."""
    order = np.argsort(-sure, kind="stable")
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(share >= aim)
    return float(sure[order[good[-1]]]) if len(good) else 1.0


def calibration_error(sure: np.ndarray, right: np.ndarray, bins: int = 10) -> float:
    """Mean gap between confidence and share of right answers over bins of equal size (ECE)."""
    order = np.argsort(sure, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    return float(sum(len(part) * abs(sure[part].mean() - right[part].mean()) for part in parts) / max(1, len(order)))
