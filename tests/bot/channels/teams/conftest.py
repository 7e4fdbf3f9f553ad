"""The whole bot in Teams, with what its service shows."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.teams.teams import teams_invokes
from bot.state.store import Store
from bot.turn.turns import Turns
from knowledge.explain import brain
from tests.bot.channels.bot_framework.conftest import issuer, service
from tests.bot.channels.bot_framework.outage_world import clock
from tests.bot.channels.bot_framework.world import Clock, Issuer, Service, serving, settings
from tests.bot.channels.teams.teams_world import Room

__all__ = ["clock", "issuer", "service"]


@pytest.fixture
async def room(tmp_path: Path, service: Service, issuer: Issuer, clock: Clock) -> AsyncIterator[Room]:
    """A conversation in Teams with the whole bot in it."""
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}")
    turns = Turns(store, brain())
    async with serving(turns, service, issuer, settings(), invokes=teams_invokes(turns), now=clock) as poster:
        yield Room(poster, service, store)
    await store.close()
