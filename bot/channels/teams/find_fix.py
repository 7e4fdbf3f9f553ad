"""The message action "Find the fix": a dialog with the answer to somebody's message, and posting it in the thread.

Sources of the shapes: "Create and send dialogs" and "Respond to the dialog submit action" of the Teams
documentation. Nothing of the message is kept, only whether the answer was posted.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from bot.channels.bot_framework.outbound import Outbound, Reference
from bot.channels.bot_framework.web_client import CallError
from bot.channels.teams import words
from bot.channels.teams.found import (
    Thing,
    chat_link,
    found_card,
    link_button,
    plain_card,
    results,
    with_buttons,
    with_preview,
)
from bot.channels.teams.message import Message, message_beside
from bot.channels.teams.posted import Outcome, Posted
from bot.rendering.adaptive_card import Element
from bot.state.store import Store
from bot.turn.channel import Wire
from dialogs import speech
from dialogs.candidate import names_of
from dialogs.memory import Memory
from dialogs.place import CHOOSE, place_at, short
from dialogs.reply import Prose
from knowledge.explain import Brain, Explanation
from knowledge.reading.secrets import remove_secrets

log = logging.getLogger("peering_bot.teams")

FETCH: Final = "composeExtension/fetchTask"
SUBMIT: Final = "composeExtension/submitAction"
COMMAND: Final = "findFix"
_SHOW, _POST = "show", "post"
_SECONDS: Final = 3.5
"""How long posting may take: Teams gives an invoke five seconds."""
_NO_MEMBER: Final = frozenset({403, 404})
"""What Teams answers where the bot was not added, such as `BotNotInConversationRoster` or `ConversationNotFound`
("Status codes from bot conversational APIs")."""


class FindFix:
    """Answers the two invokes of the message action."""

    def __init__(self, brain: Brain, outbound: Outbound, store: Store) -> None:
        self._brain = brain
        self._known = brain.knowledge
        self._outbound = outbound
        self._posts = Posted(store)

    async def fetch(self, asked: Wire) -> dict[str, Any] | None:
        """Give the dialog for a message; None when the command is not ours."""
        value = _value(asked)
        if value is None:
            return None
        message = await message_beside(value.get("messagePayload"))
        if not message.text and not message.quoted:
            return _dialog(plain_card(Prose(_unread(message))), "small")
        found = await self._explained(message)
        things = [thing for match in found.verdict.matches if (thing := self._known.get(match.id))]
        if not things:
            chat = link_button(words.CHAT_LABEL, chat_link(asked))
            return _dialog(with_buttons(plain_card(Prose(words.NOT_KNOWN_HERE)), chat), "medium")
        if len(things) > 1 and found.verdict.outcome.value == "choose":
            place = place_at({"at": CHOOSE, "ids": [one.id for one in things]}, self._known)
            card = plain_card(*place.first(Memory()))
            return _dialog(with_buttons(card, *(_button(short(one), _SHOW, one) for one in things)), "medium")
        return self._shown(things[0], found, asked)

    async def submit(self, asked: Wire) -> dict[str, Any] | None:
        """Do what a button of the dialog says; None when the command is not ours, or the button."""
        value = _value(asked)
        data = value.get("data") if value else None
        if value is None or not isinstance(data, dict):
            return None
        thing = self._known.get(str(data.get("id") or ""))
        do = str(data.get("do"))
        if thing is None or do not in {_SHOW, _POST}:
            return None
        message = await message_beside(value.get("messagePayload"))
        found = await self._explained(message)
        if do == _SHOW:
            return self._shown(thing, found, asked)
        return await self._posted(thing, found, message, asked)

    async def _explained(self, message: Message) -> Explanation:
        """Explain the words themselves; when they say nothing, with what they quote."""
        found = await self._brain.explain_beside(remove_secrets(message.text))
        if found.verdict.best or not message.quoted:
            return found
        return await self._brain.explain_beside(remove_secrets(f"{message.quoted}\n\n{message.text}"))

    def _shown(self, thing: Thing, found: Explanation, asked: Wire, trouble: str = "") -> dict[str, Any]:
        also = [other.title for match in found.also if (other := self._known.get(match.id)) and other is not thing]
        lead = trouble or (speech.several(also) if also else "")
        card = found_card(thing, self._known, _memory(found, thing), asked, lead=lead)
        return _dialog(with_buttons(card, _button(words.POST_LABEL, _POST, thing)), "large")

    async def _posted(self, thing: Thing, found: Explanation, message: Message, asked: Wire) -> dict[str, Any]:
        """Post the card below the message, once; where the bot may not write it goes into the box for a message."""
        card = found_card(thing, self._known, _memory(found, thing), asked)
        outcome = await self._posts.begin(asked)
        if outcome is None:
            activity = {"type": "message", "attachments": [card], "summary": thing.title}
            outcome = await self._post(activity, message, asked)
            await self._posts.end(asked, outcome)
        match outcome:
            case Outcome.POSTED:
                return _dialog(plain_card(Prose(words.POSTED)), "small")
            case Outcome.NO_MEMBER:
                return results(with_preview(card, thing))
            case Outcome.UNSURE:
                return self._shown(thing, found, asked, words.MAYBE_POSTED)
            case Outcome.FAILED:
                return self._shown(thing, found, asked, words.NOT_POSTED)

    async def _post(self, activity: Wire, message: Message, asked: Wire) -> Outcome:
        try:
            async with asyncio.timeout(_SECONDS):
                await self._outbound.send(_thread(asked, message), activity, reply_to=message.thread or None)
        except (CallError, PermissionError, TimeoutError) as error:
            if isinstance(error, CallError) and error.status in _NO_MEMBER:
                log.info("an answer goes into the compose box, the bot may not post it: %s", error)
                return Outcome.NO_MEMBER
            log.error("an answer could not be posted in a thread: %s", error or "it took too long")
            return Outcome.UNSURE if _may_be_there(error) else Outcome.FAILED
        return Outcome.POSTED


def _unread(message: Message) -> str:
    if message.card:
        return words.CARD_HERE
    return speech.PICTURE if message.pictures else words.NOTHING_TO_READ


def _may_be_there(error: Exception) -> bool:
    """Tell whether something that failed may have been posted all the same: nobody knows without an answer."""
    return isinstance(error, TimeoutError) or (
        isinstance(error, CallError) and error.status is None and not error.unsent
    )


def _value(asked: Wire) -> Mapping[str, Any] | None:
    value = asked.get("value")
    return value if isinstance(value, dict) and value.get("commandId") == COMMAND else None


def _thread(asked: Wire, message: Message) -> Reference:
    """Give the thread of the message: in a channel the conversation alone would be a new post.

    Source: `ConversationExtensions.ToThreadedConversationId` of the Teams SDK for .NET.
    """
    to = Reference.of(asked)
    id_ = str(to.conversation.get("id"))
    if to.conversation.get("conversationType") != "channel" or ";messageid=" in id_ or not message.thread:
        return to
    return replace(to, conversation=to.conversation | {"id": f"{id_};messageid={message.thread}"})


def _memory(found: Explanation, thing: Thing) -> Memory:
    """Give what the message told for one thing: the names that are its own, and the tool."""
    memory = Memory()
    memory.hear("", found)
    memory.names = dict(names_of(thing.id, found))
    return memory


def _button(label: str, do: str, thing: Thing) -> Element:
    return {"type": "Action.Submit", "title": label, "data": {"do": do, "id": thing.id}}


def _dialog(card: dict[str, Any], size: str) -> dict[str, Any]:
    info = {"title": words.FIND_TITLE, "height": size, "width": "large" if size == "large" else "medium", "card": card}
    return {"task": {"type": "continue", "value": info}}
