"""The channel of a turn whose activity lies in the inbox."""

from collections.abc import Sequence
from types import TracebackType
from typing import Protocol, Self

from bot.state.boxes import Boxes, Letter
from bot.state.store import Unit
from bot.turn.channel import Channel, Wire
from bot.turn.typing import AFTER, Typing


class Answers(Channel, Protocol):
    """A channel on which it shows when an answer takes long."""

    async def show_typing(self) -> None:
        """Show, for a moment, that an answer is being written. Raises nothing that matters."""


class Answering:
    """Takes the activity out of the inbox in the transaction that keeps the state and the replies."""

    def __init__(self, boxes: Boxes, letter: Letter, channel: Answers) -> None:
        self._boxes = boxes
        self._letter = letter
        self._channel = channel
        self._typing = Typing(channel.show_typing, AFTER)
        self._unit: Unit | None = None

    @property
    def removed(self) -> bool:
        """Tell whether the activity is out of the inbox for good."""
        return self._unit is not None and self._unit.committed

    async def keep(self, unit: Unit, replies: Sequence[Wire]) -> None:
        """Keep the replies, and end the waiting of the activity with them."""
        await self._channel.keep(unit, replies)
        self._boxes.finish(unit, self._letter)
        self._unit = unit

    async def send(self, replies: Sequence[Wire]) -> None:
        """Send the replies."""
        await self._typing.stop()
        await self._channel.send(replies)

    async def __aenter__(self) -> Self:
        await self._typing.__aenter__()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        await self._typing.stop()
