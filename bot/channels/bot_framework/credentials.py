"""Who the bot is for Microsoft: one credential, and tokens that are used until they end."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import Any, Final

import requests
from msal import (  # type: ignore[import-untyped]
    ConfidentialClientApplication,
    ManagedIdentityClient,
    UserAssignedManagedIdentity,
)

from bot.channels.bot_framework.cloud import CLOUDS
from bot.channels.bot_framework.web_client import CallError
from bot.settings import Settings, SettingsError

_SECONDS: Final = 15.0
_SECONDS_A_CALL: Final = 10.0
_EARLY: Final = 300.0
"""Seconds before its end from which on a token is not used any more; MSAL, too, then asks for another."""
AFTER_FAILURE: Final = 10.0
"""Seconds for which a token that was refused is not asked for again."""

_PASSING: Final = frozenset({"temporarily_unavailable", "server_error"})
"""Errors of RFC 6749 that say nothing of the credential."""

_Asks = Callable[[str], dict[str, Any]]


@dataclass(slots=True)
class _Token:
    """A token for one audience, or why there is none, until when."""

    ends: float = 0.0
    text: str = ""
    error: Exception | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Credentials:
    """Gives tokens for the services of channels.

    botbuilder 4.17.1 makes a new credential every turn, and so asks for a new token every turn, on the event loop
    (row 5).
    """

    def __init__(self, settings: Settings, now: Callable[[], float] = monotonic) -> None:
        """Raises SettingsError when something of the bot registration is missing."""
        _check(settings)
        self._settings = settings
        self._now = now
        self._scope = CLOUDS[settings.microsoft_cloud].scope
        self._asks: _Asks | None = None
        self._tokens: dict[str, _Token] = {}

    async def token(self, audience: str | None = None) -> str | None:
        """Give a token for a channel's service, None when the bot has no registration.

        Raises PermissionError when the credential is refused, CallError when nobody can be asked or nobody answers.
        A managed identity has no secret that could be wrong: what its platform says is never a refusal.
        """
        if not self._settings.microsoft_app_id:
            return None
        token = self._tokens.setdefault(audience or self._scope, _Token())
        if self._now() >= token.ends:
            async with token.lock:
                if self._now() >= token.ends:
                    await self._renew(token, audience or self._scope)
        if token.error is not None:
            raise token.error.with_traceback(None)
        return token.text

    async def _renew(self, token: _Token, audience: str) -> None:
        try:
            async with asyncio.timeout(_SECONDS):
                # MSAL blocks the thread while it asks.
                given = await asyncio.to_thread(self._ask, audience)
            token.text, token.error = given["access_token"], None
            token.ends = self._now() + max(float(given.get("expires_in", 0)) - _EARLY, 0.0)
        except (PermissionError, CallError) as error:
            token.text, token.error = "", error
        except TimeoutError:
            token.text, token.error = "", CallError(f"asking for a token for {audience} took too long", unsent=True)
        if token.error is not None:
            token.ends = self._now() + AFTER_FAILURE

    def _ask(self, audience: str) -> dict[str, Any]:
        try:
            if self._asks is None:
                # Made here, off the event loop: MSAL asks for the authority's metadata.
                self._asks = _makes_asks(self._settings)
            given = self._asks(audience)
        except (OSError, ValueError) as error:
            # OSError is what requests raises, ValueError what MSAL raises about an authority or an identity.
            raise CallError(f"a token for {audience} could not be asked for: {error}", unsent=True) from error
        if "access_token" not in given:
            said = given.get("error_description") or given.get("error") or "no reason was given"
            if given.get("error") in _PASSING or self._settings.microsoft_app_type == "UserAssignedMSI":
                raise CallError(f"a token for {audience} was not given now: {said}", unsent=True)
            raise PermissionError(f"a token for {audience} was refused: {said}")
        return given


def _makes_asks(settings: Settings) -> _Asks:
    if settings.microsoft_app_type == "UserAssignedMSI":
        session = requests.Session()
        # MSAL sets no time limit here, and a thread that waits for ever is lost.
        session.request = partial(session.request, timeout=_SECONDS_A_CALL)  # type: ignore[method-assign]
        identity = UserAssignedManagedIdentity(client_id=settings.microsoft_app_id)
        managed = ManagedIdentityClient(identity, http_client=session)
        return lambda audience: managed.acquire_token_for_client(resource=audience) or {}
    cloud = CLOUDS[settings.microsoft_cloud]
    shared = settings.microsoft_app_type == "MultiTenant"
    app = ConfidentialClientApplication(
        client_id=settings.microsoft_app_id,
        client_credential=settings.microsoft_app_password.get_secret_value(),
        authority=cloud.login + (cloud.shared_tenant if shared else settings.microsoft_app_tenant_id),
        timeout=_SECONDS_A_CALL,
    )
    return lambda audience: app.acquire_token_for_client(scopes=[f"{audience}/.default"]) or {}


def _check(settings: Settings) -> None:
    kind = settings.microsoft_app_type
    if not settings.microsoft_app_id:
        return
    if kind != "UserAssignedMSI" and not settings.microsoft_app_password.get_secret_value():
        raise SettingsError(f"MICROSOFT_APP_PASSWORD: is empty. A {kind} bot needs its client secret")
    if kind != "MultiTenant" and not settings.microsoft_app_tenant_id:
        raise SettingsError(f"MICROSOFT_APP_TENANT_ID: is empty. A {kind} bot needs its tenant ID")
