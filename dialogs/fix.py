"""Giving an answer and asking whether it helped."""

from typing import Any, Final

from botbuilder.dialogs import DialogTurnResult, WaterfallStepContext

from dialogs import speech
from dialogs.ask import ASK
from dialogs.hand_off import with_button
from dialogs.menu import MENU_DIALOG
from dialogs.place import BROKEN, FIX, GO_ON, WORKED
from dialogs.reply import Prose, Reply
from dialogs.summary import summary_to_copy
from dialogs.talk import options_of, talk_of
from dialogs.waterfall import Waterfall

FIX_DIALOG = "fix"

MOST_TRIES: Final = 3
"""How many answers in a row may not help before the summary is offered instead of one more guess."""


class FixDialog(Waterfall):
    """Options: `answer` (its id), `why` (reasons), `lead`, `more` (ids to try when it does not help, best first),
    `tries` (how many answers before it did not help), `others` (the other errors of the same paste, as pairs of id
    and names), `names` (by answer, where each has its own); `scenario` and `path` when a scenario led here.
    """

    def __init__(self) -> None:
        super().__init__(FIX_DIALOG, [self.give_answer, self.take_result])

    async def give_answer(self, step: WaterfallStepContext) -> DialogTurnResult:
        """Say the answer and ask whether it helped."""
        options = options_of(step)
        memory = talk_of(step.context).memory
        memory.note_answer(options["answer"], "given")
        if (own := options.get("names", {}).get(options["answer"])) is not None:
            memory.names = dict(own)
        place = {key: options[key] for key in ("answer", "scenario", "path") if options.get(key)}
        place |= {"at": FIX, "below": _below(step), "why": list(options.get("why", ()))}
        return await step.begin_dialog(ASK, {"place": place, "lead": options.get("lead", ())})

    async def take_result(self, step: WaterfallStepContext) -> DialogTurnResult:
        """Go on by what the user says of the answer."""
        talk = talk_of(step.context)
        answer = options_of(step)["answer"]
        if step.result == WORKED:
            talk.memory.note_answer(answer, "worked")
            talk.verdicts.append((answer, True))
            if others := _others(step):
                return await step.replace_dialog(FIX_DIALOG, _other(others, speech.NEXT_PROBLEM))
            return await self._leave(step, speech.WORKED)
        if step.result == BROKEN:
            talk.memory.note_answer(answer, "broken")
            talk.verdicts.append((answer, False))
            return await self._try_next(step)
        if step.result == GO_ON:
            return await step.end_dialog()
        step.stack[1:] = []
        return await step.replace_dialog(MENU_DIALOG, {})

    async def _leave(self, step: WaterfallStepContext, *words: str) -> DialogTurnResult:
        if _below(step):
            await talk_of(step.context).voice.say(Reply(tuple(Prose(text) for text in words)))
            return await step.end_dialog()
        return await step.replace_dialog(MENU_DIALOG, {"lead": words})

    async def _try_next(self, step: WaterfallStepContext) -> DialogTurnResult:
        """Go on with the next best candidate or scenario that was not tried yet, and after those with the summary."""
        talk = talk_of(step.context)
        if others := _others(step):
            return await step.replace_dialog(FIX_DIALOG, _other(others, speech.OTHER_PROBLEM))
        tries = options_of(step).get("tries", 0) + 1
        more = self._not_tried(step)
        if not more or tries > MOST_TRIES:
            text = summary_to_copy(talk.memory, talk.knowledge)
            await talk.voice.say(with_button(Prose(speech.NOTHING_LEFT), text))
            return await self._leave(step)
        lead = [speech.STILL_BROKEN]
        if more[0] in talk.knowledge.scenarios:
            lead.append(speech.starting(talk.knowledge.scenarios[more[0]].title))
            return await step.replace_dialog(more[0], {"path": [], "lead": lead})
        options = {"answer": more[0], "more": more[1:], "lead": lead, "tries": tries}
        if names := options_of(step).get("names"):
            options["names"] = names
        return await step.replace_dialog(FIX_DIALOG, options)

    def _not_tried(self, step: WaterfallStepContext) -> list[str]:
        """Give what may help next, best first: other candidates, what the answer names, what its scenario names."""
        talk = talk_of(step.context)
        options = options_of(step)
        scenario = talk.knowledge.scenarios.get(options.get("scenario") or "")
        after = talk.knowledge.answers[options["answer"]].next
        ids = [*options.get("more", ()), *after, *(scenario.next if scenario else ())]
        done = talk.memory.tried_ids() | {one["scenario"] for one in talk.memory.asked}
        return [id_ for id_ in dict.fromkeys(ids) if id_ not in done]


def _others(step: WaterfallStepContext) -> list[list[Any]]:
    """Give the other errors of the paste that were not answered yet."""
    done = talk_of(step.context).memory.tried_ids()
    return [other for other in options_of(step).get("others", ()) if other[0] not in done]


def _other(others: list[list[Any]], lead: str) -> dict[str, Any]:
    """Give the options for the first of these errors; the rest comes after it."""
    id_, names = others[0]
    return {"answer": id_, "names": {id_: names}, "others": others[1:], "lead": [lead]}


def _below(step: WaterfallStepContext) -> bool:
    """Tell whether something waits under this dialog: a scenario that was interrupted."""
    return len(step.stack) > 1
