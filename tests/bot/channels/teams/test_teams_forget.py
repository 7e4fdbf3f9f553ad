"""Who wants to be forgotten has nothing waiting any more, and is not asked what the same "yes" means."""

from typing import Any

import orjson
import pytest
from aiohttp import web
from sqlalchemy import select

from bot.channels.bot_framework.delivery import BY
from bot.state.boxes import Boxes
from bot.state.tables import DOCUMENTS, INBOX, OUTBOX
from bot.turn.names import conversation_key
from tests.bot.channels.bot_framework.outage_world import later
from tests.bot.channels.bot_framework.test_bot_framework_conversation import PASTE
from tests.bot.channels.bot_framework.world import Clock
from tests.bot.channels.teams.teams_world import KINDS, Person, Room
from tests.chat import Wire, text_of


async def everything(room: Room) -> str:
    """Give all that the store has in documents and boxes."""
    columns = (DOCUMENTS.c.key, DOCUMENTS.c.body, INBOX.c.conversation, INBOX.c.body, OUTBOX.c.conversation)
    found: list[str] = []
    for column in (*columns, OUTBOX.c.body, DOCUMENTS.c.person):
        statement = select(column)
        found += await room.store.look(lambda connection, of=statement: connection.scalars(of).all())
    return "\n".join(str(one) for one in found)


async def left_in_the_inbox(room: Room, person: Person, text: str) -> None:
    """Leave a message that a process which is gone had taken."""
    activity = person.activity(text=text, conversation=KINDS["group"])
    gone = Boxes(room.store, "gone", room.poster.inbox.boxes.now)
    await gone.receive(conversation_key(activity), text, {"by": BY, "activity": activity})


async def is_forgotten(person: Person) -> None:
    await person.says("forget me")
    await person.says("yes")


async def test_what_waits_to_be_sent_or_worked_on_is_deleted(room: Room, clock: Clock) -> None:
    ann, bob = room.person("ann"), room.person("bob")
    posted = room.service.answer
    room.service.answer = lambda: web.Response(status=503)
    for person in (ann, bob):
        await person.posts(text=PASTE, conversation=KINDS["group"])
    for person in (ann, bob):
        await left_in_the_inbox(room, person, f"a message of {person.name}")
    room.service.answer = posted
    room.service.sent.clear()

    await is_forgotten(ann)

    assert "I deleted" in "\n".join(text_of(one) for one in room.service.sent)
    kept = await everything(room)
    assert "29:ann" not in kept
    assert "a message of ann" not in kept
    assert "a message of bob" in kept
    room.service.sent.clear()
    await later(room.poster, clock, 60)
    assert {one["recipient"]["id"] for one in room.service.sent} == {"29:bob"}


async def test_what_is_written_after_it_is_worked_on(room: Room) -> None:
    ann = room.person("ann")
    await ann.says("forget me")
    room.poster.hurries = True
    for text in ("yes", "menu"):
        await ann.says(text)
    await room.poster.inbox.idle()

    assert "I deleted" in room.text
    assert "What can I help you with" in text_of(room.last)
    assert "29:ann" in await everything(room)


async def test_somebody_with_a_name_in_the_name_of_another_keeps_theirs(room: Room, clock: Clock) -> None:
    """A person is looked for by the whole id, whatever is in it."""
    odd, other = Person(room, '29:a%_"\\\u00e4', "odd"), Person(room, '29:a%_"\\\u00e4x', "other")
    for person in (odd, other):
        await left_in_the_inbox(room, person, f"a message of {person.name}")
        mentions = person.activity(text="see", conversation={"id": "19:x"}, entities=[{"id": odd.id}])
        async with room.store.unit() as unit:
            gone = Boxes(room.store, "gone", room.poster.inbox.boxes.now)
            await gone.receive_in(unit, "x", person.name, {"by": BY, "activity": mentions})

    await is_forgotten(odd)

    kept = await everything(room)
    assert "a message of odd" not in kept
    assert kept.count(orjson.dumps(other.id).decode()) == 2


def clicked(person: Person, data: Any, id_: str) -> Wire:
    return {"type": "invoke", "name": "adaptiveCard/action", "id": id_, "value": {"action": {"data": data}}}


@pytest.mark.parametrize("how", ["typed", "clicked"])
async def test_the_same_yes_again_is_not_handled_again(room: Room, how: str) -> None:
    ann = room.person("ann")
    await ann.says("forget me")
    _, data = ann.button("Yes, delete it")
    yes = {"text": "yes", "id": "y1"} if how == "typed" else clicked(ann, dict(data), "y1")
    await ann.posts(**yes)
    sent = len(room.service.sent)
    assert "29:ann" not in await everything(room)

    await ann.posts(**yes)

    assert len(room.service.sent) == sent
    assert "29:ann" not in await everything(room)
    await ann.says("menu")
    assert len(room.service.sent) == sent + 1


async def test_the_same_yes_again_is_not_handled_again_when_something_new_asks_the_same(room: Room) -> None:
    ann = room.person("ann")
    for number, text in enumerate(("forget me", "yes", "hi", "forget me")):
        await ann.posts(text=text, id=f"m{number}")
    sent = len(room.service.sent)
    before = await everything(room)

    await ann.posts(text="yes", id="m1")

    assert len(room.service.sent) == sent
    assert "29:ann" in await everything(room)
    assert before.count("29:ann") == (await everything(room)).count("29:ann")


async def test_what_stays_says_nothing_of_anybody(room: Room) -> None:
    ann = room.person("ann")
    await ann.says(PASTE)
    await is_forgotten(ann)

    rows = await room.store.look(lambda connection: connection.execute(select(DOCUMENTS)).all())
    assert [(row.body, row.person, len(row.key)) for row in rows] == [("{}", None, 64)]
