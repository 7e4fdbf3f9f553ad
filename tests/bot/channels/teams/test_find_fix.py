"""The message action "Find the fix": what a person sees in the dialog, in the thread, in the compose box."""

import asyncio
import logging
from typing import Any

import pytest
from aiohttp import web

from bot.channels.teams import words
from dialogs import speech
from dialogs.place import gist
from knowledge.load import Knowledge
from tests.bot.channels.bot_framework.world import sample
from tests.bot.channels.teams.teams_world import Room
from tests.cards import elements
from tests.chat import Wire, text_of
from tests.dialogs.test_names_of_candidates import TWO_ERRORS

TENANT = "1c9f7a42-3d5b-48e6-8a0f-b7d26e914c03"
ERROR = (
    "The client has permission to perform action 'Microsoft.Network/virtualNetworks/peer/action' on scope"
    " '/subscriptions/5b8e2f10-6a1d-4c39-9f77-20c4d1e8ab35/resourceGroups/rg-hub-weu/providers/Microsoft.Network"
    f"/virtualNetworks/vnet-hub/virtualNetworkPeerings/hub-to-spoke', however the current tenant '{TENANT}' is not"
    " authorized to access linked subscription 'e07d4c61-92b8-4f1a-a5c3-68f01b3d7e29'."
)
CARD = "application/vnd.microsoft.card.adaptive"
VAGUE = "gateway peering problem"


def message(content: Any, kind: str = "html", **fields: Any) -> Wire:
    return {"id": "1700", "body": {"contentType": kind, "content": content}, "attachments": [], **fields}


async def acts(room: Room, name: str, payload: Any, **value: Any) -> Any:
    whole = {"commandId": "findFix", "commandContext": "message", "messagePayload": payload, **value}
    return await room.person("ann").posts(type="invoke", name=f"composeExtension/{name}", value=whole)


async def finds(room: Room, payload: Any) -> Any:
    return (await acts(room, "fetchTask", payload))["task"]["value"]


async def presses(room: Room, dialog: Any, label: str, payload: Any) -> Any:
    data = next(one["data"] for one in elements(dialog["card"]) if one.get("title") == label)
    return await acts(room, "submitAction", payload, data=data)


def seen(card: Any) -> str:
    return text_of({"attachments": [card]})


@pytest.mark.parametrize(
    "payload",
    [
        message(f"<p>Look at this:</p><p>{ERROR}</p>"),
        message(ERROR, "text"),
        message(f"<pre><code>{ERROR}</code></pre>"),
        message(
            f'<blockquote itemtype="http://schema.skype.com/Reply"><p itemprop="preview">{ERROR}</p></blockquote>'
            "<p>Anybody?</p>"
        ),
        message(
            "<p>see above</p>", attachments=[{"contentType": "messageReference", "content": "not JSON"}], subject=ERROR
        ),
    ],
)
async def test_the_dialog_has_the_answer_with_the_names_of_the_message(room: Room, payload: Wire) -> None:
    dialog = await finds(room.is_a("thread"), payload)

    assert dialog["title"] == "Find the fix"
    assert "tenant isn't authorized" in seen(dialog["card"])
    assert f"az login --tenant {TENANT}" in seen(dialog["card"])
    assert not room.service.sent


async def test_the_answer_is_posted_in_the_thread(room: Room) -> None:
    payload = message(ERROR)
    dialog = await finds(room.is_a("thread"), payload)

    done = await presses(room, dialog, words.POST_LABEL, payload)

    assert seen(done["task"]["value"]["card"]) == "\nPosted in the thread."
    assert room.service.paths[-1].endswith("/activities/1700")
    assert room.last["replyToId"] == "1700"
    assert f"az login --tenant {TENANT}" in room.text
    assert words.POST_LABEL not in str(room.last)


async def test_a_reply_is_answered_in_the_thread_that_it_stands_in(room: Room) -> None:
    payload = message(ERROR, replyToId="1600")

    await presses(room, await finds(room.is_a("thread"), payload), words.POST_LABEL, payload)

    assert room.last["replyToId"] == "1600"


async def test_in_a_channel_it_is_no_new_post(room: Room) -> None:
    room.conversation = {"conversationType": "channel", "isGroup": True, "id": "19:team@thread.tacv2"}
    payload = message(ERROR, replyToId="1600")

    await presses(room, await finds(room, payload), words.POST_LABEL, payload)

    assert room.last["conversation"]["id"] == "19:team@thread.tacv2;messageid=1600"


@pytest.mark.parametrize(("status", "code"), [(403, "BotNotInConversationRoster"), (404, "ConversationNotFound")])
async def test_where_the_bot_is_no_member_the_answer_goes_into_the_compose_box(
    room: Room, status: int, code: str
) -> None:
    room.service.answer = lambda: web.json_response({"error": {"code": code}}, status=status)
    payload = message(ERROR)

    done = await presses(room, await finds(room, payload), words.POST_LABEL, payload)

    result = done["composeExtension"]
    assert (result["type"], result["attachmentLayout"]) == ("result", "list")
    [card] = result["attachments"]
    assert f"az login --tenant {TENANT}" in seen(card)
    assert "tenant isn't authorized" in card["preview"]["content"]["title"]


@pytest.mark.parametrize("status", [401, 413, 429, 500])
async def test_what_could_not_be_posted_stays_in_the_dialog_and_can_be_tried_again(room: Room, status: int) -> None:
    works = room.service.answer
    room.service.answer = lambda: web.json_response({}, status=status)
    payload = message(ERROR)

    failed = (await presses(room, await finds(room, payload), words.POST_LABEL, payload))["task"]["value"]

    assert words.NOT_POSTED in seen(failed["card"])
    assert f"az login --tenant {TENANT}" in seen(failed["card"])
    room.service.answer = works
    done = await presses(room, failed, words.POST_LABEL, payload)
    assert words.POSTED in seen(done["task"]["value"]["card"])
    assert words.NOT_POSTED not in seen(room.last["attachments"][0])


async def test_who_cannot_wait_for_the_post_is_told_to_look(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.teams.find_fix._SECONDS", 0.05)
    room.service.gate = asyncio.Event()
    payload = message(ERROR)

    late = (await presses(room, await finds(room, payload), words.POST_LABEL, payload))["task"]["value"]

    assert words.MAYBE_POSTED in seen(late["card"])
    assert f"az login --tenant {TENANT}" in seen(late["card"])
    room.service.gate.set()


@pytest.mark.parametrize("status", [200, 403, 503])
async def test_an_invoke_that_is_delivered_again_posts_nothing_more_and_is_answered_the_same(
    room: Room, status: int
) -> None:
    dialog = await finds(room.is_a("thread"), message(ERROR))
    data = next(one["data"] for one in elements(dialog["card"]) if one.get("title") == words.POST_LABEL)
    room.service.answer = lambda: web.json_response({"id": "m1"}, status=status)
    value = {"commandId": "findFix", "messagePayload": message(ERROR), "data": data}
    pressed = room.person("ann").activity(type="invoke", name="composeExtension/submitAction", value=value)
    first = await (await room.poster.posts(pressed)).json()
    before = len(room.service.sent)

    again = await (await room.poster.posts(pressed)).json()

    assert again == first
    assert len(room.service.sent) == before
    await room.poster.posts(pressed | {"id": "another-click"})
    assert len(room.service.sent) > before


async def test_a_candidate_is_shown_in_the_dialog(room: Room, known: Knowledge) -> None:
    payload = message(VAGUE)
    dialog = await finds(room, payload)
    assert speech.CHOOSE in seen(dialog["card"])
    buttons = [one for one in elements(dialog["card"]) if one.get("type") == "Action.Submit"]
    assert 2 <= len(buttons) <= 3
    # A button's label may be cut off on a telephone.
    for button in buttons:
        thing = known.get(button["data"]["id"])
        assert thing
        assert f"**{button['title']}**: {gist(thing, {})}" in seen(dialog["card"])

    shown = (await presses(room, dialog, buttons[1]["title"], payload))["task"]["value"]

    chosen = known.get(buttons[1]["data"]["id"])
    assert chosen
    assert chosen.title in seen(shown["card"])
    assert any(one.get("title") == words.POST_LABEL for one in elements(shown["card"]))


async def test_what_is_not_known_leads_to_a_chat_with_the_bot(room: Room) -> None:
    dialog = await finds(room, message("<p>Lunch at twelve?</p>"))

    [link] = [one for one in elements(dialog["card"]) if one.get("type") == "Action.OpenUrl"]
    assert (link["title"], link["url"]) == ("Chat with me", "https://teams.microsoft.com/l/chat/0/0?users=28:bot")


async def test_a_candidate_has_no_names_of_another_error(room: Room, known: Knowledge) -> None:
    payload = message(TWO_ERRORS, "text")
    dialog = await finds(room.is_a("thread"), payload)
    disconnected, locked = (known.answers[id_].title for id_ in ("peering-disconnected", "resource-locked"))

    shown = (await presses(room, dialog, disconnected, payload))["task"]["value"]
    await presses(room, shown, words.POST_LABEL, payload)
    assert "-g <resource-group> --vnet-name <vnet>" in room.text
    for text in (seen(shown["card"]), room.text):
        assert "rg-old" not in text

    shown = (await presses(room, dialog, locked, payload))["task"]["value"]
    assert "-g rg-old" in seen(shown["card"])


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        (message("<p>Lunch at twelve?</p>"), words.NOT_KNOWN_HERE),
        (message(""), words.NOTHING_TO_READ),
        (message('<p><img src="x" alt=""></p>'), speech.PICTURE),
        (message('<attachment id="1"></attachment>', attachments=[{"id": "1", "contentType": CARD}]), words.CARD_HERE),
        *((odd, words.NOTHING_TO_READ) for odd in (None, 3, [], "x", {}, {"body": []}, message(None), message({}))),
        ({"body": {"content": 7}, "attachments": {"a": 1}}, words.NOTHING_TO_READ),
    ],
)
async def test_what_cannot_be_answered_gets_a_kind_word(room: Room, payload: Any, words: str) -> None:
    assert words in seen((await finds(room, payload))["card"])


@pytest.mark.parametrize("name", ["fetchTask", "submitAction", "query"])
@pytest.mark.parametrize(
    "value", [None, "x", [], {}, {"commandId": "other"}, {"commandId": 3}, {"commandId": "findFix", "data": {"id": []}}]
)
async def test_odd_invokes_are_answered_kindly(room: Room, name: str, value: Any) -> None:
    answer = await room.person("eve").posts(type="invoke", name=f"composeExtension/{name}", value=value)

    assert "Traceback" not in str(answer)
    assert answer.get("statusCode") == 501 or answer["task"]["type"] == "continue"


@pytest.mark.parametrize("do", [None, 3, [], ["post"], {}, {"post": 1}, "other"])
async def test_a_button_that_says_something_else_is_not_known(room: Room, do: Any) -> None:
    answer = await acts(room, "submitAction", message(ERROR), data={"do": do, "id": "address-spaces-overlap"})
    assert answer["statusCode"] == 501


@pytest.mark.parametrize(
    "bomb", ["<div>" * 40_000, "<" * 200_000, "<b a='" * 30_000, "&lt;" * 50_000, "\u202e\0" * 15_000]
)
async def test_bombs_of_html_are_survived(room: Room, bomb: str) -> None:
    assert (await finds(room, message(bomb)))["card"]["content"]["body"]


async def test_nothing_of_a_message_is_stored_or_logged(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    payload = message("ResourceGroupFoo failed with an error: NobodyKnowsThis in vnet-secret-name")

    await finds(room, payload)
    await finds(room, message(ERROR))

    assert await room.store.unknowns() == []
    assert "vnet-secret-name" not in caplog.text
    assert TENANT not in caplog.text


async def test_what_the_playground_sends(room: Room) -> None:
    recorded = sample("teams-me-fetchTask", room.service)
    recorded["value"]["commandId"] = "findFix"
    recorded["value"]["messagePayload"]["body"]["content"] = f"<p>{ERROR}</p>"

    response = await room.poster.posts(recorded)

    assert f"az login --tenant {TENANT}" in seen((await response.json())["task"]["value"]["card"])
