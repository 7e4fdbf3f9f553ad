"""What was handed to the network team, who has it, and how to reach who asked."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import orjson
from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from bot.state.lock import lock
from bot.state.person import now, person_digest
from bot.state.store import Store, Unit
from bot.state.tables import HAND_OFFS


class State(StrEnum):
    """What became of a hand-off. FAILED: it could not be posted, and who asked has the summary."""

    OPEN = "open"
    ASSIGNED = "assigned"
    RESOLVED = "resolved"
    FAILED = "failed"


class Added(StrEnum):
    """What became of a new one. SAME: this person handed it over already; the others: the team has enough for now."""

    KEPT = "kept"
    SAME = "same"
    TOO_MANY = "too many of this person"
    FULL_DAY = "too many of the web chat"


AT_ONCE: Final = 3
"""How many of one person may be unresolved."""
WEB_A_DAY: Final = 20
"""How many may come from all web chats in 24 hours: anybody who opens the page is a new person there."""
_WEB: Final = ("directline", "webchat")
_DAY: Final = 86_400

_BEFORE: Final = {
    State.ASSIGNED: (State.OPEN,),
    State.RESOLVED: (State.OPEN, State.ASSIGNED),
    State.FAILED: (State.OPEN,),
}


@dataclass(frozen=True, slots=True)
class HandOff:
    """One hand-off. `asker` is a stored `Reference`, None when they were forgotten; `since` a time in ISO form.

    `by` is the name of who has it, `taker` a digest of the person; empty when that is not known.
    """

    id: str
    summary: str
    state: State
    by: str
    since: str
    asker: dict[str, Any] | None
    taker: str = ""

    def is_of(self, person: str, name: str) -> bool:
        """Tell whether somebody has it, by the name alone where no more is known."""
        return self.taker == person_digest(person) if self.taker else self.by == name


async def read_hand_off(store: Store, id_: str) -> HandOff | None:
    """Give a hand-off, None when there is none (any more). Raises StoreError."""
    return await store.look(lambda connection: _read(connection, id_))


async def add_hand_off(unit: Unit, id_: str, person: str, asker: dict[str, Any], summary: str) -> Added:
    """Keep a new one, unless this person handed the same over already, or there are enough. `asker`: a `Reference`."""
    row = {"id": id_, "person": person, "asker": orjson.dumps(asker).decode(), "summary": summary}
    row["channel"] = str(asker.get("channel") or "")
    return await unit.run(lambda connection: _add(connection, row))


async def move_hand_off(unit: Unit, id_: str, to: State, by: str, since: str, taker: str = "") -> HandOff | None:
    """Change the state; None when it has gone on already: of several who do it at the same time one succeeds.

    `by` is the name of who does it, `taker` the person.
    """
    values = {"by": by, "since": since, "taker": person_digest(taker) if taker else None}
    return await unit.run(lambda connection: _move(connection, id_, to, values))


def _add(connection: Connection, row: dict[str, Any]) -> Added:
    table = HAND_OFFS.c
    lock(connection, row["person"])
    mine = (table.person == row["person"], table.state.in_((State.OPEN, State.ASSIGNED)))
    # What could not be posted did not reach anybody.
    today = (table.channel.in_(_WEB), table.created > now() - _DAY, table.state != State.FAILED)
    if _count(connection, *mine, table.summary == row["summary"]):
        return Added.SAME
    if _count(connection, *mine) >= AT_ONCE:
        return Added.TOO_MANY
    if row["channel"] in _WEB:
        lock(connection, "hand-offs of the web")
        if _count(connection, *today) >= WEB_A_DAY:
            return Added.FULL_DAY
    connection.execute(insert(HAND_OFFS), {**row, "state": State.OPEN.value, "created": now(), "updated": now()})
    return Added.KEPT


def _count(connection: Connection, *which: ColumnElement[bool]) -> int:
    return connection.scalar(select(func.count()).select_from(HAND_OFFS).where(*which)) or 0


def _move(connection: Connection, id_: str, to: State, values: dict[str, Any]) -> HandOff | None:
    table = HAND_OFFS.c
    statement = update(HAND_OFFS).where(table.id == id_, table.state.in_(_BEFORE[to]))
    done = connection.execute(statement.values(state=to.value, updated=now(), **values))
    return _read(connection, id_) if done.rowcount == 1 else None


def _read(connection: Connection, id_: str) -> HandOff | None:
    row = connection.execute(select(HAND_OFFS).where(HAND_OFFS.c.id == id_)).first()
    if row is None:
        return None
    asker = orjson.loads(row.asker) if row.asker else None
    return HandOff(row.id, row.summary, State(row.state), row.by or "", row.since or "", asker, row.taker or "")
