"""Before the keys of tokens could be read, who may be right is asked to come again, and who cannot be is refused."""

from collections.abc import AsyncIterator
from typing import Any

import jwt
import pytest

from bot.channels.bot_framework.web_client import CallError
from tests.bot.channels.bot_framework.test_bot_framework_forged import forged, with_claims, with_header
from tests.bot.channels.bot_framework.world import (
    ELSEWHERE,
    GARBAGE,
    REGISTERED,
    Issuer,
    Msal,
    Parrot,
    Poster,
    Service,
    code_of,
    key_pair,
    refuses,
    says_hi,
    serving,
    settings,
)


class Away(Issuer):
    """A server of keys that cannot be reached."""

    away = True

    async def fetch(self, url: str) -> dict[str, Any]:
        if self.away:
            raise CallError("no network", unsent=True)
        return await super().fetch(url)


@pytest.fixture
def issuer() -> Away:
    return Away()


@pytest.fixture
async def bot(
    turns: Parrot, service: Service, issuer: Away, entra: list[Msal], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Poster]:
    monkeypatch.setattr("bot.channels.bot_framework.keys.AFTER_FAILURE", 0.0)
    async with serving(turns, service, issuer, settings(**REGISTERED)) as poster:
        yield poster


async def test_a_channel_is_asked_to_come_again(bot: Poster, turns: Parrot, service: Service, issuer: Away) -> None:
    token = issuer.token(service.url)
    for _ in range(2):
        response = await says_hi(bot, token)
        assert response.status == 503
        assert await code_of(response) == "KeysUnavailable"
    assert turns.taken == []

    issuer.away = False
    assert (await says_hi(bot, token)).status == 200
    assert len(turns.taken) == 1


async def test_a_token_of_entra_too(bot: Poster, issuer: Away) -> None:
    assert (await says_hi(bot, issuer.entra_token())).status == 503


@pytest.mark.parametrize("claims", [{"aud": ELSEWHERE}, {"aud": None}, {"serviceurl": "https://evil.example/"}])
async def test_the_answer_does_not_tell_for_whom_a_token_has_to_be(
    bot: Poster, turns: Parrot, service: Service, issuer: Away, claims: dict[str, Any]
) -> None:
    token = issuer.token(service.url, **claims)
    assert (await says_hi(bot, token)).status == 503

    issuer.away = False
    assert (await says_hi(bot, token)).status == 401
    assert turns.taken == []


@pytest.mark.parametrize("how", ["alg none", "alg none with a signature", "HS256 with the public key", "RS512"])
async def test_what_no_channel_signs_so_is_401(
    bot: Poster, turns: Parrot, service: Service, issuer: Away, how: str
) -> None:
    response = await says_hi(bot, f"Bearer {forged(issuer.token(service.url), how)}")

    assert response.status == 401
    assert turns.taken == []


def without_a_key_id() -> str:
    return "Bearer " + jwt.encode({"iss": Issuer().cloud.issuer, "exp": 9e9, "aud": "x"}, key_pair("key-1"), "RS256")


@pytest.mark.parametrize(
    "header",
    [
        *GARBAGE,
        pytest.param("Bearer " + "x" * 7000, id="long"),
        pytest.param(with_claims(b"[]"), id="claims in a list"),
        pytest.param(with_claims(b"{}"), id="no claims"),
        pytest.param(with_claims(b'{"iss": ["https://api.botframework.com"]}'), id="issuers in a list"),
        pytest.param(with_claims(b'{"iss": "https://evil.example"}'), id="another issuer"),
        pytest.param(with_header(b'{"alg":{"a":1},"kid":[]}'), id="header with odd values"),
        pytest.param(without_a_key_id(), id="no key"),
    ],
)
async def test_garbage_is_401(bot: Poster, turns: Parrot, header: str) -> None:
    assert (await says_hi(bot, header)).status == 401
    assert turns.taken == []


async def test_without_a_signature_it_is_401(bot: Poster, service: Service, issuer: Away) -> None:
    assert (await says_hi(bot, f"Bearer {forged(issuer.token(service.url), 'no signature')}")).status == 401


async def test_once_there_were_keys_an_unknown_one_is_401(
    bot: Poster, turns: Parrot, service: Service, issuer: Away, caplog: pytest.LogCaptureFixture
) -> None:
    issuer.away = False
    assert (await says_hi(bot, issuer.token(service.url), type="event")).status == 200
    issuer.away = True

    caplog.clear()
    await refuses(await says_hi(bot, issuer.token(service.url, kid="key-2")), turns, caplog)
