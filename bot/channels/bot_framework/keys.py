"""The keys with which Microsoft signs the tokens of channels."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final

from botframework.connector.auth import AuthenticationConstants
from botframework.connector.auth.jwt_token_extractor import JwtTokenExtractor
from jwt.algorithms import RSAAlgorithm
from jwt.exceptions import PyJWTError

from bot.channels.bot_framework.web_client import CallError

log = logging.getLogger("peering_bot.bot_framework")

Fetch = Callable[[str], Awaitable[dict[str, Any]]]
"""Gives the JSON object at an address; raises CallError."""

CHANNELS: Final[str] = AuthenticationConstants.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL
EMULATOR: Final[str] = AuthenticationConstants.TO_BOT_FROM_EMULATOR_OPENID_METADATA_URL

DAY: Final = 24 * 3600.0
HOUR: Final = 3600.0
AFTER_FAILURE: Final = 30.0
"""Seconds for which a server of keys that failed is left alone."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key, in the shape that the SDK asks for: the public key and the channels it may vouch for."""

    public_key: Any
    endorsements: list[str]


@dataclass(slots=True)
class SigningKeys:
    """Keys by their ids, read again once a day, and for an unknown id at most once an hour.

    botbuilder 4.17.1's own class stumbles over an unknown id before it could refresh, and fetches on the event loop
    without a time limit.
    """

    url: str
    fetch: Fetch
    now: Callable[[], float] = monotonic
    _keys: dict[str, Key] = field(default_factory=dict)
    _read_at: float | None = None
    _failed_at: float | None = None
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def get(self, key_id: str | None) -> Key | None:
        """Give a key, None when there is no such key."""
        if self._older_than(DAY):
            await self._refresh(DAY)
        if key_id not in self._keys and self._older_than(HOUR):
            await self._refresh(HOUR)
        return self._keys.get(key_id or "")

    async def warm(self) -> None:
        """Read the keys before somebody waits for them."""
        await self._refresh(DAY)

    def _older_than(self, age: float) -> bool:
        return self._read_at is None or self.now() - self._read_at >= age

    async def _refresh(self, age: float) -> None:
        """Read the keys unless somebody else just did or just failed; a failure keeps the keys there are."""
        async with self._lock:
            failed_lately = self._failed_at is not None and self.now() - self._failed_at < AFTER_FAILURE
            if not self._older_than(age) or failed_lately:
                return
            try:
                metadata = await self.fetch(self.url)
                found = await self.fetch(str(metadata.get("jwks_uri")))
            except CallError as error:
                self._failed_at = self.now()
                log.error("the keys that tokens are signed with could not be read: %s", error)
                return
            self._keys = _keys(found)
            self._read_at, self._failed_at = self.now(), None


def use_keys(fetch: Fetch) -> tuple[SigningKeys, ...]:
    """Let the SDK, which keeps the keys of the whole process in one place, take them from here."""
    kept = tuple(SigningKeys(url, fetch) for url in (CHANNELS, EMULATOR))
    JwtTokenExtractor.metadataCache.update({keys.url: keys for keys in kept})
    return kept


def _keys(found: dict[str, Any]) -> dict[str, Key]:
    listed = found.get("keys")
    keys: dict[str, Key] = {}
    for one in listed if isinstance(listed, list) else ():
        try:
            keys[str(one["kid"])] = Key(RSAAlgorithm.from_jwk(json.dumps(one)), list(one.get("endorsements") or ()))
        except (PyJWTError, KeyError, TypeError, ValueError, AttributeError):
            log.warning("a key that tokens may be signed with is of an unknown kind and was left out")
    return keys
