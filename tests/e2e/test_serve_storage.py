"""`peering-bot serve` on disks that are full, broken or hold something else."""

import asyncio
import json
import shutil
import subprocess
import urllib.error
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.e2e.live_server import LiveServer
from tests.e2e.visitor import Visitor, message

MakeServer = Callable[..., LiveServer]


def test_a_disk_that_fails_is_told_and_nothing_is_half_written(own_server: LiveServer) -> None:
    fails_and_recovers(own_server, own_server.forbid_writing, own_server.allow_writing, "disk")


def test_a_full_disk_is_told_and_nothing_is_half_written(make_server: MakeServer, small_disk: Path) -> None:
    server = make_server(DATA_DIR=str(small_disk / "data")).start()
    filler = small_disk / "filler"
    fails_and_recovers(server, lambda: fill(filler), filler.unlink, "is full")


def test_a_file_that_is_no_database_is_told_and_left_alone(own_server: LiveServer) -> None:
    Visitor(own_server)
    own_server.stop()
    (database,) = own_server.data.glob("*.db")
    garbage = b"this is not a database\n" * 1000
    database.write_bytes(garbage)
    own_server.start()
    status, body = own_server.get("/readyz")
    assert status == 503
    assert json.loads(body)["error"]["code"] == "StoreUnavailable"
    assert "not a SQLite database" in body
    assert database.name in body
    assert own_server.get("/healthz")[0] == 200
    assert no_token(own_server) == (503, "StoreUnavailable")
    assert database.read_bytes() == garbage
    assert "Traceback" not in own_server.log


def test_a_damaged_database_is_told(own_server: LiveServer) -> None:
    visitor = Visitor(own_server)
    own_server.stop()
    (database,) = own_server.data.glob("*.db")
    healthy = database.read_bytes()
    database.write_bytes(healthy[:4096] + b"\xa5" * (len(healthy) - 4096))
    own_server.start()
    status, body = own_server.get("/readyz")
    assert status == 503
    assert "damaged" in body
    own_server.stop()
    database.write_bytes(healthy)
    own_server.start()
    assert len(visitor.history) == 2


def fails_and_recovers(server: LiveServer, fail: Callable[[], Any], recover: Callable[[], Any], word: str) -> None:
    """Walk into a scenario, let the store fail, and see that it says so, and that afterwards all is as before."""
    visitor = Visitor(server)
    visitor.says("on-premises can't reach a spoke")
    before = visitor.history
    fail()
    status, answer = server.get("/readyz")
    assert status == 503
    assert word in answer
    heard = asyncio.run(hear_refusal(visitor))
    assert "could not save" in heard
    assert word in server.log
    assert server.get("/healthz")[0] == 200
    assert visitor.history == before
    recover()
    assert server.get("/readyz")[0] == 200
    assert visitor.history == before
    visitor.says("yes, another device")
    after = visitor.history
    assert after[: len(before)] == before
    assert [one["from"]["role"] for one in after[len(before) :]] == ["user", "bot"]
    assert "Traceback" not in server.log


async def hear_refusal(visitor: Visitor) -> str:
    """Say something that cannot be saved; give what the bot says to that."""
    async with aiohttp.ClientSession() as http, http.ws_connect(visitor.stream_url) as stream:
        await stream.receive_json(timeout=5)  # what was said before
        async with http.post(visitor.activities_url, json=message("both"), headers=visitor.headers) as response:
            assert response.status == 503
            assert (await response.json())["error"]["code"] == "StoreUnavailable"
        told = await stream.receive_json(timeout=5)
    (activity,) = told["activities"]
    return str(activity["text"])


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount") or "mount"
    done = subprocess.run([mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], capture_output=True, check=False)
    if done.returncode != 0:
        pytest.skip("a small disk can be mounted by root only")
    try:
        yield disk
    finally:
        subprocess.run([shutil.which("umount") or "umount", "--lazy", disk], check=True)


def fill(filler: Path) -> None:
    """Take all the space that is left."""
    with filler.open("wb", buffering=0) as file:
        for size in (4096, 1):
            try:
                while file.write(b"." * size):
                    pass
            except OSError:
                continue


def no_token(server: LiveServer) -> tuple[int, str]:
    """Ask for a token in vain; give the status and the code of the error."""
    with pytest.raises(urllib.error.HTTPError) as raised:
        Visitor(server)
    with raised.value as error:
        return error.code, json.loads(error.read())["error"]["code"]
