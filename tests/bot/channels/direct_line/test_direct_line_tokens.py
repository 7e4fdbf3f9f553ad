"""Tokens: who gets one, what is in it, how long it lasts."""

from typing import Any

import jwt
import pytest

BASE = "/v3/directline"
SECRET = "a secret of the tests"


def claims(token: str) -> dict[str, Any]:
    return dict(jwt.decode(token, options={"verify_signature": False}))


async def test_a_server_with_the_secret_gets_a_token(server: Any, clock: Any) -> None:
    body = {"user": {"id": "dl_ann", "name": "Ann"}, "trustedOrigins": ["http://localhost:1"]}
    answer = await server.post(f"{BASE}/tokens/generate", body, SECRET)
    given = await answer.json()

    assert answer.status == 200
    assert set(given) == {"conversationId", "token", "expires_in"}
    assert claims(given["token"])["conv"] == given["conversationId"]
    assert claims(given["token"])["user"] == "dl_ann"
    assert claims(given["token"])["origins"] == ["http://localhost:1"]
    assert claims(given["token"])["exp"] - clock.now.timestamp() == given["expires_in"] == 3600
    assert server.parrot.taken == []


async def test_generating_starts_no_conversation(server: Any, refused: Any) -> None:
    chat = await server.generate()

    await refused(await chat.get("/activities"), 404, "ConversationNotFound")
    await refused(await chat.get(), 404, "ConversationNotFound")
    await refused(await chat.post({"type": "message", "text": "hello"}), 404, "ConversationNotFound")
    await refused(await server.post(f"{chat.path}/upload", None, chat.token), 404, "ConversationNotFound")


async def test_a_token_without_body_is_for_nobody_in_particular(server: Any) -> None:
    answer = await server.post(f"{BASE}/tokens/generate", secret=SECRET)

    assert "user" not in claims((await answer.json())["token"])


@pytest.mark.parametrize(
    "body",
    [
        {"user": {"id": "ann"}},
        {"user": {"id": 7}},
        {"user": {"id": "dl_" + "x" * 200}},
        {"user": {"id": "dl_\n"}},
        {"user": "dl_ann"},
        {"trustedOrigins": "http://localhost"},
        {"trustedOrigins": [1]},
    ],
)
async def test_odd_wishes_are_refused(server: Any, body: Any) -> None:
    answer = await server.post(f"{BASE}/tokens/generate", body, SECRET)

    assert answer.status == 400
    assert set((await answer.json())["error"]) == {"code", "message"}


async def test_generating_needs_the_secret(server: Any, chat: Any, refused: Any) -> None:
    path = f"{BASE}/tokens/generate"

    await refused(await server.post(path), 401, "Unauthorized")
    await refused(await server.post(path, Authorization=f"Basic {SECRET}"), 401, "Unauthorized")
    await refused(await server.post(path, secret="wrong"), 403, "Forbidden")
    await refused(await server.post(path, secret=chat.token), 403, "Forbidden")


async def test_without_a_secret_nobody_generates(run: Any, refused: Any) -> None:
    async with run(direct_line_secret=None) as server:
        await refused(await server.post(f"{BASE}/tokens/generate"), 401, "Unauthorized")
        await refused(await server.post(f"{BASE}/tokens/generate", secret="None"), 403, "Forbidden")


async def test_the_secret_starts_a_conversation_too(server: Any, refused: Any) -> None:
    path = f"{BASE}/conversations"
    first = await (await server.post(path, {"user": {"id": "dl_ann"}}, SECRET)).json()
    second = await (await server.post(path, {"user": {"id": "dl_ann"}}, SECRET)).json()
    read = await server.http.get(
        f"{path}/{first['conversationId']}/activities", headers={"Authorization": f"Bearer {SECRET}"}
    )

    assert first["conversationId"] != second["conversationId"]
    assert claims(first["token"])["user"] == "dl_ann"
    assert [activity["text"] for activity in (await read.json())["activities"]] == ["Welcome"]
    await refused(await server.post(path, {"user": {"id": "ann"}}, SECRET), 400, "BadUser")


async def test_a_fresh_token_keeps_conversation_and_user(server: Any, chat: Any, clock: Any) -> None:
    clock.moves(minutes=45)
    answer = await server.post(f"{BASE}/tokens/refresh", secret=chat.token)
    fresh = await answer.json()
    clock.moves(minutes=45)
    chat.token = fresh["token"]

    assert answer.status == 200
    assert fresh["conversationId"] == chat.id
    assert claims(fresh["token"])["user"] == "dl_ann"
    assert (await chat.get("/activities")).status == 200


async def test_an_expired_token_is_403_everywhere(server: Any, chat: Any, clock: Any, refused: Any) -> None:
    clock.moves(hours=1)

    for answer in (
        await server.post(f"{BASE}/tokens/refresh", secret=chat.token),
        await server.post(f"{BASE}/conversations", secret=chat.token),
        await chat.get(),
        await chat.get("/activities"),
        await chat.post({"type": "message", "text": "hello"}),
        await server.post(f"{chat.path}/upload", secret=chat.token),
    ):
        await refused(answer, 403, "TokenExpired")


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Bearer nonsense", "Bearer a.b.c", "Bearer \udcff", "Basic x"]
)
async def test_a_missing_or_malformed_token_is_401_everywhere(
    server: Any, chat: Any, refused: Any, header: str | None
) -> None:
    headers = {} if header is None else {"Authorization": header}
    for method, path in (
        ("POST", f"{BASE}/tokens/refresh"),
        ("POST", f"{BASE}/conversations"),
        ("GET", chat.path),
        ("GET", f"{chat.path}/activities"),
        ("POST", f"{chat.path}/activities"),
        ("POST", f"{chat.path}/upload"),
    ):
        await refused(await server.http.request(method, path, headers=headers), 401, "Unauthorized")


async def test_a_forged_token_is_401(server: Any, chat: Any, refused: Any) -> None:
    said = claims(chat.token)
    for forged in (
        jwt.encode(said, "k" * 32, "HS256"),
        jwt.encode(said, None, "none"),
        jwt.encode({**said, "aud": "somewhere else"}, "k" * 32, "HS256"),
    ):
        await refused(await server.post(f"{BASE}/tokens/refresh", secret=forged), 401, "Unauthorized")


async def test_another_conversation_is_403(server: Any, chat: Any, refused: Any) -> None:
    other = await server.start(await server.generate(user={"id": "dl_bob"}))
    other.token = chat.token

    await refused(await other.get(), 403, "Forbidden")
    await refused(await other.get("/activities"), 403, "Forbidden")
    await refused(await other.post({"type": "message", "text": "hello"}), 403, "Forbidden")
    await refused(await server.post(f"{other.path}/upload", secret=chat.token), 403, "Forbidden")


async def test_a_token_survives_a_restart(run: Any) -> None:
    async with run() as server:
        chat = await server.start()
    async with run() as server:
        chat.http = server.http

        assert (await chat.get("/activities")).status == 200


async def test_a_token_stays_with_its_pages(server: Any, refused: Any) -> None:
    here, there = (f"http://{name}:{server.http.server.port}" for name in ("127.0.0.1", "localhost"))
    chat = await server.start(await server.generate(user={"id": "dl_ann"}, trustedOrigins=[here]))

    assert (await chat.post({"type": "message"}, Origin=here)).status == 200
    await refused(await chat.post({"type": "message"}, Origin=there), 403, "Forbidden")
