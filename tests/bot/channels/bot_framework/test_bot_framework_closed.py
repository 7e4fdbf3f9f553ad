"""Without a registration, a bot that other machines can reach takes no activities; all else works."""

import logging
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.app import create_app
from bot.channels.bot_framework.authentication import Authentication
from bot.channels.bot_framework.bot_framework import PATH
from bot.channels.bot_framework.gate import Gate
from tests.bot.channels.bot_framework.world import GARBAGE, Issuer, Parrot, Service, code_of, serving, settings


@pytest.mark.parametrize("header", [None, *GARBAGE])
async def test_activities_are_401(turns: Parrot, service: Service, issuer: Issuer, header: str | None) -> None:
    async with serving(turns, service, issuer, settings(host="0.0.0.0")) as poster:
        headers = {} if header is None else {"Authorization": header}
        response = await poster.posts(poster.message("hi"), **headers)

        assert response.status == 401
        assert await code_of(response) == "Unauthorized"
        assert "takes no activities" in await response.text()
        assert (await poster.posts(b"not even JSON", **headers)).status == 401
    assert turns.taken == []
    assert service.sent == []
    assert issuer.reads == 0


async def test_a_token_of_a_channel_is_401_too(turns: Parrot, service: Service, issuer: Issuer) -> None:
    async with serving(turns, service, issuer, settings(host="0.0.0.0")) as poster:
        response = await poster.posts(poster.message("hi"), Authorization=issuer.token(service.url))
    assert response.status == 401
    assert turns.taken == []


async def test_the_log_says_once_what_to_set_and_the_rest_runs(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with TestClient(TestServer(create_app(settings(host="0.0.0.0", data_dir=tmp_path)))) as client:
        assert (await client.post(PATH, json={})).status == 401
        assert (await client.post(PATH, json={})).status == 401
        assert (await client.get("/readyz")).status == 200
        explained = await client.post("/api/explain", json={"text": "VnetAddressSpacesOverlap"})
        assert (await explained.json())["outcome"] == "answer"

    warnings = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(warnings) == 1
    for word in ("/api/messages is closed", "MICROSOFT_APP_ID", "HOST=127.0.0.1", "MESSAGES_ENDPOINT=false"):
        assert word in warnings[0]


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_on_this_machine_alone_nothing_is_closed(host: str, issuer: Issuer, caplog: pytest.LogCaptureFixture) -> None:
    here = settings(host=host)
    Gate(Authentication(here, issuer.fetch), here)
    assert caplog.records == []
