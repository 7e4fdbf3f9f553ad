"""Hand-off: the masked summary as a card in the network team's channel, with who takes care of it.

Everything goes through the boxes of the store, so that neither the card nor what the asker is told gets lost.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

from bot.channels.bot_framework import invoke
from bot.channels.bot_framework.delivery import BY as BOT_FRAMEWORK
from bot.channels.bot_framework.outbound import Outbound, Reference
from bot.channels.bot_framework.patience import passes, told_seconds
from bot.channels.bot_framework.web_client import CallError
from bot.channels.direct_line.line import BY as DIRECT_LINE
from bot.rendering.activity import render
from bot.rendering.adaptive_card import CARD_TYPE
from bot.rendering.hand_off_card import hand_off_message
from bot.settings import Settings
from bot.state.boxes import Letter
from bot.state.hand_offs import Added, HandOff, State, add_hand_off, move_hand_off, read_hand_off
from bot.state.store import Store, StoreError, Unit
from bot.turn.answering import Answers
from bot.turn.channel import Channel, Wire
from bot.turn.inbox import Inbox
from bot.turn.names import conversation_key, is_own_web, person_key, plain_name
from bot.turn.outcome import Declined
from bot.turn.sent import Sent, again
from bot.turn.voice import asker
from dialogs import speech
from dialogs.reply import Code, Prose, Reply, prose

log = logging.getLogger("peering_bot.teams")

BY: Final = "hand-off"
"""Name of the way in the boxes."""
_MESSAGE: Final = "application/vnd.microsoft.activity.message"
_CLICKABLE: Final = (State.ASSIGNED, State.RESOLVED)
_ENOUGH: Final = {Added.TOO_MANY: speech.TOO_MANY_HAND_OFFS, Added.FULL_DAY: speech.HAND_OFFS_FULL}


class HandOffs:
    """Posts hand-offs to the channel of the settings, and handles what its people click there."""

    def __init__(self, store: Store, inbox: Inbox, outbound: Outbound, settings: Settings) -> None:
        self._store = store
        self._inbox = inbox
        self._outbound = outbound
        self._tenant = settings.hand_off_tenant or settings.microsoft_app_tenant_id
        bot = {"id": f"28:{settings.microsoft_app_id}"} if settings.microsoft_app_id else {"id": "peering-bot"}
        self._channel = Reference(
            "msteams", settings.hand_off_service_url, {"id": settings.hand_off_channel, "isGroup": True}, bot, {}
        )
        inbox.way(BY, self)

    async def keep(self, unit: Unit, activity: Wire, summary: str) -> Callable[[], None]:
        """Keep a hand-off with the state of the turn that asked for it; call what is given when that is safe.

        Raises Declined when the team has enough of them.
        """
        id_ = uuid4().hex
        to = Reference.of(activity).as_json() | {"asker": asker(activity)}
        added = await add_hand_off(unit, id_, person_key(activity), to, summary)
        if added in _ENOUGH:
            raise Declined(_ENOUGH[added])
        if added is Added.SAME:
            return lambda: None
        return self._begin(self._inbox.boxes.post(unit, f"{BY}/{id_}", {"by": BY, "id": id_}))

    def answers(self, activity: Wire) -> Answers:
        """Nothing is received by this way."""
        raise NotImplementedError("hand-offs are sent, not answered")

    async def send(self, body: Wire) -> Sent:
        """Post the card, later when the service says so; when it fails the asker gets the summary to copy.

        Raises StoreError.
        """
        one = await read_hand_off(self._store, body["id"])
        if one is None or one.state is not State.OPEN:
            return Sent()
        try:
            await self._outbound.start_thread(self._channel, self._tenant, hand_off_message(one))
        except (CallError, PermissionError) as error:
            log.error("a hand-off could not be posted in the channel of HAND_OFF_CHANNEL: %s", error)
            now = self._inbox.boxes.now()
            later = Sent(body, told=told_seconds(error, now) if passes(error) else 0.0)
            if later.told and again(later, now):
                return later
        except Exception:
            log.exception("a hand-off could not be posted in the channel of HAND_OFF_CHANNEL")
        else:
            return Sent()
        blocks = Reply((Prose(speech.NOT_HANDED_OFF), Code(one.summary, "markdown")))
        await self._move(one.id, State.FAILED, "", blocks)
        return Sent()

    async def answer(self, clicked: Wire) -> dict[str, Any] | None:
        """Answer a click on Action.Execute: the card as it is now, or a friendly word; None for other cards."""
        message = invoke.as_message(clicked)
        if message is None or _click(message) is None:
            return None
        one, word = await self._take(message)
        if word:
            return {"statusCode": 200, "type": _MESSAGE, "value": word}
        assert one is not None  # noqa: S101 - either is there
        await self._show(message, one)
        return {"statusCode": 200, "type": CARD_TYPE, "value": _card(one)}

    async def clicked(self, activity: Wire, channel: Channel) -> bool:
        """Handle a click that came as a message, from a client that knows Action.Submit only."""
        if _click(activity) is None:
            return False
        one, word = await self._take(activity)
        if one is not None:
            await self._show(activity, one)
        if word:
            await channel.send([render(prose(word), str(activity.get("channelId")))])
        return True

    async def _take(self, clicked: Wire) -> tuple[HandOff | None, str]:
        """Change the state by a click; give the hand-off as it is then, or why nothing changed."""
        id_, to = _click(clicked) or ("", State.OPEN)
        if not self._is_ours(clicked):
            return None, speech.HAND_OFF_ELSEWHERE
        name, person = plain_name(clicked["from"].get("name")), person_key(clicked)
        told = speech.taken_by(name) if to is State.ASSIGNED else speech.resolved_by(name)
        try:
            one = await self._move(id_, to, name, prose(told), person)
            if one is not None:
                return one, ""
            there = await read_hand_off(self._store, id_)
        except StoreError as error:
            log.error("a click on a hand-off could not be kept: %s", error)
            return None, speech.HAND_OFF_TROUBLE
        return None, _why_not(there, person, name)

    async def _move(self, id_: str, to: State, name: str, told: Reply, taker: str = "") -> HandOff | None:
        """Change the state and tell the asker, both or none."""
        begin: Callable[[], None] = lambda: None  # noqa: E731 - nothing to begin yet
        async with self._store.unit() as unit:
            since = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            one = await move_hand_off(unit, id_, to, name, since, taker)
            if one is not None and one.asker:
                begin = self._tell(unit, one.asker, told)
        begin()
        return one

    def _tell(self, unit: Unit, asker: Wire, told: Reply) -> Callable[[], None]:
        activities: Sequence[Wire] = [render(told, asker["channel"], asker.get("asker", ""))]
        to = {"channelId": asker["channel"], "serviceUrl": asker["serviceUrl"], "conversation": asker["conversation"]}
        by = DIRECT_LINE if is_own_web(to) else BOT_FRAMEWORK
        body = {"by": by, "to": asker, "replyTo": None, "activities": activities}
        return self._begin(self._inbox.boxes.post(unit, conversation_key(to), body))

    def _begin(self, posted: Callable[[], Letter]) -> Callable[[], None]:
        def begin() -> None:
            self._inbox.begin(posted())

        return begin

    def _is_ours(self, clicked: Wire) -> bool:
        """Tell whether it was clicked in the channel of the settings; its threads have the message behind its id."""
        conversation, _, _ = str(clicked["conversation"]["id"]).partition(";")
        return clicked.get("channelId") == "msteams" and conversation == self._channel.conversation["id"]

    async def _show(self, clicked: Wire, one: HandOff) -> None:
        """Change the card for everybody."""
        replaced = clicked.get("replyToId")
        if not isinstance(replaced, str) or not replaced:
            return
        try:
            await self._outbound.update(Reference.of(clicked), replaced, hand_off_message(one))
        except (CallError, PermissionError) as error:
            log.error("the card of a hand-off could not be changed: %s", error)
        except Exception:
            log.exception("the card of a hand-off could not be changed")


def _click(activity: Wire) -> tuple[str, State] | None:
    value = activity.get("value")
    if activity.get("type") != "message" or not isinstance(value, dict) or not isinstance(value.get("handOff"), str):
        return None
    to = value.get("to")
    return (value["handOff"], State(to)) if to in _CLICKABLE else None


def _card(one: HandOff) -> dict[str, Any]:
    content: dict[str, Any] = hand_off_message(one)["attachments"][0]["content"]
    return content


def _why_not(there: HandOff | None, person: str, name: str) -> str:
    match there:
        case HandOff(state=State.RESOLVED):
            return speech.was_resolved(there.by)
        case HandOff(state=State.ASSIGNED):
            return speech.HAND_OFF_IS_YOURS if there.is_of(person, name) else speech.has_it(there.by)
        case _:
            return speech.HAND_OFF_GONE
