"""The ways by which replies get to a channel of the Bot Framework."""

import logging
import time
from collections.abc import Callable, Sequence
from typing import Any

from bot.channels.bot_framework.outbound import Outbound, Reference
from bot.channels.bot_framework.patience import is_doubtful, passes, told_seconds
from bot.channels.bot_framework.web_client import CallError
from bot.channels.teams.settle import parted, settle
from bot.state.boxes import Letter
from bot.state.database import Work
from bot.state.store import Unit
from bot.turn.answering import Answers
from bot.turn.channel import Channel, Wire
from bot.turn.inbox import Inbox
from bot.turn.names import conversation_key
from bot.turn.sent import DAY, Sent, age

log = logging.getLogger("peering_bot.bot_framework")

BY = "bot-framework"
"""Name of the way in the boxes."""


Note = Callable[[Reference, Wire, str], Sequence[Work[Any]]]
"""Gives what is to be kept of an activity that was sent, where to, and with which id."""


def _nothing(_to: Reference, _activity: Wire, _id: str) -> Sequence[Work[Any]]:
    return ()


class Delivery:
    """The channel of one turn: replies are kept in the outbox with the state, and sent from there.

    They are sent at least once: a process that ends between sending and noting it leaves them to the next one.
    """

    def __init__(self, outbound: Outbound, inbox: Inbox, activity: Wire, reply_to: str | None) -> None:
        self._outbound = outbound
        self._inbox = inbox
        self._conversation = conversation_key(activity)
        self._to = Reference.of(activity)
        self._reply_to = reply_to
        self._clicked = activity.get("replyToId") or None
        self._unit: Unit | None = None
        self._kept: Callable[[], Letter] | None = None

    async def keep(self, unit: Unit, replies: Sequence[Wire]) -> None:
        """Keep the replies in the outbox."""
        # A turn that is repeated after a conflict comes here again, with another unit.
        self._unit, self._kept = unit, None
        if replies:
            self._kept = self._inbox.boxes.post(unit, self._conversation, self._body(replies))

    async def send(self, replies: Sequence[Wire]) -> None:
        """Let the replies be sent in order, and the card whose button was submitted be replaced."""
        if self._kept and self._unit and self._unit.committed:
            self._inbox.begin(self._kept())
        else:
            await deliver(self._outbound, self._body(replies))

    async def show_typing(self) -> None:
        """Show that an answer is being written."""
        try:
            await self._outbound.show_typing(self._to, self._reply_to)
        except (CallError, PermissionError) as error:
            log.info("typing could not be shown: %s", error)

    def _body(self, replies: Sequence[Wire]) -> Wire:
        to = self._to.as_json()
        return {"by": BY, "to": to, "replyTo": self._reply_to, "clicked": self._clicked, "activities": list(replies)}


class BotFrameworkWay:
    """How answers to activities in the inbox, and replies in the outbox, get to channels."""

    def __init__(self, outbound: Outbound, inbox: Inbox) -> None:
        self.outbound = outbound
        self.note: Note = _nothing
        """What is kept of what was sent."""
        self._inbox = inbox

    def answers(self, activity: Wire) -> Answers:
        """Give the channel for one activity."""
        return Delivery(self.outbound, self._inbox, activity, activity.get("id") or None)

    def answers_click(self, clicked: Wire) -> Channel:
        """Give the channel for a click: an invoke is no message that could be replied to."""
        return Delivery(self.outbound, self._inbox, clicked, None)

    async def send(self, body: Wire) -> Sent:
        """Send replies that were kept with the state of their turn."""
        if age(body, self._inbox.boxes.now()) > DAY:
            log.error("replies that were kept for more than a day are not sent any more")
            return Sent()
        return await deliver(self.outbound, body, self.note)


class Collected:
    """The channel of a turn whose sender waits for the replies in the response itself."""

    def __init__(self, activity: Wire) -> None:
        self.replies: list[Wire] = []
        self._cause = activity

    async def keep(self, unit: Unit, replies: Sequence[Wire]) -> None:
        """Nothing to keep: they go out with the response or not at all, and the sender sees which."""

    async def send(self, replies: Sequence[Wire]) -> None:
        """Take the replies."""
        cause = self._cause
        addressed: Wire = {name: cause[name] for name in ("channelId", "serviceUrl", "conversation") if name in cause}
        addressed |= {"from": cause.get("recipient"), "recipient": cause.get("from")}
        if cause.get("id"):
            addressed["replyToId"] = cause["id"]
        self.replies += [reply | addressed for reply in replies]


async def deliver(outbound: Outbound, body: Wire, note: Note = _nothing) -> Sent:
    """Send replies in order, and replace the card that was clicked. What cannot be sent is logged; tell what is left.

    What is left passes: the service is busy or away, or Entra ID. What was refused will be refused again.
    """
    to = Reference.from_json(body["to"])
    card, messages = parted(body["activities"])
    unsettled = await settle(outbound, to, body.get("clicked"), card)
    notes: list[Work[Any]] = []
    for at, reply in enumerate(messages):
        try:
            notes += note(to, reply, await outbound.send(to, reply, body["replyTo"]))
        except (CallError, PermissionError) as error:
            log.error("replies could not be sent to the channel %r: %s", to.channel, error)
            left = [*unsettled, *messages[at:]] if passes(error) else []
            kept = body | {"activities": left} if left else None
            return Sent(kept, is_doubtful(error), notes, told_seconds(error, time.time()))
        except Exception:
            log.exception("replies could not be sent to the channel %r", to.channel)
            break
    return Sent(notes=notes)
