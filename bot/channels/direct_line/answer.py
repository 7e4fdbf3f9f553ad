"""How the endpoints answer."""

import functools
import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import orjson
from aiohttp import web

from bot.body import read_json
from bot.errors import RequestError
from bot.state.store import StoreError

log = logging.getLogger("peering_bot.direct_line")

_Self = TypeVar("_Self")
_Response = TypeVar("_Response", bound=web.StreamResponse)


def json(body: dict[str, Any], status: int = 200) -> web.Response:
    """Give a JSON response that nobody keeps."""
    return web.Response(
        status=status, body=orjson.dumps(body), content_type="application/json", headers={"Cache-Control": "no-store"}
    )


async def optional_json(request: web.Request) -> dict[str, Any]:
    """Give the JSON object in the body, an empty one when there is no body. Raises RequestError like read_json."""
    return await read_json(request) if request.body_exists else {}


def needs_store(
    endpoint: Callable[[_Self, web.Request], Awaitable[_Response]],
) -> Callable[[_Self, web.Request], Awaitable[_Response]]:
    """Let an endpoint answer 503 while the store fails."""

    @functools.wraps(endpoint)
    async def answer(self: _Self, request: web.Request) -> _Response:
        try:
            return await endpoint(self, request)
        except StoreError as error:
            log.error("%s %s: %s", request.method, request.rel_url.raw_path, error)
            raise RequestError(
                503, "StoreUnavailable", "Conversations cannot be read or saved just now. Try again in a moment."
            ) from error

    return answer
