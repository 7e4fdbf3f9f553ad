"""Deleting what is older than the setting allows, in small pieces, so that nobody has to wait for it."""

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Final

from aiohttp import web
from sqlalchemy import Column, Connection, delete, select

from bot.state.store import Store, StoreError
from bot.state.tables import ACTIVITIES, CONVERSATIONS, DOCUMENTS, FEEDBACK, GIVEN, HAND_OFFS, INBOX, OUTBOX, UNKNOWNS

log = logging.getLogger("peering_bot.store")

_PIECE: Final = 200
"""How many rows are deleted in one transaction."""
_PAUSE_SECONDS: Final = 0.02
_DAY_SECONDS: Final = 86_400

_AGES: Final[tuple[tuple[Column[object], Column[object]], ...]] = (
    (DOCUMENTS.c.key, DOCUMENTS.c.updated),
    (INBOX.c.sequence, INBOX.c.until),
    (OUTBOX.c.sequence, OUTBOX.c.until),
    (HAND_OFFS.c.id, HAND_OFFS.c.updated),
    (FEEDBACK.c.number, FEEDBACK.c.created),
    (GIVEN.c.message, GIVEN.c.created),
)
"""Key and age of every table that is swept row by row."""


class Retention:
    """Deletes what was not touched for some days; 0 keeps everything. `now` gives seconds since 1970."""

    def __init__(
        self, store: Store, days: int, *, now: Callable[[], float] = time.time, pause: float = _PAUSE_SECONDS
    ) -> None:
        self._store = store
        self._days = days
        self._now = now
        self._pause = pause
        self._task: asyncio.Task[None] | None = None

    def add_to(self, app: web.Application) -> None:
        """Sweep at the start of an application and once a day."""
        app.on_startup.append(self._start)
        app.on_shutdown.append(self._stop)

    async def sweep(self) -> int:
        """Delete what is too old; give how many rows that were. Raises StoreError."""
        if not self._days:
            return 0
        before = int(self._now()) - self._days * _DAY_SECONDS
        swept = 0
        for key, age in _AGES:
            swept += await self._repeat(partial(_delete_old, key=key, age=age, before=before))
        day = datetime.fromtimestamp(before, UTC).isoformat(timespec="seconds")
        swept += await self._repeat(partial(_delete_old, key=UNKNOWNS.c.digest, age=UNKNOWNS.c.last, before=day))
        return swept + await self._repeat(partial(_delete_logs, before=before))

    async def _repeat(self, work: Callable[[Connection], int]) -> int:
        """Do a piece of work until it has nothing left to do, with pauses in which others get their turn."""
        total = 0
        while True:
            async with self._store.unit() as unit:
                done = await unit.run(work)
            total += done
            if not done:
                return total
            await asyncio.sleep(self._pause)

    async def _start(self, _app: web.Application) -> None:
        if self._days:
            self._task = asyncio.create_task(self._daily())

    async def _stop(self, _app: web.Application) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _daily(self) -> None:
        while True:
            try:
                if swept := await self.sweep():
                    log.info("%s rows older than %s days were deleted", swept, self._days)
            except StoreError as error:
                log.error("what is too old could not be deleted, and is tried again tomorrow: %s", error)
            await asyncio.sleep(_DAY_SECONDS)


def _delete_old(connection: Connection, key: Column[object], age: Column[object], before: int | str) -> int:
    old = select(key).where(age < before).limit(_PIECE)
    # The age once more: what was written meanwhile stays.
    return connection.execute(delete(key.table).where(key.in_(old), age < before)).rowcount


def _delete_logs(connection: Connection, before: int) -> int:
    """Delete a piece of the log of an old conversation, or the conversation when its log is empty."""
    table = CONVERSATIONS.c
    conversation = connection.scalar(select(table.id).where(table.updated < before).limit(1))
    if conversation is None:
        return 0
    log_of = ACTIVITIES.c
    first = select(log_of.sequence).where(log_of.conversation_id == conversation).limit(_PIECE)
    piece = delete(ACTIVITIES).where(log_of.conversation_id == conversation, log_of.sequence.in_(first))
    swept = connection.execute(piece).rowcount
    if swept < _PIECE:
        swept += connection.execute(delete(CONVERSATIONS).where(table.id == conversation)).rowcount
    return swept
