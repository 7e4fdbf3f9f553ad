"""`python -m benchmarks.turn_server KIND PORT FOLDER SIGN_IN`: one bot to be measured, in a process of its own."""

import asyncio
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any, Final

import aiohttp
from aiohttp import web

from bot.loop import run

_CONTENT: Final = {"Content-Type": "application/json"}


class Hold:
    """How long the event loop was held at most, in milliseconds."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._task: asyncio.Task[None] | None = None

    async def watch(self, _request: web.Request) -> web.Response:
        """Begin to watch."""
        self.longest = 0.0
        self._task = self._task or asyncio.create_task(self._watch())
        return web.json_response({})

    async def _watch(self) -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.001)
            self.longest = max(self.longest, (time.perf_counter() - before) * 1000 - 1)


def bare() -> web.Application:
    """Give a handler that posts one reply to the service URL and does nothing else."""
    sessions: list[aiohttp.ClientSession] = []

    async def messages(request: web.Request) -> web.Response:
        activity = await request.json()
        if not sessions:
            sessions.append(aiohttp.ClientSession())
        url = f"{activity['serviceUrl']}/v3/conversations/{activity['conversation']['id']}/activities/{activity['id']}"
        reply = {"type": "message", "text": "hello", "conversation": activity["conversation"]}
        async with sessions[0].post(url, json=reply, headers=_CONTENT) as answer:
            await answer.read()
        return web.Response()

    async def close(_: web.Application) -> None:
        for session in sessions:
            await session.close()

    app = web.Application()
    app.router.add_post("/api/messages", messages)
    app.on_cleanup.append(close)
    return app


def stock() -> web.Application:
    """Give the SDK's own EchoBot on its own CloudAdapter, as its samples put it together."""
    from botbuilder.core import ActivityHandler, MessageFactory, TurnContext
    from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication

    class EchoBot(ActivityHandler):
        async def on_message_activity(self, turn_context: TurnContext) -> Any:
            return await turn_context.send_activity(MessageFactory.text(f"Echo: {turn_context.activity.text}"))

    config = SimpleNamespace(APP_ID="", APP_PASSWORD="", APP_TYPE="MultiTenant", APP_TENANTID="")
    adapter, bot = CloudAdapter(ConfigurationBotFrameworkAuthentication(config)), EchoBot()

    async def messages(request: web.Request) -> web.Response:
        answer: web.Response = await adapter.process(request, bot)
        return answer

    app = web.Application()
    app.router.add_post("/api/messages", messages)
    return app


def ours() -> web.Application:
    """Give the whole program."""
    from bot.app import create_app
    from bot.settings import Settings

    return create_app(Settings(_env_file=None, data_dir=Path(sys.argv[3])))


def signed() -> web.Application:
    """Give the whole program with a registration, in a cloud whose sign-in is that of the benchmark."""
    from benchmarks.turn_sign_in import APP_ID, METADATA, TENANT
    from bot.channels.bot_framework import cloud

    here = sys.argv[4]
    public = replace(cloud.CLOUDS["Public"], login=f"{here}/", shared_tenant=TENANT, channel_keys=f"{here}{METADATA}")
    # Before anything else of the program is imported: production has no setting for it.
    cloud.CLOUDS = MappingProxyType({"Public": public})

    from bot.app import create_app
    from bot.settings import Settings

    bot = {
        "microsoft_app_id": APP_ID,
        "microsoft_app_password": "of the benchmark",
        "microsoft_app_type": "MultiTenant",
    }
    return create_app(Settings(_env_file=None, data_dir=Path(sys.argv[3]), **bot))


_KINDS: Final[dict[str, Callable[[], web.Application]]] = {
    "bare": bare, "stock": stock, "ours": ours, "signed": signed,
}  # fmt: skip


async def _serve(kind: str, port: int) -> None:
    app, hold = _KINDS[kind](), Hold()

    async def cpu(_request: web.Request) -> web.Response:
        return web.json_response({"cpu": time.process_time(), "hold": hold.longest})

    app.router.add_get("/_cpu", cpu)
    app.router.add_post("/_watch", hold.watch)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    if kind in {"ours", "signed"}:
        from bot.serve import settle

        settle()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


if __name__ == "__main__":
    (asyncio.run if sys.argv[1] in {"bare", "stock"} else run)(_serve(sys.argv[1], int(sys.argv[2])))
