"""Activities come in, replies go to the service of the channel."""

import asyncio

import pytest
from aiohttp import web
from sqlalchemy import select

from bot.state.store import Stored
from bot.state.tables import INBOX
from bot.turn.channel import Channel, Wire
from tests.bot.channels.bot_framework.world import Issuer, Parrot, Poster, Service, sample, serving, settings


async def test_a_message_is_answered_where_it_came_from(local: Poster, service: Service) -> None:
    response = await local.says("hello")

    assert response.status == 200
    assert await response.read() == b""
    assert service.texts == ["You said hello", ""]
    first = service.sent[0]
    assert first["replyToId"] == "activity-1"
    assert first["from"]["id"] == "bot"
    assert first["recipient"]["id"] == "ann"
    assert first["conversation"]["id"] == "19:abc@thread.v2;messageid=17"
    assert first["textFormat"] == "markdown"
    assert service.sent[1]["attachments"][0]["content"] == {"type": "AdaptiveCard"}
    assert service.sent[1]["summary"] == "More?"
    path = "/_connector/v3/conversations/19%3Aabc%40thread.v2%3Bmessageid%3D17/activities/activity-1"
    assert service.paths == [path, path]
    assert service.tokens == [None, None]


async def test_an_activity_without_id_is_answered_at_the_end_of_the_conversation(
    local: Poster, service: Service
) -> None:
    await local.says("hello", id=None)

    assert service.paths[0].endswith("/activities")


async def test_replies_that_are_expected_come_in_the_response(local: Poster, service: Service) -> None:
    response = await local.says("hello", deliveryMode="expectReplies")

    assert response.status == 200
    activities = (await response.json())["activities"]
    assert [activity.get("text") for activity in activities] == ["You said hello", None]
    assert activities[0]["replyToId"] == "activity-1"
    assert service.sent == []


@pytest.mark.parametrize("status", [302, 400, 403, 404, 500])
async def test_a_service_that_refuses_is_not_the_senders_problem(
    local: Poster, service: Service, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    service.answer = lambda: web.Response(status=status, headers={"Location": "/_connector/v3/conversations/x"})

    response = await local.says("hello")

    assert response.status == 200
    assert len(service.sent) == 1
    assert f"answered with {status}" in caplog.text


async def test_a_service_that_is_not_there_is_not_the_senders_problem(
    local: Poster, caplog: pytest.LogCaptureFixture
) -> None:
    response = await local.says("hello", serviceUrl="http://127.0.0.1:1/")

    assert response.status == 200
    assert "could not be sent" in caplog.text


async def test_a_slow_service_does_not_hold_up_others(local: Poster, service: Service) -> None:
    gate = asyncio.Event()
    service.gate = gate
    local.hurries = True
    assert (await local.says("slow", id="a1", conversation={"id": "slow"})).status == 200
    await service.called.wait()
    service.gate = None

    assert (await local.says("quick", id="a2", conversation={"id": "quick"})).status == 200
    await local.inbox.idle("emulator/quick")
    assert service.texts == ["You said slow", "You said quick", ""]
    gate.set()
    await local.inbox.idle()
    assert len(service.sent) == 4


async def test_secrets_do_not_reach_the_conversation(local: Poster, turns: Parrot) -> None:
    await local.says("Endpoint=sb://x/;SharedAccessKey=AbCdEf0123456789AbCdEf0123456789AbCdEf01234=")

    assert "AbCdEf0123456789" not in turns.taken[0]["text"]


@pytest.mark.parametrize(
    ("name", "heard"),
    [
        ("emulator-message", "suggest"),
        ("webchat-message", "suggest"),
        ("teams-personal-text", "hello from playground"),
        ("teams-pasted-html", "My deploy fails Error 503"),
        ("teams-channel-mention", "my app returns 503"),
    ],
)
async def test_recorded_messages(local: Poster, turns: Parrot, service: Service, name: str, heard: str) -> None:
    activity = sample(name, service)

    response = await local.posts(activity)

    assert response.status == 200
    assert turns.taken[0]["text"] == heard
    assert service.texts[0] == f"You said {heard}"
    assert service.sent[0]["recipient"]["id"] == activity["from"]["id"]


@pytest.mark.parametrize("name", ["teams-action-submit", "webchat-conversationUpdate"])
async def test_recorded_activities_without_text(local: Poster, turns: Parrot, service: Service, name: str) -> None:
    activity = sample(name, service)

    response = await local.posts(activity)

    assert response.status == 200
    assert turns.taken[0] == {name: activity[name] for name in activity if name not in {"entities", "channelData"}}


async def test_secrets_in_a_pasted_page_do_not_reach_the_conversation_or_the_store(
    local: Poster, turns: Parrot
) -> None:
    page = "<div><p>password=Tr0ub4dor&amp;3xyz and AccountKey=AbCdEf0123456789AbCdEf0123456789AbCdEf01234=</p></div>"
    attachment = {"contentType": "text/html", "content": page}

    await local.says("see", attachments=[attachment], summary="password=Tr0ub4dor&3xyz")

    assert "Tr0ub4dor" not in str(turns.taken[0])
    assert "AbCdEf0123456789" not in str(turns.taken[0])


async def test_secrets_in_what_a_channel_adds_do_not_reach_the_store(
    service: Service, issuer: Issuer, turns: Parrot
) -> None:
    """Slack's own event is in `channelData`, with all that was written; a mention has a text too."""
    secret = "AbCdEf0123456789AbCdEf0123456789AbCdEf01234="
    written = f"<at>Peering Bot</at> AccountKey={secret}"
    entities = [
        {"type": "mention", "mentioned": {"id": "bot"}, "text": "<at>Peering Bot</at>"},
        {"type": "mention", "mentioned": {"id": "x"}, "text": f"password={secret}"},
    ]
    kept: list[str] = []
    async with serving(turns, service, issuer, settings()) as poster:
        store = poster.inbox.boxes._store

        async def look(activity: Wire, channel: Channel, document: Stored | None = None) -> None:
            kept.extend(await store.look(lambda connection: connection.scalars(select(INBOX.c.body)).all()))
            turns.taken.append(activity)

        turns.take = look  # type: ignore[method-assign]
        await poster.says(written, entities=entities, channelData={"SlackMessage": {"event": {"text": written}}})

    assert turns.taken[0]["text"] == "AccountKey=***"
    assert len(kept) == 1
    assert secret not in kept[0]
