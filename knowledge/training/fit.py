"""Learning the table: linear support vector machines over the features, one against the rest, with scikit-learn."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process
from scipy import sparse  # type: ignore[import-untyped]
from sklearn.svm import LinearSVC  # type: ignore[import-untyped]

from knowledge.matching import features
from knowledge.training.sentences import NONE, Sentence

FOLDS = 5
_ALIKE = 75
"""Sentences whose words are alike to this many per cent are paraphrases; they are never on both sides of a fold."""

Matrix = Any
Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights and shifts for ids and gate: scores of a row x of `vectors` are `x @ weights + shifts`."""

    ids: list[str]
    weights: Array
    shifts: Array


def vectors(texts: Sequence[str]) -> tuple[Matrix, Array]:
    """Give one row of length one for each text, and the rarity of each feature."""
    places: list[int] = []
    ends = [0]
    for text in texts:
        places += sorted(features.buckets(text))
        ends.append(len(places))
    plain = sparse.csr_matrix((np.ones(len(places)), places, ends), shape=(len(texts), features.BUCKETS))
    often = np.asarray(plain.sum(axis=0)).ravel()
    rare = np.log(1 + len(texts) / (1 + often))
    weighed = plain @ sparse.diags(rare)
    norm = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    return (sparse.diags(1 / np.maximum(norm, 1e-9)) @ weighed).tocsr(), rare


def fit(rows: Matrix, ids: Array) -> Fitted:
    """Learn the ids from the sentences about peering, and the gate from all of them."""
    about = ids != NONE
    machine = LinearSVC(C=1.0, random_state=0).fit(rows[about], ids[about])
    gate = LinearSVC(C=0.7, class_weight={True: 1.0, False: 2.0}, random_state=0).fit(rows, about)
    return Fitted(
        list(machine.classes_),
        np.hstack([machine.coef_.T, gate.coef_.T]),
        np.concatenate([machine.intercept_, gate.intercept_]),
    )


def unseen_scores(rows: Matrix, ids: Array, folds: Array) -> tuple[list[str], Array]:
    """Give the scores of every sentence by machines that have not seen it or a paraphrase of it."""
    names = sorted(set(ids) - {NONE})
    scores = np.zeros((len(ids), len(names) + 1))
    for fold in range(FOLDS):
        fitted = fit(rows[folds != fold], ids[folds != fold])
        given = rows[folds == fold] @ fitted.weights + fitted.shifts
        columns = [names.index(id_) for id_ in fitted.ids] + [len(names)]
        scores[np.ix_(folds == fold, columns)] = given
    return names, scores


def paraphrase_folds(sentences: Sequence[Sentence]) -> Array:
    """Put every sentence into a fold, paraphrases into the same one."""
    texts = [one.text.lower() for one in sentences]
    alike = process.cdist(texts, texts, scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE, dtype=np.uint8)
    parent = list(range(len(texts)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for first, second in zip(*np.nonzero(alike), strict=True):
        if first < second:
            parent[root(int(first))] = root(int(second))
    groups = np.array([root(at) for at in range(len(texts))])
    order = np.unique(groups)
    np.random.RandomState(0).shuffle(order)
    fold_of = {group: at % FOLDS for at, group in enumerate(order)}
    return np.array([fold_of[group] for group in groups])
