"""Calls to other servers."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from yarl import URL

from bot.channels.bot_framework.keys import SigningKeys
from bot.channels.bot_framework.web_client import CallError, WebClient
from tests.bot.channels.bot_framework.world import Issuer


@pytest.fixture
async def client() -> AsyncIterator[WebClient]:
    client = WebClient()
    yield client
    await client.close()


@pytest.fixture
async def server(issuer: Issuer) -> AsyncIterator[TestServer]:
    app = web.Application()
    server = TestServer(app)

    async def metadata(_: web.Request) -> web.Response:
        return web.json_response({"jwks_uri": str(server.make_url("/keys"))})

    async def keys(_: web.Request) -> web.Response:
        return web.json_response(await issuer.fetch("keys"))

    async def elsewhere(_: web.Request) -> web.Response:
        raise web.HTTPFound("/metadata")

    async def prose(_: web.Request) -> web.Response:
        return web.Response(text="hello")

    app.add_routes([web.get("/metadata", metadata), web.get("/keys", keys)])
    app.add_routes([web.get("/elsewhere", elsewhere), web.get("/prose", prose), web.post("/prose", prose)])
    await server.start_server()
    yield server
    await server.close()


async def test_keys_are_read_from_a_server(client: WebClient, server: TestServer) -> None:
    assert await SigningKeys(str(server.make_url("/metadata")), client.get_json).get("key-1")


@pytest.mark.parametrize("path", ["/elsewhere", "/missing", "/prose"])
async def test_a_server_of_keys_that_has_none_is_no_catastrophe(
    client: WebClient, server: TestServer, path: str
) -> None:
    assert await SigningKeys(str(server.make_url(path)), client.get_json).get("key-1") is None


@pytest.mark.parametrize("url", ["None", "", "http://127.0.0.1:1/", "file:///etc/passwd", "http://nobody.invalid/"])
async def test_what_cannot_be_reached_is_a_call_error(client: WebClient, url: str) -> None:
    with pytest.raises(CallError):
        await client.get_json(url)


async def test_a_redirect_is_not_followed(client: WebClient, server: TestServer) -> None:
    with pytest.raises(CallError, match="302"):
        await client.get_json(str(server.make_url("/elsewhere")))


@pytest.mark.parametrize("dropped", [1, 9])
async def test_a_kept_connection_that_ends_without_an_answer_is_made_again_once(
    client: WebClient, dropped: int
) -> None:
    """A service closes a connection that nobody used for long, perhaps in the moment in which it is used."""
    asked: list[bytes] = []

    async def drops(request: web.Request) -> web.Response:
        asked.append(await request.read())
        if 1 < len(asked) <= 1 + dropped and request.transport:
            request.transport.close()
        return web.json_response({"id": "1"})

    app = web.Application()
    app.router.add_post("/", drops)
    async with TestServer(app) as service:
        url = URL(service.make_url("/"))
        assert await client.call_json("POST", url, b"first", None) == {"id": "1"}
        if dropped == 1:
            assert await client.call_json("POST", url, b"reply", None) == {"id": "1"}
        else:
            for _ in range(2):
                with pytest.raises(CallError) as caught:
                    await client.call_json("POST", url, b"reply", None)
                assert not caught.value.unsent
        await client.close()

    # One that is new is not made again: what was sent through it may have arrived.
    assert asked == [b"first", *[b"reply"] * (2 if dropped == 1 else 3)]


async def test_an_answer_without_json_is_empty(client: WebClient, server: TestServer) -> None:
    assert await client.call_json("POST", URL(server.make_url("/prose")), b"{}", None) == {}
