"""Terminals break lines at dashes: names and GUIDs of resource IDs are whole again, and none is made of two words."""

import pytest

from knowledge.explain import explain
from knowledge.reading.stated import stated

_SUBSCRIPTION, _OTHER = "6f1b0c52-8a3e-4d77-9c15-2e0a7b94d3f1", "0b7d9e24-51c6-4f0a-b3d8-97e61c2f5a40"


def _vnet(subscription: str, group: str, name: str) -> str:
    return f"/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Network/virtualNetworks/{name}"


_PASTE = (
    f"Peering {_vnet(_SUBSCRIPTION, 'rg-app', 'my-app-vnet')}/virtualNetworkPeerings/app-to-hub cannot have"
    f" UseRemoteGateway flag set to true because remote virtual network {_vnet(_OTHER, 'rg-hub', 'my-hub-vnet')}"
    " referenced by the peering does not have any gateways."
)
_NAMES = {
    "local_subscription": _SUBSCRIPTION,
    "local_group": "rg-app",
    "local_vnet": "my-app-vnet",
    "local_peering": "app-to-hub",
    "remote_subscription": _OTHER,
    "remote_group": "rg-hub",
    "remote_vnet": "my-hub-vnet",
}
_DASHES = [at for at, sign in enumerate(_PASTE) if sign == "-"]


@pytest.mark.parametrize("at", _DASHES)
@pytest.mark.parametrize("indent", ["", "  "])
def test_an_id_broken_at_any_dash_keeps_its_names(at: int, indent: str) -> None:
    assert explain(f"{_PASTE[: at + 1]}\n{indent}{_PASTE[at + 1 :]}").facts.names == _NAMES


def test_ids_broken_at_every_dash_keep_their_names() -> None:
    assert explain(_PASTE.replace("-", "-\n")).facts.names == _NAMES


def test_a_tenant_broken_at_two_dashes_is_whole_again() -> None:
    paste = (
        f"however the current tenant '{_SUBSCRIPTION[:9]}\n{_SUBSCRIPTION[9:19]}\n{_SUBSCRIPTION[19:]}' is not"
        f" authorized to access linked subscription '{_OTHER}'."
    )
    assert explain(paste).facts.names["local_tenant"] == _SUBSCRIPTION


@pytest.mark.parametrize("after", ["Error: it broke", "(Forbidden) No.", "$ az account show"])
def test_another_line_is_not_the_end_of_a_name(after: str) -> None:
    facts = explain(f"{_vnet(_OTHER, 'rg-hub', 'my-')}\n{after}").facts
    assert not any("my-" in name for name in (*facts.virtual_networks, *facts.names.values()))


def test_half_an_option_is_no_name() -> None:
    assert stated("az network vnet peering create -g rg-\nhub --vnet-name vnet-hub") == {}
