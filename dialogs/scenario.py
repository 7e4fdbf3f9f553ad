"""One WaterfallDialog per scenario: ask, take the answer, and begin again one question further."""

from collections.abc import Sequence
from typing import Any

from botbuilder.dialogs import DialogTurnResult, WaterfallStepContext

from dialogs.ask import ASK
from dialogs.fix import FIX_DIALOG
from dialogs.talk import options_of, talk_of
from dialogs.waterfall import Waterfall
from knowledge.model import Scenario
from knowledge.tree import Click, question_at


class ScenarioDialog(Waterfall):
    """Guides through one tree. Its options: `path`, the answers so far as [question, option] pairs, and `lead`.

    Everything else follows from the path, so that going back is taking one pair away.
    """

    def __init__(self, scenario: Scenario) -> None:
        super().__init__(scenario.id, [self.ask_question, self.take_option])
        self._scenario = scenario

    async def ask_question(self, step: WaterfallStepContext) -> DialogTurnResult:
        """Ask the question that comes after the path."""
        return await step.begin_dialog(
            ASK, {"place": self._place(_path(step)), "lead": options_of(step).get("lead", ())}
        )

    async def take_option(self, step: WaterfallStepContext) -> DialogTurnResult:
        """Go where the option leads: to the next question, or to an answer."""
        path = _path(step)
        here = question_at(self._scenario, path)
        option = self._scenario.questions[here].option(str(step.result))
        if option is None:
            return await step.replace_dialog(self.id, {"path": path})
        talk_of(step.context).memory.note_option(self.id, here, option.id)
        longer = [*path, (here, option.id)]
        if option.go:
            return await step.replace_dialog(self.id, {"path": longer})
        return await step.replace_dialog(
            FIX_DIALOG,
            {"answer": option.answer, "scenario": self.id, "path": longer, "more": list(self._scenario.next)},
        )

    def _place(self, path: Sequence[Click]) -> dict[str, Any]:
        return {"at": "question", "scenario": self.id, "path": [list(click) for click in path]}


def _path(step: WaterfallStepContext) -> list[Click]:
    return [(question, option) for question, option in options_of(step).get("path", ())]
