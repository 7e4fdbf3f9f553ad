"""The search of the message extension, and ids of the catalogue that are typed or deep-linked."""

from typing import Any

import pytest

from dialogs import speech
from knowledge.load import Knowledge
from tests.bot.channels.teams.teams_world import Room
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


async def test_pages(room: Room) -> None:
    everything = titles(await searches(room, "p"))
    assert len(everything) == 25

    assert titles(await searches(room, "p", skip=3, count=4)) == everything[3:7]
    assert len(titles(await searches(room, "p", skip=-1, count=10**9))) == 25


async def test_nothing_found_is_said(room: Room) -> None:
    assert await searches(room, "zzzz") == {"type": "message", "text": speech.NOTHING_FOUND}


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
