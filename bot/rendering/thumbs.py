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
    return answer_of(_data(activity.get("attachments")))


def _data(element: Any) -> Iterable[Mapping[str, Any]]:
    if isinstance(element, list):
        for one in element:
            yield from _data(one)
    elif isinstance(element, dict):
        if isinstance(element.get("data"), dict):
            yield element["data"]
        for value in element.values():
            yield from _data(value)
