"""Replies of a conversation that wait for another try stay in their order, and hold up nobody for long."""

import asyncio

import pytest

from dialogs import speech
from tests.bot.channels.bot_framework.outage_world import (
    EMPTY,
    Start,
    answered,
    back,
    clock,
    later,
    left,
    out,
    start,
    stores,
)
from tests.bot.channels.bot_framework.world import Clock, Service

__all__ = ["clock", "start", "stores"]


async def test_another_process_sends_it_once(start: Start, service: Service, clock: Clock) -> None:
    async with start() as first, start() as second:
        out(service, 503)
        await first.says("menu")
        back(service)
        clock.now += 11
        await asyncio.gather(*(one.inbox.recover() for one in (second, first)))
        await asyncio.gather(*(one.inbox.idle() for one in (second, first)))

        once = len(service.sent)
        await later(first, clock, 700)
        assert answered(service) == ["activity-1"]
        assert len(service.sent) == once
        assert await left(first) == EMPTY


@pytest.mark.parametrize("same", [True, False], ids=["the same process", "another process"])
async def test_a_message_meanwhile_is_worked_on_and_answered_in_its_order(
    start: Start, service: Service, clock: Clock, same: bool
) -> None:
    async with start() as first, start() as second:
        out(service, 503)
        await first.says("Peer two VNets", id="a1")
        other = first if same else second
        await other.says("same subscription", id="a2")
        await first.says("why", id="a3")
        stored = await first.inbox.boxes._store.read("emulator/19:abc@thread.v2;messageid=17/ann")
        assert stored
        assert len(stored.body["seen"]) == 3, "all three were worked on"
        assert await left(first) == {"inbox": 0, "outbox": 3}

        back(service)
        await later(second, clock, 601)

        assert answered(service) == ["a1", "a2", "a3"]
        assert await left(first) == EMPTY


@pytest.mark.parametrize("same", [True, False], ids=["the same process", "another process"])
async def test_who_writes_again_need_not_wait_for_the_next_try(
    start: Start, service: Service, clock: Clock, same: bool
) -> None:
    async with start() as first, start() as second:
        out(service, 503)
        await first.says("menu", id="a1")
        for _ in range(100):
            await later(first, clock, 11)
        back(service)
        await (first if same else second).says("help", id="a2")

        assert answered(service) == ["a1", "a2"]
        assert await left(first) == EMPTY


async def test_who_writes_often_does_not_use_up_the_hour(start: Start, service: Service, clock: Clock) -> None:
    async with start() as poster:
        out(service, 503)
        for number in range(30):
            await poster.says("menu", id=f"a{number}")
            clock.now += 1
        back(service)
        await later(poster, clock, 60)

        assert answered(service) == [f"a{number}" for number in range(30)]


async def test_a_click_does_not_overtake_what_waits(start: Start, service: Service, clock: Clock) -> None:
    """It is no message of the inbox, and its turn is run at once, in whichever process."""
    data = {"scenario": "menu", "question": "menu", "option": "configure-two-vnets", "depth": 0}
    async with start() as first, start() as second:
        await first.says("menu", id="a1")
        out(service, 503)
        await first.says("help", id="a2")
        back(service)
        click = first.message(
            None, type="invoke", name="adaptiveCard/action", id="a3", value={"action": {"data": data}}
        )
        await second.posts(click)

        assert answered(service) == ["a2", "a3"]


async def test_after_an_hour_it_is_given_up_and_the_conversation_goes_on(
    start: Start, service: Service, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    async with start() as poster:
        out(service, 503)
        await poster.says("menu", id="a1")
        for _ in range(360):
            await later(poster, clock, 10.1)
        assert await left(poster) == EMPTY
        assert "given up" in caplog.text

        back(service)
        await poster.says("menu", id="a2")
        assert answered(service) == ["a2"]


async def test_other_conversations_do_not_wait(start: Start, service: Service, clock: Clock) -> None:
    async with start() as poster:
        out(service, 503)
        await poster.says("menu", id="a1")
        back(service)
        await poster.says("menu", id="b1", conversation={"id": "other"})

        assert answered(service) == ["b1"]


async def test_what_arrived_is_not_sent_again(start: Start, service: Service, clock: Clock) -> None:
    """Whoever does not want to be forgotten is told so, and then asked where they were."""
    async with start() as poster:
        await poster.says("forget me", id="a1")
        service.sent.clear()
        out(service, 200, 503)
        await poster.says("no", id="a2")
        first, second = service.texts[:2]
        assert first.startswith(speech.KEPT)
        back(service)
        await later(poster, clock, 11)

        assert service.texts == [second]
        assert await left(poster) == EMPTY


async def test_after_an_outage_not_all_is_taken_at_once(start: Start, service: Service, clock: Clock) -> None:
    async with start() as poster:
        out(service, 503)
        for number in range(15):
            await poster.says("menu", id="a", conversation={"id": f"c{number}"})
        back(service)
        clock.now += 11

        taken = await poster.inbox.boxes.take_late(10)
        assert [one.conversation for one in taken] == [f"emulator/c{number}" for number in range(10)]
        for letter in taken:
            poster.inbox.begin(letter)
        await later(poster, clock, 0)

        assert len({one["conversation"]["id"] for one in service.sent}) == 15
        assert await left(poster) == EMPTY
