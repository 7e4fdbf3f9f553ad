"""Pastes of every wrapping, by several hands, with their right first answers; recognising was developed with them."""

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.explain import brain
from knowledge.matching.match import Outcome

FOLDER = Path(__file__).parent / "corpus"


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def test_nearly_every_pasted_error_is_right_at_once() -> None:
    wrong = [row["text"] for row in rows("errors") if first(row["text"]) not in row["accept"]]

    assert len(wrong) <= 0.01 * len(rows("errors")), wrong


def test_errors_of_other_services_are_left_alone() -> None:
    claimed = [row["text"] for row in rows("foreign") if brain().explain(row["text"]).outcome is not Outcome.UNKNOWN]

    assert len(claimed) <= 0.005 * len(rows("foreign")), claimed


@pytest.mark.parametrize("row", rows("errors")[::25])
def test_a_match_says_why_and_how_sure(row: dict[str, Any]) -> None:
    best = brain().explain(row["text"]).verdict.best
    assert best
    assert best.why
    assert 0 < best.score <= 1


def first(text: str) -> str:
    best = brain().explain(text).verdict.best
    return best.id if best else ""
