"""The whole program, put together."""

from aiohttp import web

from bot import health
from bot.body import MAX_BODY
from bot.channels.bot_framework.bot_framework import BotFramework
from bot.channels.direct_line.direct_line import DirectLine
from bot.channels.rest import explain
from bot.channels.teams.teams import teams_invokes
from bot.errors import errors_as_json
from bot.settings import Settings
from bot.state.retention import Retention
from bot.state.store import Store
from bot.turn.inbox import Inbox
from bot.turn.turns import Turns
from bot.web import page
from knowledge.explain import brain


def create_app(settings: Settings) -> web.Application:
    """Give the application with every endpoint.

    Raises KnowledgeError when the knowledge files cannot be used, SettingsError when settings do not fit each other.
    """
    knows = brain()
    store = Store(settings.store_url)
    turns = Turns(store, knows)
    app = web.Application(middlewares=[errors_as_json], client_max_size=MAX_BODY + 1)
    app.add_routes(health.routes(store))
    app.add_routes(explain.routes(knows))
    app.add_routes(page.routes(settings.allowed_origins))
    # First, so that it ends before what it answers through.
    inbox = Inbox(store, turns)
    inbox.add_to(app)
    DirectLine(store, inbox, settings).add_to(app)
    if settings.messages_endpoint:
        BotFramework(turns, settings, inbox=inbox, invokes=teams_invokes(turns, inbox, settings)).add_to(app)

    Retention(store, settings.retention_days).add_to(app)

    async def close(_: web.Application) -> None:
        await store.close()

    app.on_cleanup.append(close)
    return app
