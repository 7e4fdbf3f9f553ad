"""The store on a real PostgreSQL server."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from bot.channels.bot_framework.outbound import Reference
from bot.channels.direct_line.incoming import SERVICE_URL
from bot.state.boxes import Boxes, waiting
from bot.state.retention import Retention
from bot.state.store import Conflict, Store, Stored, Unit
from bot.state.tables import DOCUMENTS, INBOX, OUTBOX
from bot.turn.channel import Channel, Wire
from bot.turn.inbox import Inbox
from bot.turn.sent import Sent
from tests.chat import Chat

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
async def store(postgres: str) -> AsyncIterator[Store]:
    opened = Store(postgres)
    await opened.open()
    yield opened
    await opened.close()


async def test_documents_have_etags(store: Store) -> None:
    async with store.unit() as unit:
        etag = unit.write("etags", {"a": 1}, None)
    async with store.unit() as unit:
        unit.write("etags", {"a": 2}, etag)
    with pytest.raises(Conflict):
        async with store.unit() as unit:
            unit.write("etags", {"a": 3}, etag)
    stored = await store.read("etags")
    assert stored
    assert stored.body == {"a": 2}


async def test_the_log_has_no_gaps_when_units_race(store: Store) -> None:
    await store.start("race", "dl_ann", "2026-11-23T00:00:00Z")

    async def append(number: int) -> None:
        async with store.unit() as unit:
            await unit.append("race", [{"number": number}, {"number": -number}])

    await asyncio.gather(*(append(number) for number in range(1, 9)))
    entries = await store.activities("race", 0)
    assert [entry.sequence for entry in entries] == list(range(1, 17))


async def test_nothing_of_a_failed_unit_is_kept(store: Store) -> None:
    await store.start("half", "dl_ann", "2026-11-23T00:00:00Z")
    with pytest.raises(Conflict):  # noqa: PT012 - both writes belong to the unit that fails
        async with store.unit() as unit:
            await unit.append("half", [{"text": "lost"}])
            unit.write("nothing", {}, 4)
    assert await store.activities("half", 0) == []


async def test_an_escaped_sign_that_the_database_cannot_keep_is_left_out(store: Store) -> None:
    """Azure's JSON may have \\u0000 in it, which is no such sign before the paste is read."""
    chat = Chat(store, user="dl_nul")
    for code in ("VnetAddressSpacesOverlap", "PeeringOfTomorrow"):
        await chat.says(f'{{"error": {{"code": "{code}", "message": "peering of x \\u0000 y"}}}}')
        chat.does_not_see("could not save")
    await chat.says("summary")
    chat.does_not_see("could not save")


async def test_a_conversation_goes_on_after_a_restart(postgres: str, store: Store, tmp_path: Path) -> None:
    chat = Chat(store, user="dl_pg")
    await chat.says("connectivity-two-vnets")
    again = Store(postgres)
    chat = Chat(again, user="dl_pg")
    await chat.sends(text="why", id="after-the-restart")
    chat.sees("Status")
    await again.close()


class Way:
    """A channel that remembers what was said."""

    def __init__(self, said: list[str]) -> None:
        self.said = said

    def answers(self, activity: Wire) -> "Way":
        return self

    async def keep(self, unit: Unit, replies: Sequence[Wire]) -> None:
        """Nothing to keep."""

    async def send(self, replies: Any) -> Sent:
        self.said += [str(reply["text"]) for reply in replies]
        return Sent()

    async def show_typing(self) -> None:
        """Nothing to show."""


class Echo:
    """Turns that repeat what they hear."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def take(self, activity: Wire, channel: Channel, document: Stored | None = None) -> None:
        async with self._store.unit() as unit:
            await channel.keep(unit, [activity])
        await channel.send([activity])


def message(text: str) -> Wire:
    return {"type": "message", "id": text, "channelId": "t", "conversation": {"id": "pg"}, "text": text}


async def test_two_processes_work_a_conversation_off_in_order(postgres: str, store: Store) -> None:
    """A third process left a message behind that nobody works on."""
    said: list[str] = []
    second = Store(postgres)
    now = [1_000.0]
    processes = [Inbox(one, Echo(one), now=lambda: now[0]) for one in (store, second)]
    dead = Inbox(store, Echo(store), now=lambda: now[0])
    for inbox in processes:
        inbox.way("test", Way(said))

    async with store.unit() as unit:
        await dead.receive_in(unit, "test", message("left"))
    kept = [await processes[number % 2].receive("test", message(str(number))) for number in range(20)]
    again = await asyncio.gather(*(inbox.receive("test", message("19")) for inbox in processes))
    await asyncio.sleep(0.1)
    assert said == [], "what was left behind comes first"
    now[0] += 6
    for inbox in processes:
        await inbox.boxes.renew()
    now[0] += 6
    await processes[0].recover()
    await asyncio.gather(*(inbox.idle() for inbox in processes))

    assert all(kept)
    assert again == [False, False]
    assert said == ["left", *(str(number) for number in range(20))]
    assert await store.look(waiting) == {"inbox": 0, "outbox": 0}
    await second.close()


async def test_what_comes_at_the_same_moment_stays_in_its_order(store: Store) -> None:
    said: list[str] = []
    inbox = Inbox(store, Echo(store))
    inbox.way("test", Way(said))
    texts = [str(number) for number in range(50)]

    await asyncio.gather(*(inbox.receive("test", message(text)) for text in texts))
    await inbox.idle()

    assert said == texts


async def test_a_database_of_an_earlier_version_gets_its_columns(postgres: str, store: Store) -> None:
    async with store.unit() as unit:
        unit.write("msteams/a:1/29:pg", {}, None)
    async with store.unit() as unit:
        await unit.run(lambda connection: connection.execute(text("ALTER TABLE documents DROP COLUMN person")))
        await unit.run(lambda connection: connection.execute(text("ALTER TABLE documents DROP COLUMN updated")))
    again = [Store(postgres), Store(postgres)]
    await asyncio.gather(*(one.open() for one in again))
    whose = select(DOCUMENTS.c.person).where(DOCUMENTS.c.key == "msteams/a:1/29:pg")
    assert await again[0].look(lambda connection: connection.scalar(whose)) == "msteams/29:pg"
    for one in again:
        await one.close()


async def test_forgetting_and_retention(store: Store) -> None:
    chat = Chat(store, user="dl_gone")
    await chat.says("connectivity-two-vnets")
    gone = Boxes(store, "gone", time.time)
    for user in ("dl_gone", "dl_stays"):
        activity = {"channelId": "directline", "serviceUrl": SERVICE_URL, "from": {"id": user}}
        await gone.receive(user, user, {"activity": activity})
        async with store.unit() as unit:
            gone.post(unit, user, {"to": Reference.of(activity | {"from": {"id": user}}).as_json()})
    await chat.says("forget me")
    await chat.says("yes")
    assert await store.read("directline/c1/dl_gone") is None
    for table in (INBOX, OUTBOX):
        whose = select(table.c.conversation).where(table.c.owner == "gone")
        assert await store.look(lambda connection, of=whose: connection.scalars(of).all()) == ["dl_stays"]
    await chat.says("menu")
    await store.start("gone", "dl_gone", "2026-01-01T00:00:00Z")
    async with store.unit() as unit:
        await unit.append("gone", [{"type": "message"}] * 450)
    assert await Retention(store, 90, now=lambda: time.time() + 91 * 86_400, pause=0).sweep() >= 452
    assert await store.read("directline/c1/dl_gone") is None
    assert await store.conversation("gone") is None
