"""The conversation as a whole: what a message is, and which dialog gets it."""

import re
from collections.abc import Awaitable, Callable
from typing import Any, Final

from botbuilder.core import StatePropertyAccessor, TurnContext
from botbuilder.dialogs import DialogContext, DialogInstance, DialogSet, DialogState

from dialogs import speech
from dialogs.ask import ASK, Ask, show_again
from dialogs.choose import CHOOSE_DIALOG, ChooseDialog
from dialogs.commands import TOOL_COMMANDS, Command, command_of
from dialogs.fix import FIX_DIALOG, FixDialog
from dialogs.heard import Heard, hear
from dialogs.menu import MENU_DIALOG, MenuDialog
from dialogs.place import FIX, MENU, Place, Where, place_at
from dialogs.reply import Block, Code, Drawing, Heading, Prose, Reply
from dialogs.scenario import ScenarioDialog
from dialogs.summary import summary
from dialogs.talk import Talk, begin_talk, talk_of
from knowledge.explain import Brain, Explanation
from knowledge.load import Knowledge
from knowledge.matching.match import Outcome
from knowledge.model import Answer, Kind
from knowledge.reading.masking import mask

MOST_REPHRASINGS: Final = 2

LONGEST_UNKNOWN: Final = 4_000
"""How many characters of an unknown error are kept for the authors of the knowledge."""

_ERROR: Final = re.compile(r"\b(?:error|failed|failure|exception|denied|forbidden|not authorized)\b", re.IGNORECASE)

_FRESH: Final[Where] = {"at": MENU}


class Stack(StatePropertyAccessor):
    """The accessor through which the SDK gets the dialog stack: the plain data that the turn loaded."""

    KEY: Final = "peering-bot.stack"

    async def get(self, context: TurnContext, default: Callable[[], DialogState] | None = None) -> DialogState:
        """Give the stack of this turn."""
        state = context.turn_state[self.KEY]
        assert isinstance(state, DialogState)  # noqa: S101 - `Conversation.turn` put it there
        return state

    async def set(self, context: TurnContext, value: DialogState) -> None:
        """Nothing to do: `Conversation.turn` reads the stack back itself."""

    async def delete(self, context: TurnContext) -> None:
        """Nothing to do: nobody asks for it."""


class Conversation:
    """All dialogs of the bot, built once. `turn` handles one activity and gives the stack to keep."""

    def __init__(self, brain: Brain) -> None:
        self._brain = brain
        self._dialogs = DialogSet(Stack())
        for dialog in (Ask(), MenuDialog(), FixDialog(), ChooseDialog()):
            self._dialogs.add(dialog)
        for scenario in brain.knowledge.scenarios.values():
            self._dialogs.add(ScenarioDialog(scenario))

    @property
    def knowledge(self) -> Knowledge:
        """What the bot knows."""
        return self._brain.knowledge

    async def turn(self, context: TurnContext, stack: list[dict[str, Any]], talk: Talk) -> list[dict[str, Any]]:
        """Handle one activity on a stored stack; say replies through `talk.voice`; give the stack afterwards."""
        state = DialogState([DialogInstance(one["id"], one["state"]) for one in stack])
        context.turn_state[Stack.KEY] = state
        begin_talk(context, talk)
        dc = await self._dialogs.create_context(context)
        heard = hear(context.activity)
        if heard.joined:
            await self._welcome(dc)
        elif heard.is_message:
            await self._message(dc, heard)
        return [{"id": one.id, "state": one.state} for one in dc.stack]

    async def _welcome(self, dc: DialogContext) -> None:
        talk = talk_of(dc.context)
        if talk.memory.greeted or dc.stack:
            return
        await self._say_welcome(dc)

    async def _say_welcome(self, dc: DialogContext, *lead: str) -> None:
        talk = talk_of(dc.context)
        talk.memory.greeted = True
        guide = self.knowledge.guide
        examples = "\n".join(f"- `{example}`" for example in guide.examples)
        picture = Drawing(guide.picture.file, guide.picture.alt)
        words = (*lead, speech.WELCOME, f"{speech.EXAMPLES}\n\n{examples}")
        await talk.voice.say(Reply((*(Prose(text) for text in words), picture)))
        await _clear_and_begin(dc, MENU_DIALOG, {})

    async def _message(self, dc: DialogContext, heard: Heard) -> None:
        talk = talk_of(dc.context)
        place = await self._present(dc)
        if heard.payload is not None:
            await self._click(dc, heard, place)
        elif not heard.text:
            await self._again(dc, speech.PICTURE if heard.attached else speech.EMPTY)
        else:
            await self._text(dc, heard.text, place)
        talk.memory.greeted = True

    async def _text(self, dc: DialogContext, text: str, place: Place) -> None:
        """A text is a command, else an option of the present place, else something to look up."""
        talk = talk_of(dc.context)
        command = command_of(text)
        option = place.taken_by_words(text)
        if command and not (command in TOOL_COMMANDS and option):
            await self._command(dc, command, new=not talk.memory.greeted)
        elif option:
            talk.memory.misses = 0
            talk.taken = option.id
            await self._continue(dc)
        else:
            await self._explain(dc, text)

    async def _present(self, dc: DialogContext) -> Place:
        """Give the place where the conversation stands; when the knowledge lost it, begin at the menu and say so."""
        if not dc.stack:
            return place_at(_FRESH, self.knowledge)
        try:
            if dc.stack[0].id != ASK or any(self._dialogs.find_dialog(one.id) is None for one in dc.stack):
                raise LookupError(dc.stack[0].id)
            for one in dc.stack[::2]:
                place_at(one.state["place"], self.knowledge)
        except (LookupError, TypeError, ValueError):
            dc.stack.clear()
            await talk_of(dc.context).voice.say(Reply((Prose(speech.LOST_PLACE),)))
            return place_at(_FRESH, self.knowledge)
        return place_at(dc.stack[0].state["place"], self.knowledge)

    async def _continue(self, dc: DialogContext) -> None:
        """Give the option that was taken to the dialog that waits; a fresh conversation waits at the menu."""
        if not dc.stack:
            await dc.begin_dialog(MENU_DIALOG, {"quiet": True})
        await dc.continue_dialog()

    async def _click(self, dc: DialogContext, heard: Heard, place: Place) -> None:
        payload = heard.payload or {}
        talk = talk_of(dc.context)
        option = place.taken_by(payload)
        if option is None:
            await self._again(dc, speech.OLD_BUTTON)
            return
        talk.memory.misses = 0
        talk.taken = option.id
        await self._continue(dc)

    async def _again(self, dc: DialogContext, *lead: str, blocks: tuple[Block, ...] = ()) -> None:
        """Say something and show the present place with its choices."""
        if not dc.stack:
            await dc.begin_dialog(MENU_DIALOG, {"quiet": True})
        await show_again(dc.context, dc.stack[0].state["place"], *lead, blocks=blocks)

    async def _explain(self, dc: DialogContext, text: str) -> None:
        """Look a text up and go where it leads."""
        talk = talk_of(dc.context)
        explanation = self._brain.explain(text)
        talk.memory.hear(text, explanation)
        lead = [speech.SHORTENED] if explanation.shortened else []
        if explanation.outcome is Outcome.UNKNOWN:
            talk.unknown = _unknown_error(text, explanation)
            await self._unknown(dc, lead)
            return
        talk.memory.misses = 0
        ids = [match.id for match in explanation.verdict.matches]
        if explanation.outcome is Outcome.CHOOSE:
            await self._interrupt(dc, CHOOSE_DIALOG, {"ids": ids, "lead": lead})
        else:
            await self._open(dc, explanation, ids, lead)

    async def _open(self, dc: DialogContext, explanation: Explanation, ids: list[str], lead: list[str]) -> None:
        thing = self.knowledge.get(ids[0])
        best = explanation.verdict.matches[0]
        if self._in_scenario(dc) and best.score < 1 and thing and thing.kind is not Kind.ERROR:
            # Words about something else, in the middle of our questions: ask before leaving them.
            await self._interrupt(dc, CHOOSE_DIALOG, {"ids": ids[:1], "lead": lead})
        elif isinstance(thing, Answer):
            also = [match.id for match in explanation.also if match.id != thing.id]
            titles = [other.title for id_ in also if (other := self.knowledge.get(id_))]
            options = {
                "answer": thing.id,
                "why": list(best.why),
                "more": list(dict.fromkeys([*also, *ids[1:]])),
                "lead": [*lead, *([speech.several(titles)] if titles else [])],
            }
            await self._interrupt(dc, FIX_DIALOG, options)
        elif thing:
            opening = speech.starting(thing.title) if best.score == 1 else speech.sounds_like(thing.title)
            await _clear_and_begin(dc, thing.id, {"path": [], "lead": [*lead, opening]})

    async def _unknown(self, dc: DialogContext, lead: list[str]) -> None:
        talk = talk_of(dc.context)
        if self._scenario_waits(dc):
            await self._again(dc, *lead, speech.NOT_AN_OPTION)
            return
        talk.memory.misses += 1
        if talk.memory.misses > MOST_REPHRASINGS:
            text = Code(summary(talk.memory, self.knowledge), "markdown")
            talk.memory.misses = 0
            await talk.voice.say(Reply((*(Prose(one) for one in lead), Prose(speech.GIVE_UP), text)))
            await _clear_and_begin(dc, MENU_DIALOG, {})
            return
        await _clear_and_begin(dc, MENU_DIALOG, {"tries": talk.memory.misses, "lead": lead})

    async def _interrupt(self, dc: DialogContext, dialog: str, options: dict[str, Any]) -> None:
        """Begin a dialog on top of the scenario that is going on, if one is; everything else is given up."""
        keep = next((at for at, one in enumerate(dc.stack) if one.id in self.knowledge.scenarios), None)
        dc.stack[:] = dc.stack[keep - 1 : keep + 1] if keep else []
        await dc.begin_dialog(dialog, options)

    def _scenario_waits(self, dc: DialogContext) -> bool:
        return any(one.id in self.knowledge.scenarios for one in dc.stack)

    def _in_scenario(self, dc: DialogContext) -> bool:
        return len(dc.stack) > 1 and dc.stack[1].id in self.knowledge.scenarios

    async def _command(self, dc: DialogContext, command: Command, new: bool) -> None:
        """Do what a command says; it works at every step and the step stays in sight."""
        talk = talk_of(dc.context)
        if command in {Command.GREETING, Command.WHO} and new:
            await self._say_welcome(dc, *((speech.WHO,) if command is Command.WHO else ()))
            return
        moves: dict[Command, Callable[[DialogContext], Awaitable[None]]] = {
            Command.BACK: self._back,
            Command.START_OVER: self._start_over,
            Command.CANCEL: lambda dc: _clear_and_begin(dc, MENU_DIALOG, {"lead": [speech.CANCELLED]}),
            Command.MENU: lambda dc: _clear_and_begin(dc, MENU_DIALOG, {}),
            Command.WHY: self._why,
            Command.SUMMARY: self._summary,
        }
        says = {
            Command.HELP: speech.HELP,
            Command.GREETING: speech.GREETING,
            Command.THANKS: speech.THANKS,
            Command.WHO: speech.WHO,
            Command.BYE: speech.BYE,
        }
        if command in moves:
            await moves[command](dc)
        elif command in says:
            await self._again(dc, says[command])
        else:
            talk.memory.tool = command.value
            await self._with_tool(dc)

    async def _with_tool(self, dc: DialogContext) -> None:
        """Show the present answer again, with the commands of the tool that was just chosen."""
        where = dc.stack[0].state["place"] if dc.stack else _FRESH
        if where["at"] != FIX:
            await self._again(dc, speech.tool_chosen(talk_of(dc.context).memory.tool or ""))
            return
        place = place_at(where, self.knowledge)
        await talk_of(dc.context).voice.say(Reply(place.first(talk_of(dc.context).memory), place.choices()))

    async def _why(self, dc: DialogContext) -> None:
        place = await self._present(dc)
        await self._again(dc, place.why)

    async def _summary(self, dc: DialogContext) -> None:
        text = Code(summary(talk_of(dc.context).memory, self.knowledge), "markdown")
        await talk_of(dc.context).voice.say(Reply((Heading("Summary"), Prose(speech.SUMMARY_INTRO), text)))
        await self._again(dc)

    async def _start_over(self, dc: DialogContext) -> None:
        """In a scenario, begin its questions again; elsewhere begin the whole conversation again."""
        talk = talk_of(dc.context)
        scenario = self.knowledge.scenarios.get(_scenario_of(dc) or "")
        if scenario is None:
            talk.memory.forget()
            await _clear_and_begin(dc, MENU_DIALOG, {})
            return
        talk.memory.asked = [one for one in talk.memory.asked if one["scenario"] != scenario.id]
        dc.stack[:] = dc.stack[2:]
        await dc.begin_dialog(scenario.id, {"path": [], "lead": [speech.starting_again(scenario.title)]})

    async def _back(self, dc: DialogContext) -> None:
        """One question back; from an answer to the question before it; from an interruption to what it interrupted."""
        where = dc.stack[0].state["place"] if dc.stack else _FRESH
        path = list(where.get("path") or ())
        if path:
            question, _ = path[-1]
            talk_of(dc.context).memory.forget_option(where["scenario"], question)
            dc.stack[:] = dc.stack[2:]
            await dc.begin_dialog(where["scenario"], {"path": path[:-1], "lead": [speech.BACK]})
        elif len(dc.stack) > 2:
            dc.stack[:] = dc.stack[2:]
            await self._again(dc, speech.BACK)
        elif where["at"] == MENU:
            await self._again(dc, speech.AT_START)
        else:
            await _clear_and_begin(dc, MENU_DIALOG, {"lead": [speech.BACK]})


def _unknown_error(text: str, explanation: Explanation) -> str | None:
    """Give the masked text when it looks like an error that the knowledge should have; never small talk."""
    looks_so = explanation.facts.codes or _ERROR.search(text)
    return mask(text)[:LONGEST_UNKNOWN] if looks_so else None


def _scenario_of(dc: DialogContext) -> str | None:
    """Give the scenario of the present question, or that led to the present answer."""
    where = dc.stack[0].state["place"] if dc.stack else _FRESH
    scenario = where.get("scenario")
    return str(scenario) if scenario else None


async def _clear_and_begin(dc: DialogContext, dialog: str, options: dict[str, Any]) -> None:
    dc.stack.clear()
    await dc.begin_dialog(dialog, options)
