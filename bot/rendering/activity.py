"""A reply as an activity for the channel it goes to."""

from typing import Any, Final

from bot.rendering.markdown import markdown
from bot.rendering.teams_card import reply_card
from bot.rendering.thumbs import ON, answer_of
from bot.rendering.web_card import menu_card
from bot.turn.channel import Wire
from dialogs.reply import Choice, Heading, Prose, Reply

_TEAMS: Final = "msteams"


def shows(reply: Reply, channel: str) -> bool:
    """Tell whether a channel can show a reply: not everywhere can a message take the place of another."""
    return not reply.settles or channel == _TEAMS


def render(reply: Reply, channel: str, asker: str = "") -> Wire:
    """Give the activity for one reply. `channel` is the channel id of the activity that is answered.

    On the web a step's choices are suggested actions, or a card where they stand in groups; in Teams all is a card,
    and what takes the place of the clicked card is a `messageUpdate`. `asker` is whose buttons they are in a group.
    """
    if channel == _TEAMS:
        summary = _summary(reply)
        card = message(attachments=[reply_card(reply, summary, asker)], summary=summary)
        if reply.settles:
            return card | {"type": "messageUpdate"}
        return card | {"channelData": dict(ON)} if _gives_answer(reply) else card
    activity = message(text=markdown(reply.blocks), textFormat="markdown")
    if any(choice.group for choice in reply.choices):
        activity["attachments"] = [menu_card(reply.choices)]
    elif reply.choices:
        activity["suggestedActions"] = {"to": [], "actions": [_suggested(choice) for choice in reply.choices]}
    return activity


def message(**fields: Any) -> Wire:
    """Give a message of the bot with these fields."""
    return {"type": "message", "inputHint": "expectingInput", **fields}


def _gives_answer(reply: Reply) -> bool:
    """Tell an answer from the question about it that is asked once more."""
    whole = any(isinstance(block, Heading) and block.level == 1 for block in reply.blocks)
    return whole and answer_of(choice.payload for choice in reply.choices) is not None


def _suggested(choice: Choice) -> dict[str, Any]:
    label = choice.label
    return {"type": "messageBack", "title": label, "text": label, "displayText": label, "value": dict(choice.payload)}


def _summary(reply: Reply) -> str:
    """Give one line for a notification."""
    first = next((block.text for block in reply.blocks if isinstance(block, Heading | Prose)), "Peering Bot")
    return first.replace("**", "").replace("`", "").splitlines()[0][:120]
