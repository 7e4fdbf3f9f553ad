"""The ways by which replies get to a channel of the Bot Framework."""

import logging
from collections.abc import Callable, Sequence

from bot.channels.bot_framework.outbound import Outbound, Reference
from bot.channels.bot_framework.web_client import CallError
from bot.channels.teams.settle import parted, settle
from bot.state.boxes import Boxes, Letter
from bot.state.store import StoreError, Unit
from bot.turn.answering import Answers
from bot.turn.channel import Wire
from bot.turn.names import conversation_key

log = logging.getLogger("peering_bot.bot_framework")

BY = "bot-framework"
"""Name of the way in the boxes."""


class Delivery:
    """The channel of one turn: replies are kept in the outbox with the state, and sent when both are safe.

    They are sent at least once: a process that ends between sending and noting it leaves them to the next one.
    """

    def __init__(self, outbound: Outbound, boxes: Boxes, activity: Wire) -> None:
        self._outbound = outbound
        self._boxes = boxes
        self._conversation = conversation_key(activity)
        self._to = Reference.of(activity)
        self._reply_to = activity.get("id") or None
        self._clicked = activity.get("replyToId") or None
        self._unit: Unit | None = None
        self._kept: Callable[[], Letter] | None = None

    async def keep(self, unit: Unit, replies: Sequence[Wire]) -> None:
        """Keep the replies in the outbox."""
        # A turn that is repeated after a conflict comes here again, with another unit.
        self._unit, self._kept = unit, None
        if replies:
            body = {"by": BY, "to": self._to.as_json(), "replyTo": self._reply_to, "clicked": self._clicked}
            self._kept = self._boxes.post(unit, self._conversation, body | {"activities": list(replies)})

    async def send(self, replies: Sequence[Wire]) -> None:
        """Send the replies in order, and replace the card whose button was submitted."""
        await deliver(self._outbound, self._to, replies, self._reply_to, self._clicked)
        if self._kept and self._unit and self._unit.committed:
            try:
                await self._boxes.remove(self._kept())
            except StoreError as error:
                log.error("replies that were sent could not be taken out of the store, and may come twice: %s", error)

    async def show_typing(self) -> None:
        """Show that an answer is being written."""
        try:
            await self._outbound.show_typing(self._to, self._reply_to)
        except (CallError, PermissionError, TimeoutError) as error:
            log.info("typing could not be shown: %s", error)


class BotFrameworkWay:
    """How answers to activities in the inbox, and replies in the outbox, get to channels."""

    def __init__(self, outbound: Outbound, boxes: Boxes) -> None:
        self._outbound = outbound
        self._boxes = boxes

    def answers(self, activity: Wire, extra: Wire) -> Answers:
        """Give the channel for one activity."""
        return Delivery(self._outbound, self._boxes, activity)

    async def send(self, body: Wire) -> None:
        """Send replies that another process, or this one before it ended, kept."""
        to = Reference.from_json(body["to"])
        await deliver(self._outbound, to, body["activities"], body["replyTo"], body.get("clicked"))


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


async def deliver(
    outbound: Outbound, to: Reference, replies: Sequence[Wire], reply_to: str | None, clicked: str | None = None
) -> None:
    """Send replies in order, and replace the card that was clicked.

    What cannot be sent is logged: nobody is there to hear of it.
    """
    card, messages = parted(replies)
    await settle(outbound, to, clicked, card)
    try:
        for reply in messages:
            await outbound.send(to, reply, reply_to)
    except (CallError, PermissionError, TimeoutError) as error:
        log.error("replies could not be sent to the channel %s: %s", to.channel, error)
    except Exception:
        log.exception("replies could not be sent to the channel %s", to.channel)
