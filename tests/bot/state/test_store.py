"""The store: documents with etags, the log, keys, and what happens when the disk does not play along."""

# ruff: noqa: ASYNC240 - a test may wait for a file

import asyncio
import sqlite3
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.state.engine import place_of
from bot.state.store import Conflict, Missing, Repeated, Store, Stored, StoreError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "peering-bot.db"


@pytest.fixture
async def store(file: Path) -> AsyncIterator[Store]:
    store = Store(f"sqlite+aiosqlite:///{file}")
    yield store
    await store.close()


def fill_up(store: Store, file: Path) -> None:
    """Let the database file not grow any more, as on a full disk."""
    pages = file.stat().st_size // 4096 + 1

    def limit(connection: sqlite3.Connection, *_: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA max_page_count={pages}")
        cursor.close()

    event.listen(store.engine, "checkout", limit)


async def write(store: Store, key: str, body: dict[str, object], etag: int | None) -> int:
    async with store.unit() as unit:
        return unit.write(key, body, etag)


async def test_a_document_that_nobody_wrote_is_none(store: Store) -> None:
    assert await store.read("a") is None


async def test_a_document_comes_back_with_its_etag(store: Store) -> None:
    etag = await write(store, "a", {"answers": ["hub", None, 1.5]}, None)

    assert await store.read("a") == Stored({"answers": ["hub", None, 1.5]}, etag)


async def test_what_is_read_is_a_copy(store: Store) -> None:
    await write(store, "a", {"answers": []}, None)
    first = await store.read("a")
    assert first is not None
    first.body["answers"].append("lost")

    second = await store.read("a")

    assert second is not None
    assert second.body == {"answers": []}


async def test_writing_over_an_old_version_is_a_conflict(store: Store) -> None:
    old = await write(store, "a", {"n": 1}, None)
    new = await write(store, "a", {"n": 2}, old)

    with pytest.raises(Conflict, match="`a`"):
        await write(store, "a", {"n": 3}, old)

    assert await store.read("a") == Stored({"n": 2}, new)


async def test_creating_what_exists_is_a_conflict(store: Store) -> None:
    await write(store, "a", {"n": 1}, None)

    with pytest.raises(Conflict):
        await write(store, "a", {"n": 2}, None)


async def test_of_units_that_race_exactly_one_wins(store: Store) -> None:
    etag = await write(store, "a", {"n": 0}, None)

    results = await asyncio.gather(*(write(store, "a", {"n": n}, etag) for n in range(1, 6)), return_exceptions=True)

    assert [type(result) for result in results].count(int) == 1
    assert [type(result) for result in results].count(Conflict) == 4


async def test_two_stores_on_one_file_race_too(store: Store, file: Path) -> None:
    other = Store(f"sqlite+aiosqlite:///{file}")
    etag = await write(store, "a", {"n": 0}, None)

    results = await asyncio.gather(
        write(store, "a", {"n": 1}, etag), write(other, "a", {"n": 2}, etag), return_exceptions=True
    )
    await other.close()

    assert sorted(type(result).__name__ for result in results) == ["Conflict", "int"]


async def test_a_unit_is_kept_as_a_whole_or_not_at_all(store: Store) -> None:
    await store.start("c", "dl_ann", "2026-01-01")

    async def half() -> None:
        async with store.unit() as unit:
            unit.write("a", {"n": 1}, None)
            await unit.append("c", [{"type": "message"}])
            raise LookupError

    with pytest.raises(LookupError):
        await half()

    assert await store.read("a") is None
    assert await store.activities("c", 0) == []
    conversation = await store.conversation("c")
    assert conversation is not None
    assert conversation.last == 0


async def test_a_conflict_takes_the_log_back(store: Store) -> None:
    await store.start("c", "dl_ann", "2026-01-01")
    await write(store, "a", {"n": 1}, None)

    async def stale() -> None:
        async with store.unit() as unit:
            await unit.append("c", [{"type": "message"}])
            unit.write("a", {"n": 2}, 7)

    with pytest.raises(Conflict):
        await stale()

    assert await store.activities("c", 0) == []


async def test_a_unit_knows_when_it_is_kept(store: Store) -> None:
    async with store.unit() as unit:
        unit.write("a", {}, None)
        assert not unit.committed

    assert unit.committed


async def test_the_log_counts_from_one_without_gaps(store: Store) -> None:
    await store.start("c", "dl_ann", "2026-01-01")

    async def append(n: int) -> None:
        async with store.unit() as unit:
            await unit.append("c", [{"n": n}, {"n": n}])

    await asyncio.gather(*(append(n) for n in range(5)))

    entries = await store.activities("c", 0)
    assert [entry.sequence for entry in entries] == list(range(1, 11))
    assert all(first.body == second.body for first, second in zip(entries[::2], entries[1::2], strict=True))
    assert [entry.sequence for entry in await store.activities("c", 7, limit=2)] == [8, 9]
    assert entries[2].activity == {**entries[2].body, "id": "c|0000003"}


async def test_appending_nothing_is_nothing(store: Store) -> None:
    async with store.unit() as unit:
        assert await unit.append("nowhere", []) == ()


async def test_the_same_client_id_again_names_the_first(store: Store) -> None:
    for conversation in ("c", "d"):
        await store.start(conversation, "dl_ann", "2026-01-01")

    async def append(conversation: str) -> str:
        async with store.unit() as unit:
            (entry,) = await unit.append(conversation, [{"type": "message"}], "x1")
            return entry.id

    assert await append("c") == "c|0000001"
    with pytest.raises(Repeated) as repeated:
        await append("c")
    assert repeated.value.id == "c|0000001"
    assert await append("d") == "d|0000001"
    assert len(await store.activities("c", 0)) == 1


async def test_a_log_needs_a_conversation(store: Store) -> None:
    async def append() -> None:
        async with store.unit() as unit:
            await unit.append("nowhere", [{}])

    with pytest.raises(Missing, match="nowhere"):
        await append()
    assert await store.conversation("nowhere") is None


async def test_a_conversation_starts_once(store: Store) -> None:
    started = await asyncio.gather(*(store.start("c", f"dl_{n}", "2026-01-01") for n in range(4)))

    assert sorted(started) == [False, False, False, True]


async def test_a_key_is_made_once_and_survives(store: Store, file: Path) -> None:
    made = iter(bytes([n]) * 4 for n in range(9))
    keys = await asyncio.gather(*(store.key("sign", lambda: next(made)) for _ in range(4)))
    await store.close()
    again = Store(f"sqlite+aiosqlite:///{file}")

    assert len(set(keys)) == 1
    assert await again.key("sign", lambda: b"new") == keys[0]
    assert await again.key("other", lambda: b"new") == b"new"
    await again.close()


async def test_everything_survives_a_restart(store: Store, file: Path) -> None:
    await store.start("c", "dl_ann", "2026-01-01")
    async with store.unit() as unit:
        unit.write("a", {"n": 1}, None)
        await unit.append("c", [{"type": "message"}])
    await store.close()
    again = Store(f"sqlite+aiosqlite:///{file}")

    assert await again.read("a") == Stored({"n": 1}, 1)
    assert [entry.id for entry in await again.activities("c", 0)] == ["c|0000001"]
    await again.close()


async def test_what_people_wrote_is_for_the_owner_only(store: Store, file: Path) -> None:
    await store.open()

    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.stat().st_mode & 0o077 == 0


async def test_ready_writes_and_leaves_nothing(store: Store) -> None:
    await store.ready()
    await store.ready()


async def test_a_full_disk_is_said_and_nothing_is_half_written(store: Store, file: Path) -> None:
    await store.start("c", "dl_ann", "2026-01-01")
    etag = await write(store, "a", {"n": 1}, None)
    await store.close()
    fill_up(store, file)

    async def large() -> None:
        async with store.unit() as unit:
            unit.write("a", {"n": 2}, etag)
            await unit.append("c", [{"text": "x" * 50_000}])

    with pytest.raises(StoreError, match=r"The disk of the store .*peering-bot\.db is full"):
        await large()
    with pytest.raises(StoreError, match="is full"):
        await store.ready()

    assert await store.read("a") == Stored({"n": 1}, etag)
    assert await store.activities("c", 0) == []
    assert await write(store, "a", {"n": 3}, etag) == etag + 1


async def test_a_file_that_is_no_database_is_said(store: Store, file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"this is a letter, not a database. " * 200)

    for attempt in (store.open, store.ready, lambda: store.read("a")):
        with pytest.raises(StoreError, match="is not a SQLite database"):
            await attempt()
    assert file.read_bytes().startswith(b"this is a letter")


async def test_a_database_that_is_damaged_while_running_is_said(store: Store, file: Path) -> None:
    await write(store, "a", {"n": 1}, None)
    await store.close()
    file.write_bytes(file.read_bytes()[:4096] + b"\xff" * 40_960)

    with pytest.raises(StoreError, match="damaged"):
        await store.ready()


async def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    store = Store(f"sqlite+aiosqlite:///{tmp_path}/data/deep/peering-bot.db")

    with pytest.raises(StoreError, match="cannot be used"):
        await store.open()


async def test_a_store_that_cannot_be_opened_is_tried_again(store: Store, file: Path) -> None:
    file.mkdir(parents=True)
    with pytest.raises(StoreError, match="cannot be opened"):
        await store.ready()

    file.rmdir()

    await store.ready()


async def test_another_program_that_holds_the_lock_is_said(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.state.engine._BUSY_SECONDS", 0.05)
    store = Store(f"sqlite+aiosqlite:///{file}")
    await store.open()
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreError, match="locked by another program"):
        await store.ready()

    other.close()
    await store.ready()
    await store.close()


async def test_a_read_only_database_is_said(file: Path) -> None:
    writable = Store(f"sqlite+aiosqlite:///{file}")
    await writable.open()
    await writable.close()
    store = Store(f"sqlite+aiosqlite:///file:{file}?mode=ro&uri=true")

    with pytest.raises(StoreError, match="read-only"):
        await store.ready()
    await store.close()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite+aiosqlite://", "must be a file"),
        ("sqlite+aiosqlite:///:memory:", "must be a file"),
        ("sqlite+aiosqlite://two/slashes.db", "not one that SQLAlchemy understands"),
        ("no url at all", "not one that SQLAlchemy understands"),
    ],
)
def test_a_url_that_cannot_work_is_said(url: str, said: str) -> None:
    with pytest.raises(StoreError, match=said):
        Store(url)


def test_a_missing_driver_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)

    with pytest.raises(StoreError, match="`asyncpg`, which is not installed"):
        Store("postgresql+asyncpg://ann:hunter2@db.example.com/bot")


def test_an_error_shows_no_password() -> None:
    assert place_of("postgresql+asyncpg://ann:hunter2@db/bot") == "postgresql+asyncpg://ann:***@db/bot"


async def test_a_damaged_document_is_empty_and_can_be_written_again(tmp_path: Path) -> None:
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'damaged.db'}")
    async with store.unit() as unit:
        unit.write("k", {"a": 1}, None)
    with sqlite3.connect(tmp_path / "damaged.db") as file:
        file.execute("UPDATE documents SET body = '{broken'")
    file.close()
    stored = await store.read("k")
    assert stored
    assert stored.body == {}
    async with store.unit() as unit:
        unit.write("k", {"a": 2}, stored.etag)
    await store.close()
