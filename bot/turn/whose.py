"""Whose button was clicked, where several people see it."""

import logging
from typing import Final

from bot.state.feedback import given_to
from bot.state.store import Store, StoreError
from bot.turn.channel import Wire
from bot.turn.names import channel_id, conversation_key, person_key
from bot.turn.voice import asker

log = logging.getLogger("peering_bot.turn")

_NAMES: Final = frozenset({"msteams"})
"""Channels where a button names whose it is as soon as others see it."""


async def is_own(store: Store, activity: Wire) -> bool | None:
    """Tell whether who clicked may: the button names them, and stands in a message that was for them.

    None when it is not known whom the message was for. What is no click is everybody's own.
    """
    value = activity.get("value")
    if not isinstance(value, dict) or "option" not in value:
        return True
    clicker = asker(activity)
    if "for" in value:
        if value["for"] != activity["from"]["id"]:
            return False
    elif clicker and channel_id(activity) in _NAMES:
        return False
    return await _is_in_own(store, activity) if clicker else True


async def _is_in_own(store: Store, activity: Wire) -> bool | None:
    message = activity.get("replyToId")
    if not isinstance(message, str) or not message:
        return None
    try:
        return await given_to(store, conversation_key(activity), message, person_key(activity))
    except StoreError as error:
        log.error("whose a message is could not be read: %s", error)
        return None
