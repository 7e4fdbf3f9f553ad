"""What became of posting an answer: an invoke that is delivered again is answered the same, and posts nothing."""

import logging
from enum import StrEnum
from typing import Final

from bot.state.store import Conflict, Store, StoreError
from bot.turn.channel import Wire
from bot.turn.names import conversation_key, digest, mark

log = logging.getLogger("peering_bot.teams")

_OUTCOME: Final = "outcome"


class Outcome(StrEnum):
    """What became of it. UNSURE: it may be there; NO_MEMBER: the bot may not write there."""

    POSTED = "posted"
    UNSURE = "unsure"
    FAILED = "failed"
    NO_MEMBER = "no member"


class Posted:
    """Keeps the outcomes by a digest of the invoke. When the store fails an invoke counts as new."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def begin(self, asked: Wire) -> Outcome | None:
        """Note that something is about to be posted; None when the invoke is new, else what became of it."""
        try:
            async with self._store.unit() as unit:
                unit.write(_key(asked), {_OUTCOME: Outcome.UNSURE}, None)
        except Conflict:
            return await self._known(asked)
        except StoreError as error:
            log.error("that an answer is being posted could not be kept: %s", error)
        return None

    async def end(self, asked: Wire, outcome: Outcome) -> None:
        """Note what became of it."""
        try:
            async with self._store.unit() as unit:
                unit.write(_key(asked), {_OUTCOME: outcome}, 1)
        except (Conflict, StoreError) as error:
            log.error("that an answer was posted could not be kept: %s", error)

    async def _known(self, asked: Wire) -> Outcome:
        try:
            stored = await self._store.read(_key(asked))
        except StoreError:
            stored = None
        return Outcome(stored.body[_OUTCOME]) if stored and _OUTCOME in stored.body else Outcome.UNSURE


def _key(asked: Wire) -> str:
    return digest(f"posted\n{conversation_key(asked)}\n{mark(asked)}")
