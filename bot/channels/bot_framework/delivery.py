"""The channel of one turn that came over the Bot Framework."""

import logging
from collections.abc import Sequence

from botbuilder.core import TurnContext
from botbuilder.schema import Activity

from bot.channels.bot_framework.outbound import Outbound
from bot.channels.bot_framework.web_client import CallError
from bot.channels.teams.settle import parted, settle
from bot.state.store import Unit
from bot.turn.channel import Wire

log = logging.getLogger("peering_bot.bot_framework")


class Delivery:
    """Sends replies through the adapter, which addresses them to where the activity came from."""

    def __init__(self, context: TurnContext, outbound: Outbound, heard: Wire) -> None:
        self._context = context
        self._outbound = outbound
        self._heard = heard

    async def keep(self, unit: Unit, replies: Sequence[Wire]) -> None:
        """Nothing to keep: the channel has the log of its conversations itself."""

    async def send(self, replies: Sequence[Wire]) -> None:
        """Send the replies in order, and replace the card whose button was submitted.

        What cannot be sent is logged: nobody is there to hear of it.
        """
        card, replies = parted(replies)
        await settle(self._outbound, self._heard, card)
        if not replies:
            return
        try:
            await self._context.send_activities([Activity().deserialize(dict(reply)) for reply in replies])
        except (CallError, PermissionError, TimeoutError) as error:
            log.error("replies could not be sent to the channel %s: %s", self._context.activity.channel_id, error)
        except Exception:
            log.exception("replies could not be sent to the channel %s", self._context.activity.channel_id)
