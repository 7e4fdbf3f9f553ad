"""A channel with its service in this process, and bots that run in processes of their own."""

import asyncio
import datetime
import os
import socket
import ssl
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any, Final

import aiohttp
import certifi
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from benchmarks.turn_sign_in import SignIn

Wire = dict[str, Any]
_SECONDS: Final = 20


class Connector:
    """The service of the channel: takes replies over HTTP and HTTPS, and counts the connections.

    `tokens` are the Authorization headers that came with replies.
    """

    def __init__(self, folder: Path, sign_in: SignIn) -> None:
        self.bundle = folder / "certificates.pem"
        self.sign_in = sign_in
        self.connections: set[tuple[str, int]] = set()
        self.tokens: set[str] = set()
        self.urls: dict[str, str] = {}
        self._folder = folder
        self._waiting: dict[str, asyncio.Event] = {}
        self._runner: web.AppRunner | None = None

    def expect(self, conversation: str) -> asyncio.Event:
        """Give the event that is set by the next reply in a conversation."""
        return self._waiting.setdefault(conversation, asyncio.Event())

    async def start(self) -> None:
        """Listen on two ports."""
        app = web.Application()
        app.router.add_post("/v3/conversations/{conversation}/activities{tail:.*}", self._take)
        app.add_routes(self.sign_in.routes())
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        for scheme, context in (("http", None), ("https", self._context())):
            port = free_port()
            await web.TCPSite(self._runner, "127.0.0.1", port, ssl_context=context).start()
            self.urls[scheme] = f"{scheme}://127.0.0.1:{port}"

    async def close(self) -> None:
        """Stop listening."""
        if self._runner:
            await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        if request.transport:
            self.connections.add(request.transport.get_extra_info("peername")[:2])
        self.tokens.add(request.headers.get("Authorization", ""))
        await request.read()
        if waiting := self._waiting.pop(request.match_info["conversation"], None):
            waiting.set()
        return web.json_response({"id": "1"})

    def _context(self) -> ssl.SSLContext:
        """Make a certificate for this machine; those who trust `bundle` trust it beside all the usual ones."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
        now = datetime.datetime.now(datetime.UTC)
        import ipaddress

        certificate = (
            x509.CertificateBuilder()
            .subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(hours=1)).not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
            .sign(key, hashes.SHA256())
        )  # fmt: skip
        pem = certificate.public_bytes(serialization.Encoding.PEM)
        secret = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (self._folder / "server.pem").write_bytes(secret + pem)
        self.bundle.write_bytes(Path(certifi.where()).read_bytes() + pem)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._folder / "server.pem")
        return context


class Bot:
    """One bot in its own process, and how to talk to it."""

    _ids = count(1)

    def __init__(self, http: aiohttp.ClientSession, connector: Connector, port: int) -> None:
        self._http = http
        self._connector = connector
        self._url = f"http://127.0.0.1:{port}"

    async def turn(
        self, fields: Mapping[str, Any], conversation: str, scheme: str = "http", header: str | None = None
    ) -> float:
        """Send one message and wait for the first reply and the answer of the request; give how long, in ms."""
        replied = self._connector.expect(conversation)
        activity = {
            "type": "message",
            "id": f"b{next(self._ids)}",
            "timestamp": "2026-01-01T12:00:00.0000000Z",
            "channelId": "msteams",
            "serviceUrl": self.service_url(scheme),
            "conversation": {"id": conversation, "conversationType": "personal", "tenantId": "t"},
            "from": {"id": f"user-{conversation}", "name": "Ann"},
            "recipient": {"id": "28:bot", "name": "Peering Bot"},
            "textFormat": "plain",
            "locale": "en-GB",
            "channelData": {"tenant": {"id": "t"}},
            **fields,
        }
        headers = {"Authorization": header} if header else {}
        start = time.perf_counter()
        async with self._http.post(f"{self._url}/api/messages", json=activity, headers=headers) as answer:
            assert answer.status in {200, 201, 202}, await answer.text()
        async with asyncio.timeout(_SECONDS):
            await replied.wait()
        return (time.perf_counter() - start) * 1000

    def service_url(self, scheme: str) -> str:
        """Give where it is to answer to."""
        return self._connector.urls[scheme]

    async def cpu(self) -> float:
        """Give the CPU time of the process so far, in ms."""
        return float((await self._look())["cpu"]) * 1000

    async def watch(self) -> None:
        """Begin to watch for how long the loop is held."""
        await (await self._http.post(f"{self._url}/_watch")).read()

    async def hold(self) -> float:
        """Give the longest hold of the loop since `watch`, in ms."""
        return float((await self._look())["hold"])

    async def _look(self) -> Wire:
        async with self._http.get(f"{self._url}/_cpu") as answer:
            found: Wire = await answer.json()
            return found


@asynccontextmanager
async def running(kind: str, http: aiohttp.ClientSession, connector: Connector, folder: Path) -> AsyncIterator[Bot]:
    """Run a bot of a kind, see `turn_server`."""
    port = free_port()
    trust = str(connector.bundle)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.turn_server", kind, str(port), str(folder / kind), connector.urls["https"],
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        env=os.environ | {"REQUESTS_CA_BUNDLE": trust, "SSL_CERT_FILE": trust},
    )  # fmt: skip
    assert process.stdout
    assert process.stdin
    try:
        assert await process.stdout.readline() == b"ready\n", kind
        yield Bot(http, connector, port)
    finally:
        process.stdin.close()
        await process.wait()


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
