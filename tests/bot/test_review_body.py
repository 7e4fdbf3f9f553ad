"""Bodies that are not what they say they are, and methods that an address does not have."""

import asyncio
import gzip
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from bot.body import MAX_BODY, read_json
from bot.errors import error_response, errors_as_json
from tests.bot.channels.direct_line.conftest import LikeTheRealOne

Http = TestClient[web.Request, web.Application]
JSON = {"Content-Type": "application/json"}


async def _echo(request: web.Request) -> web.Response:
    body = await read_json(request)
    return error_response(200, "Read", str(len(body)))


@pytest.fixture
async def http() -> AsyncIterator[Http]:
    app = web.Application(middlewares=[errors_as_json])
    app.add_routes([web.post("/", _echo)])
    async with TestClient(LikeTheRealOne(app)) as client:
        yield client


async def _code(http: Http, body: bytes | AsyncIterator[bytes], **headers: str) -> tuple[int, str]:
    answer = await http.post("/", data=body, headers=JSON | headers)
    return answer.status, (await answer.json())["error"]["code"]


@pytest.mark.parametrize("body", [b"not gzip", gzip.compress(b'{"text": "hi"}')])
async def test_a_compressed_body_is_refused(http: Http, body: bytes) -> None:
    assert await _code(http, body, **{"Content-Encoding": "gzip"}) == (415, "UnsupportedContentEncoding")


async def test_a_body_in_pieces_is_read_as_far_as_it_may_be_long(http: Http) -> None:
    async def pieces(count: int) -> AsyncIterator[bytes]:
        yield b'{"text": "'
        for _ in range(count):
            yield b"x" * 1024
        yield b'"}'

    assert await _code(http, pieces(200)) == (200, "Read")
    assert await _code(http, pieces(MAX_BODY // 1024)) == (413, "TooLarge")


async def test_who_leaves_in_the_middle_of_a_body_is_no_fault_of_ours(
    http: Http, caplog: pytest.LogCaptureFixture
) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", http.port)
    writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{}")
    await writer.drain()
    await asyncio.sleep(0.1)
    writer.close()
    await writer.wait_closed()
    await asyncio.sleep(0.1)
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_a_wrong_method_is_told_the_right_ones(http: Http) -> None:
    answer = await http.put("/")
    assert answer.status == 405
    assert answer.headers["Allow"] == "POST"
