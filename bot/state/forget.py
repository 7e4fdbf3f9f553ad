"""Deleting what the store has of one person."""

from collections.abc import Callable, Iterator
from typing import Any

import orjson
from sqlalchemy import Connection, Table, delete, or_, select, update

from bot.state.person import SOMEBODY, person_digest
from bot.state.store import Unit
from bot.state.tables import ACTIVITIES, CONVERSATIONS, DOCUMENTS, FEEDBACK, GIVEN, HAND_OFFS, INBOX, OUTBOX

Whose = Callable[[dict[str, Any]], bool]
"""Tells by the body of a letter whether it is of the person."""


async def forget_person(unit: Unit, person: str, key: str, user: str, conversation: str | None) -> None:
    """Delete the documents, the feedback, and the way to reach them; on the web the logs of their conversations too.

    `person` is `channel/user`, `key` names the document of this conversation. `conversation` is that of the web, which
    goes on, empty; None on other channels, which keep their messages themselves.
    """
    await unit.run(lambda connection: _forget(connection, person, key))
    if conversation is not None:
        await unit.run(lambda connection: _forget_logs(connection, user, conversation))


async def forget_member(unit: Unit, name: str) -> None:
    """Take the name of somebody of the network team from hand-offs of an earlier version, where it is all that is kept.

    That of a namesake goes too; what became of the hand-offs stays. Others are told by `forget_person`.
    """
    older = (HAND_OFFS.c.by == name, HAND_OFFS.c.taker.is_(None))
    await unit.execute(update(HAND_OFFS).where(*older).values(by=SOMEBODY))


async def forget_waiting(unit: Unit, user: str, is_theirs: Whose, asked: dict[str, Any]) -> None:
    """Delete what waits in the boxes of a person, told by its body; `asked`, and what they wrote after it, stays."""
    await unit.run(lambda connection: _forget_waiting(connection, user, is_theirs, asked))


def _forget(connection: Connection, person: str, key: str) -> None:
    connection.execute(delete(DOCUMENTS).where(or_(DOCUMENTS.c.person == person, DOCUMENTS.c.key == key)))
    connection.execute(delete(FEEDBACK).where(FEEDBACK.c.person == person_digest(person)))
    connection.execute(update(GIVEN).where(GIVEN.c.person == person_digest(person)).values(person=None))
    taken = update(HAND_OFFS).where(HAND_OFFS.c.taker == person_digest(person))
    connection.execute(taken.values(by=SOMEBODY, taker=None))
    connection.execute(update(HAND_OFFS).where(HAND_OFFS.c.person == person).values(person=None, asker=None))


def _forget_logs(connection: Connection, user: str, conversation: str) -> None:
    mine = select(CONVERSATIONS.c.id).where(CONVERSATIONS.c.user_id == user)
    connection.execute(delete(ACTIVITIES).where(ACTIVITIES.c.conversation_id.in_(mine)))
    others = (CONVERSATIONS.c.user_id == user, CONVERSATIONS.c.id != conversation)
    connection.execute(delete(CONVERSATIONS).where(*others))


def _forget_waiting(connection: Connection, user: str, is_theirs: Whose, asked: dict[str, Any]) -> None:
    for table in (INBOX, OUTBOX):
        theirs: list[int] = []
        for sequence, body in _naming(connection, table, user):
            if table is INBOX and body.get("activity") == asked:
                break
            theirs += [sequence] if is_theirs(body) else []
        connection.execute(delete(table).where(table.c.sequence.in_(theirs)))


def _naming(connection: Connection, table: Table, user: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Give in their order what names a user, perhaps as somebody else."""
    named = table.c.body.contains(orjson.dumps(user).decode(), autoescape=True)
    rows = connection.execute(select(table.c.sequence, table.c.body).where(named).order_by(table.c.sequence)).all()
    return ((row.sequence, orjson.loads(row.body)) for row in rows)
