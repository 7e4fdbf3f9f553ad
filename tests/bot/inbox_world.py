"""Processes of the bot on one store, each with turns that repeat what they hear."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.state.boxes import waiting
from bot.state.store import Store, Stored, Unit
from bot.turn.channel import Channel, Wire
from bot.turn.inbox import Inbox
from bot.turn.sent import Sent


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


class Way:
    """A channel that remembers in order what was said: typing too."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.sent: list[Wire] = []
        self.may = asyncio.Event()
        self.may.set()
        self.got = asyncio.Event()
        self.error: Exception | None = None

    def answers(self, activity: Wire) -> "Way":
        return self

    async def keep(self, unit: Unit, replies: Sequence[Wire]) -> None:
        """Nothing to keep."""

    async def send(self, replies: Any) -> Sent:
        if isinstance(replies, dict):
            await self.may.wait()
            if self.error:
                raise self.error
            self.sent.append(replies)
            self.got.set()
        else:
            self.said += [str(reply.get("text")) for reply in replies]
        return Sent()

    async def show_typing(self) -> None:
        self.said.append("…")


class Echo:
    """Turns that repeat what they hear, as soon as they may."""

    def __init__(self, store: Store) -> None:
        self.taken: list[str] = []
        self.documents: list[Stored | None] = []
        self.running = 0
        self.most = 0
        self.may = asyncio.Event()
        self.may.set()
        self.error: Exception | None = None
        self._store = store

    async def take(self, activity: Wire, channel: Channel, document: Stored | None = None) -> None:
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            await self.may.wait()
            self.taken.append(activity["text"])
            self.documents.append(document)
            if self.error:
                raise self.error
            replies = [{"text": activity["text"]}]
            async with self._store.unit() as unit:
                await channel.keep(unit, replies)
            await channel.send(replies)
        finally:
            self.running -= 1


def message(text: str, **fields: Any) -> Wire:
    return {
        "type": "message",
        "id": f"id-{text}",
        "channelId": "msteams",
        "conversation": {"id": "c1"},
        "from": {"id": "ann"},
        "recipient": {"id": "bot"},
        "text": text,
    } | fields


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = Store(f"sqlite+aiosqlite:///{tmp_path / 'inbox.db'}")
    yield opened
    await opened.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


Begin = Callable[..., Any]


class Process:
    """One process of the bot on the store."""

    def __init__(self, store: Store, clock: Clock, turns: Any = None) -> None:
        self.echo = Echo(store)
        self.way = Way()
        self.inbox = Inbox(store, turns or self.echo, now=clock, closing=0.05)
        self.inbox.way("test", self.way)

    async def hears(self, text: str, **fields: Any) -> bool:
        return await self.inbox.receive("test", message(text, **fields))


@pytest.fixture
def process(store: Store, clock: Clock) -> Process:
    return Process(store, clock)


async def left(store: Store) -> dict[str, int]:
    return await store.look(waiting)
