"""A pasted list of links is about the one that is not as it should be, with its names."""

import pytest

from knowledge.explain import explain
from knowledge.matching.match import Outcome

_HEAD = """$ az network vnet peering list -g rg-hub --vnet-name vnet-hub -o table
Name      PeeringState    PeeringSyncLevel    AllowVirtualNetworkAccess
--------  --------------  ------------------  -------------------------
hub-to-a  Connected       FullyInSync         True
"""
_SUBSCRIPTION = "0b7d9e24-51c6-4f0a-b3d8-97e61c2f5a40"


@pytest.mark.parametrize(
    ("row", "id_"),
    [
        ("hub-to-b  Disconnected    FullyInSync         True", "peering-disconnected"),
        ("hub-to-b  Initiated       RemoteNotInSync     True", "peering-initiated"),
        ("hub-to-b  Connected       LocalNotInSync      True", "address-space-out-of-sync"),
        ("hub-to-b  Connected       FullyInSync         False", "vnet-access-blocked"),
    ],
)
def test_the_link_that_is_not_well_is_what_a_list_is_about(row: str, id_: str) -> None:
    explanation = explain(_HEAD + row)
    assert explanation.outcome is Outcome.ANSWER
    assert [match.id for match in explanation.verdict.matches] == [id_]
    assert dict(explanation.facts.names) == {
        "local_group": "rg-hub",
        "local_vnet": "vnet-hub",
        "local_peering": "hub-to-b",
    }


def test_a_disconnected_link_comes_before_one_that_waits() -> None:
    explanation = explain(
        f"{_HEAD}hub-to-b  Initiated  RemoteNotInSync  True\nhub-to-c  Disconnected  FullyInSync  True"
    )
    assert explanation.facts.names["local_peering"] == "hub-to-c"


def test_the_link_back_is_named_when_both_sides_are_listed() -> None:
    def vnet(name: str) -> str:
        group = f"/subscriptions/{_SUBSCRIPTION}/resourceGroups/rg-{name}"
        return f"{group}/providers/Microsoft.Network/virtualNetworks/vnet-{name}"

    def side(own: str, to: str, state: str) -> str:
        return f"""$ az network vnet peering list -g rg-{own} --vnet-name vnet-{own} --query ... -o table
Name      State  Remote
--------  -----  ------
{own}-to-x  Connected  {vnet("x")}
{own}-to-{to}  {state}  {vnet(to)}
"""

    names = explain(side("hub", "app", "Initiated") + side("app", "hub", "Disconnected")).facts.names
    assert [names[role] for role in ("local_vnet", "local_peering", "remote_vnet", "remote_peering")] == [
        "vnet-app",
        "app-to-hub",
        "vnet-hub",
        "hub-to-app",
    ]


def test_without_names_no_link_is_taken_for_the_one_back() -> None:
    paste = "Name  PeeringState\n----  ------------\na  Connected\nb  Disconnected"
    assert dict(explain(paste).facts.names) == {"local_peering": "b"}


def test_where_all_is_well_what_is_said_beside_the_list_counts() -> None:
    explanation = explain(_HEAD)
    assert explanation.outcome is Outcome.CHOOSE
    assert dict(explanation.facts.names)["local_vnet"] == "vnet-hub"
    said = explain(f"my two spokes in the same region can't reach each other, here is the hub:\n{_HEAD}")
    assert said.verdict.best
    assert said.verdict.best.id == "connectivity-spokes-same-region"


def test_an_error_counts_more_than_the_list_beside_it() -> None:
    explanation = explain(f"{_HEAD}hub-to-b  Disconnected\n(AnotherOperationInProgress) peering: Another operation")
    assert explanation.verdict.best
    assert explanation.verdict.best.id == "another-operation-in-progress"
