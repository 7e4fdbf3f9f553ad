"""Everything that Teams gets beyond messages, put together."""

from bot.channels.bot_framework.bot_framework import MakesInvokes
from bot.channels.bot_framework.outbound import Outbound
from bot.channels.teams.invokes import Invokes


def teams_invokes() -> MakesInvokes:
    """Give what makes the handlers of invokes."""

    def make(_outbound: Outbound) -> Invokes:
        return Invokes({})

    return make
