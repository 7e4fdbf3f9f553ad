"""A token that was valid is remembered, but not longer than it and its key hold."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.channels.bot_framework.cloud import CLOUDS
from bot.channels.bot_framework.keys import DAY, SigningKeys
from bot.channels.bot_framework.tokens import TokenError, Tokens
from tests.bot.channels.bot_framework.world import Clock, Issuer, public_key

URL = "https://smba.trafficmanager.net/amer/"


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime.now(UTC).timestamp())


@pytest.fixture
def tokens(issuer: Issuer, clock: Clock) -> Tokens:
    channels = SigningKeys(CLOUDS["Public"].channel_keys, issuer.fetch, clock)
    return Tokens({CLOUDS["Public"].issuer: channels}, clock)


async def test_the_signature_is_checked_once(tokens: Tokens, issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> None:
    text = issuer.token(URL).split()[1]
    first = await tokens.read(text)
    monkeypatch.setattr("jwt.decode", None)
    monkeypatch.setattr("jwt.decode_complete", None)

    assert await tokens.read(text) is first


async def test_a_refused_token_is_not_remembered(tokens: Tokens, issuer: Issuer) -> None:
    text = issuer.token(URL, kid="key-2").split()[1]
    for _ in range(2):
        with pytest.raises(TokenError, match="key is not known"):
            await tokens.read(text)


async def test_one_letter_makes_another_token(tokens: Tokens, issuer: Issuer) -> None:
    text = issuer.token(URL).split()[1]
    await tokens.read(text)
    changed = text[:-10] + ("A" if text[-10] != "A" else "B") + text[-9:]
    with pytest.raises(TokenError, match="signature"):
        await tokens.read(changed)


async def test_it_is_forgotten_when_it_is_over(tokens: Tokens, issuer: Issuer, clock: Clock) -> None:
    text = issuer.token(URL, exp=datetime.now(UTC) - timedelta(minutes=4)).split()[1]
    remembered = await tokens.read(text)
    assert await tokens.read(text) is remembered

    clock.now += 61
    again = await tokens.read(text)
    assert again is not remembered, "it was not looked at again"


async def test_it_is_forgotten_when_its_key_is_withdrawn(tokens: Tokens, issuer: Issuer, clock: Clock) -> None:
    text = issuer.token(URL, exp=datetime.now(UTC) + timedelta(days=2)).split()[1]
    await tokens.read(text)
    issuer.new_key("key-2")
    issuer.drop_key("key-1")

    clock.now += DAY
    with pytest.raises(TokenError, match="key is not known"):
        await tokens.read(text)


async def test_it_is_forgotten_when_its_key_is_another_one(tokens: Tokens, issuer: Issuer, clock: Clock) -> None:
    text = issuer.token(URL, exp=datetime.now(UTC) + timedelta(days=2)).split()[1]
    await tokens.read(text)

    async def other_keys(url: str) -> dict[str, Any]:
        return {"jwks_uri": "keys", "keys": [public_key("stranger") | {"kid": "key-1"}]}

    tokens.keys[CLOUDS["Public"].issuer].fetch = other_keys
    clock.now += DAY
    with pytest.raises(TokenError, match="signature"):
        await tokens.read(text)


async def test_only_so_many_are_remembered(tokens: Tokens, issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.bot_framework.tokens._REMEMBERED", 2)
    texts = [issuer.token(URL, number=number).split()[1] for number in range(3)]
    first = await tokens.read(texts[0])
    for text in texts[1:]:
        await tokens.read(text)

    assert await tokens.read(texts[0]) is not first
    assert await tokens.read(texts[2]) is await tokens.read(texts[2])
