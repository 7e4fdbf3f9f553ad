"""`POST /api/messages`: the Bot Framework's channels, Teams among them."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any, Final, Protocol

import orjson
from aiohttp import web
from botbuilder.core import TurnContext
from botbuilder.integration.aiohttp import CloudAdapter
from botbuilder.schema import Activity, DeliveryModes
from botframework.connector.auth import AuthenticateRequestResult

from bot.body import read_json
from bot.channels.bot_framework import incoming, invoke
from bot.channels.bot_framework.authentication import Authentication
from bot.channels.bot_framework.connector import Connectors
from bot.channels.bot_framework.credentials import Credentials
from bot.channels.bot_framework.delivery import Delivery
from bot.channels.bot_framework.gate import Gate
from bot.channels.bot_framework.keys import Fetch
from bot.channels.bot_framework.outbound import Outbound
from bot.channels.bot_framework.web_client import WebClient
from bot.channels.teams.invokes import Invokes
from bot.settings import Settings
from bot.turn.channel import Channel, Wire

log = logging.getLogger("peering_bot.bot_framework")

PATH: Final = "/api/messages"


MakesInvokes = Callable[[Outbound], Invokes]


def no_invokes(_: Outbound) -> Invokes:
    """Give no handlers at all: a card's click is a message all the same."""
    return Invokes({})


class TakesTurns(Protocol):
    """What handles one activity, see `bot.turn`."""

    async def take(self, activity: Wire, channel: Channel) -> None:
        """Handle an activity and answer through the channel."""


class BotFramework:
    """Takes activities of channels and answers them through the SDK's CloudAdapter.

    Its own `process` is not used: in botbuilder 4.17.1 it serializes an invoke body twice, and answers everything that
    is wrong with a request with 500.
    """

    def __init__(
        self, turns: TakesTurns, settings: Settings, *, fetch: Fetch | None = None, invokes: MakesInvokes = no_invokes
    ) -> None:
        """Raises SettingsError when something of the bot registration is missing. `fetch` reads the signing keys.

        `invokes` makes the handlers of invokes, given what sends to channels.
        """
        self._turns = turns
        self._web = WebClient()
        credentials = Credentials(settings)
        self._connectors = Connectors(self._web, credentials)
        self._authentication = Authentication(settings, fetch or self._web.get_json)
        self._gate = Gate(self._authentication, settings)
        # All that the adapter takes of an authentication is what `Connectors` has.
        self._adapter = CloudAdapter(self._connectors)  # type: ignore[arg-type]
        self._outbound = Outbound(self._web, credentials)
        self._invokes = invokes(self._outbound)
        self._warming: asyncio.Task[None] | None = None

    def add_to(self, app: web.Application) -> None:
        """Add the endpoint to an application, with what is done at its start and end."""
        app.add_routes(self.routes())
        app.on_startup.append(self._start)
        app.on_cleanup.append(self._end)

    def routes(self) -> list[web.RouteDef]:
        """Give the endpoint."""
        return [web.post(PATH, self._messages)]

    async def warm(self) -> None:
        """Read the keys that tokens are signed with, so that the first message needs not wait. Raises nothing."""
        await self._authentication.warm()

    async def close(self) -> None:
        """Give the connections up."""
        if self._warming is not None:
            self._warming.cancel()
            await asyncio.gather(self._warming, return_exceptions=True)
        await self._web.close()

    async def _start(self, _app: web.Application) -> None:
        # Not waited for: without a network the server starts all the same.
        self._warming = asyncio.create_task(self.warm())

    async def _end(self, _app: web.Application) -> None:
        await self.close()

    async def _messages(self, request: web.Request) -> web.Response:
        header = self._gate.header(request)
        wire = await read_json(request)
        identity = await self._gate.identify(header, wire)
        incoming.check(wire)
        self._gate.check_service_url(wire, identity)
        activity = incoming.parse(wire)
        if activity.type == invoke.INVOKE:
            return await self._invoke(wire, activity, identity)
        return _answer(await self._turn(incoming.for_turn(wire), activity, identity))

    async def _invoke(self, wire: Wire, activity: Activity, identity: AuthenticateRequestResult) -> web.Response:
        """Answer an invoke: always with HTTP 200 and a body, a failure stands in the body."""
        try:
            answer = await self._invokes.answer(wire)
        except Exception:
            log.exception("an invoke failed")
            return _answer(invoke.BROKEN)
        if answer is not None:
            return _answer(answer)
        message = invoke.as_message(wire)
        if message is None:
            log.info("an invoke that is not known came from the channel %s", wire["channelId"])
            return _answer(invoke.NOT_KNOWN)
        try:
            replies = await self._turn(incoming.for_turn(message), activity, identity)
        except Exception:
            log.exception("an invoke failed")
            return _answer(invoke.BROKEN)
        return _answer(replies or invoke.DONE)

    async def _turn(
        self, heard: Wire, activity: Activity, identity: AuthenticateRequestResult
    ) -> dict[str, Any] | None:
        """Run a turn of the adapter; give the replies when the sender waits for them, else None."""

        async def logic(context: TurnContext) -> None:
            await self._turns.take(heard, Delivery(context, self._outbound, heard))

        identity.connector_factory = self._connectors
        result = await self._adapter.process_activity(identity, activity, logic)
        return result.body if activity.delivery_mode == DeliveryModes.expect_replies else None


def _answer(body: dict[str, Any] | None) -> web.Response:
    if body is None:
        return web.Response()
    return web.Response(body=orjson.dumps(body), content_type="application/json")
