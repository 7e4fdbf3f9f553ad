"""What is handed to the clients of a conversation at one time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from bot.state.store import Entry
from bot.turn.channel import Wire


@dataclass(frozen=True, slots=True)
class News:
    """Either new entries of the log, in order and without a gap, or activities that are not in the log."""

    entries: tuple[Entry, ...] = ()
    fleeting: tuple[Wire, ...] = ()

    @property
    def first(self) -> int:
        """The sequence number of the first entry."""
        return self.entries[0].sequence

    @property
    def last(self) -> int:
        """The sequence number of the last entry."""
        return self.entries[-1].sequence


def activity_set(activities: Sequence[Wire], watermark: int) -> dict[str, Any]:
    """Give the JSON in which clients get activities; the watermark is the sequence number of the newest they have."""
    return {"activities": list(activities), "watermark": str(watermark)}


def frame(activities: Sequence[Wire], watermark: int) -> str:
    """Give an activity set as the text of a WebSocket frame."""
    return orjson.dumps(activity_set(activities, watermark)).decode()
