"""Calls to other servers: one session for all, with a time limit, never redirected."""

from typing import Any, Final

import aiohttp
import orjson
from aiohttp import hdrs
from yarl import URL

from bot.errors import BotError

_SECONDS: Final = aiohttp.ClientTimeout(total=10, sock_connect=5)
_KEEP_SECONDS: Final = 60.0
_MAX_ANSWER: Final = 1024 * 1024
_DROPPED: Final = (aiohttp.ServerDisconnectedError, aiohttp.ClientConnectionResetError)
"""A connection ended before a word of an answer."""


class CallError(BotError):
    """Another server could not be reached or refused; the text names it and its status.

    `status` is None without an answer; `retry_after` the header of that name; `unsent` says that nothing got there.
    """

    def __init__(
        self, message: str, status: int | None = None, *, retry_after: str | None = None, unsent: bool = False
    ) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after
        self.unsent = unsent


class WebClient:
    """Reads and writes JSON elsewhere without holding up the event loop.

    Connections stay open and are used again. botbuilder 4.17.1 opens a new one for every reply, and over TLS loads all
    certificates anew for it.
    """

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None
        self._kept: set[str | None] = set()
        """Hosts that answered last: connections to them are kept open."""

    async def get_json(self, url: str) -> dict[str, Any]:
        """Give the JSON object at an address. Raises CallError."""
        return await self._call("GET", URL(url), None, {})

    async def call_json(self, method: str, url: URL, body: bytes, token: str | None) -> dict[str, Any]:
        """Send JSON with any method; give the JSON object that comes back, empty when none does. Raises CallError."""
        headers = {"Content-Type": "application/json"}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        return await self._call(method, url, body, headers)

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _call(self, method: str, url: URL, body: bytes | None, headers: dict[str, str]) -> dict[str, Any]:
        try:
            try:
                status, retry_after, content = await self._once(method, url, body, headers)
            except _DROPPED:
                if url.host not in self._kept:
                    raise
                # Most likely it was closed for being idle just as it was used again.
                self._kept.discard(url.host)
                status, retry_after, content = await self._once(method, url, body, headers)
            self._kept.add(url.host)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            unsent = isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError)
            raise CallError(f"{method} to {url.host} failed: {error or type(error).__name__}", unsent=unsent) from error
        if not 200 <= status < 300:
            raise CallError(f"{method} to {url.host} was answered with {status}", status, retry_after=retry_after)
        return _json(content)

    async def _once(
        self, method: str, url: URL, body: bytes | None, headers: dict[str, str]
    ) -> tuple[int, str | None, bytes]:
        """Give the status, the header Retry-After and the body."""
        # A redirect could lead to where the address itself may not.
        async with self._open().request(method, url, data=body, headers=headers, allow_redirects=False) as answer:
            content = await answer.content.read(_MAX_ANSWER)
            while content and len(content) < _MAX_ANSWER and not answer.content.at_eof():
                content += await answer.content.read(_MAX_ANSWER - len(content))
            return answer.status, answer.headers.get(hdrs.RETRY_AFTER), content

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            # Made here because it belongs to the event loop that runs.
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(keepalive_timeout=_KEEP_SECONDS),
                timeout=_SECONDS,
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session


def _json(content: bytes) -> dict[str, Any]:
    try:
        found = orjson.loads(content)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}
