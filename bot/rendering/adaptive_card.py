"""What every Adaptive Card of ours is made of."""

from typing import Any, Final

CARD_TYPE: Final = "application/vnd.microsoft.card.adaptive"

Element = dict[str, Any]
"""An element or action of a card, as JSON."""


def attachment(body: list[Element], **fields: Any) -> dict[str, Any]:
    """Give a card as an attachment. Version 1.5 is the newest that Teams and Web Chat both show."""
    content = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.5",
        **fields,
        "body": body,
    }
    return {"contentType": CARD_TYPE, "content": content}


def fold(name: str, title: str, elements: list[Element]) -> list[Element]:
    """Give a line that shows and hides the elements under it. `name` is in the ids: there is one of it on a card."""
    closed, opened, inside = (f"{part}{name}" for part in ("closed", "opened", "inside"))
    line: dict[str, Any] = {"size": "Default", "color": "Accent"}
    return [
        {
            "type": "Container",
            "selectAction": {
                "type": "Action.ToggleVisibility",
                "title": title,
                "targetElements": [closed, opened, inside],
            },
            "items": [
                heading(f"\u25b8 {title}", id=closed, **line),
                heading(f"\u25be {title}", id=opened, isVisible=False, **line),
            ],
        },
        {"type": "Container", "id": inside, "isVisible": False, "spacing": "Small", "items": elements},
    ]


def heading(text: str, **fields: Any) -> Element:
    """Give a title. Cards have no code spans, so ticks would be seen."""
    return {
        "type": "TextBlock",
        "text": text.replace("`", ""),
        "style": "heading",
        "weight": "Bolder",
        "wrap": True,
        **fields,
    }
