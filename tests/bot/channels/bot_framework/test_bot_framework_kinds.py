"""Each type of activity has its right answer."""

from html import escape
from typing import Any

import pytest

from dialogs import speech
from tests.bot.channels.bot_framework.test_bot_framework_conversation import PASTE
from tests.bot.channels.bot_framework.world import Parrot, Poster, Service

ANN, BOB, BOT = {"id": "ann", "name": "Ann"}, {"id": "bob"}, {"id": "bot"}
WELCOME = "Peering Bot"


def update(poster: Poster, *added: Any, **fields: Any) -> dict[str, Any]:
    return poster.message(None, type="conversationUpdate", membersAdded=list(added), **fields)


async def test_a_person_is_greeted_once(real: Poster, service: Service) -> None:
    await real.posts(update(real, BOT, ANN, id="u1"))
    greeted = len(service.sent)
    await real.posts(update(real, ANN, id="u2"))
    await real.posts(real.message(None, type="installationUpdate", action="add", id="u3"))

    assert greeted
    assert len(service.sent) == greeted
    assert service.sent[0]["recipient"]["id"] == "ann"


async def test_who_came_is_greeted_even_when_the_bot_tells_of_it(real: Poster, service: Service) -> None:
    await real.posts(update(real, ANN, **{"from": BOT}))

    assert service.sent[0]["recipient"] == ANN


@pytest.mark.parametrize("added", [(BOT,), (), (None,), ("x",), ({},)])
async def test_the_bot_itself_and_nobody_are_not_greeted(real: Poster, service: Service, added: tuple[Any]) -> None:
    response = await real.posts(update(real, *added))

    assert response.status in {200, 400}
    assert service.sent == []


@pytest.mark.parametrize("kind", ["channel", "groupChat"])
async def test_where_many_come_and_go_not_everyone_is_greeted(real: Poster, service: Service, kind: str) -> None:
    shared = {"id": "19:team", "conversationType": kind, "isGroup": True}
    response = await real.posts(update(real, ANN, BOB, channelId="msteams", conversation=shared))

    assert response.status == 200
    assert service.sent == []


async def test_members_who_leave_are_not_talked_about(real: Poster, service: Service) -> None:
    await real.posts(real.message(None, type="conversationUpdate", membersRemoved=[ANN]))

    assert service.sent == []


async def test_an_installation_is_greeted(real: Poster, service: Service) -> None:
    response = await real.posts(real.message(None, type="installationUpdate", action="add", channelId="msteams"))

    assert response.status == 200
    assert service.sent


@pytest.mark.parametrize("action", ["remove", "add-upgrade", "remove-upgrade", None])
async def test_other_installations_are_not_answered(real: Poster, service: Service, action: str | None) -> None:
    """The bot that is taken away could not even say goodbye."""
    response = await real.posts(real.message(None, type="installationUpdate", action=action))

    assert response.status == 200
    assert service.sent == []


async def test_an_edited_paste_is_read_again(real: Poster, service: Service) -> None:
    await real.says("something about a peering", id="m1")
    service.sent.clear()
    edit = real.message(PASTE, type="messageUpdate", id="m1", channelData={"eventType": "editMessage"})

    await real.posts(edit | {"timestamp": "2026-01-01T12:00:00.000Z"})
    assert "77b2c0de-2f5e-4c7d-9f10-3a0c1f4b5d02" in "".join(service.texts)
    once = len(service.sent)
    await real.posts(edit | {"timestamp": "2026-01-01T12:00:00.000Z"})
    assert len(service.sent) == once
    await real.posts(edit | {"timestamp": "2026-01-01T12:05:00.000Z"})
    assert len(service.sent) > once


async def test_an_edit_answers_the_question_that_stands(real: Poster, service: Service) -> None:
    """The SDK's waterfalls go on for messages only, so that an edit must look like one to them."""
    await real.says("Peer two VNets", id="m1")
    await real.says("someting else entirely, no idea", id="m2")
    service.sent.clear()
    edit = real.message("same subscription", type="messageUpdate", id="m2", timestamp="2026-01-01T12:00:00Z")

    await real.posts(edit)

    assert "region" in str(service.sent[-1])


async def test_an_edit_of_an_answer_that_was_taken_is_no_answer_to_the_next_question(
    real: Poster, service: Service
) -> None:
    await real.says("Peer two VNets", id="m1")
    await real.says("1", id="m2")
    edit = real.message("2", type="messageUpdate", id="m2", timestamp="2026-01-01T12:00:00Z")
    service.sent.clear()

    await real.posts(edit)
    assert speech.EDITED in str(service.sent)
    assert "same region" in str(service.sent[-1])

    await real.says("back", id="m3")
    assert "same subscription" in str(service.sent[-1])


@pytest.mark.parametrize("text", ["", "  ", None])
async def test_an_edit_with_its_words_in_html_only_is_read(real: Poster, service: Service, text: str | None) -> None:
    await real.says("something about a peering", id="m1")
    service.sent.clear()
    html = {"contentType": "text/html", "content": f"<pre>{escape(PASTE)}</pre>"}
    edit = real.message(text, type="messageUpdate", id="m1", timestamp="2026-01-01T12:00:00Z", attachments=[html])

    await real.posts(edit)

    assert "77b2c0de-2f5e-4c7d-9f10-3a0c1f4b5d02" in "".join(service.texts)


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "messageUpdate", "text": "hi", "channelData": {"eventType": "undeleteMessage"}},
        {"type": "messageUpdate", "text": "  "},
        {
            "type": "messageUpdate",
            "text": "",
            "attachments": [{"contentType": "text/html", "content": "<p>&nbsp;<img src='x'></p>"}],
        },
        {"type": "messageUpdate", "text": None},
        {"type": "messageDelete"},
        {"type": "messageReaction", "reactionsAdded": [{"type": "like"}]},
        {"type": "messageReaction", "reactionsRemoved": [{"type": "like"}]},
        {"type": "event", "name": "tokens/response", "value": {"token": "x"}},
        {"type": "typing"},
        {"type": "trace"},
        {"type": "handoff"},
        {"type": "contactRelationUpdate", "action": "add"},
        {"type": "something/new"},
    ],
)
async def test_other_types_are_acknowledged_without_a_word(
    local: Poster, turns: Parrot, service: Service, fields: dict[str, Any]
) -> None:
    response = await local.posts(local.message(None) | fields)

    assert response.status == 200
    assert await response.read() == b""
    assert turns.taken == []
    assert service.sent == []


@pytest.mark.parametrize("kind", ["messageReaction", "event"])
async def test_replies_that_are_expected_are_none(local: Poster, kind: str) -> None:
    response = await local.posts(local.message(None, type=kind, deliveryMode="expectReplies"))

    assert await response.json() == {"activities": []}


async def test_the_end_of_a_conversation_ends_its_dialogs_without_a_word(real: Poster, service: Service) -> None:
    """As a bot that calls this one as a skill sends it: from the user, with the id of the user's message."""
    await real.says("Peer two VNets", id="m1")
    asked = len(service.sent)

    end = real.message(None, type="endOfConversation", id="m1", code="userCancelled")
    assert (await real.posts(end)).status == 200
    assert len(service.sent) == asked
    await real.says("same subscription", id="m2")

    assert "same region" not in service.texts[-1], "the question is not open any more"
    await real.says("menu", id="m3")
    assert "What can I help you with" in service.texts[-1]


async def test_what_was_said_before_the_end_stays_known(real: Poster, service: Service) -> None:
    await real.says(PASTE, id="m1")
    await real.posts(real.message(None, type="endOfConversation", id="e1"))
    await real.says("summary", id="m2")

    assert "# VNet peering problem" in "".join(service.texts[-2:])


async def test_an_end_that_expects_replies_gets_none(real: Poster, service: Service) -> None:
    await real.says("Peer two VNets", id="m1")
    response = await real.posts(real.message(None, type="endOfConversation", id="e1", deliveryMode="expectReplies"))

    assert await response.json() == {"activities": []}


async def test_the_end_of_what_never_began_is_taken(real: Poster, service: Service) -> None:
    await real.posts(real.message(None, type="endOfConversation", id="e1"))
    assert service.sent == []
    await real.says("menu", id="m2")

    assert service.sent
