"""Names of a paste stand at the right side of the commands, in whatever order the error names them."""

import pytest

from knowledge.explain import explain

_SUBSCRIPTIONS = {
    "app": "11111111-1111-4111-8111-111111111111",
    "hub": "22222222-2222-4222-8222-222222222222",
    "old": "33333333-3333-4333-8333-333333333333",
}


def _vnet(name: str, peering: str = "", group: str = "rg-{}") -> str:
    made = (
        f"/subscriptions/{_SUBSCRIPTIONS[name]}/resourceGroups/{group.format(name)}"
        f"/providers/Microsoft.Network/virtualNetworks/vnet-{name}"
    )
    return f"{made}/virtualNetworkPeerings/{peering}" if peering else made


_APP, _HUB, _OLD = _vnet("app"), _vnet("hub"), _vnet("old")
_APP_IN_CAPITALS = _vnet("app", group="RG-{}")
_APP_TO_HUB, _HUB_TO_APP = _vnet("app", "app-to-hub"), _vnet("hub", "hub-to-app")


def _names(paste: str, *roles: str) -> list[str | None]:
    return [explain(paste).facts.names.get(role) for role in roles]


@pytest.mark.parametrize("both", [f"{_APP} and {_HUB}", f"{_HUB} and {_APP}", f"{_APP_IN_CAPITALS} and {_HUB}"])
def test_an_overlap_is_between_my_vnet_and_the_other_one(both: str) -> None:
    paste = (
        f"(VnetAddressSpacesOverlap) Cannot create or update peering {_APP_TO_HUB}. Virtual networks {both} cannot be"
        " peered because their address spaces overlap. Overlapping address prefixes: 10.0.0.0/16"
    )
    assert _names(paste, "local_vnet", "local_peering", "remote_vnet", "remote_group") == [
        "vnet-app",
        "app-to-hub",
        "vnet-hub",
        "rg-hub",
    ]


def test_a_vnet_written_in_capitals_once_is_still_the_same_one() -> None:
    paste = f"VnetAddressSpacesOverlap: peering {_APP_TO_HUB}. Of {_APP_IN_CAPITALS} and {_HUB} spaces overlap"
    assert _names(paste, "local_vnet", "remote_vnet") == ["vnet-app", "vnet-hub"]


def test_the_stale_link_is_looked_for_in_the_second_vnet_also_when_that_is_mine() -> None:
    paste = (
        f"Cannot create or update peering {_HUB_TO_APP}. Virtual networks {_APP} and {_HUB} cannot be peered because"
        f" address space of the first virtual network overlaps with address space of virtual network {_OLD} already"
        " peered with the second virtual network. Overlapping address prefixes: 10.1.0.0/16."
    )
    names = _names(paste, "local_vnet", "local_peering", "remote_vnet", "remote_peering", "other_vnet")
    assert names == ["vnet-app", None, "vnet-hub", "hub-to-app", "vnet-old"]


def test_of_half_a_message_the_linked_scope_is_the_remote_vnet_and_mine_is_not_known() -> None:
    paste = (
        "does not have permission to perform action(s) 'Microsoft.Network/virtualNetworks/peer/action' on the linked"
        f" scope(s) '{_HUB}' or the linked scope(s) are invalid."
    )
    assert _names(paste, "remote_vnet", "local_vnet", "local_group") == ["vnet-hub", None, None]


def test_the_command_that_failed_tells_the_sides_not_the_one_before_that_went_well() -> None:
    paste = f"""$ az network vnet peering create -g rg-app --vnet-name vnet-app -n app-to-hub --remote-vnet {_HUB}
{{ "peeringState": "Initiated", "id": "{_APP_TO_HUB}" }}
$ az network vnet peering create -g rg-hub --vnet-name vnet-hub -n hub-to-app --remote-vnet {_APP}
(LinkedAuthorizationFailed) The client has permission to perform action 'Microsoft.Network/virtualNetworks/peer/action'
on scope '{_HUB_TO_APP}', however the current tenant '{_SUBSCRIPTIONS["old"]}' is not authorized to access linked
subscription '{_SUBSCRIPTIONS["app"]}'."""
    assert _names(paste, "local_vnet", "local_peering", "remote_vnet") == ["vnet-hub", "hub-to-app", "vnet-app"]


def test_each_of_two_terraform_errors_has_its_own_names() -> None:
    def error(vnet: str, says: str) -> str:
        return f"""│ Error: creating Virtual Network Peering (Subscription: "{_SUBSCRIPTIONS[vnet]}"
│ Resource Group Name: "rg-{vnet}"
│ Virtual Network Name: "vnet-{vnet}"
│ Virtual Network Peering Name: "{vnet}-to-it"): performing CreateOrUpdate: unexpected status 400 with error: {says}
"""

    explanation = explain(
        error("app", "VnetAddressSpacesOverlap: their address spaces overlap")
        + error("hub", "AnotherOperationInProgress: Another operation is in progress.")
    )
    by_id = {match.id: match.names["local_vnet"] for match in explanation.also}
    assert explanation.verdict.best is not None
    by_id[explanation.verdict.best.id] = explanation.facts.names["local_vnet"]
    assert by_id == {"address-spaces-overlap": "vnet-app", "another-operation-in-progress": "vnet-hub"}


def test_a_group_in_which_nothing_was_found_is_not_suggested_again() -> None:
    paste = (
        "$ az network vnet peering create -g rg-app -n app-to-hub --vnet-name vnet-app --remote-vnet vnet-hub\n"
        "(ResourceNotFound) The Resource 'Microsoft.Network/virtualNetworks/vnet-hub' under resource group 'rg-app'"
        " was not found."
    )
    assert _names(paste, "local_group", "remote_vnet", "remote_group") == ["rg-app", "vnet-hub", None]


def test_what_stands_for_anything_in_a_message_is_no_name() -> None:
    paste = (
        f"Cannot proceed with operation because resource {_HUB} used by resource {_APP_TO_HUB} is not in Succeeded"
        " state. Resource is in Updating state and the last operation that updated/is updating the resource is"
        " PutSubnet."
    )
    assert _names(paste, "other_vnet", "any") == ["vnet-hub", None]


@pytest.mark.parametrize(
    "paste",
    [
        f"Add-AzVirtualNetworkPeering `\n  -Name app-to-hub `\n  -Virtual"
        f"Network $a `\n  -RemoteVirtualNetworkId {_HUB}\n"
        "Add-AzVirtualNetworkPeering: their address spaces overlap. ErrorCode: VnetAddressSpacesOverlap",
        'resource "azurerm_virtual_network_peering" "app_to_hub" {\n  virtual_network_name = "vnet-app"\n'
        f'  remote_virtual_network_id = "{_HUB}"\n}}\nError: creating peering: VnetAddressSpacesOverlap',
        f'{{"properties": {{"remoteVirtualNetwork": {{"id": "{_HUB}"}}}}}} fails with VnetAddressSpacesOverlap',
        f"I want to peer with {_HUB} but get 'not authorized to access linked subscription'",
    ],
)
def test_the_vnet_to_peer_with_is_never_taken_for_mine(paste: str) -> None:
    assert _names(paste, "local_vnet", "local_group") == [None, None]


def test_a_command_over_several_lines_is_read_to_its_end() -> None:
    paste = f"""az network vnet peering create \\
  -g rg-app --vnet-name vnet-app \\
  -n app-to-hub \\
  --remote-vnet {_HUB}
ERROR: (VnetAddressSpacesOverlap) their address spaces overlap"""
    assert _names(paste, "local_vnet", "local_peering", "remote_vnet") == ["vnet-app", "app-to-hub", "vnet-hub"]


def test_half_messages_name_their_vnets_as_whole_ones_do() -> None:
    stale = f"remote peering {_HUB_TO_APP} referencing parent virtual network {_APP} is in Disconnected state."
    assert _names(stale, "remote_peering", "remote_vnet", "local_vnet") == ["hub-to-app", "vnet-hub", "vnet-app"]
    third = f"overlaps with address space of virtual network {_OLD} already peered with the second virtual network."
    assert _names(third, "other_vnet", "local_vnet", "remote_vnet") == ["vnet-old", None, None]
    overlap = f"Virtual networks {_APP} and {_HUB} cannot be peered because their address spaces overlap."
    assert _names(overlap, "local_vnet", "remote_vnet") == ["vnet-app", "vnet-hub"]


def test_a_name_that_a_line_break_took_away_does_not_turn_the_sides_round() -> None:
    paste = (
        f"(VnetAddressSpacesOverlap) Cannot create or update peering"
        f" {_APP_TO_HUB.replace('vnet-app', 'vnet- app')}. Virtual networks {_APP} and"
        f" {_HUB.replace('rg-hub', 'rg- hub')} cannot be peered because their address spaces"
        " overlap. Overlapping address prefixes: 10.0.0.0/16"
    )
    assert _names(paste, "local_vnet", "remote_vnet") == ["vnet-app", None]


@pytest.mark.parametrize("mask", ["<sub-id>", "<redacted>", "***", "xxxx", ""])
def test_vnets_are_read_also_where_the_subscription_was_masked(mask: str) -> None:
    paste = (
        f"Cannot create or update peering {_APP_TO_HUB}. Virtual networks {_APP} and {_HUB} cannot be peered because"
        " their address spaces overlap. Overlapping address prefixes: 10.0.0.0/16"
    )
    for subscription in _SUBSCRIPTIONS.values():
        paste = paste.replace(subscription, mask)
    assert _names(paste, "local_vnet", "remote_vnet", "local_subscription") == ["vnet-app", "vnet-hub", None]


def test_a_message_that_tells_the_other_subscription_leaves_what_the_command_told() -> None:
    paste = (
        f"az network vnet peering create -g rg-app --vnet-name vnet-app -n app-to-hub --remote-vnet {_HUB}\n"
        f"Subscription '{_SUBSCRIPTIONS['hub']}' not found. Check the spelling and casing and try again."
    )
    assert _names(paste, "local_vnet", "local_group", "remote_vnet") == ["vnet-app", "rg-app", "vnet-hub"]


def test_the_command_above_a_message_is_no_part_of_it() -> None:
    paste = (
        f"az network vnet peering create -g rg-app --vnet-name vnet-app -n app-to-hub --remote-vnet {_HUB}\n"
        f"ERROR: (BadRequest) Peering {_APP_TO_HUB} cannot have UseRemoteGateways flag set to true, because another"
        f" peering {_vnet('app', 'app-to-old')} already has UseRemoteGateways flag set to true."
    )
    assert _names(paste, "spoke_vnet", "spoke_peering", "other_peering") == ["vnet-app", "app-to-hub", "app-to-old"]


def test_a_link_at_the_beginning_of_a_message_is_not_looked_for_in_the_command_above() -> None:
    paste = (
        f"az network vnet peering create -g rg-app --vnet-name vnet-app -n app-to-hub --remote-vnet {_HUB}\n"
        f"ERROR: (BadRequest) {_APP_TO_HUB} cannot have UseRemoteGateways flag set to true, because corresponding"
        " remote peering has AllowGatewayTransit flag set to false."
    )
    assert _names(paste, "spoke_vnet", "spoke_peering", "hub_vnet") == ["vnet-app", "app-to-hub", None]


def test_names_of_a_command_that_only_looked_are_not_mixed_with_those_of_one_that_failed() -> None:
    paste = (
        "PS> Get-AzVirtualNetworkPeering -VirtualNetworkName vnet-hub -ResourceGroupName rg-hub\n"
        "PS> Add-AzVirtualNetworkPeering -Name app-to-hub -VirtualNetwork $a -RemoteVirtualNetworkId $h.Id\n"
        "Add-AzVirtualNetworkPeering: Another operation on this or dependent resource is in progress.\n"
        "ErrorCode: AnotherOperationInProgress"
    )
    assert _names(paste, "local_vnet", "local_group", "local_peering") == [None, None, "app-to-hub"]


def test_a_command_that_looked_tells_the_names_of_the_one_that_has_none() -> None:
    paste = (
        "$p = Get-AzVirtualNetworkPeering -VirtualNetworkName vnet-app -ResourceGroupName rg-app -Name app-to-hub\n"
        "Set-AzVirtualNetworkPeering -VirtualNetworkPeering $p\n"
        "Set-AzVirtualNetworkPeering: Another operation on this or dependent resource is in progress.\n"
        "ErrorCode: AnotherOperationInProgress"
    )
    assert _names(paste, "local_vnet", "local_peering") == ["vnet-app", "app-to-hub"]


def test_commands_about_two_vnets_are_not_mixed() -> None:
    paste = (
        "az network vnet peering update -g rg-hub --vnet-name vnet-hub -n hub-to-app --set allowGatewayTransit=true && "
        "az network vnet peering update --vnet-name vnet-app -n app-to-hub --subscription "
        f"{_SUBSCRIPTIONS['app']} --set useRemoteGateways=true\nERROR: (AnotherOperationInProgress) peering"
    )
    assert _names(paste, "local_vnet", "local_subscription") == ["vnet-hub", None]
