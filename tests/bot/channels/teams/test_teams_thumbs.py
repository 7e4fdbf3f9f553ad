"""Teams' own thumbs: asked for under answers only, kept with the answer, the comment masked."""

import orjson
import pytest

from bot.feedback import list_feedback
from bot.state.feedback import Opinion, opinions
from tests.bot.channels.bot_framework.test_bot_framework_conversation import PASTE
from tests.bot.channels.bot_framework.world import settings
from tests.bot.channels.teams.teams_world import Person, Room
from tests.chat import buttons_of


def answer_of(room: Room) -> tuple[str, str]:
    """Give the message with the answer, and the answer."""
    id_, message = next((id_, one) for id_, one in room.messages.items() if one.get("channelData"))
    assert message["channelData"] == {"feedbackLoop": {"type": "default"}}
    return id_, str(buttons_of(message)["It worked"]["question"])


async def rates(person: Person, message: str, reaction: str, feedback: object) -> None:
    value = {"actionName": "feedback", "actionValue": {"reaction": reaction, "feedback": feedback}}
    answer = await person.posts(type="invoke", name="message/submitAction", value=value, replyToId=message)
    assert answer == {}


async def test_thumbs_are_kept_with_the_answer(room: Room, capsys: pytest.CaptureFixture[str]) -> None:
    ann, bob = room.person("ann"), room.person("bob")
    await ann.says(PASTE)
    message, answer = answer_of(room)
    secret = "8a1f3b52-0d3c-4e55-8a62-9f5b2a6f0c01"

    await rates(ann, message, "like", orjson.dumps({"feedbackText": f"helped in {secret}"}).decode())
    await rates(bob, message, "dislike", {"feedbackText": "x" * 5_000})

    (found,) = await opinions(room.store)
    assert (found.answer, found.up, found.down) == (answer, 1, 1)
    assert found.comments[1].startswith("helped in")
    assert secret not in found.comments[1]
    assert len(found.comments[0]) == 1_000


async def test_only_answers_have_thumbs(room: Room) -> None:
    ann = room.person("ann")
    await ann.says("menu")
    await ann.clicks("Peer two VNets")
    assert not any(one.get("channelData") for one in room.messages.values())


@pytest.mark.parametrize(
    "value",
    [
        None,
        {"actionName": "feedback"},
        {"actionName": "feedback", "actionValue": []},
        {"actionName": "feedback", "actionValue": {"reaction": "love"}},
        {"actionName": "feedback", "actionValue": {"reaction": "like", "feedback": 5}},
    ],
)
async def test_odd_thumbs_are_answered_and_not_kept(room: Room, value: object) -> None:
    ann = room.person("ann")
    await ann.posts(type="invoke", name="message/submitAction", value=value, replyToId="unknown")
    assert await opinions(room.store) == []


async def test_whether_it_helped_is_kept_too(room: Room) -> None:
    ann = room.person("ann")
    await ann.says(PASTE)
    _, answer = answer_of(room)
    await ann.clicks("It worked")
    assert await opinions(room.store) == [Opinion(answer, 1, 0, ())]


async def test_who_changes_their_mind_has_one_opinion(room: Room) -> None:
    """Whether by a thumb or by a button; what others said stays."""
    ann, bob = room.person("ann"), room.person("bob")
    await ann.says(PASTE)
    message, answer = answer_of(room)
    await rates(bob, message, "like", {"feedbackText": "thank you"})

    for _ in range(2):
        await rates(ann, message, "like", {"feedbackText": "nice"})
    assert await opinions(room.store) == [Opinion(answer, 2, 0, ("nice", "thank you"))]
    await rates(ann, message, "dislike", {"feedbackText": "not at all"})
    assert await opinions(room.store) == [Opinion(answer, 1, 1, ("not at all", "thank you"))]
    await ann.clicks("It worked")
    assert await opinions(room.store) == [Opinion(answer, 2, 0, ("thank you",))]

    await ann.says(PASTE)
    await ann.clicks("Still broken")
    assert await opinions(room.store) == [Opinion(answer, 1, 1, ("thank you",))]


def test_the_command_says_when_there_is_nothing(tmp_path: object, capsys: pytest.CaptureFixture[str]) -> None:
    list_feedback(settings(data_dir=tmp_path))
    assert capsys.readouterr().out == "Nobody has said anything of an answer yet.\n"
