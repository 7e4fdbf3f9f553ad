"""The inbox and the outbox: what was promised and is not done yet, so that a crash loses nothing.

Whoever takes something out works on it alone for the time of a lease, which is renewed while the process lives.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final, NamedTuple

import orjson
from sqlalchemy import ColumnElement, Connection, Table, and_, bindparam, delete, exists, insert, or_, select, update

from bot.state.database import Work
from bot.state.failure import Conflict, TakenOver
from bot.state.prepared import AlreadyThereError, Prepared
from bot.state.store import Store
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
    """One thing to be done. `after_others` says that something may come before it that is not of this process."""

    box: Box
    sequence: int
    conversation: str
    body: dict[str, Any]
    after_others: bool = False


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

    async def receive(self, conversation: str, mark: str, body: dict[str, Any]) -> Letter | None:
        """Keep something in the inbox; None when what has the same mark is there already. Raises StoreError."""
        work = self._receiving(conversation, mark, body)
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

    def _receiving(self, conversation: str, mark: str, body: dict[str, Any]) -> Callable[[Connection], Letter]:
        row = self._row(conversation, body) | {"mark": mark}

        def work(connection: Connection) -> Letter:
            try:
                sequence = _RECEIVE.insert(connection, row)
            except AlreadyThereError as error:
                raise Conflict(mark) from error
            return self._in_its_place(connection, Letter(Box.IN, sequence, conversation, body))

        return work

    def post(self, unit: Unit, conversation: str, body: dict[str, Any]) -> Callable[[], Letter]:
        """Keep something in the outbox with the commit of a transaction; afterwards what is given gives the letter.

        Its body says since when it is `kept`.
        """
        stamped = body | {"kept": self.now()}
        row = self._row(conversation, stamped)
        made: list[Letter] = []

        def work(connection: Connection) -> None:
            letter = Letter(Box.OUT, _POST.insert(connection, row), conversation, stamped)
            made.append(self._in_its_place(connection, letter))

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

    async def remove(self, letter: Letter, notes: Sequence[Work[Any]] = ()) -> None:
        """Take a letter out, if it is there. `notes` are kept if they can be. Raises StoreError."""
        values = {"of": letter.sequence, "by": self._owner}
        await self._do(lambda connection: _REMOVE[letter.box].count(connection, values), notes)

    async def before(self, letter: Letter) -> Before:
        """Tell whether something in the conversation comes before that is not of this process. Raises StoreError."""
        return await self._store.look(lambda connection: self._before(connection, letter))

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

    def _in_its_place(self, connection: Connection, letter: Letter) -> Letter:
        return replace(letter, after_others=True) if any(self._before(connection, letter)) else letter

    def _before(self, connection: Connection, letter: Letter) -> Before:
        # Replies go before all messages, or two processes could wait for each other; the boxes count on their own.
        replies = letter.box is Box.OUT
        before, out_before = (0, letter.sequence) if replies else (letter.sequence, _NO_END)
        values = {"of": letter.conversation, "by": self._owner, "before": before, "out_before": out_before}
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
