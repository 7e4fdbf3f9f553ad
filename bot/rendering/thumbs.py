"""Which answer an activity of ours shows: its buttons say it."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from dialogs.place import WORKED

ON: Final = {"feedbackLoop": {"type": "default"}}
"""What asks Teams for its thumbs, with its own form."""


def answer_of(payloads: Iterable[Mapping[str, Any]]) -> str | None:
    """Give the answer that these buttons ask about, None when they ask for something else."""
    return next((str(one["question"]) for one in payloads if one.get("option") == WORKED), None)


def answer_in(activity: dict[str, Any]) -> str | None:
    """Give the answer that a message with thumbs shows, None for other messages."""
    if "feedbackLoop" not in (activity.get("channelData") or {}):
        return None
    return answer_of(_data(activity.get("attachments") or ()))


def _data(attachments: Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    """Give what the buttons of a card carry; they stand at its top level, see `teams_card`."""
    for attachment in attachments:
        for element in attachment.get("content", {}).get("body", ()):
            yield from (action["data"] for action in element.get("actions", ()) if "data" in action)
