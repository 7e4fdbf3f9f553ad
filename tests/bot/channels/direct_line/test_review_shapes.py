"""Activities of the wrong shape are refused before they are logged, echoed or handled."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import ClientResponse

from tests.bot.channels.direct_line.conftest import Chat, Server

Refused = Callable[[ClientResponse, int, str], Awaitable[None]]


@pytest.mark.parametrize(
    "odd",
    [
        {"entities": [5]},
        {"entities": ["mention"]},
        {"reactionsAdded": ["like"]},
        {"type": "messageReaction", "reactionsAdded": [[]]},
        {"localTimestamp": "yesterday"},
        {"localTimestamp": "2026-99-99T00:00"},
        {"locale": "x" * 36},
    ],
)
async def test_a_field_that_cannot_be_read(server: Server, chat: Chat, refused: Refused, odd: dict[str, Any]) -> None:
    before = await chat.history()
    taken = len(server.parrot.taken)
    await refused(await chat.post({"type": "message", "text": "hi", **odd}), 400, "BadActivity")
    assert await chat.history() == before
    assert len(server.parrot.taken) == taken


async def test_a_long_history_comes_in_pages_that_are_not_too_large(chat: Chat) -> None:
    for number in range(10):
        await chat.says(f"{number}" + "x" * 250_000)
    seen: list[str] = []
    watermark = ""
    for _ in range(10):
        page = await chat.history(watermark)
        assert sum(len(str(activity)) for activity in page["activities"]) < 2_500_000
        seen += [activity["id"] for activity in page["activities"]]
        watermark = page["watermark"]
    assert len(seen) == len(set(seen)) == 1 + 10 * 3
    stream = await chat.listens()
    first = await stream.frame()
    assert 0 < len(first["activities"]) < len(seen)
    replayed = first["activities"]
    while len(replayed) < len(seen):
        replayed += (await stream.frame())["activities"]
    assert [activity["id"] for activity in replayed] == seen
