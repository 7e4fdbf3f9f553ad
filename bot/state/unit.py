"""One transaction of the store."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Final

import orjson
from sqlalchemy import Connection, Delete, Insert, Table, Update, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.state.database import Link, Result, Work
from bot.state.failure import Conflict, Missing, Repeated, told
from bot.state.log import Entry, entry_id
from bot.state.person import now
from bot.state.prepared import AlreadyThereError, Prepared
from bot.state.tables import ACTIVITIES, CONVERSATIONS, DOCUMENTS, KEYS, PROBE, UNKNOWNS

_PROBE: Final = "." * 8192

# Built once: building a statement costs as much as running it.
_WRITE: Final = Prepared(
    update(DOCUMENTS)
    .where(DOCUMENTS.c.key == bindparam("of_key"), DOCUMENTS.c.etag == bindparam("over"))
    .values(body=bindparam("body"), etag=DOCUMENTS.c.etag + 1, person=bindparam("whose"), updated=bindparam("now"))
)
_ADVANCE: Final = Prepared(
    update(CONVERSATIONS)
    .where(CONVERSATIONS.c.id == bindparam("of_id"))
    .values(last=CONVERSATIONS.c.last + bindparam("more"), updated=bindparam("now"))
    .returning(CONVERSATIONS.c.last)
)
_KNOWN: Final = Prepared(
    select(ACTIVITIES.c.sequence).where(
        ACTIVITIES.c.conversation_id == bindparam("of_id"), ACTIVITIES.c.client_id == bindparam("client")
    )
)
_APPEND: Final = Prepared(insert(ACTIVITIES))
_CREATE: Final = Prepared(insert(DOCUMENTS))
_COUNT_UNKNOWN: Final = Prepared(
    update(UNKNOWNS)
    .where(UNKNOWNS.c.digest == bindparam("of_digest"))
    .values(times=UNKNOWNS.c.times + 1, last=bindparam("now"))
)


class Unit:
    """What is written through one unit is kept together or not at all.

    After any exception of a method the unit is lost: let the exception leave the `async with`.
    """

    def __init__(self, link: Link, place: str) -> None:
        self._link = link
        self._place = place
        self.committed = False
        self.last: list[Work[Any]] = []
        """Work to be done in the same visit as the commit."""

    def write(self, key: str, body: dict[str, Any], etag: int | None, person: str | None = None) -> int:
        """Write a document over the version with this etag, None when there must be none yet. Gives the new etag.

        `person` is whose it is, `channel/user`: it is deleted when they are forgotten. None: nobody's.
        It is written with the commit, which raises Conflict when the stored version is another one.
        """
        text = orjson.dumps(body).decode()
        self.last.append(lambda connection: _write(connection, key, text, etag, person))
        return (etag or 0) + 1

    async def start(self, conversation: str, user: str, created: str) -> None:
        """Start a conversation. Raises Conflict when it was started before."""
        values = {"id": conversation, "user_id": user, "created": created, "last": 0, "updated": now()}
        await self.run(lambda connection: _add(connection, CONVERSATIONS, conversation, values))

    async def keep_key(self, name: str, value: bytes) -> None:
        """Keep a key. Raises Conflict when there is one with this name."""
        await self.run(lambda connection: _add(connection, KEYS, name, {"name": name, "value": value.hex()}))

    async def note_unknown(self, text: str, now: str) -> None:
        """Count an error that nobody knew. `text` is masked already, `now` a time in ISO form.

        Raises Conflict when another process notes the same one for the first time at this moment.
        """
        await self.run(lambda connection: _note_unknown(connection, text, now))

    async def probe(self) -> None:
        """Write something and take it away again, to see whether writing works."""
        await self.run(_probe)

    async def append(
        self, conversation: str, bodies: Sequence[dict[str, Any]], client_id: str | None = None
    ) -> tuple[Entry, ...]:
        """Append activities, without their ids, to the log of a conversation. `client_id` is that of the first.

        Raises Missing for a conversation that was not started, Repeated when the conversation has this client id
        already, StoreError when the database fails.
        """
        if not bodies:
            return ()
        return await self.run(lambda connection: _append(connection, conversation, bodies, client_id))

    async def execute(self, statement: Insert | Update | Delete) -> int:
        """Run a statement that changes something; give how many rows it changed."""
        return await self.run(lambda connection: connection.execute(statement).rowcount)

    async def run(self, work: Work[Result]) -> Result:
        """Do a piece of work in the transaction, as one visit of the database."""
        with told(self._place):
            return await self._link.run(work)


def _write(connection: Connection, key: str, text: str, etag: int | None, person: str | None) -> None:
    if etag is None:
        try:
            _CREATE.insert(connection, {"key": key, "etag": 1, "body": text, "person": person, "updated": now()})
        except AlreadyThereError as error:
            raise Conflict(key) from error
        return
    values = {"of_key": key, "over": etag, "body": text, "whose": person, "now": now()}
    if _WRITE.count(connection, values) != 1:
        raise Conflict(key)


def _add(connection: Connection, table: Table, key: str, values: dict[str, Any]) -> None:
    try:
        connection.execute(insert(table), values)
    except IntegrityError as error:
        raise Conflict(key) from error


def _note_unknown(connection: Connection, text: str, now: str) -> None:
    digest = sha256(" ".join(text.lower().split()).encode()).hexdigest()
    if _COUNT_UNKNOWN.count(connection, {"of_digest": digest, "now": now}) == 0:
        _add(connection, UNKNOWNS, digest, {"digest": digest, "text": text, "times": 1, "last": now})


def _probe(connection: Connection) -> None:
    connection.execute(insert(PROBE), {"id": 1, "filler": _PROBE})
    connection.execute(delete(PROBE))


def _append(
    connection: Connection, conversation: str, bodies: Sequence[dict[str, Any]], client_id: str | None
) -> tuple[Entry, ...]:
    # The update comes first: it locks the conversation's row, so that numbers have no gaps and no doubles.
    advanced = _ADVANCE.rows(connection, {"of_id": conversation, "more": len(bodies), "now": now()})
    if not advanced:
        raise Missing(conversation)
    last = int(advanced[0][0])
    if client_id is not None and (known := _KNOWN.rows(connection, {"of_id": conversation, "client": client_id})):
        raise Repeated(entry_id(conversation, known[0][0]))
    entries = tuple(Entry(conversation, sequence, body) for sequence, body in enumerate(bodies, last - len(bodies) + 1))
    rows = [_row(entry) for entry in entries]
    rows[0]["client_id"] = client_id
    for row in rows:
        _APPEND.insert(connection, row)
    return entries


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "conversation_id": entry.conversation,
        "sequence": entry.sequence,
        "client_id": None,
        "body": orjson.dumps(entry.body).decode(),
    }
