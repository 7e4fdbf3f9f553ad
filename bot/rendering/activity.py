"""A reply as an activity for the channel it goes to."""

from typing import Any, Final

from bot.rendering.adaptive_card import menu_card, reply_card
from bot.rendering.markdown import markdown
from bot.turn.channel import Wire
from dialogs.reply import Choice, Heading, Prose, Reply

_TEAMS: Final = "msteams"


def render(reply: Reply, channel: str) -> Wire:
    """Give the activity for one reply. `channel` is the channel id of the activity that is answered.

    On the web a step's choices are suggested actions, or a card where they stand in groups; in Teams all is a card.
    """
    if channel == _TEAMS:
        return _message(attachments=[reply_card(reply.blocks, reply.choices)], summary=_summary(reply))
    activity = _message(text=markdown(reply.blocks), textFormat="markdown")
    if any(choice.group for choice in reply.choices):
        activity["attachments"] = [menu_card(reply.choices)]
    elif reply.choices:
        activity["suggestedActions"] = {"to": [], "actions": [_suggested(choice) for choice in reply.choices]}
    return activity


def _message(**fields: Any) -> Wire:
    return {"type": "message", "inputHint": "expectingInput", **fields}


def _suggested(choice: Choice) -> dict[str, Any]:
    label = choice.label
    return {"type": "messageBack", "title": label, "text": label, "displayText": label, "value": dict(choice.payload)}


def _summary(reply: Reply) -> str:
    """Give one line for a notification."""
    first = next((block.text for block in reply.blocks if isinstance(block, Heading | Prose)), "Peering Bot")
    return first.replace("**", "").replace("`", "").splitlines()[0][:120]
