"""The endpoints of a conversation: start, come back, read, write, listen."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from aiohttp import web

from bot.body import read_json
from bot.channels.direct_line import incoming, words
from bot.channels.direct_line.access import Access
from bot.channels.direct_line.answer import json, needs_store, optional_json
from bot.channels.direct_line.audience import Audience
from bot.channels.direct_line.frame import News, activity_set
from bot.channels.direct_line.line import BY, Line
from bot.channels.direct_line.people import new_user, requested_user
from bot.channels.direct_line.socket import Socket
from bot.channels.direct_line.stream_url import stream_url
from bot.channels.direct_line.token import Claims, Clock
from bot.channels.direct_line.token_endpoints import TokenEndpoints
from bot.channels.direct_line.watermark import read_watermark
from bot.errors import RequestError
from bot.state.store import Conflict, Conversation, Entry, Missing, Repeated, Store, StoreError
from bot.turn.alone import Alone
from bot.turn.channel import Wire
from bot.turn.inbox import Inbox

log = logging.getLogger("peering_bot.direct_line")

_PAGE: Final = 500
_MAX_LOCALE: Final = 35
_PATIENCE_SECONDS: Final = 0.5


class ConversationEndpoints:
    """Conversations of clients with the bot."""

    def __init__(
        self,
        store: Store,
        inbox: Inbox,
        access: Access,
        tokens: TokenEndpoints,
        audience: Audience,
        clock: Clock,
        new_id: Callable[[], str],
        keep_alive: float,
    ) -> None:
        self._store = store
        self._inbox = inbox
        self._access = access
        self._tokens = tokens
        self._audience = audience
        self._clock = clock
        self._new_id = new_id
        self._keep_alive = keep_alive
        self._receiving = Alone()

    @needs_store
    async def start(self, request: web.Request) -> web.Response:
        """Start the conversation of the token: 201, or 200 when it runs already. The secret starts a new one."""
        claims = await self._access.bearer(request)
        body = await optional_json(request)
        # What a page says about its user does not count, and with a token in hand it need not be right.
        asked = requested_user(body) if claims is None else claims.user
        claims = claims or Claims(self._new_id())
        user = asked or new_user(self._new_id)
        welcome = None if asked is None else self._welcome(claims.conversation, user, body.get("locale"))
        is_new = await self._start(claims.conversation, user, welcome)
        if not is_new and asked is None:
            user = (await self._existing(claims.conversation)).user
        return json(await self._opened(request, replace(claims, user=user)), 201 if is_new else 200)

    async def _start(self, conversation: str, user: str, welcome: Wire | None) -> bool:
        """Start a conversation and, in the same transaction, tell the bot who is there; tell whether it is new."""
        try:
            async with self._receiving.with_key(conversation):
                async with self._store.unit() as unit:
                    await unit.start(conversation, user, self._now())
                    letter = await self._inbox.receive_in(unit, BY, welcome) if welcome else None
                ended = self._inbox.begin(letter) if letter else None
        except Conflict:
            return False
        if ended:
            await _worked_on(ended)
        return True

    def _welcome(self, conversation: str, user: str, locale: Any) -> Wire:
        known = locale if isinstance(locale, str) and len(locale) <= _MAX_LOCALE else None
        return incoming.welcome(conversation, user, self._now(), known)

    @needs_store
    async def reconnect(self, request: web.Request) -> web.Response:
        """Give a client that comes back the address of a stream that goes on after its watermark."""
        claims = await self._access.conversation(request)
        conversation = await self._existing(claims.conversation)
        claims = replace(claims, user=claims.user or conversation.user)
        return json(await self._opened(request, claims, read_watermark(request)))

    async def _opened(self, request: web.Request, claims: Claims, watermark: int | None = None) -> dict[str, Any]:
        stream_token = (await self._access.tokens()).issue_stream(claims)
        address = stream_url(request, claims.conversation, stream_token, watermark)
        return await self._tokens.with_token(claims) | {"streamUrl": address}

    async def poll(self, request: web.Request) -> web.Response:
        """Give what is new after the watermark. A failing store looks like no news: the client stops at a 5xx."""
        after = read_watermark(request)
        try:
            claims = await self._access.conversation(request)
            conversation = await self._existing(claims.conversation)
            after = min(after, conversation.last)
            entries = await self._store.activities(claims.conversation, after, _PAGE)
        except StoreError as error:
            log.error("%s %s: %s", request.method, request.rel_url.raw_path, error)
            return json(activity_set((), after))
        watermark = entries[-1].sequence if entries else after
        left = self._audience.take_left(claims.conversation)
        return json(activity_set([*(entry.activity for entry in entries), *left], watermark))

    @needs_store
    async def post(self, request: web.Request) -> web.Response:
        """Take an activity of the user: keep it, echo it, let the bot answer it."""
        claims = await self._access.conversation(request)
        body = await read_json(request)
        try:
            user = claims.user or (await self._existing(claims.conversation)).user
            activity = incoming.accept(body, claims.conversation, user, self._now())
            if activity["type"] == incoming.TYPING:
                return self._typing(activity)
            entry, ended = await self._keep(activity)
        except Repeated as known:
            return json({"id": known.id})
        except StoreError:
            await self._say(claims.conversation, words.NOT_SAVED)
            raise
        await _worked_on(ended)
        return json({"id": entry.id})

    async def _keep(self, activity: Wire) -> tuple[Entry, asyncio.Event]:
        """Log and echo an activity, and put it where the bot finds it even after a crash; begin to work on it.

        Give the event that it was worked on.
        """
        conversation = activity["conversation"]["id"]
        client_id = incoming.client_id(activity)
        try:
            async with self._receiving.with_key(conversation):
                async with self._store.unit() as unit:
                    (entry,) = await unit.append(conversation, [activity], client_id)
                    letter = await self._inbox.receive_in(unit, BY, incoming.for_turn(entry.activity))
                self._audience.tell(conversation, News(entries=(entry,)))
                return entry, self._inbox.begin(letter)
        except Missing as error:
            raise _gone() from error

    def _typing(self, activity: Wire) -> web.Response:
        conversation = activity["conversation"]["id"]
        shown = activity | {"id": f"{conversation}|{self._new_id()}"}
        self._audience.tell(conversation, News(fleeting=(shown,)))
        return json({"id": shown["id"]})

    @needs_store
    async def upload(self, request: web.Request) -> web.Response:
        """Refuse files, and tell the user what to do instead."""
        claims = await self._access.conversation(request)
        await self._existing(claims.conversation)
        await self._say(claims.conversation, words.NO_FILES)
        raise RequestError(415, "UploadNotSupported", words.NO_FILES)

    @needs_store
    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Open a WebSocket that sends what is new after the watermark."""
        claims = await self._access.stream(request)
        conversation = await self._existing(claims.conversation)
        if not web.WebSocketResponse().can_prepare(request):
            raise RequestError(400, "UpgradeRequired", "This address is for WebSockets.")
        after = min(read_watermark(request), conversation.last)
        socket = Socket(self._store, conversation.id, after, self._keep_alive)
        # First listen, then read the log: whatever happens in between is sent once.
        self._audience.join(conversation.id, socket)
        try:
            return await socket.serve(request)
        finally:
            self._audience.leave(conversation.id, socket)

    async def _existing(self, conversation: str) -> Conversation:
        found = await self._store.conversation(conversation)
        if found is None:
            raise _gone()
        return found

    async def _say(self, conversation: str, text: str) -> None:
        cause: Wire = {"conversation": {"id": conversation}}
        await self._line(cause).send([{"type": "message", "text": text, "textFormat": "plain"}])

    def _line(self, cause: Wire) -> Line:
        return Line(self._audience, self._clock, self._new_id, cause)

    def _now(self) -> str:
        return self._clock().isoformat()


async def _worked_on(ended: asyncio.Event) -> None:
    """Let the answer be written, but not for long: the client that polls next finds most answers there already."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_PATIENCE_SECONDS):
            await ended.wait()


def _gone() -> RequestError:
    return RequestError(404, "ConversationNotFound", "There is no such conversation. Start a new one.")
