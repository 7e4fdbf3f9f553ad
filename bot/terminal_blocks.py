"""Blocks of a reply on a terminal: colours, headings, commands that can be copied."""

from collections.abc import Iterable, Iterator
from typing import Final

from rich.console import Console, RenderableType
from rich.markdown import Markdown
from rich.padding import Padding
from rich.syntax import Syntax
from rich.text import Text

from bot.rendering.markdown import in_portal
from dialogs.reply import Block, Caution, Code, Heading, Links, Prose, Variants

_LEXERS: Final = {"az": "bash", "linux": "bash", "windows": "powershell", "bicep": "text", "markdown": "markdown"}


def print_blocks(blocks: Iterable[Block]) -> None:
    """Print blocks one below the other. Commands are never wrapped, so that they can be copied."""
    console = Console(highlight=False)
    for block in (way for one in blocks for way in _ways(one)):
        if isinstance(block, Code):
            console.print()
            console.print(_code(block), soft_wrap=True)
        else:
            console.print(_renderable(block))


def _ways(block: Block) -> Iterator[Block]:
    """Give what is shown of a step for several tools: the first one's command, and the way in the portal."""
    if not isinstance(block, Variants):
        yield block
        return
    ways: list[Block] = [*block.codes[:1], *([Prose(in_portal(block.portal))] if block.portal else [])]
    yield from reversed(ways) if block.own == "portal" else ways


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
