"""Clicks on cards in Teams: the card changes for everybody, the next step comes, and only its own person can click."""

from typing import Any

import pytest
from aiohttp import web

from dialogs import speech
from tests.bot.channels.bot_framework.outage_world import later
from tests.bot.channels.bot_framework.test_bot_framework_conversation import PASTE
from tests.bot.channels.bot_framework.world import Clock
from tests.bot.channels.teams.teams_world import Room
from tests.chat import buttons_of, text_of

CARD = "application/vnd.microsoft.card.adaptive"
MESSAGE = "application/vnd.microsoft.activity.message"
TOPIC = "Peer two VNets"


def words(card: dict[str, Any]) -> str:
    return text_of({"attachments": [{"content": card}]})


async def test_a_click_replaces_the_card_and_the_next_step_comes(room: Room) -> None:
    ann = room.person("ann")
    await ann.says("menu")
    menu, _ = ann.button(TOPIC)

    answer = await ann.clicks(TOPIC)

    assert answer["statusCode"] == 200
    assert answer["type"] == CARD
    assert f"\u2713 **{TOPIC}**" in words(answer["value"])
    assert buttons_of({"attachments": [{"content": answer["value"]}]}) == {}
    replaced = room.messages[menu]
    assert replaced["attachments"][0]["content"] == answer["value"]
    assert replaced["type"] == "message"
    assert f"/activities/{menu}" in "".join(room.service.paths)
    assert "same subscription" in text_of(room.last)
    assert "Same subscription" in buttons_of(room.last)


async def test_a_chosen_card_shows_the_question_and_what_was_chosen(room: Room) -> None:
    ann = room.person("ann")
    await ann.says("menu")
    await ann.clicks(TOPIC)

    answer = await ann.clicks("Same subscription")

    assert "Are the two virtual networks in the same subscription" in words(answer["value"])
    assert "\u2713 **Same subscription**" in words(answer["value"])


async def test_an_answer_stays_readable_when_its_button_was_clicked(room: Room) -> None:
    ann = room.person("ann")
    await ann.says(PASTE)

    answer = await ann.clicks("Still broken")

    assert "az login --tenant 8a1f3b52-0d3c-4e55-8a62-9f5b2a6f0c01" in words(answer["value"])
    assert f"\u2713 **{speech.BROKEN_LABEL}**" in words(answer["value"])


async def test_an_old_card_leads_nowhere_and_loses_its_buttons(room: Room) -> None:
    ann = room.person("ann")
    await ann.says("menu")
    await ann.clicks(TOPIC)
    old, data = ann.button("Same subscription")
    await ann.says("same subscription")

    answer = await ann.executes(data, old)

    assert speech.PASSED in words(answer["value"])
    assert buttons_of(room.messages[old]) == {}
    assert speech.OLD_BUTTON in text_of(room.last)
    assert "same region" in text_of(room.last)


async def test_an_old_answer_keeps_its_commands(room: Room) -> None:
    ann = room.person("ann")
    await ann.says(PASTE)
    old, data = ann.button("It worked")
    await ann.says("menu")

    answer = await ann.executes(data, old)

    assert answer["type"] == MESSAGE
    assert "az login" in text_of(room.messages[old])
    assert speech.OLD_BUTTON in text_of(room.last)


async def test_the_same_click_again_does_nothing(room: Room) -> None:
    ann = room.person("ann")
    await ann.says("menu")
    id_, data = ann.button(TOPIC)
    click = {"type": "invoke", "name": "adaptiveCard/action", "id": "same", "replyToId": id_}
    await ann.posts(**click, value={"action": {"data": data}})
    sent = len(room.service.sent)

    answer = await ann.posts(**click, value={"action": {"data": data}})

    assert answer["statusCode"] == 200
    assert len(room.service.sent) == sent


@pytest.mark.parametrize("kind", ["group", "thread"])
async def test_somebody_elses_click_gets_a_word_and_changes_nothing(room: Room, kind: str) -> None:
    room.is_a(kind)
    ann, ben = room.person("ann"), room.person("ben")
    await ann.says("menu")
    before = len(room.service.sent)

    answer = await ben.clicks(TOPIC)

    assert answer == {"statusCode": 200, "type": MESSAGE, "value": speech.NOT_YOURS}
    assert len(room.service.sent) == before
    assert await room.store.read(f"msteams/{room.conversation['id']}/29:ben") is None
    await ann.clicks(TOPIC)
    assert "same subscription" in text_of(room.last)


@pytest.mark.parametrize("kind", ["group", "thread"])
async def test_two_people_have_a_troubleshooting_each(room: Room, kind: str) -> None:
    room.is_a(kind)
    ann, ben = room.person("ann"), room.person("ben")
    await ann.says("menu")
    await ann.clicks(TOPIC)
    await ben.says(PASTE)
    assert "az login" in text_of(room.last)

    await ann.clicks("Same subscription")
    assert "same region" in text_of(room.last)
    assert {data["for"] for data in buttons_of(room.last).values()} == {ann.id}

    await ben.clicks("It worked")
    assert speech.WORKED in text_of(room.last)
    assert {data["for"] for data in buttons_of(room.last).values()} == {ben.id}


async def test_answers_go_to_the_thread(room: Room) -> None:
    room.is_a("thread")
    ann = room.person("ann")
    await ann.says("menu")
    await ann.clicks(TOPIC)

    assert len(room.service.paths) >= 3
    assert all("19%3Ateam%40thread.tacv2%3Bmessageid%3D17" in path for path in room.service.paths)


async def test_in_a_personal_chat_buttons_are_for_whoever_is_there(room: Room) -> None:
    ann = room.person("ann")
    await ann.says("menu")
    assert all("for" not in data for data in buttons_of(room.last).values())


async def test_a_client_without_execute_submits_and_the_card_is_replaced_too(room: Room) -> None:
    ann = room.is_a("group").person("ann")
    await ann.says("menu")
    menu, _ = ann.button(TOPIC)

    await ann.submits(TOPIC)

    assert buttons_of(room.messages[menu]) == {}
    assert f"\u2713 **{TOPIC}**" in text_of(room.messages[menu])
    assert "same subscription" in text_of(room.last)


async def test_a_foreign_submit_changes_nothing(room: Room) -> None:
    room.is_a("group")
    ann, ben = room.person("ann"), room.person("ben")
    await ann.says("menu")
    menu, _ = ann.button(TOPIC)

    await ben.submits(TOPIC)

    assert TOPIC in buttons_of(room.messages[menu])
    assert text_of(room.last).strip() == speech.NOT_YOURS
    await ann.clicks(TOPIC)
    assert "same subscription" in text_of(room.last)


async def test_a_card_that_cannot_be_replaced_stops_nothing(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    ann = room.person("ann")
    await ann.says("menu")
    id_, data = ann.button(TOPIC)
    posted = room.service.answer

    def refuses_updates() -> web.Response:
        return web.Response(status=404) if room.service.sent[-1].get("id") == id_ else posted()

    room.service.answer = refuses_updates
    answer = await ann.executes(data, id_)

    assert answer["type"] == CARD
    assert any("same subscription" in text_of(message) for message in room.service.sent[2:])
    assert "could not be replaced" in caplog.text


async def test_a_card_is_replaced_when_the_service_is_back(room: Room, clock: Clock) -> None:
    ann = room.person("ann")
    await ann.says("menu")
    menu, _ = ann.button(TOPIC)
    posted = room.service.answer

    room.service.answer = lambda: web.Response(status=503)
    await ann.submits(TOPIC)
    room.service.answer = posted
    del room.service.sent[1:]
    await later(room.poster, clock, 11)

    assert buttons_of(room.messages[menu]) == {}
    assert "same subscription" in text_of(room.last)
    assert len(room.messages) == 2


FORGED: list[Any] = [
    {},
    {"option": None},
    {"option": []},
    {"option": {"a": [1]}, "scenario": [], "question": {}, "depth": "x"},
    {"scenario": "menu", "question": "menu", "option": "no-such-scenario", "depth": 0},
    {"scenario": "no-such", "question": "x", "option": "y", "depth": 0},
    {"scenario": "configure-two-vnets", "question": "no-such", "option": "same", "depth": 0},
    {"scenario": "configure-two-vnets", "question": "region", "option": "same", "depth": 2**60},
    {"scenario": "fix", "question": "../../etc/passwd", "option": "worked", "depth": 0},
    {"option": "x" * 5_000},
    {"option": "<script>alert(1)</script>", "for": "29:ann"},
]


@pytest.mark.parametrize("data", FORGED, ids=range(len(FORGED)))
@pytest.mark.parametrize("message", ["m1", "", None, "../../x"])
async def test_a_forged_click_does_no_harm(room: Room, data: Any, message: str | None) -> None:
    ann = room.person("ann")
    await ann.says("menu")

    answer = await ann.executes(data, message)

    assert answer["statusCode"] == 200
    assert "sorry, something went wrong" not in room.text.casefold()
    await ann.says("menu")
    await ann.clicks(TOPIC)
    assert "same subscription" in text_of(room.last)


@pytest.mark.parametrize("owner", ["29:ben", "", None, 3, ["29:ann"], {"id": "29:ann"}])
async def test_a_click_with_another_ones_id_is_not_taken(room: Room, owner: Any) -> None:
    ann = room.is_a("group").person("ann")
    await ann.says("menu")
    id_, data = ann.button(TOPIC)

    answer = await ann.executes({**data, "for": owner}, id_)

    assert answer["value"] == speech.NOT_YOURS
    assert TOPIC in buttons_of(room.messages[id_])


@pytest.mark.parametrize(
    "value", [None, "x", [], {"action": None}, {"action": {"data": "x"}}, {"action": {"data": None}}]
)
async def test_a_click_without_data_is_answered_as_unknown(room: Room, value: Any) -> None:
    answer = await room.person("ann").posts(type="invoke", name="adaptiveCard/action", value=value)
    assert answer["statusCode"] == 501
