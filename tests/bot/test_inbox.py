"""Stored first, then acknowledged, then worked on: once, in order, one at a time, and after a crash too."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.state.boxes import Boxes, waiting
from bot.state.retention import Retention
from bot.state.store import Store, StoreError, Unit
from bot.turn.channel import Channel, Wire
from bot.turn.inbox import Inbox
from bot.turn.names import conversation_key
from bot.turn.turns import Turns
from bot.turn.typing import Typing
from knowledge.explain import Brain


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


class Way:
    """A channel that remembers in order what was said: typing too."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.sent: list[Wire] = []
        self.may = asyncio.Event()
        self.may.set()
        self.got = asyncio.Event()
        self.error: Exception | None = None

    def answers(self, activity: Wire, extra: Wire) -> "Way":
        return self

    async def keep(self, unit: Unit, replies: Sequence[Wire]) -> None:
        """Nothing to keep."""

    async def send(self, replies: Any) -> None:
        if isinstance(replies, dict):
            await self.may.wait()
            if self.error:
                raise self.error
            self.sent.append(replies)
            self.got.set()
        else:
            self.said += [str(reply.get("text")) for reply in replies]

    async def show_typing(self) -> None:
        self.said.append("…")


class Echo:
    """Turns that repeat what they hear, as soon as they may."""

    def __init__(self, store: Store) -> None:
        self.taken: list[str] = []
        self.running = 0
        self.most = 0
        self.may = asyncio.Event()
        self.may.set()
        self.error: Exception | None = None
        self._store = store

    async def take(self, activity: Wire, channel: Channel) -> None:
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            await self.may.wait()
            self.taken.append(activity["text"])
            if self.error:
                raise self.error
            replies = [{"text": activity["text"]}]
            async with self._store.unit() as unit:
                await channel.keep(unit, replies)
            await channel.send(replies)
        finally:
            self.running -= 1


def message(text: str, **fields: Any) -> Wire:
    return {
        "type": "message",
        "id": f"id-{text}",
        "channelId": "msteams",
        "conversation": {"id": "c1"},
        "from": {"id": "ann"},
        "recipient": {"id": "bot"},
        "text": text,
    } | fields


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = Store(f"sqlite+aiosqlite:///{tmp_path / 'inbox.db'}")
    yield opened
    await opened.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


Begin = Callable[..., Any]


class Process:
    """One process of the bot on the store."""

    def __init__(self, store: Store, clock: Clock, turns: Any = None) -> None:
        self.echo = Echo(store)
        self.way = Way()
        self.inbox = Inbox(store, turns or self.echo, now=clock, closing=0.05)
        self.inbox.way("test", self.way)

    async def hears(self, text: str, **fields: Any) -> bool:
        return await self.inbox.receive("test", message(text, **fields))


@pytest.fixture
def process(store: Store, clock: Clock) -> Process:
    return Process(store, clock)


async def left(store: Store) -> dict[str, int]:
    return await store.look(waiting)


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

    async def broken() -> Any:
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
