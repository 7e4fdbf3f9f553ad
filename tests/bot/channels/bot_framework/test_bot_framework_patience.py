"""Sending: tried again when the service is busy, as long as it says, in order, and with one token."""

import asyncio
from typing import Any

import pytest
from aiohttp import web

from bot.channels.bot_framework.bot_framework import BotFramework
from bot.channels.bot_framework.credentials import Credentials
from bot.channels.bot_framework.delivery import BotFrameworkWay
from bot.channels.bot_framework.outbound import Outbound, Reference
from bot.channels.bot_framework.patience import Patience, seconds_of
from bot.channels.bot_framework.web_client import CallError, WebClient
from bot.state.boxes import waiting
from bot.state.store import Store
from bot.turn.inbox import Inbox
from tests.bot.channels.bot_framework.world import REGISTERED, Issuer, Msal, Parrot, Poster, Service, settings


class Sleeper:
    """Sleeps not at all, and remembers how long it should have."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)


@pytest.fixture
def sleeper() -> Sleeper:
    return Sleeper()


def answering(service: Service, *answers: web.Response) -> None:
    """Let the service give these answers, and then good ones."""
    left = list(answers)
    service.answer = lambda: left.pop(0) if left else web.json_response({"id": "sent"})


async def sends(service: Service, patience: Patience, **to: Any) -> str:
    client = WebClient()
    outbound = Outbound(client, Credentials(settings()), patience=patience)
    reference = Reference("emulator", to.get("url", service.url), {"id": "c"}, {"id": "bot"}, {"id": "ann"})
    try:
        return await outbound.send(reference, {"type": "message", "text": "hi"}, "a1")
    finally:
        await client.close()


@pytest.mark.parametrize("status", [412, 429, 502, 503, 504])
async def test_a_busy_service_is_asked_again_after_longer_and_longer(
    service: Service, sleeper: Sleeper, status: int
) -> None:
    answering(service, *(web.Response(status=status) for _ in range(4)))

    assert await sends(service, Patience(sleep=sleeper, chance=lambda: 0.0)) == "sent"

    assert sleeper.slept == [0.5, 1.0, 2.0, 4.0]
    assert len(service.sent) == 5


async def test_chance_spreads_those_who_wait(service: Service, sleeper: Sleeper) -> None:
    answering(service, *(web.Response(status=503) for _ in range(2)))

    await sends(service, Patience(sleep=sleeper, chance=lambda: 0.5))

    assert sleeper.slept == [0.375, 0.75]


async def test_in_the_end_it_is_given_up(service: Service, sleeper: Sleeper) -> None:
    service.answer = lambda: web.Response(status=503)

    with pytest.raises(CallError, match="503"):
        await sends(service, Patience(sleep=sleeper))
    assert len(service.sent) == 5


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 500, 501])
async def test_what_will_not_get_better_is_not_tried_again(service: Service, sleeper: Sleeper, status: int) -> None:
    service.answer = lambda: web.Response(status=status)

    with pytest.raises(CallError):
        await sends(service, Patience(sleep=sleeper))
    assert len(service.sent) == 1


@pytest.mark.parametrize(
    ("said", "waits"),
    [
        ("7", 7.0),
        ("0", 0.0),
        ("30", 30.0),
        ("Sun, 22 Nov 2026 12:00:09 GMT", 9.0),
        ("Sun, 22 Nov 2020 12:00:09 GMT", 0.0),
        ("soon", 0.5),
        ("-3", 0.5),
        ("", 0.5),
    ],
)
async def test_retry_after_is_respected(service: Service, sleeper: Sleeper, said: str, waits: float) -> None:
    answering(service, web.Response(status=429, headers={"Retry-After": said}))
    noon = 1_795_348_800.0  # 2026-11-22T12:00:00Z

    await sends(service, Patience(sleep=sleeper, chance=lambda: 0.0, now=lambda: noon))

    assert sleeper.slept == [waits]


@pytest.mark.parametrize("said", ["31", "3600", "9" * 400])
async def test_nobody_waits_long_for_a_service_that_says_so(service: Service, sleeper: Sleeper, said: str) -> None:
    answering(service, web.Response(status=429, headers={"Retry-After": said}))

    with pytest.raises(CallError):
        await sends(service, Patience(sleep=sleeper))

    assert sleeper.slept == []


def test_a_date_that_is_none() -> None:
    assert seconds_of("Sun, 99 Nov 2026 12:00:09 GMT", 0.0) is None


async def test_a_service_that_was_never_reached_is_tried_again(service: Service, sleeper: Sleeper) -> None:
    with pytest.raises(CallError, match="failed"):
        await sends(service, Patience(sleep=sleeper), url="http://127.0.0.1:1/")
    assert len(sleeper.slept) == 4


async def test_what_may_have_arrived_is_not_sent_again_at_once(service: Service, sleeper: Sleeper) -> None:
    """It would often come twice; the outbox tries it again, later and seldom."""

    def hang_up() -> web.Response:
        raise asyncio.CancelledError

    service.answer = hang_up
    with pytest.raises(CallError):
        await sends(service, Patience(sleep=sleeper))
    assert len(service.sent) == 1


async def test_order_is_kept_while_the_service_is_busy(local: Poster, service: Service) -> None:
    answering(service, web.Response(status=429), web.json_response({}), web.Response(status=502))
    local.hurries = True
    for number in range(3):
        await local.says(str(number), id=f"a{number}")
    await local.inbox.idle()

    arrived = [text for text in dict.fromkeys(service.texts) if text]
    assert arrived == ["You said 0", "You said 1", "You said 2"]


async def test_one_token_is_asked_for_all_turns(registered: Poster, issuer: Issuer, service: Service) -> None:
    token = issuer.token(service.url)
    for number in range(3):
        await registered.posts(registered.message("hi", id=f"a{number}"), Authorization=token)

    assert len(service.tokens) == 6
    assert len(set(service.tokens)) == 1
    assert service.tokens[0]


async def test_an_answer_does_not_wait_until_typing_can_be_shown(
    service: Service, store: Store, clock: Any, sleeper: Sleeper
) -> None:
    answering(service, web.Response(status=429, headers={"Retry-After": "30"}))
    client = WebClient()
    outbound = Outbound(client, Credentials(settings()), patience=Patience(sleep=sleeper))
    activity = {"channelId": "msteams", "serviceUrl": service.url, "conversation": {"id": "c"}, "id": "a1"}

    await BotFrameworkWay(outbound, Inbox(store, Parrot(), now=clock)).answers(activity).show_typing()
    await client.close()

    assert [one["type"] for one in service.sent] == ["typing"]
    assert sleeper.slept == []


async def test_replies_that_a_killed_process_kept_are_sent_by_the_next_one(
    service: Service, issuer: Issuer, store: Store, clock: Any
) -> None:
    """At least once: those that were sent but not taken out yet come twice."""
    body = {
        "by": "bot-framework",
        "to": Reference("emulator", service.url, {"id": "c"}, {"id": "bot"}, {"id": "ann"}).as_json(),
        "replyTo": "a1",
        "activities": [{"type": "message", "text": "one"}, {"type": "message", "text": "two"}],
    }
    killed = Inbox(store, Parrot(), now=clock)
    async with store.unit() as unit:
        killed.boxes.post(unit, "emulator/c", body)
    clock.now += 11

    after = Inbox(store, Parrot(), now=clock)
    framework = BotFramework(Parrot(), settings(), inbox=after, fetch=issuer.fetch)
    await after.recover()
    await after.idle()
    await framework.close()

    assert service.texts == ["one", "two"]
    assert service.paths[0].endswith("/c/activities/a1")
    assert await store.look(waiting) == {"inbox": 0, "outbox": 0}


async def test_a_kept_address_that_is_not_trusted_any_more_gets_nothing(
    service: Service, issuer: Issuer, store: Store, clock: Any, entra: list[Msal], caplog: pytest.LogCaptureFixture
) -> None:
    """Such as one that was let in before the bot had a registration: it would get the bot's token."""
    to = Reference("emulator", service.url, {"id": "c"}, {"id": "bot"}, {"id": "ann"}).as_json()
    inbox = Inbox(store, Parrot(), now=clock)
    framework = BotFramework(Parrot(), settings(host="0.0.0.0", **REGISTERED), inbox=inbox, fetch=issuer.fetch)
    body = {"by": "bot-framework", "to": to, "replyTo": None, "activities": [{"type": "message", "text": "one"}]}
    async with store.unit() as unit:
        inbox.boxes.post(unit, "emulator/c", body)
    clock.now += 11

    await inbox.recover()
    await inbox.idle()
    await framework.close()

    assert service.sent == []
    assert "the service URL that was kept" in caplog.text


async def test_replies_stay_in_the_outbox_until_they_are_sent(service: Service, issuer: Issuer, real: Poster) -> None:
    service.gate = asyncio.Event()
    real.hurries = True
    await real.says("menu")
    await service.called.wait()

    store = real.inbox.boxes._store
    assert await store.look(waiting) == {"inbox": 0, "outbox": 1}
    service.gate.set()
    await real.inbox.idle()
    assert await store.look(waiting) == {"inbox": 0, "outbox": 0}


async def test_a_reference_keeps_for_whom_tokens_are_asked() -> None:
    reference = Reference.of({"channelId": "c", "serviceUrl": "u", "conversation": {"id": "1"}}, "a-skill")
    assert Reference.from_json(reference.as_json()) == reference
    without = Reference.of({"channelId": "c"})
    assert "audience" not in without.as_json()
    assert Reference.from_json(without.as_json()) == without
