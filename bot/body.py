"""The one way a JSON body is read from a request."""

import json
import re
from typing import Any, Final

import orjson
from aiohttp import hdrs, web

from bot.errors import RequestError

_HALF: Final = re.compile(rb"\\u[dD][89a-fA-F]")

MAX_BODY: Final = 256 * 1024
"""The largest body that is read, in bytes."""


async def read_json(request: web.Request) -> dict[str, Any]:
    """Give the JSON object in a request's body.

    Raises RequestError: 415 when it is not declared as JSON or is compressed, 413 over `MAX_BODY`, 400 when it is not
    a JSON object.
    """
    if request.content_type != "application/json":
        raise RequestError(415, "UnsupportedMediaType", "Send JSON with Content-Type: application/json.")
    if request.headers.get(hdrs.CONTENT_ENCODING, "identity").lower() != "identity":
        raise RequestError(415, "UnsupportedContentEncoding", "Send the body as it is, without Content-Encoding.")
    try:
        data = _parsed(bytes(await _read(request)))
    except (ValueError, RecursionError) as error:
        raise RequestError(400, "BadJson", "The body is not valid JSON.") from error
    if not isinstance(data, dict):
        raise RequestError(400, "BadJson", "The body must be a JSON object.")
    return data


def _parsed(body: bytes) -> Any:
    """Give what the JSON says. Half a character, as text that was cut has it, becomes the sign for an unknown one."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        if not _HALF.search(body):
            raise
        # Python's own parser lets halves pass; what is wrong otherwise is wrong for the first one again.
        whole = json.dumps(json.loads(body), ensure_ascii=False).encode("utf-16", "surrogatepass")
        return orjson.loads(whole.decode("utf-16", "replace"))


async def _read(request: web.Request) -> bytearray:
    if (request.content_length or 0) > MAX_BODY:
        raise _too_large()
    body = bytearray()
    try:
        # A chunked body does not say how long it is.
        while more := await request.content.read(MAX_BODY + 1 - len(body)):
            body += more
    except (web.RequestPayloadError, ConnectionError) as error:
        raise RequestError(400, "BadBody", "The body ended too early or is damaged.") from error
    if len(body) > MAX_BODY:
        raise _too_large()
    return body


def _too_large() -> RequestError:
    return RequestError(413, "TooLarge", f"The body is larger than {MAX_BODY // 1024} kB.")
