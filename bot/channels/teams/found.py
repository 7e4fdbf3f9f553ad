"""What was found, as a card that stands by itself: in a dialog, in a thread, in the box where a message is written."""

from typing import Any
from urllib.parse import quote

from bot.channels.bot_framework.service_url import client_of
from bot.channels.teams import words
from bot.rendering.adaptive_card import Element
from bot.rendering.teams_card import MOST_OF_PEOPLE, reply_card
from bot.turn.channel import Wire
from dialogs.fix_reply import fix_blocks
from dialogs.memory import Memory
from dialogs.place import gist
from dialogs.reply import Block, Heading, Prose, Reply
from knowledge.load import Knowledge
from knowledge.model import Answer, Scenario

Thing = Answer | Scenario


def chat_link(asked: Wire, text: str = "") -> str:
    """Give the address that opens the chat with the bot that was asked, a text, if any, ready to be sent in it.

    Sources: "Deep link to Teams chat" for `users` and `message`; "Copilot handoff" of the same documentation for `28:`
    and the bot's id as the user. That both work together is documented nowhere.
    """
    bot = asked.get("recipient")
    id_ = str(bot.get("id") or "") if isinstance(bot, dict) else ""
    user = quote("28:" + id_.removeprefix("28:"), safe=":")
    link = f"https://{client_of(asked.get('serviceUrl'))}/l/chat/0/0?users={user}"
    return f"{link}&message={quote(text, safe='')}" if text else link


def found_card(thing: Thing, known: Knowledge, memory: Memory, asked: Wire, *, lead: str = "") -> dict[str, Any]:
    """Give an answer with the names in `memory`, or a scenario with the link that begins it, as an attachment."""
    opening: tuple[Block, ...] = (Prose(lead),) if lead else ()
    if isinstance(thing, Answer):
        return plain_card(*opening, *fix_blocks(thing, known, memory))
    card = plain_card(*opening, Heading(thing.title, 1), Prose(thing.summary))
    return with_buttons(card, link_button(words.BEGIN_LABEL, chat_link(asked, thing.id)))


def plain_card(*blocks: Block) -> dict[str, Any]:
    """Give blocks as a card without buttons."""
    return reply_card(Reply(blocks), "Peering Bot", most=MOST_OF_PEOPLE)


def with_buttons(card: dict[str, Any], *actions: Element) -> dict[str, Any]:
    """Give the card with buttons below, each on a row of its own: their labels are long."""
    rows = [{"type": "ActionSet", "spacing": "Small", "actions": [action]} for action in actions]
    return card | {"content": card["content"] | {"body": [*card["content"]["body"], *rows]}}


def link_button(label: str, url: str) -> Element:
    """Give a button that opens a page."""
    return {"type": "Action.OpenUrl", "title": label, "url": url}


def with_preview(card: dict[str, Any], thing: Thing) -> dict[str, Any]:
    """Give the card as a result to insert, with the few words that stand for it in a list."""
    shown = {"title": thing.title, "text": gist(thing, {}).replace("`", "").replace("**", "")}
    return card | {"preview": {"contentType": "application/vnd.microsoft.card.thumbnail", "content": shown}}


def results(*attachments: dict[str, Any]) -> Wire:
    """Give cards to insert, as Teams takes them ("Respond to search command")."""
    return {"composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": list(attachments)}}
