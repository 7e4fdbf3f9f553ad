"""What `peering-bot explain` and `peering-bot knowledge` print."""

import sys
from pathlib import Path
from typing import Final

import orjson

from dialogs import speech
from dialogs.fix_reply import fix_blocks
from dialogs.memory import Memory
from dialogs.reply import Block, Heading, Prose
from knowledge.explain import Brain, Explanation, brain, explanation_json
from knowledge.matching.match import Outcome
from knowledge.model import Answer, Scenario

EXIT_CODES: Final = {Outcome.ANSWER: 0, Outcome.CHOOSE: 3, Outcome.UNKNOWN: 4}

_MOST: Final = 10 * 1024 * 1024


def read_text(file: Path | None) -> str:
    """Give the text of a file or of standard input, at most 10 MB of it; bytes that are no UTF-8 are replaced.

    Raises OSError when the file cannot be read.
    """
    if file is None:
        data = sys.stdin.buffer.read(_MOST)
    else:
        with file.open("rb") as source:
            data = source.read(_MOST)
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    return data.decode(encoding, errors="replace")


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

        print_blocks(_explained(explanation, knows, tool))
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


def _explained(explanation: Explanation, knows: Brain, tool: str | None) -> tuple[Block, ...]:
    best = explanation.verdict.best
    if best is None:
        return (Prose(speech.UNKNOWN_IN_TERMINAL),)
    if explanation.outcome is Outcome.CHOOSE:
        lines = "\n".join(f"- {_titled(match.id, knows)} (`{match.id}`)" for match in explanation.verdict.matches)
        return (Prose("This could be one of these:"), Prose(lines), Prose("`peering-bot knowledge show ID` shows one."))
    memory = Memory()
    memory.hear("", explanation)
    memory.tool = tool or memory.tool
    thing = knows.knowledge.get(best.id)
    return _shown(thing, knows, memory, best.why) if thing else ()


def _titled(id_: str, knows: Brain) -> str:
    thing = knows.knowledge.get(id_)
    return thing.title if thing else id_


def _shown(thing: Answer | Scenario, knows: Brain, memory: Memory, why: tuple[str, ...] = ()) -> tuple[Block, ...]:
    if isinstance(thing, Answer):
        return fix_blocks(thing, knows.knowledge, memory, why)
    question = thing.questions[thing.start]
    options = "\n".join(f"{number}. {option.label}" for number, option in enumerate(question.options, 1))
    return (Heading(thing.title, 1), Prose(thing.summary), Prose(f"**{question.ask}**"), Prose(options))
