"""Collects what the dialogs say in one turn, rendered for the channel, so that it goes out together."""

from typing import Any, Final

from bot.rendering.activity import render, shows
from bot.turn.channel import Wire
from dialogs.reply import Reply

_SEVERAL: Final = frozenset({"groupChat", "channel"})


class Voice:
    """Says nothing by itself: `activities` has it all in order when the turn is over.

    `asker` is whom it speaks to, where others see it too.
    """

    def __init__(self, channel: str, asker: str = "") -> None:
        self.activities: list[Wire] = []
        self._channel = channel
        self._asker = asker

    async def say(self, reply: Reply) -> None:
        """Add one reply, unless this channel has no such thing."""
        if shows(reply, self._channel):
            self.activities.append(render(reply, self._channel, self._asker))


def asker(activity: Wire) -> str:
    """Give the id of the person who is answered where others see it too: in group chats and channels; else nothing."""
    conversation: Any = activity.get("conversation")
    sender: Any = activity.get("from")
    if not (isinstance(conversation, dict) and isinstance(sender, dict)):
        return ""
    several = conversation.get("isGroup") is True or conversation.get("conversationType") in _SEVERAL
    return str(sender.get("id") or "") if several else ""
