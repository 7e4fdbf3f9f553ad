"""The JSON of `explain`: what scripts rely on."""

from typing import Any

import pytest

from knowledge.explain import Brain, explanation_json
from knowledge.load import Knowledge

CROSS_TENANT = (
    "The client has permission to perform action 'Microsoft.Network/virtualNetworks/peer/action' on scope "
    "'/subscriptions/c94e1d80-63a7-4f2b-b5d8-27f0a18e3c6d/resourceGroups/rg-hub/providers/Microsoft.Network"
    "/virtualNetworks/vnet-hub/virtualNetworkPeerings/hub-to-spoke', however the current tenant "
    "'8d3fa6c1-70b2-4e59-9c84-1e5f2b7d6a03' is not authorized to access linked subscription "
    "'0b1f6471-1bf0-4dda-aec3-cb9272f09590'."
)
FACTS = {"codes", "tenants", "subscriptions", "virtual_networks", "peerings", "prefixes", "tool"}


def _explained(brain: Brain, text: str) -> dict[str, Any]:
    body = explanation_json(brain.explain(text), brain.knowledge)
    _keeps_the_contract(body)
    return body


def _keeps_the_contract(body: dict[str, Any]) -> None:
    assert body["outcome"] in {"answer", "choose", "unknown"}
    assert set(body["facts"]) == FACTS
    assert all(isinstance(body["facts"][name], list) for name in FACTS - {"tool"})
    scores = [match["score"] for match in body["matches"]]
    assert scores == sorted(scores, reverse=True)
    for match in body["matches"]:
        assert set(match) == {"id", "kind", "title", "score", "why"}
        assert match["kind"] in {"error", "topic", "scenario"}
        assert 0 <= match["score"] <= 1
        assert match["why"]
        assert all(isinstance(reason, str) and reason for reason in match["why"])
    if body["outcome"] == "unknown":
        assert body["matches"] == []
        assert not {"answer", "question", "options"} & body.keys()
        return
    assert body["outcome"] == "answer" or 2 <= len(body["matches"]) <= 3
    if body["matches"][0]["kind"] == "scenario":
        assert isinstance(body["question"], str)
        assert all(set(option) == {"id", "label"} for option in body["options"])
        assert "answer" not in body
    else:
        _is_an_answer(body["answer"])
        assert not {"question", "options"} & body.keys()


def _is_an_answer(answer: dict[str, Any]) -> None:
    assert {"meaning", "check", "fix", "caution", "links"} <= set(answer)
    for step in (*answer["check"], *answer["fix"]):
        assert isinstance(step["say"], str)
        assert all(isinstance(command, str) and command for command in step["run"].values())
        assert set(step["run"]) <= {"az", "powershell", "portal", "terraform", "bicep", "linux", "windows"}
    assert answer["links"]
    assert all(link["url"].startswith("https://") and link["title"] for link in answer["links"])


def test_a_paste_gives_an_answer_with_the_own_names_in_it(brain: Brain) -> None:
    body = _explained(brain, CROSS_TENANT)
    assert body["outcome"] == "answer"
    assert body["matches"][0]["id"] == "cross-tenant-not-authorized"
    assert body["matches"][0]["kind"] == "error"
    assert body["facts"]["tenants"] == ["8d3fa6c1-70b2-4e59-9c84-1e5f2b7d6a03"]
    assert body["facts"]["virtual_networks"] == ["vnet-hub"]
    assert body["facts"]["peerings"] == ["hub-to-spoke"]
    commands = "\n".join(step["run"].get("az", "") for step in body["answer"]["fix"])
    for own in ("8d3fa6c1", "c94e1d80", "0b1f6471", "vnet-hub", "rg-hub", "hub-to-spoke"):
        assert own in commands


def test_a_description_gives_a_scenario_with_its_first_question(brain: Brain) -> None:
    body = _explained(brain, "configure-two-vnets")
    assert body["outcome"] == "answer"
    assert body["matches"][0]["kind"] == "scenario"
    assert len(body["options"]) >= 2


@pytest.mark.parametrize("text", ["", " ", "\n", "xyz", "the coffee machine is broken", "\x00", "🤷" * 50, "{}", "[]"])
def test_something_else_is_unknown(brain: Brain, text: str) -> None:
    assert _explained(brain, text)["outcome"] == "unknown"


def test_every_id_keeps_the_contract(brain: Brain, known: Knowledge) -> None:
    for id_ in (*known.answers, *known.scenarios):
        for typed in (id_, id_.upper(), f"  {id_}\n"):
            body = _explained(brain, typed)
            assert (body["outcome"], body["matches"][0]["id"]) == ("answer", id_)


def test_every_example_keeps_the_contract(brain: Brain, known: Knowledge) -> None:
    for answer in known.answers.values():
        for text in (*answer.examples.match, *answer.examples.other):
            _explained(brain, text)


def test_a_long_text_is_read_whole(brain: Brain) -> None:
    body = _explained(brain, " filler" * 6_000 + CROSS_TENANT + " filler" * 6_000)
    assert body["shortened"] is False
    assert body["matches"][0]["id"] == "cross-tenant-not-authorized"


def test_explaining_changes_nothing(brain: Brain) -> None:
    assert _explained(brain, CROSS_TENANT) == _explained(brain, CROSS_TENANT)


GATEWAY = (
    "Peering {} cannot have UseRemoteGateway flag set to true because remote virtual network {} referenced by the "
    "peering does not have any gateways."
)


def test_names_without_a_resource_id_stand_in_the_commands(brain: Brain) -> None:
    body = _explained(brain, GATEWAY.format("app-to-hub", "'vnet-hub'"))
    commands = "\n".join(step["run"].get("az", "") for step in body["answer"]["fix"])
    assert "-n app-to-hub" in commands
    assert "--vnet-name vnet-hub" in commands


@pytest.mark.parametrize("stand_in", ["<vnet>", "{name}", "[vnet]", "xxxx", "***", "..."])
def test_what_stands_for_a_name_is_none(brain: Brain, stand_in: str) -> None:
    assert brain.explain(GATEWAY.format(stand_in, stand_in)).facts.names == {}
