"""Invokes: what Teams asks and waits for. Each kind has one handler, found by the invoke's name."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.turn.channel import Wire

Handler = Callable[[Wire], Awaitable[dict[str, Any] | None]]
"""Takes the invoke activity (its sender is authenticated, its service URL trusted, secrets removed) and gives the body
of the HTTP answer; None when this invoke is not for it. What it raises becomes a failure in the body, see `invoke`."""


class Invokes:
    """Finds the handler of an invoke."""

    def __init__(self, handlers: Mapping[str, Handler]) -> None:
        self._handlers = handlers

    async def answer(self, invoke: Wire) -> dict[str, Any] | None:
        """Give the body of the answer, None when nobody knows this invoke."""
        handler = self._handlers.get(str(invoke.get("name") or ""))
        return None if handler is None else await handler(invoke)
