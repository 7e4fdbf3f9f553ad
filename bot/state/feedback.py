"""What people said of answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Literal

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from bot.state.database import Work
from bot.state.lock import lock
from bot.state.person import now, person_digest
from bot.state.prepared import Prepared
from bot.state.store import Store, Unit
from bot.state.tables import FEEDBACK, GIVEN

Verdict = Literal["up", "down"]

_COMMENTS: Final = 3
_NOTED: Final = Prepared(select(GIVEN.c.answer).where(GIVEN.c.message == bindparam("of")))
_NOTE: Final = Prepared(insert(GIVEN))


@dataclass(frozen=True, slots=True)
class Opinion:
    """What was said of one answer: how often it helped, how often not, and the newest comments."""

    answer: str
    up: int
    down: int
    comments: tuple[str, ...]


async def add_feedback(unit: Unit, answer: str, verdict: Verdict, channel: str, person: str, comment: str = "") -> None:
    """Keep what somebody says of an answer, in place of what they said of it before. `comment` is masked and short."""
    row = {"answer": answer, "verdict": verdict, "channel": channel, "comment": comment}
    row["person"] = person_digest(person)
    await unit.run(lambda connection: _say(connection, person, {**row, "created": now()}))


def given_note(conversation: str, message: str, answer: str, person: str = "") -> Work[None]:
    """Give the work that keeps which answer stands in a message, so that a thumb on it finds the answer.

    `person` is whom it was for; nobody needs to know that where they are alone with the bot.
    """
    row = {"message": _digest(conversation, message), "answer": answer, "created": now()}
    row["person"] = person_digest(person) if person else None
    return lambda connection: _note(connection, row)


async def given_in(store: Store, conversation: str, message: str) -> str | None:
    """Give the answer that stands in a message, None when it is not known. Raises StoreError."""
    statement = select(GIVEN.c.answer).where(GIVEN.c.message == _digest(conversation, message))
    return await store.look(lambda connection: connection.scalar(statement)) or None


async def given_to(store: Store, conversation: str, message: str, person: str) -> bool | None:
    """Tell whether a message was for that person, None when it is not known for whom. Raises StoreError."""
    statement = select(GIVEN.c.person).where(GIVEN.c.message == _digest(conversation, message))
    whose = await store.look(lambda connection: connection.scalar(statement))
    return None if whose is None else whose == person_digest(person)


async def opinions(store: Store) -> list[Opinion]:
    """Give what was said of each answer, those that helped least first. Raises StoreError."""
    return await store.look(_opinions)


def _say(connection: Connection, person: str, row: dict[str, object]) -> None:
    table = FEEDBACK.c
    lock(connection, person)
    before = (table.answer == row["answer"], table.person == row["person"])
    connection.execute(delete(FEEDBACK).where(*before))
    connection.execute(insert(FEEDBACK), row)


def _note(connection: Connection, row: dict[str, object]) -> None:
    if not _NOTED.rows(connection, {"of": row["message"]}):
        _NOTE.insert(connection, row)


def _opinions(connection: Connection) -> list[Opinion]:
    table = FEEDBACK.c
    counted = select(table.answer, table.verdict, func.count().label("times")).group_by(table.answer, table.verdict)
    times = {(row.answer, row.verdict): row.times for row in connection.execute(counted)}
    answers = sorted({answer for answer, _ in times}, key=lambda one: (-times.get((one, "down"), 0), one))
    return [
        Opinion(one, times.get((one, "up"), 0), times.get((one, "down"), 0), tuple(_comments(connection, one)))
        for one in answers
    ]


def _comments(connection: Connection, answer: str) -> Sequence[str]:
    table = FEEDBACK.c
    newest = select(table.comment).where(table.answer == answer, table.comment != "").order_by(table.number.desc())
    return connection.scalars(newest.limit(_COMMENTS)).all()


def _digest(conversation: str, message: str) -> str:
    return sha256(f"{conversation}\n{message}".encode(errors="surrogatepass")).hexdigest()
