"""Cards for Teams in Microsoft's own renderer: everything is understood, unfolds, changes tabs and can be read."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from bot.rendering.hand_off_card import hand_off_message
from bot.state.hand_offs import HandOff, State
from dialogs.memory import Memory
from dialogs.place import place_at
from tests.cards import activities, content, elements, known
from tests.e2e.card_page import CONTRAST, DARK, LIGHT, RENDERER, CardPage
from tests.e2e.conftest import package_file

pytestmark = [pytest.mark.browser, pytest.mark.node]

# The renderer tests languages with a pattern that remembers where it stood, so it refuses every second "en".
EXPECTED = {
    'Unknown element type "CodeBlock". Fallback will be used if present.',
    'Invalid value "en" for property "lang".',
}
WIDTHS = (1024, 340)


@pytest.fixture
def cards(request: pytest.FixtureRequest, browser: Browser) -> Iterator[CardPage]:
    """A page that shows cards, as wide as a desktop window."""
    context = browser.new_context(viewport={"width": WIDTHS[0], "height": 900})
    yield CardPage(context.new_page(), package_file(request, RENDERER))
    context.close()


def answer(id_: str = "cross-tenant-not-authorized") -> dict[str, Any]:
    place = place_at({"at": "fix", "answer": id_, "why": ["It names a code."]}, known())
    return content(*place.first(Memory()), choices=place.choices())


def hand_off(state: State) -> dict[str, Any]:
    one = HandOff("1", "# VNet peering problem\n\n- Local VNet: vnet-hub", state, "Megan", "2026-11-26T16:00:00Z", None)
    card: dict[str, Any] = hand_off_message(one)["attachments"][0]["content"]
    return card


@pytest.mark.parametrize("tool", [None, "terraform", "portal"])
def test_the_renderer_understands_every_card(cards: CardPage, tool: str | None) -> None:
    for place, activity in activities(tool):
        said = cards.shows(activity["attachments"][0]["content"])
        assert set(said) <= EXPECTED, place.question
        assert cards.text.strip()


def test_without_code_blocks_commands_are_letter_for_letter(cards: CardPage) -> None:
    cards.shows(answer())
    assert 'az role assignment create --assignee <user> --role "Network Contributor" --scope' in cards.text
    assert "Bearer <token>" in cards.text


def test_details_unfold_and_fold_again(cards: CardPage) -> None:
    cards.shows(answer())
    question = "Who are you signed in as"
    assert question not in cards.text
    cards.clicks("Check first")
    assert question in cards.text
    cards.clicks("Check first")
    assert question not in cards.text
    cards.clicks("Read more")
    expect(cards.page.get_by_role("link", name="Permissions that peering needs")).to_be_visible()


def test_a_tab_shows_the_commands_of_its_tool(cards: CardPage) -> None:
    cards.shows(answer())
    assert "Connect-AzAccount" not in cards.text
    cards.clicks("Show PowerShell")
    assert "Connect-AzAccount -Tenant" in cards.text
    assert "az login --tenant <tenant>" not in cards.text
    cards.clicks("Show Portal")
    assert "I know my resource ID" in cards.text
    assert "Add-AzVirtualNetworkPeering" not in cards.text
    cards.clicks("Show azure-cli")
    assert "az login --tenant <tenant>" in cards.text


def test_tabs_and_folds_work_with_the_keyboard(cards: CardPage) -> None:
    cards.shows(answer())
    for name, shown in (("Show PowerShell", "Connect-AzAccount"), ("Check first", "Who are you signed in as")):
        cards.page.get_by_role("button", name=name, exact=True).focus()
        cards.page.keyboard.press("Enter")
        assert shown in cards.text


def test_a_button_sends_the_payload_of_its_step(cards: CardPage) -> None:
    cards.shows(answer())
    cards.clicks("It worked")
    payload = {"scenario": "fix", "question": "cross-tenant-not-authorized", "option": "worked", "depth": 0}
    assert cards.executed == [["Action.Execute", payload]]


def test_a_client_without_execute_gets_submit(cards: CardPage) -> None:
    card = answer()
    for one in elements(card):
        if one.get("type") == "Action.Execute":
            one["type"] = "Action.NotKnownHere"
    cards.shows(card)
    cards.clicks("It worked")
    ((kind, data),) = cards.executed
    assert kind == "Action.Submit"
    assert data["option"] == "worked"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("colours", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
def test_cards_can_be_read(cards: CardPage, axe: str, colours: dict[str, str], width: int) -> None:
    cards.page.set_viewport_size({"width": width, "height": 900})
    menu = place_at({"at": "menu"}, known())
    hand_offs = [hand_off(state) for state in (State.OPEN, State.ASSIGNED, State.RESOLVED)]
    for card in (answer(), content(*menu.first(Memory()), choices=menu.choices()), *hand_offs):
        cards.shows(card, colours)
        assert cards.page.evaluate("document.documentElement.scrollWidth") <= width
        cards.page.evaluate(axe)
        found = cards.page.evaluate(
            "axe.run(document.body, {runOnly: ['color-contrast', 'button-name', 'link-name', 'nested-interactive']})"
        )
        assert [violation["id"] for violation in found["violations"]] == []
