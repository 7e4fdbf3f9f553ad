"""Calls to other servers: one session for all, with a time limit, never redirected."""

from typing import Any, Final

import aiohttp
import orjson
from yarl import URL

from bot.errors import BotError

_SECONDS: Final = aiohttp.ClientTimeout(total=10, sock_connect=5)
_MAX_ANSWER: Final = 1024 * 1024


class CallError(BotError):
    """Another server could not be reached or refused; the text names it and its status."""


class WebClient:
    """Reads and writes JSON elsewhere without holding up the event loop."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    async def get_json(self, url: str) -> dict[str, Any]:
        """Give the JSON object at an address. Raises CallError."""
        return await self._call("GET", URL(url), None, {})

    async def post_json(self, url: URL, body: bytes, token: str | None) -> dict[str, Any]:
        """Post JSON and give the JSON object that comes back, empty when none does. Raises CallError."""
        return await self.call_json("POST", url, body, token)

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
            # A redirect could lead to where the address itself may not.
            async with self._open().request(method, url, data=body, headers=headers, allow_redirects=False) as answer:
                content = await answer.content.read(_MAX_ANSWER)
                while content and len(content) < _MAX_ANSWER and not answer.content.at_eof():
                    content += await answer.content.read(_MAX_ANSWER - len(content))
                status = answer.status
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise CallError(f"{method} to {url.host} failed: {error or type(error).__name__}") from error
        if not 200 <= status < 300:
            raise CallError(f"{method} to {url.host} was answered with {status}")
        return _json(content)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            # Made here because it belongs to the event loop that runs.
            self._session = aiohttp.ClientSession(timeout=_SECONDS, cookie_jar=aiohttp.DummyCookieJar())
        return self._session


def _json(content: bytes) -> dict[str, Any]:
    try:
        found = orjson.loads(content)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}
