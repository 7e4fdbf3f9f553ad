"""What was handed to the network team, who has it, and how to reach who asked."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import orjson
from sqlalchemy import Connection, insert, select, update

from bot.state.person import now
from bot.state.store import Store, Unit
from bot.state.tables import HAND_OFFS


class State(StrEnum):
    """What became of a hand-off. FAILED: it could not be posted, and who asked has the summary."""

    OPEN = "open"
    ASSIGNED = "assigned"
    RESOLVED = "resolved"
    FAILED = "failed"


_BEFORE: Final = {
    State.ASSIGNED: (State.OPEN,),
    State.RESOLVED: (State.OPEN, State.ASSIGNED),
    State.FAILED: (State.OPEN,),
}


@dataclass(frozen=True, slots=True)
class HandOff:
    """One hand-off. `asker` is a stored `Reference`, None when they were forgotten; `since` a time in ISO form."""

    id: str
    summary: str
    state: State
    by: str
    since: str
    asker: dict[str, Any] | None


async def read_hand_off(store: Store, id_: str) -> HandOff | None:
    """Give a hand-off, None when there is none (any more). Raises StoreError."""
    return await store.look(lambda connection: _read(connection, id_))


async def add_hand_off(unit: Unit, id_: str, person: str, asker: dict[str, Any], summary: str) -> bool:
    """Keep a new one; False when this person handed the same over already and nobody has resolved it."""
    row = {"id": id_, "person": person, "asker": orjson.dumps(asker).decode(), "summary": summary}
    return await unit.run(lambda connection: _add(connection, row))


async def move_hand_off(unit: Unit, id_: str, to: State, by: str, since: str) -> HandOff | None:
    """Change the state; None when it has gone on already: of several who do it at the same time one succeeds."""
    return await unit.run(lambda connection: _move(connection, id_, to, by, since))


def _add(connection: Connection, row: dict[str, Any]) -> bool:
    table = HAND_OFFS.c
    going_on = table.state.in_((State.OPEN, State.ASSIGNED))
    same = (table.person == row["person"], table.summary == row["summary"], going_on)
    if connection.execute(select(table.id).where(*same).limit(1)).first():
        return False
    connection.execute(insert(HAND_OFFS), {**row, "state": State.OPEN.value, "updated": now()})
    return True


def _move(connection: Connection, id_: str, to: State, by: str, since: str) -> HandOff | None:
    table = HAND_OFFS.c
    statement = update(HAND_OFFS).where(table.id == id_, table.state.in_(_BEFORE[to]))
    done = connection.execute(statement.values(state=to.value, by=by, since=since, updated=now()))
    return _read(connection, id_) if done.rowcount == 1 else None


def _read(connection: Connection, id_: str) -> HandOff | None:
    row = connection.execute(select(HAND_OFFS).where(HAND_OFFS.c.id == id_)).first()
    if row is None:
        return None
    asker = orjson.loads(row.asker) if row.asker else None
    return HandOff(row.id, row.summary, State(row.state), row.by or "", row.since or "", asker)
