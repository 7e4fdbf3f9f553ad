"""The whole program over HTTP: alive, ready, explain, and how it refuses."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer

from bot.app import create_app
from bot.body import MAX_BODY
from bot.settings import Settings
from knowledge.explain import Brain, explanation_json

Http = TestClient[Any, Any]
DATABRICKS = "Failed to peer a Databricks virtual network"


@pytest.fixture
async def http(tmp_path: Path) -> AsyncIterator[Http]:
    """Give a client of the running program."""
    settings = Settings(_env_file=None, data_dir=tmp_path / "data")
    async with TestClient(TestServer(create_app(settings))) as client:
        yield client


async def _refused(answer: ClientResponse, status: int, code: str) -> str:
    assert answer.status == status, await answer.text()
    assert answer.content_type == "application/json"
    body = await answer.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message"}
    assert body["error"]["code"] == code
    return str(body["error"]["message"])


async def test_alive_and_ready(http: Http) -> None:
    for path, status in (("/healthz", "alive"), ("/readyz", "ready")):
        answer = await http.get(path)
        assert answer.status == 200
        assert await answer.json() == {"status": status}


async def test_not_ready_with_a_damaged_store(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Alive all the same; the page of the store and the log say what it is."""
    (tmp_path / "peering-bot.db").write_bytes(b"this is no database at all" * 100)
    settings = Settings(_env_file=None, data_dir=tmp_path)
    async with TestClient(TestServer(create_app(settings))) as http:
        said = await _refused(await http.get("/readyz"), 503, "StoreUnavailable")
        assert "is not a SQLite database" in said
        assert "is not a SQLite database" in caplog.text
        assert (await http.get("/healthz")).status == 200
        answer = await http.post("/api/explain", json={"text": DATABRICKS})
        assert answer.status == 200


async def test_not_ready_without_a_folder(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    settings = Settings(_env_file=None, data_dir=tmp_path / "data")
    async with TestClient(TestServer(create_app(settings))) as http:
        assert await _refused(await http.get("/readyz"), 503, "StoreUnavailable")


async def test_ready_again_when_the_store_is(tmp_path: Path) -> None:
    file = tmp_path / "peering-bot.db"
    file.write_bytes(b"this is no database at all" * 100)
    settings = Settings(_env_file=None, data_dir=tmp_path)
    async with TestClient(TestServer(create_app(settings))) as http:
        assert (await http.get("/readyz")).status == 503
        file.unlink()
        assert (await http.get("/readyz")).status == 200


async def test_explain_gives_what_the_brain_says(http: Http, brain: Brain) -> None:
    answer = await http.post("/api/explain", json={"text": DATABRICKS})
    assert answer.status == 200
    assert answer.content_type == "application/json"
    assert await answer.json() == explanation_json(brain.explain(DATABRICKS), brain.knowledge)


@pytest.mark.parametrize("text", ["", " ", "unheard of", "\x00", "🤷"])
async def test_explain_of_something_unknown_is_no_error(http: Http, text: str) -> None:
    answer = await http.post("/api/explain", json={"text": text})
    assert answer.status == 200
    assert (await answer.json())["outcome"] == "unknown"


@pytest.mark.parametrize("body", [b"", b"{", b"not json", b"\xff\xfe", b'{"text": NaN}', b'{"text": "x"} extra'])
async def test_what_is_no_json(http: Http, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    assert await _refused(await http.post("/api/explain", data=body, headers=headers), 400, "BadJson")


@pytest.mark.parametrize("body", [b"[]", b'"text"', b"1", b"null", b"true"])
async def test_json_that_is_no_object(http: Http, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    assert await _refused(await http.post("/api/explain", data=body, headers=headers), 400, "BadJson")


@pytest.mark.parametrize("body", [{}, {"text": None}, {"text": 1}, {"text": ["x"]}, {"text": {"x": 1}}, {"Text": "x"}])
async def test_text_of_the_wrong_type(http: Http, body: Any) -> None:
    assert await _refused(await http.post("/api/explain", json=body), 400, "BadText")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""])
async def test_another_content_type(http: Http, kind: str) -> None:
    headers = {"Content-Type": kind} if kind else {}
    answer = await http.post("/api/explain", data=b'{"text": "x"}', headers=headers, skip_auto_headers={"Content-Type"})
    assert await _refused(answer, 415, "UnsupportedMediaType")


async def test_json_with_a_charset_is_json(http: Http) -> None:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    answer = await http.post("/api/explain", data=b'{"text": "x"}', headers=headers)
    assert answer.status == 200


async def test_too_large(http: Http) -> None:
    body = b'{"text": "' + b"x" * MAX_BODY + b'"}'
    headers = {"Content-Type": "application/json"}
    assert "256 kB" in await _refused(await http.post("/api/explain", data=body, headers=headers), 413, "TooLarge")


async def test_too_large_without_saying_so_before(http: Http) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b'{"text": "'
        for _ in range(70):
            yield b"x" * 4096
        yield b'"}'

    headers = {"Content-Type": "application/json"}
    assert await _refused(await http.post("/api/explain", data=pieces(), headers=headers), 413, "TooLarge")


async def test_as_large_as_allowed(http: Http) -> None:
    text = "x" * (MAX_BODY - len(b'{"text": ""}'))
    body = b'{"text": "' + text.encode() + b'"}'
    assert len(body) == MAX_BODY
    answer = await http.post("/api/explain", data=body, headers={"Content-Type": "application/json"})
    assert answer.status == 200
    assert (await answer.json())["outcome"] == "unknown"


async def test_deeply_nested_json(http: Http) -> None:
    body = b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    headers = {"Content-Type": "application/json"}
    answer = await http.post("/api/explain", data=body, headers=headers)
    assert answer.status == 400


async def test_no_such_page_and_no_such_method(http: Http) -> None:
    assert await _refused(await http.get("/nothing/here"), 404, "NotFound")
    assert await _refused(await http.get("/api/explain"), 405, "MethodNotAllowed")
    assert await _refused(await http.delete("/readyz"), 405, "MethodNotAllowed")


async def test_an_unexpected_error_has_a_reference(
    http: Http, brain: Brain, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def explode(text: str) -> None:
        raise ZeroDivisionError("inside")

    monkeypatch.setattr(brain, "explain", explode)
    said = await _refused(await http.post("/api/explain", json={"text": "my secret text"}), 500, "InternalError")
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert said.rpartition(" ")[2] in record.getMessage()
    assert "ZeroDivisionError" not in said
    assert record.exc_info is not None
    assert "my secret text" not in caplog.text
