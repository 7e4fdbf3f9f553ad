"""What a turn leaves besides its state and its replies: feedback, a hand-off, an unknown error, or nothing at all."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final, Protocol

from bot.errors import BotError
from bot.rendering.activity import render
from bot.state.feedback import add_feedback
from bot.state.forget import forget_member, forget_person, forget_waiting
from bot.state.store import Unit
from bot.turn.channel import Channel, Wire
from bot.turn.names import channel_id, document_key, forgotten_key, is_own_web, person_key, plain_name
from dialogs import speech
from dialogs.reply import Code, Prose, Reply, prose
from dialogs.talk import Talk

_TEAM_IS_IN: Final = "msteams"
"""The channel of the network team. In others people may call themselves as they like."""


class Declined(BotError):  # noqa: N818 - what happened, not a fault
    """The network team takes no more now: repeat the turn so that the asker is told the text of this error."""


class Team(Protocol):
    """The network team, as a turn sees it."""

    async def keep(self, unit: Unit, activity: Wire, summary: str) -> Callable[[], None]:
        """Keep a hand-off with the state of the turn; call what is given when that is safe. Raises Declined."""

    async def clicked(self, activity: Wire, channel: Channel) -> bool:
        """Handle a click of the team on one of its cards; False when it is something else."""


async def keep_outcome(unit: Unit, talk: Talk, activity: Wire, team: Team | None) -> Callable[[], None]:
    """Keep it in the transaction of the turn; call what is given when that is committed and the replies are sent.

    Raises Declined when the network team takes no more; the transaction is to be dropped then.
    """
    if talk.unknown:
        await unit.note_unknown(talk.unknown, datetime.now(UTC).isoformat(timespec="seconds"))
    for answer, helped in talk.verdicts:
        await add_feedback(unit, answer, "up" if helped else "down", channel_id(activity), person_key(activity))
    if talk.hand_off and team is not None:
        return await team.keep(unit, activity, talk.hand_off)
    return lambda: None


async def forget_asker(unit: Unit, activity: Wire) -> None:
    """Delete what is kept of who wrote, instead of keeping the state of the turn.

    What stays is a digest by which the same activity is known when it is delivered again.
    """
    web = activity["conversation"]["id"] if is_own_web(activity) else None
    person, user = person_key(activity), activity["from"]["id"]
    await forget_person(unit, person, document_key(activity), user, web)
    if channel_id(activity) == _TEAM_IS_IN:
        await forget_member(unit, plain_name(activity["from"].get("name")))
    await forget_waiting(unit, user, lambda body: _person_of(body) == person, activity)
    if activity.get("id"):
        unit.write(forgotten_key(activity), {}, None)


def _person_of(body: Wire) -> str:
    """Give whose something in a box is: who wrote it, or who is to be told."""
    if "activity" in body:
        return person_key(body["activity"])
    to = body.get("to") or {}
    return person_key({"channelId": to.get("channel"), "serviceUrl": to.get("serviceUrl"), "from": to.get("user")})


def really_done(replies: list[Wire], talk: Talk, activity: Wire) -> list[Wire]:
    """Give the replies of a turn that could not be kept: without those that say that something was done with it."""
    if talk.forget:
        return [render(prose(speech.NOT_FORGOTTEN), channel_id(activity))]
    if talk.hand_off:
        told = Reply((Prose(speech.NOT_HANDED_OFF), Code(talk.hand_off, "markdown")))
        return [render(told, channel_id(activity))]
    return replies
