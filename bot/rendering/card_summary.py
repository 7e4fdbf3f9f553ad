"""The summary of a conversation, see `dialogs.summary`, as elements of a card: its Markdown read back, to be read."""

import re
from collections.abc import Iterator
from textwrap import dedent
from typing import Final

from bot.rendering.adaptive_card import Element, heading
from bot.rendering.card_code import code_block
from bot.rendering.card_text import rich
from dialogs.reply import Code

_PART: Final = re.compile(
    r"""
      ^\#\#\ (?P<title>.+)$
    | (?P<quote>(?:^>.*\n?)+)
    | ^\ \ ```\w+\n(?P<code>(?:(?!\ \ ```).*\n?)*)
    | ^(?P<item>\ *-\ .+)$
    | ^(?P<words>[^\s`\#].*)$
    """,
    re.MULTILINE | re.VERBOSE,
)
_QUOTED: Final = re.compile("^> ?", re.MULTILINE)


def summary_elements(summary: str) -> Iterator[Element]:
    """Give titles, what the user pasted and commands as code to copy, and a line for everything else."""
    for part in _PART.finditer(summary):
        match part.lastgroup:
            case "title":
                yield heading(part["title"], size="Medium", spacing="Medium")
            case "quote":
                yield code_block(Code(_QUOTED.sub("", part["quote"]), "text"))
            case "code":
                yield code_block(Code(dedent(part["code"]), "az"))
            case _:
                yield rich(_bulleted(part[0]), spacing="Small")


def _bulleted(line: str) -> str:
    """Give a line of a list with its sign; one of a list in a list has another."""
    inner = line.removeprefix("  - ")
    return f"◦ {inner}" if inner != line else f"• {line.removeprefix('- ')}" if line.startswith("- ") else line
