"""What was found out about a text, as blocks for somebody at a terminal, who is asked nothing back."""

from typing import Final

from dialogs import speech
from dialogs.fix_reply import fix_blocks
from dialogs.memory import Memory
from dialogs.reply import Block, Heading, Prose
from knowledge.explain import Brain, Explanation
from knowledge.matching.match import Outcome
from knowledge.matching.roots import brings_about
from knowledge.model import Answer, Scenario

_NAMES: Final = {one: one for one in ("powershell", "portal", "terraform", "bicep")} | {"azure-cli": "az"}
_TOOLS: Final = frozenset(_NAMES.values())


def explained(text: str, explanation: Explanation, knows: Brain, tool: str | None) -> tuple[Block, ...]:
    """Say what a text is about; `tool` is the one whose commands were asked for."""
    best = explanation.verdict.best
    if best is None:
        readable = any(character.isalnum() for character in text)
        return (Prose(speech.UNKNOWN_IN_TERMINAL if readable else speech.NOTHING_IN_TERMINAL),)
    if explanation.outcome is Outcome.CHOOSE:
        from dialogs.place import gist  # slow to import, and only a choice needs it

        found = [knows.knowledge.get(match.id) for match in explanation.verdict.matches]
        lines = "\n".join(f"- `{one.id}`: **{one.title}**. {gist(one, {})}" for one in found if one)
        return (Prose(speech.CHOOSE_IN_TERMINAL), Prose(lines), Prose(speech.SHOW_IN_TERMINAL))
    memory = Memory()
    memory.hear("", explanation)
    memory.tool = tool or memory.tool
    thing = knows.knowledge.get(best.id)
    if thing is None:
        return ()
    lead = [*_in_order(thing, explanation, knows), *(_lacking(thing, tool) if tool else ())]
    others = _others(thing, memory.tool or "azure-cli")
    return (*map(Prose, lead), *shown(thing, knows, memory, best.why), *map(Prose, others))


def _in_order(first: Answer | Scenario, explanation: Explanation, knows: Brain) -> list[str]:
    """Name the errors of a paste when there are several, and say whether the first brought about the next."""
    ids = [match.id for match in explanation.also if match.id != first.id]
    titles = [f"{one.title} (`{one.id}`)" for id_ in (first.id, *ids) if (one := knows.knowledge.get(id_))]
    return [speech.in_order(titles, causes=brings_about(first.id, ids[0]))] if len(titles) > 1 else []


def _lacking(thing: Answer | Scenario, tool: str) -> list[str]:
    """Say so when not all that there is to run is there for the tool that was asked for."""
    have = [_NAMES[tool] in names for names in _runs(thing)]
    if all(have):
        return []
    return [speech.partly_commands(tool) if any(have) else speech.no_commands(tool)]


def _others(thing: Answer | Scenario, tool: str) -> list[str]:
    """Say for which other tools there is something to run: only one tool's commands are shown."""
    have = set[str]().union(*_runs(thing))
    others = [other for other, name in _NAMES.items() if name in have and other != tool]
    return [speech.other_tools(others)] if others else []


def _runs(thing: Answer | Scenario) -> list[set[str]]:
    """Give for each step with something to run the tools that have it."""
    steps = (*thing.check, *thing.fix) if isinstance(thing, Answer) else ()
    return [names for step in steps if step.run and (names := {tool for tool, _ in step.run.items()} & _TOOLS)]


def shown(
    thing: Answer | Scenario, knows: Brain, memory: Memory | None = None, why: tuple[str, ...] = ()
) -> tuple[Block, ...]:
    """Give all of an answer, or a scenario's first question with what can be answered to it."""
    if isinstance(thing, Answer):
        return fix_blocks(thing, knows.knowledge, memory or Memory(), why)
    question = thing.questions[thing.start]
    options = "\n".join(f"{number}. {option.label}" for number, option in enumerate(question.options, 1))
    return (Heading(thing.title, 1), Prose(thing.summary), Prose(f"**{question.ask}**"), Prose(options))
