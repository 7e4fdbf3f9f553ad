"""The conversation as a whole: what a message is, and which dialog gets it."""

from collections.abc import Mapping
from typing import Any

from botbuilder.core import TurnContext
from botbuilder.dialogs import DialogContext, DialogInstance, DialogSet, DialogState
from botbuilder.dialogs.memory import DialogStateManagerConfiguration

from dialogs import speech
from dialogs.ask import ASK, Ask
from dialogs.choose import ChooseDialog
from dialogs.commands import OPTIONS_FIRST, command_of, unaddressed
from dialogs.fix import FixDialog
from dialogs.forget import ForgetDialog
from dialogs.hand_off import ask_team, asks_team, settled
from dialogs.heard import Heard, hear
from dialogs.look_up import look_up
from dialogs.menu import MenuDialog
from dialogs.place import Place, passed, place_at
from dialogs.reply import prose
from dialogs.scenario import ScenarioDialog
from dialogs.stack import FRESH, Stack, again, begin_if_fresh, standing
from dialogs.steer import steer, welcome
from dialogs.talk import Talk, begin_talk, talk_of
from knowledge.explain import Brain
from knowledge.glossary import meaning_of


class Conversation:
    """All dialogs of the bot, built once. `turn` handles one activity and gives the stack to keep."""

    def __init__(self, brain: Brain) -> None:
        self._knowledge = brain.knowledge
        self._scopes = DialogStateManagerConfiguration()
        self._dialogs = DialogSet(Stack())
        for dialog in (Ask(), MenuDialog(), FixDialog(), ChooseDialog(), ForgetDialog()):
            self._dialogs.add(dialog)
        for scenario in brain.knowledge.scenarios.values():
            self._dialogs.add(ScenarioDialog(scenario))

    async def turn(self, context: TurnContext, stack: list[dict[str, Any]], talk: Talk) -> list[dict[str, Any]]:
        """Handle one activity on a stored stack; say replies through `talk.voice`; give the stack afterwards."""
        state = DialogState([DialogInstance(one["id"], one["state"]) for one in stack])
        context.turn_state[Stack.KEY] = state
        # Otherwise the SDK lists all its memory scopes, which no dialog here uses, anew in every turn.
        context.turn_state[DialogStateManagerConfiguration.__name__] = self._scopes
        begin_talk(context, talk)
        dc = await self._dialogs.create_context(context)
        heard = hear(context.activity)
        if heard.joined:
            await self._joined(dc)
        elif heard.ended:
            # As the SDK does in a skill: its dialogs end, without a word, because nobody may be there to hear it.
            dc.stack.clear()
        elif talk.own_button is False:
            await talk.voice.say(prose(speech.NOT_YOURS))
        elif heard.is_message:
            await self._message(dc, heard)
        return [{"id": one.id, "state": one.state} for one in dc.stack]

    async def _joined(self, dc: DialogContext) -> None:
        if not talk_of(dc.context).memory.greeted and not dc.stack:
            await welcome(dc)

    async def _message(self, dc: DialogContext, heard: Heard) -> None:
        place = await self._present(dc)
        if heard.payload is not None:
            await self._click(dc, heard.payload, place)
        elif not (heard.text or heard.attached or talk_of(dc.context).memory.greeted):
            await welcome(dc)
        elif not heard.text:
            await again(dc, speech.CARD if heard.card else speech.PICTURE if heard.attached else speech.EMPTY)
        else:
            await self._text(dc, heard.text, place)
        talk_of(dc.context).memory.greeted = True

    async def _present(self, dc: DialogContext) -> Place:
        """Give the place where the conversation stands; when the knowledge lost it, begin at the menu and say so."""
        try:
            if [one.id == ASK for one in dc.stack] != [True, False] * (len(dc.stack) // 2):
                raise LookupError("the stack has lost a part")
            if not all(self._dialogs.find_dialog(one.id) for one in dc.stack):
                raise LookupError("a dialog is no more")
            for one in dc.stack[::2]:
                place_at(one.state["place"], self._knowledge)
        except (LookupError, TypeError, ValueError):
            dc.stack.clear()
            await talk_of(dc.context).voice.say(prose(speech.LOST_PLACE))
            return place_at(FRESH, self._knowledge)
        return place_at(standing(dc), self._knowledge)

    async def _click(self, dc: DialogContext, payload: Mapping[str, Any], place: Place) -> None:
        """Take an option, or say that it is past. What may be another's message is changed by what was taken alone."""
        talk = talk_of(dc.context)
        if asks_team(payload):
            if talk.own_button:
                await talk.voice.say(settled(talk))
            await ask_team(dc)
            return
        option = place.taken_by(payload)
        if option is None:
            if talk.own_button and (over := passed(payload, self._knowledge, talk.memory)):
                await talk.voice.say(over)
            await again(dc, speech.OLD_BUTTON)
        else:
            await talk.voice.say(place.settled(option, talk.memory))
            await self._take(dc, option.id)

    async def _text(self, dc: DialogContext, text: str, place: Place) -> None:
        """A text is a command, else an option of the present place, else a word to explain, else a thing to look up."""
        talk, said = talk_of(dc.context), unaddressed(text)
        command = command_of(said)
        option = place.taken_by_words(said)
        if command and not (command in OPTIONS_FIRST and option):
            await steer(dc, command)
        elif option and talk.edited and not talk.memory.misses:
            # What was understood then has led on: the changed words are no answer to this step.
            await again(dc, speech.EDITED)
        elif option:
            await self._take(dc, option.id)
        elif meaning := meaning_of(said, self._knowledge.guide):
            await again(dc, meaning)
        else:
            await look_up(dc, text)

    async def _take(self, dc: DialogContext, option: str) -> None:
        """Give the option that was taken to the dialog that waits for it."""
        talk = talk_of(dc.context)
        talk.memory.misses = 0
        talk.taken = option
        await begin_if_fresh(dc)
        await dc.continue_dialog()
