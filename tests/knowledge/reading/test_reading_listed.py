"""Links as tools list them: azure-cli, PowerShell, REST, the portal, and what is none."""

import json
from typing import Any

import pytest

from knowledge.reading.listed import Listed, beside, listed
from knowledge.reading.reading import read

_HUB = "0b7d9e24-51c6-4f0a-b3d8-97e61c2f5a40"
_LIST = "az network vnet peering list -g rg-hub --vnet-name vnet-hub"


def _vnet(name: str) -> str:
    return f"/subscriptions/{_HUB}/resourceGroups/rg-{name}/providers/Microsoft.Network/virtualNetworks/vnet-{name}"


def _link(name: str, state: str, **more: Any) -> dict[str, Any]:
    return {
        "etag": 'W/"1"',
        "id": f"{_vnet('hub')}/virtualNetworkPeerings/hub-to-{name}",
        "name": f"hub-to-{name}",
        "peeringState": state,
        "remoteVirtualNetwork": {"id": _vnet(name), "resourceGroup": f"rg-{name}"},
        **more,
    }


def _read(paste: str) -> list[Listed]:
    return listed(paste, read(paste).passages)


def _states(paste: str) -> list[tuple[str | None, str, str | None]]:
    """Give name, state and remote VNet of every link."""
    return [(one.names.get("local_peering"), one.state, one.names.get("remote_vnet")) for one in _read(paste)]


def test_json_of_azure_cli() -> None:
    paste = f"$ {_LIST}\n{json.dumps([_link('a', 'Connected'), _link('b', 'Disconnected')], indent=2)}\n$ "
    assert _states(paste) == [("hub-to-a", "connected", "vnet-a"), ("hub-to-b", "disconnected", "vnet-b")]
    assert dict(_read(paste)[1].names) == {
        "local_subscription": _HUB,
        "local_group": "rg-hub",
        "local_vnet": "vnet-hub",
        "local_peering": "hub-to-b",
        "remote_subscription": _HUB,
        "remote_group": "rg-b",
        "remote_vnet": "vnet-b",
    }


def test_json_of_a_vnet_and_of_rest() -> None:
    link = _link("b", "Initiated", type="Microsoft.Network/virtualNetworks/virtualNetworkPeerings")
    inner = {key: link.pop(key) for key in ("peeringState", "remoteVirtualNetwork")}
    vnet = {
        "name": "vnet-hub",
        "id": _vnet("hub"),
        "subnets": [{"name": "web", "id": f"{_vnet('hub')}/subnets/web"}],
        "virtualNetworkPeerings": [link | {"properties": inner}],
    }
    assert _states(json.dumps(vnet)) == [("hub-to-b", "initiated", "vnet-b")]


def test_json_of_a_query_has_the_remote_vnet_of_each_link_in_any_order() -> None:
    rows = [{"name": f"hub-to-{one}", "remote": _vnet(one), "state": "Initiated"} for one in "ab"]
    assert _states(f"{_LIST} --query ...\n{json.dumps(rows)}") == [
        ("hub-to-a", "initiated", "vnet-a"),
        ("hub-to-b", "initiated", "vnet-b"),
    ]


def test_a_long_list_is_read_to_its_end() -> None:
    links = [_link(f"s{at}", "Connected") for at in range(60)] + [_link("last", "Disconnected")]
    assert _states(json.dumps(links, indent=2))[-1] == ("hub-to-last", "disconnected", "vnet-last")


TABLE = f"""$ {_LIST} -o table
AllowVirtualNetworkAccess    Name      PeeringState    PeeringSyncLevel    ResourceGroup    UseRemoteGateways
---------------------------  --------  --------------  ------------------  ---------------  -----------------
True                         hub-to-a  Connected       FullyInSync         rg-hub           False
False                        hub-to-b  Connected       LocalNotInSync      rg-hub           False
True                         hub-to-c  Disconnected                        rg-hub           False"""


def test_a_table_of_azure_cli() -> None:
    links = _read(TABLE)
    assert [(one.names["local_peering"], one.state) for one in links] == [
        ("hub-to-a", "connected"),
        ("hub-to-b", "connected"),
        ("hub-to-c", "disconnected"),
    ]
    assert [(one.stale, one.blocked) for one in links] == [(False, False), (True, True), (False, False)]
    assert links[0].names["local_vnet"] == "vnet-hub"


def test_a_table_whose_blanks_a_chat_took_away() -> None:
    paste = "\n".join(" ".join(line.split()) for line in TABLE.splitlines() if "hub-to-c" not in line)
    assert [one.names["local_peering"] for one in _read(paste)] == ["hub-to-a", "hub-to-b"]


def test_the_columns_of_a_query_name_the_remote_vnet() -> None:
    paste = f"""{_LIST} --query "[].{{name:name,state:peeringState,remote:remoteVirtualNetwork.id}}" -o table
Name      State      Remote
--------  ---------  ------
hub-to-a  Connected  {_vnet("a")}
hub-to-b  Initiated  {_vnet("b")}"""
    assert _states(paste) == [("hub-to-a", "connected", "vnet-a"), ("hub-to-b", "initiated", "vnet-b")]


def test_every_table_belongs_to_the_command_above_it() -> None:
    paste = TABLE + "\n" + TABLE.replace("hub", "app").replace("Disconnected", "Initiated   ")
    assert [one.names["local_vnet"] for one in _read(paste)] == ["vnet-hub"] * 3 + ["vnet-app"] * 3


def test_lists_and_tables_of_powershell() -> None:
    command = "Get-AzVirtualNetworkPeering -VirtualNetworkName vnet-hub -ResourceGroupName rg-hub"
    link = """
Name                             : hub-to-{0}
Id                               : {1}/virtualNetworkPeerings/hub-to-{0}
ResourceGroupName                : rg-hub
VirtualNetworkName               : vnet-hub
PeeringState                     : {2}
RemoteVirtualNetwork             : {{
                                     "Id": "{3}"
                                   }}
AllowVirtualNetworkAccess        : True
"""
    both = link.format("a", _vnet("hub"), "Connected", _vnet("a")) + link.format(
        "b", _vnet("hub"), "Disconnected", _vnet("b")
    )
    found = [("hub-to-a", "connected", "vnet-a"), ("hub-to-b", "disconnected", "vnet-b")]
    assert _states(f"PS> {command}\n{both}") == found
    table = f"{command} | ft Name,PeeringState\n\nName     PeeringState\n----     ------------\nhub-to-b Initiated"
    assert _states(table) == [("hub-to-b", "initiated", None)]
    assert _read(table)[0].names["local_group"] == "rg-hub"


def test_the_type_that_a_table_of_powershell_shows_is_no_vnet() -> None:
    shown = "Microsoft.Azure.Commands.Network.Models.PSResourceId"
    paste = f"Name     PeeringState RemoteVirtualNetwork\n----     ------------ ----\nhub-to-b Disconnected {shown}"
    assert _states(paste) == [("hub-to-b", "disconnected", None)]


def test_yaml_of_azure_cli() -> None:
    link = """- allowForwardedTraffic: true
  id: {0}/virtualNetworkPeerings/hub-to-{1}
  name: hub-to-{1}
  peeringState: {2}
  remoteVirtualNetwork:
    id: {3}
    resourceGroup: rg-{1}
"""
    both = link.format(_vnet("hub"), "a", "Connected", _vnet("a")) + link.format(
        _vnet("hub"), "b", "Disconnected", _vnet("b")
    )
    assert _states(f"{_LIST} -o yaml\n{both}") == [
        ("hub-to-a", "connected", "vnet-a"),
        ("hub-to-b", "disconnected", "vnet-b"),
    ]


def test_rows_of_the_portal_and_of_markdown() -> None:
    rows = "Name\tPeering sync status\tPeering state\tRemote virtual network\nhub-to-b\tOut of sync\tConnected\tvnet-b"
    assert _states(rows) == [("hub-to-b", "connected", "vnet-b")]
    assert _read(rows)[0].stale
    assert _states("| Name | PeeringState |\n|---|---|\n| hub-to-b | Disconnected |")[0][:2] == (
        "hub-to-b",
        "disconnected",
    )


@pytest.mark.parametrize(
    "paste",
    [
        "az connectedmachine list -o table\nName  Status\n----  ------------\nsrv1  Disconnected",
        "our peering is fine\nName  Status\n----  ------------\nsrv1  Disconnected",
        '{"name": "pe-sql", "status": "Disconnected"}',
        "az network vpn-connection list -o table\nName  ConnectionStatus\n----  ----\nc1  Connected",
        "az network routeserver peering list -o table\nName  State\n----  ------------\nnva1  Disconnected",
        '[{"peeringState": "Connected"',
        "[" * 5_000,
        "PeeringState : Disconnected",
    ],
)
def test_other_lists_are_none_of_links(paste: str) -> None:
    assert _read(paste) == []


@pytest.mark.parametrize("name", ["$(id)", "x;rm", "--yes", "x" * 4])
def test_what_is_no_name_is_left_out(name: str) -> None:
    links = _read(json.dumps([_link("a", "Disconnected") | {"name": name, "id": "?"}]))
    assert [one.names.get("local_peering") for one in links] == [None]


def test_sentences_beside_a_list_are_found() -> None:
    said = "my spokes can't reach each other"
    assert beside(f"{said}\n{TABLE}") == said
    assert beside(TABLE) == ""
