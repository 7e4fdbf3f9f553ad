"""The card of a hand-off in the network team's channel."""

from typing import Any

from bot.rendering.activity import message
from bot.rendering.adaptive_card import Element, attachment, heading
from bot.rendering.card_code import code_block
from bot.rendering.card_short import shortened
from bot.state.hand_offs import HandOff, State
from dialogs import speech
from dialogs.reply import Code

VERB = "hand-off"


def hand_off_message(one: HandOff) -> dict[str, Any]:
    """Give the message with the card as it is now: the summary, who has it, and what can be done next."""
    body: list[Element] = [heading(speech.HAND_OFF_TITLE, size="Large")]
    body.append({"type": "TextBlock", "text": speech.HAND_OFF_INTRO, "wrap": True})
    body += _standing(one)
    *_, shortest = shortened((Code(one.summary, "markdown"),))
    body += [code_block(block) for block in shortest if isinstance(block, Code)]
    actions = _actions(one)
    if actions:
        body.append({"type": "ActionSet", "actions": actions})
    card = attachment(body, lang="en", fallbackText=speech.HAND_OFF_TITLE, msteams={"width": "Full"})
    return message(attachments=[card], summary=speech.HAND_OFF_TITLE)


def _standing(one: HandOff) -> list[Element]:
    if one.state not in {State.ASSIGNED, State.RESOLVED}:
        return []
    said = speech.HAND_OFF_ASSIGNED if one.state is State.ASSIGNED else speech.HAND_OFF_RESOLVED
    # Teams shows the time as it is where the reader is.
    since = f"{{{{DATE({one.since}, SHORT)}}}} {{{{TIME({one.since})}}}}"
    style = "good" if one.state is State.RESOLVED else "accent"
    text = {"type": "TextBlock", "text": said.format(name=one.by, since=since), "wrap": True, "weight": "Bolder"}
    return [{"type": "Container", "style": style, "items": [text]}]


def _actions(one: HandOff) -> list[Element]:
    offered = {
        State.OPEN: ((speech.ASSIGN_LABEL, State.ASSIGNED), (speech.RESOLVE_LABEL, State.RESOLVED)),
        State.ASSIGNED: ((speech.RESOLVE_LABEL, State.RESOLVED),),
    }
    return [_action(label, {"handOff": one.id, "to": to.value}) for label, to in offered.get(one.state, ())]


def _action(label: str, data: dict[str, str]) -> Element:
    button = {"type": "Action.Submit", "title": label, "data": data}
    return {**button, "type": "Action.Execute", "verb": VERB, "fallback": button}
