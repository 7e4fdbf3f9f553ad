"""Tidying up that may wait a moment: it goes along with the next transaction, and costs none of its own under load."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from bot.state.database import Work
from bot.state.failure import StoreError

log = logging.getLogger("peering_bot.store")

_SECONDS: Final = 0.05
"""How long something waits for a transaction to go along with."""
_AGAIN_SECONDS: Final = 5.0
_MOST: Final = 1_000
"""How much is kept to be tried again while the database does not work."""


class Soon:
    """Work that may be done again, or twice, without harm. `alone` does some of it in a transaction of its own."""

    def __init__(self, alone: Callable[[list[Work[Any]]], Awaitable[None]]) -> None:
        self._alone = alone
        self._works: list[Work[Any]] = []
        self._failed: list[Work[Any]] = []
        self._timer: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[None] | None = None

    def add(self, work: Work[Any]) -> None:
        """Have some work done soon. It is lost when the process ends before that without `flush`."""
        self._works.append(work)
        self._wait(_SECONDS)

    @contextmanager
    def along(self) -> Iterator[list[Work[Any]]]:
        """Give what is to be done, for a transaction that is just committed."""
        works, self._works = self._works, []
        try:
            yield works
        except BaseException:
            # If it failed because of them, the next one must not.
            self._put_back(works, _SECONDS)
            raise

    async def flush(self) -> None:
        """Do all of it now. Raises StoreError when the database fails; then it is tried again later."""
        works = [*self._failed, *self._works]
        self._failed, self._works = [], []
        try:
            if works:
                await self._alone(works)
        except StoreError:
            self._put_back(works, _AGAIN_SECONDS)
            raise
        except Exception:
            log.exception("what is done could not be tidied up together")
            await self._one_by_one(works)

    async def _one_by_one(self, works: list[Work[Any]]) -> None:
        for at, work in enumerate(works):
            try:
                await self._alone([work])
            except StoreError:
                self._put_back(works[at:], _AGAIN_SECONDS)
                raise
            except Exception:
                # A fault of ours: tried again it would only fail again.
                log.exception("something that is done could not be tidied up")

    def _put_back(self, works: list[Work[Any]], seconds: float) -> None:
        self._failed = [*works, *self._failed][-_MOST:]
        if works:
            self._wait(seconds)

    def _wait(self, seconds: float) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(seconds, self._begin)

    def _begin(self) -> None:
        self._timer = None
        if self._works or self._failed:
            self._task = asyncio.create_task(self._in_the_background())

    async def _in_the_background(self) -> None:
        try:
            await self.flush()
        except StoreError as error:
            log.error("what is done could not be tidied up, and is tried again: %s", error)
