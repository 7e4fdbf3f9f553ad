"""Tokens that Entra ID signed: the emulator's, which has the bot's own secret, and those of bots that call this one."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.channels.bot_framework.cloud import CLOUDS
from bot.channels.bot_framework.outbound import AUDIENCE
from bot.channels.teams.teams import teams_invokes
from bot.state.store import Store
from bot.turn.turns import Turns
from knowledge.explain import Brain
from tests.bot.channels.bot_framework.world import (
    APP_ID,
    ELSEWHERE,
    REGISTERED,
    Issuer,
    Msal,
    Parrot,
    Poster,
    Service,
    refuses,
    says_hi,
    serving,
    settings,
)

NOW = datetime.now(UTC)
FRIEND = "11111111-2222-4333-8444-555555555555"
"""A bot that may call this one as a skill."""
BOTS = CLOUDS["Public"].bot_tenants[0]


@pytest.fixture
async def multi_tenant(turns: Parrot, service: Service, issuer: Issuer, entra: list[Msal]) -> AsyncIterator[Poster]:
    """A bot of the type MultiTenant that another bot may call."""
    kind = {"microsoft_app_type": "MultiTenant", "allowed_callers": FRIEND}
    async with serving(turns, service, issuer, settings(**REGISTERED | kind)) as poster:
        yield poster


@pytest.mark.parametrize(
    "version",
    [
        {},
        {"ver": "2.0", "iss": f"https://login.microsoftonline.com/{APP_ID}/v2.0", "azp": APP_ID, "without": "appid"},
    ],
    ids=["1.0", "2.0"],
)
async def test_an_emulator_with_the_bots_secret_may_come_in(
    registered: Poster, service: Service, issuer: Issuer, version: dict[str, str]
) -> None:
    assert (await says_hi(registered, issuer.entra_token(**version))).status == 200
    assert service.texts[0] == "You said hi"


async def test_a_multi_tenant_bots_tokens_are_of_the_bots_tenant(
    multi_tenant: Poster, turns: Parrot, issuer: Issuer, caplog: pytest.LogCaptureFixture
) -> None:
    assert (await says_hi(multi_tenant, issuer.entra_token(tenant=BOTS))).status == 200
    assert len(turns.taken) == 1
    turns.taken.clear()

    await refuses(await says_hi(multi_tenant, issuer.entra_token(tenant=APP_ID)), turns, caplog)


@pytest.mark.parametrize(
    "claims",
    [
        pytest.param({"tenant": ELSEWHERE}, id="other tenant"),
        pytest.param({"tenant": BOTS}, id="the tenant of multi-tenant bots"),
        pytest.param({"tid": ELSEWHERE}, id="tenant that is not the issuer's"),
        pytest.param({"without": "tid"}, id="without tenant"),
        pytest.param({"appid": ELSEWHERE}, id="other app"),
        pytest.param({"without": "appid"}, id="without app"),
        pytest.param({"ver": "2.0"}, id="app where the other version has it"),
        pytest.param({"ver": "9.0"}, id="unknown version"),
        pytest.param({"ver": ["1.0"]}, id="odd version"),
        pytest.param({"without": "ver"}, id="without version"),
        pytest.param({"aud": ELSEWHERE}, id="for another bot"),
        pytest.param({"aud": "https://api.botframework.com"}, id="sent by the bot itself to a channel"),
        pytest.param({"exp": NOW - timedelta(minutes=6)}, id="expired"),
        pytest.param({"kid": "key-1"}, id="key of the channels"),
        pytest.param({"kid": "other-tenants"}, id="key of another tenant"),
    ],
)
async def test_a_token_of_entra_id_that_is_not_right_is_401(
    registered: Poster, turns: Parrot, issuer: Issuer, caplog: pytest.LogCaptureFixture, claims: dict[str, Any]
) -> None:
    await refuses(await says_hi(registered, issuer.entra_token(**claims)), turns, caplog)


async def test_a_bot_that_may_call_this_one_is_answered_with_a_token_for_it(
    multi_tenant: Poster, service: Service, issuer: Issuer
) -> None:
    assert (await says_hi(multi_tenant, issuer.entra_token(tenant=BOTS, appid=FRIEND))).status == 200
    assert service.tokens[0] == f"Bearer of {APP_ID} for {FRIEND}/.default"


async def test_a_click_that_another_bot_passes_on_is_answered_with_a_token_for_it(
    tmp_path: Path, brain: Brain, service: Service, issuer: Issuer, entra: list[Msal]
) -> None:
    """A token for the channels would let that bot speak to them as this one."""
    turns = Turns(Store(f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}"), brain)
    kind = {"microsoft_app_type": "MultiTenant", "allowed_callers": FRIEND}
    click = {"type": "invoke", "name": "adaptiveCard/action", "value": {"action": {"data": {"option": "x"}}}}
    forged = {AUDIENCE: "https://elsewhere.example"}
    header = issuer.entra_token(tenant=BOTS, appid=FRIEND)
    async with serving(turns, service, issuer, settings(**REGISTERED | kind), invokes=teams_invokes(turns)) as poster:
        assert (await says_hi(poster, header, channelId="msteams", **click, **forged)).status == 200

    assert set(service.tokens) == {f"Bearer of {APP_ID} for {FRIEND}/.default"}


async def test_another_bot_may_not_call(
    multi_tenant: Poster, turns: Parrot, issuer: Issuer, caplog: pytest.LogCaptureFixture
) -> None:
    await refuses(await says_hi(multi_tenant, issuer.entra_token(tenant=BOTS, appid=ELSEWHERE)), turns, caplog)
    assert "ALLOWED_CALLERS" in caplog.text
