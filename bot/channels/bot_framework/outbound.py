"""Sending to a channel: replies, messages that nobody asked for, and messages that change.

Instead of the SDK's ConnectorClient, which botbuilder 4.17.1 makes anew for every turn: a scan of 500 status codes, a
new TLS handshake for every reply, and the token asked for on the event loop (row 5 and the table of costs).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Self
from urllib.parse import quote

import orjson
from yarl import URL

from bot.channels.bot_framework.credentials import Credentials
from bot.channels.bot_framework.patience import ONCE, Patience
from bot.channels.bot_framework.web_client import WebClient
from bot.turn.channel import Wire

_BASE: Final = "v3/conversations"

AUDIENCE: Final = "peeringBotAudience"
"""Field that the endpoint adds to an activity: for whom tokens for the answers are asked."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A conversation as the bot can reach it later: plain data, made from an activity that came from it.

    `audience` is for whom tokens are asked, None for the channels' own.
    """

    channel: str
    service_url: str
    conversation: Wire
    bot: Wire
    user: Wire
    audience: str | None = None

    @classmethod
    def of(cls, activity: Wire, audience: str | None = None) -> Self:
        """Make it from an activity that the channel sent, as the endpoint passed it on."""
        return cls(
            str(activity.get("channelId") or ""),
            str(activity.get("serviceUrl") or ""),
            dict(activity.get("conversation") or {}),
            dict(activity.get("recipient") or {}),
            dict(activity.get("from") or {}),
            audience or activity.get(AUDIENCE),
        )

    def as_json(self) -> dict[str, Any]:
        """Give it as plain data for the store."""
        return {
            "channel": self.channel,
            "serviceUrl": self.service_url,
            "conversation": self.conversation,
            "bot": self.bot,
            "user": self.user,
        } | ({"audience": self.audience} if self.audience else {})

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Make it of stored data."""
        return cls(
            data["channel"], data["serviceUrl"], data["conversation"], data["bot"], data["user"], data.get("audience")
        )


class Outbound:
    """Sends activities to conversations; addresses them as the protocol wants it.

    What the service is too busy for is tried again, see `Patience`.
    """

    def __init__(
        self,
        web: WebClient,
        credentials: Credentials,
        audience: str | None = None,
        *,
        patience: Patience = Patience(),  # noqa: B008 - it is frozen
        trusts: Callable[[str], bool] = lambda _: True,
    ) -> None:
        """`trusts` tells whether a service URL may be called with the bot's token."""
        self._web = web
        self._trusts = trusts
        self._credentials = credentials
        self._audience = audience
        self._patience = patience

    async def show_typing(self, to: Reference, reply_to: str | None = None) -> None:
        """Show that an answer is being written. Tried once: the answer must not wait for it. Raises as `send` does."""
        await self._call("POST", to, {"type": "typing"} | _reply(reply_to), *_path(reply_to), patience=ONCE)

    async def send(self, to: Reference, activity: Wire, reply_to: str | None = None) -> str:
        """Send to a conversation, or as a reply to one of its activities; give the new activity's id.

        Raises CallError, or PermissionError when the bot's credential is refused or the address is not trusted.
        """
        return await self._call("POST", to, activity | _reply(reply_to), *_path(reply_to))

    async def update(self, to: Reference, activity_id: str, activity: Wire) -> None:
        """Replace what an activity of the bot shows, for everybody. Raises as `send` does."""
        await self._call("PUT", to, activity | {"id": activity_id}, "activities", activity_id)

    async def start_thread(self, channel: Reference, tenant: str, activity: Wire) -> str:
        """Begin a thread in a channel of Teams, whose id is that of `channel.conversation`; give the thread's id.

        Raises as `send` does. Source: "Proactive messages" of the Teams documentation, new thread in a channel.
        """
        data: Wire = {"channel": {"id": channel.conversation["id"]}}
        if tenant:
            data["tenant"] = {"id": tenant}
        body: Wire = {"isGroup": True, "channelData": data, "activity": activity, "bot": channel.bot}
        url = URL(f"{channel.service_url.rstrip('/')}/{_BASE}", encoded=True)
        answer = await self._insist("POST", url, body | ({"tenantId": tenant} if tenant else {}), channel.audience)
        return str(answer.get("id") or "")

    async def _call(
        self, method: str, to: Reference, activity: Wire, *path: str, patience: Patience | None = None
    ) -> str:
        if not self._trusts(to.service_url):
            # It was kept long ago: with other settings, perhaps.
            raise PermissionError("the service URL that was kept is not one that may be answered now")
        where = (to.service_url.rstrip("/"), _BASE, *(quote(part, safe="") for part in (to.conversation["id"], *path)))
        body = activity | {
            "channelId": to.channel,
            "serviceUrl": to.service_url,
            "conversation": to.conversation,
            "from": to.bot,
            "recipient": to.user,
        }
        answer = await self._insist(method, URL("/".join(where), encoded=True), body, to.audience, patience)
        return str(answer.get("id") or "")

    async def _insist(
        self, method: str, url: URL, body: Wire, audience: str | None, patience: Patience | None = None
    ) -> dict[str, Any]:
        content = orjson.dumps(body)

        async def call() -> dict[str, Any]:
            token = await self._credentials.token(audience or self._audience)
            return await self._web.call_json(method, url, content, token)

        return await (patience or self._patience).insist(call)


def _path(reply_to: str | None) -> tuple[str, ...]:
    return ("activities", reply_to) if reply_to else ("activities",)


def _reply(reply_to: str | None) -> Wire:
    return {"replyToId": reply_to} if reply_to else {}
