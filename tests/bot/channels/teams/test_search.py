"""The search of the message extension, and ids of the catalogue that are typed or deep-linked."""

from typing import Any

import pytest

from bot.channels.bot_framework.incoming import for_turn
from bot.channels.teams import words
from bot.channels.teams.search import Search
from dialogs import speech
from knowledge.explain import Brain
from knowledge.load import Knowledge
from tests.bot.channels.teams.teams_world import BOT, Room
from tests.cards import elements
from tests.chat import text_of


async def searches(room: Room, text: Any, parameter: str = "searchText", **options: Any) -> Any:
    value = {"commandId": "searchFixes", "parameters": [{"name": parameter, "value": text}], "queryOptions": options}
    answer = await room.person("ann").posts(type="invoke", name="composeExtension/query", value=value)
    return answer["composeExtension"]


def titles(result: Any) -> list[str]:
    return [one["preview"]["content"]["title"] for one in result["attachments"]]


async def test_before_anything_is_typed_there_are_the_scenarios_and_common_errors(room: Room, known: Knowledge) -> None:
    first = titles(await searches(room, "true", "initialRun"))

    assert first[:9] == [scenario.title for scenario in known.scenarios.values()]
    assert known.answers["address-spaces-overlap"].title in first
    assert titles(await searches(room, "")) == first


@pytest.mark.parametrize(
    ("typed", "id_"),
    [
        ("overl", "address-spaces-overlap"),
        ("LinkedAuth", "cross-tenant-not-authorized"),
        ("peering-disconnected", "peering-disconnected"),
        ("the peering says Disconnected", "peering-disconnected"),
    ],
)
async def test_it_finds_while_one_types(room: Room, known: Knowledge, typed: str, id_: str) -> None:
    found = titles(await searches(room, typed))

    assert known.answers[id_].title in found[:3]


async def test_a_result_is_the_answer_itself(room: Room) -> None:
    [card, *_] = (await searches(room, "address-spaces-overlap"))["attachments"]

    assert card["preview"]["contentType"] == "application/vnd.microsoft.card.thumbnail"
    assert card["preview"]["content"]["text"]
    assert "Check first" in text_of({"attachments": [card]})


async def test_a_scenario_is_begun_by_its_link(room: Room, known: Knowledge) -> None:
    [card, *_] = (await searches(room, ""))["attachments"]

    [link] = [one["url"] for one in elements(card["content"]) if one.get("type") == "Action.OpenUrl"]
    assert link == f"https://teams.microsoft.com/l/chat/0/0?users=28:bot&message={next(iter(known.scenarios))}"


@pytest.mark.parametrize(
    ("service", "client"),
    [
        ("smba.trafficmanager.net/emea/", "teams.microsoft.com"),
        ("smba.infra.gcc.teams.microsoft.com/teams", "teams.microsoft.com"),
        ("smba.infra.gov.teams.microsoft.us/teams", "gov.teams.microsoft.us"),
        ("smba.infra.dod.teams.microsoft.us/teams", "dod.teams.microsoft.us"),
        ("frontend.botapi.msg.infra.teams.microsoftonline.cn/", "teams.microsoftonline.cn"),
        ("proxy.example.com/", "teams.microsoft.com"),
    ],
)
async def test_the_link_opens_the_teams_of_who_searches(brain: Brain, service: str, client: str) -> None:
    asked = {"recipient": BOT, "serviceUrl": f"https://{service}", "value": {"commandId": "searchFixes"}}
    found = await Search(brain).answer(asked)

    assert found
    [card, *_] = found["composeExtension"]["attachments"]
    [link] = [one["url"] for one in elements(card["content"]) if one.get("type") == "Action.OpenUrl"]
    assert link.startswith(f"https://{client}/l/chat/0/0?users=28:bot&message=")


async def test_pages(room: Room) -> None:
    everything = titles(await searches(room, "p"))
    assert len(everything) == 25

    assert titles(await searches(room, "p", skip=3, count=4)) == everything[3:7]
    assert len(titles(await searches(room, "p", skip=-1, count=10**9))) == 25


async def test_nothing_found_is_said(room: Room) -> None:
    assert await searches(room, "zzzz") == {"type": "message", "text": words.NOTHING_FOUND}


@pytest.mark.parametrize("odd", [None, 3, {}, [], "\0\u202e" * 300, "x" * 200_000])
async def test_odd_searches_are_answered(room: Room, odd: Any) -> None:
    assert (await searches(room, odd, skip="a", count=[]))["type"] in {"message", "result"}


@pytest.mark.parametrize("kind", ["personal", "group", "thread"])
async def test_an_id_opens_what_it_names(room: Room, known: Knowledge, kind: str) -> None:
    scenario = next(iter(known.scenarios.values()))

    await room.is_a(kind).person("ann").says(scenario.id)
    assert scenario.title in room.text

    await room.person("ann").says("address-spaces-overlap")
    assert known.answers["address-spaces-overlap"].title in room.text


CARD_PLACE = (
    '\n<span class="inline-compose-card" itemid="0" itemtype="http://schema.skype.com/InputExtension">\n'
    '  <span content="0" itemprop="cardId"></span>\n</span>\n'
)
"""What the Playground leaves in the text where a card was put into a message."""


@pytest.mark.parametrize(
    ("text", "html"),
    [(CARD_PLACE, ()), ("", (f"<div>{CARD_PLACE}</div>",))],
    ids=["as the Playground sends it", "as HTML beside"],
)
async def test_its_own_card_in_a_chat_with_the_bot_is_no_picture(room: Room, text: str, html: tuple[str, ...]) -> None:
    [card, *_] = (await searches(room, "address-spaces-overlap"))["attachments"]
    pages = [{"contentType": "text/html", "content": one} for one in html]

    await room.person("ann").posts(text=text, attachments=[card, *pages])

    assert speech.CARD in room.text


async def test_words_beside_a_card_count(room: Room, known: Knowledge) -> None:
    [card, *_] = (await searches(room, "address-spaces-overlap"))["attachments"]

    await room.person("ann").posts(text=f"peering-disconnected{CARD_PLACE}", attachments=[card])

    assert known.answers["peering-disconnected"].title in room.text


def test_a_bomb_of_places_for_cards_is_survived() -> None:
    bomb = '<span itemtype="http://schema.skype.com/InputExtension">' * 3_000 + " " * 100_000

    assert for_turn({"type": "message", "text": bomb})["text"]
