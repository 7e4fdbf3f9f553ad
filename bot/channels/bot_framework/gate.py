"""Who may post activities, and to where they may be answered."""

import logging
from typing import Final

from aiohttp import web
from botbuilder.schema import Activity
from botframework.connector.auth import AuthenticateRequestResult, AuthenticationConstants

from bot.channels.bot_framework.authentication import Authentication
from bot.channels.bot_framework.service_url import address, is_microsofts, stays_here
from bot.errors import RequestError
from bot.settings import Settings
from bot.turn.channel import Wire

log = logging.getLogger("peering_bot.bot_framework")

_CLAIM: Final[str] = AuthenticationConstants.SERVICE_URL_CLAIM


class Gate:
    """Lets in what a channel signed; without a registration of the bot, what stays on this machine."""

    def __init__(self, authentication: Authentication, settings: Settings) -> None:
        self._authentication = authentication
        self._registered = bool(settings.microsoft_app_id)
        self._open = not self._registered and settings.on_loopback

    def header(self, request: web.Request) -> str | None:
        """Give the Authorization header, None when there is none and none is needed. Raises RequestError 401."""
        header = request.headers.get("Authorization")
        if header is None and not self._open:
            raise _unauthorized("This bot is registered: send the channel's token in the Authorization header.")
        if header is not None and not self._registered:
            # A token that came is looked at, and none can be meant for a bot without an app id.
            raise _unauthorized("This bot has no app id, so that no token can be meant for it.")
        origin = request.headers.get("Origin")
        if header is None and origin is not None and not stays_here(origin):
            # A page from elsewhere that a person on this machine has open, not a channel.
            raise RequestError(403, "ForbiddenOrigin", "Pages of other hosts may not post activities.")
        return header

    async def identify(self, header: str | None, wire: Wire) -> AuthenticateRequestResult:
        """Tell who sends an activity. Raises RequestError 401 when a token is not valid, whatever the reason."""
        if header is not None and not header.strip():
            # The SDK takes an empty header for a missing one.
            raise _unauthorized("The Authorization header is empty.")
        # Only what the token speaks of: the rest of a stranger's activity is not looked at yet.
        activity = Activity(channel_id=_text(wire, "channelId"), service_url=_text(wire, "serviceUrl"))
        try:
            return await self._authentication.authenticate_request(activity, header or "")
        except Exception as error:
            # botbuilder 4.17.1 lets out whatever a strange token makes it stumble over, not only PermissionError.
            log.warning("a token was refused: %s: %s", type(error).__name__, error)
            raise _unauthorized("The token in the Authorization header is not valid for this bot.") from error

    def check_service_url(self, wire: Wire, identity: AuthenticateRequestResult) -> None:
        """Raise RequestError 403 when replies may not go where the activity wants them."""
        service_url = wire.get("serviceUrl")
        if not self._registered and not stays_here(service_url):
            raise _forbidden("Without an app id only service URLs on this machine are answered.")
        if self._registered and not self._is_trusted(service_url, identity):
            raise _forbidden("The service URL is neither the one in the token nor Microsoft's.")

    def _is_trusted(self, service_url: object, identity: AuthenticateRequestResult) -> bool:
        claim = identity.claims_identity.get_claim_value(_CLAIM)
        return is_microsofts(service_url) or (address(service_url) is not None and claim == service_url)


def _text(wire: Wire, name: str) -> str:
    value = wire.get(name)
    return value if isinstance(value, str) else ""


def _unauthorized(message: str) -> RequestError:
    return RequestError(401, "Unauthorized", message)


def _forbidden(message: str) -> RequestError:
    return RequestError(403, "ForbiddenServiceUrl", message)
