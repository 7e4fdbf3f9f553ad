"""A reply's blocks as Markdown: what Web Chat and most channels show."""

import re
from collections.abc import Iterable
from typing import Final, assert_never

from dialogs.reply import Block, Caution, Code, Drawing, Heading, Links, Prose, Variants

_LANGUAGES: Final = {"az": "azurecli", "linux": "bash", "windows": "powershell"}
_TICKS: Final = re.compile(r"`{3,}")


def markdown(blocks: Iterable[Block], pictures: str = "/pictures") -> str:
    """Give the blocks as CommonMark. `pictures` is the address of the folder of drawings; empty: words instead."""
    return "\n\n".join(_block(block, pictures) for block in blocks)


def _block(block: Block, pictures: str) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * (level + 1)} {text}"
        case Prose(text):
            return text
        case Code():
            return fence(block)
        case Variants():
            return "\n\n".join(_ways(block))
        case Caution(text):
            return "\n".join(f"> {line}" for line in f"**Careful:** {text}".splitlines())
        case Links():
            return _links(block)
        case Drawing(file, alt):
            return f"![{alt}]({pictures}/{file})" if pictures else f"*Picture: {alt}*"
    assert_never(block)


def _ways(block: Variants) -> list[str]:
    # Fences next to each other become tabs of one box on the web page.
    fences = [fence(code) for code in block.codes]
    portal = [in_portal(block.portal)] if block.portal else []
    return [*portal, *fences] if block.own == "portal" else [*fences, *portal]


def in_portal(words: str) -> str:
    """Give the way in the portal as a sentence of its own."""
    return f"*In the portal:* {words}"


def fence(code: Code) -> str:
    """Give a fenced code block whose fence is longer than any run of backticks in it: nothing gets out of it."""
    longest = max((len(run) for run in _TICKS.findall(code.text)), default=2)
    ticks = "`" * max(3, longest + 1)
    return f"{ticks}{_LANGUAGES.get(code.language, code.language)}\n{code.text.strip()}\n{ticks}"


def _links(block: Links) -> str:
    lines = [f"- [{link.title}]({link.url}){f' ({link.note})' if link.note else ''}" for link in block.links]
    checked = f" (facts checked {block.checked})" if block.checked else ""
    return "\n".join([f"**Read more**{checked}", "", *lines])
