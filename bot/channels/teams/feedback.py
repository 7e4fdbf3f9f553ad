"""Teams' own thumbs under an answer.

Source: "Bot messages with AI-generated content", feedback buttons, of the Teams documentation: the message carries
`channelData.feedbackLoop`, a click comes as the invoke `message/submitAction` whose form is JSON as text.
"""

import logging
from collections.abc import Sequence
from typing import Any, Final

import orjson

from bot.channels.bot_framework.outbound import Reference
from bot.rendering.thumbs import answer_in
from bot.state.database import Work
from bot.state.feedback import Verdict, add_feedback, given_in, given_note
from bot.state.store import Store
from bot.turn.channel import Wire
from bot.turn.names import channel_id, conversation_key, person_key
from bot.turn.voice import asker
from dialogs.memory import fit_to_keep

log = logging.getLogger("peering_bot.teams")

SUBMIT: Final = "message/submitAction"
_VERDICTS: Final[dict[str, Verdict]] = {"like": "up", "dislike": "down"}
_LONGEST: Final = 1_000
_LONGEST_FORM: Final = 20_000


class Feedback:
    """Keeps which answer was sent in which message, whom it was for, and what people say of it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def note(self, to: Reference, activity: Wire, message: str) -> Sequence[Work[Any]]:
        """Give what is kept of an activity that was sent: which answer it is, and where others see it, for whom."""
        cause = {"channelId": to.channel, "conversation": to.conversation, "from": to.user}
        answer, person = answer_in(activity), person_key(cause) if asker(cause) else ""
        if not message or (answer is None and not person):
            return ()
        return (given_note(conversation_key(cause), message, answer or "", person),)

    async def answer(self, invoke: Wire) -> dict[str, Any] | None:
        """Keep what somebody said of an answer; None for another form. Raises StoreError."""
        value = invoke.get("value")
        if not isinstance(value, dict) or value.get("actionName") != "feedback":
            return None
        said = value.get("actionValue")
        verdict = _VERDICTS.get(str(said.get("reaction"))) if isinstance(said, dict) else None
        message = invoke.get("replyToId") or value.get("replyToId")
        answer = await given_in(self._store, conversation_key(invoke), str(message))
        if not isinstance(said, dict) or verdict is None or answer is None:
            log.info("thumbs came for a message that holds no answer")
            return {}
        comment = fit_to_keep(_comment(said.get("feedback")), _LONGEST)
        async with self._store.unit() as unit:
            await add_feedback(unit, answer, verdict, channel_id(invoke), person_key(invoke), comment)
        return {}


def _comment(form: Any) -> str:
    """Give what was written in the form, which is JSON as text, or an object; or nothing."""
    if isinstance(form, str):
        try:
            form = orjson.loads(form[:_LONGEST_FORM])
        except orjson.JSONDecodeError:
            return str(form)
    text = form.get("feedbackText") if isinstance(form, dict) else form
    return text if isinstance(text, str) else ""
