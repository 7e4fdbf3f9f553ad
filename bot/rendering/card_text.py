"""Our Markdown as elements of a card.

A TextBlock reads bold, italics, lists and links; it knows no code spans and may take `<vnet>` for markup. Where
a sentence has one of these it becomes a RichTextBlock, in which nothing is markup.
Source: "Text features" of the Adaptive Cards documentation.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from bot.rendering.adaptive_card import Element

_EXACT: Final = re.compile(r"[`<\\]")
_MOST_KEPT: Final = 2_000
_LIST: Final = re.compile(r"\s*(?:[-*]|(\d+\.))\s+")
_SPAN: Final = re.compile(
    r"`(?P<code>[^`]+)`|\*\*(?P<bold>.+?)\*\*|(?<!\w)\*(?P<italic>[^*\s][^*]*)\*(?!\w)|\[(?P<link>[^\]]+)\]\((?P<url>[^)\s]+)\)"
)


def prose(text: str, **fields: Any) -> list[Element]:
    """Give paragraphs and lists. `fields` stand in every element."""
    return [element | fields for element in _elements(text)]


def rich(line: str, **fields: Any) -> Element:
    """Give one line in which only our own Markdown is markup."""
    return {"type": "RichTextBlock", "inlines": list(_runs(line)), **fields}


@lru_cache(_MOST_KEPT)
def _elements(text: str) -> tuple[Element, ...]:
    """Give the elements of a text. Most of what the bot says it says again and again, so they are made once."""
    return tuple(element for part in re.split(r"\n\s*\n", text.strip()) for element in _paragraph(part))


def _paragraph(text: str) -> list[Element]:
    if not _EXACT.search(text):
        return [{"type": "TextBlock", "text": text, "wrap": True}]
    lines = list(_lines(text))
    return [rich(line, **({"spacing": "Small"} if number else {})) for number, line in enumerate(lines)]


def _lines(text: str) -> Iterator[str]:
    """Give a paragraph as one line, a list as one for each item."""
    lines = text.splitlines()
    if not any(_LIST.match(line) for line in lines):
        yield " ".join(line.strip() for line in lines)
        return
    for line in lines:
        found = _LIST.match(line)
        yield f"{found[1] or '•'} {line[found.end() :]}" if found else line


def _runs(text: str, **style: Any) -> Iterator[str | Element]:
    at = 0
    for span in _SPAN.finditer(text):
        yield from _plain(text[at : span.start()], style)
        at = span.end()
        if span["code"]:
            yield _run(span["code"], style | {"fontType": "Monospace"})
        elif span["bold"]:
            yield from _runs(span["bold"], **style, weight="Bolder")
        elif span["italic"]:
            yield from _runs(span["italic"], **style, italic=True)
        else:
            yield _run(span["link"], style | {"selectAction": {"type": "Action.OpenUrl", "url": span["url"]}})
    yield from _plain(text[at:], style)


def _plain(text: str, style: dict[str, Any]) -> Iterator[str | Element]:
    if text:
        yield _run(text, style) if style else text


def _run(text: str, style: dict[str, Any]) -> Element:
    return {"type": "TextRun", "text": text, **style}
