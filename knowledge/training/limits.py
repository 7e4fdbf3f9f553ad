"""Calibration: from scores to probabilities, and the limits from which on the bot answers, asks or stays silent."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from knowledge.training.sentences import NONE

Array = np.ndarray[Any, Any]

MOST_FALSE = 0.04
"""How many of the sentences about something else may pass the gate."""

SLOPES = ("raw", "best", "named")
"""What the gate looks at: its own score, the share of the likeliest id, and whether the text has the word peering."""

LEAST_RIGHT = 0.965
"""How often an answer that is given at once must be right."""


@dataclass(frozen=True, slots=True)
class Unseen:
    """The scores of sentences by machines that have not seen them, and what else is known of each sentence.

    `named` tells whether it has the word peering, `refused` whether reading alone finds it to be about something else.
    """

    names: list[str]
    scores: Array
    ids: Array
    named: Array
    refused: Array

    @property
    def about(self) -> Array:
        """Tell of each sentence whether it is about VNet peering."""
        return np.asarray(self.ids != NONE)

    @property
    def right(self) -> Array:
        """Give the column of the right id of each sentence about VNet peering."""
        return np.array([self.names.index(id_) for id_ in self.ids[self.about]])


@dataclass(frozen=True, slots=True)
class Calibration:
    """`heat` of the softmax over the scores, the gate's slopes, shift and limit, and the limit to answer at once."""

    heat: float
    gate: dict[str, float]
    answer: float


def calibrate(unseen: Unseen) -> Calibration:
    """Choose everything by scores of sentences that the machines had not seen."""
    own = unseen.scores[unseen.about, :-1]
    heat = float(min(np.arange(1.0, 12.0, 0.25), key=lambda value: _surprise(shares(own, value), unseen.right)))
    given = shares(own, heat)
    best, hit = given.max(axis=1), given.argmax(axis=1) == unseen.right
    answer = next((value for value in np.arange(0.2, 0.99, 0.01) if hit[best >= value].mean() >= LEAST_RIGHT), 0.99)
    return Calibration(heat, _gate(unseen, heat), round(float(answer), 2))


def heard(chosen: Calibration, unseen: Unseen) -> Array:
    """Tell of each sentence whether it passes the gate."""
    passing = _seen_by_gate(unseen, chosen.heat) @ [chosen.gate[name] for name in SLOPES] + chosen.gate["shift"]
    return np.asarray((passing >= chosen.gate["limit"]) & ~unseen.refused)


def shares(raw: Array, heat: float) -> Array:
    """Give the softmax of every row."""
    powers = np.exp((raw - raw.max(axis=1, keepdims=True)) * heat)
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def _gate(unseen: Unseen, heat: float) -> dict[str, float]:
    """Weigh what the gate looks at, and choose the limit that only few of the others pass."""
    seen, about, kept = _seen_by_gate(unseen, heat), unseen.about, ~unseen.refused
    fitted = LogisticRegression(C=10.0, class_weight="balanced").fit(seen[kept], about[kept])
    passing = fitted.decision_function(seen)
    others = np.sort(passing[~about & kept])[::-1]
    limit = others[min(int(MOST_FALSE * (~about).sum()), len(others) - 1)] + 1e-6
    slopes = {name: float(value) for name, value in zip(SLOPES, fitted.coef_[0], strict=True)}
    return {**slopes, "shift": float(fitted.intercept_[0]), "limit": float(limit)}


def _seen_by_gate(unseen: Unseen, heat: float) -> Array:
    best = shares(unseen.scores[:, :-1], heat).max(axis=1)
    return np.column_stack([unseen.scores[:, -1], best, unseen.named])


def _surprise(given: Array, right: Array) -> float:
    return float(-np.log(given[np.arange(len(right)), right] + 1e-12).mean())
