"""Nothing of the nine scenarios of 2019 got lost: all 132 items of the checklist are met in a conversation."""

from collections import Counter

import pytest

from knowledge.load import Knowledge
from knowledge.model import Answer, Scenario
from knowledge.tree import covered_on, paths

ITEMS = {0: 5, 1: 19, 2: 7, 3: 20, 4: 29, 5: 16, 6: 6, 7: 14, 8: 7, 9: 9}
ALL = {f"S{scenario}.{item}" for scenario, count in ITEMS.items() for item in range(1, count + 1)}


def met_in(known: Knowledge, scenario: Scenario) -> dict[str, int]:
    """Give every item that can be met in a scenario by its option buttons, with the fewest clicks to it."""
    clicks: dict[str, int] = {}
    for way in paths(scenario):
        for item in covered_on(known, scenario, way):
            clicks[item] = min(clicks.get(item, len(way)), len(way))
    return clicks


def test_there_are_132_items() -> None:
    assert len(ALL) == 132


def test_all_items_are_met(known: Knowledge) -> None:
    met = {*known.guide.covers}
    for scenario in known.scenarios.values():
        met |= met_in(known, scenario).keys()
    assert {item for item in met if item.startswith("S")} == ALL


@pytest.mark.parametrize("number", range(1, 10))
def test_each_scenario_has_its_own_items_within_seven_clicks(known: Knowledge, number: int) -> None:
    scenario = next(one for one in known.scenarios.values() if one.number == number)
    met = met_in(known, scenario)
    own = {f"S{number}.{item}" for item in range(1, ITEMS[number] + 1)}
    assert own <= met.keys()
    assert {item: met[item] for item in own if met[item] > 7} == {}


def test_the_frame_has_the_items_of_the_frame(known: Knowledge) -> None:
    assert set(known.guide.covers) == {f"S0.{item}" for item in range(1, 6)}


def test_nothing_claims_an_item_that_does_not_exist(known: Knowledge) -> None:
    things: list[Answer | Scenario] = [*known.answers.values(), *known.scenarios.values()]
    claimed = {item for thing in things for item in thing.covers if item.startswith("S")}
    for scenario in known.scenarios.values():
        for question in scenario.questions.values():
            claimed.update(item for item in question.covers if item.startswith("S"))
            claimed.update(item for option in question.options for item in option.covers if item.startswith("S"))
    assert claimed <= ALL


def test_every_correction_of_the_old_guide_is_made_somewhere(known: Knowledge) -> None:
    """C1–C22 and O1–O15: where the 2019 guide is wrong or out of date."""
    claimed: set[str] = set(known.guide.covers)
    for answer in known.answers.values():
        claimed.update(answer.covers)
    for scenario in known.scenarios.values():
        claimed.update(scenario.covers)
        for question in scenario.questions.values():
            claimed.update(question.covers, *(option.covers for option in question.options))
    wanted = {f"C{n}" for n in range(1, 23)} | {f"O{n}" for n in range(1, 16)}
    assert wanted - claimed == set()


def test_every_error_of_the_catalogue_is_there(known: Knowledge) -> None:
    """E21, E28 and E30 have no answer of their own."""
    claimed = Counter(item for answer in known.answers.values() for item in answer.covers if item.startswith("E"))
    numbers = {int(item[1:]) for item in claimed}
    assert numbers >= {*range(1, 21), 22, 23, 24, 25, 26, 27, 29}


CATALOGUE = """
configure-two-vnets configure-hub-spoke-on-premises configure-hub-spoke-azure connectivity-two-vnets
connectivity-hub-spoke-on-premises connectivity-spokes-same-region connectivity-spokes-different-regions
connectivity-web-app-spoke configuration-error
cross-tenant-not-authorized remote-vnet-permission-missing linked-subscription-not-found local-permission-missing
wrong-tenant-token peering-disconnected peering-already-exists address-spaces-overlap
overlap-with-already-peered-vnet remote-gateway-missing gateway-transit-not-allowed second-remote-gateway
spoke-has-own-gateway remote-gateway-not-visible remote-vnet-cannot-change vnet-still-updating
another-operation-in-progress address-space-locked-by-peerings subnet-peering-feature-missing databricks-managed-vnet
invalid-peering-name resource-locked blocked-by-policy remote-vnet-not-found cli-subscription-not-found
cli-arguments-wrong service-principal-missing-in-tenant peering-limit-reached
peering-initiated address-space-out-of-sync dns-across-peering private-endpoint-across-peering
basic-load-balancer-global-peering vnet-access-blocked peering-is-not-transitive peering-status-meanings
permissions-needed move-or-delete-peered-vnet cost-and-limits
"""
"""The ids that are a public contract: never renamed, never reused."""


def test_every_id_of_the_catalogue_names_something(known: Knowledge) -> None:
    assert [id_ for id_ in CATALOGUE.split() if known.get(id_) is None] == []
