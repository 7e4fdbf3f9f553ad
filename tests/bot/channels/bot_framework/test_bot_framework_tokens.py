"""A registered bot lets in what a channel signed, and nothing else."""

from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from bot.channels.bot_framework.keys import CHANNELS, DAY, HOUR, SigningKeys
from bot.channels.bot_framework.web_client import CallError
from tests.bot.channels.bot_framework.world import APP_ID, GARBAGE, Issuer, Parrot, Poster, Service, code_of

EMULATORS = "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"


async def test_a_valid_token_lets_in(registered: Poster, service: Service, issuer: Issuer) -> None:
    response = await registered.posts(registered.message("hi"), Authorization=issuer.token(service.url))

    assert response.status == 200
    assert service.texts[0] == "You said hi"
    assert service.tokens == [f"Bearer of {APP_ID}"] * 2


async def test_no_token_is_401(registered: Poster, turns: Parrot) -> None:
    response = await registered.says("hi")

    assert response.status == 401
    assert await code_of(response) == "Unauthorized"
    assert turns.taken == []


@pytest.mark.parametrize("header", GARBAGE)
async def test_garbage_is_401(registered: Poster, turns: Parrot, header: str) -> None:
    response = await registered.posts(registered.message("hi"), Authorization=header)

    assert response.status == 401
    assert await code_of(response) == "Unauthorized"
    assert turns.taken == []


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": datetime.now(UTC) - timedelta(hours=1)},
        {"nbf": datetime.now(UTC) + timedelta(hours=1)},
        {"aud": "another-app"},
        {"aud": ""},
        {"without": "aud"},
        {"iss": "https://evil.example"},
        {"without": "iss"},
        {"serviceurl": "https://evil.example"},
        {"without": "serviceurl"},
        {"ver": "1.0", "appid": "another-bot"},
        {"iss": EMULATORS},
        {"iss": EMULATORS, "ver": "9.0"},
        {"iss": EMULATORS, "ver": "1.0", "appid": "another-app"},
        {"kid": "nobody-knows"},
    ],
)
async def test_another_token_is_401(
    registered: Poster, turns: Parrot, service: Service, issuer: Issuer, claims: dict[str, Any]
) -> None:
    response = await registered.posts(
        registered.message("hi"), Authorization=issuer.token(**{"service_url": service.url} | claims)
    )

    assert response.status == 401
    assert turns.taken == []


async def test_a_token_that_nobody_signed_is_401(registered: Poster, service: Service, issuer: Issuer) -> None:
    claims = jwt.decode(issuer.token(service.url).split()[1], options={"verify_signature": False})
    for token in (jwt.encode(claims, "", "none"), jwt.encode(claims, "k" * 32, "HS256", {"kid": "key-1"})):
        response = await registered.posts(registered.message("hi"), Authorization=f"Bearer {token}")
        assert response.status == 401


async def test_a_key_that_may_not_vouch_for_the_channel_is_401(
    registered: Poster, service: Service, issuer: Issuer
) -> None:
    response = await registered.posts(
        registered.message("hi", channelId="slack"), Authorization=issuer.token(service.url)
    )

    assert response.status == 401


async def test_a_token_is_asked_for_before_the_shape(registered: Poster, service: Service, issuer: Issuer) -> None:
    assert (await registered.posts({}, Authorization="Bearer garbage")).status == 401
    assert (await registered.posts({}, Authorization=issuer.token(service.url))).status == 400


async def test_an_emulators_token_does_not_open_other_service_urls(
    registered: Poster, turns: Parrot, issuer: Issuer
) -> None:
    header = issuer.token("", without="serviceurl", iss=EMULATORS, ver="1.0", appid=APP_ID)
    for url in ("https://evil.example/", "https://x.trafficmanager.net/", "http://smba.trafficmanager.net/", ""):
        response = await registered.posts(registered.message("hi", serviceUrl=url), Authorization=header)
        assert response.status == 403
        assert await code_of(response) == "ForbiddenServiceUrl"
    assert turns.taken == []


async def test_a_refused_token_of_ours_is_logged(
    registered: Poster,
    service: Service,
    issuer: Issuer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def refused(_: object) -> str:
        raise PermissionError("the secret has ended")

    monkeypatch.setattr("bot.channels.bot_framework.credentials._access_token", refused)

    response = await registered.posts(registered.message("hi"), Authorization=issuer.token(service.url))

    assert response.status == 200
    assert service.sent == []
    assert "the secret has ended" in caplog.text


class Hours:
    """A clock in seconds that the test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


async def test_an_unknown_key_is_looked_for_once_an_hour(issuer: Issuer) -> None:
    clock = Hours()
    keys = SigningKeys(CHANNELS, issuer.fetch, clock)
    assert await keys.get("key-1")
    assert await keys.get("key-2") is None
    assert await keys.get(None) is None
    assert issuer.reads == 1

    issuer.new_key("key-2")
    clock.now += HOUR
    assert await keys.get("key-2")
    assert await keys.get("key-3") is None
    assert issuer.reads == 2


async def test_keys_are_read_again_after_a_day(issuer: Issuer) -> None:
    clock = Hours()
    keys = SigningKeys(CHANNELS, issuer.fetch, clock)
    await keys.warm()
    clock.now += DAY
    assert await keys.get("key-1")
    assert issuer.reads == 2


async def test_keys_outlive_a_server_that_fails(issuer: Issuer) -> None:
    clock, tries = Hours(), []

    async def fails(url: str) -> dict[str, Any]:
        tries.append(url)
        raise CallError("no network")

    keys = SigningKeys(CHANNELS, issuer.fetch, clock)
    await keys.warm()
    keys.fetch = fails
    clock.now += DAY
    assert await keys.get("key-1")
    assert await keys.get("key-9") is None
    assert len(tries) == 1
