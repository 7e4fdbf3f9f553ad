"""What was left behind is taken over: by one process, in order, and not before its time."""

import asyncio
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import update

from bot.state.boxes import Boxes
from bot.state.retention import Retention
from bot.state.store import Store, StoreError
from bot.state.tables import OUTBOX
from bot.turn.names import conversation_key
from bot.turn.sent import Sent, again, age
from bot.turn.turns import Turns
from knowledge.explain import Brain
from tests.bot.inbox_world import Clock, Process, clock, left, message, process, store

__all__ = ["clock", "process", "store"]


async def left_behind(store: Store, *texts: str) -> None:
    """Leave replies in the outbox that nobody works on any more."""
    async with store.unit() as unit:
        for text in texts:
            Boxes(store, "killed", lambda: 0.0).post(unit, conversation_key(message("")), {"by": "test", "text": text})


async def test_replies_that_were_left_never_wait_for_a_message_that_waits_for_them(store: Store, clock: Clock) -> None:
    """The boxes count on their own: such replies may have a higher number than the message that came after them."""
    first, second = Process(store, clock), Process(store, clock)
    await left_behind(store, "one", "two")
    await second.hears("after")

    await first.inbox.recover()
    async with asyncio.timeout(5):
        await first.inbox.idle()
        await second.inbox.idle()

    assert [one["text"] for one in first.way.sent] == ["one", "two"]
    assert second.way.said == ["after"]


async def test_two_processes_that_take_replies_over_do_not_wait_for_each_other(store: Store, clock: Clock) -> None:
    first, second = Process(store, clock), Process(store, clock)
    first.way.may.clear()
    await left_behind(store, "one", "two")
    await first.inbox.recover()
    await left_behind(store, "three")
    await second.inbox.recover()
    await asyncio.sleep(0.1)
    assert second.way.sent == []

    first.way.may.set()
    async with asyncio.timeout(5):
        await first.inbox.idle()
        await second.inbox.idle()

    assert [one["text"] for one in first.way.sent + second.way.sent] == ["one", "two", "three"]


async def test_what_was_kept_is_sent_when_the_store_is_back(process: Process, store: Store) -> None:
    process.way.error = StoreError("The disk is full.")
    await left_behind(store, "handed over")
    await process.inbox.recover()
    await process.inbox.idle()
    assert (process.way.sent, await left(store)) == ([], {"inbox": 0, "outbox": 1})

    process.way.error = None
    await process.inbox.recover()
    await process.inbox.idle()

    assert [one["text"] for one in process.way.sent] == ["handed over"]
    assert await left(store) == {"inbox": 0, "outbox": 0}


async def test_recovering_goes_on_after_any_failure(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = Process(store, clock)
    process.inbox.boxes.lease = 0.01
    failed = asyncio.Event()

    async def broken(most: int) -> Any:
        failed.set()
        raise ValueError("a damaged row")

    with monkeypatch.context() as patched:
        patched.setattr(process.inbox.boxes, "take_late", broken)
        await process.inbox._start(web.Application())
        await failed.wait()
    await left_behind(store, "one")
    async with asyncio.timeout(5):
        await process.way.got.wait()
    await process.inbox._stop(web.Application())


async def test_what_a_process_left_at_its_end_is_not_too_old_to_keep(store: Store, clock: Clock) -> None:
    ending, after = Process(store, clock), Process(store, clock)
    ending.echo.may.clear()
    await ending.hears("hello")
    await ending.inbox.close()

    await Retention(store, 90, now=clock, pause=0).sweep()
    clock.now += 0.01
    await after.inbox.recover()
    await after.inbox.idle()

    assert after.way.said == ["hello"]


async def test_what_another_process_works_on_now_is_left_to_it(store: Store, clock: Clock, brain: Brain) -> None:
    away, other = Process(store, clock, Turns(store, brain)), Process(store, clock)
    other.echo.may.clear()
    await away.hears("menu")
    clock.now += 11
    await other.inbox.recover()
    await away.inbox.idle()
    assert away.way.said == []

    other.echo.may.set()
    await other.inbox.idle()
    assert other.way.said == ["menu"]


async def test_what_an_earlier_version_left_is_worked_on(process: Process, store: Store) -> None:
    """It kept more with a message, and did not say since when it kept a reply."""
    old = Boxes(store, "killed", lambda: 0.0)
    await old.receive("c1", "m1", {"by": "test", "activity": message("old"), "extra": {"audience": "x"}})
    bare = update(OUTBOX).values(body='{"by":"test","text":"one"}')
    async with store.unit() as unit:
        old.post(unit, "c1", {"by": "test", "text": "one"})
        unit.last.append(lambda connection: connection.execute(bare))

    await process.inbox.recover()
    await process.inbox.idle()

    assert process.way.sent == [{"by": "test", "text": "one"}]
    assert process.way.said == ["old"]


def test_what_an_earlier_version_kept_has_its_hour_from_the_first_failure() -> None:
    left = {"by": "test", "text": "one"}
    assert age(left, 1_000.0) == 0.0
    assert again(Sent(left), 1_000.0) == (left | {"kept": 1_000.0}, 1_010.0)
    assert again(Sent(left, told=120.0), 1_000.0) == (left | {"kept": 1_000.0}, 1_120.0)
