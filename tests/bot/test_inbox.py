"""Stored first, then acknowledged, then worked on: once, in order, one at a time, and after a crash too."""

import asyncio
from typing import Any

import pytest

from bot.state.store import Store, Stored, StoreError
from bot.turn.turns import Turns
from bot.turn.typing import Typing
from knowledge.explain import Brain
from tests.bot.inbox_world import Clock, Process, clock, left, message, process, store

__all__ = ["clock", "process", "store"]


async def test_fifty_messages_at_once_are_answered_in_order(process: Process, store: Store) -> None:
    texts = [str(number) for number in range(50)]

    await asyncio.gather(*(process.hears(text) for text in texts))
    await process.inbox.idle()

    assert process.way.said == texts
    assert process.echo.most == 1
    assert await left(store) == {"inbox": 0, "outbox": 0}


async def test_it_is_stored_before_it_is_acknowledged_and_worked_on_after(process: Process, store: Store) -> None:
    process.echo.may.clear()

    assert await process.hears("hello")

    assert await left(store) == {"inbox": 1, "outbox": 0}
    assert process.way.said == []
    process.echo.may.set()
    await process.inbox.idle()
    assert process.way.said == ["hello"]


async def test_conversations_do_not_wait_for_each_other(process: Process) -> None:
    process.echo.may.clear()
    for number in range(3):
        await process.hears("hi", conversation={"id": str(number)})
    await asyncio.sleep(0.01)

    assert process.echo.running == 3
    process.echo.may.set()
    await process.inbox.idle()


async def test_the_same_activity_at_the_same_moment_is_kept_once(process: Process) -> None:
    process.echo.may.clear()

    kept = await asyncio.gather(*(process.hears("hello") for _ in range(5)))

    process.echo.may.set()
    await process.inbox.idle()
    assert sorted(kept) == [False] * 4 + [True]
    assert process.way.said == ["hello"]


async def test_an_edit_is_another_activity_and_the_same_edit_is_not(process: Process) -> None:
    process.echo.may.clear()
    edits = [
        await process.hears("hello", type="messageUpdate", timestamp=f"2026-01-01T00:00:0{second}Z")
        for second in (1, 2, 2)
    ]
    process.echo.may.set()
    await process.inbox.idle()

    assert edits == [True, True, False]


async def test_what_a_killed_process_left_is_answered_by_the_next_one(store: Store, clock: Clock) -> None:
    killed = Process(store, clock)
    killed.echo.may.clear()
    for text in ("one", "two", "three"):
        await killed.hears(text)

    after = Process(store, clock)
    await after.inbox.recover()
    assert not after.inbox._lanes, "the lease of the killed process goes on for a moment"
    clock.now += 11
    await after.inbox.recover()
    await after.inbox.idle()

    assert after.way.said == ["one", "two", "three"]
    assert await left(store) == {"inbox": 0, "outbox": 0}


async def test_a_process_that_lives_keeps_what_it_works_on(store: Store, clock: Clock) -> None:
    slow, other = Process(store, clock), Process(store, clock)
    slow.echo.may.clear()
    await slow.hears("hello")
    for _ in range(5):
        clock.now += 6
        await slow.inbox.recover()
        await other.inbox.recover()
    slow.echo.may.set()
    await slow.inbox.idle()
    await other.inbox.idle()

    assert slow.way.said == ["hello"]
    assert other.way.said == []


async def test_a_process_that_ends_leaves_the_rest_to_the_next_one_at_once(store: Store, clock: Clock) -> None:
    ending = Process(store, clock)
    ending.echo.may.clear()
    await ending.hears("hello")

    await ending.inbox.close()
    clock.now += 0.01
    after = Process(store, clock)
    await after.inbox.recover()
    await after.inbox.idle()

    assert after.way.said == ["hello"]


async def test_a_process_that_ends_finishes_what_it_can(process: Process) -> None:
    await process.hears("hello")
    await process.inbox.close()

    assert process.way.said == ["hello"]


async def test_two_processes_keep_the_order_of_a_conversation(store: Store, clock: Clock) -> None:
    first, second = Process(store, clock), Process(store, clock)
    first.echo.may.clear()
    await first.hears("one")
    await second.hears("two")
    await asyncio.sleep(0.1)
    assert second.way.said == []

    first.echo.may.set()
    await first.inbox.idle()
    await second.inbox.idle()

    assert (first.way.said, second.way.said) == (["one"], ["two"])


async def test_a_turn_that_breaks_is_not_tried_for_ever(
    process: Process, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    process.echo.error = RuntimeError("broken")
    await process.hears("hello")
    await process.hears("again")
    await process.inbox.idle()

    assert process.echo.taken == ["hello", "again"]
    assert await left(store) == {"inbox": 0, "outbox": 0}
    assert "could not be worked on" in caplog.text


async def test_what_cannot_be_taken_out_of_the_store_is_not_answered_twice(
    process: Process, store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> Any:
        raise StoreError("The disk is full.")

    process.echo.error = RuntimeError("broken")
    process.echo.may.clear()
    await process.hears("hello")
    with monkeypatch.context() as patched:
        patched.setattr(store, "unit", broken)
        process.echo.may.set()
        with pytest.raises(StoreError):
            await process.inbox.idle()
    clock.now += 60
    await process.inbox.recover()
    await process.inbox.idle()

    assert process.echo.taken == ["hello"]
    assert await left(store) == {"inbox": 0, "outbox": 0}


async def test_the_state_and_the_end_of_waiting_are_one_transaction(store: Store, clock: Clock, brain: Brain) -> None:
    """Whoever comes too late, because another process has taken the message over, changes nothing."""
    slow = Process(store, clock, Turns(store, brain))
    await slow.hears("menu")
    other = Process(store, clock, Turns(store, brain))
    clock.now += 11
    await other.inbox.recover()
    await slow.inbox.idle()
    await other.inbox.idle()

    assert len([one for one in slow.way.said + other.way.said if one != "…"]) == 1
    stored = await store.read("msteams/c1/ann")
    assert stored is not None
    assert stored.etag == 1


async def test_the_document_is_read_along_but_not_used_when_something_is_done_before(
    process: Process, store: Store
) -> None:
    async with store.unit() as unit:
        unit.write("msteams/c1/ann", {"said": "something"}, None)
    process.echo.may.clear()

    for text in ("one", "two"):
        await process.hears(text)
    process.echo.may.set()
    await process.inbox.idle()
    await process.hears("three")
    await process.inbox.idle()

    there = Stored({"said": "something"}, 1)
    assert process.echo.documents == [there, None, there]


async def test_a_document_that_changed_since_it_was_read_along_is_read_again(
    store: Store, clock: Clock, brain: Brain
) -> None:
    """A click in another request runs a turn of its own at the same moment."""
    turns = Turns(store, brain)
    process = Process(store, clock, turns)
    await process.hears("menu")
    await process.inbox.idle()
    stale = await store.read("msteams/c1/ann")
    await process.hears("help")
    await process.inbox.idle()

    await turns.take(message("menu", id="click"), process.way, stale)

    stored = await store.read("msteams/c1/ann")
    assert stored is not None
    assert stored.etag == 3
    assert len(stored.body["seen"]) == 3


async def test_typing_shows_when_an_answer_takes_long_and_never_after_it(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.turn.answering.AFTER", 0.01)
    process.echo.may.clear()
    await process.hears("slow")
    await asyncio.sleep(0.05)
    process.echo.may.set()
    await process.inbox.idle()
    await process.hears("quick")
    await process.inbox.idle()
    await asyncio.sleep(0.05)

    assert process.way.said == ["…", "slow", "quick"]


async def test_typing_ends_with_an_exception_too() -> None:
    shown: list[int] = []

    async def show() -> None:
        shown.append(1)

    with pytest.raises(ZeroDivisionError):
        async with Typing(show, after=0.01):
            raise ZeroDivisionError
    await asyncio.sleep(0.05)
    assert shown == []


async def test_typing_that_is_on_its_way_arrives_before_the_answer() -> None:
    order: list[str] = []

    async def show() -> None:
        await asyncio.sleep(0.05)
        order.append("typing")

    async with Typing(show, after=0.0) as typing:
        await asyncio.sleep(0.01)
        await typing.stop()
        order.append("answer")
    assert order == ["typing", "answer"]
