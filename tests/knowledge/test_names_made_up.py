"""What only stands for an id or a name is none: Azure would look for it and find nothing."""

import pytest

from knowledge.explain import Brain, answer_json
from knowledge.model import Answer
from knowledge.placeholders import valid

MADE_UP = [
    "00000000-0000-0000-0000-000000000000",
    "00000000-0000-0000-0000-000000000001",
    "11111111-1111-1111-1111-111111111111",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
    "11111111-2222-3333-4444-555555555555",
    "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
    "12345678-1234-1234-1234-123456789012",
    "12345678-90ab-cdef-1234-567890abcdef",
    "01234567-89ab-cdef-0123-456789abcdef",
    "a1b2c3d4-e5f6-7890-abcd-ef1234567890",
    "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
]
REAL = ["72f988bf-86f1-41af-91ab-2d7cd011db47", "9188040d-6c67-4c5b-b112-36a304b66dad"]


@pytest.mark.parametrize("guid", MADE_UP)
@pytest.mark.parametrize("name", ["local_tenant", "remote_subscription", "object_id"])
def test_a_made_up_guid_is_no_id(name: str, guid: str) -> None:
    assert not valid(name, guid)


@pytest.mark.parametrize("guid", REAL)
def test_a_guid_that_somebody_was_given_is_one(guid: str) -> None:
    assert valid("local_tenant", guid)


@pytest.mark.parametrize("name", ["xxxx", "XXXXXXXX", "xxx-xxx", "REDACTED", "masked"])
def test_a_masked_name_is_no_name(name: str) -> None:
    assert not valid("local_group", name)
    assert not valid("remote_vnet", name)
    assert valid("remote_vnet", f"{name}-1")


@pytest.mark.parametrize("guid", MADE_UP)
def test_commands_keep_a_placeholder_where_the_paste_has_a_made_up_id(brain: Brain, guid: str) -> None:
    vnet = f"/subscriptions/{guid}/resourceGroups/rg-app/providers/Microsoft.Network/virtualNetworks/vnet-app"
    explanation = brain.explain(
        "The client has permission to perform action 'Microsoft.Network/virtualNetworks/peer/action' on scope"
        f" '{vnet}/virtualNetworkPeerings/app-to-hub', however the current tenant '{guid}' is not authorized to access"
        f" linked subscription '{guid}'."
    )
    answer = brain.knowledge.get("cross-tenant-not-authorized")
    assert explanation.verdict.best
    assert explanation.verdict.best.id == "cross-tenant-not-authorized"
    assert isinstance(answer, Answer)
    said = str(answer_json(answer, explanation.facts))
    assert guid not in said
    assert "az login --tenant <tenant>" in said
    assert "--vnet-name vnet-app" in said
