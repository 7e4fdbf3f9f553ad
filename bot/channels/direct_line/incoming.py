"""What a client posts: checked, cleaned and completed."""

from collections.abc import Iterable
from typing import Any, Final

from bot.channels.bot_framework.turn_context import activity_of
from bot.channels.direct_line.outgoing import BOT, CHANNEL_ID
from bot.errors import RequestError
from bot.turn.channel import Wire
from knowledge.reading.secrets import remove_secrets, without_secrets

SERVICE_URL: Final = "https://direct-line.invalid/"
"""Activities need one; replies on this channel never go there."""

KEPT_TYPES: Final = frozenset({"message", "event", "messageReaction"})
"""Types that are logged, echoed and answered."""
TYPING: Final = "typing"

_MAX_DEPTH: Final = 50
_MAX_NAME: Final = 200
_MAX_CLIENT_ID: Final = 200
_MAX_LOCALE: Final = 35

# Every field that is taken over, and what it must be; whatever else a client sends is dropped.
_FIELDS: Final[dict[str, type | tuple[type, ...]]] = {
    "type": str,
    "text": str,
    "locale": str,
    "localTimestamp": str,
    "localTimezone": str,
    "name": str,
    "value": object,
    "valueType": str,
    "label": str,
    "code": str,
    "speak": str,
    "summary": str,
    "inputHint": str,
    "importance": str,
    "replyToId": str,
    "entities": list,
    "attachments": list,
    "reactionsAdded": list,
    "reactionsRemoved": list,
    "channelData": dict,
}
_AS_SENT: Final = frozenset({"type", "channelData", "replyToId"})
_OF_ATTACHMENTS: Final = ("contentType", "name")


def accept(activity: dict[str, Any], conversation: str, user: str, timestamp: str) -> Wire:
    """Give the activity as it is logged and echoed: from the user of the token, without secrets, without an id.

    Raises RequestError 400 when it is none that this channel takes.
    """
    _check_depth(activity, _MAX_DEPTH)
    kind = activity.get("type")
    if not isinstance(kind, str) or kind not in KEPT_TYPES | {TYPING}:
        raise _bad(f"`type` must be one of {', '.join(sorted(KEPT_TYPES | {TYPING}))}.")
    name = _name(activity.get("from"))
    accepted = {field: _taken(field, activity[field]) for field in _FIELDS if activity.get(field) is not None}
    if len(accepted.get("locale", "")) > _MAX_LOCALE:
        # Every reply repeats it.
        raise _bad(f"`locale` has more than {_MAX_LOCALE} characters.")
    _check_shape(accepted)
    if kind == "message":
        accepted["textFormat"] = "plain"
    return accepted | {
        "timestamp": timestamp,
        "channelId": CHANNEL_ID,
        "conversation": {"id": conversation},
        "from": {"id": user, "role": "user"} | ({"name": name} if name else {}),
    }


def client_id(activity: Wire) -> str | None:
    """Give the id by which the client recognises its activity, None when it gave none. Raises RequestError 400."""
    found = activity.get("channelData", {}).get("clientActivityID")
    if found is None:
        return None
    if not isinstance(found, str) or not 0 < len(found) <= _MAX_CLIENT_ID or not found.isprintable():
        raise _bad(f"`channelData.clientActivityID` must be a string of 1 to {_MAX_CLIENT_ID} printable characters.")
    return found


def for_turn(activity: Wire) -> Wire:
    """Give a logged activity as the bot gets it."""
    return {**activity, "serviceUrl": SERVICE_URL, "recipient": dict(BOT)}


def welcome(conversation: str, user: str, timestamp: str, locale: str | None) -> Wire:
    """Give the activity that tells the bot who is there."""
    person = {"id": user, "role": "user"}
    activity: Wire = {
        "type": "conversationUpdate",
        "id": f"{conversation}|start",
        "timestamp": timestamp,
        "channelId": CHANNEL_ID,
        "conversation": {"id": conversation},
        "from": person,
        "membersAdded": [dict(BOT), person],
    }
    return for_turn(activity | ({"locale": locale} if locale else {}))


def _taken(field: str, value: Any) -> Any:
    fits = isinstance(value, _FIELDS[field])
    if not fits:
        raise _bad(f"`{field}` has the wrong type.")
    if field in _AS_SENT:
        return value
    return without_secrets([_attachment(item) for item in value] if field == "attachments" else value)


def _attachment(item: Any) -> dict[str, Any]:
    # The file itself is of no use to the bot and may show more than its sender thinks.
    if not isinstance(item, dict):
        raise _bad("`attachments` must hold objects.")
    return {key: item[key] for key in _OF_ATTACHMENTS if isinstance(item.get(key), str)}


def _name(sender: Any) -> str | None:
    if sender is None:
        return None
    if not isinstance(sender, dict):
        raise _bad("`from` must be an object.")
    name = sender.get("name")
    return remove_secrets(name[:_MAX_NAME]) if isinstance(name, str) else None


def _check_shape(accepted: Wire) -> None:
    # What the SDK cannot read must not get as far as the log of the conversation and the turn.
    try:
        activity_of(accepted)
    except ValueError as error:
        raise _bad("A field of the activity has the wrong type.") from error


def _check_depth(value: Any, levels: int) -> None:
    # What is nested deeper than a few hundred levels could be read but not written again.
    if levels == 0:
        raise _bad(f"The activity is nested more than {_MAX_DEPTH} levels deep.")
    parts: Iterable[Any] = ()
    if isinstance(value, dict | list):
        parts = value.values() if isinstance(value, dict) else value
    for part in parts:
        _check_depth(part, levels - 1)


def _bad(message: str) -> RequestError:
    return RequestError(400, "BadActivity", message)
