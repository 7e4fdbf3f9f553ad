"""Whose card it is, where others see it too: a forged click changes nobody else's."""

from typing import Any

import pytest

from bot.state.feedback import given_to
from dialogs import speech
from tests.bot.channels.teams.teams_world import Room
from tests.bot.channels.teams.test_teams_click import CARD, MESSAGE, TOPIC
from tests.chat import buttons_of, text_of


async def owned_menus(room: Room, kind: str) -> tuple[str, dict[str, Any]]:
    """Let Ann and then Ben stand at the menu; give Ann's card, and what its button would carry for nobody."""
    ann, ben = room.is_a(kind).person("ann"), room.person("ben")
    await ann.says("menu")
    id_, data = ann.button(TOPIC)
    await ben.says("menu")
    return id_, {name: value for name, value in data.items() if name != "for"}


@pytest.mark.parametrize("kind", ["group", "thread"])
@pytest.mark.parametrize("owner", [{}, {"for": "29:ben"}])
async def test_a_forged_click_on_somebody_elses_card_changes_nothing(
    room: Room, kind: str, owner: dict[str, Any]
) -> None:
    menu, data = await owned_menus(room, kind)
    before = len(room.service.sent)

    answer = await room.person("ben").executes(data | owner, menu)

    assert answer == {"statusCode": 200, "type": MESSAGE, "value": speech.NOT_YOURS}
    assert len(room.service.sent) == before
    assert TOPIC in buttons_of(room.messages[menu])


@pytest.mark.parametrize("owner", [{}, {"for": "29:ben"}])
async def test_a_forged_submit_on_somebody_elses_card_changes_nothing(room: Room, owner: dict[str, Any]) -> None:
    menu, data = await owned_menus(room, "group")

    await room.person("ben").posts(value=data | owner, replyToId=menu)

    assert TOPIC in buttons_of(room.messages[menu])
    assert text_of(room.last).strip() == speech.NOT_YOURS


@pytest.mark.parametrize("message", ["answered", "asked-team"])
async def test_a_message_of_nobody_known_is_replaced_only_by_what_was_taken(room: Room, message: str) -> None:
    ann = room.is_a("group").person("ann")
    await ann.says("menu")
    taken = {"scenario": "configure-two-vnets", "question": "region", "option": "same", "depth": 7, "for": ann.id}
    asks = {"scenario": "hand-off", "question": "team", "option": "ask", "depth": 0, "for": ann.id}

    await ann.executes(taken if message == "answered" else asks, "unknown-1")

    assert not any(one.get("id") == "unknown-1" for one in room.service.sent)
    _, data = ann.button(TOPIC)
    await ann.executes(data, "unknown-1")
    assert any(one.get("id") == "unknown-1" for one in room.service.sent)


async def test_a_card_from_before_the_update_works_in_a_personal_chat(room: Room) -> None:
    ann = room.person("ann")
    await ann.says("menu")
    _, data = ann.button(TOPIC)

    answer = await ann.executes(data, "from-before")

    assert answer["type"] == CARD
    assert any(one.get("id") == "from-before" for one in room.service.sent)


async def test_whose_a_message_is_is_forgotten_with_the_person(room: Room) -> None:
    ann = room.is_a("group").person("ann")
    await ann.says("menu")
    menu, _ = ann.button(TOPIC)
    conversation = f"msteams/{room.conversation['id']}"
    assert await given_to(room.store, conversation, menu, "msteams/29:ann") is True
    assert await given_to(room.store, conversation, menu, "msteams/29:ben") is False

    await ann.says("forget me")
    await ann.says("yes")

    assert await given_to(room.store, conversation, menu, "msteams/29:ann") is None
