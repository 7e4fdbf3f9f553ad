"""Recognising texts that nothing was learned from must not get worse than it was."""

import json

from benchmarks.unseen import OTHERS, OURS, RECORDED, figures, worse
from knowledge.explain import brain


def test_unseen_texts_are_recognised_as_well_as_recorded() -> None:
    assert worse(figures(brain()), json.loads(RECORDED.read_text())) == []


def test_a_worse_figure_is_noticed() -> None:
    recorded = json.loads(RECORDED.read_text())

    assert worse(dict.fromkeys(recorded, 0.0), recorded)
    assert worse(dict.fromkeys(recorded, 1.0), recorded)
    assert {name.split(":")[0] for name in recorded} == {*OURS, *OTHERS}
