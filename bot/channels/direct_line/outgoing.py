"""What the bot sends: stamped with what this channel owes to its clients."""

from collections.abc import Mapping
from typing import Final

from bot.turn.channel import Wire

CHANNEL_ID: Final = "directline"
BOT: Final[Mapping[str, str]] = {"id": "peering-bot", "name": "Peering Bot", "role": "bot"}

_SHOWN: Final = frozenset({"message", "event", "typing", "endOfConversation"})
_FLEETING: Final = frozenset({"typing"})


def is_shown(reply: Wire) -> bool:
    """Tell whether clients get to see activities of this type at all."""
    return reply.get("type") in _SHOWN


def is_logged(reply: Wire) -> bool:
    """Tell whether the reply belongs into the log; typing is of the moment."""
    return is_shown(reply) and reply["type"] not in _FLEETING


def stamped(reply: Wire, cause: Wire, timestamp: str) -> Wire:
    """Give the reply with everything but its id. `cause` is the activity that it answers.

    A cause that was never logged has no id. Then there is no `replyToId` either: Web Chat would wait seconds for it.
    """
    answers = {"replyToId": cause["id"]} if "id" in cause else {}
    return {
        **reply,
        "timestamp": timestamp,
        "channelId": CHANNEL_ID,
        "from": dict(BOT),
        "conversation": cause["conversation"],
        "locale": reply.get("locale") or cause.get("locale") or "en-US",
        **answers,
    }
