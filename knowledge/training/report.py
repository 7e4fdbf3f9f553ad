"""What the trained table reaches on sentences it has not seen, as figures and as text for a person."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np

from knowledge.training.limits import Array, Calibration, Unseen, heard, shares
from knowledge.training.sentences import Sentence


def figures(unseen: Unseen, chosen: Calibration) -> dict[str, float]:
    """Give the figures that are recorded and compared: shares from 0 to 1."""
    given = shares(unseen.scores[unseen.about, :-1], chosen.heat)
    order = np.argsort(-given, axis=1)
    first = order[:, 0] == unseen.right
    three = (order[:, :3] == unseen.right[:, None]).any(axis=1)
    passed = heard(chosen, unseen)
    ours, sure = passed[unseen.about], given.max(axis=1) >= chosen.answer
    return {
        "first": float(first.mean()),
        "among_three": float(three.mean()),
        "heard": float(ours.mean()),
        "answered": float((ours & sure).mean()),
        "answers_right": float(first[ours & sure].mean()),
        "solved_with_one_question": float((ours & np.where(sure, first, three)).mean()),
        "false_claims": float(passed[~unseen.about].mean()),
    }


def report(rows: list[Sentence], unseen: Unseen, chosen: Calibration) -> Iterator[str]:
    """Give the lines of the report."""
    about = unseen.about
    yield f"{about.sum()} sentences about {len(unseen.names)} ids, {(~about).sum()} about something else"
    yield from (f"{name:26} {value:6.1%}" for name, value in figures(unseen, chosen).items())
    yield f"limits: answer from {chosen.answer:.2f}, heat {chosen.heat}, gate {chosen.gate}"
    given = shares(unseen.scores[about, :-1], chosen.heat)
    best, hit = given.max(axis=1), given.argmax(axis=1) == unseen.right
    yield "\ncoverage against precision (the limit, how many are answered, how many of those are right)"
    for limit in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        sure = best >= limit
        yield f"  {limit:.1f}  {sure.mean():6.1%}  {hit[sure].mean() if sure.any() else 1:6.1%}"
    yield "\nreliability (promised share, number, really right)"
    for low in np.arange(0.0, 1.0, 0.1):
        inside = (best >= low) & (best < low + 0.1 + (low > 0.85))
        if inside.any():
            yield f"  {low:.1f}-{low + 0.1:.1f}  {inside.sum():5}  {hit[inside].mean():6.1%}"
    yield "\nmost confused (number, meant, taken for, such as)"
    yield from _confused(rows, unseen, given)
    yield from _gate(rows, heard(chosen, unseen), about)


def _gate(rows: list[Sentence], passed: Array, about: Array) -> Iterator[str]:
    yield "\nclaimed though about something else"
    yield from (f"  {row.text}" for row, claimed, ours in zip(rows, passed, about, strict=True) if claimed and not ours)
    yield "\nnot heard though ours"
    missed = [row for row, claimed, ours in zip(rows, passed, about, strict=True) if ours and not claimed]
    yield from (f"  {row.id}: {row.text}" for row in missed[:: max(len(missed) // 40, 1)])


def _confused(rows: list[Sentence], unseen: Unseen, given: Array) -> Iterator[str]:
    texts = [row.text for row, ours in zip(rows, unseen.about, strict=True) if ours]
    pairs: Counter[tuple[str, str]] = Counter()
    such: dict[tuple[str, str], str] = {}
    for text, meant, taken in zip(texts, unseen.right, given.argmax(axis=1), strict=True):
        if meant != taken:
            pair = (unseen.names[meant], unseen.names[taken])
            pairs[pair] += 1
            such.setdefault(pair, text)
    yield from (
        f"  {number:3}  {meant} → {taken}: {such[meant, taken]}" for (meant, taken), number in pairs.most_common(25)
    )


def worse(now: dict[str, float], recorded: dict[str, Any], slack: float = 0.01) -> list[str]:
    """Give the figures that are worse than the recorded ones by more than the slack."""
    low = [
        f"{name} {now.get(name, 0):.3f} < {value:.3f}"
        for name, value in recorded.items()
        if name != "false_claims" and now.get(name, 0.0) < value - slack
    ]
    false = recorded.get("false_claims", 1.0)
    return low + (
        [f"false_claims {now['false_claims']:.3f} > {false:.3f}"] if now["false_claims"] > false + slack else []
    )
