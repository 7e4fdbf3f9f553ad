"""Where a path of answers leads."""

from pathlib import Path

import pytest

from knowledge.load import Knowledge, load
from knowledge.tree import covered_on, paths, question_at
from tests.knowledge.small import SCENARIO, Small


@pytest.fixture
def small(tmp_path: Path) -> Knowledge:
    """Give knowledge with one scenario of two questions."""
    return load(Small(tmp_path).home)


def test_a_path_leads_to_the_next_question(small: Knowledge) -> None:
    scenario = small.scenarios["lost"]
    assert question_at(scenario, []) == "seen"
    assert question_at(scenario, [("seen", "unsure")]) == "look"


@pytest.mark.parametrize(
    "path",
    [
        [("seen", "seen")],
        [("seen", "nothing")],
        [("look", "there")],
        [("nothing", "seen")],
        [("seen", "unsure"), ("seen", "unsure")],
        [("seen", "unsure"), ("look", "there")],
    ],
)
def test_a_path_that_does_not_fit_is_refused(small: Knowledge, path: list[tuple[str, str]]) -> None:
    with pytest.raises(LookupError):
        question_at(small.scenarios["lost"], path)


def test_paths_are_all_ways_to_an_answer(small: Knowledge) -> None:
    ways = [[option.id for _, option in way] for way in paths(small.scenarios["lost"])]
    assert ways == [["seen"], ["unsure", "there"], ["unsure", "unsure"]]


def test_what_is_covered_on_the_way(small: Knowledge) -> None:
    scenario = small.scenarios["lost"]
    assert covered_on(small, scenario, next(paths(scenario))) == {"S1.1"}
    assert covered_on(small, scenario, ()) == {"S1.1"}


def test_a_question_that_leads_back_is_asked_once_on_a_path(tmp_path: Path) -> None:
    files = Small(tmp_path)
    files.add(files.scenario, SCENARIO.replace("I can't tell, answer: gone", "I can't tell, go: seen"))
    ways = [[option.id for _, option in way] for way in paths(load(files.home).scenarios["lost"])]
    assert ways == [["seen"], ["unsure", "there"]]
