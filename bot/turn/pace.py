"""Many turns at once, without holding up the event loop together."""

import asyncio
from collections import deque


class Pace:
    """Lets one turn think in each pass of the event loop: what a turn thinks takes milliseconds at a stretch."""

    def __init__(self) -> None:
        self._taken = False
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def wait(self) -> None:
        """Return when no other turn thinks in this pass of the loop: in the order of asking."""
        if self._taken:
            mine = asyncio.get_running_loop().create_future()
            self._waiting.append(mine)
            try:
                await mine
            except asyncio.CancelledError:
                if not mine.cancelled():
                    self._next()
                raise
        self._taken = True
        asyncio.get_running_loop().call_soon(self._next)

    def _next(self) -> None:
        while self._waiting:
            mine = self._waiting.popleft()
            if not mine.done():
                mine.set_result(None)
                return
        self._taken = False
