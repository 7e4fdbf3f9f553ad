"""The tables of the store."""

from typing import Final

from sqlalchemy import Column, Float, ForeignKey, Integer, MetaData, String, Table, Text, UniqueConstraint

METADATA: Final = MetaData()

DOCUMENTS: Final = Table(
    "documents",
    METADATA,
    Column("key", String(512), primary_key=True),
    Column("etag", Integer, nullable=False),
    Column("body", Text, nullable=False),
)
"""JSON documents; the etag counts the writes."""

CONVERSATIONS: Final = Table(
    "conversations",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("user_id", String(128), nullable=False),
    Column("created", String(40), nullable=False),
    Column("last", Integer, nullable=False),
)
"""Direct Line conversations; `last` is the sequence number of the newest activity."""

ACTIVITIES: Final = Table(
    "activities",
    METADATA,
    Column("conversation_id", ForeignKey("conversations.id"), primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("client_id", String(256)),
    Column("body", Text, nullable=False),
    UniqueConstraint("conversation_id", "client_id"),
)
"""The log of the conversations; the sequence number is the watermark, the client's id makes posting repeatable."""

KEYS: Final = Table(
    "keys",
    METADATA,
    Column("name", String(64), primary_key=True),
    Column("value", String(512), nullable=False),
)
"""Keys made once, in hexadecimal."""

UNKNOWNS: Final = Table(
    "unknowns",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("text", Text, nullable=False),
    Column("times", Integer, nullable=False),
    Column("last", String(40), nullable=False),
)
"""Errors that nobody knew, masked, for the authors of the knowledge; `last` is a time in ISO form."""

INBOX: Final = Table(
    "inbox",
    METADATA,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("mark", String(64), nullable=False, unique=True),
    Column("conversation", String(512), nullable=False, index=True),
    Column("owner", String(64), nullable=False, index=True),
    Column("until", Float, nullable=False),
    Column("body", Text, nullable=False),
    sqlite_autoincrement=True,
)
"""Activities that were acknowledged and not worked on yet, in the order of arrival.

The mark tells re-delivered ones apart; a process that takes one works on it alone `until` a time (seconds since 1970).
"""

OUTBOX: Final = Table(
    "outbox",
    METADATA,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("conversation", String(512), nullable=False, index=True),
    Column("owner", String(64), nullable=False, index=True),
    Column("until", Float, nullable=False),
    Column("body", Text, nullable=False),
    sqlite_autoincrement=True,
)
"""Replies that were kept together with the state of their turn and are not sent yet; columns as in the inbox."""

PROBE: Final = Table("probe", METADATA, Column("id", Integer, primary_key=True), Column("filler", Text, nullable=False))
"""Always empty: written and emptied in one transaction to see whether writing works."""
