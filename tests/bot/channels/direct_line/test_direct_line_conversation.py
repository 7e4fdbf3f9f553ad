"""A conversation: started, echoed, answered, polled, listened to, taken up again."""

import asyncio
import logging
from typing import Any

import pytest
from aiohttp import WSServerHandshakeError

BASE = "/v3/directline"
BOT = {"id": "peering-bot", "name": "Peering Bot", "role": "bot"}


def texts(activities: list[dict[str, Any]]) -> list[str | None]:
    return [activity.get("text") for activity in activities if activity["type"] == "message"]


async def test_the_first_start_is_201_the_next_200_with_the_same_conversation(server: Any) -> None:
    chat = await server.generate(user={"id": "dl_ann"})
    first = await server.post(f"{BASE}/conversations", {"user": {}, "locale": "en-GB"}, chat.token)
    second = await server.post(f"{BASE}/conversations", None, chat.token)

    assert (first.status, second.status) == (201, 200)
    body, again = await first.json(), await second.json()
    assert body["conversationId"] == again["conversationId"] == chat.id
    assert body["expires_in"] >= 1800
    assert body["streamUrl"].startswith(
        f"ws://127.0.0.1:{server.http.server.port}{BASE}/conversations/{chat.id}/stream?"
    )


async def test_starts_that_race_start_once(server: Any) -> None:
    chat = await server.generate(user={"id": "dl_ann"})

    answers = await asyncio.gather(*(server.post(f"{BASE}/conversations", {}, chat.token) for _ in range(4)))

    assert sorted(answer.status for answer in answers) == [200, 200, 200, 201]
    assert len(server.parrot.taken) == 1


async def test_the_bot_learns_once_who_is_there(server: Any) -> None:
    chat = await server.generate(user={"id": "dl_ann"})
    await server.post(f"{BASE}/conversations", {"locale": "de-DE"}, chat.token)
    await server.start(chat)

    (update,) = server.parrot.taken
    assert update["type"] == "conversationUpdate"
    assert [member["id"] for member in update["membersAdded"]] == ["peering-bot", "dl_ann"]
    assert update["locale"] == "de-DE"
    assert update["recipient"] == BOT
    history = await chat.history()
    assert texts(history["activities"]) == ["Welcome"]
    assert [activity["type"] for activity in history["activities"]] == ["message"]
    assert history["activities"][0]["replyToId"] == update["id"]


async def test_without_a_user_in_the_token_nobody_is_welcomed(server: Any) -> None:
    chat = await server.start(await server.generate())
    again = await server.start(chat)
    await again.says("hello")

    (message,) = server.parrot.taken
    assert message["type"] == "message"
    assert message["from"]["id"].startswith("dl_")


async def test_the_users_own_activity_is_echoed_and_answered(server: Any, chat: Any) -> None:
    stream = await chat.listens()
    await stream.until("Welcome")
    await asyncio.sleep(0.3)  # until then it reads the log, where replies may be before their typing arrives
    data = {"clientActivityID": "x1", "attachmentSizes": [], "webchat:fallback-text": "é"}

    posted = await chat.post(
        {
            "type": "message",
            "text": "hello",
            "channelData": data,
            "from": {"id": "dl_eve", "name": "Ann", "role": "bot"},
            "locale": "en-GB",
            "entities": [{"type": "ClientCapabilities"}],
            "conversation": {"id": "elsewhere"},
            "serviceUrl": "https://evil.example",
            "id": "mine",
        }
    )

    echo = (await stream.frame())["activities"][0]
    assert (await posted.json())["id"] == echo["id"]
    assert echo["channelData"] == data
    assert echo["from"] == {"id": "dl_ann", "name": "Ann", "role": "user"}
    assert echo["conversation"] == {"id": chat.id}
    assert echo["channelId"] == "directline"
    assert echo["timestamp"] == "2026-11-22T12:00:00+00:00"
    assert "serviceUrl" not in echo
    typing, replies = await stream.frame(), await stream.frame()
    assert [activity["type"] for activity in typing["activities"]] == ["typing"]
    assert texts(replies["activities"]) == ["You said hello", "More?"]
    for reply in replies["activities"]:
        assert reply["id"]
        assert reply["timestamp"]
        assert reply["from"] == BOT
        assert reply["replyToId"] == echo["id"]
        assert reply["locale"] == "en-GB"
    taken = server.parrot.taken[-1]
    assert taken["id"] == echo["id"]
    assert taken["recipient"] == BOT
    assert taken["serviceUrl"]
    assert taken["from"]["id"] == "dl_ann"
    assert taken["textFormat"] == "plain"


async def test_the_watermark_steps_with_the_log_and_not_with_typing(chat: Any) -> None:
    stream = await chat.listens()
    await stream.until("Welcome")
    await asyncio.sleep(0.05)  # until then it reads the log, where replies may be before their typing arrives
    await chat.says("hello")

    frames = [await stream.frame() for _ in range(3)]

    assert [frame["watermark"] for frame in frames] == ["2", "2", "4"]
    history = await chat.history()
    assert history["watermark"] == "4"
    assert [activity["type"] for activity in history["activities"]] == ["message"] * 4


async def test_polling_goes_on_after_the_watermark(chat: Any) -> None:
    first = await chat.history()
    nothing = await chat.history(first["watermark"])
    await chat.says("hello")
    new = await chat.history(first["watermark"])

    assert nothing == {"activities": [], "watermark": first["watermark"]}
    assert texts(new["activities"]) == ["hello", "You said hello", "More?"]


@pytest.mark.parametrize("watermark", ["", "null", "-", "undefined", "0", "-3", "१", "9" * 5000])
async def test_odd_watermarks_do_no_harm(chat: Any, watermark: str) -> None:
    answer = await chat.get("/activities", watermark=watermark[:4000])
    missing = await chat.get("/activities")

    assert answer.status == missing.status == 200
    assert texts((await missing.json())["activities"]) == ["Welcome"]


async def test_a_watermark_from_the_future_does_not_silence_the_client(chat: Any) -> None:
    assert (await chat.history("99"))["watermark"] == "1"


async def test_a_stream_replays_all_and_a_reconnect_only_what_is_new(chat: Any) -> None:
    await chat.says("hello")
    everything = await (await chat.listens()).frame()
    answer = await chat.get(watermark="2")
    body = await answer.json()
    rest = await (await chat.listens(body["streamUrl"])).frame()

    assert texts(everything["activities"]) == ["Welcome", "hello", "You said hello", "More?"]
    assert answer.status == 200
    assert body["conversationId"] == chat.id
    assert body["token"]
    assert texts(rest["activities"]) == ["You said hello", "More?"]
    assert rest["watermark"] == "4"


async def test_after_a_forced_close_nothing_is_lost_or_doubled(chat: Any) -> None:
    stream = await chat.listens()
    await stream.until("Welcome")
    stream.socket._response.connection.transport.abort()
    await chat.says("hello")

    again = await chat.listens((await (await chat.get(watermark="1")).json())["streamUrl"])

    assert texts(await again.until("More?")) == ["hello", "You said hello", "More?"]


@pytest.mark.parametrize("watermark", ["", "null", "0"])
async def test_a_reconnect_without_watermark_replays_all(chat: Any, watermark: str) -> None:
    body = await (await chat.get(watermark=watermark)).json()

    assert texts((await (await chat.listens(body["streamUrl"])).frame())["activities"]) == ["Welcome"]


async def test_two_sockets_hear_the_same(chat: Any) -> None:
    streams = [await chat.listens(), await chat.listens()]
    await chat.says("hello")

    heard = [texts(await stream.until("More?")) for stream in streams]

    assert heard[0] == heard[1] == ["Welcome", "hello", "You said hello", "More?"]


async def test_many_messages_at_once_arrive_once_and_in_order(chat: Any) -> None:
    stream = await chat.listens()
    await asyncio.gather(*(chat.says(f"message {n}", f"x{n}") for n in range(12)))

    heard: list[dict[str, Any]] = []
    while len(heard) < 1 + 12 * 3:
        heard += [activity for activity in (await stream.frame())["activities"] if activity["type"] == "message"]

    assert [activity["id"] for activity in heard] == [f"{chat.id}|{n:07d}" for n in range(1, 38)]
    assert [activity["id"] for activity in (await chat.history())["activities"]] == [a["id"] for a in heard]


async def test_the_oldest_of_too_many_sockets_is_closed(chat: Any) -> None:
    streams = [await chat.listens() for _ in range(21)]

    assert await streams[0].closed() == 1013
    await chat.says("hello")
    assert texts(await streams[1].until("More?"))[-1] == "More?"


async def test_empty_frames_keep_the_stream_alive(run: Any) -> None:
    async with run(keep_alive=0.05) as server:
        stream = await (await server.start()).listens()
        await stream.until("Welcome")
        from_server = await asyncio.wait_for(stream.socket.receive_str(), 5)

    async with run() as server:
        chat = await server.start()
        stream = await chat.listens()
        await stream.until("Welcome")
        await stream.socket.send_str("")
        answered = await asyncio.wait_for(stream.socket.receive_str(), 5)
        await stream.socket.send_str('{"type": "message", "text": "ignored here"}')
        await chat.says("hello")
        heard = texts(await stream.until("More?"))

    assert from_server == answered == ""
    assert heard == ["hello", "You said hello", "More?"]


async def test_typing_of_the_user_goes_to_the_sockets_only(server: Any, chat: Any) -> None:
    stream = await chat.listens()
    await stream.until("Welcome")

    answer = await chat.post({"type": "typing", "channelData": {"clientActivityID": "t1"}})

    frame = await stream.frame()
    assert answer.status == 200
    assert frame["activities"][0]["id"] == (await answer.json())["id"]
    assert frame["activities"][0]["channelData"] == {"clientActivityID": "t1"}
    assert frame["watermark"] == "1"
    assert texts((await chat.history())["activities"]) == ["Welcome"]
    assert [activity["type"] for activity in server.parrot.taken] == ["conversationUpdate"]


async def test_the_same_client_activity_is_handled_once(server: Any, chat: Any) -> None:
    first = await chat.says("hello", "x1")
    second = await chat.says("hello", "x1")
    racing = await asyncio.gather(*(chat.says("again", "x2") for _ in range(3)))

    assert first == second
    assert len(set(racing)) == 1
    assert texts(server.parrot.taken) == ["hello", "again"]
    assert len((await chat.history())["activities"]) == 7


async def test_the_same_client_id_in_another_conversation_is_another_activity(server: Any, chat: Any) -> None:
    other = await server.start(await server.generate(user={"id": "dl_bob"}))

    assert await chat.says("hello", "x1") != await other.says("hello", "x1")
    assert texts(server.parrot.taken) == ["hello", "hello"]


async def test_a_restart_loses_nothing(run: Any) -> None:
    async with run() as server:
        chat = await server.start()
        await chat.says("before", "x1")
        watermark = (await chat.history())["watermark"]

    async with run() as server:
        chat.http = server.http
        reconnected = await chat.get(watermark=watermark)
        await chat.says("before", "x1")
        await chat.says("after")
        rest = await chat.history(watermark)
        again = await server.start(chat)

    assert reconnected.status == 200
    assert texts(rest["activities"]) == ["after", "You said after", "More?"]
    assert again.id == chat.id
    assert [activity["type"] for activity in server.parrot.taken] == ["message"]


async def test_open_streams_end_with_the_server(run: Any) -> None:
    async with run() as server:
        stream = await (await server.start()).listens()
        await stream.until("Welcome")
        ended = asyncio.create_task(stream.closed())
        await asyncio.sleep(0)
        await server.http.server.close()

        assert await ended == 1001


async def test_the_stream_address_is_good_for_a_minute(server: Any, chat: Any, clock: Any) -> None:
    clock.moves(seconds=59)
    await chat.listens()
    clock.moves(seconds=1)

    with pytest.raises(WSServerHandshakeError) as late:
        await chat.listens()

    assert late.value.status == 403


async def test_a_stream_needs_its_own_token(server: Any, chat: Any) -> None:
    other = await server.start(await server.generate(user={"id": "dl_bob"}))
    foreign = chat.stream_url.replace(chat.id, other.id)
    bare = f"{chat.stream_url.partition('?')[0]}?t="
    statuses = []
    for url in (bare, f"{bare}nonsense", f"{bare}{chat.token}", foreign):
        with pytest.raises(WSServerHandshakeError) as refused:
            await chat.listens(url)
        statuses.append(refused.value.status)

    assert statuses == [401, 401, 401, 403]


async def test_a_stream_is_a_websocket(chat: Any, refused: Any) -> None:
    path = chat.stream_url.partition(str(chat.http.server.port))[2]

    await refused(await chat.http.get(path), 400, "UpgradeRequired")


async def test_the_stream_token_is_not_in_the_access_log(server: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    chat = await server.start()
    stream = await chat.listens()
    await stream.until("Welcome")
    await stream.socket.close()
    await asyncio.sleep(0.1)

    assert f"GET /v3/directline/conversations/{chat.id}/stream 101" in caplog.text
    assert "t=" not in caplog.text
    assert "Welcome" not in caplog.text
    assert "eyJ" not in caplog.text


@pytest.mark.parametrize(
    ("headers", "scheme"),
    [({}, "ws"), ({"X-Forwarded-Proto": "https"}, "wss"), ({"Referer": "https://chat.example.com/"}, "wss")],
)
async def test_behind_tls_the_stream_is_safe_too(chat: Any, headers: dict[str, str], scheme: str) -> None:
    answer = await chat.http.get(chat.path, headers=chat.auth | headers)

    assert (await answer.json())["streamUrl"].startswith(f"{scheme}://")


async def test_nobody_writes_lines_into_the_access_log(server: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    await server.http.get("/v3/directline/%0Aforged")

    assert "\nforged" not in caplog.text


async def test_a_message_is_answered_after_the_server_was_killed(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was kept, but the server did not get as far as answering it."""
    monkeypatch.setattr("bot.channels.direct_line.conversation_endpoints._PATIENCE_SECONDS", 0.01)
    monkeypatch.setattr("bot.turn.inbox._CLOSING_SECONDS", 0.01)
    async with run() as server:
        chat = await server.start()

        async def never(*_: Any) -> None:
            await asyncio.Event().wait()

        monkeypatch.setattr(server.parrot, "take", never)
        await chat.says("hello", "x1")
        await chat.says("again", "x2")
        assert texts((await chat.history())["activities"]) == ["Welcome", "hello", "again"]
        for lane in server.inbox._lanes.values():
            lane.task.cancel()

    async with run() as server:
        chat.http = server.http
        async with asyncio.timeout(5):
            while len((await chat.history())["activities"]) < 7:  # noqa: ASYNC110 - it polls as a client does
                await asyncio.sleep(0.01)
        activities = (await chat.history())["activities"]

    said = texts(activities)
    assert said == ["Welcome", "hello", "again", "You said hello", "More?", "You said again", "More?"]
    assert activities[3]["replyToId"] == activities[1]["id"]
    assert activities[5]["replyToId"] == activities[2]["id"]


async def test_a_slow_answer_does_not_hold_up_the_acknowledgement(
    server: Any, chat: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.direct_line.conversation_endpoints._PATIENCE_SECONDS", 0.01)
    monkeypatch.setattr("bot.turn.answering.AFTER", 0.02)
    may, take = asyncio.Event(), server.parrot.take

    async def slow(*of: Any) -> None:
        await may.wait()
        await take(*of)

    monkeypatch.setattr(server.parrot, "take", slow)
    stream = await chat.listens()
    await stream.until("Welcome")
    await chat.says("hello")
    await stream.frame()

    typing = await stream.frame()
    assert [activity["type"] for activity in typing["activities"]] == ["typing"]
    assert typing["watermark"] == "2"
    may.set()
    await stream.until("More?")
    assert [activity["type"] for activity in (await chat.history())["activities"]] == ["message"] * 4
