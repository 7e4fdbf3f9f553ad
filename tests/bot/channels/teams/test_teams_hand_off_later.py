"""A hand-off that the service has no time for is posted when it said, and after an hour the asker gets the summary."""

import time
from collections.abc import Callable

import pytest

from tests.bot.channels.teams.test_teams_hand_off import Team, ask, team

__all__ = ["team"]

Later = Callable[[float], None]


@pytest.fixture
def later(team: Team, monkeypatch: pytest.MonkeyPatch) -> Later:
    """Give what moves the clock on."""
    return lambda seconds: monkeypatch.setattr(team.room.poster.inbox.boxes, "now", lambda: time.time() + seconds)


async def works(team: Team) -> None:
    await team.room.poster.inbox.recover()
    await team.room.poster.inbox.idle()


async def test_it_is_posted_when_the_service_said(team: Team, later: Later) -> None:
    team.busy = "900"
    await ask(team)
    team.busy = ""
    later(890)
    await works(team)
    assert team.cards == []

    later(901)
    await works(team)
    assert len(team.cards) == 1
    assert "I could not reach the network team" not in team.room.text


async def test_after_an_hour_the_asker_gets_the_summary(team: Team, later: Later) -> None:
    team.busy = "7200"
    await ask(team)
    assert "I could not reach the network team" not in team.room.text

    later(3602)
    await works(team)
    assert team.cards == []
    assert "I could not reach the network team" in team.room.text
