"""A bot takes the tokens of the cloud where it is registered, and of no other."""

from collections.abc import AsyncIterator

import pytest
from botframework.connector.auth import GovernmentConstants

from bot.channels.bot_framework.cloud import CLOUDS, Name
from tests.bot.channels.bot_framework.world import (
    REGISTERED,
    Issuer,
    Msal,
    Parrot,
    Poster,
    Service,
    says_hi,
    serving,
    settings,
)


@pytest.fixture(params=CLOUDS)
def cloud(request: pytest.FixtureRequest) -> Name:
    name: Name = request.param
    return name


@pytest.fixture
def at_home(cloud: Name) -> Issuer:
    return Issuer(CLOUDS[cloud])


@pytest.fixture
async def bot(
    cloud: Name, turns: Parrot, service: Service, at_home: Issuer, entra: list[Msal]
) -> AsyncIterator[Poster]:
    async with serving(turns, service, at_home, settings(**REGISTERED, microsoft_cloud=cloud)) as poster:
        yield poster


async def test_a_channels_token_is_taken_and_answered_with_the_clouds_own(
    bot: Poster, cloud: Name, service: Service, at_home: Issuer
) -> None:
    assert (await says_hi(bot, at_home.token(service.url))).status == 200
    assert service.tokens
    assert {token.split()[-1] for token in service.tokens if token} == {f"{CLOUDS[cloud].scope}/.default"}


async def test_each_way_in_which_entra_id_names_itself_is_known(bot: Poster, at_home: Issuer) -> None:
    for issuer in at_home.cloud.issuers_of([REGISTERED["microsoft_app_tenant_id"]]):
        assert (await says_hi(bot, at_home.entra_token(iss=issuer), id=issuer)).status == 200


async def test_a_token_of_another_cloud_is_401(bot: Poster, cloud: Name, service: Service, turns: Parrot) -> None:
    # The keys are the same in these tests, so that it is the issuer that decides.
    for other in CLOUDS.keys() - {cloud}:
        assert (await says_hi(bot, Issuer(CLOUDS[other]).token(service.url))).status == 401
        login = CLOUDS[other].entra_issuers[-1].format(REGISTERED["microsoft_app_tenant_id"])
        assert (await says_hi(bot, Issuer(CLOUDS[other]).entra_token(iss=login))).status == 401
    assert turns.taken == []


def test_the_keys_of_a_tenant_are_where_microsoft_documents_them() -> None:
    assert {name: cloud.keys_of(cloud.bot_tenants[0]) for name, cloud in CLOUDS.items()} == {
        # "Authentication with the Bot Connector API" has the tenant's name, botframework.com.
        "Public": "https://login.microsoftonline.com/d6d49420-f39b-4df7-a1dc-d59a935871db"
        "/v2.0/.well-known/openid-configuration",
        "USGovernment": GovernmentConstants.TO_BOT_FROM_EMULATOR_OPENID_METADATA_URL,
        # "Configure a bot in Microsoft Azure operated by 21Vianet"
        "China": "https://login.partner.microsoftonline.cn/a55a4d5b-9241-49b1-b4ff-befa8db00269"
        "/v2.0/.well-known/openid-configuration",
    }


def test_no_address_of_a_cloud_is_plain_http() -> None:
    for cloud in CLOUDS.values():
        for address in (cloud.login, cloud.scope, cloud.issuer, cloud.channel_keys):
            assert address.startswith("https://")
        assert cloud.login.endswith("/")
        assert cloud.below.startswith(".")
