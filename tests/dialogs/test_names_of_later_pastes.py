"""Names read from earlier messages help later on, as long as they are about the same peering."""

from dialogs.memory import Memory
from knowledge.explain import explain


def _vnet(name: str, peering: str = "") -> str:
    made = (
        "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-"
        f"{name}/providers/Microsoft.Network/virtualNetworks/vnet-{name}"
    )
    return f"{made}/virtualNetworkPeerings/{peering}" if peering else made


def _linked_scope(name: str) -> str:
    return (
        "does not have permission to perform action(s) 'Microsoft.Network/virtualNetworks/peer/action' on the linked"
        f" scope(s) '{_vnet(name)}' or the linked scope(s) are invalid."
    )


def _no_gateway(spoke: str, hub: str) -> str:
    return (
        f"Peering {_vnet(spoke, 'to-hub')} cannot have UseRemoteGateway flag set to true because remote virtual network"
        f" {_vnet(hub)} referenced by the peering does not have any gateways."
    )


def _after(*pastes: str) -> dict[str, str]:
    memory = Memory()
    for paste in pastes:
        memory.hear(paste, explain(paste))
    return memory.names


def test_what_an_earlier_paste_told_is_still_known() -> None:
    names = _after(_no_gateway("app", "hub"), _linked_scope("hub"))
    assert (names["local_vnet"], names["local_peering"], names["remote_vnet"]) == ("vnet-app", "to-hub", "vnet-hub")


def test_a_vnet_does_not_come_to_be_on_both_sides() -> None:
    names = _after(_no_gateway("app", "hub"), _linked_scope("app"))
    assert names["remote_vnet"] == "vnet-app"
    assert "local_vnet" not in names


def test_another_environment_brings_its_own_names_only() -> None:
    names = _after(_no_gateway("app", "hub"), _linked_scope("shop"))
    assert "vnet-app" not in names.values()
    names = _after(_linked_scope("hub"), f"error on {_vnet('shop', 'shop-to-core')}: VnetAddressSpacesOverlap")
    assert names["local_vnet"] == "vnet-shop"
    assert "remote_vnet" not in names
