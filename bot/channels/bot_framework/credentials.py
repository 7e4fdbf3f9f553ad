"""Who the bot is for Microsoft: one credential, and tokens that are used until they end."""

import asyncio
from types import SimpleNamespace
from typing import Final, cast

from botbuilder.integration.aiohttp import ConfigurationServiceClientCredentialFactory
from botframework.connector.auth import (
    AppCredentials,
    AuthenticationConstants,
    MicrosoftAppCredentials,
    ServiceClientCredentialsFactory,
)
from msal import ConfidentialClientApplication  # type: ignore[import-untyped]

from bot.settings import Settings, SettingsError

SCOPE: Final[str] = AuthenticationConstants.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE
_LOGIN: Final[str] = (
    AuthenticationConstants.TO_CHANNEL_FROM_BOT_LOGIN_URL_PREFIX + AuthenticationConstants.DEFAULT_CHANNEL_AUTH_TENANT
)
_SECONDS: Final = 15.0
_SECONDS_A_CALL: Final = 10.0


class Credentials(ServiceClientCredentialsFactory):
    """Makes the credential once for each scope.

    botbuilder 4.17.1 makes a new one every turn, and so asks for a new token every turn, on the event loop.
    """

    def __init__(self, settings: Settings) -> None:
        """Raises SettingsError when something of the bot registration is missing."""
        self.app_id = settings.microsoft_app_id
        self._inner = ConfigurationServiceClientCredentialFactory(_configuration(settings))
        self._made: dict[str, AppCredentials] = {}
        self._lock = asyncio.Lock()

    async def is_valid_app_id(self, app_id: str) -> bool:
        """Tell whether a token is meant for this bot."""
        return bool(self.app_id) and str(app_id).lower() == self.app_id.lower()

    async def is_authentication_disabled(self) -> bool:
        """Tell whether the bot has no registration, which `Settings` allows on loopback only."""
        return not self.app_id

    async def create_credentials(
        self, app_id: str, oauth_scope: str, login_endpoint: str, validate_authority: bool
    ) -> AppCredentials:
        """Give the credential for a scope."""
        if oauth_scope not in self._made:
            made = await self._inner.create_credentials(self.app_id, oauth_scope, login_endpoint, validate_authority)
            # Two turns may have come here at the same time; both get the same one.
            self._made.setdefault(oauth_scope, cast(AppCredentials, made))
        return self._made[oauth_scope]

    async def token(self, audience: str | None = None) -> str | None:
        """Give a token for a channel's service, None when the bot has no registration.

        Raises PermissionError when it is refused, TimeoutError, or what MSAL raises when the network fails.
        """
        if not self.app_id:
            return None
        credential = await self.create_credentials(self.app_id, audience or SCOPE, _LOGIN, True)
        async with self._lock, asyncio.timeout(_SECONDS):
            # MSAL gives the token it has until shortly before its end; asking for another blocks the thread.
            return await asyncio.to_thread(_access_token, credential)


def _access_token(credential: AppCredentials) -> str:
    if isinstance(credential, MicrosoftAppCredentials) and credential.app is None:
        # The SDK would make the same without a time limit, and a thread that waits for ever is lost.
        credential.app = ConfidentialClientApplication(
            client_id=credential.microsoft_app_id,
            client_credential=credential.microsoft_app_password,
            authority=credential.oauth_endpoint,
            timeout=_SECONDS_A_CALL,
        )
    return str(credential.get_access_token())


def _configuration(settings: Settings) -> SimpleNamespace:
    """Give the settings under the names that the SDK looks for."""
    if not settings.microsoft_app_id:
        # Only this type lets the SDK go without an app id.
        return SimpleNamespace(APP_TYPE="MultiTenant", APP_ID="", APP_PASSWORD="")
    kind = settings.microsoft_app_type
    password = settings.microsoft_app_password.get_secret_value()
    if kind != "UserAssignedMSI" and not password:
        raise SettingsError(f"MICROSOFT_APP_PASSWORD: is empty. A {kind} bot needs its client secret")
    if kind != "MultiTenant" and not settings.microsoft_app_tenant_id:
        raise SettingsError(f"MICROSOFT_APP_TENANT_ID: is empty. A {kind} bot needs its tenant ID")
    return SimpleNamespace(
        APP_TYPE=kind,
        APP_ID=settings.microsoft_app_id,
        APP_PASSWORD=password,
        APP_TENANTID=settings.microsoft_app_tenant_id,
    )
