"""Who posts activities: a channel, an emulator with the bot's own credential, or a bot that may call this one."""

from typing import Final

from botframework.connector.auth import AuthenticateRequestResult, AuthenticationConstants, ClaimsIdentity

from bot.channels.bot_framework.cloud import CLOUDS
from bot.channels.bot_framework.keys import Fetch, SigningKeys
from bot.channels.bot_framework.tokens import Token, TokenError, Tokens
from bot.settings import Settings

_APP_ID_CLAIM: Final = {"1.0": AuthenticationConstants.APP_ID_CLAIM, "2.0": AuthenticationConstants.AUTHORIZED_PARTY}


class Authentication:
    """Validates tokens as "Authentication with the Bot Connector API" on learn.microsoft.com asks for.

    botbuilder 4.17.1's own validation is not used: it lets in an emulator's token whatever its audience, so that a
    token that the bot sent to a channel would open the bot, and it knows no tenants.
    """

    def __init__(self, settings: Settings, fetch: Fetch) -> None:
        """`fetch` reads the keys that tokens are signed with."""
        self._cloud = CLOUDS[settings.microsoft_cloud]
        self._app_id = settings.microsoft_app_id.lower()
        self._callers = settings.allowed_callers
        shared = settings.microsoft_app_type == "MultiTenant"
        tenants = self._cloud.bot_tenants if shared else (settings.microsoft_app_tenant_id.lower(),)
        self._tenants = self._cloud.issuers_of(tenants)
        self._channels = SigningKeys(self._cloud.channel_keys, fetch)
        # Each tenant's own keys: the list for all tenants has some that are not for this one.
        entra = {tenant: SigningKeys(self._cloud.keys_of(tenant), fetch) for tenant in tenants}
        issuers = {issuer: entra[tenant] for issuer, tenant in self._tenants.items()}
        self._tokens = Tokens({self._cloud.issuer: self._channels} | issuers)

    async def warm(self) -> None:
        """Read the keys of the channels before somebody waits for them. Raises nothing."""
        if self._app_id:
            await self._channels.warm()

    def nobody(self) -> AuthenticateRequestResult:
        """Give who posts without a token to a bot without a registration."""
        return self._result(ClaimsIdentity({}, True, AuthenticationConstants.ANONYMOUS_AUTH_TYPE), self._cloud.scope)

    async def authenticate(self, header: str, channel: str, service_url: str) -> AuthenticateRequestResult:
        """Tell who sends an activity with this channel and service URL. Raises TokenError when its token is not valid.

        Raises KeysMissing when nothing can be told about any token now.
        The result's audience is what tokens for the answer are asked for.
        """
        token = await self._tokens.read(_bearer(header))
        if not self._app_id or token.text("aud").lower() != self._app_id:
            raise TokenError("it is for another bot")
        if token.issuer == self._cloud.issuer:
            _check_channel(token, channel, service_url)
            audience = self._cloud.scope
        else:
            audience = self._caller(token)
        return self._result(ClaimsIdentity(dict(token.claims), True), audience)

    def _caller(self, token: Token) -> str:
        """Check a token of Entra ID's; give the audience of the answer."""
        if token.text("tid").lower() != self._tenants[token.issuer]:
            raise TokenError("it is of another tenant")
        caller = token.text(_APP_ID_CLAIM.get(token.text("ver"), "")).lower()
        if caller == self._app_id:
            return self._cloud.scope
        if caller not in self._callers:
            raise TokenError(
                "it is of an app that may not call this bot; ALLOWED_CALLERS has the ids of those that may"
            )
        return caller

    def _result(self, identity: ClaimsIdentity, audience: str) -> AuthenticateRequestResult:
        result = AuthenticateRequestResult()
        result.claims_identity = identity
        result.audience = audience
        return result


def _bearer(header: str) -> str:
    scheme, _, text = header.strip().partition(" ")
    if scheme.lower() != "bearer" or not text:
        raise TokenError("the header has no bearer token")
    return text.strip()


def _check_channel(token: Token, channel: str, service_url: str) -> None:
    # A key without endorsements vouches for every channel, as in all of Microsoft's SDKs.
    if token.key.endorsements and channel not in token.key.endorsements:
        raise TokenError("its key may not vouch for this channel")
    if not service_url or token.text(AuthenticationConstants.SERVICE_URL_CLAIM) != service_url:
        raise TokenError("it is for another service URL")
