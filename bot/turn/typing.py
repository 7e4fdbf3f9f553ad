"""Showing that an answer is being written, when it takes long. botbuilder 4.17.1's own goes on for ever after an
exception (row 12)."""

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Final, Self

AFTER: Final = 0.5
"""Seconds without an answer before it shows."""


class Typing:
    """Shows it once, `after` some seconds, unless it is stopped before; never any more when `stop` has returned."""

    def __init__(self, show: Callable[[], Awaitable[None]], after: float = AFTER) -> None:
        self._show = show
        self._after = after
        self._timer: asyncio.TimerHandle | None = None
        self._showing: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._timer = asyncio.get_running_loop().call_later(self._after, self._begin)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        await self.stop()

    async def stop(self) -> None:
        """Come to an end before the answer is sent. What is on its way already is waited for, or it came after."""
        if self._timer is not None:
            self._timer.cancel()
        if self._showing is not None:
            await asyncio.gather(self._showing, return_exceptions=True)

    def _begin(self) -> None:
        self._showing = asyncio.ensure_future(self._shown())

    async def _shown(self) -> None:
        await self._show()
