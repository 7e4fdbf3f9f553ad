"""What can go wrong with the store, in words that say what happened and what to look at."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from bot.errors import BotError


class StoreError(BotError):
    """The store could not do what was asked; nothing of it was kept. The driver's error is the cause."""


class Conflict(BotError):  # noqa: N818 - what happened, not a fault
    """Somebody else wrote the document in the meantime: read it again and repeat the turn."""

    def __init__(self, key: str) -> None:
        super().__init__(f"The document `{key}` was changed in the meantime.")
        self.key = key


class TakenOver(BotError):  # noqa: N818 - what happened, not a fault
    """Another process works on the same thing now, because this one was away for too long."""


class Missing(BotError):  # noqa: N818 - what happened, not a fault
    """The conversation was never started."""

    def __init__(self, conversation: str) -> None:
        super().__init__(f"There is no conversation `{conversation}`.")
        self.conversation = conversation


class Repeated(BotError):  # noqa: N818 - what happened, not a fault
    """The client sent this activity before; `id` is the one that it got then."""

    def __init__(self, id: str) -> None:  # noqa: A002 - it is the id
        super().__init__(f"The activity `{id}` was sent again.")
        self.id = id


# Parts of SQLite's own messages, see https://www.sqlite.org/rescode.html
_SAID: Final = (
    ("disk is full", "The disk of the store {place} is full. Free some space there."),
    ("readonly database", "The store {place} cannot be written: the file or its folder is read-only."),
    ("unable to open", "The store {place} cannot be opened. Does its folder exist and may this program write there?"),
    ("not a database", "The store {place} is not a SQLite database. Move the file away to start with an empty one."),
    ("malformed", "The store {place} is damaged. Restore a copy, or move the file away to start with an empty one."),
    ("locked", "The store {place} is locked by another program."),
    ("disk i/o", "The disk of the store {place} reports an error on reading or writing."),
)


def store_error(error: Exception, place: str) -> StoreError:
    """Give the error that says in plain words what the driver said about the store at this place."""
    said = str(getattr(error, "orig", None) or error)
    for part, sentence in _SAID:
        if part in said.lower():
            return StoreError(sentence.format(place=place))
    return StoreError(f"The store {place} cannot be used: {said.splitlines()[0] if said else type(error).__name__}")


@contextmanager
def told(place: str) -> Iterator[None]:
    """Turn every failure of the database inside into a StoreError."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise store_error(error, place) from error
