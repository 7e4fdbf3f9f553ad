"""Who may post activities, and to where they may be answered."""

import logging

from aiohttp import web
from botframework.connector.auth import AuthenticateRequestResult

from bot.channels.bot_framework.authentication import Authentication
from bot.channels.bot_framework.cloud import CLOUDS
from bot.channels.bot_framework.service_url import is_trusted, stays_here
from bot.channels.bot_framework.tokens import KeysMissing, TokenError
from bot.errors import RequestError
from bot.settings import Settings
from bot.turn.channel import Wire

log = logging.getLogger("peering_bot.bot_framework")


class Gate:
    """Lets in what a channel signed; without a registration of the bot, what stays on this machine (row 6).

    With a registration, answers go over https to the hosts of Microsoft's channels and to those of SERVICE_HOSTS, and a
    channel's token must name the same service URL besides. Only a bot that listens on this machine alone answers
    services on it: the emulator's, or those of the other bots of a developer.
    """

    def __init__(self, authentication: Authentication, settings: Settings) -> None:
        self._authentication = authentication
        self._settings = settings
        self._registered = bool(settings.microsoft_app_id)
        self._open = not self._registered and settings.on_loopback
        if not self._registered and not self._open:
            log.warning(
                "/api/messages is closed: HOST is `%s`, which other machines can reach, and MICROSOFT_APP_ID is empty."
                " Set MICROSOFT_APP_ID and its companions for Teams and other channels, HOST=127.0.0.1 to try the bot"
                " on this machine, or MESSAGES_ENDPOINT=false when the web chat is enough",
                settings.host,
            )

    def header(self, request: web.Request) -> str | None:
        """Give the Authorization header, None when there is none and none is needed.

        Raises RequestError 401, and 403 for a page of another host.
        """
        header = request.headers.get("Authorization")
        if not self._registered and not self._open:
            raise _unauthorized("This bot has no app id and takes no activities.")
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
        """Tell who sends an activity. Raises RequestError 401 when a token is not valid, whatever the reason.

        503 when that cannot be told before the keys are there: a channel tries again then.
        """
        if header is None:
            return self._authentication.nobody()
        try:
            # Only what the token speaks of: the rest of a stranger's activity is not looked at yet.
            return await self._authentication.authenticate(header, _text(wire, "channelId"), _text(wire, "serviceUrl"))
        except KeysMissing as error:
            log.warning("a token could not be looked at: %s", error)
            raise RequestError(503, "KeysUnavailable", "Tokens cannot be checked just now. Try again soon.") from error
        except TokenError as error:
            log.warning("a token was refused: %s", error)
            raise _unauthorized("The token in the Authorization header is not valid for this bot.") from error

    def check_service_url(self, wire: Wire, identity: AuthenticateRequestResult) -> None:
        """Raise RequestError 403 when replies to whoever was identified may not go where the activity wants them."""
        service_url = wire.get("serviceUrl")
        if self.trusts(service_url):
            return
        if not self._registered:
            raise _forbidden("Without an app id only service URLs on this machine are answered.")
        said = str(service_url)[:200]
        log.warning("the service URL %r was refused: it is none of Microsoft's, nor on a host of SERVICE_HOSTS", said)
        raise _forbidden("The service URL is not one of Microsoft's.")

    def trusts(self, service_url: object) -> bool:
        """Tell whether answers may go to a service URL."""
        if self._settings.on_loopback and stays_here(service_url):
            return True
        cloud = CLOUDS[self._settings.microsoft_cloud]
        return self._registered and is_trusted(service_url, cloud, self._settings.service_hosts)


def _text(wire: Wire, name: str) -> str:
    value = wire.get(name)
    return value if isinstance(value, str) else ""


def _unauthorized(message: str) -> RequestError:
    return RequestError(401, "Unauthorized", message)


def _forbidden(message: str) -> RequestError:
    return RequestError(403, "ForbiddenServiceUrl", message)
