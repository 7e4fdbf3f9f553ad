"""The page in a real browser while servers stop, disks fail and tabs come and go."""

import shutil
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.chat_page import ACTIVITY, TURN_MS, ChatPage
from tests.e2e.live_server import LiveServer

pytestmark = pytest.mark.browser

OpenChat = Callable[..., ChatPage]

WELCOME = "I'm Peering Bot"
S5 = "On-premises can't reach a spoke"


def test_goes_on_after_a_restart_in_the_middle(open_chat: OpenChat, own_server: LiveServer) -> None:
    chat = open_chat(own_server)
    chat.server_may_be_away()
    chat.clicks(S5)
    chat.clicks("No, only Azure's gateway")
    before = chat.transcript
    own_server.restart()
    chat.clicks("Only the hub")
    assert chat.transcript[: len(before)] == before
    chat.sees("How does on-premises come in")
    own_server.restart()
    chat.is_online()
    chat.says("p2s")
    chat.sees("Point-to-Site", "Did that help?")
    assert sum(message.mine for message in chat.transcript) == 4


def test_says_when_the_server_is_away_and_when_it_is_back(open_chat: OpenChat, own_server: LiveServer) -> None:
    chat = open_chat(own_server)
    chat.server_may_be_away()
    own_server.kill()
    notice = chat.page.locator("#notice")
    expect(notice).to_contain_text("Connection lost")
    own_server.start()
    expect(notice).to_be_hidden(timeout=15_000)
    chat.says("Not connected")
    chat.sees("Disconnected")


def test_what_was_written_while_the_server_was_away_is_answered(open_chat: OpenChat, own_server: LiveServer) -> None:
    chat = open_chat(own_server)
    chat.server_may_be_away()
    own_server.kill()
    chat.box.fill("Not connected")
    chat.box.press("Enter")
    expect(chat.page.locator("#notice")).to_contain_text("Connection lost")
    own_server.start()
    chat.waits_for_answer(1)
    chat.sees("Disconnected")
    chat.reloads()
    assert [message.mine for message in chat.transcript] == [False, False, True, False]


def test_a_store_that_cannot_write_is_said_and_nothing_is_lost(open_chat: OpenChat, own_server: LiveServer) -> None:
    chat = open_chat(own_server)
    chat.server_may_be_away()
    chat.clicks(S5)
    before = chat.transcript
    own_server.forbid_writing()
    chat.box.fill("Yes, another device")
    chat.box.press("Enter")
    expect(chat.page.locator(ACTIVITY).last).to_contain_text("could not save your message")
    retry = chat.page.get_by_role("button", name="Retry")
    expect(retry).to_be_visible()
    own_server.allow_writing()
    retry.click()
    expect(chat.button("It worked")).to_be_visible()
    chat.reloads(messages=len(before) + 2)
    assert chat.transcript[: len(before)] == before
    assert [message.mine for message in chat.transcript[len(before) :]] == [True, False]
    chat.sees("Did that help?")


def test_a_reload_goes_on_where_it_was(chat: ChatPage) -> None:
    chat.clicks(S5)
    chat.clicks("No, only Azure's gateway")
    before, buttons, conversation = chat.transcript, chat.buttons, chat.conversation
    chat.reloads()
    assert chat.transcript == before
    assert chat.buttons == buttons
    assert chat.conversation == conversation
    chat.clicks("Only the spoke")
    chat.sees("Did that help?")


def test_a_new_conversation_begins_from_nothing(chat: ChatPage) -> None:
    first = chat.conversation
    chat.says("Not connected")
    chat.begins_anew()
    assert chat.conversation != first
    assert len(chat.transcript) == 2
    chat.sees(WELCOME)
    expect(chat.box).to_be_focused()


def test_a_conversation_that_is_gone_becomes_a_new_one(open_chat: OpenChat, own_server: LiveServer) -> None:
    chat = open_chat(own_server)
    chat.server_may_be_away()
    last = chat.conversation
    chat.says("Not connected")
    own_server.stop()
    shutil.rmtree(own_server.data)
    own_server.start()
    chat.waits_for_another(last)
    expect(chat.page.locator("#notice")).to_contain_text("no longer there")
    chat.sees(WELCOME)
    chat.says("Not connected")
    chat.sees("Disconnected")


def test_a_page_that_comes_back_too_late_says_so(open_chat: OpenChat, own_server: LiveServer) -> None:
    chat = open_chat(own_server)
    chat.server_may_be_away()
    chat.page.goto("about:blank")
    own_server.stop()
    shutil.rmtree(own_server.data)
    own_server.start()
    chat.opens()
    expect(chat.page.locator("#notice")).to_contain_text("no longer there")
    chat.sees(WELCOME)


def test_a_message_that_is_too_long_is_said(open_chat: OpenChat, server: LiveServer) -> None:
    chat = open_chat(server)
    chat.server_may_be_away()
    chat.box.fill("too long " * 40_000)
    chat.box.press("Enter")
    expect(chat.page.locator("#notice")).to_contain_text("too long to send")
    expect(chat.page.get_by_role("button", name="Retry")).to_be_visible()


def test_two_tabs_show_the_same_conversation(open_chat: OpenChat, server: LiveServer) -> None:
    chat = open_chat(server)
    other = ChatPage(chat.page.context.new_page(), chat.url).opens()
    chat.clicks(S5)
    other.waits_for_answer(1)
    other.clicks("Yes, another device")
    chat.waits_for_answer(2)
    assert chat.transcript == other.transcript
    assert chat.buttons == other.buttons
    other.went_well()


def test_quick_messages_are_answered_one_after_the_other(chat: ChatPage) -> None:
    said = ["Not connected", "still broken", "menu", S5, "yes, another device"]
    for text in said:
        chat.box.fill(text)
        chat.box.press("Enter")
    # The last word may be an earlier reply for a moment; only the last answer comes after the question of the scenario.
    expect(chat.page.get_by_text("Azure\u2019s own VPN").first).to_be_visible(timeout=TURN_MS)
    expect(chat.page.locator(ACTIVITY).last).to_contain_text("Did that help?", timeout=TURN_MS)
    chat.waits_for_answer(len(said))
    before = chat.transcript
    assert [message.text for message in before if message.mine] == said
    chat.reloads()
    assert chat.transcript == before
