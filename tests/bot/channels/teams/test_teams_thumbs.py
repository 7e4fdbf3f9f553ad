"""Teams' own thumbs: asked for under answers only, kept with the answer, the comment masked."""

from typing import Any

import orjson
import pytest
from aiohttp import web

from bot.channels.bot_framework.delivery import BY
from bot.channels.bot_framework.outbound import Reference
from bot.feedback import list_feedback
from bot.state.database import _SqliteLink as Link
from bot.state.feedback import Opinion, given_in, opinions
from bot.state.prepared import AlreadyThereError
from tests.bot.channels.bot_framework.outage_world import later, left
from tests.bot.channels.bot_framework.test_bot_framework_conversation import PASTE
from tests.bot.channels.bot_framework.world import Clock, settings
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


async def test_a_turn_with_an_answer_is_three_transactions(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message is kept; the state, with the answer; its end, with which answer it was."""
    ann = room.person("ann")
    await ann.says("menu")
    commits, commit = [], Link.commit

    async def counted(link: Link, last: Any) -> None:
        await commit(link, last)
        commits.append(link)

    monkeypatch.setattr(Link, "commit", counted)
    await ann.says(PASTE)

    message, answer = answer_of(room)
    assert await given_in(room.store, "msteams/a:1", message) == answer
    assert len(commits) == 3


async def test_an_answer_that_cannot_be_noted_is_sent_once(
    room: Room, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def there_already(*_: object) -> None:
        raise AlreadyThereError

    monkeypatch.setattr("bot.state.feedback._note", there_already)
    await room.person("ann").says(PASTE)
    sent = len(room.service.sent)
    await later(room.poster, clock, 60)

    assert await left(room.poster) == {"inbox": 0, "outbox": 0}
    assert len(room.service.sent) == sent
    assert "could not be noted" in caplog.text


async def test_an_answer_is_noted_though_what_comes_after_it_must_wait(room: Room) -> None:
    ann = room.person("ann")
    await ann.says(PASTE)
    _, answer = answer_of(room)
    letter = room.service.sent[0]
    body = {"by": BY, "to": Reference.of(ann.activity()).as_json(), "replyTo": None, "activities": [letter, letter]}
    posted = [web.json_response({"id": "first"}), *(web.Response(status=503) for _ in range(5))]
    room.service.answer = lambda: posted.pop(0)
    async with room.store.unit() as unit:
        kept = room.poster.inbox.boxes.post(unit, "msteams/a:1", body)
    room.poster.inbox.begin(kept())
    await room.poster.inbox.idle()

    assert await given_in(room.store, "msteams/a:1", "first") == answer
    assert await left(room.poster) == {"inbox": 0, "outbox": 1}


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
