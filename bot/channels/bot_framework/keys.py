"""The keys with which Microsoft signs the tokens of channels."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final

from jwt.algorithms import RSAAlgorithm
from jwt.exceptions import PyJWTError

from bot.channels.bot_framework.web_client import CallError

log = logging.getLogger("peering_bot.bot_framework")

Fetch = Callable[[str], Awaitable[dict[str, Any]]]
"""Gives the JSON object at an address; raises CallError."""

DAY: Final = 24 * 3600.0
HOUR: Final = 3600.0
AFTER_FAILURE: Final = 30.0
"""Seconds for which a server of keys that failed is left alone."""
_KNOWN_WAITS: Final = 1.0
"""Seconds that somebody whose key is known waits for newer keys: an invoke of Teams must be answered in five."""


@dataclass(frozen=True, slots=True)
class Key:
    """A public key, and the channels it may vouch for (empty: all)."""

    public_key: Any
    endorsements: frozenset[str] = frozenset()


@dataclass(slots=True)
class SigningKeys:
    """Keys by their ids, read again once a day, and for an unknown id at most once an hour.

    `url` is where the OpenID metadata is. botbuilder 4.17.1's own class stumbles over an unknown id before it could
    refresh (row 3), and fetches on the event loop without a time limit (row 4).
    """

    url: str
    fetch: Fetch
    now: Callable[[], float] = monotonic
    _keys: dict[str, Key] = field(default_factory=dict)
    _read_at: float | None = None
    _failed_at: float | None = None
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _refreshing: asyncio.Task[None] | None = None

    @property
    def missing(self) -> bool:
        """Tell whether no keys were ever read, because their server could not be reached."""
        return self._read_at is None

    async def get(self, key_id: str) -> Key | None:
        """Give a key, None when there is no such key."""
        if self._older_than(DAY):
            await (self._refresh_beside() if key_id in self._keys else self._refresh(DAY))
        if key_id not in self._keys and self._older_than(HOUR):
            await self._refresh(HOUR)
        return self._keys.get(key_id)

    async def warm(self) -> None:
        """Read the keys before somebody waits for them."""
        await self._refresh(DAY)

    def _older_than(self, age: float) -> bool:
        return self._read_at is None or self.now() - self._read_at >= age

    def _failed_lately(self) -> bool:
        return self._failed_at is not None and self.now() - self._failed_at < AFTER_FAILURE

    async def _refresh_beside(self) -> None:
        """Read the keys, and wait for them only a moment, once: the ones that are known do."""
        if self._failed_lately() or (self._refreshing is not None and not self._refreshing.done()):
            return
        self._refreshing = asyncio.create_task(self._refresh(DAY))
        await asyncio.wait({self._refreshing}, timeout=_KNOWN_WAITS)

    async def _refresh(self, age: float) -> None:
        """Read the keys unless somebody else just did or just failed; a failure keeps the keys there are."""
        async with self._lock:
            if not self._older_than(age) or self._failed_lately():
                return
            try:
                self._keys = await self._fetch()
                self._read_at, self._failed_at = self.now(), None
            except CallError as error:
                self._failed_at = self.now()
                log.error("the keys that tokens are signed with could not be read: %s", error)

    async def _fetch(self) -> dict[str, Key]:
        metadata = await self.fetch(self.url)
        found = _keys(await self.fetch(str(metadata.get("jwks_uri"))))
        if not found:
            # Keys that are a day old serve better than none.
            raise CallError(f"{self.url} leads to none")
        return found


def _keys(found: dict[str, Any]) -> dict[str, Key]:
    listed = found.get("keys")
    keys: dict[str, Key] = {}
    for one in listed if isinstance(listed, list) else ():
        try:
            vouches = frozenset(one.get("endorsements") or ())
            keys[str(one["kid"])] = Key(RSAAlgorithm.from_jwk(json.dumps(one)), vouches)
        except (PyJWTError, KeyError, TypeError, ValueError, AttributeError):
            log.warning("a key that tokens may be signed with is of an unknown kind and was left out")
    return keys
