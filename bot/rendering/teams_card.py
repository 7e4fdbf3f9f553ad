"""A whole reply as one card made for Teams: the answer first, the rest to unfold, tabs for the tools, buttons last."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final, assert_never

import orjson

from bot.rendering.adaptive_card import Element, attachment, fold, heading
from bot.rendering.card_code import code_block
from bot.rendering.card_short import shortened
from bot.rendering.card_tabs import Tabs
from bot.rendering.card_text import prose
from dialogs import speech
from dialogs.reply import Block, Caution, Choice, Code, Drawing, Heading, Links, Prose, Reply, Variants

VERB: Final = "take"
MOST_OF_BOTS: Final = 36_000
"""How large the card of a message of the bot may be as JSON, in bytes: a message may have 100 KB counted as UTF-16, and
80 are advised ("Format your bot messages"). More than the card is in a message, and until 2025 the limit was 40 KB.
"""

MOST_OF_PEOPLE: Final = 27_000
"""How large a card may be that somebody posts in a message of their own: those have 28 KB ("Limits for Teams")."""

_READ_MORE: Final = Heading(speech.READ_MORE, aside=True)
_ROW: Final = 24
"""How many characters of labels fit on one row of a telephone."""


def reply_card(reply: Reply, summary: str, asker: str = "", *, most: int = MOST_OF_BOTS) -> dict[str, Any]:
    """Give a reply as a card. `asker` is whose buttons they are where several people see them.

    What has more than `most` bytes goes without some of it, see `shortened`.
    """
    for blocks in shortened(reply.blocks):
        made = _Card(blocks).attachment(reply.choices, summary, asker)
        if len(orjson.dumps(made)) <= most:
            break
    return made


class _Card:
    """One card in the making: ids are its own."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._folds = 0
        self._tabs = Tabs.of(block for block in blocks if isinstance(block, Variants))

    def attachment(self, choices: Sequence[Choice], summary: str, asker: str) -> dict[str, Any]:
        wide = any(isinstance(block, Code | Variants) for block in self._blocks)
        return attachment(
            [*self._body(), *_buttons(choices, asker)],
            lang="en",
            fallbackText=summary,
            **({"msteams": {"width": "Full"}} if wide else {}),
        )

    def _body(self) -> list[Element]:
        body: list[Element] = []
        tabs_at: int | None = None
        for title, blocks in _parts(_arranged(self._blocks)):
            elements: list[Element] = []
            for block in blocks:
                if tabs_at is None and isinstance(block, Variants):
                    tabs_at = len(body) + (0 if title else len(elements))
                elements += self._elements(block)
            body += self._part(title, elements)
        if tabs_at is not None:
            body[tabs_at:tabs_at] = self._tabs.bar()
        return body

    def _part(self, title: Heading | None, elements: list[Element]) -> list[Element]:
        if title is None:
            return elements
        if title.aside:
            return self._fold(title.text, elements)
        return [heading(title.text, size="Large" if title.level == 1 else "Medium"), *elements]

    def _fold(self, title: str, elements: list[Element]) -> list[Element]:
        self._folds += 1
        return fold(str(self._folds), title, elements)

    def _elements(self, block: Block) -> list[Element]:
        match block:
            case Heading():
                return self._part(block, [])
            case Prose(text):
                return prose(text)
            case Code():
                return [code_block(block)]
            case Variants():
                return self._tabs.panels(block)
            case Caution(text):
                return [{"type": "Container", "style": "warning", "items": prose(f"**Careful:** {text}")}]
            case Links():
                return _links(block)
            case Drawing(_, alt):
                # Teams shows no SVG; these words are its alternative text.
                return self._fold(speech.PICTURE_IN_WORDS, prose(alt))
        assert_never(block)


def _arranged(blocks: Sequence[Block]) -> list[Block]:
    """Give the blocks with what older guides say behind the answer, before the pages to read, and pictures last."""
    former = [block for block in blocks if isinstance(block, Prose) and block.former]
    pictures = [block for block in blocks if isinstance(block, Drawing)]
    rest = [block for block in blocks if block not in former and block not in pictures]
    at = next((index for index, block in enumerate(rest) if isinstance(block, Links)), len(rest))
    older: list[Block] = [Heading(speech.OLDER_GUIDES, aside=True), *former] if former else []
    return [*rest[:at], *older, *rest[at:], *pictures]


def _parts(blocks: Iterable[Block]) -> Iterator[tuple[Heading | None, list[Block]]]:
    """Give each title with what stands under it, first what stands under none."""
    title: Heading | None = None
    under: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading | Links):
            yield title, under
            title, under = (block, []) if isinstance(block, Heading) else (_READ_MORE, [block])
        else:
            under.append(block)
    yield title, under


def _links(block: Links) -> list[Element]:
    lines = [f"[{link.title}]({link.url}){f' ({link.note})' if link.note else ''}" for link in block.links]
    pages = [{"type": "TextBlock", "text": line, "wrap": True, "spacing": "Small"} for line in lines]
    checked = [{"type": "TextBlock", "text": speech.checked(block.checked), "isSubtle": True}] if block.checked else []
    return [*pages, *checked]


def _buttons(choices: Sequence[Choice], asker: str) -> Iterator[Element]:
    """Give the choices under their groups: short ones next to each other, long ones each on its own row."""
    for group, grouped in groupby(choices, key=lambda choice: choice.group):
        actions = [_action(choice, asker) for choice in grouped]
        if group:
            yield heading(group, spacing="Medium", size="Medium")
        together = sum(len(action["title"]) for action in actions) <= _ROW
        for index, row in enumerate([actions] if together else [[action] for action in actions]):
            yield {"type": "ActionSet", "spacing": "Small" if index or group else "Default", "actions": row}


def _action(choice: Choice, asker: str) -> Element:
    """Give a button; a client without Action.Execute submits the same data as a message."""
    data = {**choice.payload, **({"for": asker} if asker else {})}
    submit = {"type": "Action.Submit", "title": choice.label, "data": data}
    return {"type": "Action.Execute", "title": choice.label, "verb": VERB, "data": data, "fallback": submit}
