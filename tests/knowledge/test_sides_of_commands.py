"""Commands act on the side that they are meant for, also where an error leaves open which side that is."""

import pytest

from knowledge.explain import Brain, answer_json
from knowledge.model import Answer

_A, _B = "6f1b0c52-8a3e-4d77-9c15-2e0a7b94d3f1", "0b7d9e24-51c6-4f0a-b3d8-97e61c2f5a40"
_APP = f"/subscriptions/{_A}/resourceGroups/rg-app/providers/Microsoft.Network/virtualNetworks/vnet-app"
_HUB = f"/subscriptions/{_B}/resourceGroups/rg-hub/providers/Microsoft.Network/virtualNetworks/vnet-hub"


def _steps(brain: Brain, paste: str, id_: str, part: str = "fix") -> list[tuple[str, str]]:
    """Give words and azure-cli command of the steps of the answer, which must be that one."""
    explanation = brain.explain(paste)
    assert explanation.verdict.best
    assert explanation.verdict.best.id == id_
    answer = brain.knowledge.get(id_)
    assert isinstance(answer, Answer)
    return [(step["say"], step["run"].get("az", "")) for step in answer_json(answer, explanation.facts)[part]]


def _no_gateway(link: str, remote: str) -> str:
    return (
        f"(RemoteVnetHasNoGateways) Peering {link} cannot have UseRemoteGateway flag set to true because remote virtual"
        f" network {remote} referenced by the peering does not have any gateways."
    )


@pytest.mark.parametrize(
    ("own", "link", "remote"),
    [
        ("app", f"{_APP}/virtualNetworkPeerings/app-to-hub", _HUB),
        ("hub", f"{_HUB}/virtualNetworkPeerings/hub-to-app", _APP),
    ],
)
def test_without_a_gateway_no_side_is_taken_for_the_hub(brain: Brain, own: str, link: str, remote: str) -> None:
    other = "hub" if own == "app" else "app"
    peering = f"-g rg-{own} --vnet-name vnet-{own} -n {own}-to-{other}"
    steps = _steps(brain, _no_gateway(link, remote), "remote-gateway-missing")
    by_say = {say.partition("?")[0]: command for say, command in steps}
    wrong_side = by_say[f"**The gateway is in `vnet-{own}`"]
    assert wrong_side.endswith(f"update {peering} --use-remote-gateways false --allow-gateway-transit true")
    at = [command for _, command in steps].index(wrong_side)
    assert steps[at + 1][1].endswith(
        f"update -g rg-{other} --vnet-name vnet-{other} -n <remote-peering> --use-remote-gateways true"
    )
    share = next(command for say, command in steps if say.startswith(f"Let the link of `vnet-{other}`"))
    assert f"--vnet-name vnet-{other} " in share
    checks = _steps(brain, _no_gateway(link, remote), "remote-gateway-missing", "check")
    assert "-g rg-app" in checks[0][1]
    assert "-g rg-hub" in checks[0][1]


def test_what_azure_did_not_find_is_not_asked_for_again(brain: Brain) -> None:
    paste = (
        f"az network vnet peering create -g rg-app --vnet-name vnet-app -n app-to-hub --remote-vnet {_HUB}\n"
        "(ResourceGroupNotFound) Resource group 'rg-hub' could not be found."
    )
    for part in ("check", "fix"):
        said = "\n".join(command for _, command in _steps(brain, paste, "remote-vnet-not-found", part))
        assert "rg-hub" not in said
        assert _B not in said
        assert "rg-app" in said


def test_the_own_vnet_that_was_not_found_is_not_taken_for_the_remote_one(brain: Brain) -> None:
    explanation = brain.explain(
        f"az network vnet peering create -g rg-app --vnet-name vnet-app -n app-to-hub --remote-vnet {_HUB}\n"
        "(ResourceNotFound) The Resource 'Microsoft.Network/virtualNetworks/vnet-app' under resource group 'rg-app'"
        " was not found."
    )
    names = explanation.facts.names
    assert (names["local_vnet"], names["remote_vnet"]) == ("vnet-app", "vnet-hub")


_CLIENT = (
    "The client 'dana' with object id '90c3f1a7-5e2d-4b68-a7f4-2d1c8b6e0f95' does not have authorization to perform"
)


@pytest.mark.parametrize("end", ["", " If access was recently granted, please refresh your credentials."])
def test_a_missing_peer_action_is_one_of_the_remote_vnet(brain: Brain, end: str) -> None:
    paste = (
        f"(AuthorizationFailed) {_CLIENT} action 'Microsoft.Network/virtualNetworks/peer/action' over scope '{_HUB}' or"
        f" the scope is invalid.{end}\nCode: AuthorizationFailed"
    )
    grant = _steps(brain, paste, "remote-vnet-permission-missing")[0][1]
    assert grant.endswith(
        f'--assignee 90c3f1a7-5e2d-4b68-a7f4-2d1c8b6e0f95 --role "Network Contributor" --scope {_HUB}'
    )


@pytest.mark.parametrize("right", ["virtualNetworkPeerings/write", "virtualNetworkPeerings/read"])
def test_a_missing_right_on_links_is_one_of_the_own_vnet(brain: Brain, right: str) -> None:
    paste = (
        f"(AuthorizationFailed) {_CLIENT} action 'Microsoft.Network/virtualNetworks/{right}' over scope"
        f" '{_APP}/virtualNetworkPeerings/app-to-hub' or the scope is invalid."
    )
    grant = _steps(brain, paste, "local-permission-missing")[0][1]
    assert grant.endswith(
        f'--assignee 90c3f1a7-5e2d-4b68-a7f4-2d1c8b6e0f95 --role "Network Contributor" --scope {_APP}'
    )


def test_half_of_the_message_is_told_by_the_action(brain: Brain) -> None:
    paste = f"(AuthorizationFailed) {_CLIENT} action 'Microsoft.Network/virtualNetworks/peer/action' over scope '/subsc"
    explanation = brain.explain(paste)
    assert [match.id for match in explanation.verdict.matches] == ["remote-vnet-permission-missing"]
