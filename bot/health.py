"""`/healthz`: the program is alive. `/readyz`: it can serve."""

import logging

import orjson
from aiohttp import web

from bot.errors import error_response
from bot.state.store import Store, StoreError

log = logging.getLogger("peering_bot")


def routes(store: Store) -> list[web.RouteDef]:
    """Give both endpoints. The knowledge is loaded before the program listens, so only the store can be missing."""

    async def alive(_: web.Request) -> web.Response:
        return _ok("alive")

    async def ready(_: web.Request) -> web.Response:
        try:
            await store.ready()
        except StoreError as error:
            log.error("not ready: %s", error)
            return error_response(503, "StoreUnavailable", str(error))
        return _ok("ready")

    return [web.get("/healthz", alive), web.get("/readyz", ready)]


def _ok(status: str) -> web.Response:
    return web.Response(body=orjson.dumps({"status": status}), content_type="application/json")
