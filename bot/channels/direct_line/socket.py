"""One open stream of a conversation."""

import asyncio
import logging
from typing import Final

from aiohttp import WSCloseCode, WSMsgType, web

from bot.channels.direct_line.frame import News, frame
from bot.state.store import Entry, Store, StoreError

log = logging.getLogger("peering_bot.direct_line")

_MAX_WAITING: Final = 256
"""News that wait for a slow client before it is sent away; it comes back with its watermark."""
_PAGE: Final = 200
_CLOSING_SECONDS: Final = 2.0
_HEARTBEAT_SECONDS: Final = 45.0
_MAX_MESSAGE: Final = 4096


class Socket:
    """Sends the log after the watermark, then the news, each entry once and in order."""

    def __init__(self, store: Store, conversation: str, watermark: int, keep_alive: float) -> None:
        self._store = store
        self._conversation = conversation
        self._sent = watermark
        self._keep_alive = keep_alive
        self._news: asyncio.Queue[News] = asyncio.Queue(_MAX_WAITING)
        # A client has nothing to say on its stream but empty frames.
        self._ws = web.WebSocketResponse(
            timeout=_CLOSING_SECONDS, heartbeat=_HEARTBEAT_SECONDS, max_msg_size=_MAX_MESSAGE
        )

    def push(self, news: News) -> bool:
        """Queue news; tell whether there was room."""
        try:
            self._news.put_nowait(news)
        except asyncio.QueueFull:
            return False
        return True

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Talk to the client until one side ends it."""
        await self._ws.prepare(request)
        listening, sending = asyncio.create_task(self._listen()), asyncio.create_task(self._send_all())
        try:
            await asyncio.wait((listening, sending), return_when=asyncio.FIRST_COMPLETED)
            if sending.done():
                await self.close(WSCloseCode.INTERNAL_ERROR, "come back")
        finally:
            listening.cancel()
            sending.cancel()
            await asyncio.gather(listening, sending, return_exceptions=True)
        return self._ws

    async def close(self, code: int, reason: str) -> None:
        """End the stream from this side."""
        if self._ws.prepared and not self._ws.closed:
            await self._ws.close(code=code, message=reason.encode())

    async def _listen(self) -> None:
        async for message in self._ws:
            if message.type is WSMsgType.TEXT and not message.data:
                await self._ws.send_str("")

    async def _send_all(self) -> None:
        try:
            await self._catch_up()
            while True:
                await self._send_next()
        except ConnectionError:
            log.debug("a stream was cut off")
        except StoreError as error:
            log.error("a stream ends: %s", error)

    async def _send_next(self) -> None:
        try:
            async with asyncio.timeout(self._keep_alive):
                news = await self._news.get()
        except TimeoutError:
            await self._ws.send_str("")
            return
        if news.entries:
            await self._send_entries(news)
        if news.fleeting:
            await self._ws.send_str(frame(news.fleeting, self._sent))

    async def _send_entries(self, news: News) -> None:
        if news.last <= self._sent:
            return
        if news.first == self._sent + 1:
            await self._send(news.entries)
        else:
            # Something in between was written and is not announced yet, or a part was sent already.
            await self._catch_up()

    async def _catch_up(self) -> None:
        while entries := await self._store.activities(self._conversation, self._sent, _PAGE):
            await self._send(entries)

    async def _send(self, entries: list[Entry] | tuple[Entry, ...]) -> None:
        self._sent = entries[-1].sequence
        await self._ws.send_str(frame([entry.activity for entry in entries], self._sent))
