"""The endpoints that give out tokens."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from aiohttp import hdrs, web

from bot.channels.direct_line.access import Access, check_page
from bot.channels.direct_line.answer import json, needs_store, optional_json
from bot.channels.direct_line.people import new_user, requested_user
from bot.channels.direct_line.token import LIFETIME, RENEWABLE, Claims
from bot.errors import RequestError


class TokenEndpoints:
    """Tokens for servers that know the secret, for clients that have a token, and for pages."""

    def __init__(self, access: Access, new_id: Callable[[], str]) -> None:
        self._access = access
        self._new_id = new_id

    @needs_store
    async def generate(self, request: web.Request) -> web.Response:
        """Give a server a token for a conversation that is still to be started."""
        self._access.require_secret(request)
        body = await optional_json(request)
        claims = Claims(self._new_id(), requested_user(body), _trusted_origins(body))
        return json(await self.with_token(claims))

    @needs_store
    async def refresh(self, request: web.Request) -> web.Response:
        """Exchange a token for one that lasts longer."""
        claims = await self._access.bearer(request)
        if claims is None:
            raise RequestError(403, "Forbidden", "A secret needs no refreshing.")
        return json(await self.with_token(claims))

    @needs_store
    async def for_page(self, request: web.Request) -> web.Response:
        """Give a page a token: for a new conversation, or for that of the old `token` in the body, expired or not."""
        self._access.origins.check_open(request)
        claims = await self._page_claims(request, (await optional_json(request)).get("token"))
        return json(await self.with_token(claims) | {"userId": claims.user})

    async def _page_claims(self, request: web.Request, old: Any) -> Claims:
        page = request.headers.get(hdrs.ORIGIN)
        origins = () if page is None else (page,)
        if old is None:
            return Claims(self._new_id(), new_user(self._new_id), origins)
        if not isinstance(old, str):
            raise RequestError(400, "BadToken", "`token` must be a string.")
        claims = (await self._access.tokens()).read(old, late=RENEWABLE)
        check_page(request, claims)
        return replace(claims, user=claims.user or new_user(self._new_id), origins=origins or claims.origins)

    async def with_token(self, claims: Claims) -> dict[str, Any]:
        """Give the JSON around a fresh token."""
        token = (await self._access.tokens()).issue(claims)
        return {
            "conversationId": claims.conversation,
            "token": token,
            "expires_in": int(LIFETIME.total_seconds()),
        }


def _trusted_origins(body: dict[str, Any]) -> tuple[str, ...]:
    origins = body.get("trustedOrigins") or []
    if not isinstance(origins, list) or not all(isinstance(origin, str) for origin in origins):
        raise RequestError(400, "BadOrigins", "`trustedOrigins` must be a list of origins.")
    return tuple(origin.rstrip("/") for origin in origins)
