"""A store without a disk, for tests that take thousands of turns; what it gives and takes is copied."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import orjson

from bot.state.store import Conflict, Stored


class Shelf:
    """Keeps documents as bytes. `documents` may be copied and put back, to go on from the same place twice."""

    def __init__(self) -> None:
        self.documents: dict[str, tuple[bytes, int]] = {}
        self.unknown: list[str] = []

    async def read(self, key: str) -> Stored | None:
        kept = self.documents.get(key)
        return Stored(orjson.loads(kept[0]), kept[1]) if kept else None

    @asynccontextmanager
    async def unit(self) -> AsyncIterator["Shelf"]:
        before = dict(self.documents)
        try:
            yield self
        except BaseException:
            self.documents = before
            raise

    def write(self, key: str, body: dict[str, Any], etag: int | None, _person: str | None = None) -> int:
        if (self.documents[key][1] if key in self.documents else None) != etag:
            raise Conflict(key)
        new = (etag or 0) + 1
        self.documents[key] = (orjson.dumps(body), new)
        return new

    async def note_unknown(self, text: str, when: str) -> None:
        self.unknown.append(text)

    async def run(self, work: object) -> None:
        """Nothing else is kept here."""
