"""What happens with a text that is no command and no option: the brain is asked, and the conversation goes there."""

import re
from typing import Final

from botbuilder.dialogs import DialogContext

from dialogs import speech
from dialogs.candidate import names_by_candidate
from dialogs.choose import CHOOSE_DIALOG
from dialogs.fix import FIX_DIALOG
from dialogs.hand_off import with_button
from dialogs.memory import fit_to_keep
from dialogs.menu import MENU_DIALOG
from dialogs.place import CHOOSE, FIX, MENU
from dialogs.reply import Prose
from dialogs.stack import again, in_scenario, interrupt, leave_for, scenario_waits, standing
from dialogs.summary import summary_to_copy
from dialogs.talk import talk_of
from knowledge.explain import Explanation
from knowledge.matching.match import Match, Outcome
from knowledge.matching.roots import brings_about
from knowledge.model import Answer, Kind
from knowledge.reading.commands import beside_commands
from knowledge.reading.facts import Facts

MOST_REPHRASINGS: Final = 2
"""How often the user is asked to say it in other words, before the topics and the summary are shown."""

LONG_TEXT: Final = 32_000
"""From how many characters on the user is told how a long text was read."""

LONGEST_UNKNOWN: Final = 4_000
"""How many characters of an unknown error are kept for the authors of the knowledge."""

_LONGEST_WORDS: Final = 60
"""An unknown text up to here, said to a question, is a missed answer and no description of the problem."""

_ERROR: Final = re.compile(r"\b(?:error|failed|failure|exception|denied|forbidden|not authorized)\b", re.IGNORECASE)


async def look_up(dc: DialogContext, text: str) -> None:
    """Look a text up and go where it leads."""
    talk = talk_of(dc.context)
    explanation = await talk.brain.explain_beside(text)
    words = explanation.verdict.best is None and len(text) <= _LONGEST_WORDS and standing(dc)["at"] != MENU
    talk.memory.hear(text, explanation, as_problem=not words)
    lead = [speech.LONG] if len(text) > LONG_TEXT else []
    best = explanation.verdict.best
    if best is None:
        talk.unknown = _unknown_error(text, explanation)
        if talk.unknown is None and beside_commands(explanation.read) is not None:
            await _only_command(dc, lead)
        else:
            await _unknown(dc, lead)
        return
    talk.memory.misses = 0
    if best.described and explanation.facts.codes:
        # An error whose code nobody knew, taken for the words around it: the authors should see it all the same.
        talk.unknown = _unknown_error(text, explanation)
    if explanation.outcome is Outcome.CHOOSE:
        ids = [match.id for match in explanation.verdict.matches]
        names = names_by_candidate(explanation)
        await interrupt(dc, CHOOSE_DIALOG, {"ids": ids, "lead": lead} | ({"names": names} if names else {}))
    else:
        await _open(dc, explanation, best, lead)


async def _open(dc: DialogContext, explanation: Explanation, best: Match, lead: list[str]) -> None:
    thing = talk_of(dc.context).knowledge.get(best.id)
    if thing is None:
        raise LookupError(best.id)
    if in_scenario(dc) and best.score < 1 and (best.described or thing.kind is not Kind.ERROR):
        # Words about something else, in the middle of our questions: ask before leaving them.
        await interrupt(dc, CHOOSE_DIALOG, {"ids": [best.id], "lead": lead})
    elif isinstance(thing, Answer):
        await _give(dc, explanation, best, lead)
    else:
        opening = speech.starting(thing.title) if best.score == 1 else speech.sounds_like(thing.title)
        await leave_for(dc, thing.id, {"path": [], "lead": [*lead, opening]})


async def _give(dc: DialogContext, explanation: Explanation, best: Match, lead: list[str]) -> None:
    """Give an answer; the other errors of the same paste are named and come next, each with its own names."""
    known = talk_of(dc.context).knowledge
    also = [match for match in explanation.also if match.id != best.id and match.id in known.answers]
    titles = [known.answers[match.id].title for match in also]
    causes = bool(also) and brings_about(best.id, also[0].id)
    options = {
        "answer": best.id,
        "why": list(best.why),
        "more": [match.id for match in explanation.verdict.matches[1:]],
        "others": [[match.id, dict(match.names)] for match in also],
        "lead": [*lead, *([speech.several(titles, causes=causes)] if titles else [])],
    }
    await interrupt(dc, FIX_DIALOG, options)


async def _unknown(dc: DialogContext, lead: list[str]) -> None:
    """Ask to say it in other words, at most `MOST_REPHRASINGS` times; then show the topics and a summary."""
    talk = talk_of(dc.context)
    talk.memory.misses += 1
    if scenario_waits(dc):
        await again(dc, *lead, speech.NOT_AN_OPTION if talk.memory.misses == 1 else speech.NOT_AN_OPTION_AGAIN)
        return
    asked = {FIX: speech.NOT_A_RESULT, CHOOSE: speech.NOT_AN_OPTION}.get(standing(dc)["at"])
    if asked and talk.memory.misses <= MOST_REPHRASINGS:
        # What is on the screen, and its buttons, must not be lost for a few words.
        await again(dc, *lead, asked if talk.unknown is None else speech.REPHRASE)
        return
    if talk.memory.misses <= MOST_REPHRASINGS:
        await leave_for(dc, MENU_DIALOG, {"tries": talk.memory.misses, "lead": lead})
        return
    talk.memory.misses = 0
    text = summary_to_copy(talk.memory, talk.knowledge)
    await talk.voice.say(with_button(*(Prose(one) for one in lead), Prose(speech.GIVE_UP), text))
    await leave_for(dc, MENU_DIALOG, {})


async def _only_command(dc: DialogContext, lead: list[str]) -> None:
    """Ask what a command said: what somebody typed tells its names, which are kept, but not what is wrong."""
    lead = [*lead, speech.ONLY_COMMAND]
    if standing(dc)["at"] == MENU:
        await leave_for(dc, MENU_DIALOG, {"lead": lead})
    else:
        await again(dc, *lead)


def _unknown_error(text: str, explanation: Explanation) -> str | None:
    """Give the masked text when it looks like an error that the knowledge should have; never small talk."""
    return fit_to_keep(text, LONGEST_UNKNOWN) if tells_error(text, explanation.facts) else None


def tells_error(text: str, facts: Facts) -> bool:
    """Tell whether a text looks like an error message."""
    return bool(facts.codes or _ERROR.search(text))
