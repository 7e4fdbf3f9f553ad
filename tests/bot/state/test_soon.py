"""Work that goes along with the next transaction."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.state.store import Conflict, Store


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'peering-bot.db'}")
    await write(store, "first", None)
    yield store
    await store.close()


async def write(store: Store, key: str, etag: int | None) -> int:
    async with store.unit() as unit:
        return unit.write(key, {}, etag)


def deleting(key: str) -> object:
    return lambda connection: connection.execute(text("DELETE FROM documents WHERE key = :key"), {"key": key})


async def test_it_goes_along_with_the_next_transaction(store: Store) -> None:
    store.soon(deleting("first"))
    assert await store.read("first")

    await write(store, "second", None)

    assert await store.read("first") is None


async def test_without_another_transaction_it_is_done_after_a_moment(store: Store) -> None:
    store.soon(deleting("first"))

    async with asyncio.timeout(5):
        while await store.read("first"):  # noqa: ASYNC110 - only the database tells
            await asyncio.sleep(0.01)


async def test_closing_does_it(store: Store) -> None:
    store.soon(deleting("first"))

    await store.close()

    assert await store.read("first") is None


async def test_a_transaction_that_is_dropped_does_not_take_it_along(store: Store) -> None:
    store.soon(deleting("first"))
    with pytest.raises(Conflict):
        await write(store, "first", None)

    await store.flush()

    assert await store.read("first") is None


async def test_work_that_fails_harms_one_transaction_at_most(store: Store) -> None:
    def broken(connection: Connection) -> None:
        raise ZeroDivisionError

    store.soon(broken)
    with pytest.raises(ZeroDivisionError):
        await write(store, "second", None)

    await write(store, "second", None)
    await store.flush()

    assert await store.read("second")
