"""The menu of the nine scenarios."""

from botbuilder.dialogs import DialogTurnResult, WaterfallStepContext

from dialogs import speech
from dialogs.ask import ASK
from dialogs.place import MENU
from dialogs.talk import options_of, talk_of
from dialogs.waterfall import Waterfall

MENU_DIALOG = "menu"


class MenuDialog(Waterfall):
    """Options: `tries` (how often in a row nothing was understood), `lead`, and `quiet` to wait without saying it."""

    def __init__(self) -> None:
        super().__init__(MENU_DIALOG, [self.show_topics, self.take_topic])

    async def show_topics(self, step: WaterfallStepContext) -> DialogTurnResult:
        """Show the nine scenarios."""
        options = options_of(step)
        return await step.begin_dialog(ASK, {**options, "place": {"at": MENU, "tries": options.get("tries", 0)}})

    async def take_topic(self, step: WaterfallStepContext) -> DialogTurnResult:
        """Begin the scenario that was chosen."""
        scenario = talk_of(step.context).knowledge.scenarios[str(step.result)]
        return await step.replace_dialog(scenario.id, {"path": [], "lead": [speech.starting(scenario.title)]})
