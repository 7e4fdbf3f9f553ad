"""Who clicked a hand-off: the same click twice, and two people of one name."""

from typing import Any

from sqlalchemy import update

from bot.state.tables import HAND_OFFS
from dialogs import speech
from tests.bot.channels.teams.test_teams_hand_off import THREAD, Team, ask, team
from tests.chat import buttons_of

__all__ = ["team"]


async def test_a_click_of_an_old_client_that_is_delivered_again_says_nothing_more(team: Team) -> None:
    await ask(team)
    bob = team.room.person("Bob")
    click = bob.activity(conversation=THREAD, replyToId="1", value=buttons_of(team.card)[speech.ASSIGN_LABEL])
    await team.room.poster.posts(click)
    before = len(team.room.service.sent)

    await team.room.poster.posts(click)

    assert len(team.room.service.sent) == before
    assert speech.HAND_OFF_IS_YOURS not in team.room.text


async def clicks(team: Team, id_: str, label: str = speech.ASSIGN_LABEL, name: str = "Bob") -> Any:
    click = team.room.person(name).activity(conversation=THREAD, replyToId="1")
    action = {"type": "Action.Execute", "verb": "hand-off", "data": buttons_of(team.card)[label]}
    invoke = {"type": "invoke", "name": "adaptiveCard/action", "value": {"action": action}}
    response = await team.room.poster.posts(click | invoke | {"from": {"id": id_, "name": name}})
    return await response.json()


async def test_two_people_of_one_name_are_two(team: Team) -> None:
    await ask(team)
    await clicks(team, "29:bob")

    assert (await clicks(team, "29:another-bob"))["value"] == speech.has_it("Bob")
    assert (await clicks(team, "29:bob"))["value"] == speech.HAND_OFF_IS_YOURS
    assert (await clicks(team, "29:bob", name="Bob Renamed"))["value"] == speech.HAND_OFF_IS_YOURS


async def test_what_was_taken_before_the_update_is_told_by_the_name(team: Team) -> None:
    await ask(team)
    await clicks(team, "29:bob")
    async with team.room.store.unit() as unit:
        await unit.execute(update(HAND_OFFS).values(taker=None))

    assert (await clicks(team, "29:bob"))["value"] == speech.HAND_OFF_IS_YOURS
    assert (await clicks(team, "29:cid", name="Cid"))["value"] == speech.has_it("Bob")


async def test_who_took_it_is_forgotten_as_a_person(team: Team) -> None:
    await ask(team)
    await clicks(team, "29:Bob")
    assert (await team.stored()).taker

    for text in ("forget me", "yes"):
        await team.room.person("Bob").says(text)

    assert (await team.stored()).taker == ""
