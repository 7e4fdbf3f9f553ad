"""A bot at `/api/messages`, a channel's service on loopback that remembers what it is sent, and a token issuer."""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import jwt
import orjson
import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from bot.channels.bot_framework.bot_framework import PATH, BotFramework, MakesInvokes, TakesTurns, no_invokes
from bot.errors import errors_as_json
from bot.settings import Settings
from bot.turn.channel import Channel, Wire

APP_ID = "6f3a7a52-41a6-4f0e-9a53-0a2d4be9a001"
GARBAGE = ("", " ", "Bearer", "Bearer ", "Bearer garbage", "Bearer a.b.c", "Basic YTpi", "x y z")
"""Authorization headers that are none."""
SAMPLES = Path(__file__).resolve().parents[5] / "shared" / "samples"


class Parrot:
    """Turns of a bot that repeats what it hears, in two messages."""

    def __init__(self) -> None:
        self.taken: list[Wire] = []
        self.error: Exception | None = None

    async def take(self, activity: Wire, channel: Channel) -> None:
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
    """Posts activities to the bot as a channel does."""

    def __init__(self, client: TestClient[web.Request, web.Application], service: Service) -> None:
        self.client = client
        self._service = service

    async def posts(self, activity: Any, **headers: str) -> ClientResponse:
        raw = activity if isinstance(activity, bytes) else orjson.dumps(activity)
        return await self.client.post(PATH, data=raw, headers={"Content-Type": "application/json"} | headers)

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
    """Signs tokens as Microsoft does, and serves the keys; counts how often they are read."""

    def __init__(self) -> None:
        self.reads = 0
        self._private = {"key-1": key_pair("key-1")}
        self._stranger = key_pair("stranger")

    async def fetch(self, url: str) -> dict[str, Any]:
        if "well-known" in url:
            return {"jwks_uri": "https://login.example/keys"}
        self.reads += 1
        return {"keys": [self._public(kid) for kid in self._private] + [{"kid": "odd", "kty": "EC"}]}

    def new_key(self, kid: str) -> None:
        self._private[kid] = key_pair(kid)

    def token(self, service_url: str, kid: str = "key-1", *, without: str = "", **claims: Any) -> str:
        now = datetime.now(UTC)
        content = {
            "iss": "https://api.botframework.com",
            "aud": APP_ID,
            "serviceurl": service_url,
            "nbf": now - timedelta(minutes=1),
            "exp": now + timedelta(hours=1),
        } | claims
        content.pop(without, None)
        return "Bearer " + jwt.encode(content, self._private.get(kid, self._stranger), "RS256", {"kid": kid})

    def _public(self, kid: str) -> dict[str, Any]:
        key: dict[str, Any] = json.loads(RSAAlgorithm.to_jwk(self._private[kid].public_key()))
        return key | {"kid": kid, "endorsements": ["msteams", "emulator"]}


def settings(**changes: Any) -> Settings:
    return Settings(_env_file=None, **changes)


@asynccontextmanager
async def serving(
    turns: TakesTurns, service: Service, issuer: Issuer, settings: Settings, invokes: MakesInvokes = no_invokes
) -> AsyncIterator[Poster]:
    app = web.Application(middlewares=[errors_as_json])
    BotFramework(turns, settings, fetch=issuer.fetch, invokes=invokes).add_to(app)
    async with TestClient(TestServer(app)) as client:
        yield Poster(client, service)


def sample(name: str, service: Service) -> Wire:
    """Give an activity that a real client sent once, with this service to answer to."""
    file = SAMPLES / f"{name}.json"
    if not file.is_file():
        if os.environ.get("CI"):
            pytest.fail(f"{file} is missing")
        pytest.skip(f"no recorded activities: {file} is missing")
    body: Wire = orjson.loads(file.read_bytes())["body"]
    return body | {"serviceUrl": service.url}


async def code_of(response: ClientResponse) -> str:
    error = (await response.json())["error"]
    assert set(error) == {"code", "message"}
    assert error["message"]
    return str(error["code"])
