"""Every example of an error is still known in every wrapping."""

import random

import pytest

from benchmarks.noise import NOISES
from knowledge.explain import brain
from knowledge.model import Kind

LEAST_RIGHT = {"half": 0.75, "scanned": 0.93, "nested": 0.93, "boxed": 0.96}


@pytest.mark.parametrize("name", NOISES)
def test_noise_does_not_hide_the_error(name: str) -> None:
    chance = random.Random(1)  # noqa: S311 - the same noise every time, nothing secret
    answers = [answer for answer in brain().knowledge.answers.values() if answer.kind is Kind.ERROR]
    cases = [(one.id, NOISES[name](text, chance)) for one in answers for text in one.examples.match if len(text) >= 100]
    right = [bool(best := brain().explain(text).verdict.best) and best.id == id_ for id_, text in cases]
    assert sum(right) / len(right) >= LEAST_RIGHT.get(name, 0.99)
