"""What became of something in the outbox, and when it is tried again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.state.database import Work
from bot.turn.channel import Wire

HOUR: Final = 3600.0
"""Seconds after which nothing is tried again: by then whoever asked has found another way."""
DAY: Final = 86_400.0
"""Seconds after which an answer is not worth sending, when no process was there for so long."""
_SHORTEST: Final = 10.0
_LONGEST: Final = 600.0
_AFTER_DOUBT: Final = 120.0
_DOUBTS: Final = 3


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of it. `left` is what could not be sent for a reason that passes; None when all is over.

    `doubtful` says that the first of what is left may have arrived all the same. `notes` are kept of what was sent.
    `told` is for how many seconds the service said that it is to be left alone.
    """

    left: Wire | None = None
    doubtful: bool = False
    notes: Sequence[Work[Any]] = ()
    told: float = 0.0


def age(body: Wire, now: float) -> float:
    """Give for how many seconds it has been kept; 0 when an earlier version kept it, which did not say when."""
    return max(now - float(body.get("kept", now)), 0.0)


def again(sent: Sent, now: float) -> tuple[Wire, float] | None:
    """Give what is kept of what is left, and when it is tried again; None when that is given up.

    It waits as long again as it has waited, 10 seconds at least and 10 minutes at most, until an hour is over. When
    the service said to wait longer it does, to the end of the hour at most. What may have arrived is tried three times
    at most, and with longer pauses: nobody wants an answer ten times.
    """
    if sent.left is None:
        return None
    waited = age(sent.left, now)
    doubts = int(sent.left.get("doubts", 0)) + sent.doubtful
    pause = max(
        min(max(waited, _SHORTEST), _LONGEST),
        _AFTER_DOUBT * doubts if sent.doubtful else 0.0,
        min(sent.told, HOUR - waited),
    )
    if doubts >= _DOUBTS or waited + pause > HOUR:
        return None
    kept = {"kept": now - waited} | ({"doubts": doubts} if doubts else {})
    return sent.left | kept, now + pause
