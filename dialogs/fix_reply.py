"""An answer as a reply: title, why, meaning, check first, fix, caution, notes and links, in this order."""

from collections.abc import Iterator
from typing import Final

from dialogs import speech
from dialogs.memory import Memory
from dialogs.reply import Block, Caution, Code, Heading, Links, Prose, Variants
from knowledge.load import Knowledge
from knowledge.model import Answer, Run, Step
from knowledge.placeholders import Filler

TOOLS: Final = ("az", "powershell", "terraform", "bicep")
"""Tools that are alternatives to each other, in the order of preference. `linux` and `windows` are shown always."""

_BY_FACT: Final = {"azure-cli": "az", "powershell": "powershell", "terraform": "terraform", "bicep": "bicep"}
_MACHINES: Final = {"linux": "On Linux:", "windows": "On Windows:"}


def fix_blocks(answer: Answer, known: Knowledge, memory: Memory, why: tuple[str, ...] = ()) -> tuple[Block, ...]:
    """Give everything an answer says, with the user's names in it and commands for the tool they use."""
    return tuple(_blocks(answer, known, Filler(memory.names), memory.tool, why))


def run_blocks(run: Run, memory: Memory) -> tuple[Block, ...]:
    """Give the commands of one step: the tools' variants together, the reader's own tool first."""
    return tuple(_run(run, Filler(memory.names), memory.tool))


def _blocks(answer: Answer, known: Knowledge, fill: Filler, tool: str | None, why: tuple[str, ...]) -> Iterator[Block]:
    yield Heading(answer.title, 1)
    if why:
        yield Prose(speech.why_recognised(why))
    yield Prose(fill.prose(answer.meaning))
    if answer.formerly:
        yield Prose(fill.prose(answer.formerly), former=True)
    if answer.check:
        yield Heading("Check first", aside=True)
        yield from _steps(answer.check, fill, tool)
    yield Heading("Fix" if answer.changes() else "What to do")
    yield from _steps(answer.fix, fill, tool)
    if answer.caution:
        yield Caution(fill.prose(answer.caution))
    for note in known.notes(answer):
        yield Heading(note.title, aside=True)
        yield Prose(fill.prose(note.meaning))
        if note.formerly:
            yield Prose(fill.prose(note.formerly))
    links = (*answer.links, *(link for note in known.notes(answer) for link in note.links), *known.guide.links)
    yield Links(tuple({link.url: link for link in links}.values()), answer.checked.isoformat())


def _steps(steps: tuple[Step, ...], fill: Filler, tool: str | None) -> Iterator[Block]:
    for number, step in enumerate(steps, 1):
        lead = f"**{number}.** " if len(steps) > 1 else ""
        yield Prose(f"{lead}{fill.prose(step.say)}")
        if step.run:
            yield from _run(step.run, fill, tool)
        if step.changes and step.undo:
            yield from _undo(step.undo if step.undoable else step.reason or "", fill)


def _run(run: Run, fill: Filler, tool: str | None) -> Iterator[Block]:
    commands = dict(run.items())
    own = _BY_FACT.get(tool or "", "az")
    portal = fill.prose(commands.get("portal", ""))
    codes = [Code(fill.command(commands[one]), one) for one in dict.fromkeys((own, *TOOLS)) if one in commands]
    if codes or portal:
        yield Variants(tuple(codes), portal, "portal" if tool == "portal" else own)
    for machine, label in _MACHINES.items():
        if machine in commands:
            yield Prose(label)
            yield Code(fill.command(commands[machine]), machine)


def _undo(undo: str, fill: Filler) -> Iterator[Block]:
    if undo.startswith("az "):
        yield Prose("To undo:")
        yield Code(fill.command(undo), "az")
    else:
        yield Prose(f"*To undo:* {fill.prose(undo)}")
