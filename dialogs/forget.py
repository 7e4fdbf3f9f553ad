"""Deleting what is kept of a person, after one question."""

from typing import Final

from botbuilder.dialogs import DialogTurnResult, WaterfallStepContext

from dialogs import speech
from dialogs.ask import ASK
from dialogs.menu import MENU_DIALOG
from dialogs.place import FORGET, YES
from dialogs.reply import prose
from dialogs.talk import options_of, talk_of
from dialogs.waterfall import Waterfall

FORGET_DIALOG: Final = "forget"


class ForgetDialog(Waterfall):
    """Asks, and then has everything deleted or goes back to where the conversation was. No options."""

    def __init__(self) -> None:
        super().__init__(FORGET_DIALOG, [self.ask, self.decide])

    async def ask(self, step: WaterfallStepContext) -> DialogTurnResult:
        """Ask whether that is meant."""
        return await step.begin_dialog(ASK, {**options_of(step), "place": {"at": FORGET}})

    async def decide(self, step: WaterfallStepContext) -> DialogTurnResult:
        """Delete, and begin anew; or go on."""
        talk = talk_of(step.context)
        if step.result != YES:
            await talk.voice.say(prose(speech.KEPT))
            return await step.end_dialog()
        talk.forget = True
        where = speech.FORGOTTEN_ON_WEB if talk.own_web else speech.FORGOTTEN_ELSEWHERE
        await talk.voice.say(
            prose(speech.FORGOTTEN, f"{where} {speech.FORGOTTEN_AT_TEAM} {speech.FORGOTTEN_NOT_UNKNOWN}")
        )
        step.stack[1:] = []
        return await step.replace_dialog(MENU_DIALOG, {})
