"""`peering-bot serve` as whoever runs it meets it: its start, its end, bad disks, and what it writes down."""

import asyncio
import json
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.e2e.direct_line_client import post_json
from tests.e2e.live_server import LiveServer

MakeServer = Callable[..., LiveServer]

SECRETS = {
    "client secret": "xYz8Q~uVwAbCdEfGhIjKlMnOpQrStUvWxYz01234",
    "password": "hunter2-Correct-Horse",
    "sas": "bW9zdHNlY3JldHNpZ25hdHVyZQ%3D%3D",
    "token": "eyJ0eXAiOiJKV1QiLCJhbGciOiJub25lIn0.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJl",
    "account key": "QWNjb3VudEtleVRoYXRNdXN0Tm90QmVTdG9yZWQ=",
}
PASTE = f"""az login --service-principal -u app -p {SECRETS["password"]} --tenant contoso
export ARM_CLIENT_SECRET={SECRETS["client secret"]}
https://store.blob.core.windows.net/c/f?sv=2022-11-02&sp=r&sig={SECRETS["sas"]}
Authorization: Bearer {SECRETS["token"]}
DefaultEndpointsProtocol=https;AccountName=store;AccountKey={SECRETS["account key"]};EndpointSuffix=core.windows.net
(RemoteVnetHasNoGateways) Peering app-to-hub cannot have UseRemoteGateway flag set to true"""


class TestStart:
    @pytest.mark.parametrize(
        ("settings", "words"),
        [
            ({"PORT": "eighty"}, ("PORT", "1 to 65535")),
            ({"PORT": "70000"}, ("PORT", "1 to 65535")),
            ({"LOG_LEVEL": "LOUD"}, ("LOG_LEVEL", "DEBUG, INFO, WARNING or ERROR")),
            ({"DATABASE_URL": "mysql://db/x"}, ("DATABASE_URL", "postgresql://")),
            ({"MICROSOFT_APP_ID": "my-bot"}, ("MICROSOFT_APP_ID", "GUID")),
            ({"ALLOWED_ORIGINS": "https://*"}, ("ALLOWED_ORIGINS", "https://intranet.example.com")),
            ({"HOST": "0.0.0.0"}, ("HOST", "MICROSOFT_APP_ID")),
            ({"PORT": "-1", "LOG_LEVEL": ""}, ("PORT", "LOG_LEVEL")),
        ],
    )
    def test_names_a_malformed_setting_and_what_is_allowed(
        self, make_server: MakeServer, settings: dict[str, str], words: tuple[str, ...]
    ) -> None:
        refused(make_server(**settings), *words)

    @pytest.mark.parametrize(
        ("line", "words"),
        [
            ("PROT=3978", ("PROT", "no such setting", "PORT")),
            ("LOG_LEVEL=LOUD", ("LOG_LEVEL", "DEBUG, INFO, WARNING or ERROR")),
            ("MICROSOFT_APP_PASSWORT=s3cret-value", ("MICROSOFT_APP_PASSWORT", "MICROSOFT_APP_PASSWORD")),
        ],
    )
    def test_names_a_wrong_line_of_the_env_file(
        self, make_server: MakeServer, line: str, words: tuple[str, ...]
    ) -> None:
        server = make_server()
        (server.folder / ".env").write_text(f"{line}\n", encoding="utf-8")
        refused(server, *words)
        assert "s3cret-value" not in server.log

    def test_reads_the_env_file(self, make_server: MakeServer) -> None:
        server = make_server()
        del server.settings["PORT"]
        (server.folder / ".env").write_text(f"# our own\nPORT={server.port}\nLOG_LEVEL=WARNING\n", encoding="utf-8")
        server.start()
        assert server.get("/readyz")[0] == 200
        assert "INFO" not in server.log

    def test_says_that_the_port_is_in_use(self, make_server: MakeServer, own_server: LiveServer) -> None:
        refused(make_server(PORT=str(own_server.port)), str(own_server.port), "in use")

    def test_says_that_the_data_folder_is_a_file(self, make_server: MakeServer) -> None:
        server = make_server()
        server.data.write_text("not a folder", encoding="utf-8")
        server.start()
        status, body = server.get("/readyz")
        assert status == 503
        assert str(server.data) in body
        assert server.get("/healthz")[0] == 200


def refused(server: LiveServer, *words: str) -> None:
    """Fail unless the program ends with an error that has these words, and no trace."""
    server.launch()
    assert server.wait() not in {0, None}
    assert "Traceback" not in server.log
    for word in words:
        assert word in server.log, server.log


class TestEnd:
    async def test_ends_at_once_although_pages_are_open(self, own_server: LiveServer) -> None:
        session, body = started(own_server)
        async with aiohttp.ClientSession() as http, http.ws_connect(body["streamUrl"]) as stream:
            await stream.receive_json(timeout=5)
            poll = http.get(conversation_url(own_server, session) + "/activities", headers=bearer(session))
            async with poll as response:  # a connection that is kept alive
                assert response.status == 200
            since = time.monotonic()
            ending = asyncio.create_task(asyncio.to_thread(own_server.stop))
            closed = await stream.receive(timeout=5)
            code = await ending
        assert code == 0
        assert closed.type in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.CLOSING}
        assert stream.close_code == aiohttp.WSCloseCode.GOING_AWAY
        assert time.monotonic() - since < 4
        assert "Traceback" not in own_server.log

    def test_a_power_cut_loses_nothing_that_was_answered(self, own_server: LiveServer) -> None:
        session, _ = started(own_server)
        says(own_server, session, "Not connected")
        before = history(own_server, session)
        own_server.kill()
        own_server.start()
        assert history(own_server, session) == before
        says(own_server, session, "it worked")
        assert "Glad it works" in history(own_server, session)[-1]["text"]


class TestStorage:
    def test_a_disk_that_fails_is_told_and_nothing_is_half_written(self, own_server: LiveServer) -> None:
        fails_and_recovers(own_server, own_server.forbid_writing, own_server.allow_writing, "disk")

    def test_a_full_disk_is_told_and_nothing_is_half_written(self, make_server: MakeServer, small_disk: Path) -> None:
        server = make_server(DATA_DIR=str(small_disk / "data")).start()
        filler = small_disk / "filler"
        fails_and_recovers(server, lambda: fill(filler), filler.unlink, "is full")

    def test_a_file_that_is_no_database_is_told_and_left_alone(self, own_server: LiveServer) -> None:
        started(own_server)
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
        assert refusal(own_server, "/api/token", {}) == (503, "StoreUnavailable")
        assert database.read_bytes() == garbage
        assert "Traceback" not in own_server.log

    def test_a_damaged_database_is_told(self, own_server: LiveServer) -> None:
        session, _ = started(own_server)
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
        assert len(history(own_server, session)) == 2


def fails_and_recovers(server: LiveServer, fail: Callable[[], Any], recover: Callable[[], Any], word: str) -> None:
    """Walk into a scenario, let the store fail, and see that it says so, and that afterwards all is as before."""
    session, body = started(server)
    says(server, session, "on-premises can't reach a spoke")
    before = history(server, session)
    fail()
    status, answer = server.get("/readyz")
    assert status == 503
    assert word in answer
    heard = asyncio.run(hear_refusal(server, session, body["streamUrl"]))
    assert "could not save" in heard
    assert word in server.log
    assert server.get("/healthz")[0] == 200
    assert history(server, session) == before
    recover()
    assert server.get("/readyz")[0] == 200
    assert history(server, session) == before
    says(server, session, "yes, another device")
    after = history(server, session)
    assert after[: len(before)] == before
    assert [one["from"]["role"] for one in after[len(before) :]] == ["user", "bot"]
    assert "Traceback" not in server.log


async def hear_refusal(server: LiveServer, session: dict[str, Any], stream_url: str) -> str:
    """Say something that cannot be saved; give what the bot says to that."""
    async with aiohttp.ClientSession() as http, http.ws_connect(stream_url) as stream:
        await stream.receive_json(timeout=5)  # what was said before
        activities = conversation_url(server, session) + "/activities"
        async with http.post(activities, json=message("both"), headers=bearer(session)) as response:
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


class TestDiscretion:
    async def test_the_log_has_no_token_of_a_stream(self, make_server: MakeServer) -> None:
        server = make_server(LOG_LEVEL="DEBUG").start()
        session, body = started(server)
        async with aiohttp.ClientSession() as http, http.ws_connect(body["streamUrl"]) as stream:
            await stream.receive_json(timeout=5)
        server.stop()
        assert "/stream" in server.log
        token = body["streamUrl"].partition("t=")[2].partition("&")[0]
        assert len(token) > 40
        for secret in (token, session["token"], body["token"]):
            assert secret not in server.log
            assert secret.rpartition(".")[2] not in server.log

    def test_secrets_of_a_paste_are_kept_nowhere(self, make_server: MakeServer) -> None:
        server = make_server(LOG_LEVEL="DEBUG").start()
        session, _ = started(server)
        says(server, session, PASTE)
        says(server, session, "summary")
        shown = json.dumps(history(server, session))
        assert "RemoteVnetHasNoGateways" in shown
        written = [path.read_bytes() for path in server.data.iterdir()]
        server.kill()  # so that -wal and -shm are still there
        written += [path.read_bytes() for path in server.data.iterdir()]
        assert any(b"RemoteVnetHasNoGateways" in content for content in written)
        for name, secret in SECRETS.items():
            assert secret not in shown, name
            assert not any(secret.encode() in content for content in written), name
            assert secret not in server.log, name

    def test_what_people_write_is_not_logged(self, make_server: MakeServer) -> None:
        server = make_server(LOG_LEVEL="DEBUG").start()
        session, _ = started(server)
        says(server, session, "the vnet of Zebrastripe Incorporated is Not connected")
        server.stop()
        assert "Zebrastripe" not in server.log

    def test_the_data_is_for_its_owner_only(self, own_server: LiveServer) -> None:
        started(own_server)
        assert own_server.data.stat().st_mode & 0o077 == 0
        assert all(path.stat().st_mode & 0o077 == 0 for path in own_server.data.iterdir())


def started(server: LiveServer) -> tuple[dict[str, Any], dict[str, Any]]:
    """Start a conversation as the page does; give the session and the answer with the stream's address."""
    session = post_json(f"{server.url}/api/token", {})
    return session, post_json(f"{server.url}/v3/directline/conversations", {}, session["token"])


def says(server: LiveServer, session: dict[str, Any], text: str) -> None:
    post_json(conversation_url(server, session) + "/activities", message(text), session["token"])


def history(server: LiveServer, session: dict[str, Any]) -> list[dict[str, Any]]:
    request = urllib.request.Request(conversation_url(server, session) + "/activities", headers=bearer(session))
    with urllib.request.urlopen(request, timeout=10) as response:
        activities: list[dict[str, Any]] = json.loads(response.read())["activities"]
    return activities


def refusal(server: LiveServer, path: str, body: dict[str, Any]) -> tuple[int, str]:
    with pytest.raises(urllib.error.HTTPError) as raised:
        post_json(server.url + path, body)
    with raised.value as error:
        return error.code, json.loads(error.read())["error"]["code"]


def conversation_url(server: LiveServer, session: dict[str, Any]) -> str:
    return f"{server.url}/v3/directline/conversations/{session['conversationId']}"


def bearer(session: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {session['token']}"}


def message(text: str) -> dict[str, Any]:
    return {"type": "message", "text": text, "from": {"id": "me"}}
