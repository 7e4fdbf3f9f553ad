"""Transactions that count something before they write it go one after the other."""

from hashlib import sha256

from sqlalchemy import Connection, func, select


def lock(connection: Connection, name: str) -> None:
    """Wait for other transactions that lock this name, and keep them waiting until this one is over.

    SQLite has one writer at a time as it is. Who locks several names locks a person's first: with one order for all,
    no two wait for each other.
    """
    if connection.dialect.name == "postgresql":
        key = int.from_bytes(sha256(name.encode(errors="surrogatepass")).digest()[:8], signed=True)
        connection.execute(select(func.pg_advisory_xact_lock(key)))
