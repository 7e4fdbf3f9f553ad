"""What can go wrong around a request, and how a client is told: `{"error": {"code", "message"}}`."""

import logging
from collections.abc import Awaitable, Callable
from uuid import uuid4

import orjson
from aiohttp import hdrs, web

log = logging.getLogger("peering_bot")


class BotError(Exception):
    """Root of the errors that the running program raises on purpose."""


class RequestError(BotError):
    """A request that cannot be served. `status` is the HTTP status, `code` a stable word, the text is for people."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


def error_response(status: int, code: str, message: str) -> web.Response:
    """Give the JSON that every refused request gets."""
    body = orjson.dumps({"error": {"code": code, "message": message}})
    return web.Response(status=status, body=body, content_type="application/json")


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def errors_as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn every refusal into our JSON. An unexpected error becomes a 500 with a reference id that the log has too."""
    try:
        return await handler(request)
    except RequestError as error:
        return error_response(error.status, error.code, str(error))
    except web.HTTPException as error:
        if error.status < 400:
            raise
        response = error_response(error.status, error.reason.replace(" ", ""), error.text or error.reason)
        if hdrs.ALLOW in error.headers:
            response.headers[hdrs.ALLOW] = error.headers[hdrs.ALLOW]
        return response
    except Exception:
        reference = uuid4().hex[:8]
        log.exception("request failed, reference %s: %s %s", reference, request.method, request.path)
        return error_response(500, "InternalError", f"Something went wrong here. Reference: {reference}")
