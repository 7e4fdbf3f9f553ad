"""How what an activity belongs to is named in the store."""

from hashlib import sha256
from typing import Any, Final
from uuid import uuid4

from bot.channels.direct_line.incoming import SERVICE_URL
from bot.channels.direct_line.outgoing import CHANNEL_ID
from bot.state.person import SOMEBODY
from bot.turn.channel import Wire

_LONGEST: Final = 400
_LONGEST_NAME: Final = 60


def channel_id(activity: Wire) -> str:
    """Give the id of the channel, empty when there is none."""
    return str(activity.get("channelId") or "")


def is_own_web(activity: Wire) -> bool:
    """Tell whether it came by the Direct Line that this program serves.

    Azure's has the same channel id, and lets its clients choose the ids of their users.
    """
    return channel_id(activity) == CHANNEL_ID and activity.get("serviceUrl") == SERVICE_URL


def document_key(activity: Wire) -> str:
    """Name the document of this user in this conversation."""
    return _key(activity, "conversation", "from")


def person_key(activity: Wire) -> str:
    """Name the person, in whichever conversation of the channel."""
    return _key(activity, "from")


def forgotten_key(activity: Wire) -> str:
    """Name what stays of the activity with which somebody was forgotten; it does not say whom."""
    return digest(f"forgotten\n{conversation_key(activity)}\n{mark(activity)}")


def conversation_key(activity: Wire) -> str:
    """Name the conversation, whoever writes in it."""
    return _key(activity, "conversation")


def mark(activity: Wire) -> str:
    """Give what tells an activity from the others of its conversation and is the same when it is delivered again.

    Row 9: Teams sends one again when it was not answered within about 15 s. Without an id it is never the same.
    """
    if not activity.get("id"):
        return uuid4().hex
    # An edit keeps the id of the message that it changes, so its time tells it apart.
    edited = activity.get("timestamp") if activity.get("type") == "messageUpdate" else ""
    return short(f"{activity.get('type')}:{activity['id']}:{edited}")


def short(id_: str, longest: int = _LONGEST) -> str:
    """Give an id, or a digest where it is so long, or so strange, that a database would not take it."""
    plain = len(id_) <= longest and id_.isprintable()
    return id_ if plain else digest(id_)


def plain_name(name: Any) -> str:
    """Give a name without anything that a card or a message could take for markup."""
    kept = "".join(one for one in str(name or "") if one.isalnum() or one in " .-'")
    return " ".join(kept.split())[:_LONGEST_NAME] or SOMEBODY


def digest(text: str) -> str:
    """Give 64 characters that stand for a text."""
    return sha256(text.encode(errors="surrogatepass")).hexdigest()


def _key(activity: Wire, *names: str) -> str:
    # The parts are told apart by the bar, whatever characters a channel has in its ids.
    parts = (_id_of(activity, name).replace("%", "%25").replace("/", "%2F") for name in names)
    channel = channel_id(activity)
    if channel == CHANNEL_ID and not is_own_web(activity):
        channel = f"azure-{channel}"
    return short("/".join((channel, *parts)))


def _id_of(activity: Wire, part: str) -> str:
    value: Any = activity.get(part)
    return str(value.get("id") or "") if isinstance(value, dict) else ""
