"""How far a fact is to be believed: the vote on its role, the relevance of its document and who agrees in, one calibrated probability out.

A logistic model whose few weights are found on the calibration part; without them the product of both probabilities.
"""

from collections.abc import Mapping
from math import exp, log

#: What the weights are for: a constant, the log-odds of the role and of relevance, which voters give another role, whether the network read the
#: figure, its kind, the share of words that the vocabulary does not know.
FEATURES = ("bias", "role", "relevance", "rules", "linear", "network", "unread", "money", "date", "title", "strange")
LEAST = 1e-4  # probabilities nearer to 0 or 1 say no more
#: A page with more unknown words than this is of another kind than those the models learned from, and nothing in it is sure.
STRANGE = 0.35


def trust_features(
    kind: str, zone: str, role: float, relevance: float, dissent: Mapping[str, bool], strange: float
) -> dict[str, float]:
    """The features of one fact by name; ``dissent`` says of each voter heard whether its own answer is another role."""
    return {
        "bias": 1.0,
        "role": log_odds(role),
        "relevance": log_odds(relevance),
        "rules": float(dissent.get("rules", False)),
        "linear": float(dissent.get("linear", False)),
        "network": float(dissent.get("network", False)),
        "unread": float("network" not in dissent),
        "money": float(kind == "money"),
        "date": float(kind == "date"),
        "title": float(zone == "title"),
        "strange": strange,
    }


def confidence(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    """Probability that the fact is right."""
    if not weights:
        return odds_to_probability(features["role"]) * odds_to_probability(features["relevance"])
    sure = odds_to_probability(sum(weights.get(name, 0.0) * value for name, value in features.items()))
    return min(sure, 0.5) if features["strange"] > STRANGE else sure


def log_odds(probability: float) -> float:
    """Natural logarithm of the odds, within what can be told apart.

    >>> log_odds(0.5), round(log_odds(1.0), 2)
    (0.0, 9.21)
    """
    bounded = min(max(probability, LEAST), 1 - LEAST)
    return log(bounded / (1 - bounded))


def odds_to_probability(odds: float) -> float:
    """The probability with these log-odds."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, odds))))
