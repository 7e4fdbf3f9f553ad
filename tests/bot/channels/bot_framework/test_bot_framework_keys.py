"""The keys that tokens are signed with are read seldom, and survive a server that fails."""

import asyncio
from typing import Any

import pytest

from bot.channels.bot_framework.cloud import CLOUDS
from bot.channels.bot_framework.keys import AFTER_FAILURE, DAY, HOUR, SigningKeys
from bot.channels.bot_framework.web_client import CallError
from tests.bot.channels.bot_framework.world import Clock, Issuer


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keys(issuer: Issuer, clock: Clock) -> SigningKeys:
    return SigningKeys(CLOUDS["Public"].channel_keys, issuer.fetch, clock)


async def test_a_key_has_what_it_may_vouch_for(keys: SigningKeys) -> None:
    key = await keys.get("key-1")
    assert key is not None
    assert key.endorsements == {"msteams", "emulator"}


async def test_an_unknown_key_is_looked_for_once_an_hour(keys: SigningKeys, issuer: Issuer, clock: Clock) -> None:
    assert await keys.get("key-1")
    assert await keys.get("key-2") is None
    assert issuer.reads == 1

    issuer.new_key("key-2")
    clock.now += HOUR
    assert await keys.get("key-2")
    assert await keys.get("key-3") is None
    assert issuer.reads == 2


async def test_many_at_once_read_once(keys: SigningKeys, issuer: Issuer) -> None:
    assert all(await asyncio.gather(*(keys.get("key-1") for _ in range(50))))
    assert not any(await asyncio.gather(*(keys.get(f"unknown-{number}") for number in range(50))))
    assert issuer.reads == 1


async def test_keys_are_read_again_after_a_day(keys: SigningKeys, issuer: Issuer, clock: Clock) -> None:
    await keys.warm()
    clock.now += DAY
    assert await keys.get("key-1")
    assert issuer.reads == 2


async def test_a_key_that_was_withdrawn_is_gone(keys: SigningKeys, issuer: Issuer, clock: Clock) -> None:
    await keys.warm()
    issuer.new_key("key-2")
    issuer.drop_key("key-1")
    clock.now += DAY
    assert await keys.get("key-1") is None


async def test_keys_outlive_a_server_that_fails(keys: SigningKeys, clock: Clock) -> None:
    tries = []

    async def fails(url: str) -> dict[str, Any]:
        tries.append(url)
        raise CallError("no network")

    await keys.warm()
    keys.fetch = fails
    clock.now += DAY
    assert await keys.get("key-1")
    assert await keys.get("key-9") is None
    assert len(tries) == 1

    clock.now += AFTER_FAILURE
    assert await keys.get("key-1")
    assert len(tries) == 2


async def test_a_known_key_does_not_wait_for_a_server_that_hangs(
    keys: SigningKeys, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.bot_framework.keys._KNOWN_WAITS", 0.01)
    comes = asyncio.Event()

    async def hangs(url: str) -> dict[str, Any]:
        await comes.wait()
        raise CallError("too late")

    await keys.warm()
    keys.fetch = hangs
    clock.now += DAY
    async with asyncio.timeout(5):
        assert await keys.get("key-1")
        assert await keys.get("key-1")
    comes.set()
    assert await keys.get("key-9") is None


@pytest.mark.parametrize("answer", [{}, {"keys": []}, {"keys": "none"}, {"keys": [None, {"kid": "key-1"}]}])
async def test_an_answer_without_keys_is_a_failure(keys: SigningKeys, clock: Clock, answer: dict[str, Any]) -> None:
    async def empty(url: str) -> dict[str, Any]:
        return answer

    await keys.warm()
    keys.fetch = empty
    clock.now += DAY
    assert await keys.get("key-1")
