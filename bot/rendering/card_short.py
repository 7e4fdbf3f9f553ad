"""Shorter and shorter versions of a reply, for a channel that takes no large messages."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.rendering.card_tabs import only
from dialogs import speech
from dialogs.reply import Block, Code, Heading, Links, Prose, Variants

_COMMON: Final = ("az", "powershell", "portal")
_CUT_AT: Final = 12_000
"""How many bytes of one text are left in the end; quotes take two bytes each on a card."""


def shortened(blocks: Sequence[Block]) -> Iterator[Sequence[Block]]:
    """Give the blocks; without Terraform and Bicep; without pages to read and what older guides say; with the reader's
    own tool and the portal only; at last with long texts cut. What the reader's own tool needs stays in all but that.
    """
    yield blocks
    yield (fewer := [_with_tools(block, _COMMON) for block in blocks])
    yield (bare := [block for block in fewer if not _is_reading(block)])
    yield (own := _noted([_with_tools(block, ("portal",)) for block in bare]))
    yield [_cut(block) for block in own]


def _with_tools(block: Block, tools: Sequence[str]) -> Block:
    return only(tools, block) if isinstance(block, Variants) else block


def _noted(blocks: list[Block]) -> list[Block]:
    """Say in front of the first step what is left out."""
    if not any(isinstance(block, Variants) for block in blocks):
        return blocks
    parts = (index for index, block in enumerate(blocks) if isinstance(block, Heading) and block.level > 1)
    at = next(parts, len(blocks))
    return [*blocks[:at], Prose(speech.SHORTENED), *blocks[at:]]


def _is_reading(block: Block) -> bool:
    return isinstance(block, Links) or (isinstance(block, Prose) and block.former)


def _cut(block: Block) -> Block:
    if not isinstance(block, Code) or len(block.text.encode()) <= _CUT_AT:
        return block
    kept = block.text.encode()[:_CUT_AT].decode(errors="ignore")
    return replace(block, text=f"{kept}\n{speech.CUT}")
