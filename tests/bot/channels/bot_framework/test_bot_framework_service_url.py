"""A registered bot answers Microsoft's hosts and those of its settings, and nobody can make it call another address."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.channels.bot_framework.cloud import CLOUDS, Name
from bot.channels.bot_framework.service_url import is_trusted
from tests.bot.channels.bot_framework.world import (
    REGISTERED,
    Issuer,
    Msal,
    Parrot,
    Poster,
    Service,
    code_of,
    says_hi,
    serving,
    settings,
)

TEAMS = "https://smba.trafficmanager.net/amer/"
REFUSED = [
    # addresses inside somebody's network
    "http://169.254.169.254/metadata/instance",
    "https://169.254.169.254/",
    "https://168.63.129.16/",
    "https://10.0.0.4/",
    "https://172.16.0.4/",
    "https://192.168.0.4/",
    "https://127.0.0.1/",
    "http://127.0.0.1:3978/",
    "http://localhost:3978/",
    "https://0.0.0.0/",
    "https://metadata/",
    "https://metadata.google.internal/",
    "https://db.internal.contoso.com/",
    # the same in other words
    "https://2852039166/",
    "https://0xA9FEA9FE/",
    "https://0251.0376.0251.0376/",
    "https://127.1/",
    "https://[::1]/",
    "https://[::ffff:169.254.169.254]/",
    "https://[::ffff:a9fe:a9fe]/",
    "https://[fd00::1]/",
    # look-alikes
    "https://smba.trafficmanager.net.evil.example/",
    "https://smba-trafficmanager.net/",
    "https://other.trafficmanager.net/",
    "https://trafficmanager.net/",
    "https://evil.smba.trafficmanager.net/",
    "https://smba.trafficmanager.net@evil.example/",
    "https://evil.example@smba.trafficmanager.net/",
    "https://smba.trafficmanager.net:443@evil.example/",
    "https://evil.example/smba.trafficmanager.net/",
    "https://evil.example#smba.trafficmanager.net/",
    "https://evil.example\\smba.trafficmanager.net/",
    "https://smba.trafficmanager.net\\.evil.example/",
    "https://smba.trafficmanager.net%2eevil.example/",
    "https://smba.trafficmanager.net%00.evil.example/",
    "https://smba.trafficmanager.net%2f.evil.example/",
    "https://smba.trafficmanager.net\t.evil.example/",
    "https://smba.trafficmanager.net\r\nHost: evil.example/",
    "https://smba.trafficmanager.net./",
    "https://smba.trafficmanager.net../",
    "https://evilbotframework.com/",
    "https://botframework.com.evil.example/",
    "https://.botframework.com/",
    "https://-.botframework.com/",
    "https://a..botframework.com/",
    "https://x.botframework.com./",
    "https://xn--smb-1na.trafficmanager.net/",
    "https://smb\u0430.trafficmanager.net/",  # a Cyrillic letter
    "https://smba\u3002trafficmanager\u3002net/",  # wide dots
    "https://smba.trafficmanager.net\uff0f",  # a wide slash
    # not as it is due
    "http://smba.trafficmanager.net/amer/",
    "HTTP://smba.trafficmanager.net/amer/",
    "http://smba.trafficmanager.net:443/amer/",
    "https://smba.trafficmanager.net:8443/amer/",
    "https://smba.trafficmanager.net:80/amer/",
    "ftp://smba.trafficmanager.net/",
    "//smba.trafficmanager.net/",
    "smba.trafficmanager.net",
    # Teams of another cloud
    "https://smba.infra.gov.teams.microsoft.us/teams/",
    "https://directline.botframework.azure.us/",
]


@pytest.fixture
async def public(turns: Parrot, service: Service, issuer: Issuer, entra: list[Msal]) -> AsyncIterator[Poster]:
    """A registered bot that other machines can reach."""
    where = {"host": "0.0.0.0", "service_hosts": "bot.contoso.com"}
    async with serving(turns, service, issuer, settings(**REGISTERED | where)) as poster:
        yield poster


@pytest.mark.parametrize("url", REFUSED)
async def test_other_addresses_are_403_even_if_a_token_names_them(
    public: Poster, turns: Parrot, issuer: Issuer, entra: list[Msal], url: str
) -> None:
    for header in (issuer.token(url), issuer.entra_token()):
        response = await says_hi(public, header, serviceUrl=url)
        assert response.status == 403
        assert await code_of(response) == "ForbiddenServiceUrl"
    assert turns.taken == []
    assert entra == [], "a token of the bot was asked for"


@pytest.mark.parametrize("url", [None, "", 3, [], {}, True])
async def test_what_is_no_address_is_refused(public: Poster, turns: Parrot, issuer: Issuer, url: Any) -> None:
    assert (await says_hi(public, issuer.entra_token(), serviceUrl=url)).status == 403
    assert (await says_hi(public, issuer.token(TEAMS), serviceUrl=url)).status == 401
    assert turns.taken == []


async def test_microsofts_address_is_not_enough_when_the_token_names_another(
    public: Poster, turns: Parrot, issuer: Issuer
) -> None:
    for claim in ("https://smba.trafficmanager.net/emea/", TEAMS.rstrip("/"), TEAMS.upper()):
        assert (await says_hi(public, issuer.token(claim), serviceUrl=TEAMS)).status == 401
    assert turns.taken == []


@pytest.mark.parametrize("url", [TEAMS, "https://webchat.botframework.com/", "https://bot.contoso.com/api/skills"])
async def test_the_hosts_of_channels_and_of_the_settings_are_answered(
    public: Poster, turns: Parrot, issuer: Issuer, url: str
) -> None:
    # The answer comes in the response, so that nothing is sent there.
    response = await says_hi(public, issuer.token(url), serviceUrl=url, deliveryMode="expectReplies")

    assert response.status == 200
    assert len(turns.taken) == 1


@pytest.mark.parametrize(
    ("cloud", "url"),
    [
        ("Public", "https://smba.trafficmanager.net/emea/0b1f/"),
        ("Public", "https://SMBA.trafficmanager.net:443/teams"),
        ("Public", "https://smba.infra.gcc.teams.microsoft.com/teams"),
        ("Public", "https://europe.directline.botframework.com/"),
        ("USGovernment", "https://smba.infra.gov.teams.microsoft.us/teams"),
        ("USGovernment", "https://smba.infra.dod.teams.microsoft.us/teams"),
        ("USGovernment", "https://directline.botframework.azure.us/"),
        ("China", "https://frontend.botapi.msg.infra.teams.microsoftonline.cn/teams/"),
        ("China", "https://directline.botframework.azure.cn/"),
    ],
)
def test_each_cloud_has_its_hosts_and_only_those(cloud: Name, url: str) -> None:
    assert [name for name, one in CLOUDS.items() if is_trusted(url, one, frozenset())] == [cloud]
