"""Refusals in one shape, whatever goes wrong in a handler."""

from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.errors import RequestError, errors_as_json


async def _answered(error: BaseException) -> tuple[int, dict[str, Any]]:
    async def handler(_: web.Request) -> web.Response:
        raise error

    app = web.Application(middlewares=[errors_as_json])
    app.router.add_get("/", handler)
    async with TestClient(TestServer(app)) as http:
        answer = await http.get("/", allow_redirects=False)
        text = await answer.text()
        return answer.status, (await answer.json() if answer.content_type == "application/json" else {"text": text})


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (RequestError(403, "Forbidden", "You may not."), 403, "Forbidden"),
        (web.HTTPNotFound(), 404, "NotFound"),
        (web.HTTPMethodNotAllowed("PUT", ["GET"]), 405, "MethodNotAllowed"),
        (web.HTTPRequestEntityTooLarge(max_size=1, actual_size=2), 413, "RequestEntityTooLarge"),
        (web.HTTPServiceUnavailable(text="Later."), 503, "ServiceUnavailable"),
        (KeyError("x"), 500, "InternalError"),
    ],
)
async def test_every_refusal_has_the_same_shape(error: BaseException, status: int, code: str) -> None:
    got, body = await _answered(error)
    assert got == status
    assert body["error"]["code"] == code
    assert body["error"]["message"]


async def test_a_redirect_is_no_error() -> None:
    status, _ = await _answered(web.HTTPFound("/elsewhere"))
    assert status == 302


async def test_an_unexpected_error_says_nothing_of_the_inside() -> None:
    _, body = await _answered(KeyError("/etc/shadow"))
    assert "shadow" not in body["error"]["message"]
