"""Choices, and where Markdown is not enough a whole reply, as an Adaptive Card."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, Final

from bot.rendering.markdown import markdown
from dialogs.reply import Block, Choice, Code, Heading, Variants

CARD_TYPE: Final = "application/vnd.microsoft.card.adaptive"


def menu_card(choices: Sequence[Choice]) -> dict[str, Any]:
    """Give the choices under their group headings, as buttons."""
    body: list[dict[str, Any]] = []
    for group, grouped in groupby(choices, key=lambda choice: choice.group):
        heading = {"type": "TextBlock", "text": group, "style": "heading", "weight": "Bolder", "wrap": True}
        items = [*([heading] if group else []), {"type": "ActionSet", "actions": [_action(one) for one in grouped]}]
        body.append({"type": "Container", "spacing": "Medium", "items": items})
    return _attachment(body)


def reply_card(blocks: Iterable[Block], choices: Sequence[Choice]) -> dict[str, Any]:
    """Give a whole reply as one card."""
    body = [element for block in blocks for element in _elements(block)]
    card = _attachment(body)
    card["content"]["body"] += menu_card(choices)["content"]["body"] if choices else []
    return card


def _elements(block: Block) -> list[dict[str, Any]]:
    match block:
        case Heading(text, level):
            size = "Large" if level == 1 else "Medium"
            return [
                {"type": "TextBlock", "text": text, "style": "heading", "size": size, "weight": "Bolder", "wrap": True}
            ]
        case Code(text):
            return [_monospace(text)]
        case Variants(codes):
            return [_monospace(codes[0].text)]
        case _:
            return [{"type": "TextBlock", "text": markdown([block], pictures=""), "wrap": True}]


def _monospace(text: str) -> dict[str, Any]:
    """Give a command letter for letter: the text of a TextBlock would be read as Markdown and lose `<placeholders>`."""
    return {"type": "Container", "style": "emphasis", "items": [_line(line) for line in text.strip().splitlines()]}


def _line(line: str) -> dict[str, Any]:
    run = {"type": "TextRun", "text": line or " ", "fontType": "Monospace"}
    return {"type": "RichTextBlock", "spacing": "None", "inlines": [run]}


def _action(choice: Choice) -> dict[str, Any]:
    return {"type": "Action.Submit", "title": choice.label, "data": dict(choice.payload)}


def _attachment(body: list[dict[str, Any]]) -> dict[str, Any]:
    content = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": body,
    }
    return {"contentType": CARD_TYPE, "content": content}
