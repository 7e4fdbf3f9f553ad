"""What clients may post, and what becomes of it when the store fails."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from aiohttp import FormData

from bot.state.store import Store, StoreError

BASE = "/v3/directline"


def nested(levels: int) -> Any:
    value: Any = "deep"
    for _ in range(levels):
        value = [value]
    return value


@pytest.fixture
def break_store(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give what lets methods of every store fail."""

    def broken(*_: Any, **__: Any) -> Any:
        raise StoreError("the disk is full")

    def breaks(*names: str) -> None:
        for name in names:
            monkeypatch.setattr(Store, name, broken)

    return breaks


@pytest.mark.parametrize("kind", ["message", "event", "messageReaction"])
async def test_these_types_reach_the_bot(server: Any, chat: Any, kind: str) -> None:
    answer = await chat.post({"type": kind, "name": "n", "value": {"question": "status", "depth": 2}})

    assert answer.status == 200
    assert server.parrot.taken[-1]["type"] == kind
    assert server.parrot.taken[-1]["value"] == {"question": "status", "depth": 2}
    assert (await chat.history("1"))["activities"][0]["type"] == kind


@pytest.mark.parametrize(
    "activity",
    [
        {},
        {"type": None},
        {"type": 7},
        {"type": ["message"]},
        {"type": "conversationUpdate"},
        {"type": "invoke"},
        {"type": "trace"},
        {"type": "message", "text": 7},
        {"type": "message", "text": ["hello"]},
        {"type": "message", "from": "me"},
        {"type": "message", "channelData": "x"},
        {"type": "message", "channelData": {"clientActivityID": 7}},
        {"type": "message", "channelData": {"clientActivityID": ""}},
        {"type": "message", "channelData": {"clientActivityID": "x" * 201}},
        {"type": "message", "channelData": {"clientActivityID": "\0"}},
        {"type": "message", "attachments": {}},
        {"type": "message", "attachments": ["x"]},
        {"type": "message", "entities": "x"},
        {"type": "message", "value": nested(60)},
        {"type": "message", "channelData": {"deep": nested(900)}},
    ],
)
async def test_malformed_activities_are_400_and_leave_no_trace(
    server: Any, chat: Any, refused: Any, activity: Any
) -> None:
    await refused(await chat.post(activity), 400, "BadActivity")

    assert len((await chat.history())["activities"]) == 1
    assert len(server.parrot.taken) == 1


async def test_other_bodies_are_refused(chat: Any, refused: Any) -> None:
    async def post(data: bytes, kind: str = "application/json") -> Any:
        headers = chat.auth | {"Content-Type": kind}
        return await chat.http.post(f"{chat.path}/activities", data=data, headers=headers)

    await refused(await post(b"[]"), 400, "BadJson")
    await refused(await post(b"{"), 400, "BadJson")
    await refused(await post(b""), 400, "BadJson")
    await refused(await post(b"{}", "text/plain"), 415, "UnsupportedMediaType")
    await refused(await post(b'{"text": "' + b"x" * 256 * 1024 + b'"}'), 413, "TooLarge")


async def test_fields_without_value_are_no_fields(server: Any, chat: Any) -> None:
    answer = await chat.post({"type": "message", "text": None, "value": None, "channelData": None, "from": None})

    assert answer.status == 200
    assert "text" not in server.parrot.taken[-1]


async def test_secrets_reach_neither_log_nor_echo_nor_bot(server: Any, chat: Any) -> None:
    secret = "hunter2hunter2"
    stream = await chat.listens()
    await stream.until("Welcome")
    await chat.post(
        {
            "type": "message",
            "text": f"az login --password {secret}",
            "value": {"deep": [f"AccountKey={secret}"]},
            "unknown": f"password={secret}",
            "attachments": [{"contentType": "text/plain", "name": "a", "content": f"password={secret}"}],
        }
    )

    assert secret not in str(await stream.frame())
    assert secret not in str(await chat.history())
    assert secret not in str(server.parrot.taken)
    assert server.parrot.taken[-1]["attachments"] == [{"contentType": "text/plain", "name": "a"}]


async def test_an_upload_is_refused_with_a_way_out(chat: Any, refused: Any) -> None:
    stream = await chat.listens()
    await stream.until("Welcome")
    form = FormData()
    form.add_field(
        "activity", b'{"type": "message"}', filename="blob", content_type="application/vnd.microsoft.activity"
    )
    form.add_field("file", BytesIO(b"\x89PNG" + b"x" * 3_000_000), filename="error.png", content_type="image/png")

    answer = await chat.http.post(f"{chat.path}/upload", params={"userId": "me"}, data=form, headers=chat.auth)

    await refused(answer, 415, "UploadNotSupported")
    hint = (await stream.frame())["activities"][0]
    assert "paste" in hint["text"]
    assert hint["from"]["role"] == "bot"
    assert len((await chat.history())["activities"]) == 1
    await chat.says("still here")


async def test_a_message_that_cannot_be_saved_is_said_and_can_be_sent_again(
    server: Any, chat: Any, refused: Any, break_store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = await chat.listens()
    await stream.until("Welcome")
    break_store("unit")

    await refused(
        await chat.post({"type": "message", "text": "hello", "channelData": {"clientActivityID": "x1"}}),
        503,
        "StoreUnavailable",
    )

    frame = await stream.frame()
    assert "could not save" in frame["activities"][0]["text"]
    assert frame["activities"][0]["from"]["role"] == "bot"
    assert frame["watermark"] == "1"
    assert len(server.parrot.taken) == 1
    monkeypatch.undo()
    await chat.says("hello", "x1")
    assert [activity["text"] for activity in await stream.until("More?") if "text" in activity] == [
        "hello",
        "You said hello",
        "More?",
    ]


async def test_who_polls_hears_it_too(chat: Any, clock: Any, break_store: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    break_store("unit")
    await chat.post({"type": "message", "text": "hello"})
    monkeypatch.undo()

    first, second = await chat.history("1"), await chat.history("1")

    assert "could not save" in first["activities"][0]["text"]
    assert first["watermark"] == "1"
    assert second["activities"] == []


async def test_what_nobody_fetched_is_forgotten_after_a_minute(
    chat: Any, clock: Any, break_store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_store("unit")
    await chat.post({"type": "message", "text": "hello"})
    monkeypatch.undo()
    clock.moves(seconds=61)

    assert (await chat.history("1"))["activities"] == []


async def test_polling_a_broken_store_is_quiet(chat: Any, break_store: Any) -> None:
    break_store("conversation", "activities")

    assert await chat.history("1") == {"activities": [], "watermark": "1"}


async def test_a_broken_store_is_a_503_elsewhere(server: Any, chat: Any, refused: Any, break_store: Any) -> None:
    break_store("conversation", "unit", "activities")

    await refused(await chat.get(), 503, "StoreUnavailable")
    await refused(await server.post(f"{BASE}/conversations", {}, chat.token), 503, "StoreUnavailable")
    await refused(await server.post(f"{chat.path}/upload", None, chat.token), 503, "StoreUnavailable")


async def test_a_stream_whose_log_cannot_be_read_ends_so_that_the_client_comes_back(
    chat: Any, break_store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_store("activities")
    stream = await chat.listens()

    assert await stream.closed() == 1011
    monkeypatch.undo()
    again = await chat.listens()
    await again.until("Welcome")


async def test_replies_that_were_not_kept_are_shown_and_not_logged(server: Any, chat: Any) -> None:
    stream = await chat.listens()
    await stream.until("Welcome")
    server.parrot.fails_to_save = True
    await chat.says("hello")

    echo, _, replies = [await stream.frame() for _ in range(3)]

    assert echo["watermark"] == replies["watermark"] == "2"
    assert [reply["text"] for reply in replies["activities"]] == ["You said hello", "More?", "Not saved"]
    assert len({reply["id"] for reply in replies["activities"]}) == 3
    assert len((await chat.history())["activities"]) == 2
    server.parrot.fails_to_save = False
    await chat.says("again")
    assert [a["text"] for a in await stream.until("More?") if "text" in a] == ["again", "You said again", "More?"]


async def test_a_database_broken_from_outside_is_no_500(run: Any, tmp_path: Path) -> None:
    async with run() as server:
        chat = await server.start()
        await server.store.close()
        file = tmp_path / "data" / "peering-bot.db"
        damage(file)

        posted = await chat.post({"type": "message", "text": "hello"})
        polled = await chat.get("/activities", watermark="1")

        assert posted.status == 503
        assert polled.status == 200


def damage(file: Path) -> None:
    file.write_bytes(b"\xff" * file.stat().st_size)
