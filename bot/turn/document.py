"""The document that is stored per user and conversation: version, memory, dialog stack, activities already handled."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

from bot.turn.channel import Wire
from dialogs.memory import Memory

VERSION: Final = 1
_MOST_SEEN: Final = 50
_LONGEST_ID: Final = 400


def short(id_: str) -> str:
    """Give an id, or a digest where it is so long, or so strange, that a database would not take it."""
    plain = len(id_) <= _LONGEST_ID and id_.isprintable()
    return id_ if plain else sha256(id_.encode(errors="surrogatepass")).hexdigest()


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
        # An edit keeps the id of the message that it changes, so its time tells it apart.
        edited = activity.get("timestamp") if activity.get("type") == "messageUpdate" else ""
        mark = short(f"{activity.get('type')}:{activity['id']}:{edited}")
        if mark in self.seen:
            return False
        self.seen.append(mark)
        return True
