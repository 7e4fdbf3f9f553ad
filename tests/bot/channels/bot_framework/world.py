"""A bot at `/api/messages`, a channel's service on loopback that remembers what it is sent, and a token issuer."""

import asyncio
import base64
import json
import logging
import os
import threading
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import jwt
import orjson
import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from bot.channels.bot_framework.bot_framework import PATH, BotFramework
from bot.channels.bot_framework.cloud import CLOUDS, Cloud
from bot.channels.bot_framework.patience import Patience
from bot.errors import errors_as_json
from bot.settings import Settings
from bot.state.store import Store, Stored
from bot.turn.channel import Channel, Wire
from bot.turn.inbox import Inbox, TakesTurns
from bot.turn.turns import Turns

APP_ID = "6f3a7a52-41a6-4f0e-9a53-0a2d4be9a001"
"""The bot's, and for short also its tenant's."""
ELSEWHERE = "99999999-2222-4333-8444-555555555555"
"""An app and a tenant that have nothing to do with the bot."""
REGISTERED = {
    "microsoft_app_id": APP_ID,
    "microsoft_app_password": "a secret of the tests",
    "microsoft_app_tenant_id": APP_ID,
}
CHANNELS = ["msteams", "emulator"]
"""The channels that the keys of the tests may vouch for."""
GARBAGE = ("", " ", "Bearer", "Bearer ", "Bearer garbage", "Bearer a.b.c", "Basic YTpi", "x y z")
"""Authorization headers that are none."""
SAMPLES = Path(__file__).resolve().parents[5] / "shared" / "samples"


async def no_sleep(_: float) -> None:
    """Sleep not at all."""


AT_ONCE = Patience(sleep=no_sleep)
"""Tries again without waiting."""


class Parrot:
    """Turns of a bot that repeats what it hears, in two messages."""

    def __init__(self) -> None:
        self.taken: list[Wire] = []
        self.error: Exception | None = None

    async def take(self, activity: Wire, channel: Channel, document: Stored | None = None) -> None:
        self.taken.append(activity)
        if self.error:
            raise self.error
        if activity["type"] == "message":
            card = {"contentType": "application/vnd.microsoft.card.adaptive", "content": {"type": "AdaptiveCard"}}
            said = {"type": "message", "text": f"You said {activity.get('text')}", "textFormat": "markdown"}
            await channel.send([said, {"type": "message", "attachments": [card], "summary": "More?"}])


class Service:
    """The service of a channel."""

    def __init__(self, server: TestServer) -> None:
        self._server = server
        self.sent: list[Wire] = []
        self.paths: list[str] = []
        self.tokens: list[str | None] = []
        self.gate: asyncio.Event | None = None
        self.called = asyncio.Event()
        self.answer: Callable[[], web.Response] = lambda: web.json_response({"id": "reply-1"})

    @property
    def url(self) -> str:
        return str(self._server.make_url("/_connector"))

    @property
    def texts(self) -> list[str]:
        return [activity.get("text", "") for activity in self.sent]

    async def take(self, request: web.Request) -> web.Response:
        self.paths.append(request.raw_path)
        self.tokens.append(request.headers.get("Authorization"))
        self.sent.append(await request.json())
        self.called.set()
        if self.gate:
            await self.gate.wait()
        return self.answer()


class Poster:
    """Posts activities to the bot as a channel does, and waits until the bot is done with them unless `hurries`."""

    def __init__(self, client: TestClient[web.Request, web.Application], service: Service, inbox: Inbox) -> None:
        self.client = client
        self.inbox = inbox
        self.hurries = False
        self._service = service

    async def posts(self, activity: Any, **headers: str) -> ClientResponse:
        raw = activity if isinstance(activity, bytes) else orjson.dumps(activity)
        response = await self.client.post(PATH, data=raw, headers={"Content-Type": "application/json"} | headers)
        if not self.hurries:
            await self.inbox.idle()
        return response

    async def says(self, text: str, **fields: Any) -> ClientResponse:
        return await self.posts(self.message(text, **fields))

    def message(self, text: str | None, **fields: Any) -> Wire:
        return {
            "type": "message",
            "id": "activity-1",
            "channelId": "emulator",
            "serviceUrl": self._service.url,
            "conversation": {"id": "19:abc@thread.v2;messageid=17"},
            "from": {"id": "ann", "name": "Ann"},
            "recipient": {"id": "bot", "name": "Peering Bot"},
            "text": text,
        } | fields


@cache
def key_pair(_name: str) -> rsa.RSAPrivateKey:
    """Give a key, the same for the same name: making one takes long."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Issuer:
    """Signs tokens as a cloud's channels and Entra ID do, and serves the keys; counts how often they are read."""

    def __init__(self, cloud: Cloud = CLOUDS["Public"]) -> None:
        self.reads = 0
        self.cloud = cloud
        self._channel_keys = ["key-1"]

    async def fetch(self, url: str) -> dict[str, Any]:
        if ".well-known" in url and not url.endswith("/keys"):
            return {"jwks_uri": f"{url}/keys"}
        self.reads += 1
        odd = {"kid": "odd", "kty": "EC"}
        if url.startswith(self.cloud.login):
            return {"keys": [public_key("other-tenants" if ELSEWHERE in url else "entra-1"), odd]}
        return {"keys": [*(public_key(kid, endorsements=CHANNELS) for kid in self._channel_keys), odd]}

    def new_key(self, kid: str) -> None:
        self._channel_keys.append(kid)

    def drop_key(self, kid: str) -> None:
        self._channel_keys.remove(kid)

    def token(self, service_url: str, kid: str = "key-1", *, without: str = "", **claims: Any) -> str:
        """Give the header that a channel sends."""
        return self._header({"iss": self.cloud.issuer, "serviceurl": service_url} | claims, kid, without)

    def entra_token(self, kid: str = "entra-1", *, without: str = "", tenant: str = APP_ID, **claims: Any) -> str:
        """Give the header that an emulator with the bot's own secret sends, version 1.0 of Entra ID's tokens."""
        issuer = self.cloud.entra_issuers[0].format(tenant)
        return self._header({"iss": issuer, "ver": "1.0", "appid": APP_ID, "tid": tenant} | claims, kid, without)

    def _header(self, claims: dict[str, Any], kid: str, without: str) -> str:
        now = datetime.now(UTC)
        content = {"aud": APP_ID, "nbf": now - timedelta(minutes=1), "exp": now + timedelta(hours=1)} | claims
        content.pop(without, None)
        return "Bearer " + jwt.encode(content, key_pair(kid), "RS256", {"kid": kid})


class Clock:
    """Seconds that the test moves."""

    def __init__(self, now: float = 0.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


class Msal:
    """Stands in for one of MSAL's applications: gives `answer`, or a token that tells whose and for what it is."""

    def __init__(self, made: list["Msal"], kind: str, *identity: Any, **options: Any) -> None:
        made.append(self)
        self.kind = kind
        self.identity = identity
        self.options = options
        self.asked: list[str] = []
        self.threads: list[threading.Thread] = []
        self.answer: dict[str, Any] = {}

    def acquire_token_for_client(self, scopes: Sequence[str] = (), resource: str = "") -> dict[str, Any]:
        self.threads.append(threading.current_thread())
        self.asked.append(resource or scopes[0])
        return self.answer or {"access_token": f"of {APP_ID} for {self.asked[-1]}", "expires_in": 3600}


def public_key(kid: str, **more: Any) -> dict[str, Any]:
    key: dict[str, Any] = json.loads(RSAAlgorithm.to_jwk(key_pair(kid).public_key()))
    return key | {"kid": kid} | more


def settings(**changes: Any) -> Settings:
    return Settings(_env_file=None, **changes)


@asynccontextmanager
async def serving(
    turns: TakesTurns, service: Service, issuer: Issuer, settings: Settings, **options: Any
) -> AsyncIterator[Poster]:
    app = web.Application(middlewares=[errors_as_json])
    with TemporaryDirectory() as folder:
        store = turns.store if isinstance(turns, Turns) else Store(f"sqlite+aiosqlite:///{folder}/bot.db")
        inbox = Inbox(store, turns, now=options.pop("now", time.time))
        inbox.add_to(app)
        BotFramework(turns, settings, inbox=inbox, fetch=issuer.fetch, **{"patience": AT_ONCE} | options).add_to(app)
        async with TestClient(TestServer(app)) as client:
            yield Poster(client, service, inbox)
        await store.close()


def sample(name: str, service: Service) -> Wire:
    """Give an activity that a real client sent once, with this service to answer to."""
    file = SAMPLES / f"{name}.json"
    if not file.is_file():
        if os.environ.get("CI"):
            pytest.fail(f"{file} is missing")
        pytest.skip(f"no recorded activities: {file} is missing")
    body: Wire = orjson.loads(file.read_bytes())["body"]
    return body | {"serviceUrl": service.url}


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


async def says_hi(poster: Poster, header: str, **fields: Any) -> ClientResponse:
    return await poster.posts(poster.message("hi", **fields), Authorization=header)


async def refuses(response: ClientResponse, turns: Parrot, caplog: pytest.LogCaptureFixture) -> None:
    """Check that nothing was done, and that neither the answer nor the log tells more than it should."""
    assert response.status == 401
    assert await code_of(response) == "Unauthorized"
    assert (await response.json())["error"]["message"] == (
        "The token in the Authorization header is not valid for this bot."
    )
    assert turns.taken == []
    warnings = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    # The odd key is one of the issuer's own, and read when the first token comes.
    refused = [warning.split(":")[0] for warning in warnings if "is of an unknown kind" not in warning]
    assert refused == ["a token was refused"]
    assert not any(record.exc_info for record in caplog.records)


async def code_of(response: ClientResponse) -> str:
    error = (await response.json())["error"]
    assert set(error) == {"code", "message"}
    assert error["message"]
    return str(error["code"])
