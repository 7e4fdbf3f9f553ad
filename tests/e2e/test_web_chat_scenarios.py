"""Every scenario in a real browser, from the welcome to an answer, once by mouse and once by typing."""

from collections.abc import Sequence
from itertools import islice

import pytest

from knowledge.explain import brain
from knowledge.load import Knowledge
from knowledge.model import Option, Question
from knowledge.placeholders import in_prose
from knowledge.tree import paths
from tests.e2e.chat_page import ChatPage

pytestmark = pytest.mark.browser

Way = Sequence[tuple[Question, Option]]

SCENARIOS = [
    "configure-two-vnets",
    "configure-hub-spoke-on-premises",
    "configure-hub-spoke-azure",
    "connectivity-two-vnets",
    "connectivity-hub-spoke-on-premises",
    "connectivity-spokes-same-region",
    "connectivity-spokes-different-regions",
    "connectivity-web-app-spoke",
    "configuration-error",
]
CLICKS = 4


@pytest.fixture(scope="module")
def known() -> Knowledge:
    return brain().knowledge


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_leads_to_an_answer_by_mouse_and_by_typing(chat: ChatPage, known: Knowledge, scenario: str) -> None:
    by_mouse, by_typing = ways(known, scenario)
    chat.clicks(known.scenarios[scenario].label)
    for question, option in by_mouse:
        chat.sees(in_prose(question.ask, {}))
        chat.clicks(option.label)
    sees_answer(chat, known, by_mouse)
    chat.clicks("Something else")

    chat.says(str(SCENARIOS.index(scenario) + 1))
    for step, (question, option) in enumerate(by_typing):
        chat.sees(in_prose(question.ask, {}))
        chat.says(typed(question, option, step))
    sees_answer(chat, known, by_typing)
    chat.says("it worked")
    chat.sees("Glad it works")


def ways(known: Knowledge, scenario: str) -> tuple[Way, Way]:
    """Give two different ways, among the longest of at most four clicks."""
    short = [way for way in islice(paths(known.scenarios[scenario]), 4000) if len(way) <= CLICKS]
    longest = [way for way in short if len(way) == max(map(len, short))]
    return longest[-1], longest[0]


def typed(question: Question, option: Option, step: int) -> str:
    """Give the label, the number or a synonym of an option, a different kind at every step."""
    number = question.options.index(option) + 1
    kinds = [option.label, str(number), *option.also[:1]]
    return kinds[step % len(kinds)]


def sees_answer(chat: ChatPage, known: Knowledge, way: Way) -> None:
    answer = known.answers[way[-1][1].answer or ""]
    chat.sees(answer.title, "Read more", "Did that help?")
    assert chat.buttons == ["It worked", "Still broken", "Something else"]
