"""The card of a hand-off in the network team's channel."""

from collections.abc import Iterator
from typing import Any

import orjson

from bot.rendering.activity import message
from bot.rendering.adaptive_card import Element, attachment, fold, heading
from bot.rendering.card_code import code_block
from bot.rendering.card_short import shortened
from bot.rendering.card_summary import summary_elements
from bot.rendering.teams_card import MOST_OF_BOTS
from bot.state.hand_offs import HandOff, State
from dialogs import speech
from dialogs.reply import Code

VERB = "hand-off"


def hand_off_message(one: HandOff) -> dict[str, Any]:
    """Give the message with the card as it is now: the summary, who has it, and what can be done next."""
    for summary in _summaries(one):
        card = _card(one, summary)
        if len(orjson.dumps(card)) <= MOST_OF_BOTS:
            break
    return message(attachments=[card], summary=speech.HAND_OFF_TITLE)


def _summaries(one: HandOff) -> Iterator[list[Element]]:
    """Give the summary to read and to copy, to read only, and at last its beginning as text."""
    shown = list(summary_elements(one.summary))
    whole = Code(one.summary, "markdown")
    yield [*shown, *fold("", speech.HAND_OFF_TEXT, [code_block(whole)])]
    yield shown
    *_, shortest = shortened((whole,))
    yield [code_block(block) for block in shortest if isinstance(block, Code)]


def _card(one: HandOff, summary: list[Element]) -> dict[str, Any]:
    intro = {"type": "TextBlock", "text": speech.HAND_OFF_INTRO, "wrap": True}
    actions = _actions(one)
    buttons = [{"type": "ActionSet", "actions": actions}] if actions else []
    return attachment(
        [heading(speech.HAND_OFF_TITLE, size="Large"), intro, *_standing(one), *summary, *buttons],
        lang="en",
        fallbackText=speech.HAND_OFF_TITLE,
        msteams={"width": "Full"},
    )


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
