"""Microsoft's clouds: where each has what a bot needs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from botframework.connector.auth import AuthenticationConstants, GovernmentConstants

Name = Literal["Public", "USGovernment", "China"]

PUBLIC_CLIENT: Final = "teams.microsoft.com"


@dataclass(frozen=True, slots=True)
class Cloud:
    """The addresses of one cloud. A tenant is a GUID or a name of Entra ID's."""

    login: str
    """Where tokens are asked for, a tenant follows."""
    shared_tenant: str
    """The tenant that gives tokens to bots of the type MultiTenant."""
    scope: str
    """What a token for the services of the channels is asked for."""
    issuer: str
    """Who signs the tokens of channels."""
    channel_keys: str
    """OpenID metadata that leads to the keys of channels."""
    entra_issuers: tuple[str, ...]
    """How Entra ID names itself in a tenant's tokens, versions 1.0 and 2.0."""
    bot_tenants: tuple[str, ...]
    """The tenants whose tokens bots of the type MultiTenant get."""
    teams: Mapping[str, str]
    """Hosts of the Teams service, each with the host of the client that its people use.

    In full: anybody may have another name below trafficmanager.net.
    """
    below: str
    """What the names of the other channels' hosts end with."""

    def keys_of(self, tenant: str) -> str:
        """Give where the OpenID metadata is that leads to the keys of a tenant's tokens."""
        return f"{self.login}{tenant}/v2.0/.well-known/openid-configuration"

    def issuers_of(self, tenants: Iterable[str]) -> dict[str, str]:
        """Give each name under which Entra ID may sign tokens of these tenants, with the tenant."""
        return {issuer.format(tenant): tenant for tenant in tenants for issuer in self.entra_issuers}


# Public and USGovernment: botframework-connector 4.17.1 (AuthenticationConstants, GovernmentConstants, and the issuers
# in SkillValidation), and for the hosts of Teams the table of clouds in Microsoft's Teams SDK (microsoft/teams.net and
# microsoft/teams.ts, CloudEnvironment), which has GCC in the public cloud, GCC High and DoD apart.
# China: "Configure a bot in Microsoft Azure operated by 21Vianet" (MicrosoftDocs/bot-docs, how-to-deploy-china-cloud)
# and the same table of the Teams SDK; the issuers of Entra ID as learn.microsoft.com and docs.azure.cn name them. Not
# verified against the running cloud: the bots' tenant (it is the one in the documented metadata address), and that the
# hosts of all other channels end with botframework.azure.cn.
# Hosts of the clients of Teams: "Sovereign clouds" of the Teams documentation, for China "TeamsJS" of it too. That deep
# links begin with them there is what people of these clouds share; "Deep links" names teams.microsoft.com only.
CLOUDS: Final[Mapping[Name, Cloud]] = MappingProxyType(
    {
        "Public": Cloud(
            login=AuthenticationConstants.TO_CHANNEL_FROM_BOT_LOGIN_URL_PREFIX,
            shared_tenant=AuthenticationConstants.DEFAULT_CHANNEL_AUTH_TENANT,
            scope=AuthenticationConstants.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE,
            issuer=AuthenticationConstants.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER,
            channel_keys=AuthenticationConstants.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL,
            entra_issuers=("https://sts.windows.net/{}/", "https://login.microsoftonline.com/{}/v2.0"),
            bot_tenants=("d6d49420-f39b-4df7-a1dc-d59a935871db", "f8cdef31-a31e-4b4a-93e4-5f571e91255a"),
            teams={
                "smba.trafficmanager.net": PUBLIC_CLIENT,
                "smba.onyx.prod.teams.trafficmanager.net": PUBLIC_CLIENT,
                "smba.infra.gcc.teams.microsoft.com": PUBLIC_CLIENT,
            },
            below=".botframework.com",
        ),
        "USGovernment": Cloud(
            login=GovernmentConstants.TO_CHANNEL_FROM_BOT_LOGIN_URL_PREFIX,
            shared_tenant=GovernmentConstants.DEFAULT_CHANNEL_AUTH_TENANT,
            scope=GovernmentConstants.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE,
            issuer=GovernmentConstants.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER,
            channel_keys=GovernmentConstants.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL,
            entra_issuers=(
                "https://sts.windows.net/{}/",
                "https://login.microsoftonline.us/{}/",
                "https://login.microsoftonline.us/{}/v2.0",
            ),
            bot_tenants=("cab8a31a-1906-4287-a0d8-4eef66b95f6e", "f8cdef31-a31e-4b4a-93e4-5f571e91255a"),
            teams={
                "smba.infra.gov.teams.microsoft.us": "gov.teams.microsoft.us",
                "smba.infra.dod.teams.microsoft.us": "dod.teams.microsoft.us",
            },
            below=".botframework.azure.us",
        ),
        "China": Cloud(
            login="https://login.partner.microsoftonline.cn/",
            shared_tenant="microsoftservices.partner.onmschina.cn",
            scope="https://api.botframework.azure.cn",
            issuer="https://api.botframework.azure.cn",
            channel_keys="https://login.botframework.azure.cn/v1/.well-known/openidconfiguration",
            entra_issuers=("https://sts.chinacloudapi.cn/{}/", "https://login.partner.microsoftonline.cn/{}/v2.0"),
            bot_tenants=("a55a4d5b-9241-49b1-b4ff-befa8db00269",),
            teams={"frontend.botapi.msg.infra.teams.microsoftonline.cn": "teams.microsoftonline.cn"},
            below=".botframework.azure.cn",
        ),
    }
)
