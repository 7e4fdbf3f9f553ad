"""A message whose end is missing, as in a quote: what the end would tell is asked, never guessed."""

import pytest

from knowledge.explain import explain
from knowledge.matching.match import Outcome
from tests.e2e.pastes import CROSS_TENANT


@pytest.mark.parametrize("end", range(len(CROSS_TENANT) * 3 // 4, len(CROSS_TENANT), 3))
def test_a_message_that_is_cut_off_is_never_taken_for_its_twin(end: int) -> None:
    explanation = explain(CROSS_TENANT[:end])
    if explanation.outcome is Outcome.ANSWER:
        assert explanation.verdict.matches[0].id == "cross-tenant-not-authorized"
    else:
        assert "cross-tenant-not-authorized" in {match.id for match in explanation.verdict.matches}


def test_words_alone_are_still_an_answer() -> None:
    assert (
        explain("client does not have authorization to perform action on my virtual network").outcome is Outcome.ANSWER
    )
