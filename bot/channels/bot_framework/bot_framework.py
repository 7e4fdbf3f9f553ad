"""`POST /api/messages`: the Bot Framework's channels, Teams among them."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any, Final

import orjson
from aiohttp import web

from bot.body import read_json
from bot.channels.bot_framework import incoming, invoke
from bot.channels.bot_framework.authentication import Authentication
from bot.channels.bot_framework.credentials import Credentials
from bot.channels.bot_framework.delivery import BY, BotFrameworkWay, Collected
from bot.channels.bot_framework.gate import Gate
from bot.channels.bot_framework.keys import Fetch
from bot.channels.bot_framework.kinds import to_answer
from bot.channels.bot_framework.outbound import AUDIENCE, Outbound
from bot.channels.bot_framework.patience import Patience
from bot.channels.bot_framework.web_client import WebClient
from bot.channels.teams.invokes import Invokes
from bot.settings import Settings
from bot.state.store import StoreError
from bot.turn.channel import Wire
from bot.turn.inbox import Inbox, TakesTurns

__all__ = ["PATH", "BotFramework", "MakesInvokes", "TakesTurns", "no_invokes"]

log = logging.getLogger("peering_bot.bot_framework")

PATH: Final = "/api/messages"


MakesInvokes = Callable[[BotFrameworkWay], Invokes]


def no_invokes(_: BotFrameworkWay) -> Invokes:
    """Give no handlers at all: a card's click is a message all the same."""
    return Invokes({})


class BotFramework:
    """Takes activities of channels, keeps them in the inbox, and answers them through `Outbound`.

    The SDK's CloudAdapter is not used: in botbuilder 4.17.1 it serializes an invoke body twice (row 1), answers
    everything that is wrong with a request with 500 (row 2), and costs more than all else of a turn together.
    """

    def __init__(
        self,
        turns: TakesTurns,
        settings: Settings,
        *,
        inbox: Inbox,
        fetch: Fetch | None = None,
        invokes: MakesInvokes = no_invokes,
        patience: Patience = Patience(),  # noqa: B008 - it is frozen
    ) -> None:
        """Raises SettingsError when something of the bot registration is missing. `fetch` reads the signing keys.

        `invokes` makes the handlers of invokes, given the way of answers. `turns` takes what cannot wait in the inbox;
        `patience` says how often is tried again what a service was too busy for.
        """
        self._turns = turns
        self._inbox = inbox
        self._web = WebClient()
        credentials = Credentials(settings)
        self._registered = bool(settings.microsoft_app_id)
        self._authentication = Authentication(settings, fetch or self._web.get_json)
        self._gate = Gate(self._authentication, settings)
        outbound = Outbound(self._web, credentials, patience=patience, trusts=self._gate.trusts)
        self._way = BotFrameworkWay(outbound, inbox)
        inbox.way(BY, self._way)
        self._invokes = invokes(self._way)
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
        incoming.parse(wire)
        # Whatever the sender wrote there goes.
        wire.pop(AUDIENCE, None)
        if self._registered and identity.audience:
            wire[AUDIENCE] = identity.audience
        if wire["type"] == invoke.INVOKE:
            return _answer(await self._invoke(wire))
        activity = to_answer(wire)
        if activity is None:
            return _answer({"activities": []} if _waits(wire) else None)
        if _waits(wire):
            return _answer(await self._in_the_response(activity))
        await self._receive(await incoming.for_turn_beside(activity))
        return _answer(None)

    async def _receive(self, activity: Wire) -> None:
        try:
            await self._inbox.receive(BY, activity)
        except StoreError as error:
            # Better an answer that is late and forgotten than none.
            log.error("an activity could not be kept and is answered at once: %s", error)
            await self._turns.take(activity, self._way.answers(activity))

    async def _invoke(self, wire: Wire) -> dict[str, Any]:
        """Give the body of the answer to an invoke: always one, a failure stands in it (row 10)."""
        try:
            wire = incoming.cleaned(wire)
            answer = await self._invokes.answer(wire)
            if answer is not None:
                return answer
            message = invoke.as_message(wire)
            if message is None:
                log.info("an invoke that is not known came from the channel %r", wire["channelId"])
                return invoke.NOT_KNOWN
            if _waits(wire):
                return await self._in_the_response(message)
            activity = await incoming.for_turn_beside(message)
            await self._turns.take(activity, self._way.answers(activity))
        except Exception:
            log.exception("an invoke failed")
            return invoke.BROKEN
        return invoke.DONE

    async def _in_the_response(self, activity: Wire) -> dict[str, Any]:
        """Run a turn and give its replies as the body of the answer."""
        heard = await incoming.for_turn_beside(activity)
        collected = Collected(heard)
        await self._turns.take(heard, collected)
        return {"activities": collected.replies}


def _waits(wire: Wire) -> bool:
    return wire.get("deliveryMode") == "expectReplies"


def _answer(body: dict[str, Any] | None) -> web.Response:
    if body is None:
        return web.Response()
    return web.Response(body=orjson.dumps(body), content_type="application/json")
