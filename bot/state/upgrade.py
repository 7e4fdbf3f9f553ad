"""Tables and columns that a database of an earlier version lacks are added when it is opened."""

from typing import Final

from sqlalchemy import Column, Connection, Table, bindparam, inspect, select, text, update

from bot.state.person import now, person_of
from bot.state.tables import CONVERSATIONS, DOCUMENTS, METADATA

_GONE: Final = ("ix_inbox_owner", "ix_outbox_owner")
"""Indexes of an earlier version: every turn wrote in them, and the boxes are too empty to need them."""

_SINCE_NOW: Final = (DOCUMENTS, CONVERSATIONS)


def upgrade(connection: Connection) -> None:
    """Bring the tables to this version. What is there stays."""
    METADATA.create_all(connection)
    added = [column for table in METADATA.sorted_tables for column in _missing(connection, table)]
    for column in added:
        _add(connection, column)
    for column in added:
        for index in column.table.indexes:
            index.create(connection, checkfirst=True)
    for table in _SINCE_NOW:
        if table.c.updated in added:
            connection.execute(update(table).where(table.c.updated.is_(None)).values(updated=now()))
    if DOCUMENTS.c.person in added:
        _say_whose(connection)
    for name in _GONE:
        connection.execute(text(f"DROP INDEX IF EXISTS {name}"))


def _missing(connection: Connection, table: Table) -> list[Column[object]]:
    there = {column["name"] for column in inspect(connection).get_columns(table.name)}
    return [column for column in table.columns if column.name not in there]


def _add(connection: Connection, column: Column[object]) -> None:
    kind = column.type.compile(connection.dialect)
    # Two processes may start at the same time; SQLite lets only one of them in here.
    unless = "" if connection.dialect.name == "sqlite" else "IF NOT EXISTS "
    connection.execute(text(f"ALTER TABLE {column.table.name} ADD COLUMN {unless}{column.name} {kind}"))


def _say_whose(connection: Connection) -> None:
    rows = [{"of": key, "whose": person_of(key)} for key in connection.scalars(select(DOCUMENTS.c.key))]
    if rows:
        statement = update(DOCUMENTS).where(DOCUMENTS.c.key == bindparam("of")).values(person=bindparam("whose"))
        connection.execute(statement, rows)
