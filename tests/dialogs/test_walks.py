"""Every way through every scenario, clicked to its end."""

from collections import Counter

import pytest

from knowledge.explain import Brain, brain
from knowledge.model import Scenario
from knowledge.tree import covered_on, paths
from tests.dialogs.walk import FEEDBACK, Spot, Walker, Way

SCENARIOS = list(brain().knowledge.scenarios)


@pytest.fixture(params=SCENARIOS)
def scenario(request: pytest.FixtureRequest, brain: Brain) -> Scenario:
    """Give each scenario."""
    return brain.knowledge.scenarios[request.param]


async def test_every_way_leads_to_an_answer(brain: Brain, scenario: Scenario, caplog: pytest.LogCaptureFixture) -> None:
    """No way ends without one, each step has all its choices, each item of the checklist is met within seven clicks."""
    walker = Walker(brain, scenario)
    walked: set[tuple[str, ...]] = set()
    clicks: dict[str, int] = {}
    open_ = [await walker.starts()]
    while open_:
        spot = open_.pop()
        _shows_its_question(walker, spot)
        for option in scenario.questions[spot.question].options:
            following = await walker.takes(spot, option)
            way: Way = (*spot.way, (scenario.questions[spot.question], option))
            if following is None:
                _shows_its_answer(walker, way)
                walked.add(tuple(taken.id for _, taken in way))
                for item in covered_on(brain.knowledge, scenario, way):
                    clicks[item] = min(clicks.get(item, len(way)), len(way))
            elif option.go not in spot.asked:
                open_.append(following)
            else:
                _shows_its_question(walker, following)
    assert walked == {tuple(taken.id for _, taken in way) for way in paths(scenario)}
    own = {item: far for item, far in clicks.items() if item.startswith(f"S{scenario.number}.")}
    assert len(own) == {1: 19, 2: 7, 3: 20, 4: 29, 5: 16, 6: 6, 7: 14, 8: 7, 9: 9}[scenario.number]
    assert max(own.values()) <= 7
    assert not caplog.records


def _shows_its_question(walker: Walker, spot: Spot) -> None:
    question = walker.scenario.questions[spot.question]
    assert list(spot.buttons) == [option.label for option in question.options]
    for option in question.options:
        assert spot.buttons[option.label] == {
            "scenario": walker.scenario.id,
            "question": spot.question,
            "option": option.id,
            "depth": len(spot.way),
        }


def _shows_its_answer(walker: Walker, way: Way) -> None:
    answer = walker.chat.turns.brain.knowledge.answers[way[-1][1].answer or ""]
    assert list(walker.chat.buttons) == FEEDBACK
    assert f"## {answer.title}" in walker.chat.text
    notes = walker.chat.turns.brain.knowledge.notes(answer)
    assert all(f"### {note.title}" in walker.chat.text for note in notes)
    assert all(link.url in walker.chat.text for shown in (answer, *notes) for link in shown.links)


def test_the_nine_scenarios_are_there(brain: Brain) -> None:
    """The menu has nine, each with its number."""
    numbers = [scenario.number for scenario in brain.knowledge.scenarios.values()]
    assert numbers == list(range(1, 10))
    assert Counter(scenario.group.value for scenario in brain.knowledge.scenarios.values()) == {
        "Set up": 3,
        "Fix connectivity": 5,
        "Error message": 1,
    }
