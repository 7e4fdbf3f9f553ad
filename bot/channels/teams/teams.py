"""Everything that Teams gets beyond messages, put together."""

from typing import Any

from bot.channels.bot_framework.bot_framework import MakesInvokes
from bot.channels.bot_framework.delivery import BotFrameworkWay
from bot.channels.teams import find_fix, search
from bot.channels.teams.click import CLICK, Clicks
from bot.channels.teams.feedback import SUBMIT, Feedback
from bot.channels.teams.hand_off import HandOffs
from bot.channels.teams.invokes import Handler, Invokes
from bot.settings import Settings
from bot.turn.channel import Wire
from bot.turn.inbox import Inbox
from bot.turn.turns import Turns


def teams_invokes(turns: Turns, inbox: Inbox | None = None, settings: Settings | None = None) -> MakesInvokes:
    """Give what makes the handlers of invokes. With a channel in the settings the network team can be asked."""
    searches = search.Search(turns.brain)

    def make(way: BotFrameworkWay) -> Invokes:
        outbound = way.outbound
        clicks = Clicks(turns, way, turns.store)
        feedback = Feedback(turns.store)
        way.note = feedback.note
        find = find_fix.FindFix(turns.brain, outbound, turns.store)
        handlers: dict[str, Handler] = {
            CLICK: clicks.answer,
            SUBMIT: feedback.answer,
            find_fix.FETCH: find.fetch,
            find_fix.SUBMIT: find.submit,
            search.QUERY: searches.answer,
        }
        if inbox is None or settings is None or not settings.hand_off_channel:
            return Invokes(handlers)
        hand_offs = HandOffs(turns.store, inbox, outbound, settings)
        turns.team = hand_offs

        async def clicked(wire: Wire) -> dict[str, Any] | None:
            return await hand_offs.answer(wire) or await clicks.answer(wire)

        return Invokes(handlers | {CLICK: clicked})

    return make
