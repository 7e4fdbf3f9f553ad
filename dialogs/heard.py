"""An activity, reduced to what the conversation cares about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from botbuilder.schema import Activity, ActivityTypes

_CARD: Final = "application/vnd.microsoft.card.adaptive"


@dataclass(frozen=True, slots=True)
class Heard:
    """What one activity says: somebody joined, all has ended, a click (`payload`), a text, or something attached."""

    is_message: bool = False
    joined: bool = False
    ended: bool = False
    text: str = ""
    payload: Mapping[str, Any] | None = None
    attached: bool = False
    card: bool = False


def hear(activity: Activity) -> Heard:
    """Read an activity. A submitted card has a `value` and no text; a value that is no click of ours counts as none."""
    if activity.type == ActivityTypes.conversation_update:
        return Heard(joined=_somebody_joined(activity))
    if activity.type == ActivityTypes.end_of_conversation:
        return Heard(ended=True)
    if activity.type != ActivityTypes.message:
        return Heard()
    value = activity.value
    text = activity.text.strip() if isinstance(activity.text, str) else ""
    payload = value if isinstance(value, Mapping) and "option" in value else None
    attachments = activity.attachments or ()
    card = any(one is not None and one.content_type == _CARD for one in attachments)
    return Heard(True, text=text, payload=payload, attached=bool(attachments), card=card)


def _somebody_joined(activity: Activity) -> bool:
    """Tell whether a person joined, not only the bot itself."""
    bot = activity.recipient.id if activity.recipient else None
    return any(member is not None and member.id != bot for member in activity.members_added or ())
