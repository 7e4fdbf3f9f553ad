"""What the log of a Direct Line conversation holds."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation: its user and the sequence number of its newest activity, 0 when it has none."""

    id: str
    user: str
    last: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One activity of the log. `sequence` counts from 1 within the conversation and is the watermark after it."""

    conversation: str
    sequence: int
    body: dict[str, Any]

    @property
    def id(self) -> str:
        """The activity's id."""
        return entry_id(self.conversation, self.sequence)

    @property
    def activity(self) -> dict[str, Any]:
        """The activity as clients get it."""
        return {**self.body, "id": self.id}


def entry_id(conversation: str, sequence: int) -> str:
    """Give the id of the activity with this sequence number."""
    return f"{conversation}|{sequence:07d}"
