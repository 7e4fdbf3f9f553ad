"""Processes of the whole bot on one store, and a service that is away for a while."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from aiohttp import web

from bot.state.boxes import waiting
from bot.state.store import Store
from bot.state.tables import METADATA
from bot.turn.turns import Turns
from knowledge.explain import brain
from tests.bot.channels.bot_framework.world import Clock, Issuer, Poster, Service, serving, settings

Start = Callable[..., AbstractAsyncContextManager[Poster]]
EMPTY = {"inbox": 0, "outbox": 0}


@pytest.fixture
def clock() -> Clock:
    return Clock(1_800_000_000.0)


@pytest.fixture(params=["sqlite", "postgresql"])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Store]:
    """Give the store of one more process."""
    address = f"sqlite:///{tmp_path / 'bot.db'}"
    if request.param == "postgresql":
        address = request.getfixturevalue("postgres")
    return lambda: Store(address)


@pytest.fixture
async def start(stores: Callable[[], Store], service: Service, issuer: Issuer, clock: Clock) -> Start:
    """Start one more process of the whole bot on the same store."""
    empty = stores()
    async with empty.unit() as unit:
        for table in reversed(METADATA.sorted_tables):
            await unit.execute(table.delete())
    await empty.close()

    def start(**changes: str) -> AbstractAsyncContextManager[Poster]:
        return serving(Turns(stores(), brain()), service, issuer, settings(**changes), now=clock)

    return start


def out(service: Service, *statuses: int) -> None:
    """Let the service give these statuses, then the last one for ever."""
    left = list(statuses)
    service.answer = lambda: web.json_response({"id": "x"}, status=left.pop(0) if len(left) > 1 else left[0])


def back(service: Service) -> None:
    service.sent.clear()
    out(service, 200)


def answered(service: Service) -> list[str]:
    """Give which messages the replies that came are replies to."""
    return list(dict.fromkeys(one["replyToId"] for one in service.sent))


async def later(poster: Poster, clock: Clock, seconds: float) -> None:
    clock.now += seconds
    await poster.inbox.recover()
    await poster.inbox.idle()


async def left(poster: Poster) -> dict[str, int]:
    return await poster.inbox.boxes._store.look(waiting)
