"""What an activity of each type means to the bot."""

from typing import Any, Final

from bot.channels.teams.pasted import has_words
from bot.turn.channel import Wire

_SHARED: Final = frozenset({"channel", "groupChat"})


def to_answer(wire: Wire) -> Wire | None:
    """Give an activity as the conversation takes it; None for what is acknowledged without a word.

    A message and an edit of one are read. Somebody who comes is greeted, and so is who installs the bot. The end of a
    conversation ends what was begun in it: a bot that calls this one as a skill sends it when it goes on without it.
    Reactions, events, typing, and types that are not known get no answer.
    """
    match wire.get("type"):
        case "message" | "endOfConversation":
            return wire
        case "messageUpdate":
            return wire if _is_edit(wire) else None
        case "conversationUpdate":
            return _arrival(wire)
        case "installationUpdate":
            return _installation(wire)
        case _:
            return None


def _is_edit(wire: Wire) -> bool:
    """Tell an edit from a deletion that was taken back, which says nothing new."""
    data = wire.get("channelData")
    event = data.get("eventType") if isinstance(data, dict) else None
    return event != "undeleteMessage" and has_words(wire)


def _arrival(wire: Wire) -> Wire | None:
    """Give the arrival of a person, as from this person; None for the bot itself, and where many come and go."""
    conversation = wire["conversation"]
    if conversation.get("conversationType") in _SHARED or conversation.get("isGroup") is True:
        return None
    members = wire.get("membersAdded")
    bot = _id(wire.get("recipient"))
    people = [one for one in members if _id(one) not in {bot, None}] if isinstance(members, list) else []
    return wire | {"from": people[0]} if people else None


def _installation(wire: Wire) -> Wire | None:
    """Give the installation as the arrival of who installed it; None when the bot is taken away."""
    if wire.get("action") != "add":
        return None
    return wire | {"type": "conversationUpdate", "membersAdded": [wire["from"]]}


def _id(account: Any) -> object:
    return (account.get("id") or None) if isinstance(account, dict) else None
