"""Messages that come at the same moment are logged and answered in the order of arrival, on PostgreSQL too."""

import asyncio
from typing import Any

import pytest

from bot.channels.direct_line import incoming
from bot.turn.channel import Wire

pytestmark = pytest.mark.filterwarnings("ignore")


async def test_many_at_once_are_logged_and_answered_in_the_order_of_arrival(
    postgres: str, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrived: list[str] = []
    accept = incoming.accept

    def noted(body: Wire, *where: str) -> Wire:
        arrived.append(body["text"])
        return accept(body, *where)

    monkeypatch.setattr(incoming, "accept", noted)
    async with run(database_url=postgres) as server:
        # Many connections are open when the messages come.
        await asyncio.gather(*(server.start() for _ in range(10)))
        chat = await server.start()
        await asyncio.gather(*(chat.says(f"m{one}") for one in range(50)))
        await server.inbox.idle()
        history = (await chat.history())["activities"]

    assert len(arrived) == 50
    assert [one["text"] for one in history if one["from"]["id"] == "dl_ann"] == arrived
    assert [one["text"] for one in server.parrot.taken if one["type"] == "message"] == arrived
