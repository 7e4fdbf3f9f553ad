"""What a paste names."""

from knowledge.reading.reading import read

PASTE = (
    "az network vnet peering create --use-remote-gateways true\n(RemoteVnetHasNoGateways) Peering /subscriptions/"
    "6f1b0c52-8a3e-4d77-9c15-2e0a7b94d3f1/resourcegroups/rg-app/providers/Microsoft.Network/virtualNetworks/vnet-app/"
    "virtualNetworkPeerings/app-to-hub cannot have UseRemoteGateway flag set to true because remote virtual network "
    "/subscriptions/***/resourceGroups/rg-hub/providers/Microsoft.Network/virtualNetworks/vnet-hub referenced by the "
    "peering does not have any gateways.\nStatusCode: 400, range 10.1.0.0/16 and fd00:db8::/48, azure-cli 2.61.0, "
    "tenant 8a0d7b42-16ce-4f95-b3d0-72e4c5a9f18b"
)


def test_everything_that_is_named_is_read() -> None:
    facts = read(PASTE, frozenset({"RemoteVnetHasNoGateways"})).facts
    assert facts.codes == ("RemoteVnetHasNoGateways",)
    assert facts.statuses == ("400",)
    assert facts.subscriptions == ("6f1b0c52-8a3e-4d77-9c15-2e0a7b94d3f1",)
    assert facts.groups == ("rg-app", "rg-hub")
    assert facts.virtual_networks == ("vnet-app", "vnet-hub")
    assert facts.peerings == ("app-to-hub",)
    assert facts.prefixes == ("10.1.0.0/16", "fd00:db8::/48")
    assert facts.tenants == ("8a0d7b42-16ce-4f95-b3d0-72e4c5a9f18b",)
    assert facts.flags == ("use-remote-gateways", "UseRemoteGateway")
    assert (facts.tool, facts.version) == ("azure-cli", "2.61.0")
    assert facts.names["local_vnet"] == "vnet-app"
    assert facts.names["remote_vnet"] == "vnet-hub"
    assert "remote_subscription" not in facts.names
