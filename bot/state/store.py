"""The store of the running program: documents, the Direct Line log and keys, in one database."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

import orjson
from sqlalchemy import Connection, Row, Select, bindparam, func, select

from bot.state.database import Result, Work, database
from bot.state.engine import make_engine, place_of, sqlite_file
from bot.state.failure import Conflict, Missing, Repeated, StoreError, told
from bot.state.log import Conversation, Entry
from bot.state.prepared import Prepared
from bot.state.soon import Soon
from bot.state.tables import ACTIVITIES, CONVERSATIONS, DOCUMENTS, KEYS, UNKNOWNS
from bot.state.unit import Unit
from bot.state.upgrade import upgrade

__all__ = [
    "Conflict",
    "Conversation",
    "Entry",
    "Missing",
    "Repeated",
    "Store",
    "StoreError",
    "Stored",
    "Unit",
    "Unknown",
]

log = logging.getLogger("peering_bot.store")

# Built once: building a statement costs as much as running it.
_DOCUMENT: Final = Prepared(select(DOCUMENTS.c.body, DOCUMENTS.c.etag).where(DOCUMENTS.c.key == bindparam("of")))
_CONVERSATION: Final = select(CONVERSATIONS).where(CONVERSATIONS.c.id == bindparam("of"))

_NO_END: Final = 1_000_000
_LARGEST_PAGE: Final = 2_000_000
"""How many characters of activities are read at a time, one activity at least."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A document and the etag that a later write of it must name."""

    body: dict[str, Any]
    etag: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """An error that nobody knew: its masked text, how often it came, and when last (ISO form)."""

    text: str
    times: int
    last: str


class Store:
    """Keeps what must survive a restart. Every failure of the database is a StoreError; then nothing was kept."""

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)
        self._database = database(self.engine)
        self._url = url
        self._place = place_of(url)
        self._opened = False
        self._opening = asyncio.Lock()
        self._soon = Soon(self._alone)

    async def open(self) -> None:
        """Create folder, file and tables as far as they are missing. Everything else calls it when needed."""
        if self._opened:
            return
        async with self._opening:
            if self._opened:
                return
            with told(self._place):
                self._make_file()
                async with self._database.begin() as link:
                    await link.run(upgrade)
                    await link.commit(())
            self._opened = True

    def _make_file(self) -> None:
        path = sqlite_file(self._url)
        if path is not None and not path.exists():
            # The file holds what people wrote and the signing key: for the owner's eyes only.
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch(mode=0o600)

    async def close(self) -> None:
        """Close all connections."""
        try:
            await self.flush()
        except StoreError as error:
            log.error("what is done could not be tidied up before the end: %s", error)
        await self._database.close()

    async def ready(self) -> None:
        """Return when the store can be written, otherwise raise StoreError saying why not."""
        async with self.unit() as unit:
            await unit.probe()

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Unit]:
        """Open one transaction: kept when the block ends, dropped when an exception leaves it."""
        await self.open()
        async with self._database.begin() as link:
            unit = Unit(link, self._place)
            yield unit
            with told(self._place), self._soon.along() as more:
                await link.commit([*unit.last, *more])
            unit.committed = True

    def soon(self, work: Work[Any]) -> None:
        """Do a piece of work with the next transaction, or in a moment; it must do no harm when it is done twice."""
        self._soon.add(work)

    async def flush(self) -> None:
        """Do now what was to be done soon. Raises StoreError."""
        await self._soon.flush()

    async def _alone(self, works: list[Work[Any]]) -> None:
        async with self.unit() as unit:
            unit.last += works

    async def read(self, key: str) -> Stored | None:
        """Give a document, None when there is none. The caller owns the body; a damaged document is empty."""
        return await self.look(lambda connection: document(connection, key))

    async def conversation(self, conversation: str) -> Conversation | None:
        """Give a Direct Line conversation, None when it was not started."""
        row = await self._first(_CONVERSATION, {"of": conversation})
        return None if row is None else Conversation(row.id, row.user_id, row.last)

    async def start(self, conversation: str, user: str, created: str) -> bool:
        """Start a conversation; tell whether it is new. `created` is a time in ISO form."""
        try:
            async with self.unit() as unit:
                await unit.start(conversation, user, created)
        except Conflict:
            return False
        return True

    async def activities(self, conversation: str, after: int, limit: int = _NO_END) -> list[Entry]:
        """Give the activities of a conversation after a sequence number, oldest first: at most `limit`.

        They are fewer when they are large, but one at least, so that a page of the log is never too much for memory.
        """
        table = ACTIVITIES.c
        there = (table.conversation_id == conversation, table.sequence > after)
        sizes = select(table.sequence, func.length(table.body).label("size")).where(*there)
        last = _page_end(await self._all(sizes.order_by(table.sequence).limit(limit)))
        if last is None:
            return []
        statement = select(table.sequence, table.body).where(*there, table.sequence <= last)
        rows = await self._all(statement.order_by(table.sequence))
        return [Entry(conversation, row.sequence, orjson.loads(row.body)) for row in rows]

    async def unknowns(self, limit: int = 100) -> list[Unknown]:
        """Give the errors that nobody knew, the most frequent first."""
        table = UNKNOWNS.c
        rows = await self._all(select(UNKNOWNS).order_by(table.times.desc(), table.last.desc()).limit(limit))
        return [Unknown(row.text, row.times, row.last) for row in rows]

    async def key(self, name: str, make: Callable[[], bytes]) -> bytes:
        """Give the key with this name; it is made when it is asked for the first time, and then stays."""
        statement = select(KEYS.c.value).where(KEYS.c.name == name)
        row = await self._first(statement)
        if row is None:
            await self._keep_key(name, make())
            row = await self._first(statement)
        if row is None:
            raise StoreError(f"The store {self._place} lost a key that it was just given.")
        return bytes.fromhex(row.value)

    async def _keep_key(self, name: str, value: bytes) -> None:
        try:
            async with self.unit() as unit:
                await unit.keep_key(name, value)
        except Conflict:
            log.debug("the key %s was made by another process at the same time", name)

    async def look(self, work: Work[Result]) -> Result:
        """Do a piece of work that only reads, as one visit of the database."""
        await self.open()
        with told(self._place):
            return await self._database.read(work)

    async def _all(self, statement: Select[Any], values: dict[str, Any] | None = None) -> Sequence[Row[Any]]:
        def rows(connection: Connection) -> Sequence[Row[Any]]:
            return connection.execute(statement, values or {}).all()

        return await self.look(rows)

    async def _first(self, statement: Select[Any], values: dict[str, Any] | None = None) -> Row[Any] | None:
        rows = await self._all(statement, values)
        return rows[0] if rows else None


def _page_end(rows: Sequence[Row[Any]]) -> int | None:
    """Give the sequence number of the last activity that still has room on a page; None when there is none at all."""
    end: int | None = None
    room = _LARGEST_PAGE
    for row in rows:
        room -= row.size
        if room < 0 and end is not None:
            break
        end = row.sequence
    return end


def document(connection: Connection, key: str) -> Stored | None:
    """Give what `Store.read` gives, as a part of a visit."""
    rows = _DOCUMENT.rows(connection, {"of": key})
    return Stored(_body(key, rows[0][0]), rows[0][1]) if rows else None


def _body(key: str, text: str) -> dict[str, Any]:
    """Give a document's body. A damaged one counts as empty: who wrote to it can begin again."""
    try:
        body = orjson.loads(text)
    except orjson.JSONDecodeError:
        body = None
    if isinstance(body, dict):
        return body
    log.error("the document %s is damaged and counts as empty", key)
    return {}
