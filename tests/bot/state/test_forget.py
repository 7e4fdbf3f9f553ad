"""Forgetting a person: everything of theirs goes, everything of others stays."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.channels.direct_line.incoming import SERVICE_URL
from bot.state.feedback import opinions
from bot.state.hand_offs import State, add_hand_off, move_hand_off, read_hand_off
from bot.state.store import Store
from bot.state.tables import DOCUMENTS
from dialogs import speech
from tests.bot.channels.bot_framework.test_bot_framework_conversation import PASTE
from tests.chat import Chat


async def keys(store: Store) -> set[str]:
    """Give the keys of documents that say whose they are."""
    there = await store.look(lambda connection: connection.scalars(select(DOCUMENTS.c.key)).all())
    return {key for key in there if "/" in key}


async def test_every_conversation_of_the_channel_is_forgotten(tmp_path: Path) -> None:
    chat = await Chat.begin(tmp_path, channel="msteams", user="29:ann")
    bob = Chat(chat.store, channel="msteams", user="29:bob")
    await chat.sends(text=PASTE, conversation={"id": "19:group@thread.v2"})
    await chat.says(PASTE)
    await chat.says("it worked")
    await bob.sends(text=PASTE, id="b1")
    await bob.sends(text="still broken", id="b2")
    (before,) = await opinions(chat.store)
    assert (before.up, before.down) == (1, 1)

    await chat.says("forget me")
    await chat.says("yes")

    chat.sees("I deleted", "belong to the app that you use")
    assert await keys(chat.store) == {"msteams/c1/29:bob"}
    (after,) = await opinions(chat.store)
    assert (after.up, after.down) == (0, 1)
    await chat.says("menu")
    assert "msteams/c1/29:ann" in await keys(chat.store)
    await chat.store.close()


async def test_a_conversation_with_a_long_id_is_forgotten_from_another(tmp_path: Path) -> None:
    """Its document is named by a digest, which does not say whose it is."""
    chat = await Chat.begin(tmp_path, channel="msteams", user="29:ann")
    for _ in range(2):
        await chat.sends(text=PASTE, conversation={"id": f"19:{'long' * 100}@thread.v2"})

    await chat.says("forget me")
    await chat.says("yes")

    there = await chat.store.look(lambda connection: connection.execute(select(DOCUMENTS)).all())
    assert [(row.body, row.person) for row in there] == [("{}", None)]
    await chat.store.close()


async def test_what_was_forgotten_is_not_in_the_file_any_more(tmp_path: Path) -> None:
    """A long text lies on pages of its own, which are free afterwards: many builds of SQLite leave it there."""
    chat = await Chat.begin(tmp_path, channel="msteams", user="29:ann")
    for number in range(3):
        await chat.says(f"{PASTE} {'and then ' * 900} kumquat {number}")

    await chat.says("forget me")
    await chat.says("yes")
    await chat.store.close()

    files = [file.read_bytes() for file in tmp_path.iterdir()]  # noqa: ASYNC240 - nobody else runs here
    assert files
    assert not any(b"kumquat" in content for content in files)


@pytest.mark.parametrize(("channel", "left"), [("msteams", "Somebody"), ("directline", "Ann O'Hara")])
async def test_who_took_a_hand_off_is_forgotten_there_too(tmp_path: Path, channel: str, left: str) -> None:
    """In Teams; on the web anybody may have that name."""
    chat = await Chat.begin(tmp_path, channel=channel, user="29:ann")
    async with chat.store.unit() as unit:
        for id_, by in (("hers", "Ann O'Hara"), ("his", "Bob")):
            await add_hand_off(unit, id_, f"msteams/{id_}", {}, "summary")
            await move_hand_off(unit, id_, State.ASSIGNED, by, "2026-01-01T00:00:00Z")

    for text in ("forget me", "yes"):
        await chat.sends(text=text, **{"from": {"id": "29:ann", "name": "Ann  O'Hara *"}})

    there = [await read_hand_off(chat.store, id_) for id_ in ("hers", "his")]
    assert [(one.by, one.state) for one in there if one] == [(left, State.ASSIGNED), ("Bob", State.ASSIGNED)]
    await chat.store.close()


@pytest.mark.parametrize(
    ("channel", "service", "kept_here"),
    [
        ("directline", SERVICE_URL, True),
        ("directline", "https://directline.botframework.com/", False),
        ("webchat", "https://webchat.botframework.com/", False),
    ],
)
async def test_only_messages_that_are_kept_here_are_said_to_be_deleted(
    tmp_path: Path, channel: str, service: str, *, kept_here: bool
) -> None:
    """Azure keeps those of its Direct Line and Web Chat."""
    chat = await Chat.begin(tmp_path, channel=channel)
    for text in ("forget me", "yes"):
        await chat.sends(text=text, serviceUrl=service)

    chat.sees("I deleted")
    assert (speech.FORGOTTEN_ON_WEB in chat.text, speech.FORGOTTEN_ELSEWHERE in chat.text) == (kept_here, not kept_here)
    await chat.store.close()


async def test_a_user_of_azures_direct_line_deletes_nothing_of_one_of_ours(tmp_path: Path) -> None:
    """Both have the same channel id, and clients of Azure's choose the ids of their users."""
    chat = await Chat.begin(tmp_path, user="dl_ann")
    await chat.store.start("c1", "dl_ann", "2026-01-01T00:00:00Z")
    async with chat.store.unit() as unit:
        await unit.append("c1", [{"type": "message", "text": "hello"}])
    await chat.says(PASTE)
    await chat.says("still broken")
    azures = {"serviceUrl": "https://directline.botframework.com/", "conversation": {"id": "c1"}}

    await chat.sends(text="menu", **azures)
    assert len(await keys(chat.store)) == 2
    await chat.sends(text="forget me", **azures)
    await chat.sends(text="yes", **azures)

    assert [one.body["text"] for one in await chat.store.activities("c1", 0)] == ["hello"]
    assert await keys(chat.store) == {"directline/c1/dl_ann"}
    (said,) = await opinions(chat.store)
    assert said.down == 1
    await chat.store.close()
