"""Blocks of a reply on a terminal: colours, headings, commands that can be copied."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from pygments.lexer import Lexer
from pygments.token import Comment, Keyword, Name, Number, String
from rich.console import Console
from rich.text import Text

from bot.rendering.markdown import in_portal
from dialogs.reply import Block, Caution, Code, Heading, Links, Prose, Variants

_COLOURS: Final = {
    Comment: "bright_black",
    Keyword: "blue",
    Name.Builtin: "cyan",
    Name.Variable: "magenta",
    Number: "green",
    String: "yellow",
}
_MARKED: Final = re.compile(r"`(?P<cyan>[^`]+)`|\*\*(?P<bold>.+?)\*\*|\*(?P<italic>[^*]+)\*")
_ITEM: Final = re.compile(r"(- |\d+\. )")
_WIDEST: Final = 100
"""Lines of prose that are longer than this, in columns, are hard to read."""


def print_blocks(blocks: Iterable[Block]) -> None:
    """Print blocks one below the other. Commands are never wrapped, so that they can be copied."""
    console = Console(highlight=False, markup=False, emoji=False)
    for number, text in enumerate(text for block in blocks for text in _texts(block, min(console.width, _WIDEST))):
        if number:
            console.print()
        console.print(text, soft_wrap=True)


def _texts(block: Block, width: int) -> Iterator[Text]:
    """Give the paragraphs of a block."""
    match block:
        case Heading(text, level):
            yield Text(text, style="bold underline" if level == 1 else "bold")
        case Prose(text):
            yield from _prose(text, width)
        case Caution(text):
            yield from _prose(f"**Careful:** {text}", width)
        case Code():
            yield _code(block)
        case Variants(codes, portal, own):
            if portal and (own == "portal" or not codes):
                yield from _prose(in_portal(portal), width)
            else:
                yield from map(_code, codes[:1])
        case Links(links, checked):
            lines = "\n".join(f"- {link.title}: {link.url}" for link in links)
            yield Text(f"Read more (facts checked {checked}):\n{lines}")
        case _:
            return


def _prose(markdown: str, width: int) -> Iterator[Text]:
    """Give the paragraphs of our own Markdown: bold, italic, code and lists are all that it has."""
    for paragraph in markdown.split("\n\n"):
        lines = re.sub(r"\n(?!- |\d+\. )", " ", paragraph.strip()).split("\n")
        yield Text("\n").join(_wrapped(line, width) for line in lines)


def _wrapped(line: str, width: int) -> Text:
    """Give a line of Markdown over as many lines as it needs; a list item's hang below its words."""
    item = _ITEM.match(line)
    lead = f" {item[0].replace('-', '•')}" if item else ""
    words = _styled(line[item.end() :] if item else line)
    lines = words.wrap(Console(width=width), width - len(lead))
    for one in lines:
        one.rstrip()
    return Text(lead).append_text(Text("\n" + " " * len(lead)).join(lines))


def _styled(line: str) -> Text:
    text, end = Text(), 0
    for mark in _MARKED.finditer(line):
        style = str(mark.lastgroup)
        text.append(line[end : mark.start()]).append(mark[style], style)
        end = mark.end()
    return text.append(line[end:])


def _code(code: Code) -> Text:
    text = Text()
    for kind, value in _lexer(code.language).get_tokens(code.text.strip()):
        style = next((_COLOURS[token] for token in reversed(kind.split()) if token in _COLOURS), "")
        text.append(value, style)
    text.rstrip()
    # What the reader has to put in, and the options, which the lexers of shells do not know.
    text.highlight_regex(r"<[a-z][a-z-]*>", "bold yellow")
    text.highlight_regex(r"(?<=\s)--?[A-Za-z][A-Za-z-]*", "cyan")
    return text


def _lexer(language: str) -> Lexer:
    """Give what knows a language; each is imported by itself, because all of them take longer than the answer."""
    match language:
        case "az" | "linux":
            from pygments.lexers.shell import BashLexer

            return BashLexer()
        case "powershell" | "windows":
            from pygments.lexers.shell import PowerShellLexer

            return PowerShellLexer()
        case "terraform":
            from pygments.lexers.configs import TerraformLexer

            return TerraformLexer()
        case _:
            from pygments.lexers.special import TextLexer

            return TextLexer()
