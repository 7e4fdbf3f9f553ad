"""One transaction of the store."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Final

import orjson
from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.state.failure import Conflict, Missing, Repeated, told
from bot.state.log import Entry, entry_id
from bot.state.tables import ACTIVITIES, CONVERSATIONS, DOCUMENTS, KEYS, PROBE, UNKNOWNS

_PROBE: Final = "." * 8192


class Unit:
    """What is written through one unit is kept together or not at all.

    After any exception of a method the unit is lost: let the exception leave the `async with`.
    """

    def __init__(self, connection: AsyncConnection, place: str) -> None:
        self._connection = connection
        self._place = place
        self.committed = False

    async def write(self, key: str, body: dict[str, Any], etag: int | None) -> int:
        """Write a document over the version with this etag, None when there must be none yet. Gives the new etag.

        Raises Conflict when the stored version is another one, StoreError when the database fails.
        """
        text = orjson.dumps(body).decode()
        with told(self._place):
            if etag is None:
                return await self._create(key, text)
            statement = update(DOCUMENTS).where(DOCUMENTS.c.key == key, DOCUMENTS.c.etag == etag)
            done = await self._connection.execute(statement.values(body=text, etag=etag + 1))
            if done.rowcount != 1:
                raise Conflict(key)
            return etag + 1

    async def _create(self, key: str, text: str) -> int:
        await self._add(DOCUMENTS, key, {"key": key, "etag": 1, "body": text})
        return 1

    async def _add(self, table: Table, key: str, values: dict[str, Any]) -> None:
        with told(self._place):
            try:
                await self._connection.execute(insert(table).values(values))
            except IntegrityError as error:
                raise Conflict(key) from error

    async def start(self, conversation: str, user: str, created: str) -> None:
        """Start a conversation. Raises Conflict when it was started before."""
        await self._add(
            CONVERSATIONS, conversation, {"id": conversation, "user_id": user, "created": created, "last": 0}
        )

    async def keep_key(self, name: str, value: bytes) -> None:
        """Keep a key. Raises Conflict when there is one with this name."""
        await self._add(KEYS, name, {"name": name, "value": value.hex()})

    async def note_unknown(self, text: str, now: str) -> None:
        """Count an error that nobody knew. `text` is masked already, `now` a time in ISO form.

        Raises Conflict when another process notes the same one for the first time at this moment.
        """
        digest = sha256(" ".join(text.lower().split()).encode()).hexdigest()
        statement = update(UNKNOWNS).where(UNKNOWNS.c.digest == digest)
        with told(self._place):
            done = await self._connection.execute(statement.values(times=UNKNOWNS.c.times + 1, last=now))
        if done.rowcount == 0:
            await self._add(UNKNOWNS, digest, {"digest": digest, "text": text, "times": 1, "last": now})

    async def probe(self) -> None:
        """Write something and take it away again, to see whether writing works."""
        with told(self._place):
            await self._connection.execute(insert(PROBE).values(id=1, filler=_PROBE))
            await self._connection.execute(delete(PROBE))

    async def append(
        self, conversation: str, bodies: Sequence[dict[str, Any]], client_id: str | None = None
    ) -> tuple[Entry, ...]:
        """Append activities, without their ids, to the log of a conversation. `client_id` is that of the first.

        Raises Missing for a conversation that was not started, Repeated when the conversation has this client id
        already, StoreError when the database fails.
        """
        if not bodies:
            return ()
        with told(self._place):
            last = await self._advance(conversation, len(bodies))
            if client_id is not None:
                await self._refuse_repeated(conversation, client_id)
            entries = tuple(
                Entry(conversation, sequence, body) for sequence, body in enumerate(bodies, last - len(bodies) + 1)
            )
            rows = [_row(entry) for entry in entries]
            rows[0]["client_id"] = client_id
            await self._connection.execute(insert(ACTIVITIES), rows)
        return entries

    async def _advance(self, conversation: str, count: int) -> int:
        # The update comes first: it locks the conversation's row, so that numbers have no gaps and no doubles.
        statement = update(CONVERSATIONS).where(CONVERSATIONS.c.id == conversation)
        statement = statement.values(last=CONVERSATIONS.c.last + count)
        last = (await self._connection.execute(statement.returning(CONVERSATIONS.c.last))).scalar_one_or_none()
        if last is None:
            raise Missing(conversation)
        return int(last)

    async def _refuse_repeated(self, conversation: str, client_id: str) -> None:
        table = ACTIVITIES.c
        statement = select(table.sequence).where(table.conversation_id == conversation, table.client_id == client_id)
        sequence = (await self._connection.execute(statement)).scalar_one_or_none()
        if sequence is not None:
            raise Repeated(entry_id(conversation, sequence))


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "conversation_id": entry.conversation,
        "sequence": entry.sequence,
        "client_id": None,
        "body": orjson.dumps(entry.body).decode(),
    }
