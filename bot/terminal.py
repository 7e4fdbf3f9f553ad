"""What `peering-bot explain` and `peering-bot knowledge` print."""

import codecs
import re
import sys
from pathlib import Path
from typing import Final

import orjson

from dialogs import speech
from dialogs.fix_reply import fix_blocks
from dialogs.memory import Memory
from dialogs.place import gist
from dialogs.reply import Block, Heading, Prose
from knowledge.explain import Brain, Explanation, brain, explanation_json
from knowledge.matching.match import Outcome
from knowledge.model import Answer, Scenario

_NAMES: Final = {one: one for one in ("powershell", "portal", "terraform", "bicep")} | {"azure-cli": "az"}

EXIT_CODES: Final = {Outcome.ANSWER: 0, Outcome.CHOOSE: 3, Outcome.UNKNOWN: 4}

MOST: Final = 10 * 1024 * 1024
"""How much is read, in bytes. Standard input may never end."""
_END: Final = "Ctrl-Z and Enter" if sys.platform == "win32" else "Ctrl-D"
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f\ufffd]")


def read_text(file: Path | None) -> str:
    """Give the text of a file or of standard input. Of more than 10 MB the beginning is read, and that is said.

    Raises OSError when the file cannot be read.
    """
    if file is None:
        if sys.stdin.isatty():
            sys.stderr.write(f"Paste the error, then press {_END} on a line of its own.\n")
        data = sys.stdin.buffer.read(MOST + 1)
    else:
        with file.open("rb") as source:
            data = source.read(MOST + 1)
    if len(data) > MOST:
        sys.stderr.write("peering-bot explain: that is a lot of text; I read the first 10 MB of it.\n")
    return _decoded(data[:MOST])


def _decoded(data: bytes) -> str:
    """Give the text of bytes in UTF-8, UTF-16 with or without its mark, or what Windows wrote before those."""
    if data[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        return data.decode("utf-16", errors="replace")
    # Half of the bytes of western text in UTF-16 are zero, and always the same half.
    start = data[:1024]
    for encoding, zeros, letters in (("utf-16-le", start[1::2], start[::2]), ("utf-16-be", start[::2], start[1::2])):
        if len(zeros) > 1 and 2 * zeros.count(0) > len(zeros) and letters.count(0) == 0:
            return data.decode(encoding, errors="replace")
    text = data.decode("utf-8-sig", errors="replace")
    if "\ufffd" in text and not _BEYOND_ASCII.search(text):
        return data.decode("cp1252", errors="replace")
    return text


def explain_text(text: str, *, as_json: bool, tool: str | None = None) -> int:
    """Print what a text is about; give the exit code: 0 answer, 3 choose, 4 unknown.

    `tool` is the one whose commands are shown; without it the one that the text came from.
    """
    knows = brain()
    explanation = knows.explain(text)
    if as_json:
        body = orjson.dumps(explanation_json(explanation, knows.knowledge), option=orjson.OPT_INDENT_2)
        sys.stdout.write(body.decode() + "\n")
    else:
        from bot.terminal_blocks import print_blocks  # with rich, which the JSON does not need

        print_blocks(_explained(text, explanation, knows, tool))
    return EXIT_CODES[explanation.outcome]


def list_knowledge() -> None:
    """Print every id with its kind and title."""
    known = brain().knowledge
    things: list[Scenario | Answer] = [*known.scenarios.values(), *known.answers.values()]
    for thing in things:
        sys.stdout.write(f"{thing.kind.value:9} {thing.id:45} {thing.title}\n")


def show_knowledge(id_: str) -> bool:
    """Print one answer or scenario; tell whether there is one of that id."""
    knows = brain()
    thing = knows.knowledge.get(id_)
    if thing is None:
        return False
    from bot.terminal_blocks import print_blocks

    print_blocks(_shown(thing, knows, Memory()))
    return True


def _explained(text: str, explanation: Explanation, knows: Brain, tool: str | None) -> tuple[Block, ...]:
    best = explanation.verdict.best
    if best is None:
        readable = any(character.isalnum() for character in text)
        return (Prose(speech.UNKNOWN_IN_TERMINAL if readable else speech.NOTHING_IN_TERMINAL),)
    if explanation.outcome is Outcome.CHOOSE:
        found = [knows.knowledge.get(match.id) for match in explanation.verdict.matches]
        lines = "\n".join(f"- `{one.id}`: **{one.title}**. {gist(one, Memory())}" for one in found if one)
        return (Prose(speech.CHOOSE_IN_TERMINAL), Prose(lines), Prose(speech.SHOW_IN_TERMINAL))
    memory = Memory()
    memory.hear("", explanation)
    memory.tool = tool or memory.tool
    thing = knows.knowledge.get(best.id)
    if thing is None:
        return ()
    lead = [*_in_order(thing, explanation, knows), *(_lacking(thing, tool) if tool else ())]
    return (*(Prose(text) for text in lead), *_shown(thing, knows, memory, best.why))


def _in_order(first: Answer | Scenario, explanation: Explanation, knows: Brain) -> list[str]:
    """Name the errors of a paste when there are several."""
    others = [knows.knowledge.get(match.id) for match in explanation.also if match.id != first.id]
    titles = [f"{one.title} (`{one.id}`)" for one in (first, *others) if one]
    return [speech.in_order(titles)] if len(titles) > 1 else []


def _lacking(thing: Answer | Scenario, tool: str) -> list[str]:
    """Say so when not all that there is to run is there for the tool that was asked for."""
    steps = (*thing.check, *thing.fix) if isinstance(thing, Answer) else ()
    runs = [names for step in steps if step.run and (names := dict(step.run.items()).keys() & _NAMES.values())]
    have = [_NAMES[tool] in names for names in runs]
    if all(have):
        return []
    return [speech.partly_commands(tool) if any(have) else speech.no_commands(tool)]


def _shown(thing: Answer | Scenario, knows: Brain, memory: Memory, why: tuple[str, ...] = ()) -> tuple[Block, ...]:
    if isinstance(thing, Answer):
        return fix_blocks(thing, knows.knowledge, memory, why)
    question = thing.questions[thing.start]
    options = "\n".join(f"{number}. {option.label}" for number, option in enumerate(question.options, 1))
    return (Heading(thing.title, 1), Prose(thing.summary), Prose(f"**{question.ask}**"), Prose(options))
