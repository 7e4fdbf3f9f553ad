"""Asking the network team: the card in their channel, what a click does, and what the asker is told."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.bot_framework.bot_framework import BotFramework
from bot.channels.teams.teams import teams_invokes
from bot.errors import errors_as_json
from bot.state.hand_offs import HandOff, State, read_hand_off
from bot.state.store import Store
from bot.turn.inbox import Inbox
from bot.turn.turns import Turns
from dialogs import speech
from knowledge.explain import Brain
from tests.bot.channels.bot_framework.test_bot_framework_conversation import PASTE
from tests.bot.channels.bot_framework.world import AT_ONCE, Issuer, Poster, Service, settings
from tests.bot.channels.teams.teams_world import Room
from tests.chat import Wire, buttons_of, text_of

CHANNEL = "19:network@thread.tacv2"
THREAD = {"id": f"{CHANNEL};messageid=1", "conversationType": "channel", "isGroup": True}
ID = "0f0f0f0f-1111-4222-8333-444444444444"


class Team:
    """The network team's channel; `cards` are the hand-offs as the service got them."""

    room: Room

    def __init__(self) -> None:
        self.cards: list[Wire] = []
        self.refuses = False
        self.busy = ""
        self.hand_off_id = ""

    async def start_thread(self, request: web.Request) -> web.Response:
        if self.refuses:
            return web.Response(status=403)
        if self.busy:
            return web.Response(status=429, headers={"Retry-After": self.busy})
        body = await request.json()
        self.cards.append(body)
        self.hand_off_id = next(iter(buttons_of(body["activity"]).values()))["handOff"]
        return web.json_response({"id": THREAD["id"], "activityId": "1"}, status=201)

    @property
    def card(self) -> Wire:
        activity: Wire = self.cards[-1]["activity"]
        return activity

    async def clicks(self, label: str, name: str = "Bob", conversation: Wire | None = None, **fields: Any) -> Any:
        person = self.room.person(name)
        activity = person.activity(conversation=conversation or THREAD, replyToId="1")
        data = buttons_of(self.card)[label] | fields
        action = {"type": "Action.Execute", "verb": "hand-off", "data": data}
        click = activity | {"type": "invoke", "name": "adaptiveCard/action", "value": {"action": action}}
        response = await self.room.poster.posts(click)
        return await response.json()

    async def submits(self, label: str, name: str = "Bob") -> None:
        person = self.room.person(name)
        await person.posts(conversation=THREAD, replyToId="1", value=buttons_of(self.card)[label])

    async def stored(self) -> HandOff:
        one = await read_hand_off(self.room.store, self.hand_off_id)
        assert one
        return one


@pytest.fixture
async def team(tmp_path: Path, brain: Brain, issuer: Issuer) -> AsyncIterator[Team]:
    """The whole bot with a channel for hand-offs, and Ann's conversation with it."""
    team = Team()
    service_app = web.Application()
    server = TestServer(service_app)
    service = Service(server)
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}")
    turns = Turns(store, brain)
    app = web.Application(middlewares=[errors_as_json])
    inbox = Inbox(store, turns)
    inbox.add_to(app)
    service_app.router.add_post("/_connector/v3/conversations", team.start_thread)
    service_app.router.add_post("/_connector/v3/conversations/{tail:.*}", service.take)
    service_app.router.add_put("/_connector/v3/conversations/{tail:.*}", service.take)
    await server.start_server()
    chosen = settings(hand_off_channel=CHANNEL, hand_off_service_url=service.url, hand_off_tenant=ID)
    invokes = teams_invokes(turns, inbox, chosen)
    BotFramework(turns, chosen, inbox=inbox, fetch=issuer.fetch, patience=AT_ONCE, invokes=invokes).add_to(app)
    async with TestClient(TestServer(app)) as client:
        team.room = Room(Poster(client, service, inbox), service, store)
        yield team
    await store.close()
    await server.close()


async def ask(team: Team) -> None:
    ann = team.room.person("ann")
    await ann.says(PASTE)
    await ann.says("ask the network team")


async def test_the_masked_summary_goes_to_the_channel(team: Team) -> None:
    await ask(team)

    # What is asked again below it is not asked about the hand-off.
    assert f"{speech.HANDED_OFF}\n{speech.GO_ON}" in team.room.text
    posted = team.cards[0]
    assert posted["isGroup"] is True
    assert posted["channelData"] == {"channel": {"id": CHANNEL}, "tenant": {"id": ID}}
    assert "# VNet peering problem" in text_of(team.card)
    assert "- Local VNet: vnet-" in text_of(team.card)
    assert "8a1f3b52-0d3c-4e55-8a62-9f5b2a6f0c01" not in str(posted)
    assert "29:ann" not in str(posted)
    assert list(buttons_of(team.card)) == [speech.ASSIGN_LABEL, speech.RESOLVE_LABEL]


async def test_the_button_under_the_summary_does_the_same(team: Team) -> None:
    ann = team.room.person("ann")
    await ann.says(PASTE)
    await ann.says("summary")
    answer = await ann.clicks(speech.ASK_TEAM_LABEL)

    assert "\u2713 **Ask the network team**" in str(answer["value"])
    assert len(team.cards) == 1
    assert speech.HANDED_OFF in team.room.text


async def test_who_assigns_it_is_on_the_card_for_everybody_and_the_asker_is_told(team: Team) -> None:
    await ask(team)

    answer = await team.clicks(speech.ASSIGN_LABEL)

    assert "Bob has it since" in str(answer["value"])
    replaced = next(one for one in team.room.service.sent if one.get("id") == "1")
    assert replaced["attachments"][0]["content"] == answer["value"]
    assert list(buttons_of(replaced)) == [speech.RESOLVE_LABEL]
    told = team.room.service.sent[-1] if "id" not in team.room.service.sent[-1] else team.room.service.sent[-2]
    assert speech.taken_by("Bob") in text_of(told)
    assert told["conversation"] == team.room.conversation
    stored = await team.stored()
    assert (stored.state, stored.by) == (State.ASSIGNED, "Bob")


async def test_an_asker_on_azures_direct_line_is_told_there(team: Team) -> None:
    """It has the channel id of the web chat that the bot serves itself."""
    ann = team.room.person("ann")
    for text in (PASTE, "ask the network team"):
        await ann.posts(text=text, channelId="directline")

    await team.clicks(speech.ASSIGN_LABEL)

    assert speech.taken_by("Bob") in "\n".join(team.room.service.texts)


async def test_resolved_is_the_end(team: Team) -> None:
    await ask(team)
    await team.clicks(speech.ASSIGN_LABEL)
    answer = await team.clicks(speech.RESOLVE_LABEL, "Cid")

    assert "Resolved by Cid" in str(answer["value"])
    assert buttons_of({"attachments": [{"content": answer["value"]}]}) == {}
    assert speech.resolved_by("Cid") in team.room.text
    late = await team.clicks(speech.ASSIGN_LABEL, "Dee")
    assert late["value"] == speech.was_resolved("Cid")
    assert (await team.stored()).state is State.RESOLVED


async def test_of_two_who_click_at_the_same_time_one_wins(team: Team) -> None:
    await ask(team)

    answers = await asyncio.gather(*(team.clicks(speech.ASSIGN_LABEL, name) for name in ("Bob", "Cid")))

    winner = (await team.stored()).by
    assert [answer["value"] for answer in answers if isinstance(answer["value"], str)] == [speech.has_it(winner)]
    assert team.room.text.count("has taken your question") == 1


async def test_old_clients_can_click_too(team: Team) -> None:
    await ask(team)
    await team.submits(speech.ASSIGN_LABEL)
    assert (await team.stored()).by == "Bob"
    await team.submits(speech.ASSIGN_LABEL, "Cid")
    assert speech.has_it("Bob") in team.room.text


async def test_a_click_from_elsewhere_changes_nothing(team: Team) -> None:
    await ask(team)
    answer = await team.clicks(speech.ASSIGN_LABEL, "Eve", {"id": "a:eve", "conversationType": "personal"})
    assert answer["value"] == speech.HAND_OFF_ELSEWHERE
    assert (await team.stored()).state is State.OPEN


@pytest.mark.parametrize(
    "forged", [{"handOff": "nobody-knows"}, {"to": "failed"}, {"to": "open"}, {"handOff": 7}, {"to": []}]
)
async def test_forged_clicks_change_nothing(team: Team, forged: dict[str, Any]) -> None:
    await ask(team)
    await team.clicks(speech.ASSIGN_LABEL, "Eve", **forged)
    assert (await team.stored()).state is State.OPEN


async def test_a_name_is_no_markup(team: Team) -> None:
    await ask(team)
    await team.clicks(speech.ASSIGN_LABEL, "[**Bob**](https://example.com) {{TIME(x)}}")
    assert (await team.stored()).by == "Bobhttpsexample.com TIMEx"


async def test_the_asker_gets_the_summary_when_the_channel_refuses(team: Team) -> None:
    team.refuses = True
    await ask(team)

    assert "I could not reach the network team" in team.room.text
    assert "# VNet peering problem" in text_of(team.room.last)
    team.refuses = False
    await team.room.person("ann").says("ask the network team")
    assert len(team.cards) == 1


async def test_the_same_twice_is_one_card(team: Team) -> None:
    await ask(team)
    await team.room.person("ann").says("ask the network team")
    assert len(team.cards) == 1


async def test_a_fourth_question_waits_until_one_is_resolved(team: Team) -> None:
    ann = team.room.person("ann")
    await ask(team)
    for described in ("the peering says Disconnected", "the address spaces of my networks overlap"):
        await ann.says(described)
        await ann.says("ask the network team")
    assert len(team.cards) == 3
    await team.clicks(speech.ASSIGN_LABEL)

    await ann.says("spoke A can't reach spoke B through the firewall in the hub")
    before = len(team.room.service.sent)
    await ann.says("ask the network team")

    said = "\n".join(text_of(one) for one in team.room.service.sent[before:])
    assert speech.TOO_MANY_HAND_OFFS in said
    assert "# VNet peering problem" in said, "the summary, to copy"
    assert speech.HANDED_OFF not in said
    assert len(team.cards) == 3

    await team.clicks(speech.RESOLVE_LABEL)
    await ann.says("ask the network team")
    assert len(team.cards) == 4
    assert team.room.text.count(speech.HANDED_OFF) == 4


async def test_the_web_chat_cannot_flood_the_channel(team: Team) -> None:
    """Each reload of a page can be another person, and `forget me` makes a new one too."""
    for number in range(20):
        visitor = team.room.person(f"visitor{number}")
        for text in (PASTE, "ask the network team", "forget me", "yes"):
            await visitor.posts(text=text, channelId="directline")
    assert len(team.cards) == 20

    before = len(team.room.service.sent)
    for text in (PASTE, "ask the network team"):
        await team.room.person("late").posts(text=text, channelId="webchat")

    said = "\n".join(text_of(one) for one in team.room.service.sent[before:])
    assert speech.HAND_OFFS_FULL in said
    assert "# VNet peering problem" in said
    assert speech.HANDED_OFF not in said
    assert len(team.cards) == 20

    await ask(team)
    assert len(team.cards) == 21, "colleagues in Teams are not kept out by it"


async def test_nothing_is_handed_over_before_something_was_described(team: Team) -> None:
    await team.room.person("ann").says("ask the network team")
    assert speech.NOTHING_TO_HAND_OFF in team.room.text
    assert team.cards == []


async def test_who_was_forgotten_is_told_nothing(team: Team) -> None:
    await ask(team)
    ann = team.room.person("ann")
    await ann.says("forget me")
    await ann.says("yes")
    before = len(team.room.service.sent)
    await team.clicks(speech.ASSIGN_LABEL)
    assert "has taken your question" not in team.room.text
    assert len(team.room.service.sent) == before + 1, "only the card changes"


async def test_without_a_channel_the_summary_is_to_copy(room: Room) -> None:
    ann = room.person("ann")
    await ann.says(PASTE)
    await ann.says("ask the network team")
    assert speech.NO_TEAM in room.text
    assert "# VNet peering problem" in room.text
