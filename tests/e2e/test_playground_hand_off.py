"""Asking the network team in the Microsoft 365 Agents Playground: the card in their channel, what the asker is told."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import package_file
from tests.e2e.live_server import LiveServer, free_port
from tests.e2e.playground import CONFIGURATION, PACKAGE, PlaygroundServer, Teams
from tests.e2e.test_playground import CROSS_TENANT, TENANT, TITLE

pytestmark = [pytest.mark.browser, pytest.mark.node]

CHANNEL = "19:network@thread.tacv2"


def company() -> str:
    """Give the Playground's configuration with a channel that HAND_OFF_CHANNEL may name; five colleagues are a must."""
    names = ["Alex Wilber", "Megan Bowen", "Adele Vance", "Isaiah Langer", "Patti Fernandez", "Lynne Robbins"]
    people = [
        {
            "id": f"user-{number}",
            "name": name,
            "givenName": name.split()[0],
            "surname": name.split()[1],
            "email": f"{name.split()[0]}@example.com",
            "userPrincipleName": f"{name.split()[0]}@example.com",
            "aadObjectId": f"00000000-0000-0000-0000-00000000002{number}",
        }
        for number, name in enumerate(names)
    ]
    team = {"id": "19:team@thread.tacv2", "name": "My Team", "aadGroupId": "00000000-0000-0000-0000-000000000031"}
    return json.dumps(
        {
            "version": "0.1.1",
            "tenantId": "00000000-0000-0000-0000-000000000001",
            "bot": {"id": "28:peering-bot", "name": "Peering Bot"},
            "currentUser": people[0],
            "users": people[1:],
            "personalChat": {"id": "a-personal-chat"},
            "groupChat": {"id": "a-group-chat", "name": "Group Chat"},
            "team": team | {"channels": [{"id": CHANNEL, "name": "Network team"}]},
        }
    )


@pytest.fixture
def teams(
    request: pytest.FixtureRequest,
    browser: Browser,
    node: str,
    make_server: Callable[..., LiveServer],
    tmp_path: Path,
) -> Iterator[Teams]:
    """The Playground with a bot that knows the network team's channel."""
    program, port = package_file(request, PACKAGE), free_port()
    service = f"http://127.0.0.1:{port}/_connector"
    server = make_server(HAND_OFF_CHANNEL=CHANNEL, HAND_OFF_SERVICE_URL=service).start()
    (tmp_path / CONFIGURATION).write_text(company(), encoding="utf-8")
    playground = PlaygroundServer(node, program, server.url, tmp_path, port=port)
    playground.wait_until_ready()
    context = browser.new_context(viewport={"width": 1280, "height": 2400})
    yield Teams(context.new_page(), playground.url)
    context.close()
    playground.stop()
    assert "Traceback" not in server.log


def test_the_team_takes_and_resolves_it_and_the_asker_is_told(teams: Teams) -> None:
    teams.sees("I'm Peering Bot")
    teams.says(CROSS_TENANT)
    teams.sees(TITLE)

    teams.says("ask the network team")
    teams.sees("I'm passing your summary on to the network team", "Back to where we were:")

    teams.opens("Network team")
    card = teams.card("Somebody asks the network team")
    expect(card.get_by_text("Local VNet: vnet-hub")).to_be_visible()
    assert TENANT not in card.inner_text()
    teams.clicks("Assign to me")
    expect(card.get_by_text("Alex Wilber has it since")).to_be_visible()
    expect(card.get_by_role("button", name="Assign to me")).to_have_count(0)
    teams.clicks("Resolved")
    expect(card.get_by_text("Resolved by Alex Wilber")).to_be_visible()
    expect(card.get_by_role("button", name="Resolved")).to_have_count(0)
    card.get_by_role("button", name="As text to copy").click()
    expect(card.get_by_text("# VNet peering problem")).to_be_visible()

    teams.opens("Personal Chat")
    teams.sees("Good news: Alex Wilber of the network team has taken your question.")
    teams.sees("Alex Wilber of the network team marked your question as resolved.")
