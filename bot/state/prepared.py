"""Statements that every turn runs: built and compiled once."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Delete, Insert, Select, Update
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import IntegrityError

Values = Mapping[str, Any]


class AlreadyThereError(Exception):
    """A row with the same key exists."""


class Prepared:
    """One statement with named values.

    On SQLite it goes to the driver as it was compiled, which takes a tenth of what SQLAlchemy's way takes; on other
    databases the network counts, not this.
    """

    def __init__(self, statement: Select[Any] | Insert | Update | Delete) -> None:
        self._statement = statement
        compiled = statement.compile(dialect=sqlite.dialect(), column_keys=_columns(statement))
        self._sql = str(compiled)
        self._names: Sequence[str] = compiled.positiontup or ()
        self._fixed = {name: value for name, value in compiled.params.items() if value is not None}

    def rows(self, connection: Connection, values: Values) -> Sequence[Sequence[Any]]:
        """Give what a SELECT, or a RETURNING, gives."""
        if connection.dialect.name == "sqlite":
            return self._run(connection, values).fetchall()
        return connection.execute(self._statement, dict(values)).all()

    def count(self, connection: Connection, values: Values) -> int:
        """Run an UPDATE or DELETE; give how many rows it changed."""
        if connection.dialect.name == "sqlite":
            return self._run(connection, values).rowcount
        return connection.execute(self._statement, dict(values)).rowcount

    def insert(self, connection: Connection, values: Values) -> int:
        """Run an INSERT; give the key if it is one that counts up. Raises AlreadyThereError."""
        try:
            if connection.dialect.name == "sqlite":
                return self._run(connection, values).lastrowid or 0
            key = connection.execute(self._statement, dict(values)).inserted_primary_key
        except (IntegrityError, sqlite3.IntegrityError) as error:
            raise AlreadyThereError from error
        return int(key[0]) if key and isinstance(key[0], int) else 0

    def _run(self, connection: Connection, values: Values) -> sqlite3.Cursor:
        driver: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]
        all_values = {**self._fixed, **values}
        return driver.execute(self._sql, [all_values[name] for name in self._names])


def _columns(statement: object) -> list[str] | None:
    """Give the columns that an INSERT fills: those that do not fill themselves."""
    if not isinstance(statement, Insert):
        return None
    return [column.name for column in statement.table.c if column.autoincrement is not True]
