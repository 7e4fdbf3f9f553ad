"""The bot in the Microsoft 365 Agents Playground, which talks to it as Teams does."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.e2e.conftest import package_file
from tests.e2e.live_server import LiveServer
from tests.e2e.playground import PACKAGE, PlaygroundServer, Teams

pytestmark = [pytest.mark.browser, pytest.mark.node]

TENANT = "1c9f7a42-3d5b-48e6-8a0f-b7d26e914c03"
CROSS_TENANT = (
    "The client has permission to perform action 'Microsoft.Network/virtualNetworks/peer/action' on scope"
    " '/subscriptions/5b8e2f10-6a1d-4c39-9f77-20c4d1e8ab35/resourceGroups/rg-hub-weu/providers/Microsoft.Network"
    f"/virtualNetworks/vnet-hub/virtualNetworkPeerings/hub-to-spoke', however the current tenant '{TENANT}' is not"
    " authorized to access linked subscription 'e07d4c61-92b8-4f1a-a5c3-68f01b3d7e29'."
)
OVERLAP = "The two VNets use overlapping addresses"
TITLE = "tenant isn't authorized"

OpenTeams = Callable[..., Teams]


@pytest.fixture
def open_teams(
    request: pytest.FixtureRequest, browser: Browser, node: str, own_server: LiveServer, tmp_path: Path
) -> Iterator[OpenTeams]:
    """Give a way to open the Playground, with options of its command line."""
    program = package_file(request, PACKAGE)
    playgrounds: list[PlaygroundServer] = []
    contexts: list[BrowserContext] = []

    def open_page(*options: str) -> Teams:
        playgrounds.append(PlaygroundServer(node, program, own_server.url, tmp_path, *options))
        playgrounds[-1].wait_until_ready()
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 1400}))
        return Teams(contexts[-1].new_page(), playgrounds[-1].url)

    yield open_page
    for context in contexts:
        context.close()
    for playground in playgrounds:
        playground.stop()
    assert "Traceback" not in own_server.log


def test_a_paste_gets_its_answer_and_a_button_leads_on(open_teams: OpenTeams) -> None:
    teams = open_teams()
    teams.sees("I'm Peering Bot", "Set up", "Fix connectivity", "Error message")

    teams.says(CROSS_TENANT)
    teams.sees(TITLE, "Check first", f"az login --tenant {TENANT}")
    teams.has_button("It worked")
    teams.clicks("Something else")
    teams.sees("What can I help you with?")

    teams.clicks("On-premises can't reach a spoke")
    teams.has_button("No, only Azure's gateway")
    teams.clicks("No, only Azure's gateway")
    teams.has_button("Only the hub")


def test_what_was_chosen_takes_the_place_of_the_card(open_teams: OpenTeams) -> None:
    teams = open_teams()
    teams.sees("I'm Peering Bot")

    teams.clicks("On-premises can't reach a spoke")

    teams.sees("\u2713 On-premises can't reach a spoke")
    expect(teams.page.get_by_role("button", name="On-premises can't reach a spoke", exact=True)).to_have_count(0)
    teams.clicks("No, only Azure's gateway")
    teams.sees("\u2713 No, only Azure's gateway")
    expect(teams.page.get_by_role("button", name="No, only Azure's gateway", exact=True)).to_have_count(0)
    teams.has_button("Only the hub")


def test_the_message_action_shows_the_fix_and_posts_it(open_teams: OpenTeams) -> None:
    teams = open_teams()
    teams.posts("General", CROSS_TENANT)
    teams.has_button("It worked")
    answers = teams.page.get_by_text(TITLE).count()

    dialog = teams.finds_fix("The client has permission to perform action")
    expect(dialog.get_by_text(TITLE)).to_be_visible()
    expect(dialog.get_by_text(f"az login --tenant {TENANT}").first).to_be_visible()

    dialog.get_by_role("button", name="Post it in the thread").click()
    expect(dialog.get_by_text("Posted in the thread.")).to_be_visible()
    posted = teams.page.get_by_text(TITLE)
    expect(posted).to_have_count(answers + 1)
    # A new post of its own would stand above the one that it answers.
    asked = teams.page.get_by_text("The client has permission to perform action").first.bounding_box()
    answer = posted.first.bounding_box()
    assert asked
    assert answer
    assert asked["y"] < answer["y"]


def test_the_search_puts_an_answer_into_a_post(open_teams: OpenTeams) -> None:
    teams = open_teams()
    teams.begins_post("General", "Look at this, Megan:")

    found = teams.searches("overl")
    overlap = found.get_by_role("heading", name=OVERLAP, exact=True)
    expect(overlap).to_be_visible()
    expect(found.get_by_text("Azure does not peer VNets whose address spaces overlap")).to_be_visible()
    overlap.click()
    said = teams.page.get_by_text("Test Bot").count()
    teams.page.get_by_role("button", name="Post", exact=True).click()

    teams.sees("Look at this, Megan:")
    card = teams.card(OVERLAP)
    text = card.inner_text()
    pieces = (OVERLAP, "One of the two VNets needs other addresses", "azure-cli", "Check first", "Fix", "Careful:")
    assert [text.index(piece) for piece in pieces] == sorted(text.index(piece) for piece in pieces)
    create = card.get_by_text("az network vnet peering create -g <resource-group>").first
    expect(create).to_be_visible()
    card.get_by_text("PowerShell", exact=True).first.click()
    expect(card.get_by_text("Add-AzVirtualNetworkPeering").first).to_be_visible()
    expect(create).to_be_hidden()
    # It is a message from one person to others.
    assert teams.page.get_by_text("Test Bot").count() == said


def test_a_card_of_its_own_is_not_taken_for_an_error(open_teams: OpenTeams) -> None:
    teams = open_teams()
    teams.sees("I'm Peering Bot")

    teams.searches("overl").get_by_role("heading", name=OVERLAP, exact=True).click()
    teams.page.get_by_role("button", name="Send Message").click()

    teams.sees("I don't read cards. If it is one of mine, the answer stands in it already")


def test_a_search_that_finds_nothing_says_what_to_try(open_teams: OpenTeams) -> None:
    found = open_teams().searches("zzzz")

    expect(found.get_by_text("Try an error code, or a word such as")).to_be_visible()


def test_a_post_in_a_channel_is_answered_without_the_mention(open_teams: OpenTeams) -> None:
    teams = open_teams()

    teams.posts("General", CROSS_TENANT)
    teams.sees(TITLE)
    teams.has_button("It worked")


def test_replies_may_be_expected_in_the_response(open_teams: OpenTeams) -> None:
    teams = open_teams("--delivery-mode", "expectReplies")

    teams.says(CROSS_TENANT)
    teams.sees(TITLE)
