"""Everything that Teams gets beyond messages, put together."""

from bot.channels.bot_framework.bot_framework import MakesInvokes, TakesTurns
from bot.channels.bot_framework.outbound import Outbound
from bot.channels.teams.click import CLICK, Clicks
from bot.channels.teams.invokes import Invokes


def teams_invokes(turns: TakesTurns) -> MakesInvokes:
    """Give what makes the handlers of invokes."""

    def make(outbound: Outbound) -> Invokes:
        return Invokes({CLICK: Clicks(turns, outbound).answer})

    return make
