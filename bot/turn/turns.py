"""The handling of one activity of any channel: once, one at a time, and saved as a whole or not at all."""

import logging
from collections.abc import Sequence
from typing import Final
from uuid import uuid4

from bot.channels.bot_framework.turn_context import turn_context
from bot.errors import BotError
from bot.rendering.activity import render
from bot.state.failure import TakenOver
from bot.state.store import Conflict, Store, Stored, StoreError
from bot.turn.alone import Alone
from bot.turn.channel import Channel, Wire
from bot.turn.document import Document
from bot.turn.names import channel_id, conversation_key, document_key, forgotten_key, is_own_web, person_key
from bot.turn.outcome import Declined, Team, forget_asker, keep_outcome, really_done
from bot.turn.pace import Pace
from bot.turn.voice import Voice, asker
from bot.turn.whose import is_own
from dialogs import speech
from dialogs.reply import prose
from dialogs.root import Conversation
from dialogs.talk import Talk
from knowledge.explain import Brain

log = logging.getLogger("peering_bot.turn")

_TRIES: Final = 4
"""How often a turn is run when somebody else changed the same document meanwhile, such as another process."""


_EDIT: Final = "messageUpdate"


class Turns:
    """Runs turns. `take` never raises for what happens in one: the user is always told something."""

    def __init__(self, store: Store, brain: Brain) -> None:
        self.store = store
        self.brain = brain
        self._conversation = Conversation(brain)
        self._alone = Alone()
        self._pace = Pace()
        self.team: Team | None = None
        """Whom people are handed over to, None when nobody is there."""

    async def take(self, activity: Wire, channel: Channel, document: Stored | None = None) -> None:
        """Handle one activity and give the replies to its channel.

        `document` is what the store has under the activity's `document_key`, where it was read a moment ago.
        """
        # Row 8: in the order of arrival.
        async with self._alone.with_key(conversation_key(activity)):
            try:
                await self._handle(document_key(activity), activity, channel, document)
            except Exception:
                reference = uuid4().hex[:8]
                log.exception("turn failed, reference %s", reference)
                try:
                    await self._apologise(reference, activity, channel)
                except Exception:
                    log.exception("the apology failed too, reference %s", reference)

    async def _handle(self, key: str, activity: Wire, channel: Channel, stored: Stored | None) -> None:
        declined: str | None = None
        own = await is_own(self.store, activity)
        for _ in range(_TRIES):
            try:
                # The first time only: what conflicts was read too early.
                stored = stored or await self.store.read(key)
                if stored is None and await self.store.read(forgotten_key(activity)):
                    return
            except StoreError as error:
                if await self._is_teams(activity, channel):
                    return
                await self._unsaved(error, Document(), own, activity, channel)
                return
            document = Document.from_json(stored.body if stored else None)
            etag, stored = stored.etag if stored else None, None
            if not document.is_new(activity):
                return
            if await self._is_teams(activity, channel):
                await self._keep_seen(key, document, etag, person_key(activity))
                return
            replies, talk = await self._converse(document, own, activity, declined)
            try:
                async with self.store.unit() as unit:
                    if talk.forget:
                        await forget_asker(unit, activity)
                    else:
                        unit.write(key, document.as_json(), etag, person_key(activity))
                    begin = await keep_outcome(unit, talk, activity, self.team)
                    await channel.keep(unit, replies)
            except Conflict:
                if talk.forget and await self.store.read(forgotten_key(activity)):
                    # It came again after it was done, and after something new.
                    return
                continue
            except Declined as error:
                declined = str(error)
                continue
            except TakenOver as error:
                log.warning("a turn was given up: %s", error)
                return
            except StoreError as error:
                await self._send_unsaved(error, really_done(replies, talk, activity), activity, channel)
                return
            await channel.send(replies)
            begin()
            return
        raise RuntimeError(f"the document changed {_TRIES} times while a turn ran")

    async def _is_teams(self, activity: Wire, channel: Channel) -> bool:
        """Let the network team have what was clicked on one of its cards; tell whether it was that."""
        return self.team is not None and await self.team.clicked(activity, channel)

    async def _keep_seen(self, key: str, document: Document, etag: int | None, person: str) -> None:
        try:
            async with self.store.unit() as unit:
                unit.write(key, document.as_json(), etag, person)
        except (Conflict, StoreError) as error:
            log.error("that a click was handled could not be kept: %s", error)

    async def _converse(
        self, document: Document, own: bool | None, activity: Wire, declined: str | None = None
    ) -> tuple[list[Wire], Talk]:
        """Run the dialogs on a document, which has the new state afterwards.

        `own`: see `is_own`; `declined`: why the team takes no more.
        Give the rendered replies, and the talk with what else is to be done.
        """
        await self._pace.wait()
        whose = asker(activity)
        voice = Voice(channel_id(activity), whose)
        edited = activity.get("type") == _EDIT
        # The SDK's waterfalls go on for messages only.
        context = turn_context(activity | {"type": "message"} if edited else activity)
        talk = Talk(
            self.brain,
            document.memory,
            voice,
            team=self.team is not None,
            own_web=is_own_web(activity),
            declined=declined,
            own_button=own,
            edited=edited,
            shared=bool(whose),
        )
        document.stack = await self._conversation.turn(context, document.stack, talk)
        return voice.activities, talk

    async def _unsaved(
        self, error: StoreError, document: Document, own: bool | None, activity: Wire, channel: Channel
    ) -> None:
        """Answer from nothing when the state cannot even be read: better an answer than silence."""
        replies, talk = await self._converse(document, own, activity)
        await self._send_unsaved(error, really_done(replies, talk, activity), activity, channel)

    async def _send_unsaved(self, error: StoreError, replies: Sequence[Wire], activity: Wire, channel: Channel) -> None:
        log.error("the conversation could not be saved: %s", error)
        note = render(prose(speech.NOT_SAVED), channel_id(activity))
        # In front: the last message of a step carries its choices.
        await channel.send([note, *replies])

    async def _apologise(self, reference: str, activity: Wire, channel: Channel) -> None:
        """Say sorry. The state of the last good turn stays as it was."""
        replies = [render(prose(speech.apology(reference)), channel_id(activity))]
        try:
            async with self.store.unit() as unit:
                await channel.keep(unit, replies)
        except BotError as error:
            log.error("the apology could not be saved: %s", error)
        await channel.send(replies)
