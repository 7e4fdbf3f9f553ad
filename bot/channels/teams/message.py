"""The message that a message action is about, as Teams hands it over: whatever shape it has, it becomes words.

The shape is what the Agents Playground sends; `subject`, `replyToId` and quotes in `attachments` are read if there.
"""

from dataclasses import dataclass
from typing import Any, Final

import orjson

from bot.channels.teams.pasted import read_html
from bot.rendering.adaptive_card import CARD_TYPE
from knowledge.explain import beside_the_loop

_REFERENCE: Final = "messageReference"


@dataclass(frozen=True, slots=True)
class Message:
    """`thread` is the id of the message that its thread begins with; `card` tells one that has an Adaptive Card."""

    text: str = ""
    quoted: str = ""
    thread: str = ""
    pictures: bool = False
    card: bool = False


async def message_beside(payload: Any) -> Message:
    """Read a `messagePayload` without keeping the event loop waiting: a long one in a thread."""
    body = payload.get("body") if isinstance(payload, dict) else None
    content = body.get("content") if isinstance(body, dict) else None
    return await beside_the_loop(len(_text(content)), message_of, payload)


def message_of(payload: Any) -> Message:
    """Read a `messagePayload`; what is missing or has the wrong type counts as empty."""
    if not isinstance(payload, dict):
        return Message()
    body = payload.get("body")
    body = body if isinstance(body, dict) else {}
    content = _text(body.get("content"))
    attached = payload.get("attachments")
    attachments = [one for one in attached if isinstance(one, dict)] if isinstance(attached, list) else []
    plain = body.get("contentType") == "text"
    html = read_html("" if plain else content)
    said = content.strip() if plain else html.own
    quotes = [html.quoted, *(_preview(one) for one in attachments if one.get("contentType") == _REFERENCE)]
    return Message(
        text="\n".join(part for part in (_text(payload.get("subject")), said) if part.strip()),
        quoted="\n".join(quote for quote in quotes if quote),
        thread=_text(payload.get("replyToId")) or _text(payload.get("id")),
        pictures="<img" in content.lower() or bool(attachments),
        card=any(one.get("contentType") == CARD_TYPE for one in attachments),
    )


def _preview(attachment: dict[str, Any]) -> str:
    try:
        content = orjson.loads(_text(attachment.get("content")))
    except orjson.JSONDecodeError:
        return ""
    return _text(content.get("messagePreview")) if isinstance(content, dict) else ""


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
