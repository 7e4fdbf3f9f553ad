"""Pasted errors: the right one, or none."""

import pytest

from knowledge.explain import brain
from knowledge.matching.match import Outcome

SUB = "4b1f0c52-7a3e-4d7e-9c1d-0f6a2b8e5d11"
NETWORK = f"/subscriptions/{SUB}/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/a"
PEERING = f"{NETWORK}/virtualNetworkPeerings/a-to-b"
VM = f"/subscriptions/{SUB}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm"

OURS = [
    # azure-cli says it without a word of what was wanted, and what helps is the same for every command.
    (f"Subscription '{SUB}' not found. Check the spelling and casing and try again.", "cli-subscription-not-found"),
    (f"Current tenant {SUB} isn't authorized to access linked subscription {SUB}", "cross-tenant-not-authorized"),
    ("Not connected", "peering-disconnected"),
    ("Failed to peer a Databricks virtual network", "databricks-managed-vnet"),
    ("VnetAddrcssSpacesOverIap: Cannot create or update peering", "address-spaces-overlap"),
    ("(VnetAddressSpacesOver lap) Cannot create", "address-spaces-overlap"),
    (f"(ScopeLocked) The scope '{PEERING}' cannot perform delete operation because", "resource-locked"),
    (f"ERROR CODE: RequestDisallowedByPolicy\nTarget: {PEERING}", "blocked-by-policy"),
    (
        f"Subscription {SUB} is not registered for feature Microsoft.Network/AllowMultiplePeeringLinksBetweenVnets",
        "subnet-peering-feature-missing",
    ),
    ("we tried and Azure says RemotePeeringIsDisconnected, what now?", "peering-disconnected"),
]

OTHERS = [
    f"(ScopeLocked) The scope '{VM}' cannot perform delete operation because following scope(s) are locked: 'x'.",
    f"(Conflict) Another operation is running on {VM}. Code: Conflict",
    "ERROR: unrecognized arguments: --yes",
    "(ResourceGroupNotFound) Resource group 'rg-web' could not be found.",
    "RequestDisallowedByPolicy: Resource 'vm-1' was disallowed by policy.",
    "(LinkedAuthorizationFailed) The client has permission to perform action '***' on scope '***', however the current "
    "tenant '***' is not authorized to access linked subscription '***'.",
    f"The client has permission to perform action 'Microsoft.Compute/disks/write' on scope '{VM}', however the current "
    f"tenant '{SUB}' is not authorized to access linked subscription '{SUB}'.",
    'Site-to-site VPN connection shows "Disconnected"',
    "AWS: VpcPeeringConnection pcx-0a1b2c3d is in state failed",
    "ExpressRoute private peering is not provisioned",
]


@pytest.mark.parametrize(("text", "id_"), OURS)
def test_an_error_of_peering_is_answered(text: str, id_: str) -> None:
    verdict = brain().explain(text).verdict
    assert verdict.outcome is Outcome.ANSWER
    assert verdict.best
    assert verdict.best.id == id_
    assert verdict.best.why


@pytest.mark.parametrize("text", OTHERS)
def test_an_error_of_something_else_is_unknown(text: str) -> None:
    assert brain().explain(text).verdict.outcome is Outcome.UNKNOWN


def test_a_code_of_three_errors_only_leads_to_a_question() -> None:
    text = f"Failed to add virtual network peering 'a-to-b' to 'a'. Error: LinkedAuthorizationFailed at {PEERING}"
    verdict = brain().explain(text).verdict
    assert verdict.outcome is Outcome.CHOOSE
    assert {match.id for match in verdict.matches} == {
        "cross-tenant-not-authorized",
        "remote-vnet-permission-missing",
        "linked-subscription-not-found",
    }


def test_several_errors_are_all_found_and_the_cause_comes_first() -> None:
    explanation = brain().explain(
        f"Error: creating Virtual Network Peering: VnetAddressSpaceOverlapsWithAlreadyPeeredVnet: no {PEERING}\n\n"
        f"Error: creating Virtual Machine: (SkuNotAvailable) {VM}\n\n"
        f"Error: updating Virtual Network Peering: RemotePeeringIsDisconnected: no {PEERING}\n"
    )
    assert explanation.verdict.best
    assert explanation.verdict.best.id == "peering-disconnected"
    assert [match.id for match in explanation.also] == ["overlap-with-already-peered-vnet"]


def test_an_error_of_peering_that_nobody_has_heard_of_is_unknown() -> None:
    text = (
        f"(SomeBrandNewPeeringError) The peering {PEERING} failed because of the moon.\nCode: SomeBrandNewPeeringError"
    )

    assert brain().explain(text).verdict.outcome is Outcome.UNKNOWN
