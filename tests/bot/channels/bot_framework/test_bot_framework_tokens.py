"""A registered bot lets in what a channel signed, and nothing else."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.bot.channels.bot_framework.world import (
    APP_ID,
    ELSEWHERE,
    REGISTERED,
    Issuer,
    Msal,
    Parrot,
    Poster,
    Service,
    code_of,
    refuses,
    says_hi,
    serving,
    settings,
)

NOW = datetime.now(UTC)


async def test_a_channels_token_lets_in(registered: Poster, service: Service, issuer: Issuer) -> None:
    assert (await says_hi(registered, issuer.token(service.url))).status == 200
    assert service.texts[0] == "You said hi"
    assert service.tokens == [f"Bearer of {APP_ID} for https://api.botframework.com/.default"] * 2


async def test_the_app_id_may_be_written_in_capitals(turns: Parrot, service: Service, issuer: Issuer) -> None:
    async with serving(turns, service, issuer, settings(**REGISTERED | {"microsoft_app_id": APP_ID.upper()})) as poster:
        header = issuer.token(service.url)
        assert (await says_hi(poster, header, type="conversationUpdate")).status == 200


@pytest.mark.parametrize("minutes", [-4, 4])
async def test_clocks_may_differ_a_little(registered: Poster, service: Service, issuer: Issuer, minutes: int) -> None:
    moved = {"nbf": NOW + timedelta(minutes=minutes), "exp": NOW + timedelta(minutes=minutes)}
    assert (await says_hi(registered, issuer.token(service.url, **moved))).status == 200


@pytest.mark.parametrize("scheme", ["Basic", "Token", "", "Bearer Bearer"])
async def test_a_token_in_another_way_is_401(
    registered: Poster, turns: Parrot, service: Service, issuer: Issuer, caplog: pytest.LogCaptureFixture, scheme: str
) -> None:
    header = issuer.token(service.url).replace("Bearer", scheme).strip()

    await refuses(await says_hi(registered, header), turns, caplog)


async def test_no_token_is_401(registered: Poster, turns: Parrot) -> None:
    response = await registered.says("hi")

    assert response.status == 401
    assert await code_of(response) == "Unauthorized"
    assert turns.taken == []


@pytest.mark.parametrize(
    "claims",
    [
        pytest.param({"exp": NOW - timedelta(minutes=6)}, id="expired"),
        pytest.param({"without": "exp"}, id="never ends"),
        pytest.param({"nbf": NOW + timedelta(minutes=6)}, id="not yet valid"),
        pytest.param({"exp": "tomorrow"}, id="ends at no time"),
        pytest.param({"exp": [1]}, id="ends in a list"),
        pytest.param({"exp": float("inf")}, id="ends in eternity"),
        pytest.param({"aud": ELSEWHERE}, id="for another bot"),
        pytest.param({"aud": ""}, id="for nobody"),
        pytest.param({"aud": [APP_ID, ELSEWHERE]}, id="for several"),
        pytest.param({"aud": "https://api.botframework.com"}, id="for the channels"),
        pytest.param({"without": "aud"}, id="without audience"),
        pytest.param({"iss": "https://evil.example"}, id="other issuer"),
        pytest.param({"iss": "https://api.botframework.us"}, id="issuer of another cloud"),
        pytest.param({"without": "iss"}, id="without issuer"),
        pytest.param({"serviceurl": "https://evil.example"}, id="other service URL"),
        pytest.param({"serviceurl": None}, id="service URL that is nothing"),
        pytest.param({"without": "serviceurl"}, id="without service URL"),
        pytest.param({"kid": "nobody-knows"}, id="unknown key"),
        pytest.param({"kid": "entra-1"}, id="key of Entra ID"),
        pytest.param({"kid": ""}, id="key without a name"),
    ],
)
async def test_a_channels_token_that_is_not_right_is_401(
    registered: Poster,
    turns: Parrot,
    service: Service,
    issuer: Issuer,
    caplog: pytest.LogCaptureFixture,
    claims: dict[str, Any],
) -> None:
    header = issuer.token(**{"service_url": service.url} | claims)

    await refuses(await says_hi(registered, header), turns, caplog)


async def test_an_activity_without_a_service_url_is_401(registered: Poster, turns: Parrot, issuer: Issuer) -> None:
    assert (await says_hi(registered, issuer.token(""), serviceUrl="")).status == 401
    assert turns.taken == []


async def test_a_key_that_may_not_vouch_for_the_channel_is_401(
    registered: Poster, turns: Parrot, service: Service, issuer: Issuer, caplog: pytest.LogCaptureFixture
) -> None:
    await refuses(await says_hi(registered, issuer.token(service.url), channelId="slack"), turns, caplog)


async def test_a_token_is_asked_for_before_the_shape(registered: Poster, service: Service, issuer: Issuer) -> None:
    assert (await registered.posts({}, Authorization="Bearer garbage")).status == 401
    header = issuer.token(service.url)
    assert (
        await registered.posts({"serviceUrl": service.url, "channelId": "msteams"}, Authorization=header)
    ).status == 400


async def test_a_token_that_was_valid_is_still_checked_against_each_activity(
    registered: Poster, service: Service, issuer: Issuer
) -> None:
    header = issuer.token(service.url)
    assert (await says_hi(registered, header, id="1")).status == 200
    assert (await says_hi(registered, header, id="2", channelId="slack")).status == 401
    assert (await says_hi(registered, header, id="3", serviceUrl="https://smba.trafficmanager.net/")).status == 401
    assert (await says_hi(registered, header, id="4")).status == 200


async def test_a_refused_token_of_ours_is_logged(
    registered: Poster,
    service: Service,
    issuer: Issuer,
    entra: list[Msal],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    refused = {"error": "invalid_client", "error_description": "the secret has ended"}
    monkeypatch.setattr(Msal, "acquire_token_for_client", lambda *_, **__: refused)

    response = await says_hi(registered, issuer.token(service.url))

    assert response.status == 200
    assert service.sent == []
    assert "the secret has ended" in caplog.text
