"""The replies to a click are as safe as those to a message: kept with the state, and sent after a crash too."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.channels.bot_framework import invoke
from bot.channels.teams.teams import teams_invokes
from bot.state.store import Store
from bot.turn.turns import Turns
from knowledge.explain import brain
from tests.bot.channels.bot_framework.outage_world import later, left
from tests.bot.channels.bot_framework.world import Clock, Issuer, Poster, Service, serving, settings
from tests.bot.channels.teams.teams_world import Person, Room
from tests.chat import buttons_of, text_of

TOPIC = "Peer two VNets"
NEXT = "same subscription"


@pytest.fixture
async def other(tmp_path: Path, room: Room, service: Service, issuer: Issuer, clock: Clock) -> AsyncIterator[Poster]:
    """Another process on the store of the room."""
    store = Store(f"sqlite:///{tmp_path / 'bot.db'}")
    turns = Turns(store, brain())
    async with serving(turns, service, issuer, settings(), invokes=teams_invokes(turns), now=clock) as poster:
        yield poster
    await store.close()


def click(person: Person) -> dict[str, Any]:
    id_, data = person.button(TOPIC)
    fields = {"type": "invoke", "name": "adaptiveCard/action", "replyToId": id_, "value": {"action": {"data": data}}}
    return person.activity(**fields)


async def clicks_and_dies(room: Room, person: Person, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Let the process go away between the end of the turn and its replies; give the click."""
    clicked = click(person)
    monkeypatch.setattr(room.poster.inbox, "begin", lambda _: asyncio.Event())
    await room.poster.posts(clicked)
    assert len(room.messages) == 1
    return clicked


async def test_the_next_process_sends_the_next_step(
    room: Room, other: Poster, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = room.person("ann")
    await ann.says("menu")
    menu, _ = ann.button(TOPIC)
    await clicks_and_dies(room, ann, monkeypatch)

    await later(other, clock, 11)

    assert buttons_of(room.messages[menu]) == {}
    assert NEXT in text_of(room.last)
    assert await left(other) == {"inbox": 0, "outbox": 0}


async def test_the_same_click_again_after_a_crash_leads_on(
    room: Room, other: Poster, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = room.person("ann")
    await ann.says("menu")
    clicked = await clicks_and_dies(room, ann, monkeypatch)

    answer = await other.posts(clicked)
    assert await answer.json() == invoke.DONE, "it says that the answer is below"
    await later(other, clock, 11)

    assert NEXT in text_of(room.last)
    assert len(room.messages) == 2


async def test_the_next_step_comes_when_the_service_is_back(room: Room, clock: Clock) -> None:
    ann = room.person("ann")
    await ann.says("menu")
    menu, _ = ann.button(TOPIC)
    posted = room.service.answer
    room.service.answer = lambda: web.Response(status=503)
    answer = await ann.clicks(TOPIC)
    assert answer["type"] == "application/vnd.microsoft.card.adaptive"

    room.service.answer = posted
    del room.service.sent[1:]
    await later(room.poster, clock, 11)

    assert buttons_of(room.messages[menu]) == {}
    assert NEXT in text_of(room.last)
    assert await left(room.poster) == {"inbox": 0, "outbox": 0}


async def test_teams_does_not_wait_for_the_next_step(room: Room) -> None:
    ann = room.person("ann")
    await ann.says("menu")
    room.service.gate = asyncio.Event()
    room.poster.hurries = True

    async with asyncio.timeout(4):
        answer = await ann.clicks(TOPIC)

    assert answer["type"] == "application/vnd.microsoft.card.adaptive"
    room.service.gate.set()
    await room.poster.inbox.idle()
    assert NEXT in text_of(room.last)


async def test_the_next_step_is_no_reply_to_the_click(room: Room) -> None:
    """An invoke is no message."""
    ann = room.person("ann")
    await ann.says("menu")
    await ann.clicks(TOPIC)

    assert "replyToId" not in room.last
    assert room.service.paths[-1].endswith("/activities")
