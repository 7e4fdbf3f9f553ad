"""Pages: who gets a token without a secret, who may read the answers, whom the stream lets in."""

from typing import Any

import jwt
import pytest
from aiohttp import ClientResponse, WSServerHandshakeError

BASE = "/v3/directline"
FRIEND = "https://intranet.example.com"
APP_ID = "00000000-0000-0000-0000-000000000001"


async def page_token(server: Any, body: Any = None, **headers: str) -> ClientResponse:
    return await server.post("/api/token", body, **headers)


def own(server: Any, name: str = "127.0.0.1") -> str:
    return f"http://{name}:{server.http.server.port}"


async def test_a_page_gets_a_token_for_a_new_conversation(server: Any) -> None:
    answer = await page_token(server, Origin=own(server))
    given = await answer.json()

    assert answer.status == 200
    assert set(given) == {"token", "conversationId", "expires_in", "userId"}
    assert given["userId"].startswith("dl_")
    said = jwt.decode(given["token"], options={"verify_signature": False})
    assert said["user"] == given["userId"]
    assert said["conv"] == given["conversationId"]
    assert said["origins"] == [own(server)]
    assert answer.headers["Cache-Control"] == "no-store"
    assert (await (await page_token(server, {})).json())["conversationId"] != given["conversationId"]


async def test_the_token_of_a_page_starts_and_welcomes(server: Any) -> None:
    given = await (await page_token(server)).json()
    started = await server.post(f"{BASE}/conversations", {}, given["token"])

    assert started.status == 201
    assert server.parrot.taken[0]["membersAdded"][1]["id"] == given["userId"]


@pytest.mark.parametrize("asleep", [0, 1, 29])
async def test_a_page_that_slept_goes_on_where_it_was(server: Any, clock: Any, asleep: int) -> None:
    given = await (await page_token(server, Origin=own(server))).json()
    started = await server.post(f"{BASE}/conversations", {}, given["token"])
    assert started.status == 201
    clock.moves(days=asleep)

    answer = await page_token(server, {"token": given["token"]}, Origin=own(server))

    fresh = await answer.json()
    assert answer.status == 200
    assert (fresh["conversationId"], fresh["userId"]) == (given["conversationId"], given["userId"])
    assert (await server.post(f"{BASE}/conversations", {}, fresh["token"])).status == 200


async def test_an_old_token_must_be_ours_and_not_too_old(server: Any, clock: Any, refused: Any) -> None:
    given = await (await page_token(server, Origin=own(server))).json()
    elsewhere = own(server, "localhost")

    await refused(await page_token(server, {"token": given["token"]}, Origin=elsewhere), 403, "Forbidden")
    await refused(await page_token(server, {"token": given["token"] + "x"}), 401, "Unauthorized")
    await refused(await page_token(server, {"token": 7}), 400, "BadToken")
    clock.moves(days=30, hours=1)
    await refused(await page_token(server, {"token": given["token"]}), 403, "TokenExpired")


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]", "LOCALHOST"])
async def test_on_loopback_pages_of_this_server_get_a_token(server: Any, name: str) -> None:
    assert (await page_token(server, Origin=own(server, name))).status == 200


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "",
        "http://evil.example",
        "http://127.0.0.1:1",
        "http://127.0.0.1",
        "https://127.0.0.1:{port}",
        "http://evil.example:{port}",
        "http://127.0.0.1.evil.example:{port}",
        "http://127.0.0.1:{port}/path",
        "http://127.0.0.1:{port}0000000",
        "file://",
        "http://[",
    ],
)
async def test_on_loopback_other_pages_get_nothing(server: Any, refused: Any, origin: str) -> None:
    answer = await page_token(server, Origin=origin.format(port=server.http.server.port))

    await refused(answer, 403, "OriginNotAllowed")
    assert "Access-Control-Allow-Origin" not in answer.headers


async def test_a_name_rebound_to_loopback_gets_nothing(server: Any, refused: Any) -> None:
    host = f"evil.example:{server.http.server.port}"

    await refused(await page_token(server, Host=host), 403, "OriginNotAllowed")
    await refused(await page_token(server, Host=host, Origin=f"http://{host}"), 403, "OriginNotAllowed")


async def test_a_proxy_on_this_machine_may_bring_an_allowed_page(run: Any) -> None:
    async with run(allowed_origins=(FRIEND,)) as server:
        assert (await page_token(server, Origin=FRIEND)).status == 200
        assert (await page_token(server, Origin=FRIEND, Host="intranet.example.com")).status == 200


async def test_off_loopback_only_own_and_allowed_pages_get_a_token(run: Any, refused: Any) -> None:
    async with run(host="0.0.0.0", microsoft_app_id=APP_ID, allowed_origins=(FRIEND,)) as server:
        public = {"Host": "bot.example.com"}

        assert (await page_token(server, Origin=FRIEND, **public)).status == 200
        assert (await page_token(server, Origin="https://bot.example.com", **public)).status == 200
        for origin in ("https://evil.example", "null", own(server)):
            await refused(await page_token(server, Origin=origin, **public), 403, "OriginNotAllowed")
        await refused(await page_token(server, **public), 403, "OriginNotAllowed")


async def test_a_body_that_is_no_json_is_refused(server: Any, refused: Any) -> None:
    answer = await server.http.post("/api/token", data=b"token=x", headers={"Content-Type": "text/plain"})

    await refused(answer, 415, "UnsupportedMediaType")


@pytest.mark.parametrize("path", ["/api/token", f"{BASE}/conversations", f"{BASE}/conversations/c/activities"])
async def test_a_preflight_is_answered_by_name(run: Any, refused: Any, path: str) -> None:
    async with run(allowed_origins=(FRIEND,)) as server:
        for origin in (FRIEND, own(server)):
            allowed = await server.http.options(path, headers={"Origin": origin})
            assert allowed.status == 204
            assert allowed.headers["Access-Control-Allow-Origin"] == origin
            assert allowed.headers["Vary"] == "Origin"
            names = allowed.headers["Access-Control-Allow-Headers"].split(", ")
            assert names == ["Authorization", "Content-Type", "Accept", "x-ms-bot-agent", "X-Requested-With"]
            assert "POST" in allowed.headers["Access-Control-Allow-Methods"]
        await refused(
            await server.http.options(path, headers={"Origin": "https://evil.example"}), 403, "OriginNotAllowed"
        )


async def test_an_allowed_page_may_read_refusals_too(run: Any) -> None:
    async with run(allowed_origins=(FRIEND,)) as server:
        answer = await server.post(f"{BASE}/conversations", None, "nonsense", Origin=FRIEND)

        assert answer.status == 401
        assert answer.headers["Access-Control-Allow-Origin"] == FRIEND


async def test_a_page_that_is_not_allowed_gets_nothing_even_with_a_token(server: Any, chat: Any, refused: Any) -> None:
    evil = {"Origin": "https://evil.example"}

    await refused(await chat.post({"type": "message", "text": "hello"}, **evil), 403, "OriginNotAllowed")
    path = chat.stream_url.partition(str(server.http.server.port))[2]
    with pytest.raises(WSServerHandshakeError) as stream:
        await server.http.ws_connect(path, headers=evil)
    assert stream.value.status == 403
