"""Asking the network team: the button, and what the asker is told."""

from collections.abc import Mapping
from typing import Any, Final

from botbuilder.dialogs import DialogContext

from dialogs import speech
from dialogs.reply import Block, Choice, Prose, Reply
from dialogs.stack import again
from dialogs.summary import summary, summary_to_copy
from dialogs.talk import Talk, talk_of

ASK_TEAM: Final[Mapping[str, str | int]] = {
    "scenario": "hand-off",
    "question": "team",
    "option": "ask",
    "depth": 0,
}
"""What the button carries. It works at every step, as the words do."""

_BUTTON: Final = Choice(speech.ASK_TEAM_LABEL, ASK_TEAM, speech.ASK_TEAM_GROUP)


def with_button(*blocks: Block) -> Reply:
    """Give a summary with the button under it."""
    return Reply(blocks, (_BUTTON,))


def asks_team(payload: Mapping[str, Any]) -> bool:
    """Tell whether a click is one on the button."""
    return {key: payload.get(key) for key in ASK_TEAM} == ASK_TEAM


def settled(talk: Talk) -> Reply:
    """Give what takes the place of the message with the button."""
    text = summary_to_copy(talk.memory, talk.knowledge)
    return Reply((Prose(speech.SUMMARY_INTRO), text, Prose(speech.chosen(speech.ASK_TEAM_LABEL))), settles=True)


async def ask_team(dc: DialogContext) -> None:
    """Hand the masked summary over, or give it to copy where no team can be reached or it has enough."""
    talk = talk_of(dc.context)
    memory = talk.memory
    if not (memory.problems or memory.asked or memory.tried):
        await again(dc, speech.NOTHING_TO_HAND_OFF)
    elif talk.team and talk.declined is None:
        talk.hand_off = summary(memory, talk.knowledge)
        await again(dc, speech.HANDED_OFF, speech.GO_ON)
    else:
        await talk.voice.say(Reply((Prose(talk.declined or speech.NO_TEAM), summary_to_copy(memory, talk.knowledge))))
        await again(dc)
