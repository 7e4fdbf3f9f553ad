"""The card that was clicked: what was chosen takes its place, for everybody, so that it cannot be clicked again."""

import logging
from collections.abc import Sequence
from typing import Final

from bot.channels.bot_framework.outbound import Outbound, Reference
from bot.channels.bot_framework.patience import passes
from bot.channels.bot_framework.web_client import CallError
from bot.turn.channel import Wire

log = logging.getLogger("peering_bot.teams")

_UPDATE: Final = "messageUpdate"


def parted(replies: Sequence[Wire]) -> tuple[Wire | None, list[Wire]]:
    """Give what takes the place of the clicked card, if anything, and the new messages."""
    updates = [reply | {"type": "message"} for reply in replies if reply.get("type") == _UPDATE]
    return (updates[-1] if updates else None, [reply for reply in replies if reply.get("type") != _UPDATE])


async def settle(outbound: Outbound, to: Reference, replaced: str | None, card: Wire | None) -> list[Wire]:
    """Put a card in the place of the one that was clicked. When that fails the turn goes on: the log says why.

    Give it as it came when it may work later, else nothing.
    """
    if card is None or not isinstance(replaced, str) or not replaced:
        return []
    try:
        await outbound.update(to, replaced, card)
    except (CallError, PermissionError) as error:
        log.error("the card that was clicked could not be replaced: %s", error)
        return [card | {"type": _UPDATE}] if passes(error) else []
    except Exception:
        log.exception("the card that was clicked could not be replaced")
    return []
