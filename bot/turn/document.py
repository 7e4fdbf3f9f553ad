"""The document that is stored per user and conversation: version, memory, dialog stack, activities already handled."""

from dataclasses import dataclass, field
from typing import Any, Final

from bot.turn.channel import Wire
from bot.turn.names import mark
from dialogs.memory import Memory

VERSION: Final = 1
_MOST_SEEN: Final = 50


@dataclass(slots=True)
class Document:
    """What one conversation is between two turns. A document of another version starts afresh, its memory kept."""

    memory: Memory = field(default_factory=Memory)
    stack: list[dict[str, Any]] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Give it as plain data."""
        return {
            "version": VERSION,
            "memory": self.memory.as_json(),
            "stack": self.stack,
            "seen": self.seen[-_MOST_SEEN:],
        }

    @classmethod
    def from_json(cls, body: dict[str, Any] | None) -> "Document":
        """Make it of stored data, or a new one of None."""
        if body is None:
            return cls()
        memory = Memory.from_json(body.get("memory", {}))
        stack = body.get("stack", []) if body.get("version") == VERSION else []
        return cls(memory, stack, body.get("seen", []))

    def is_new(self, activity: Wire) -> bool:
        """Note an activity; tell whether it was not handled before (Teams sends one again after about 15 s)."""
        if not activity.get("id"):
            return True
        known = mark(activity)
        if known in self.seen:
            return False
        self.seen.append(known)
        return True
