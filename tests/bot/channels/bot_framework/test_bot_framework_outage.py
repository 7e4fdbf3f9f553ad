"""While the service of a channel, or Entra ID, is away no reply is lost; in the end it is given up."""

import asyncio
from itertools import pairwise

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from bot.state.store import StoreError
from tests.bot.channels.bot_framework.outage_world import (
    EMPTY,
    Start,
    answered,
    back,
    clock,
    later,
    left,
    out,
    start,
    stores,
)
from tests.bot.channels.bot_framework.world import REGISTERED, Clock, Issuer, Msal, Service

__all__ = ["clock", "start", "stores"]


@pytest.mark.parametrize("status", [412, 429, 502, 503, 504])
async def test_an_answer_comes_when_the_service_is_back(
    start: Start, service: Service, clock: Clock, status: int
) -> None:
    async with start() as poster:
        out(service, status)
        await poster.says("menu")
        for _ in range(90):
            await later(poster, clock, 20)
        assert await left(poster) == {"inbox": 0, "outbox": 1}

        back(service)
        await later(poster, clock, 601)
        replies = len(service.sent)
        await later(poster, clock, 3600)

        assert answered(service) == ["activity-1"]
        assert len(service.sent) == replies
        assert await left(poster) == EMPTY


async def test_pauses_grow(start: Start, service: Service, clock: Clock) -> None:
    async with start() as poster:
        out(service, 503)
        await poster.says("menu")
        begun, tries = clock.now, [0.0]
        while await left(poster) != EMPTY:
            service.sent.clear()
            await later(poster, clock, 1)
            if service.sent:
                tries.append(clock.now - begun)

    pauses = [after - before for before, after in pairwise(tries)]
    assert pauses == sorted(pauses)
    assert (round(pauses[0]), round(pauses[-1])) == (11, 601)
    assert 2700 < tries[-1] <= 3600
    assert len(tries) < 16


async def test_a_service_that_cannot_be_reached_gets_it_when_it_is_there(start: Start, clock: Clock) -> None:
    port = unused_port()
    got: list[str] = []

    async def take(request: web.Request) -> web.Response:
        got.append((await request.json())["replyToId"])
        return web.json_response({"id": "x"})

    app = web.Application()
    app.router.add_post("/{tail:.*}", take)
    async with start() as poster:
        await poster.says("menu", serviceUrl=f"http://127.0.0.1:{port}/")
        assert await left(poster) == {"inbox": 0, "outbox": 1}
        async with TestServer(app, port=port):
            await later(poster, clock, 11)

    assert set(got) == {"activity-1"}


def unreachable(*_: object, **__: object) -> None:
    raise ConnectionError("no network")


@pytest.mark.parametrize("error", [None, "temporarily_unavailable", "server_error"])
async def test_an_answer_comes_when_entra_is_back(
    start: Start,
    service: Service,
    issuer: Issuer,
    clock: Clock,
    entra: list[Msal],
    monkeypatch: pytest.MonkeyPatch,
    error: str | None,
) -> None:
    monkeypatch.setattr("bot.channels.bot_framework.credentials.AFTER_FAILURE", 0.0)
    async with start(**REGISTERED) as poster:
        with monkeypatch.context() as away:
            fails = unreachable if error is None else lambda *_, **__: {"error": error}
            away.setattr(Msal, "acquire_token_for_client", fails)
            await poster.posts(poster.message("menu"), Authorization=issuer.token(service.url))
        assert await left(poster) == {"inbox": 0, "outbox": 1}
        assert service.sent == []

        await later(poster, clock, 11)

        assert answered(service) == ["activity-1"]
        assert await left(poster) == EMPTY


async def test_a_platform_without_tokens_is_asked_again(
    start: Start, service: Service, issuer: Issuer, clock: Clock, entra: list[Msal], monkeypatch: pytest.MonkeyPatch
) -> None:
    """MSAL calls it an invalid scope, whatever the endpoint of a managed identity says."""
    monkeypatch.setattr("bot.channels.bot_framework.credentials.AFTER_FAILURE", 0.0)
    identity = REGISTERED | {"microsoft_app_type": "UserAssignedMSI", "microsoft_app_password": ""}
    async with start(**identity) as poster:
        with monkeypatch.context() as away:
            away.setattr(Msal, "acquire_token_for_client", lambda *_, **__: {"error": "invalid_scope"})
            await poster.posts(poster.message("menu"), Authorization=issuer.token(service.url))
        await later(poster, clock, 11)

        assert answered(service) == ["activity-1"]


async def test_a_refused_credential_is_not_waited_for(
    start: Start, service: Service, issuer: Issuer, entra: list[Msal], monkeypatch: pytest.MonkeyPatch
) -> None:
    refuses = {"error": "invalid_client", "error_description": "the secret has ended"}
    monkeypatch.setattr(Msal, "acquire_token_for_client", lambda *_, **__: refuses)
    async with start(**REGISTERED) as poster:
        await poster.posts(poster.message("menu"), Authorization=issuer.token(service.url))

        assert service.sent == []
        assert await left(poster) == EMPTY


@pytest.mark.parametrize("status", [302, 400, 401, 403, 404, 501])
async def test_what_can_never_work_is_given_up_at_once(
    start: Start, service: Service, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    async with start() as poster:
        out(service, status)
        await poster.says("menu")

        assert len(service.sent) == 1
        assert await left(poster) == EMPTY
        assert f"answered with {status}" in caplog.text


async def test_it_survives_a_restart(start: Start, service: Service, clock: Clock) -> None:
    async with start() as poster:
        out(service, 503)
        await poster.says("menu")
    back(service)
    clock.now += 300
    async with start() as poster:
        await later(poster, clock, 0)

        assert answered(service) == ["activity-1"]
        assert await left(poster) == EMPTY


async def test_an_answer_is_not_sent_a_day_later(start: Start, service: Service, clock: Clock) -> None:
    async with start() as poster:
        out(service, 503)
        await poster.says("menu")
    back(service)
    clock.now += 86_500
    async with start() as poster:
        await later(poster, clock, 0)

        assert service.sent == []
        assert await left(poster) == EMPTY


@pytest.mark.parametrize("status", [500, None], ids=["an inner error", "no answer"])
async def test_what_may_have_arrived_is_tried_three_times_at_most(
    start: Start, service: Service, clock: Clock, status: int | None
) -> None:
    def hang_up() -> web.Response:
        raise asyncio.CancelledError

    async with start() as poster:
        service.answer = hang_up if status is None else lambda: web.Response(status=500)
        await poster.says("menu")
        assert len(service.sent) == 1
        await later(poster, clock, 100)
        assert len(service.sent) == 1, "it waits longer than for what surely did not arrive"
        for _ in range(360):
            await later(poster, clock, 10.1)

        assert len(service.sent) == 3
        assert await left(poster) == EMPTY


async def test_without_the_store_what_could_not_be_sent_is_tried_again(
    start: Start, service: Service, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start() as poster:
        out(service, 503)
        with monkeypatch.context() as patched:
            patched.setattr(poster.inbox.boxes, "hold", full)
            await poster.says("menu")
        back(service)
        await later(poster, clock, 0)

        assert answered(service) == ["activity-1"]
        assert await left(poster) == EMPTY


async def full(*_: object) -> None:
    raise StoreError("the disk is full")
