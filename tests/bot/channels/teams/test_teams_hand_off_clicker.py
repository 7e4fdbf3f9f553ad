"""Who clicked a hand-off: the same click twice, and two people of one name."""

from dialogs import speech
from tests.bot.channels.teams.test_teams_hand_off import THREAD, Team, ask, team
from tests.chat import buttons_of

__all__ = ["team"]


async def test_a_click_of_an_old_client_that_is_delivered_again_says_nothing_more(team: Team) -> None:
    await ask(team)
    bob = team.room.person("Bob")
    click = bob.activity(conversation=THREAD, replyToId="1", value=buttons_of(team.card)[speech.ASSIGN_LABEL])
    await team.room.poster.posts(click)
    before = len(team.room.service.sent)

    await team.room.poster.posts(click)

    assert len(team.room.service.sent) == before
    assert speech.HAND_OFF_IS_YOURS not in team.room.text
