"""A greyed-out gateway option has several reasons: without one the bot asks, with one it answers."""

import pytest

from knowledge.explain import explain
from knowledge.matching.match import Outcome

REASONS_TO_USE = {"remote-gateway-missing", "spoke-has-own-gateway", "remote-gateway-not-visible"}


@pytest.mark.parametrize(
    "text",
    [
        "the use remote gateway checkbox is greyed out",
        "use remote gateway is greyed out",
        "Use remote gateways grayed out",
        "gateway option is greyed out in the peering",
        "I can't tick 'use remote gateway', it's grey",
        "I can't select use remote gateway on the peering",
        "use the remote virtual network's gateway or route server is greyed out",
        "why is 'Enable spoke to use hub's remote gateway' greyed out?",
        "the gateway options are disabled when I add a peering",
        "Die Option Remotegateway verwenden ist ausgegraut",
        "La opción usar puerta de enlace remota aparece atenuada en el emparejamiento",
        "l'option passerelle distante est grisée dans le peering",
    ],
)
def test_without_a_reason_the_bot_asks_which(text: str) -> None:
    explanation = explain(text)
    assert explanation.outcome is Outcome.CHOOSE
    assert {match.id for match in explanation.verdict.matches} == REASONS_TO_USE


def test_the_option_to_share_a_gateway_has_other_reasons() -> None:
    explanation = explain("allow gateway transit is greyed out")
    assert explanation.outcome is Outcome.CHOOSE
    assert {match.id for match in explanation.verdict.matches} == {
        "remote-gateway-missing",
        "gateway-transit-not-allowed",
    }


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("use remote gateway greyed out because vnet has its own gateway", "spoke-has-own-gateway"),
        ("use remote gateway greyed out although the other tenant's hub has a gateway", "remote-gateway-not-visible"),
        ("can't tick use remote gateways, remote vnet has no gateway", "remote-gateway-missing"),
    ],
)
def test_with_a_reason_it_answers(text: str, id_: str) -> None:
    explanation = explain(text)
    assert explanation.outcome is Outcome.ANSWER
    assert explanation.verdict.matches[0].id == id_


@pytest.mark.parametrize(
    "text", ["my default gateway option is greyed out in the router", "the checkbox is greyed out"]
)
def test_other_options_are_left_alone(text: str) -> None:
    assert explain(text).outcome is Outcome.UNKNOWN
