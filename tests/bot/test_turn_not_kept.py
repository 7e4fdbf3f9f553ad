"""When the store fails, nobody is told that something was deleted or handed over."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.state.store import Store, StoreError, Unit
from tests.bot.channels.bot_framework.test_bot_framework_conversation import PASTE
from tests.chat import Chat, Wire


class Broken(Store):
    """A store that can be read only, once it is full."""

    full = False

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Unit]:
        if self.full:
            raise StoreError("the disk is full")
        async with super().unit() as unit:
            yield unit


class Team:
    """A network team that would take everything."""

    async def keep(self, unit: Unit, activity: Wire, summary: str) -> None:
        raise AssertionError("nothing can be kept")

    async def clicked(self, activity: Wire, channel: object) -> bool:
        return False


@pytest.fixture
async def full(tmp_path: Path) -> AsyncIterator[Chat]:
    chat = Chat(Broken(f"sqlite+aiosqlite:///{tmp_path / 'full.db'}"))
    chat.turns.team = Team()  # type: ignore[assignment]
    yield chat
    await chat.store.close()


async def test_nothing_was_forgotten(full: Chat) -> None:
    await full.says("forget me")
    full.store.full = True  # type: ignore[attr-defined]
    await full.says("yes")
    full.sees("nothing was deleted yet")
    full.does_not_see("I deleted")


async def test_the_summary_is_to_copy(full: Chat) -> None:
    await full.says(PASTE)
    full.store.full = True  # type: ignore[attr-defined]
    await full.says("ask the network team")
    full.sees("could not reach the network team", "# VNet peering problem")
    full.does_not_see("passing your summary on")
