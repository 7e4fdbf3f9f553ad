"""Asking which of two or three candidates a text was about."""

from typing import Any

from botbuilder.dialogs import DialogTurnResult, WaterfallStepContext

from dialogs import speech
from dialogs.ask import ASK
from dialogs.fix import FIX_DIALOG
from dialogs.menu import MENU_DIALOG
from dialogs.place import CHOOSE, GO_ON, NONE
from dialogs.talk import options_of, talk_of
from dialogs.waterfall import Waterfall

CHOOSE_DIALOG = "choose"


class ChooseDialog(Waterfall):
    """Options: `ids`, the candidates, best first; `lead`; `names` of each, where they are not the same."""

    def __init__(self) -> None:
        super().__init__(CHOOSE_DIALOG, [self.ask_which, self.take_one])

    async def ask_which(self, step: WaterfallStepContext) -> DialogTurnResult:
        """Ask which of them looks like the user's problem."""
        options = options_of(step)
        place: dict[str, Any] = {"at": CHOOSE, "ids": options["ids"], "below": len(step.stack) > 1}
        if "names" in options:
            place["names"] = options["names"]
        return await step.begin_dialog(ASK, {"place": place, "lead": options.get("lead", ())})

    async def take_one(self, step: WaterfallStepContext) -> DialogTurnResult:
        """Open the one that was taken."""
        ids: list[str] = list(options_of(step)["ids"])
        taken = str(step.result)
        if taken == GO_ON:
            return await step.end_dialog()
        if taken == NONE:
            talk_of(step.context).memory.misses += 1
            step.stack[1:] = []
            return await step.replace_dialog(MENU_DIALOG, {"tries": 1})
        return await step.replace_dialog(*opening(taken, [id_ for id_ in ids if id_ != taken], step))


def opening(id_: str, more: list[str], step: WaterfallStepContext) -> tuple[str, dict[str, Any]]:
    """Give the dialog and its options that open a scenario or an answer."""
    scenario = talk_of(step.context).knowledge.scenarios.get(id_)
    if scenario:
        return scenario.id, {"path": [], "lead": [speech.starting(scenario.title)]}
    names = options_of(step).get("names")
    return FIX_DIALOG, {"answer": id_, "more": more} | ({"names": names} if names else {})
