"""`peering-bot serve` as whoever runs it meets it: its start, its end, and what it writes down."""

import asyncio
import json
import time
from collections.abc import Callable

import aiohttp

from tests.e2e.live_server import LiveServer
from tests.e2e.visitor import Visitor

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
    def test_names_every_malformed_setting_and_what_is_allowed(self, make_server: MakeServer) -> None:
        wrong = {
            "PORT": ("70000", "1 to 65535"),
            "LOG_LEVEL": ("LOUD", "DEBUG, INFO, WARNING or ERROR"),
            "DATABASE_URL": ("mysql://db/x", "postgresql://"),
            "MICROSOFT_APP_ID": ("my-bot", "GUID"),
            "ALLOWED_ORIGINS": ("https://*", "https://intranet.example.com"),
        }
        server = make_server(**{name: value for name, (value, _) in wrong.items()})
        refused(server, *wrong, *(allowed for _, allowed in wrong.values()))

    async def test_is_not_open_to_the_world_by_mistake(self, make_server: MakeServer) -> None:
        server = await asyncio.to_thread(make_server(HOST="0.0.0.0").start)
        async with aiohttp.ClientSession(server.url) as http:
            activity = {"type": "message", "channelId": "emulator", "serviceUrl": server.url}
            assert (await http.post("/api/messages", json=activity)).status == 401
            assert (await http.post("/api/explain", json={"text": "VnetAddressSpacesOverlap"})).status == 200
            assert (await http.get("/")).status == 200
        assert "/api/messages is closed" in server.log
        assert "MICROSOFT_APP_ID" in server.log

    async def test_a_huge_token_is_refused_and_not_written_down(self, own_server: LiveServer) -> None:
        huge = {"Authorization": "Bearer " + "s3cret" * 20_000}
        async with aiohttp.ClientSession(own_server.url) as http:
            assert (await http.post("/api/messages", json={}, headers=huge)).status == 400
            assert (await http.get("/healthz")).status == 200
        await asyncio.to_thread(own_server.stop)  # then all that it wrote is there
        assert "s3cret" not in own_server.log
        assert "Traceback" not in own_server.log
        assert "a request was refused as no right HTTP: LineTooLong" in own_server.log

    def test_names_every_wrong_line_of_the_env_file_but_no_value_of_an_unknown_one(
        self, make_server: MakeServer
    ) -> None:
        server = make_server()
        lines = "PROT=3978\nLOG_LEVEL=LOUD\nMICROSOFT_APP_PASSWORT=s3cret-value\n"
        (server.folder / ".env").write_text(lines, encoding="utf-8")
        refused(server, "PROT: no such setting", "LOG_LEVEL", "DEBUG, INFO", "MICROSOFT_APP_PASSWORT", "Known settings")
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
        visitor = Visitor(own_server)
        async with aiohttp.ClientSession() as http, http.ws_connect(visitor.stream_url) as stream:
            await stream.receive_json(timeout=5)
            poll = http.get(visitor.activities_url, headers=visitor.headers)
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

    def test_killed_it_loses_nothing_that_was_answered(self, own_server: LiveServer) -> None:
        visitor = Visitor(own_server)
        visitor.says("Not connected")
        before = visitor.history
        own_server.kill()
        own_server.start()
        assert visitor.history == before
        visitor.says("it worked")
        assert "Glad it works" in visitor.history[-1]["text"]


class TestDiscretion:
    async def test_the_log_has_no_token_of_a_stream(self, make_server: MakeServer) -> None:
        server = make_server(LOG_LEVEL="DEBUG").start()
        visitor = Visitor(server)
        async with aiohttp.ClientSession() as http, http.ws_connect(visitor.stream_url) as stream:
            await stream.receive_json(timeout=5)
        server.stop()
        assert "/stream" in server.log
        token = visitor.stream_url.partition("t=")[2].partition("&")[0]
        assert len(token) > 40
        for secret in (token, visitor.token, str(visitor.opened["token"])):
            assert secret not in server.log
            assert secret.rpartition(".")[2] not in server.log

    def test_secrets_of_a_paste_are_kept_nowhere(self, make_server: MakeServer) -> None:
        server = make_server(LOG_LEVEL="DEBUG").start()
        visitor = Visitor(server)
        visitor.says(PASTE)
        visitor.says("summary")
        shown = json.dumps(visitor.history)
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
        visitor = Visitor(server)
        visitor.says("the vnet of Zebrastripe Incorporated is Not connected")
        server.stop()
        assert "Zebrastripe" not in server.log

    def test_the_data_is_for_its_owner_only(self, own_server: LiveServer) -> None:
        Visitor(own_server)
        assert own_server.data.stat().st_mode & 0o077 == 0
        assert all(path.stat().st_mode & 0o077 == 0 for path in own_server.data.iterdir())
