"""The Direct Line 3.0 server."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from aiohttp import web

from bot.channels.direct_line.access import Access
from bot.channels.direct_line.audience import Audience
from bot.channels.direct_line.conversation_endpoints import ConversationEndpoints
from bot.channels.direct_line.line import BY, DirectLineWay
from bot.channels.direct_line.stream_url import PREFIX
from bot.channels.direct_line.token import Clock
from bot.channels.direct_line.token_endpoints import TokenEndpoints
from bot.settings import Settings
from bot.state.store import Store
from bot.turn.inbox import Inbox

PAGE_TOKEN: Final = "/api/token"  # noqa: S105 - a path
KEEP_ALIVE_SECONDS: Final = 20.0

_CONVERSATION: Final = PREFIX + "/conversations/{conversation}"


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _random_id() -> str:
    return secrets.token_hex(16)


class DirectLine:
    """Lets web pages talk to the bot: tokens, conversations, polling and streams."""

    def __init__(
        self,
        store: Store,
        inbox: Inbox,
        settings: Settings,
        *,
        clock: Clock = _utc_now,
        new_id: Callable[[], str] = _random_id,
        keep_alive: float = KEEP_ALIVE_SECONDS,
    ) -> None:
        self._access = Access(store, settings, clock)
        self._audience = Audience(clock)
        self._tokens = TokenEndpoints(self._access, new_id)
        inbox.way(BY, DirectLineWay(store, self._audience, clock, new_id))
        self._conversations = ConversationEndpoints(
            store, inbox, self._access, self._tokens, self._audience, clock, new_id, keep_alive
        )

    def add_to(self, app: web.Application) -> None:
        """Add the endpoints to an application, the headers that let pages read the answers, and the end at its end."""
        app.add_routes(self.routes())
        app.on_response_prepare.append(self._add_headers)
        app.on_shutdown.append(self._shut_down)

    def routes(self) -> list[web.RouteDef]:
        """Give the endpoints."""
        tokens, conversations, preflight = self._tokens, self._conversations, self._access.origins.preflight
        return [
            web.post(PAGE_TOKEN, tokens.for_page),
            web.post(f"{PREFIX}/tokens/generate", tokens.generate),
            web.post(f"{PREFIX}/tokens/refresh", tokens.refresh),
            web.post(f"{PREFIX}/conversations", conversations.start),
            web.get(_CONVERSATION, conversations.reconnect),
            web.get(f"{_CONVERSATION}/activities", conversations.poll),
            web.post(f"{_CONVERSATION}/activities", conversations.post),
            web.post(f"{_CONVERSATION}/upload", conversations.upload),
            web.get(f"{_CONVERSATION}/stream", conversations.stream),
            web.options(PAGE_TOKEN, preflight),
            web.options(PREFIX + "/{path:.*}", preflight),
        ]

    async def _add_headers(self, request: web.Request, response: web.StreamResponse) -> None:
        if request.path == PAGE_TOKEN or request.path.startswith(f"{PREFIX}/"):
            response.headers.update(self._access.origins.cors(request))

    async def _shut_down(self, _app: web.Application) -> None:
        await self._audience.close()
