"""Deleting what the store has of one person."""

from sqlalchemy import Connection, delete, or_, select, update

from bot.state.person import person_digest
from bot.state.store import Unit
from bot.state.tables import ACTIVITIES, CONVERSATIONS, DOCUMENTS, FEEDBACK, HAND_OFFS


async def forget_person(unit: Unit, person: str, key: str, user: str, conversation: str | None) -> None:
    """Delete the documents, the feedback, and the way to reach them; on the web the logs of their conversations too.

    `person` is `channel/user`, `key` names the document of this conversation. `conversation` is that of the web, which
    goes on, empty; None on other channels, which keep their messages themselves.
    """
    await unit.run(lambda connection: _forget(connection, person, key))
    if conversation is not None:
        await unit.run(lambda connection: _forget_logs(connection, user, conversation))


def _forget(connection: Connection, person: str, key: str) -> None:
    connection.execute(delete(DOCUMENTS).where(or_(DOCUMENTS.c.person == person, DOCUMENTS.c.key == key)))
    connection.execute(delete(FEEDBACK).where(FEEDBACK.c.person == person_digest(person)))
    connection.execute(update(HAND_OFFS).where(HAND_OFFS.c.person == person).values(person=None, asker=None))


def _forget_logs(connection: Connection, user: str, conversation: str) -> None:
    mine = select(CONVERSATIONS.c.id).where(CONVERSATIONS.c.user_id == user)
    connection.execute(delete(ACTIVITIES).where(ACTIVITIES.c.conversation_id.in_(mine)))
    others = (CONVERSATIONS.c.user_id == user, CONVERSATIONS.c.id != conversation)
    connection.execute(delete(CONVERSATIONS).where(*others))
