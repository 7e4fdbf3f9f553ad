"""Of several candidates, the one that is chosen has its own names in its commands and none of another error's."""

import pytest

from dialogs import speech
from tests.chat import Chat

TWO_ERRORS = (
    "First:\nScopeLocked: The scope '/subscriptions/\u2026/resourceGroups/rg-old/providers/Microsoft.Network/virtualNet"
    "works/vnet-old/virtualNetworkPeerings/old-hub' cannot perform delete operation because following scope(s) are"
    " locked: '/subscriptions/\u2026/resourceGroups/rg-old'. Please remove the lock and try again.\nthen the create"
    " says\nRemotePeeringIsDisconnected: Cannot create or update peering \u2026/hub-new because remote peering \u2026"
    "/vnet-old/virtualNetworkPeerings/old-hub referencing parent virtual network \u2026/hub is in Disconnected state."
)
"""The VNet of the first error is the remote one of the second, in which no name stands in full."""
ONE_ERROR = (
    "(LinkedAuthorizationFailed) The client has permission to perform action 'Microsoft.Network/virtualNetworks/peer/"
    "action' on scope '/subscriptions/20f003a8-cd49-4605-af73-c70d50356a5e/resourceGroups/rg-br/providers/Microsoft"
    ".Network/virtualNetworks/vnet-br/virtualNetworkPeerings/br-eua', however the"
)
"""It breaks off where it would say which error it is."""


async def test_the_first_has_the_names_of_its_message(chat: Chat) -> None:
    await chat.says(TWO_ERRORS)
    chat.sees(speech.CHOOSE, "Somebody put a lock on `vnet-old`")

    await chat.takes("resource-locked")

    chat.sees("-g rg-old")


async def test_another_has_none_of_them(chat: Chat) -> None:
    await chat.says(TWO_ERRORS)

    await chat.takes("peering-disconnected")

    chat.sees("az network vnet peering delete -g <resource-group> --vnet-name <vnet>")
    chat.does_not_see("rg-old", "vnet-old", "old-hub")


async def test_what_comes_next_has_its_own_again(chat: Chat) -> None:
    await chat.says(TWO_ERRORS)
    await chat.takes("peering-disconnected")

    await chat.clicks(speech.BROKEN_LABEL)

    chat.sees("A lock protects", "-g rg-old")


@pytest.mark.parametrize(
    "chosen", ["linked-subscription-not-found", "cross-tenant-not-authorized", "remote-vnet-permission-missing"]
)
async def test_readings_of_one_message_share_its_names(chat: Chat, chosen: str) -> None:
    await chat.says(ONE_ERROR)

    await chat.takes(chosen)

    chat.sees("vnet-br")
