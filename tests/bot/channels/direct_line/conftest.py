"""A Direct Line server with a bot that repeats what it hears, a clock that the test moves, and a client."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from aiohttp import ClientResponse, ClientWebSocketResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.direct_line.access_log import AccessLog
from bot.channels.direct_line.direct_line import DirectLine
from bot.errors import errors_as_json
from bot.settings import Settings
from bot.state.store import Store, Stored, StoreError
from bot.turn.channel import Channel, Wire
from bot.turn.inbox import Inbox

SECRET = "a secret of the tests"
BASE = "/v3/directline"


class LikeTheRealOne(TestServer):
    """Aiohttp's test server cancels handlers of clients that leave, and has no access log."""

    async def _make_runner(self, **_: Any) -> web.AppRunner:
        access_log = logging.getLogger("aiohttp.access")
        return web.AppRunner(self.app, access_log=access_log, access_log_class=AccessLog)


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def moves(self, **by: float) -> None:
        self.now += timedelta(**by)


class Parrot:
    """Turns of a bot that repeats what it hears, in two messages."""

    def __init__(self, store: Store) -> None:
        self.taken: list[Wire] = []
        self.fails_to_save = False
        self._store = store

    async def take(self, activity: Wire, channel: Channel, document: Stored | None = None) -> None:
        self.taken.append(activity)
        if activity["type"] == "conversationUpdate":
            await self._answer(channel, [{"type": "message", "text": "Welcome"}])
        elif activity["type"] == "message":
            await channel.send([{"type": "typing"}])
            said = activity.get("text")
            await self._answer(channel, [{"type": "message", "text": text} for text in (f"You said {said}", "More?")])

    async def _answer(self, channel: Channel, replies: Sequence[Wire]) -> None:
        internal = {"type": "trace", "name": "never shown"}
        try:
            if self.fails_to_save:
                raise StoreError("the disk is full")
            async with self._store.unit() as unit:
                await channel.keep(unit, [*replies, internal])
        except StoreError:
            await channel.send([*replies, {"type": "message", "text": "Not saved"}])
        else:
            await channel.send([*replies, internal])


class Stream:
    """An open WebSocket of a client."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket

    async def frame(self) -> dict[str, Any]:
        """Give the next frame that is not empty."""
        async with asyncio.timeout(5):
            while not (text := await self.socket.receive_str()):
                pass
        return dict(orjson.loads(text))

    async def until(self, text: str) -> list[dict[str, Any]]:
        """Give the activities up to the message with this text."""
        seen: list[dict[str, Any]] = []
        while not any(activity.get("text") == text for activity in seen):
            seen += (await self.frame())["activities"]
        return seen

    async def closed(self) -> int | None:
        """Wait for the end; give its code."""
        async with asyncio.timeout(5):
            async for _ in self.socket:
                pass
        return self.socket.close_code


class Chat:
    """One client with one token."""

    def __init__(self, http: TestClient[Any, Any], body: dict[str, Any]) -> None:
        self.http = http
        self.token: str = body["token"]
        self.id: str = body["conversationId"]
        self.stream_url: str = body.get("streamUrl", "")

    @property
    def path(self) -> str:
        return f"{BASE}/conversations/{self.id}"

    @property
    def auth(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def get(self, path: str = "", **params: str) -> ClientResponse:
        return await self.http.get(self.path + path, params=params, headers=self.auth)

    async def post(self, activity: Any, **headers: str) -> ClientResponse:
        return await self.http.post(f"{self.path}/activities", json=activity, headers=self.auth | headers)

    async def says(self, text: str, client_id: str | None = None) -> str:
        data = {} if client_id is None else {"channelData": {"clientActivityID": client_id}}
        answer = await self.post({"type": "message", "text": text, "from": {"id": "me"}, **data})
        assert answer.status == 200, await answer.text()
        return str((await answer.json())["id"])

    async def history(self, watermark: str = "") -> dict[str, Any]:
        answer = await self.get("/activities", watermark=watermark)
        assert answer.status == 200
        return dict(await answer.json())

    async def listens(self, url: str | None = None) -> Stream:
        address = (url or self.stream_url).partition(str(self.http.server.port))[2]
        return Stream(await self.http.ws_connect(address))


class Server:
    """The running server and what a test wants to reach of it."""

    def __init__(self, http: TestClient[Any, Any], store: Store, parrot: Parrot, inbox: Inbox) -> None:
        self.http = http
        self.inbox = inbox
        self.store = store
        self.parrot = parrot

    async def post(self, path: str, json: Any = None, secret: str | None = None, **headers: str) -> ClientResponse:
        auth = {} if secret is None else {"Authorization": f"Bearer {secret}"}
        return await self.http.post(path, json=json, headers=auth | headers)

    async def generate(self, **body: Any) -> Chat:
        answer = await self.post(f"{BASE}/tokens/generate", body, SECRET)
        assert answer.status == 200, await answer.text()
        return Chat(self.http, await answer.json())

    async def start(self, chat: Chat | None = None) -> Chat:
        chat = chat or await self.generate(user={"id": "dl_ann"})
        answer = await self.http.post(f"{BASE}/conversations", headers=chat.auth)
        assert answer.status in {200, 201}, await answer.text()
        return Chat(self.http, await answer.json())


Run = Callable[..., Any]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def run(tmp_path: Path, clock: Clock) -> Run:
    """Give what starts a server on the test's database; keywords are settings."""

    @asynccontextmanager
    async def running(keep_alive: float = 20.0, **settings: Any) -> AsyncIterator[Server]:
        chosen = Settings(_env_file=None, data_dir=tmp_path / "data", **({"direct_line_secret": SECRET} | settings))
        store = Store(chosen.store_url)
        parrot = Parrot(store)
        app = web.Application(middlewares=[errors_as_json])
        inbox = Inbox(store, parrot)
        inbox.add_to(app)
        DirectLine(store, inbox, chosen, clock=clock, keep_alive=keep_alive).add_to(app)
        server = LikeTheRealOne(app)
        async with TestClient(server) as http:
            yield Server(http, store, parrot, inbox)
        await store.close()

    return running


@pytest.fixture
async def server(run: Run) -> AsyncIterator[Server]:
    async with run() as server:
        yield server


@pytest.fixture
async def chat(server: Server) -> Chat:
    """Give a started conversation after its welcome."""
    return await server.start()


@pytest.fixture
def refused() -> Callable[[ClientResponse, int, str], Awaitable[None]]:
    """Give the check that a request was refused with a status and a code, in our JSON."""

    async def check(answer: ClientResponse, status: int, code: str) -> None:
        assert answer.status == status, await answer.text()
        error = (await answer.json())["error"]
        assert error["code"] == code
        assert error["message"]

    return check
