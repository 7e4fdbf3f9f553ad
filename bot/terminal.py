"""What `peering-bot explain` and `peering-bot knowledge` print."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import orjson
from rich.console import Console, RenderableType
from rich.markdown import Markdown
from rich.padding import Padding
from rich.syntax import Syntax
from rich.text import Text

from dialogs import speech
from dialogs.fix_reply import fix_blocks
from dialogs.memory import Memory
from dialogs.reply import Block, Caution, Code, Heading, Links, Prose, Variants
from knowledge.explain import Brain, Explanation, brain, explanation_json
from knowledge.matching.match import Outcome
from knowledge.model import Answer, Scenario

EXIT_CODES: Final = {Outcome.ANSWER: 0, Outcome.CHOOSE: 3, Outcome.UNKNOWN: 4}

_MOST: Final = 10 * 1024 * 1024
_LEXERS: Final = {"az": "bash", "linux": "bash", "windows": "powershell", "bicep": "text", "markdown": "markdown"}


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
        _print(_explained(explanation, knows, tool))
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
    _print(_shown(thing, knows, Memory()))
    return True


def _print(blocks: Iterable[Block]) -> None:
    """Print blocks one below the other. Commands are never wrapped, so that they can be copied."""
    console = Console(highlight=False)
    for block in blocks:
        codes = block.codes[:1] if isinstance(block, Variants) else (block,) if isinstance(block, Code) else ()
        for code in codes:
            console.print()
            console.print(_code(code), soft_wrap=True)
        if not codes:
            console.print(_renderable(block))


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


def _renderable(block: Block) -> RenderableType:
    match block:
        case Heading(text, level):
            return Text(f"\n{text}", style="bold underline" if level == 1 else "bold")
        case Caution(text):
            return Padding(Markdown(f"**Careful:** {text}"), (1, 0, 0, 0))
        case Links(links, checked):
            lines = "\n".join(f"- {link.title}: {link.url}" for link in links)
            return Text(f"\nRead more (facts checked {checked}):\n{lines}")
        case Prose(text):
            return Padding(Markdown(text), (1, 0, 0, 0))
        case _:
            return Text("")


def _code(code: Code) -> Text:
    syntax = Syntax("", _LEXERS.get(code.language, code.language), theme="ansi_dark")
    return syntax.highlight(code.text.strip() + "\n")
