"""The tables of the store. Times that are numbers are seconds since 1970.

A column that comes later must be allowed to be empty: `upgrade` adds it to the tables that exist.
"""

from typing import Final

from sqlalchemy import Column, Float, ForeignKey, Integer, MetaData, String, Table, Text, UniqueConstraint

METADATA: Final = MetaData()

DOCUMENTS: Final = Table(
    "documents",
    METADATA,
    Column("key", String(512), primary_key=True),
    Column("etag", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("person", String(512), index=True),
    Column("updated", Integer, index=True),
)
"""JSON documents; the etag counts the writes. `person` says whose it is, `updated` when it was written last."""

CONVERSATIONS: Final = Table(
    "conversations",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("user_id", String(128), nullable=False),
    Column("created", String(40), nullable=False),
    Column("last", Integer, nullable=False),
    Column("updated", Integer, index=True),
)
"""Direct Line conversations; `last` is the sequence number of the newest activity, `updated` its time."""

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
    Column("owner", String(64), nullable=False),
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
    Column("owner", String(64), nullable=False),
    Column("until", Float, nullable=False),
    Column("body", Text, nullable=False),
    sqlite_autoincrement=True,
)
"""Replies that were kept together with the state of their turn and are not sent yet; columns as in the inbox."""

HAND_OFFS: Final = Table(
    "hand_offs",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("person", String(512), index=True),
    Column("asker", Text),
    Column("summary", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("by", String(64)),
    Column("since", String(40)),
    Column("updated", Integer, nullable=False, index=True),
    Column("channel", String(64)),
    Column("created", Integer),
    Column("taker", String(64)),
)
"""What was handed to the network team, masked; `asker` is how to reach who asked, `by` has it or resolved it: a name,
and `taker` a digest of the person.

`channel` and `created` say how many came from where today, also when those who asked were forgotten.
"""

FEEDBACK: Final = Table(
    "feedback",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("answer", String(128), nullable=False, index=True),
    Column("verdict", String(8), nullable=False),
    Column("comment", Text, nullable=False),
    Column("channel", String(64), nullable=False),
    Column("person", String(64), nullable=False, index=True),
    Column("created", Integer, nullable=False, index=True),
    sqlite_autoincrement=True,
)
"""What people said of answers; the comment is masked, `person` is a digest, for those who want to be forgotten."""

GIVEN: Final = Table(
    "given",
    METADATA,
    Column("message", String(64), primary_key=True),
    Column("answer", String(128), nullable=False),
    Column("created", Integer, nullable=False, index=True),
    Column("person", String(64), index=True),
)
"""Which answer, if any, stands in which message of a channel; `message` is a digest.

`person` is a digest of whom it was for, where others see it too.
"""

PROBE: Final = Table("probe", METADATA, Column("id", Integer, primary_key=True), Column("filler", Text, nullable=False))
"""Always empty: written and emptied in one transaction to see whether writing works."""
