"""A click on a card in Teams (`adaptiveCard/action`): a turn of its own, answered with the card that stays.

Source of the answers' shapes: "Universal Actions for Adaptive Cards" of the Teams documentation, response format.
"""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any, Final

from bot.channels.bot_framework import incoming, invoke
from bot.channels.bot_framework.bot_framework import TakesTurns
from bot.channels.bot_framework.outbound import Outbound, Reference
from bot.channels.bot_framework.web_client import CallError
from bot.channels.teams.settle import parted, settle
from bot.rendering.adaptive_card import CARD_TYPE
from bot.state.store import Unit
from bot.turn.channel import Wire
from dialogs import speech
from dialogs.heard import is_for

log = logging.getLogger("peering_bot.teams")

CLICK: Final = "adaptiveCard/action"
_MESSAGE: Final = "application/vnd.microsoft.activity.message"


class Clicks:
    """Handles clicks on Action.Execute."""

    def __init__(self, turns: TakesTurns, outbound: Outbound) -> None:
        self._turns = turns
        self._outbound = outbound

    async def answer(self, clicked: Wire) -> dict[str, Any] | None:
        """Run the turn of a click and give what stands in the card's place; None when it is no click of a card.

        Who clicks what is meant for somebody else is told so, alone, and nothing happens.
        """
        message = invoke.as_message(clicked)
        if message is None or clicked.get("deliveryMode") == "expectReplies":
            return None
        if not is_for(message["value"], clicked["from"]["id"]):
            return {"statusCode": 200, "type": _MESSAGE, "value": speech.NOT_YOURS}
        channel = _Clicked(self._outbound, clicked)
        await self._turns.take(incoming.for_turn(message), channel)
        return channel.answer


class _Clicked:
    """The channel of one click: the clicked card changes, the next step is a new message."""

    def __init__(self, outbound: Outbound, clicked: Wire) -> None:
        self.answer: dict[str, Any] = invoke.DONE
        self._outbound = outbound
        self._clicked = clicked

    async def keep(self, unit: Unit, replies: Sequence[Wire]) -> None:
        """Nothing to keep: the channel has the log of its conversations itself."""

    async def send(self, replies: Sequence[Wire]) -> None:
        """Replace the card and send the rest, both at the same time: Teams waits for the answer."""
        card, messages = parted(replies)
        if card is not None:
            self.answer = {"statusCode": 200, "type": CARD_TYPE, "value": card["attachments"][0]["content"]}
        await asyncio.gather(
            settle(self._outbound, Reference.of(self._clicked), self._clicked.get("replyToId"), card),
            self._send(messages),
        )

    async def _send(self, messages: Sequence[Wire]) -> None:
        to = Reference.of(self._clicked)
        try:
            for message in messages:
                await self._outbound.send(to, message)
        except (CallError, PermissionError, TimeoutError) as error:
            log.error("replies to a click could not be sent: %s", error)
        except Exception:
            log.exception("replies to a click could not be sent")
