"""The SDK's authentication, with our credential, our keys and our connector in it."""

from types import SimpleNamespace

from botbuilder.integration.aiohttp import ConfigurationBotFrameworkAuthentication
from botbuilder.schema import Activity
from botframework.connector.auth import AuthenticateRequestResult, ClaimsIdentity, ConnectorFactory

from bot.channels.bot_framework.connector import Connectors
from bot.channels.bot_framework.credentials import Credentials


class Authentication(ConfigurationBotFrameworkAuthentication):
    """Checks who sends an activity, and says how to answer."""

    def __init__(self, credentials: Credentials, connectors: Connectors) -> None:
        super().__init__(SimpleNamespace(), credentials_factory=credentials)
        self._connectors = connectors

    async def authenticate_request(self, activity: Activity, auth_header: str) -> AuthenticateRequestResult:
        """Validate the header of a request. Raises PermissionError, and for a token it cannot read nearly anything."""
        result = await super().authenticate_request(activity, auth_header)
        result.connector_factory = self._connectors
        return result

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> ConnectorFactory:
        """Give what makes connectors for messages that answer nothing."""
        return self._connectors

    # The adapter only lays it into the turn, for prompts that this bot does not have.
    async def create_user_token_client(  # type: ignore[override]
        self, claims_identity: ClaimsIdentity
    ) -> None:
        """Give none: nobody signs in to this bot, and botbuilder 4.17.1 would build one every turn."""
