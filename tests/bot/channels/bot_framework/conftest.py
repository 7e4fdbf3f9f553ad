"""Bots at `/api/messages`: local, registered, and whole."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.state.store import Store
from bot.turn.turns import Turns
from knowledge.explain import brain
from tests.bot.channels.bot_framework.world import (
    REGISTERED,
    Issuer,
    Msal,
    Parrot,
    Poster,
    Service,
    serving,
    settings,
)


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    app = web.Application()
    server = TestServer(app)
    service = Service(server)
    app.router.add_post("/_connector/v3/conversations/{tail:.*}", service.take)
    app.router.add_put("/_connector/v3/conversations/{tail:.*}", service.take)
    await server.start_server()
    yield service
    await server.close()


@pytest.fixture
def turns() -> Parrot:
    return Parrot()


@pytest.fixture
def issuer() -> Issuer:
    return Issuer()


@pytest.fixture
async def local(turns: Parrot, service: Service, issuer: Issuer) -> AsyncIterator[Poster]:
    """A bot without a registration, on loopback."""
    async with serving(turns, service, issuer, settings()) as poster:
        yield poster


@pytest.fixture
def entra(monkeypatch: pytest.MonkeyPatch) -> list[Msal]:
    """What MSAL's applications were made, and asked for, instead of over the network."""
    made: list[Msal] = []
    for name in ("ConfidentialClientApplication", "ManagedIdentityClient"):
        monkeypatch.setattr(f"bot.channels.bot_framework.credentials.{name}", partial(Msal, made, name))
    return made


@pytest.fixture
async def registered(turns: Parrot, service: Service, issuer: Issuer, entra: list[Msal]) -> AsyncIterator[Poster]:
    """A bot with a registration; its own token needs no network."""
    async with serving(turns, service, issuer, settings(**REGISTERED)) as poster:
        yield poster


@pytest.fixture
async def real(tmp_path: Path, service: Service, issuer: Issuer) -> AsyncIterator[Poster]:
    """The whole bot behind the endpoint."""
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}")
    async with serving(Turns(store, brain()), service, issuer, settings()) as poster:
        yield poster
    await store.close()


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = Store(f"sqlite+aiosqlite:///{tmp_path / 'own.db'}")
    yield opened
    await opened.close()
