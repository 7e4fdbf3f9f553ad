"""Invokes: a click or an action that waits for its answer in the response itself."""

from typing import Any, Final

from bot.turn.channel import Wire

INVOKE: Final = "invoke"
_EXECUTE: Final = "adaptiveCard/action"

DONE: Final[dict[str, Any]] = {
    "statusCode": 200,
    "type": "application/vnd.microsoft.activity.message",
    "value": "Done. My answer is below.",
}


def as_message(wire: Wire) -> Wire | None:
    """Give a click on an Action.Execute as the message that the same Action.Submit would be, None for other invokes."""
    value = wire.get("value")
    action = value.get("action") if isinstance(value, dict) else None
    data = action.get("data") if isinstance(action, dict) else None
    if wire.get("name") != _EXECUTE or not isinstance(data, dict):
        return None
    return {key: part for key, part in wire.items() if key not in {"name", "text"}} | {"type": "message", "value": data}


def failure(status: int, code: str, message: str) -> dict[str, Any]:
    """Give the body for an invoke that failed; it goes out with HTTP 200, or Teams says that the app is down."""
    return {
        "statusCode": status,
        "type": "application/vnd.microsoft.error",
        "value": {"code": code, "message": message},
    }


NOT_KNOWN: Final = failure(501, "NotSupported", "Peering Bot does not know this action.")
BROKEN: Final = failure(500, "InternalError", "Something went wrong here. Please try again.")
