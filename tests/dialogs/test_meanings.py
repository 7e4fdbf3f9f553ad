"""What a typed answer must not be taken for: the opposite, half of it, or a question of the user's own."""

from typing import Final

import pytest

from dialogs.answer import Selectable, asks, understand
from knowledge.load import Knowledge

NEVER: Final = [
    "what is a gateway?",
    "what does that mean",
    "where do I see the status?",
    "is it the same region?",
    "do both need a gateway?",
    "yes but only one side",
    "it depends",
    "sometimes",
]
"""Nothing of this answers any question."""

MEANS: Final = [
    ("connectivity-web-app-spoke", "traffic", "disconnected", None),
    ("connectivity-web-app-spoke", "kind", "we have no gateway", "regional"),
    ("connectivity-web-app-spoke", "traffic", "nope", None),
    ("configure-hub-spoke-azure", "peered", "disconnected", None),
    ("configure-hub-spoke-azure", "peered", "not yet", "no"),
    ("connectivity-two-vnets", "trace", "not yet", None),
    ("connectivity-two-vnets", "trace", "nothing arrives", "lost"),
    ("connectivity-two-vnets", "trace", "the packets arrive", "arrive"),
    ("connectivity-two-vnets", "trace", "the packets don't arrive", "lost"),
    ("connectivity-web-app-spoke", "routes", "it's missing", "missing"),
    ("connectivity-two-vnets", "status", "nope", None),
    ("connectivity-two-vnets", "status", "disconected", "disconnected"),
    ("connectivity-two-vnets", "status", "conected", "connected"),
    ("connectivity-two-vnets", "target", "nope", None),
    ("connectivity-two-vnets", "settings", "connected", None),
    ("connectivity-spokes-same-region", "appliance", "we have no gateway", None),
    ("connectivity-hub-spoke-on-premises", "connection", "vpn", None),
    ("connectivity-hub-spoke-on-premises", "connection", "both", None),
    ("connectivity-hub-spoke-on-premises", "gateways", "both of them", "both"),
    ("configure-hub-spoke-on-premises", "connection", "both", "several"),
    ("configuration-error", "permission", "no", None),
    ("configuration-error", "state", "connected", None),
]


@pytest.mark.parametrize("text", NEVER)
def test_what_answers_nothing(known: Knowledge, text: str) -> None:
    taken = {
        f"{scenario.id}/{id_}": option.label
        for scenario in known.scenarios.values()
        for id_, question in scenario.questions.items()
        if (option := _taken(known, scenario.id, id_, text))
    }
    assert not taken


@pytest.mark.parametrize(("scenario", "question", "text", "option"), MEANS)
def test_what_is_meant(known: Knowledge, scenario: str, question: str, text: str, option: str | None) -> None:
    taken = _taken(known, scenario, question, text)
    assert (taken and taken.id) == option


@pytest.mark.parametrize("text", ["What is an NVA?", "how do I check that", "Is that a problem?", "was ist ein Hub"])
def test_a_question_of_the_user(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize("text", ["do not know", "what I see is connected", "can't tell", "is connected", "same?"])
def test_no_question_of_the_user(text: str) -> None:
    assert not asks(text)


def _taken(known: Knowledge, scenario: str, question: str, text: str) -> Selectable | None:
    asked = known.scenarios[scenario].questions[question]
    return understand(text, [Selectable(one.id, one.label, one.also) for one in asked.options], asked.ask)
