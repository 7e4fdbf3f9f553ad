"""Trying again when the service of a channel is busy or away for a moment."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Final, TypeVar

from bot.channels.bot_framework.web_client import CallError

Result = TypeVar("Result")

BUSY: Final = frozenset({429, 412, 502, 503, 504})
"""Statuses after which Teams says that the same may be sent again, with exponential back-off
(learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit)."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How often is tried, and how long is waited before: exponentially longer, by chance up to half of it shorter.

    What the service says in `Retry-After` counts instead; for more than `longest` seconds nobody waits here, see
    `told_seconds`. Clock, sleep and chance are given.
    """

    tries: int = 5
    first: float = 0.5
    longest: float = 30.0
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.random
    now: Callable[[], float] = time.time

    async def insist(self, call: Callable[[], Awaitable[Result]]) -> Result:
        """Give what the call gives. Raises its CallError when it cannot help to try again, or was tried enough."""
        for tried in range(1, self.tries):
            try:
                return await call()
            except CallError as error:
                wait = self._wait(tried, error)
                if not may_repeat(error) or wait > self.longest:
                    raise
                await self.sleep(wait)
        return await call()

    def _wait(self, tried: int, error: CallError) -> float:
        told = seconds_of(error.retry_after, self.now())
        if told is not None:
            return told
        return min(self.first * 2 ** (tried - 1), self.longest) * (1 - self.chance() / 2)


ONCE: Final = Patience(tries=1)
"""No patience."""


def may_repeat(error: CallError) -> bool:
    """Tell whether the same may be sent again at once: the service said so, or nothing got there."""
    return error.status in BUSY or error.unsent


def is_doubtful(error: Exception) -> bool:
    """Tell whether it may have arrived although it failed: the answer never came, or was an inner error."""
    return isinstance(error, CallError) and not error.unsent and error.status in {None, 500}


def passes(error: Exception) -> bool:
    """Tell whether the same may work later; a refusal stays one."""
    return isinstance(error, CallError) and (may_repeat(error) or is_doubtful(error))


def told_seconds(error: Exception, now: float) -> float:
    """Give after how many seconds the service wants to be asked again, 0 when it did not say."""
    return (seconds_of(error.retry_after, now) or 0.0) if isinstance(error, CallError) else 0.0


def seconds_of(retry_after: str | None, now: float) -> float | None:
    """Give how many seconds a `Retry-After` says, a number or a date; None for none and for nonsense."""
    if not retry_after:
        return None
    if retry_after.strip().isdecimal() and retry_after.isascii():
        return float(retry_after)
    try:
        return max(parsedate_to_datetime(retry_after).timestamp() - now, 0.0)
    except (TypeError, ValueError, OverflowError):
        return None
