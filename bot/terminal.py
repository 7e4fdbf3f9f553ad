"""What `peering-bot explain` and `peering-bot knowledge` print."""

import codecs
import re
import sys
from pathlib import Path
from typing import Final

import orjson

from knowledge.compiled import knowledge
from knowledge.explain import Brain, explanation_json
from knowledge.matching.match import Outcome
from knowledge.model import Answer, Scenario

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
    knows = Brain(knowledge())
    explanation = knows.explain(text)
    if as_json:
        body = orjson.dumps(explanation_json(explanation, knows.knowledge), option=orjson.OPT_INDENT_2)
        sys.stdout.buffer.write(body + b"\n")  # UTF-8, whatever the terminal speaks
    else:
        # With the dialogs' words and rich, which the JSON does not need.
        from bot.terminal_blocks import print_blocks
        from bot.terminal_reply import explained

        print_blocks(explained(text, explanation, knows, tool))
    return EXIT_CODES[explanation.outcome]


def list_knowledge() -> None:
    """Print every id with its kind and title."""
    known = knowledge()
    things: list[Scenario | Answer] = [*known.scenarios.values(), *known.answers.values()]
    for thing in things:
        sys.stdout.write(f"{thing.kind.value:9} {thing.id:45} {thing.title}\n")


def show_knowledge(id_: str) -> bool:
    """Print one answer or scenario; tell whether there is one of that id."""
    knows = Brain(knowledge())
    thing = knows.knowledge.get(id_)
    if thing is None:
        return False
    from bot.terminal_blocks import print_blocks
    from bot.terminal_reply import shown

    print_blocks(shown(thing, knows))
    return True
