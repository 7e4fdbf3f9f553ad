"""Transactions of a database without holding up the event loop: each piece of work is one visit, however long it is."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.state.engine import READS
from bot.state.worker import Worker

Result = TypeVar("Result")
Work = Callable[[Connection], Result]
"""Statements that are run one after the other on a connection; what it gives must not need the connection any more."""


class Link(Protocol):
    """An open transaction."""

    async def run(self, work: Work[Result]) -> Result:
        """Do some work in it."""

    async def commit(self, last: Sequence[Work[Any]]) -> None:
        """Do the last works and keep everything."""


class Database(Protocol):
    """What the store needs of a database."""

    def begin(self) -> AbstractAsyncContextManager[Link]:
        """Give a transaction that opens with its first work; dropped at the end when it was not committed."""

    async def read(self, work: Work[Result]) -> Result:
        """Only read."""

    async def close(self) -> None:
        """Close all connections."""


class SqliteDatabase:
    """SQLite's own driver on two threads, one that writes and one that reads.

    Drivers that are asynchronous for SQLite change threads several times for each statement, which costs more than
    the statement itself.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._readable = engine.execution_options(**{READS: True})
        # SQLite has one writer at a time; waiting here is fair and costs no polling of the file.
        self._lock = asyncio.Lock()
        self._writer = Worker("store-writes")
        self._reader = Worker("store-reads")
        self._writing: Connection | None = None
        self._reading: Connection | None = None

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Link]:
        """Give a transaction that opens with its first work."""
        async with self._lock:
            link = _SqliteLink(self._opened, self._writer)
            try:
                yield link
            finally:
                if not link.committed:
                    # Work that nobody waits for any more may still be going on: this comes after it.
                    await asyncio.shield(self._writer.run(self._drop))

    async def read(self, work: Work[Result]) -> Result:
        """Only read."""
        return await self._reader.run(lambda: self._read(work))

    async def close(self) -> None:
        """Close all connections. They are opened again when something comes afterwards."""
        await self._writer.run(self._drop)
        await self._reader.run(self._stop_reading)
        await self._writer.run(self._engine.dispose)
        self._writer.end()
        self._reader.end()

    def _read(self, work: Work[Result]) -> Result:
        if self._reading is None:
            self._reading = self._readable.connect()
        try:
            return work(self._reading)
        except BaseException:
            self._stop_reading()
            raise
        finally:
            if self._reading is not None and self._reading.in_transaction():
                self._reading.rollback()

    def _stop_reading(self) -> None:
        if self._reading is not None:
            self._reading.close()
            self._reading = None

    def _opened(self) -> Connection:
        """Give the connection that writes, in a transaction."""
        if self._writing is None:
            self._writing = self._engine.connect()
        if not self._writing.in_transaction():
            self._writing.begin()
        return self._writing

    def _drop(self) -> None:
        if self._writing is not None:
            # Rolls back what was not committed.
            self._writing.close()
            self._writing = None


class _SqliteLink:
    def __init__(self, opened: Callable[[], Connection], writer: Worker) -> None:
        self.committed = False
        self._opened = opened
        self._writer = writer

    async def run(self, work: Work[Result]) -> Result:
        return await self._writer.run(lambda: work(self._opened()))

    async def commit(self, last: Sequence[Work[Any]]) -> None:
        await self._writer.run(lambda: self._commit(last))
        self.committed = True

    def _commit(self, last: Sequence[Work[Any]]) -> None:
        connection = self._opened()
        for work in last:
            work(connection)
        connection.commit()


class AsyncDatabase:
    """A database on a network, whose driver is asynchronous itself."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Link]:
        """Give a transaction that opens with its first work."""
        link = _AsyncLink(self._engine)
        try:
            yield link
        finally:
            if link.connection is not None:
                # Rolls back what was not committed.
                await asyncio.shield(link.connection.close())

    async def read(self, work: Work[Result]) -> Result:
        """Only read."""
        async with self._engine.connect() as connection:
            return await connection.run_sync(work)

    async def close(self) -> None:
        """Close all connections."""
        await self._engine.dispose()


class _AsyncLink:
    def __init__(self, engine: AsyncEngine) -> None:
        self.connection: AsyncConnection | None = None
        self._engine = engine

    async def run(self, work: Work[Result]) -> Result:
        return await (await self._opened()).run_sync(work)

    async def commit(self, last: Sequence[Work[Any]]) -> None:
        for work in last:
            await self.run(work)
        if self.connection is not None:
            await self.connection.commit()

    async def _opened(self) -> AsyncConnection:
        if self.connection is None:
            self.connection = await self._engine.connect()
            await self.connection.begin()
        return self.connection


def database(engine: Engine | AsyncEngine) -> Database:
    """Give the database behind an engine."""
    return AsyncDatabase(engine) if isinstance(engine, AsyncEngine) else SqliteDatabase(engine)
