"""One activity: once, one at a time, saved as a whole or not at all, and always an answer."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.state.store import Conflict, Store, StoreError, Unit
from bot.turn.document import VERSION
from dialogs import speech
from knowledge.explain import Brain
from tests.chat import Chat
from tests.dialogs.shelf import Shelf

KEY = "directline/c1/dl_ann"


async def test_an_activity_that_comes_again_is_handled_once(chat: Chat) -> None:
    """Teams sends one again after about 15 seconds."""
    await chat.sends(id="same", text="Peer two VNets")
    assert chat.buttons
    await chat.sends(id="same", text="Peer two VNets")
    assert chat.replies == []
    await chat.sends(id="another", text="Peer two VNets")
    assert chat.replies != []


async def test_an_edit_keeps_its_id_and_is_not_the_same(chat: Chat) -> None:
    """What is remembered is the type, the id and for an edit its time; the bot answers messages only."""
    await chat.sends(id="same", text="hello")
    await chat.sends(id="same", type="messageUpdate", timestamp="2026-11-22T12:00:00Z", text="hello you")
    stored = await chat.store.read(KEY)
    assert stored is not None
    assert len(stored.body["seen"]) == 2


async def test_an_activity_without_an_id_is_handled(chat: Chat) -> None:
    for _ in range(2):
        await chat.sends(id=None, text="hello")
        assert chat.replies


async def test_the_list_of_handled_activities_does_not_grow_for_ever(brain: Brain) -> None:
    shelf = Shelf()
    chat = Chat(shelf, brain)  # type: ignore[arg-type]
    for _ in range(80):
        await chat.says("menu")
    stored = await shelf.read(KEY)
    assert stored is not None
    assert len(stored.body["seen"]) == 50


async def test_two_messages_at_once_run_one_after_the_other(chat: Chat) -> None:
    """The second is understood where the first one led."""
    await chat.joins()
    await asyncio.gather(chat.sends(text="Peer two VNets"), chat.sends(text="same subscription"))
    payload = next(iter(chat.buttons.values()))
    assert (payload["scenario"], payload["question"]) == ("configure-two-vnets", "region")


async def test_many_messages_at_once_are_all_answered(chat: Chat) -> None:
    await asyncio.gather(*(chat.sends(text="menu") for _ in range(10)))
    stored = await chat.store.read(KEY)
    assert stored is not None
    assert len(stored.body["seen"]) == 10
    assert chat.turns._alone._queues == {}


async def test_two_programs_on_one_store_lose_nothing(chat: Chat, brain: Brain) -> None:
    """Both take a message of the same conversation at the same time; who is later runs its turn again."""
    other = Chat(chat.store, brain)
    await asyncio.gather(chat.sends(id="x1", text="Peer two VNets"), other.sends(id="x2", text="Peer two VNets"))
    stored = await chat.store.read(KEY)
    assert stored is not None
    assert sorted(stored.body["seen"]) == ["message:x1:", "message:x2:"]
    assert chat.replies
    assert other.replies


class Busy(Shelf):
    """A store in which somebody else is quicker a few times."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    def write(self, key: str, body: dict[str, Any], etag: int | None, _person: str | None = None) -> int:
        if self.times:
            self.times -= 1
            raise Conflict(key)
        return super().write(key, body, etag)


async def test_a_conflict_is_tried_again(brain: Brain, caplog: pytest.LogCaptureFixture) -> None:
    chat = Chat(Busy(3), brain)  # type: ignore[arg-type]
    await chat.says("peering-disconnected")
    assert len(chat.replies) == 1
    chat.sees("The peering is Disconnected")
    assert not caplog.records


async def test_a_conflict_that_does_not_end_is_apologised_for(brain: Brain) -> None:
    chat = Chat(Busy(4), brain)  # type: ignore[arg-type]
    await chat.says("peering-disconnected")
    chat.sees("something went wrong on my side")


class Broken(Shelf):
    """A store whose disk is full."""

    def __init__(self) -> None:
        super().__init__()
        self.reads = True
        self.writes = True

    async def read(self, key: str) -> Any:
        if not self.reads:
            raise StoreError("The disk of the store is broken.")
        return await super().read(key)

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Shelf]:
        async with super().unit() as unit:
            yield unit
            if not self.writes:
                raise StoreError("The disk of the store is full.")


async def test_a_store_that_cannot_be_written_still_answers(brain: Brain, caplog: pytest.LogCaptureFixture) -> None:
    """The note comes first, because the last message has the choices of the step; the old state stays."""
    shelf = Broken()
    chat = Chat(shelf, brain)  # type: ignore[arg-type]
    await chat.says("Peer two VNets")
    before = dict(shelf.documents)
    shelf.writes = False
    await chat.says("peering-disconnected")
    assert speech.NOT_SAVED in chat.replies[0]["text"]
    assert "The peering is Disconnected" in chat.replies[1]["text"]
    assert "It worked" in chat.buttons
    assert shelf.documents == before
    assert "The disk of the store is full." in caplog.text
    shelf.writes = True
    await chat.says("same subscription")
    chat.does_not_see(speech.NOT_SAVED)
    assert next(iter(chat.buttons.values()))["question"] == "region"


async def test_a_store_that_cannot_be_read_still_answers(brain: Brain) -> None:
    shelf = Broken()
    shelf.reads = False
    chat = Chat(shelf, brain)  # type: ignore[arg-type]
    await chat.says("peering-disconnected")
    chat.sees(speech.NOT_SAVED, "The peering is Disconnected")
    assert shelf.documents == {}


class Deaf(Chat):
    """A channel that keeps its log in the same store and cannot."""

    async def keep(self, unit: Unit, replies: Any) -> None:
        raise StoreError("The log is full.")


async def test_what_the_channel_cannot_keep_is_not_saved_either(brain: Brain) -> None:
    """Both or none."""
    shelf = Shelf()
    chat = Deaf(shelf, brain)  # type: ignore[arg-type]
    await chat.says("peering-disconnected")
    chat.sees(speech.NOT_SAVED, "The peering is Disconnected")
    assert shelf.documents == {}


async def test_an_exception_gives_an_apology_and_keeps_the_last_good_state(
    chat: Chat, brain: Brain, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def explode(text: str) -> None:
        raise ZeroDivisionError("in the middle of a turn")

    await chat.says("Peer two VNets")
    before = await chat.store.read(KEY)
    with monkeypatch.context() as patched:
        patched.setattr(brain, "explain", explode)
        await chat.says("what does this mean for my vnets")
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    reference = record.getMessage().rpartition(" ")[2]
    assert len(chat.replies) == 1
    chat.sees("Sorry, something went wrong on my side", reference)
    chat.does_not_see("ZeroDivisionError", "in the middle of a turn", "Traceback")
    assert record.exc_info is not None
    assert record.exc_info[0] is ZeroDivisionError
    assert await chat.store.read(KEY) == before
    await chat.says("same subscription")
    assert next(iter(chat.buttons.values()))["question"] == "region"


async def test_the_log_of_an_exception_has_no_text_of_the_user(
    chat: Chat, brain: Brain, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def explode(text: str) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(brain, "explain", explode)
    await chat.says("subscription 8d3fa6c1-70b2-4e59-9c84-1e5f2b7d6a03 of ann@example.com")
    assert "8d3fa6c1" not in caplog.text
    assert "example.com" not in caplog.text


async def _with_stack(chat: Chat, stack: list[dict[str, Any]], version: int = VERSION) -> None:
    stored = await chat.store.read(KEY)
    assert stored is not None
    async with chat.store.unit() as unit:
        unit.write(KEY, {**stored.body, "stack": stack, "version": version}, stored.etag)


def _waiting(place: dict[str, Any], dialog: str, options: dict[str, Any]) -> list[dict[str, Any]]:
    state = {"options": options, "values": {}, "instanceId": "1", "stepIndex": 0}
    return [{"id": "ask", "state": {"place": place}}, {"id": dialog, "state": state}]


LOST = [
    _waiting({"at": "menu", "tries": 0}, "renamed-dialog", {}),
    _waiting({"at": "question", "scenario": "gone-scenario", "path": []}, "menu", {}),
    _waiting(
        {"at": "question", "scenario": "configure-two-vnets", "path": [["gone-question", "same"]]},
        "configure-two-vnets",
        {"path": [["gone-question", "same"]]},
    ),
    _waiting(
        {"at": "question", "scenario": "configure-two-vnets", "path": [["subscriptions", "gone-option"]]},
        "configure-two-vnets",
        {"path": [["subscriptions", "gone-option"]]},
    ),
    _waiting({"at": "fix", "answer": "gone-answer"}, "fix", {"answer": "gone-answer"}),
    _waiting({"at": "choose", "ids": ["gone-answer"]}, "choose", {"ids": ["gone-answer"]}),
    _waiting({}, "menu", {}),
    [{"id": "menu", "state": {}}],
    [{"id": "ask", "state": {}}],
    [{"id": "ask", "state": {"place": {"at": "menu", "tries": 0}}}],
    [{"id": "ask", "state": None}, {"id": "menu", "state": {}}],
]


@pytest.mark.parametrize("stack", LOST)
async def test_a_place_that_is_no_more_is_said_to_be_lost(
    chat: Chat, stack: list[dict[str, Any]], caplog: pytest.LogCaptureFixture
) -> None:
    """And what the user wrote is answered."""
    await chat.joins()
    await _with_stack(chat, stack)
    await chat.says("peering-disconnected")
    chat.sees(speech.LOST_PLACE, "The peering is Disconnected")
    assert list(chat.buttons) == ["It worked", "Still broken", "Something else"]
    assert not caplog.records
    await chat.says("menu")
    assert len(chat.buttons) == 9


@pytest.mark.parametrize("text", ["back", "why", "summary", "start over", "help", "portal", "1"])
async def test_commands_work_in_a_lost_place(chat: Chat, text: str, caplog: pytest.LogCaptureFixture) -> None:
    await chat.joins()
    await _with_stack(chat, LOST[2])
    await chat.says(text)
    chat.sees(speech.LOST_PLACE)
    assert chat.buttons
    assert not caplog.records


async def test_a_state_of_another_version_starts_at_the_menu(chat: Chat) -> None:
    """What the user told is kept."""
    await chat.says("peering-disconnected")
    await _with_stack(chat, [{"anything": 1}], version=VERSION + 1)
    await chat.says("summary")
    chat.sees("> peering-disconnected")
    assert len(chat.buttons) == 9


async def test_a_restart_goes_on_where_it_was(tmp_path: Path, brain: Brain) -> None:
    first = await Chat.begin(tmp_path)
    await first.joins()
    await first.clicks("Two peered VNets, no traffic")
    await first.takes("connected")
    buttons = first.buttons
    await first.store.close()
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'chat.db'}")
    second = Chat(store, brain)
    await second.sends(id="later", text="why")
    assert second.buttons == buttons
    await second.sends(id="later still", text="back")
    assert next(iter(second.buttons.values()))["question"] == "status"
    await store.close()


async def test_users_and_conversations_do_not_mix(chat: Chat, brain: Brain) -> None:
    await chat.says("Peer two VNets")
    for fields in ({"from": {"id": "dl_bob"}}, {"conversation": {"id": "c2"}}, {"channelId": "msteams"}):
        other = Chat(chat.store, brain)
        await other.sends(**fields, text="why")
        assert len(other.buttons) == 9
    await chat.says("why")
    assert next(iter(chat.buttons.values()))["scenario"] == "configure-two-vnets"


SECRETS = {
    "password": "the login failed, password=Tr0ub4dor&3x for the peering",
    "sas": "https://x.blob.core.windows.net/a.json?sv=2024-01-01&sig=QWxhZGRpbjpvcGVuIHNlc2FtZQ%3D%3D peering error",
    "token": "Bearer eyJhbGciOiJSUzI1NiJ9.eyJvaWQiOiIxMjM0NTYifQ.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg peering failed",
    "client secret": "ARM_CLIENT_SECRET=abc8Q~VerySecretValueThatIsLongEnough12345 terraform peering failed",
    "by its form": "the secret is Xyz8Q~VerySecretValueThatIsLongEnough12345 and peering failed",
    "cli": "az login --service-principal -u app -p 'Pa55phrase!' --tenant x",
    "key": "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY----- error: peering",
}
HIDDEN = [
    "Tr0ub4dor", "QWxhZGRpbjpvcGVu", "eyJvaWQiOiIxMjM0NTYifQ", "VerySecretValue", "Pa55phrase", "MIIEvQIBADANBgkq",
]  # fmt: skip


def _bytes_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


@pytest.mark.parametrize("name", SECRETS)
async def test_a_secret_is_never_stored_nor_said(tmp_path: Path, name: str) -> None:
    """On any channel: this one removes nothing by itself."""
    chat = await Chat.begin(tmp_path)
    for text in ("Peer two VNets", SECRETS[name], "summary", "menu", SECRETS[name], SECRETS[name], SECRETS[name]):
        await chat.says(text)
        chat.does_not_see(*HIDDEN)
    await chat.store.close()
    stored = _bytes_in(tmp_path)
    assert b"***" in stored
    for hidden in HIDDEN:
        assert hidden.encode() not in stored


async def test_ids_and_addresses_in_what_was_said_are_stored_masked(tmp_path: Path) -> None:
    """The names that stand in commands are kept as they are; the text is not."""
    chat = await Chat.begin(tmp_path)
    await chat.says("peering trouble of ann@example.com at 10.0.0.4 in 8d3fa6c1-70b2-4e59-9c84-1e5f2b7d6a03")
    stored = await chat.store.read(KEY)
    assert stored is not None
    (problem,) = stored.body["memory"]["problems"]
    assert "[mail-1]" in problem
    assert "[address-1]" in problem
    assert "[id-1]" in problem
    await chat.store.close()
