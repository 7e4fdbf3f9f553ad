"""The way back to the clients of a conversation, for one turn."""

import logging
from collections.abc import Callable, Sequence
from typing import Final

from bot.channels.direct_line.audience import Audience
from bot.channels.direct_line.frame import News
from bot.channels.direct_line.outgoing import is_logged, is_shown, stamped
from bot.channels.direct_line.token import Clock
from bot.state.store import Entry, Missing, Store, Unit
from bot.turn.answering import Answers
from bot.turn.channel import Wire
from bot.turn.sent import Sent

log = logging.getLogger("peering_bot.direct_line")

BY: Final = "direct-line"
"""Name of the way in the inbox."""


class Line:
    """The Channel of one turn. `cause` is the activity that the turn answers."""

    def __init__(self, audience: Audience, clock: Clock, new_id: Callable[[], str], cause: Wire) -> None:
        self._audience = audience
        self._clock = clock
        self._new_id = new_id
        self._cause = cause
        self._conversation: str = cause["conversation"]["id"]
        self._unit: Unit | None = None
        self._kept: list[tuple[Wire, Entry]] = []

    async def keep(self, unit: Unit, replies: Sequence[Wire]) -> None:
        """Append the replies to the log, together, as far as they belong there."""
        logged = [reply for reply in replies if is_logged(reply)]
        entries = await unit.append(self._conversation, [self._stamped(reply) for reply in logged])
        # A turn that is repeated after a conflict comes here again, with another unit.
        self._unit, self._kept = unit, list(zip(logged, entries, strict=True))

    async def send(self, replies: Sequence[Wire]) -> None:
        """Show the replies to everybody who listens; those that were not kept come without a step of the watermark."""
        committed = self._unit is not None and self._unit.committed
        kept = self._kept if committed else []
        rest = [reply for reply in replies if is_shown(reply) and not _is_in(reply, kept)]
        # The log is one piece: whoever shows a part of what was kept shows all of it. Sockets drop what they had.
        if any(_is_in(reply, kept) for reply in replies):
            self._audience.tell(self._conversation, News(entries=tuple(entry for _, entry in kept)))
        if rest:
            self._audience.tell(self._conversation, News(fleeting=tuple(self._fleeting(reply) for reply in rest)))

    async def show_typing(self) -> None:
        """Show those who listen that an answer is being written; it is not in the log."""
        self._audience.tell(self._conversation, News(fleeting=(self._fleeting({"type": "typing"}),)))

    def _stamped(self, reply: Wire) -> Wire:
        return stamped(reply, self._cause, self._clock().isoformat())

    def _fleeting(self, reply: Wire) -> Wire:
        return {**self._stamped(reply), "id": f"{self._conversation}|{self._new_id()}"}


class DirectLineWay:
    """How answers to activities in the inbox get to those who listen, and messages that nobody asked for."""

    def __init__(self, store: Store, audience: Audience, clock: Clock, new_id: Callable[[], str]) -> None:
        self._store = store
        self._audience = audience
        self._clock = clock
        self._new_id = new_id

    def answers(self, activity: Wire) -> Answers:
        """Give the channel for one activity."""
        return Line(self._audience, self._clock, self._new_id, activity)

    async def send(self, body: Wire) -> Sent:
        """Put messages of the outbox in the log and show them. Replies never come here: they are in the log already."""
        conversation = body["to"]["conversation"]
        line = Line(self._audience, self._clock, self._new_id, {"conversation": conversation})
        try:
            async with self._store.unit() as unit:
                await line.keep(unit, body["activities"])
        except Missing:
            log.info("a conversation has ended before it could be told something")
            return Sent()
        await line.send(body["activities"])
        return Sent()


def _is_in(reply: Wire, kept: Sequence[tuple[Wire, Entry]]) -> bool:
    # By identity: two equal replies are two messages.
    return any(reply is known for known, _ in kept)
