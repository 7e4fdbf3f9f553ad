"""Who may do what: the Authorization header and the token in a stream's address."""

import hmac
import secrets
from typing import Final

from aiohttp import hdrs, web

from bot.channels.direct_line.origin import Origins
from bot.channels.direct_line.token import Claims, Clock, Tokens
from bot.errors import RequestError
from bot.settings import Settings
from bot.state.store import Store

_KEY: Final = "direct-line"
_KEY_BYTES: Final = 32


class Access:
    """Checks every request of Direct Line: the page it comes from, and its token or secret."""

    def __init__(self, store: Store, settings: Settings, clock: Clock) -> None:
        self.origins = Origins(settings)
        self._store = store
        self._clock = clock
        self._secret = settings.direct_line_secret
        self._tokens: Tokens | None = None

    async def tokens(self) -> Tokens:
        """Give the tokens signed with the stored key. Raises StoreError."""
        if self._tokens is None:
            self._tokens = Tokens(await self._store.key(_KEY, _new_key), self._clock)
        return self._tokens

    async def bearer(self, request: web.Request) -> Claims | None:
        """Give the claims of the token in the Authorization header, None for the secret.

        Raises RequestError: 401 missing or malformed, 403 expired or from a page that may not use it.
        """
        self.origins.check(request)
        presented = _presented(request)
        if self._is_secret(presented):
            return None
        claims = (await self.tokens()).read(presented)
        check_page(request, claims)
        return claims

    async def conversation(self, request: web.Request) -> Claims:
        """Give the claims for the conversation in the path. Raises like `bearer`, and 403 for another one."""
        wanted = request.match_info["conversation"]
        claims = await self.bearer(request)
        if claims is None:
            return Claims(wanted)
        _check_conversation(claims, wanted)
        return claims

    async def stream(self, request: web.Request) -> Claims:
        """Give the claims of the token in a stream's address. Raises like `conversation`."""
        self.origins.check(request)
        token = request.query.get("t")
        if not token:
            raise RequestError(401, "Unauthorized", "The address of a stream needs its token `t`.")
        claims = (await self.tokens()).read_stream(token)
        check_page(request, claims)
        _check_conversation(claims, request.match_info["conversation"])
        return claims

    def require_secret(self, request: web.Request) -> None:
        """Let only those pass who know the secret. Raises RequestError 401 or 403."""
        self.origins.check(request)
        presented = _presented(request)
        if self._secret is None:
            raise RequestError(403, "Forbidden", "This server has no DIRECT_LINE_SECRET, so it makes no tokens here.")
        if not self._is_secret(presented):
            raise RequestError(403, "Forbidden", "This is not the secret of this server.")

    def _is_secret(self, presented: str) -> bool:
        if self._secret is None:
            return False
        return hmac.compare_digest(presented.encode(errors="replace"), self._secret.get_secret_value().encode())


def check_page(request: web.Request, claims: Claims) -> None:
    """Refuse a token in the hands of a page that it was not made for: RequestError 403."""
    page = request.headers.get(hdrs.ORIGIN)
    if page is not None and claims.origins and page not in claims.origins:
        raise RequestError(403, "Forbidden", "This token was made for another page.")


def _check_conversation(claims: Claims, wanted: str) -> None:
    if claims.conversation != wanted:
        raise RequestError(403, "Forbidden", "This token belongs to another conversation.")


def _presented(request: web.Request) -> str:
    scheme, _, presented = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
    if scheme.lower() != "bearer" or not presented.strip():
        raise RequestError(401, "Unauthorized", "Send `Authorization: Bearer` with a token.")
    return presented.strip()


def _new_key() -> bytes:
    return secrets.token_bytes(_KEY_BYTES)
