"""Everybody who listens to a conversation."""

import asyncio
import logging
from collections import defaultdict, deque
from datetime import datetime, timedelta
from typing import Final

from aiohttp import WSCloseCode

from bot.channels.direct_line.frame import News
from bot.channels.direct_line.socket import Socket
from bot.channels.direct_line.token import Clock
from bot.turn.channel import Wire

log = logging.getLogger("peering_bot.direct_line")

MAX_SOCKETS: Final = 20
"""Streams of one conversation at a time; one more closes the oldest."""
_MAX_LEFT: Final = 10
_LEFT_FOR: Final = timedelta(seconds=60)


class Audience:
    """Knows the open streams, and holds for a minute what is not in the log for those who poll or just reconnect."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._sockets: defaultdict[str, list[Socket]] = defaultdict(list)
        self._left: dict[str, deque[tuple[datetime, Wire]]] = {}
        self._closing: set[asyncio.Task[None]] = set()

    def join(self, conversation: str, socket: Socket) -> None:
        """Add a stream."""
        sockets = self._sockets[conversation]
        sockets.append(socket)
        while len(sockets) > MAX_SOCKETS:
            self._send_away(sockets.pop(0), "too many streams")
        left = self.take_left(conversation)
        if left:
            socket.push(News(fleeting=left))

    def leave(self, conversation: str, socket: Socket) -> None:
        """Remove a stream."""
        sockets = self._sockets[conversation]
        if socket in sockets:
            sockets.remove(socket)
        if not sockets:
            del self._sockets[conversation]

    def tell(self, conversation: str, news: News) -> None:
        """Hand news to every stream. What is neither in the log nor typing waits for the next one who asks."""
        sockets = self._sockets.get(conversation)
        if not sockets:
            self._leave_behind(conversation, news.fleeting)
            return
        for socket in tuple(sockets):
            if not socket.push(news):
                sockets.remove(socket)
                self._send_away(socket, "too slow")

    def take_left(self, conversation: str) -> tuple[Wire, ...]:
        """Give, once, what was said outside the log while nobody listened."""
        since = self._clock() - _LEFT_FOR
        return tuple(activity for when, activity in self._left.pop(conversation, ()) if when >= since)

    async def close(self) -> None:
        """End all streams, because the server stops."""
        sockets = [socket for group in self._sockets.values() for socket in group]
        closing = [socket.close(WSCloseCode.GOING_AWAY, "the server stops") for socket in sockets]
        await asyncio.gather(*closing, *self._closing, return_exceptions=True)

    def _leave_behind(self, conversation: str, activities: tuple[Wire, ...]) -> None:
        lasting = [activity for activity in activities if activity["type"] != "typing"]
        if not lasting:
            return
        now = self._clock()
        for known in [known for known, held in self._left.items() if held[-1][0] < now - _LEFT_FOR]:
            del self._left[known]
        self._left.setdefault(conversation, deque(maxlen=_MAX_LEFT)).extend((now, activity) for activity in lasting)

    def _send_away(self, socket: Socket, reason: str) -> None:
        task = asyncio.create_task(socket.close(WSCloseCode.TRY_AGAIN_LATER, reason))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)
