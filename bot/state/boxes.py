"""The inbox and the outbox: what was promised and is not done yet, so that a crash loses nothing.

Whoever takes something out works on it alone for the time of a lease, which is renewed while the process lives.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, NamedTuple

import orjson
from sqlalchemy import ColumnElement, Connection, Table, and_, bindparam, delete, exists, insert, or_, select, update

from bot.state.database import Work
from bot.state.failure import Conflict, TakenOver
from bot.state.prepared import AlreadyThereError, Prepared
from bot.state.store import Store, Stored, document
from bot.state.tables import INBOX, OUTBOX
from bot.state.unit import Unit

log = logging.getLogger("peering_bot.store")

LEASE: Final = 10.0
"""Seconds after which what a process had taken is free for others, unless it renews."""
_OVER: Final = 0.001
_NOBODY: Final = ""
"""The owner of what could not be sent and waits for another try, by whoever comes first."""


class Box(StrEnum):
    """Which box a letter lies in."""

    OUT = "out"
    IN = "in"


@dataclass(frozen=True, slots=True)
class Letter:
    """One thing to be done. `after_others` says that something may come before it that is not of this process.

    `document` is the one that it will change, as it was when the letter came: good until something else is done.
    """

    box: Box
    sequence: int
    conversation: str
    body: dict[str, Any]
    after_others: bool = False
    document: Stored | None = None


_NO_END: Final = 2**31 - 1
_TABLES: Final = {Box.IN: INBOX, Box.OUT: OUTBOX}
_RECEIVE: Final = Prepared(insert(INBOX))
_POST: Final = Prepared(insert(OUTBOX))
_REMOVE: Final = {
    box: Prepared(delete(table).where(table.c.sequence == bindparam("of"), table.c.owner == bindparam("by")))
    for box, table in _TABLES.items()
}


class Before(NamedTuple):
    """Whether something comes before a letter: that another process works on, or that waits for another try."""

    others: bool
    waiting: bool


def _earlier(table: Table, before: str, owner: ColumnElement[bool]) -> ColumnElement[bool]:
    there = and_(table.c.conversation == bindparam("of"), owner, table.c.sequence < bindparam(before))
    return exists().where(there)


_EARLIER: Final[Sequence[ColumnElement[Any]]] = (
    or_(
        _earlier(INBOX, "before", INBOX.c.owner != bindparam("by")),
        _earlier(OUTBOX, "out_before", OUTBOX.c.owner.not_in((bindparam("by"), _NOBODY))),
    ),
    _earlier(OUTBOX, "out_before", OUTBOX.c.owner == _NOBODY),
)
_BEFORE: Final = Prepared(select(*_EARLIER))
_LATE: Final = Prepared(select(or_(*(exists().where(table.c.until < bindparam("now")) for table in _TABLES.values()))))


class Boxes:
    """Both boxes, for one process. `owner` names it; `now` gives seconds since 1970, the same on all machines."""

    def __init__(self, store: Store, owner: str, now: Callable[[], float], lease: float = LEASE) -> None:
        self._store = store
        self._owner = owner
        self.now = now
        self.lease = lease

    async def receive(
        self, conversation: str, mark: str, body: dict[str, Any], key: str | None = None
    ) -> Letter | None:
        """Keep something in the inbox; in the same visit of the database the document with that key is read.

        None when what has the same mark is there already. Raises StoreError.
        """
        work = self._receiving(conversation, mark, body, key)
        made: list[Letter] = []
        try:
            async with self._store.unit() as unit:
                unit.last.append(lambda connection: made.append(work(connection)))
        except Conflict:
            return None
        return made[0]

    async def receive_in(self, unit: Unit, conversation: str, mark: str, body: dict[str, Any]) -> Letter:
        """Keep something in the inbox as a part of a transaction. Raises Conflict when the mark is there already."""
        return await unit.run(self._receiving(conversation, mark, body))

    def _receiving(
        self, conversation: str, mark: str, body: dict[str, Any], key: str | None = None
    ) -> Callable[[Connection], Letter]:
        row = self._row(conversation, body) | {"mark": mark}

        def work(connection: Connection) -> Letter:
            try:
                sequence = _RECEIVE.insert(connection, row)
            except AlreadyThereError as error:
                raise Conflict(mark) from error
            after = self._after_others(connection, Box.IN, sequence, conversation)
            found = document(connection, key) if key and not after else None
            return Letter(Box.IN, sequence, conversation, body, after, found)

        return work

    def post(self, unit: Unit, conversation: str, body: dict[str, Any]) -> Callable[[], Letter]:
        """Keep something in the outbox with the commit of a transaction; afterwards what is given gives the letter.

        Its body says since when it is `kept`.
        """
        stamped = body | {"kept": self.now()}
        row = self._row(conversation, stamped)
        made: list[Letter] = []

        def work(connection: Connection) -> None:
            sequence = _POST.insert(connection, row)
            after = self._after_others(connection, Box.OUT, sequence, conversation)
            made.append(Letter(Box.OUT, sequence, conversation, stamped, after))

        unit.last.append(work)
        return lambda: made[0]

    async def hold(self, letter: Letter, body: dict[str, Any], until: float, notes: Sequence[Work[Any]] = ()) -> None:
        """Leave a letter of the outbox, with what is left of it, to whoever comes when its time is there.

        `notes` are kept if they can be. Raises StoreError.
        """
        values = {"owner": _NOBODY, "until": until, "body": orjson.dumps(body).decode()}
        mine = (OUTBOX.c.sequence == letter.sequence, OUTBOX.c.owner == self._owner)
        await self._do(lambda connection: connection.execute(update(OUTBOX).where(*mine).values(**values)), notes)

    async def take_held(self, conversation: str) -> Sequence[Letter]:
        """Take what waits for another try in a conversation, before its time. Raises StoreError."""
        held = (OUTBOX.c.conversation == conversation, OUTBOX.c.owner == _NOBODY)
        async with self._store.unit() as unit:
            return await unit.run(lambda connection: self._take(connection, Box.OUT, *held))

    def finish(self, unit: Unit, letter: Letter) -> None:
        """Take a letter out with the commit of a transaction, which is TakenOver when another process has it now."""

        def work(connection: Connection) -> None:
            if _REMOVE[letter.box].count(connection, {"of": letter.sequence, "by": self._owner}) != 1:
                raise TakenOver("Another process took over what is worked on here.")

        unit.last.append(work)

    def remove(self, letter: Letter, notes: Sequence[Work[Any]] = ()) -> None:
        """Take a letter out in a moment, if it is there, and keep the notes."""
        values = {"of": letter.sequence, "by": self._owner}
        for work in (lambda connection: _REMOVE[letter.box].count(connection, values), *notes):
            self._store.soon(work)

    async def flush(self) -> None:
        """Take out now what is to be taken out in a moment. Raises StoreError."""
        await self._store.flush()

    async def before(self, letter: Letter) -> Before:
        """Tell whether something in the conversation comes before that is not of this process. Raises StoreError."""
        where = (letter.box, letter.sequence, letter.conversation)
        return await self._store.look(lambda connection: self._before(connection, *where))

    async def take_late(self, most: int) -> Sequence[Letter]:
        """Take what nobody works on any more, what is to be sent first, in its order, so many at most.

        Raises StoreError.
        """
        now = self.now()
        if not await self._store.look(lambda connection: _LATE.rows(connection, {"now": now})[0][0]):
            return ()
        async with self._store.unit() as unit:
            return await unit.run(lambda connection: self._take_late(connection, now, most))

    async def renew(self) -> None:
        """Keep what is worked on for another lease. Raises StoreError."""
        await self._until(self.now() + self.lease)

    async def release(self) -> None:
        """Leave everything to others, because this process ends. Raises StoreError."""
        # Just over: what is free since ever would be too old for retention, and deleted instead of done.
        await self._until(self.now() - _OVER)

    async def _until(self, until: float) -> None:
        def work(connection: Connection) -> None:
            for table in _TABLES.values():
                connection.execute(update(table).where(table.c.owner == self._owner).values(until=until))

        await self._do(work)

    async def _do(self, work: Work[Any], notes: Sequence[Work[Any]] = ()) -> None:
        """Do it with the notes in one visit of the database, or without them when they fail."""
        try:
            async with self._store.unit() as unit:
                unit.last += [work, *notes]
        except Exception:
            if not notes:
                raise
            log.exception("what was sent could not be noted")
            await self._do(work)

    def _take_late(self, connection: Connection, now: float, most: int) -> list[Letter]:
        taken: list[Letter] = []
        for box, table in ((Box.OUT, OUTBOX), (Box.IN, INBOX)):
            late = select(table.c.sequence).where(table.c.until < now).order_by(table.c.sequence)
            first = table.c.sequence.in_(late.limit(most - len(taken)))
            # Its time once more: another process may have taken it meanwhile.
            taken += self._take(connection, box, first, table.c.until < now)
        return taken

    def _take(self, connection: Connection, box: Box, *which: ColumnElement[bool]) -> list[Letter]:
        table = _TABLES[box]
        mine = update(table).where(*which).values(owner=self._owner, until=self.now() + self.lease)
        rows = connection.execute(mine.returning(table.c.sequence, table.c.conversation, table.c.body)).all()
        # Others may still have something that comes before.
        return [
            Letter(box, row.sequence, row.conversation, orjson.loads(row.body), True)
            for row in sorted(rows, key=lambda row: int(row.sequence))
        ]

    def _after_others(self, connection: Connection, box: Box, sequence: int, conversation: str) -> bool:
        return any(self._before(connection, box, sequence, conversation))

    def _before(self, connection: Connection, box: Box, sequence: int, conversation: str) -> Before:
        # Replies go before all messages, or two processes could wait for each other; the boxes count on their own.
        before, out_before = (0, sequence) if box is Box.OUT else (sequence, _NO_END)
        values = {"of": conversation, "by": self._owner, "before": before, "out_before": out_before}
        others, waiting = _BEFORE.rows(connection, values)[0]
        return Before(bool(others), bool(waiting))

    def _row(self, conversation: str, body: dict[str, Any]) -> dict[str, Any]:
        return {
            "conversation": conversation,
            "owner": self._owner,
            "until": self.now() + self.lease,
            "body": orjson.dumps(body).decode(),
        }


def waiting(connection: Connection) -> dict[str, int]:
    """Count what lies in the boxes."""
    tables: tuple[Table, ...] = (INBOX, OUTBOX)
    return {table.name: len(connection.execute(select(table.c.sequence)).all()) for table in tables}
