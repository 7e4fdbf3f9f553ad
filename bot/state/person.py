"""Whose something in the store is, and since when."""

import time
from hashlib import sha256
from typing import Final

SOMEBODY: Final = "Somebody"
"""Stands for the name of who gave none, or was forgotten."""


def now() -> int:
    """Give the time in seconds since 1970."""
    return int(time.time())


def person_of(key: str) -> str | None:
    """Tell of a document that an earlier version wrote whose it is, by its key `channel/conversation/user`.

    None for a key that is a digest.
    """
    parts = key.split("/")
    return f"{parts[0]}/{parts[2]}" if len(parts) == 3 else None


def person_digest(person: str) -> str:
    """Give what stands for a person where only they themselves shall find it."""
    return sha256(person.encode(errors="surrogatepass")).hexdigest()
