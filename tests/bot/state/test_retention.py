"""What nobody used for the days of the setting is deleted in small pieces; the rest stays."""

import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Table, func, select, update

from bot.state.boxes import Boxes
from bot.state.feedback import add_feedback, given_note
from bot.state.hand_offs import add_hand_off
from bot.state.retention import Retention
from bot.state.store import Store
from bot.state.tables import ACTIVITIES, CONVERSATIONS, DOCUMENTS, FEEDBACK, GIVEN, HAND_OFFS, INBOX, OUTBOX, UNKNOWNS

TABLES = (DOCUMENTS, CONVERSATIONS, ACTIVITIES, INBOX, OUTBOX, HAND_OFFS, FEEDBACK, GIVEN, UNKNOWNS)
DAY = 86_400


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = Store(f"sqlite+aiosqlite:///{tmp_path / 'kept.db'}")
    yield opened
    await opened.close()


async def fill(store: Store, name: str, activities: int = 1) -> None:
    """Keep something of every kind."""
    boxes = Boxes(store, "me", time.time)
    await store.start(name, f"dl_{name}", "2026-01-01T00:00:00Z")
    await boxes.receive(name, name, {})
    async with store.unit() as unit:
        await unit.write(f"directline/{name}/dl_{name}", {}, None)
        await unit.append(name, [{"type": "message"}] * activities)
        await add_hand_off(unit, name, name, {}, "summary")
        await add_feedback(unit, "answer", "up", "directline", name)
        await unit.run(given_note(name, "m1", "answer"))
        await unit.note_unknown(name, datetime.now(UTC).isoformat(timespec="seconds"))
        boxes.post(unit, name, {})


async def sizes(store: Store) -> list[int]:
    async def size(table: Table) -> int:
        statement = select(func.count()).select_from(table)
        return await store.look(lambda connection: connection.scalar(statement)) or 0

    return [await size(table) for table in TABLES]


async def test_what_is_old_goes(store: Store) -> None:
    await fill(store, "old", activities=450)
    sweeper = Retention(store, 90, now=lambda: time.time() + 91 * DAY, pause=0)
    assert await sweeper.sweep() == 458
    assert await sizes(store) == [0] * len(TABLES)


async def test_what_is_used_stays(store: Store) -> None:
    await fill(store, "new")
    assert await Retention(store, 90, now=lambda: time.time() + 89 * DAY, pause=0).sweep() == 0
    assert await sizes(store) == [1] * len(TABLES)


async def test_a_conversation_that_goes_on_stays(store: Store) -> None:
    """It was begun long ago; what counts is its newest activity."""
    await fill(store, "long")
    async with store.unit() as unit:
        await unit.execute(update(CONVERSATIONS).values(updated=5))
        await unit.execute(update(DOCUMENTS).values(updated=5))
        await unit.write("directline/long/dl_long", {}, 1)
        await unit.append("long", [{"type": "message"}])
    await Retention(store, 90, pause=0).sweep()
    assert (await sizes(store))[:3] == [1, 1, 2]


async def test_zero_keeps_everything(store: Store) -> None:
    await fill(store, "ever")
    assert await Retention(store, 0, now=lambda: time.time() * 9).sweep() == 0
    assert await sizes(store) == [1] * len(TABLES)
