"""An answer as a reply: title, why, meaning, check first, fix, caution, notes and links, in this order."""

from collections.abc import Iterator
from typing import Final

from dialogs import speech
from dialogs.memory import Memory
from dialogs.reply import Block, Caution, Code, Heading, Links, Prose, Variants
from knowledge.load import Knowledge
from knowledge.model import Answer, Run, Step
from knowledge.placeholders import in_command, in_prose

TOOLS: Final = ("az", "powershell", "terraform", "bicep")
"""Tools that are alternatives to each other, in the order of preference. `linux` and `windows` are shown always."""

_BY_FACT: Final = {"azure-cli": "az", "powershell": "powershell", "terraform": "terraform", "bicep": "bicep"}
_MACHINES: Final = {"linux": "On Linux:", "windows": "On Windows:"}


def fix_blocks(answer: Answer, known: Knowledge, memory: Memory, why: tuple[str, ...] = ()) -> tuple[Block, ...]:
    """Give everything an answer says, with the user's names in it and commands for the tool they use."""
    return tuple(_blocks(answer, known, memory, why))


def _blocks(answer: Answer, known: Knowledge, memory: Memory, why: tuple[str, ...]) -> Iterator[Block]:
    names = memory.names
    yield Heading(answer.title, 1)
    if why:
        yield Prose(speech.why_recognised(why))
    yield Prose(in_prose(answer.meaning, names))
    if answer.formerly:
        yield Prose(in_prose(answer.formerly, names), former=True)
    if answer.check:
        yield Heading("Check first", aside=True)
        yield from _steps(answer.check, memory)
    yield Heading("Fix" if answer.changes() else "What to do")
    yield from _steps(answer.fix, memory)
    if answer.caution:
        yield Caution(in_prose(answer.caution, names))
    for note in known.notes(answer):
        yield Heading(note.title, aside=True)
        yield Prose(in_prose(note.meaning, names))
        if note.formerly:
            yield Prose(in_prose(note.formerly, names))
    links = (*answer.links, *(link for note in known.notes(answer) for link in note.links), *known.guide.links)
    yield Links(tuple({link.url: link for link in links}.values()), answer.checked.isoformat())


def _steps(steps: tuple[Step, ...], memory: Memory) -> Iterator[Block]:
    for number, step in enumerate(steps, 1):
        lead = f"**{number}.** " if len(steps) > 1 else ""
        yield Prose(f"{lead}{in_prose(step.say, memory.names)}")
        if step.run:
            yield from run_blocks(step.run, memory)
        if step.changes and step.undo:
            yield from _undo(step.undo if step.undoable else step.reason or "", memory)


def run_blocks(run: Run, memory: Memory) -> Iterator[Block]:
    """Give the commands of one step: the tools' variants together, the reader's own tool first."""
    commands = dict(run.items())
    own = _BY_FACT.get(memory.tool or "", "az")
    portal = in_prose(commands.get("portal", ""), memory.names)
    codes = [
        Code(in_command(commands[tool], memory.names), tool)
        for tool in dict.fromkeys((own, *TOOLS))
        if tool in commands
    ]
    if codes or portal:
        yield Variants(tuple(codes), portal, "portal" if memory.tool == "portal" else own)
    for machine, label in _MACHINES.items():
        if machine in commands:
            yield Prose(label)
            yield Code(in_command(commands[machine], memory.names), machine)


def _undo(undo: str, memory: Memory) -> Iterator[Block]:
    if undo.startswith("az "):
        yield Prose("To undo:")
        yield Code(in_command(undo, memory.names), "az")
    else:
        yield Prose(f"*To undo:* {in_prose(undo, memory.names)}")
