"""Collects what the dialogs say in one turn, rendered for the channel, so that it goes out together."""

from bot.rendering.activity import render
from bot.turn.channel import Wire
from dialogs.reply import Reply


class Voice:
    """Says nothing by itself: `activities` has it all in order when the turn is over."""

    def __init__(self, channel: str) -> None:
        self.activities: list[Wire] = []
        self._channel = channel

    async def say(self, reply: Reply) -> None:
        """Add one reply."""
        self.activities.append(render(reply, self._channel))
