"""Blocks of a reply on a terminal: colours, headings, commands that can be copied."""

import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from pygments.lexer import Lexer
from pygments.token import Comment, Keyword, Name, Number, String

from bot.rendering.markdown import in_portal
from dialogs.reply import Block, Caution, Code, Heading, Links, Prose, Variants

# What ANSI terminals call "select graphic rendition": 1 bold, 3 italic, 4 underlined, 31-36 colours.
_BOLD, _TITLE, _CODE, _OPTION, _TO_PUT_IN = "1", "1;4", "36", "36", "1;33"
_COLOURS: Final = {
    Comment: "90",
    Keyword: "34",
    Name.Builtin: "36",
    Name.Variable: "35",
    Number: "32",
    String: "33",
}
_MARKED: Final = re.compile(r"`(?P<code>[^`]+)`|\*\*(?P<bold>.+?)\*\*|\*(?P<italic>[^*]+)\*")
_STYLES: Final = {"code": _CODE, "bold": _BOLD, "italic": "3"}
_STYLED: Final = re.compile(r"\x1b\[[0-9;]*m")
_ITEM: Final = re.compile(r"(- |\d+\. )")
_PUT_IN: Final = re.compile(r"<[a-z][a-z-]*>")
_OPTIONS: Final = re.compile(r"(?<=\s)--?[A-Za-z][A-Za-z-]*")
_WIDEST: Final = 100
"""Lines of prose that are longer than this, in columns, are hard to read."""


def print_blocks(blocks: Iterable[Block]) -> None:
    """Print blocks one below the other. Commands are never wrapped, so that they can be copied.

    Colours are for terminals; the environment's `NO_COLOR` and `FORCE_COLOR` (https://no-color.org,
    https://force-color.org) change that.
    """
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    text = "\n\n".join(text for block in blocks for text in _texts(block, width)) + "\n"
    sys.stdout.write(text if _wants_colours() else _STYLED.sub("", text))


def _wants_colours() -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    # The old console of Windows shows the codes themselves; Windows Terminal does not.
    able = os.environ.get("TERM") != "dumb" and (sys.platform != "win32" or "WT_SESSION" in os.environ)
    return bool(os.environ.get("FORCE_COLOR")) or (sys.stdout.isatty() and able)


def _in(style: str, text: str) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if style and text else text


def _texts(block: Block, width: int) -> Iterator[str]:
    """Give the paragraphs of a block."""
    match block:
        case Heading(text, level):
            yield _in(_TITLE if level == 1 else _BOLD, text)
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
            yield f"Read more (facts checked {checked}):\n{lines}"
        case _:
            return


def _prose(markdown: str, width: int) -> Iterator[str]:
    """Give the paragraphs of our own Markdown: bold, italic, code and lists are all that it has."""
    for paragraph in markdown.split("\n\n"):
        lines = re.sub(r"\n(?!- |\d+\. )", " ", paragraph.strip()).split("\n")
        yield "\n".join(_wrapped(line, width) for line in lines)


def _wrapped(line: str, width: int) -> str:
    """Give a line of Markdown over as many lines as it needs; those of a list's item hang below its words."""
    item = _ITEM.match(line)
    lead = f" {item[0].replace('-', '•')}" if item else ""
    lines, left = [lead], width - len(lead)
    for word in _styled(line[item.end() :] if item else line).split():
        length = len(_STYLED.sub("", word)) + 1
        if left < length and left < width - len(lead):
            lines.append(" " * len(lead))
            left = width - len(lead)
        lines[-1] += f"{word} "
        left -= length
    return "\n".join(one.rstrip() for one in lines)


def _styled(line: str) -> str:
    """Put styles in the place of Markdown's marks, on each word by itself, so that lines can break between them."""

    def put(mark: re.Match[str]) -> str:
        kind = str(mark.lastgroup)
        return " ".join(_in(_STYLES[kind], word) for word in mark[kind].split(" "))

    return _MARKED.sub(put, line)


def _code(code: Code) -> str:
    text = code.text.strip()
    styles = [
        next((_COLOURS[token] for token in reversed(kind.split()) if token in _COLOURS), "")
        for kind, value in _lexer(code.language).get_tokens(text)
        for _ in value
    ]
    # What the reader has to put in, and the options, which the lexers of shells do not know.
    for pattern, style in ((_OPTIONS, _OPTION), (_PUT_IN, _TO_PUT_IN)):
        for found in pattern.finditer(text):
            styles[found.start() : found.end()] = [style] * len(found[0])
    pairs = zip(styles, text, strict=False)  # a lexer ends with a line break
    return "".join(
        _in(style, "".join(character for _, character in same)) for style, same in groupby(pairs, lambda pair: pair[0])
    )


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
