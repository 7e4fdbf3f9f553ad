"""How replies travel to the service of a channel."""

from typing import Final, Self
from urllib.parse import quote

import orjson
from botbuilder.schema import Activity, ResourceResponse
from botframework.connector.auth import ClaimsIdentity, ConnectorFactory
from yarl import URL

from bot.channels.bot_framework.credentials import Credentials
from bot.channels.bot_framework.web_client import WebClient

_BASE: Final = "v3/conversations"


class Connector:
    """The part of the SDK's ConnectorClient that its adapter calls, on a session that all turns share.

    botbuilder 4.17.1 builds its own one anew every turn: a scan of 500 status codes, a new TLS handshake for every
    reply, and the token asked for on the event loop.
    """

    def __init__(self, web: WebClient, credentials: Credentials, service_url: str, audience: str | None) -> None:
        self._web = web
        self._credentials = credentials
        self._service_url = service_url.rstrip("/")
        self._audience = audience

    @property
    def conversations(self) -> Self:
        """Where the SDK's client has its operations."""
        return self

    async def reply_to_activity(self, conversation_id: str, activity_id: str, activity: Activity) -> ResourceResponse:
        """Send a reply to one activity. Raises CallError, or what asking for a token raises."""
        return await self._post(activity, conversation_id, "activities", activity_id)

    async def send_to_conversation(self, conversation_id: str, activity: Activity) -> ResourceResponse:
        """Send to the end of a conversation. Raises CallError, or what asking for a token raises."""
        return await self._post(activity, conversation_id, "activities")

    async def _post(self, activity: Activity, *path: str) -> ResourceResponse:
        url = "/".join((self._service_url, _BASE, *(quote(part, safe="") for part in path)))
        token = await self._credentials.token(self._audience)
        answer = await self._web.post_json(URL(url, encoded=True), orjson.dumps(activity.serialize()), token)
        return ResourceResponse(id=str(answer.get("id") or ""))


class Connectors(ConnectorFactory):
    """Makes connectors; the service URL was looked at before."""

    def __init__(self, web: WebClient, credentials: Credentials) -> None:
        self._web = web
        self._credentials = credentials

    # The adapter calls nothing of a ConnectorClient but what a Connector has.
    async def create(  # type: ignore[override]
        self, service_url: str, audience: str | None = None
    ) -> Connector:
        """Give the connector to a service."""
        return Connector(self._web, self._credentials, service_url, audience)

    async def create_user_token_client(self, _claims: ClaimsIdentity) -> None:
        """Give none: the adapter only lays it into the turn, and nobody signs in to this bot."""
