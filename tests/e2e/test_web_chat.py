"""The page in a real browser: what somebody with a peering problem does with it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.chat_page import ACTIVITY, MINE, SUGGESTED, ChatPage
from tests.e2e.live_server import LiveServer
from tests.e2e.pastes import CROSS_TENANT, OTHER_SUBSCRIPTION, SUBSCRIPTION, TENANT

pytestmark = pytest.mark.browser

OpenChat = Callable[..., ChatPage]

WELCOME = "I'm Peering Bot"

GATEWAY_WAYS = {
    "hub": (["No, only Azure's gateway", "Only the hub", "Site-to-Site or ExpressRoute"], "gateway"),
    "spoke": (["No, only Azure's gateway", "Only the spoke"], "spoke"),
    "both": (["No, only Azure's gateway", "Both"], "gateway"),
    "neither": (["No, only Azure's gateway", "Neither", "No gateway at all"], "gateway"),
}
S5 = "On-premises can't reach a spoke"


def test_welcomes_once_with_nine_scenarios_in_three_groups(open_chat: OpenChat, server: LiveServer) -> None:
    chat = open_chat(server)
    chat.sees(WELCOME, "Set up", "Fix connectivity", "Error message")
    assert len(chat.buttons) == 9
    assert sum(WELCOME in message.text.replace("\u2019", "'") for message in chat.transcript) == 1
    expect(chat.box).to_be_visible()


def test_gives_the_cross_tenant_fix_with_the_ids_of_the_paste(chat: ChatPage) -> None:
    chat.pastes(CROSS_TENANT)
    chat.sees("tenant isn't authorized", "Check first", "Fix", "Careful", "Read more")
    commands = "\n".join(chat.commands)
    assert f"az login --tenant {TENANT}" in commands
    assert f"--subscription {SUBSCRIPTION} -g rg-hub-weu --vnet-name vnet-hub -n hub-to-spoke" in commands
    assert f"--subscription {OTHER_SUBSCRIPTION} " in commands
    assert f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-hub-weu/providers" in commands
    assert chat.buttons == ["It worked", "Still broken", "Something else"]


@pytest.mark.parametrize(
    ("said", "title", "command"),
    [
        ("Failed to peer a Databricks virtual network", "Databricks", "az group show -n"),
        ("Not connected", "Disconnected", "az network vnet peering"),
    ],
)
def test_knows_the_other_errors_of_the_old_guide(chat: ChatPage, said: str, title: str, command: str) -> None:
    chat.pastes(said)
    chat.sees(title, "Check first")
    assert command in "\n".join(chat.commands)


def test_walks_all_four_gateway_answers_one_after_the_other(chat: ChatPage) -> None:
    for labels, words in GATEWAY_WAYS.values():
        chat.clicks(S5)
        for label in labels:
            chat.clicks(label)
        chat.sees(words, "Did that help?")
        chat.clicks("Something else")


def test_an_old_button_does_not_derail(chat: ChatPage) -> None:
    old = chat.page.locator(ACTIVITY).nth(1).get_by_role("button", name="I have an error message")
    chat.clicks(S5)
    old.click()
    chat.waits_for_answer(2)
    chat.sees("belongs to an earlier step", "Does the traffic pass through a firewall")
    chat.clicks("Yes, another device")
    chat.sees("Did that help?")


def test_copies_exactly_the_command(chat: ChatPage) -> None:
    chat.pastes(CROSS_TENANT)
    boxes = chat.page.locator(ACTIVITY).last.locator(".code")
    for index in range(boxes.count()):
        boxes.nth(index).locator(".code__copy").click()
        shown = boxes.nth(index).locator("pre:not([hidden])").inner_text()
        expect(boxes.nth(index).locator(".code__copy")).to_have_attribute("data-state", "done")
        copied = chat.page.evaluate("() => navigator.clipboard.readText()")
        assert copied == shown.rstrip("\n")
        assert copied


def test_shows_another_tool_behind_its_tab_and_copies_it(chat: ChatPage) -> None:
    chat.pastes(CROSS_TENANT)
    box = chat.page.locator(ACTIVITY).last.locator(".code", has=chat.page.get_by_role("tab", name="PowerShell")).first
    box.get_by_role("tab", name="PowerShell").click()
    box.locator(".code__copy").click()
    expect(box.locator(".code__copy")).to_have_attribute("data-state", "done")
    assert "Get-AzContext" in chat.page.evaluate("() => navigator.clipboard.readText()")


def test_needs_no_mouse(open_chat: OpenChat, server: LiveServer) -> None:
    chat = open_chat(server)
    keyboard = chat.page.keyboard
    keyboard.press("Tab")
    expect(chat.page.locator("#skip")).to_be_focused()
    keyboard.press("Enter")
    expect(chat.box).to_be_focused()
    keyboard.type("on-premises can't reach a spoke")
    keyboard.press("Enter")
    chat.waits_for_answer(1)
    _tab_to(chat, SUGGESTED, "Shift+Tab")
    keyboard.press("ArrowRight")
    expect(chat.button("No, only Azure's gateway")).to_be_focused()
    keyboard.press("Enter")
    chat.waits_for_answer(2)
    chat.sees("Which of the two VNets has")
    _tab_to(chat, BOX_OR_SUGGESTED, "Tab")


def test_presses_a_button_of_the_card_by_keyboard(chat: ChatPage) -> None:
    chat.page.locator(ACTIVITY).last.locator("button").first.focus()
    chat.page.keyboard.press("Tab")
    label = chat.page.evaluate("() => document.activeElement.textContent")
    assert label in chat.buttons
    chat.page.keyboard.press("Enter")
    chat.waits_for_answer(1)
    assert label in chat.transcript[-2].text


def test_copies_by_keyboard(chat: ChatPage) -> None:
    chat.says("Not connected")
    copy = chat.page.locator(ACTIVITY).last.locator(".code__copy").first
    copy.focus()
    chat.page.keyboard.press("Enter")
    expect(copy).to_have_attribute("data-state", "done")


BOX_OR_SUGGESTED = f'{SUGGESTED}, [data-id="webchat-sendbox-input"]'


def _tab_to(chat: ChatPage, selector: str, key: str, most: int = 15) -> None:
    for _ in range(most):
        if chat.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
        chat.page.keyboard.press(key)
    raise AssertionError(f"{key} never came to {selector}")


def test_a_paste_of_several_lines_keeps_its_lines(chat: ChatPage) -> None:
    lines = ["az network vnet peering create -n one", "", "(AnotherOperationInProgress) Another operation", "Code: X"]
    chat.pastes("\n".join(lines))
    said = next(message for message in reversed(chat.transcript) if message.mine)
    assert said.text.splitlines() == [line for line in lines if line]
    chat.reloads()
    said = next(message for message in reversed(chat.transcript) if message.mine)
    assert said.text.splitlines() == [line for line in lines if line]


MARKUP = (
    "<b>bold</b> <img src=x onerror=\"alert('html')\"> <script>alert(1)</script> **stars** _line_"
    " [link](http://evil.example) ![pic](http://evil.example/p.png) `code` &amp; \u200b# head"
)


def test_what_a_user_writes_is_never_markup(chat: ChatPage) -> None:
    dialogs: list[str] = []
    chat.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    chat.says(MARKUP)
    _is_literal(chat)
    chat.says("summary")
    for element in ("script", "b", "img[src='x']", "a[href*='evil']", "img[src*='evil']"):
        assert chat.page.locator(f"{ACTIVITY} .webchat__bubble {element}").count() == 0
    assert "<script>alert(1)</script>" in "\n".join(chat.page.locator(f"{ACTIVITY} pre").all_text_contents())
    chat.reloads()
    _is_literal(chat)
    assert dialogs == []


def _is_literal(chat: ChatPage) -> None:
    bubble = chat.page.locator(f"{ACTIVITY} {MINE}").first
    shown = bubble.inner_text().strip().replace("\u200b", "")
    assert shown == MARKUP.replace("\u200b", "")
    assert bubble.locator("b, strong, em, img, script, a, code, h1").count() == 0


def test_a_picture_is_seen_with_its_words(chat: ChatPage) -> None:
    chat.clicks("Peer two VNets")
    picture = chat.page.locator(f"{ACTIVITY} .webchat__bubble img[src*='/pictures/']").first
    expect(picture).to_be_visible()
    assert picture.evaluate("(image) => image.complete && image.naturalWidth > 0")
    assert len(picture.get_attribute("alt") or "") > 40


def test_links_of_an_answer_open_elsewhere(chat: ChatPage) -> None:
    chat.says("Not connected")
    links = chat.page.locator(ACTIVITY).last.locator("a")
    assert links.count() >= 1
    for index in range(links.count()):
        assert re.match(r"https://learn\.microsoft\.com/", links.nth(index).get_attribute("href") or "")
        assert links.nth(index).get_attribute("target") == "_blank"
        assert "noopener" in (links.nth(index).get_attribute("rel") or "")


def test_a_deep_link_opens_its_answer(open_chat: OpenChat, server: LiveServer) -> None:
    chat = open_chat(server)
    chat.page.evaluate("() => localStorage.clear()")
    chat.page.goto(f"{server.url}/?open=peering-disconnected")
    expect(chat.button("It worked")).to_be_visible()
    chat.sees("Disconnected", "Did that help?")
    assert chat.page.url == f"{server.url}/"


def test_a_very_long_paste_is_answered_and_its_reader_told(chat: ChatPage) -> None:
    chat.pastes(CROSS_TENANT + "\n" + "more of the log\n" * 2_500)
    chat.sees("over 32,000 characters", "tenant isn't authorized")
