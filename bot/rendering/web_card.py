"""Choices that stand in groups as an Adaptive Card for Web Chat, which knows Action.Submit only."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from bot.rendering.adaptive_card import attachment, heading
from dialogs.reply import Choice


def menu_card(choices: Sequence[Choice]) -> dict[str, Any]:
    """Give the choices under their group headings, as buttons."""
    body: list[dict[str, Any]] = []
    for group, grouped in groupby(choices, key=lambda choice: choice.group):
        items = [
            *([heading(group)] if group else []),
            {"type": "ActionSet", "actions": [_action(one) for one in grouped]},
        ]
        body.append({"type": "Container", "spacing": "Medium", "items": items})
    return attachment(body)


def _action(choice: Choice) -> dict[str, Any]:
    return {"type": "Action.Submit", "title": choice.label, "data": dict(choice.payload)}
