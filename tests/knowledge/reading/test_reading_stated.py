"""Names that stand next to what they name, and whose they are."""

import pytest

from knowledge.explain import explain
from knowledge.reading.reading import read

GROUP = "/subscriptions/4b1f0c52-7a3e-4d7e-9c1d-0f6a2b8e5d11/resourceGroups/rg-hub"
HUB = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/vnet-hub"
MINE = {"local_group": "rg-app", "local_vnet": "vnet-app", "local_peering": "app-to-hub"}


@pytest.mark.parametrize(
    "paste",
    [
        "az network vnet peering create -g rg-app -n app-to-hub --vnet-name vnet-app --allow-vnet-access true",
        "az network vnet peering update --resource-group=rg-app --name=app-to-hub --vnet-name='vnet-app'",
        "Command arguments: ['network', 'vnet', 'peering', 'show', '-g', 'rg-app', '--vnet-name', 'vnet-app', '-n',"
        " 'app-to-hub']",
        "PS> Sync-AzVirtualNetworkPeering -Name app-to-hub -VirtualNetworkName vnet-app -ResourceGroupName rg-app",
        '│ Error: creating Virtual Network Peering (\n│ Resource Group Name: "rg-app"\n'
        '│ Virtual Network Name: "vnet-app"\n│ Virtual Network Peering Name: "app-to-hub"): performing CreateOrUpdate',
    ],
)
def test_every_tool_says_the_same_names(paste: str) -> None:
    assert dict(read(paste).facts.names) == MINE


def test_the_portal_says_peering_and_network() -> None:
    facts = read("Failed to add virtual network peering 'app-to-hub' to 'vnet-app'. Error: something").facts

    assert dict(facts.names) == {"local_peering": "app-to-hub", "local_vnet": "vnet-app"}
    assert facts.virtual_networks == ("vnet-app",)
    assert facts.peerings == ("app-to-hub",)


def test_the_only_id_of_a_command_is_the_remote_one_when_it_says_so() -> None:
    paste = f"az network vnet peering create -g rg-app -n app-to-hub --vnet-name vnet-app --remote-vnet {HUB}"

    names = read(paste).facts.names

    assert names["local_vnet"] == "vnet-app"
    assert (names["remote_group"], names["remote_vnet"]) == ("rg-hub", "vnet-hub")


def test_names_that_would_do_harm_in_a_shell_are_left_out() -> None:
    facts = read("az network vnet peering delete -g rg`reboot` -n a;b --vnet-name vnet-app").facts

    assert set(facts.names) == {"local_vnet"}


def test_another_command_on_the_same_line_is_not_read() -> None:
    facts = read("az network vnet peering list -g rg-app --vnet-name vnet-app && az vm show -n vm-web").facts

    assert dict(facts.names) == {"local_group": "rg-app", "local_vnet": "vnet-app"}


def test_a_variable_is_no_name() -> None:
    assert not read("az network vnet peering create -g $RG --vnet-name $(VNET) -n ${name}").facts.names


def test_the_names_stand_in_the_commands_of_the_answer() -> None:
    paste = (
        "$ az network vnet peering create -g rg-app -n app-to-hub --vnet-name vnet-app --remote-vnet vnet-hub\n"
        "(ResourceNotFound) The Resource 'Microsoft.Network/virtualNetworks/vnet-hub' under resource group 'rg-app' was"
        " not found."
    )

    found = explain(paste)

    assert found.verdict.best
    assert found.verdict.best.id == "remote-vnet-not-found"
    assert found.facts.names["local_vnet"] == "vnet-app"
