"""The database engine: SQLite tuned for one program that writes little and often, others as they come."""

from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.state.failure import StoreError

READS: Final = "peering_bot_reads"
"""Execution option of a connection that only reads."""

_BUSY_SECONDS: Final = 5.0

CONNECTIONS: Final = 5
"""How many a process opens to a database on a network, at most: Azure's smallest server has room for 35.

Three copies, twice as many while a new version takes over from the old one, leave five for whoever looks at it by hand.
A turn needs one for some milliseconds.
"""
_POOL_SECONDS: Final = 10.0
"""How long is waited for one of them: channels give up after 15 seconds."""


def sqlite_file(url: str) -> Path | None:
    """Give the file of a SQLite URL, None for another database and for a `file:` URI, which says all by itself."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database.startswith("file:"):
        return None
    return Path(parsed.database)


def place_of(url: str) -> str:
    """Say in an error which store is meant; never shows a password."""
    return str(sqlite_file(url) or make_url(url).render_as_string(hide_password=True))


def make_engine(url: str) -> Engine | AsyncEngine:
    """Give an engine whose transactions are real ones on SQLite too. Raises StoreError for a URL that cannot work.

    SQLite's is synchronous, whatever driver the URL names; see `bot.state.database` for how it is used.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database in {None, "", ":memory:"}:
            raise StoreError("The store must be a file: a database in memory would forget everything at the end.")
        return _make_engine(parsed)
    except ArgumentError as error:
        raise StoreError("The URL of the store is not one that SQLAlchemy understands.") from error
    except ImportError as error:
        raise StoreError(f"The store needs the package `{error.name}`, which is not installed.") from error


def _make_engine(parsed: URL) -> Engine | AsyncEngine:
    if parsed.get_backend_name() != "sqlite":
        return create_async_engine(
            parsed,
            hide_parameters=True,
            pool_pre_ping=True,
            pool_size=CONNECTIONS,
            max_overflow=0,
            pool_timeout=_POOL_SECONDS,
        )
    plain = parsed.set(drivername="sqlite")
    engine = create_engine(plain, hide_parameters=True, connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    # Without this Python's driver begins transactions when it sees fit, and never before a SELECT.
    connection.isolation_level = None
    cursor = connection.cursor()
    # What is deleted is overwritten in the file too: some builds of SQLite do so by themselves, others leave it there.
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A writer takes the lock at once: upgrading a reader fails with "locked" however long it waits.
    if not connection.get_execution_options().get(READS):
        connection.connection.driver_connection.execute("BEGIN IMMEDIATE")  # type: ignore[union-attr]
