"""Sending to a channel without waiting to be asked: new messages, and messages that change."""

from dataclasses import dataclass
from typing import Any, Final, Self
from urllib.parse import quote

import orjson
from yarl import URL

from bot.channels.bot_framework.credentials import Credentials
from bot.channels.bot_framework.web_client import WebClient
from bot.turn.channel import Wire

_BASE: Final = "v3/conversations"


@dataclass(frozen=True, slots=True)
class Reference:
    """A conversation as the bot can reach it later: plain data, made from an activity that came from it."""

    channel: str
    service_url: str
    conversation: Wire
    bot: Wire
    user: Wire

    @classmethod
    def of(cls, activity: Wire) -> Self:
        """Make it from an activity that the channel sent."""
        return cls(
            str(activity.get("channelId") or ""),
            str(activity.get("serviceUrl") or ""),
            dict(activity.get("conversation") or {}),
            dict(activity.get("recipient") or {}),
            dict(activity.get("from") or {}),
        )

    def as_json(self) -> dict[str, Any]:
        """Give it as plain data for the store."""
        return {
            "channel": self.channel,
            "serviceUrl": self.service_url,
            "conversation": self.conversation,
            "bot": self.bot,
            "user": self.user,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Make it of stored data."""
        return cls(data["channel"], data["serviceUrl"], data["conversation"], data["bot"], data["user"])


class Outbound:
    """Sends activities to conversations; addresses them as the protocol wants it."""

    def __init__(self, web: WebClient, credentials: Credentials, audience: str | None = None) -> None:
        self._web = web
        self._credentials = credentials
        self._audience = audience

    async def send(self, to: Reference, activity: Wire, reply_to: str | None = None) -> str:
        """Send to a conversation, or as a reply to one of its activities; give the new activity's id.

        Raises CallError, or what asking for a token raises.
        """
        path = ["activities", reply_to] if reply_to else ["activities"]
        return await self._call("POST", to, activity | ({"replyToId": reply_to} if reply_to else {}), *path)

    async def update(self, to: Reference, activity_id: str, activity: Wire) -> None:
        """Replace what an activity of the bot shows, for everybody. Raises as `send` does."""
        await self._call("PUT", to, activity | {"id": activity_id}, "activities", activity_id)

    async def _call(self, method: str, to: Reference, activity: Wire, *path: str) -> str:
        where = (to.service_url.rstrip("/"), _BASE, *(quote(part, safe="") for part in (to.conversation["id"], *path)))
        body = activity | {
            "channelId": to.channel,
            "serviceUrl": to.service_url,
            "conversation": to.conversation,
            "from": to.bot,
            "recipient": to.user,
        }
        token = await self._credentials.token(self._audience)
        answer = await self._web.call_json(method, URL("/".join(where), encoded=True), orjson.dumps(body), token)
        return str(answer.get("id") or "")
