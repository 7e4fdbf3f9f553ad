"""Messages are stored, then acknowledged, then worked on: in order in each conversation, after a crash too."""

import asyncio
import heapq
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol
from uuid import uuid4

from aiohttp import web

from bot.state.boxes import LEASE, Box, Boxes, Letter
from bot.state.database import Work
from bot.state.store import Store, Stored, StoreError, Unit
from bot.turn.alone import Alone
from bot.turn.answering import Answering, Answers
from bot.turn.channel import Channel, Wire
from bot.turn.names import conversation_key, digest, document_key, mark
from bot.turn.sent import Sent, again

log = logging.getLogger("peering_bot.turn")

_OTHERS_SECONDS: Final = 0.05
"""How often it is looked whether another process has finished what comes before."""
_CLOSING_SECONDS: Final = 5.0
_MOST: Final = 200
"""In how many conversations something is done when more is taken over: after an outage it must not fill the memory."""
_FEWEST: Final = 10
"""How many are taken over at least, however much is to be done."""
_UNUSED: Final = frozenset({"entities", "channelData"})
"""Fields that no turn needs, mentions being gone from the text; some channels repeat there all that was written."""


class TakesTurns(Protocol):
    """What handles one activity, see `bot.turn.turns`."""

    async def take(self, activity: Wire, channel: Channel, document: Stored | None = None) -> None:
        """Handle an activity and answer through the channel. `document` is its own, None when it was not read yet."""


class Way(Protocol):
    """How answers get to the people of one kind of channel."""

    def answers(self, activity: Wire) -> Answers:
        """Give the channel for one activity."""

    async def send(self, body: Wire) -> Sent:
        """Send what was kept in the outbox, and tell what is left of it: nothing of what will never work.

        Raises StoreError when the store fails; then all of it is tried again.
        """


@dataclass(slots=True)
class _Lane:
    """What is to be done in one conversation; replies go before messages.

    `held` is until when its replies are not tried again, because one of them could not be sent.
    """

    waiting: list[tuple[bool, int, Letter]] = field(default_factory=list)
    held: float = 0.0
    task: asyncio.Task[None] | None = None

    def put(self, letter: Letter) -> None:
        """Put a letter in its place."""
        heapq.heappush(self.waiting, (letter.box is Box.IN, letter.sequence, letter))


class Inbox:
    """Takes activities in and works them off."""

    def __init__(
        self,
        store: Store,
        turns: TakesTurns,
        *,
        owner: str | None = None,
        now: Callable[[], float] = time.time,
        lease: float = LEASE,
        closing: float = _CLOSING_SECONDS,
    ) -> None:
        self.turns = turns
        self.boxes = Boxes(store, owner or uuid4().hex, now, lease)
        self._ways: dict[str, Way] = {}
        self._lanes: dict[str, _Lane] = {}
        self._ended: dict[int, asyncio.Event] = {}
        self._again: list[Letter] = []
        self._receiving = Alone()
        self._closing = closing
        self._closed = False
        self._keeping: asyncio.Task[None] | None = None

    def add_to(self, app: web.Application) -> None:
        """Recover at the start of an application and end with it."""
        app.on_startup.append(self._start)
        app.on_shutdown.append(self._stop)

    def way(self, name: str, way: Way) -> None:
        """Say how answers to activities that come by this name get to the people."""
        self._ways[name] = way

    async def receive(self, by: str, activity: Wire) -> bool:
        """Keep an activity and begin to work on it; False when it is there already. Raises StoreError."""
        conversation = conversation_key(activity)
        # A database with several connections would keep those that come together in any order.
        async with self._receiving.with_key(conversation):
            marked = _mark(conversation, activity)
            letter = await self.boxes.receive(conversation, marked, _body(by, activity), document_key(activity))
            if letter is not None:
                self.begin(letter)
        return letter is not None

    async def receive_in(self, unit: Unit, by: str, activity: Wire) -> Letter:
        """Keep an activity as a part of a transaction; call `begin` with what is given when it is committed."""
        conversation = conversation_key(activity)
        return await self.boxes.receive_in(unit, conversation, _mark(conversation, activity), _body(by, activity))

    def begin(self, letter: Letter) -> asyncio.Event:
        """Put a letter in its place among those of its conversation; give the event that it was worked on."""
        ended = self._ended.setdefault(letter.sequence, asyncio.Event()) if letter.box is Box.IN else asyncio.Event()
        if self._closed and letter.conversation not in self._lanes:
            # It is in the store, and whoever comes next works on it.
            return ended
        lane = self._lanes.setdefault(letter.conversation, _Lane())
        # What is done before it may change the document.
        lane.put(letter if lane.task is None else replace(letter, document=None))
        if lane.task is None:
            lane.task = asyncio.create_task(self._work(letter.conversation, lane))
        return ended

    async def recover(self) -> None:
        """Take what others left behind and keep what is worked on. Raises StoreError."""
        again, self._again = self._again, []
        for letter in again:
            self.begin(letter)
        if self._lanes:
            await self.boxes.renew()
        # What is done must be gone, or it would be taken for something that nobody works on.
        await self.boxes.flush()
        for letter in await self.boxes.take_late(max(_MOST - len(self._lanes), _FEWEST)):
            self.begin(letter)

    async def idle(self, conversation: str | None = None) -> None:
        """Wait until nothing is left to do, in one conversation or in all."""
        while tasks := [lane.task for key, lane in self._lanes.items() if lane.task and conversation in {None, key}]:
            await asyncio.wait(tasks)
        await self.boxes.flush()

    async def close(self) -> None:
        """Work on for a bounded time, and leave the rest to the next start."""
        self._closed = True
        tasks = [lane.task for lane in self._lanes.values() if lane.task]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=self._closing)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        try:
            await self.boxes.flush()
            await self.boxes.release()
        except StoreError as error:
            log.error("what is left to do waits until its lease ends: %s", error)

    async def _work(self, conversation: str, lane: _Lane) -> None:
        """Work off a lane."""
        try:
            while lane.waiting:
                letter = lane.waiting[0][2]
                if letter.after_others and await self._others_first(letter, lane):
                    continue
                # Something may have come that goes before.
                await self._handle(heapq.heappop(lane.waiting)[2], lane)
        finally:
            self._lanes.pop(conversation, None)

    async def _others_first(self, letter: Letter, lane: _Lane) -> bool:
        """Tell whether something else is to be done first: replies that wait for another try, or those of others."""
        try:
            before = await self.boxes.before(letter)
            if before.waiting and self.boxes.now() >= lane.held:
                # Whoever writes again shall not wait for its time: perhaps it works now.
                for held in await self.boxes.take_held(letter.conversation):
                    lane.put(held)
                return True
        except StoreError:
            return False
        if before.others:
            await asyncio.sleep(_OTHERS_SECONDS)
        return before.others

    async def _handle(self, letter: Letter, lane: _Lane) -> None:
        way = self._ways.get(str(letter.body.get("by")))
        notes: Sequence[Work[Any]] | None = ()
        try:
            if way is None:
                log.error("something was left behind for a channel that is not there any more")
            elif letter.box is Box.OUT:
                notes = await self._send(letter, way, lane)
            elif await self._answer(letter, way):
                notes = None
        except Exception:
            log.exception("something that was received could not be worked on")
        if notes is not None:
            self.boxes.remove(letter, notes)
        if ended := self._ended.pop(letter.sequence, None) if letter.box is Box.IN else None:
            ended.set()

    async def _answer(self, letter: Letter, way: Way) -> bool:
        """Run the turn; tell whether the letter was taken out with it."""
        activity = letter.body["activity"]
        async with Answering(self.boxes, letter, way.answers(activity)) as answering:
            await self.turns.take(activity, answering, letter.document)
        return answering.removed

    async def _send(self, letter: Letter, way: Way, lane: _Lane) -> Sequence[Work[Any]] | None:
        """Send what was kept; give what is noted with its end, None when it stays: with what comes after it."""
        if self.boxes.now() < lane.held:
            await self._hold(letter, letter.body, lane.held)
            return None
        try:
            sent = await way.send(letter.body)
        except StoreError as error:
            log.error("something that was kept could not be sent now, and is tried again: %s", error)
            self._again.append(letter)
            return None
        if sent.left is None:
            return sent.notes
        left = again(sent, self.boxes.now())
        if left is None:
            log.error("something that could not be sent for long is given up")
            return sent.notes
        body, lane.held = left
        await self._hold(letter, body, lane.held, sent.notes)
        return None

    async def _hold(self, letter: Letter, body: Wire, until: float, notes: Sequence[Work[Any]] = ()) -> None:
        try:
            await self.boxes.hold(letter, body, until, notes)
        except StoreError as error:
            log.error("what is left to send could not be put aside, and is tried again soon: %s", error)
            self._again.append(replace(letter, body=body))

    async def _start(self, _app: web.Application) -> None:
        self._keeping = asyncio.create_task(self._keep())

    async def _stop(self, _app: web.Application) -> None:
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)
        await self.close()

    async def _keep(self) -> None:
        while True:
            try:
                await self.recover()
            except StoreError as error:
                log.warning("what is left to do could not be read: %s", error)
            except Exception:
                # Without this loop nothing is recovered any more, and what is worked on here is taken by others.
                log.exception("what is left to do could not be read")
            await asyncio.sleep(self.boxes.lease / 3)


def _mark(conversation: str, activity: Wire) -> str:
    return digest(f"{conversation}\n{mark(activity)}")


def _body(by: str, activity: Wire) -> dict[str, Any]:
    return {"by": by, "activity": {name: value for name, value in activity.items() if name not in _UNUSED}}
