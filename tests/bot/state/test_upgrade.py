"""A database file of an earlier version gets what it lacks, and keeps what it has."""

import sqlite3
from pathlib import Path

from sqlalchemy import select

from bot.state.feedback import given_note, given_to
from bot.state.hand_offs import read_hand_off
from bot.state.store import Store
from bot.state.tables import CONVERSATIONS, DOCUMENTS

BEFORE = """
CREATE TABLE documents (key VARCHAR(512) NOT NULL PRIMARY KEY, etag INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE conversations (id VARCHAR(64) NOT NULL PRIMARY KEY, user_id VARCHAR(128) NOT NULL,
    created VARCHAR(40) NOT NULL, last INTEGER NOT NULL);
CREATE TABLE hand_offs (id VARCHAR(64) NOT NULL PRIMARY KEY, person VARCHAR(512), asker TEXT, summary TEXT NOT NULL,
    state VARCHAR(16) NOT NULL, "by" VARCHAR(64), since VARCHAR(40), updated INTEGER NOT NULL);
CREATE TABLE inbox (sequence INTEGER PRIMARY KEY AUTOINCREMENT, mark VARCHAR(64) NOT NULL UNIQUE,
    conversation VARCHAR(512) NOT NULL, owner VARCHAR(64) NOT NULL, until FLOAT NOT NULL, body TEXT NOT NULL);
CREATE INDEX ix_inbox_owner ON inbox (owner);
CREATE TABLE given (message VARCHAR(64) NOT NULL PRIMARY KEY, answer VARCHAR(128) NOT NULL, created INTEGER NOT NULL);
INSERT INTO hand_offs VALUES ('h1', NULL, NULL, 'It fails.', 'assigned', 'Bob', '2026-01-01T00:00:00Z', 1);
INSERT INTO documents VALUES ('msteams/a:1/29:ann', 3, '{"version": 1}'), ('0a1b', 1, '{}');
INSERT INTO conversations VALUES ('c1', 'dl_ann', '2026-01-01T00:00:00Z', 0);
"""


async def test_new_columns_come_to_an_existing_file(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    with sqlite3.connect(file) as connection:
        connection.executescript(BEFORE)
    connection.close()

    for _ in range(2):
        store = Store(f"sqlite+aiosqlite:///{file}")
        await store.open()
        rows = await store.look(lambda connection: connection.execute(select(DOCUMENTS)).all())
        times = await store.look(lambda connection: connection.scalars(select(CONVERSATIONS.c.updated)).all())
        await store.close()

    assert {row.key: row.person for row in rows} == {"msteams/a:1/29:ann": "msteams/29:ann", "0a1b": None}
    assert all(row.updated > 1_700_000_000 for row in rows)
    assert all(time > 1_700_000_000 for time in times)
    with sqlite3.connect(file) as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}
    connection.close()
    assert {"ix_documents_person", "ix_documents_updated", "ix_conversations_updated"} <= names
    assert "ix_inbox_owner" not in names


async def test_what_was_there_can_be_written(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    with sqlite3.connect(file) as connection:
        connection.executescript(BEFORE)
    connection.close()
    store = Store(f"sqlite+aiosqlite:///{file}")
    async with store.unit() as unit:
        unit.write("msteams/a:1/29:ann", {"version": 2}, 3)
        await unit.append("c1", [{"type": "message"}])
    stored = await store.read("msteams/a:1/29:ann")
    await store.close()
    assert stored
    assert stored.body == {"version": 2}


async def test_whose_something_is_stays_unknown_for_what_was_there(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    with sqlite3.connect(file) as connection:
        connection.executescript(BEFORE)
    connection.close()
    store = Store(f"sqlite+aiosqlite:///{file}")
    one = await read_hand_off(store, "h1")
    async with store.unit() as unit:
        unit.last.append(given_note("msteams/c", "m1", "", "msteams/ann"))
    known = [await given_to(store, "msteams/c", message, "msteams/ann") for message in ("m0", "m1")]
    await store.close()
    assert one
    assert (one.by, one.taker) == ("Bob", "")
    assert known == [None, True]
