"""What a channel posts: checked, cleaned, and made ready for a turn."""

from collections.abc import Iterable
from typing import Any, Final

from bot.channels.bot_framework.turn_context import activity_of
from bot.channels.teams.pasted import with_pasted
from bot.errors import RequestError
from bot.turn.channel import Wire
from knowledge.explain import beside_the_loop
from knowledge.reading.secrets import without_secrets

_MAX_DEPTH: Final = 50
_LONGEST_CHANNEL: Final = 64
_WRITTEN: Final = ("text", "value", "attachments", "summary", "speak")
"""The fields that may have what a person wrote or pasted; Teams sends a paste as an attachment of HTML too."""


def check(wire: Wire) -> None:
    """Raise RequestError 400 when it lacks what every activity has. The service URL is looked at elsewhere."""
    for name in ("type", "channelId"):
        if not _is_text(wire.get(name)):
            raise _bad(f"An activity needs `{name}`.")
    if len(wire["channelId"]) > _LONGEST_CHANNEL or not wire["channelId"].isprintable():
        raise _bad("`channelId` is none.")
    for name in ("conversation", "from"):
        account = wire.get(name)
        if not isinstance(account, dict) or not _is_text(account.get("id")):
            raise _bad(f"An activity needs `{name}.id`.")
    if not _is_shallow(wire):
        raise _bad(f"The activity is nested more than {_MAX_DEPTH} levels deep.")


def parse(wire: Wire) -> None:
    """Raise RequestError 400 when a field has the wrong shape."""
    try:
        activity_of(wire)
    except ValueError as error:
        raise _bad("A field of the activity has the wrong type.") from error


def for_turn(wire: Wire) -> Wire:
    """Give the activity as the conversation gets it: the bot is not addressed in the text, and secrets are gone."""
    return without_mention(cleaned(with_pasted(wire)))


async def for_turn_beside(wire: Wire) -> Wire:
    """Give the same without keeping the event loop waiting: what is long is read in a thread."""
    return await beside_the_loop(_length(wire), for_turn, wire)


def cleaned(wire: Wire) -> Wire:
    """Give the activity without the secrets in what a person wrote or pasted."""
    return wire | {name: without_secrets(wire[name]) for name in _WRITTEN if name in wire}


def without_mention(wire: Wire) -> Wire:
    """Take the mentions of the bot out of the text: as many as there are entities that say so.

    Row 11: botbuilder 4.17.1's own function takes the bot's name out wherever it stands, "why does Peering fail"
    included, and stumbles over entities that it does not expect.
    """
    text, recipient = wire.get("text"), wire.get("recipient")
    bot = recipient.get("id") if isinstance(recipient, dict) else None
    if not isinstance(text, str) or bot is None:
        return wire
    entities = wire.get("entities")
    for entity in entities if isinstance(entities, list) else ():
        written = _mention_of(bot, entity)
        if written and written in text:
            text = text.replace(written, "", 1).strip()
    return wire if text == wire["text"] else {**wire, "text": text}


def _length(wire: Wire) -> int:
    """Give how many characters of text there are to read."""
    attachments = wire.get("attachments")
    parts = attachments if isinstance(attachments, list) else []
    attached = (one.get("content") for one in parts if isinstance(one, dict))
    return sum(len(text) for text in (wire.get("text"), *attached) if isinstance(text, str))


def _mention_of(bot: object, entity: object) -> str | None:
    """Give how a mention of the bot is written in the text, None when the entity is something else."""
    if not isinstance(entity, dict) or entity.get("type") != "mention":
        return None
    mentioned, written = entity.get("mentioned"), entity.get("text")
    if not isinstance(mentioned, dict) or mentioned.get("id") != bot or not isinstance(written, str):
        return None
    return written


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _is_shallow(value: Any) -> bool:
    """Tell whether it can be read and written again; a few hundred levels could only be read."""
    level: list[Any] = [value]
    for _ in range(_MAX_DEPTH):
        level = [part for whole in level for part in _parts(whole)]
        if not level:
            return True
    return False


def _parts(whole: Any) -> Iterable[Any]:
    match whole:
        case dict():
            return whole.values()
        case list():
            return whole
        case _:
            return ()


def _bad(message: str) -> RequestError:
    return RequestError(400, "BadActivity", message)
