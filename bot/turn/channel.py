"""What a channel does with the outcome of a turn."""

from collections.abc import Sequence
from typing import Any, Protocol

from bot.state.store import Unit

Wire = dict[str, Any]
"""A Bot Framework activity as plain JSON, keys in camelCase."""


class Channel(Protocol):
    """Where replies go. `keep` takes part in the transaction that saves the state; `send` comes after it."""

    async def keep(self, unit: Unit, replies: Sequence[Wire]) -> None:
        """Store the replies together with the state of the turn: both or none."""

    async def send(self, replies: Sequence[Wire]) -> None:
        """Hand the replies to the people. They are complete activities but for what the channel stamps on them."""
