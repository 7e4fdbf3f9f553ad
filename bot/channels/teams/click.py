"""A click on a card in Teams (`adaptiveCard/action`): a turn of its own, answered with the card that stays.

Source of the answers' shapes: "Universal Actions for Adaptive Cards" of the Teams documentation, response format.
"""

from collections.abc import Sequence
from typing import Any, Final

from bot.channels.bot_framework import incoming, invoke
from bot.channels.bot_framework.bot_framework import TakesTurns
from bot.channels.bot_framework.delivery import BotFrameworkWay
from bot.channels.teams.settle import parted
from bot.rendering.adaptive_card import CARD_TYPE
from bot.state.store import Store, Unit
from bot.turn.channel import Channel, Wire
from bot.turn.whose import is_own
from dialogs import speech

CLICK: Final = "adaptiveCard/action"
_MESSAGE: Final = "application/vnd.microsoft.activity.message"


class Clicks:
    """Handles clicks on Action.Execute."""

    def __init__(self, turns: TakesTurns, way: BotFrameworkWay, store: Store) -> None:
        self._turns = turns
        self._store = store
        self._way = way

    async def answer(self, clicked: Wire) -> dict[str, Any] | None:
        """Run the turn of a click and give what stands in the card's place; None when it is no click of a card.

        Who clicks what is meant for somebody else is told so, alone, and nothing happens.
        """
        message = invoke.as_message(clicked)
        if message is None or clicked.get("deliveryMode") == "expectReplies":
            return None
        if await is_own(self._store, message) is False:
            return {"statusCode": 200, "type": _MESSAGE, "value": speech.NOT_YOURS}
        channel = _Clicked(self._way.answers_click(clicked))
        await self._turns.take(await incoming.for_turn_beside(message), channel)
        return channel.answer


class _Clicked:
    """The channel of one click: the clicked card changes in the answer, for everybody else as the replies are sent."""

    def __init__(self, sends: Channel) -> None:
        self.answer: dict[str, Any] = invoke.DONE
        self._sends = sends

    async def keep(self, unit: Unit, replies: Sequence[Wire]) -> None:
        """Keep the replies as those to a message: a click that comes again after a crash finds them on their way."""
        await self._sends.keep(unit, replies)

    async def send(self, replies: Sequence[Wire]) -> None:
        """Give the card for the answer, and let the replies be sent."""
        card, _ = parted(replies)
        if card is not None:
            self.answer = {"statusCode": 200, "type": CARD_TYPE, "value": card["attachments"][0]["content"]}
        await self._sends.send(replies)
