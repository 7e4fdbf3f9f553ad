"""The real conversation behind the endpoint."""

import asyncio
from typing import Any

from tests.bot.channels.bot_framework.world import Poster, Service

PASTE = (
    "(InvalidTemplateDeployment) The client has permission to perform action"
    " 'Microsoft.Network/virtualNetworks/peer/action' on scope '/subscriptions/5d0b0a4e-7a0c-4b8e-9f55-1f8a3f0f6f11/"
    "resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet-hub/virtualNetworkPeerings/hub-to-spoke',"
    " however the current tenant '8a1f3b52-0d3c-4e55-8a62-9f5b2a6f0c01' is not authorized to access linked"
    " subscription '77b2c0de-2f5e-4c7d-9f10-3a0c1f4b5d02'."
)


def buttons(activity: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the buttons of a card, wherever they stand."""
    found = []
    for attachment in activity.get("attachments", ()):
        waiting = list(attachment["content"]["body"])
        while waiting:
            element = waiting.pop(0)
            waiting += element.get("items", [])
            found += element.get("actions", [])
    return found


async def test_a_paste_gets_its_answer(real: Poster, service: Service) -> None:
    response = await real.says(PASTE)

    assert response.status == 200
    assert "77b2c0de-2f5e-4c7d-9f10-3a0c1f4b5d02" in "".join(service.texts)


async def test_the_same_activity_is_handled_once(real: Poster, service: Service) -> None:
    both = await asyncio.gather(real.says(PASTE), real.says(PASTE))

    assert [response.status for response in both] == [200, 200]
    once = len(service.sent)
    assert (await real.says(PASTE)).status == 200
    assert len(service.sent) == once
    assert len(set(service.texts)) == once


async def test_a_button_of_a_card_leads_on(real: Poster, service: Service) -> None:
    await real.says("menu", channelId="msteams")
    button = next(button for button in buttons(service.sent[-1]) if button["type"] == "Action.Execute")["fallback"]
    service.sent.clear()

    await real.posts(real.message(None, id="activity-2", channelId="msteams", value=button["data"]))

    assert buttons(service.sent[-1])
    assert service.sent[-1]["summary"]


async def test_an_update_of_members_brings_the_welcome(real: Poster, service: Service) -> None:
    update = real.message(None, type="conversationUpdate", membersAdded=[{"id": "ann"}, {"id": "bot"}])

    response = await real.posts(update)

    assert response.status == 200
    assert service.sent
