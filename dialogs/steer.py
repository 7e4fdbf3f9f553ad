"""What the commands do: they work at every step, and the step stays in sight."""

from collections.abc import Awaitable, Callable
from typing import Final

from botbuilder.dialogs import DialogContext

from dialogs import speech
from dialogs.commands import Command
from dialogs.forget import FORGET_DIALOG
from dialogs.hand_off import ask_team, with_button
from dialogs.menu import MENU_DIALOG
from dialogs.place import FIX, FORGET, MENU, place_at
from dialogs.reply import Drawing, Heading, Prose, Reply, prose
from dialogs.stack import again, begin_if_fresh, leave_for, leave_top_for, standing
from dialogs.summary import summary_to_copy
from dialogs.talk import talk_of

_SAYS: Final = {
    Command.GREETING: speech.GREETING,
    Command.THANKS: speech.THANKS,
    Command.WHO: speech.WHO,
    Command.BYE: speech.BYE,
    Command.PERSON: speech.PERSON,
    Command.PICTURE: speech.PICTURE,
}
_TOOLS: Final = {Command.AZURE_CLI: "azure-cli", Command.POWERSHELL: "powershell", Command.PORTAL: "portal"}


async def steer(dc: DialogContext, command: Command) -> None:
    """Do what a command says."""
    talk = talk_of(dc.context)
    if command in {Command.GREETING, Command.WHO} and not talk.memory.greeted:
        await welcome(dc, *((speech.WHO,) if command is Command.WHO else ()))
    elif command in _MOVES:
        talk.memory.misses = 0
        await _MOVES[command](dc)
    elif command in _SAYS:
        await again(dc, _SAYS[command])
    else:
        talk.memory.tool = _TOOLS[command]
        await _show_with_tool(dc)


async def welcome(dc: DialogContext, *lead: str) -> None:
    """Greet: who this is, what it can do, examples, and the nine scenarios."""
    talk = talk_of(dc.context)
    talk.memory.greeted = True
    guide = talk.knowledge.guide
    examples = "\n".join(f"- `{example}`" for example in guide.examples)
    purpose = [speech.welcome(guide.purpose), *([speech.MENTION_ME] if talk.shared else [])]
    await talk.voice.say(prose(*lead, *purpose, f"{speech.EXAMPLES}\n\n{examples}"))
    await leave_for(dc, MENU_DIALOG, {})


async def _help(dc: DialogContext) -> None:
    talk = talk_of(dc.context)
    guide = talk.knowledge.guide
    picture = Drawing(guide.picture.file, guide.picture.alt)
    mention = [Prose(speech.MENTION_ME)] if talk.shared else []
    await talk.voice.say(Reply((Prose(speech.HELP), *mention, picture, Prose(guide.formerly))))
    await again(dc)


async def _menu(dc: DialogContext) -> None:
    await leave_for(dc, MENU_DIALOG, {})


async def _cancel(dc: DialogContext) -> None:
    await leave_for(dc, MENU_DIALOG, {"lead": [speech.CANCELLED]})


async def _why(dc: DialogContext) -> None:
    await again(dc, place_at(standing(dc), talk_of(dc.context).knowledge).why)


async def _summary(dc: DialogContext) -> None:
    talk = talk_of(dc.context)
    text = summary_to_copy(talk.memory, talk.knowledge)
    await talk.voice.say(with_button(Heading("Summary"), Prose(speech.SUMMARY_INTRO), text))
    await again(dc)


async def _forget(dc: DialogContext) -> None:
    if standing(dc)["at"] == FORGET:
        await again(dc)
        return
    await begin_if_fresh(dc)
    await dc.begin_dialog(FORGET_DIALOG)


async def _start_over(dc: DialogContext) -> None:
    """In a scenario, begin its questions again; elsewhere begin the whole conversation again."""
    talk = talk_of(dc.context)
    scenario = talk.knowledge.scenarios.get(standing(dc).get("scenario") or "")
    if scenario is None:
        talk.memory.forget()
        await leave_for(dc, MENU_DIALOG, {})
        return
    talk.memory.asked = [one for one in talk.memory.asked if one["scenario"] != scenario.id]
    await leave_top_for(dc, scenario.id, {"path": [], "lead": [speech.starting_again(scenario.title)]})


async def _back(dc: DialogContext) -> None:
    """One question back; from an answer to the question before it; from an interruption to what it interrupted."""
    where = standing(dc)
    path = list(where.get("path") or ())
    if path:
        question, _ = path[-1]
        talk_of(dc.context).memory.forget_option(where["scenario"], question)
        await leave_top_for(dc, where["scenario"], {"path": path[:-1], "lead": [speech.BACK]})
    elif len(dc.stack) > 2:
        del dc.stack[:2]
        await again(dc, speech.BACK)
    elif where["at"] == MENU:
        await again(dc, speech.AT_START)
    else:
        await leave_for(dc, MENU_DIALOG, {"lead": [speech.BACK]})


async def _show_with_tool(dc: DialogContext) -> None:
    """Show the present answer again, with the commands of the tool that was just chosen."""
    talk = talk_of(dc.context)
    where = standing(dc)
    if where["at"] != FIX:
        await again(dc, speech.tool_chosen(talk.memory.tool or ""))
        return
    place = place_at(where, talk.knowledge)
    await talk.voice.say(Reply(place.first(talk.memory), place.choices()))


_MOVES: Final[dict[Command, Callable[[DialogContext], Awaitable[None]]]] = {
    Command.BACK: _back,
    Command.START_OVER: _start_over,
    Command.CANCEL: _cancel,
    Command.MENU: _menu,
    Command.HELP: _help,
    Command.WHY: _why,
    Command.SUMMARY: _summary,
    Command.ASK_TEAM: ask_team,
    Command.FORGET: _forget,
}
