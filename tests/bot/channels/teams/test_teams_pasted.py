"""Pastes in Teams: the fullest of text and HTML is read, once, and quoted errors count."""

import asyncio
from collections.abc import Awaitable, Callable
from html import escape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.bot_framework.incoming import for_turn, for_turn_beside
from bot.channels.teams.message import message_beside
from bot.channels.teams.pasted import read_html
from tests.bot.channels.bot_framework.test_bot_framework_conversation import PASTE
from tests.bot.channels.bot_framework.world import Service, sample
from tests.bot.channels.teams.teams_world import Room
from tests.chat import Wire, text_of

BOT = {"id": "28:bot", "name": "Peering Bot"}
ERROR = "(RemoteVnetAddressSpaceOverlap) Error: the address spaces overlap\nCode: VnetAddressSpacesOverlap"
QUOTE = (
    '<blockquote itemscope itemtype="http://schema.skype.com/Reply" itemid="1600457867820">'
    '<strong itemprop="mri" itemid="{author}">Ann</strong><span itemprop="time" itemid="1600457867820">now</span>'
    '<p itemprop="preview">{words}</p></blockquote>'
)
MENTION = '<span itemscope itemtype="http://schema.skype.com/Mention" itemid="0">Peering Bot</span>'


def heard(text: str | None, *html: Any, **fields: Any) -> dict[str, Any]:
    attachments = [{"contentType": "text/html", "content": content} for content in html]
    return for_turn({"type": "message", "text": text, "attachments": attachments, "recipient": BOT, **fields})


def quoted(words: str, own: str, author: str = "8:orgid:ann") -> str:
    return QUOTE.format(author=author, words=words) + f"<p>{own}</p>"


def test_a_code_block_keeps_its_lines() -> None:
    html = "<p>It says</p><codeblock class='Bash'><code>az network vnet<br>  --name &lt;vnet&gt;</code></codeblock>"
    assert heard("It says", html)["text"] == "It says\naz network vnet\n  --name <vnet>"


def test_preformatted_text_is_letter_for_letter() -> None:
    assert heard("", "<pre>a\n    b  c\n\nd</pre>")["text"] == "a\n    b  c\n\nd"


def test_elsewhere_white_space_is_none() -> None:
    assert heard("", "<div>one\n   two&nbsp;three</div>\n<div>four</div>")["text"].split("\n") == [
        "one two three",
        "four",
    ]


def test_the_same_words_are_read_once() -> None:
    activity = heard("peering fails", "<div><p>peering fails</p></div>")
    assert activity["text"] == "peering fails"
    assert activity["attachments"] == []


def test_a_fuller_text_wins() -> None:
    assert heard("the whole error text", "<p>the whole</p>")["text"] == "the whole error text"


def test_other_attachments_stay() -> None:
    picture = {"contentType": "image/png", "contentUrl": "https://example.com/a.png"}
    activity = for_turn(
        {"type": "message", "text": "", "attachments": [picture, {"contentType": "text/html", "content": "<img>"}]}
    )
    assert activity["attachments"] == [picture]


def test_the_mention_goes_from_the_html_too() -> None:
    entity = {"type": "mention", "mentioned": BOT, "text": "<at>Peering Bot</at>"}
    activity = heard(
        "<at>Peering Bot</at> fails", f"<p>{MENTION} fails:</p><pre>no\nPeering Bot</pre>", entities=[entity]
    )
    assert activity["text"].split() == ["fails:", "no", "Peering", "Bot"]


@pytest.mark.parametrize("html", [(), (f"<p>{MENTION}&nbsp;menu</p>",)])
def test_the_blank_that_teams_puts_behind_a_mention_is_no_word(html: tuple[str, ...]) -> None:
    entity = {"type": "mention", "mentioned": BOT, "text": "<at>Peering Bot</at>"}
    assert heard("<at>Peering Bot</at>&nbsp;menu", *html, entities=[entity])["text"] == "menu"
    assert heard("<at>Peering Bot</at>&nbsp;", entities=[entity])["text"] == ""


def test_what_is_escaped_in_the_text_is_read_as_it_was_typed() -> None:
    assert heard("--vnet-name &lt;vnet&gt; &amp;lt; a&amp;region=b")["text"] == "--vnet-name <vnet> &lt; a&region=b"
    assert heard("a?b=1&region=2&times=3")["text"] == "a?b=1&region=2&times=3"


def test_secrets_in_the_html_are_gone() -> None:
    activity = heard("", "<pre>client_secret=Zx8Q~abcdefghijklmnopqrstuvwxyz0123456789</pre>")
    assert "abcdefghijklmnop" not in str(activity)


@pytest.mark.parametrize(
    "own", ["what does this mean?", "help", "", "anybody seen this before", "what is this?", "why?", "hi"]
)
def test_a_quoted_error_is_the_paste(own: str) -> None:
    text = heard(own, quoted(ERROR, own))["text"]
    assert text.startswith(ERROR.splitlines()[0])
    assert text.endswith(own)
    assert "now" not in text.split()


def test_an_error_of_ones_own_goes_before_a_quote() -> None:
    own = "Error: RemoteVnetNotFound, code: NotFound"
    assert heard(own, quoted("the spokes can't reach each other", own))["text"] == own


def test_a_quoted_description_counts_with_a_question() -> None:
    assert "spokes" in heard("any idea about that?", quoted("the spokes can't talk", "any idea about that?"))["text"]


@pytest.mark.parametrize("own", ["menu", "back", "yes", "2"])
def test_a_quote_is_no_paste_when_the_bot_is_answered(own: str) -> None:
    assert heard(own, quoted("Are both VNets in the same region?", own))["text"] == own


@pytest.mark.parametrize("own", ["yes", "that is the same one"])
def test_the_bots_own_words_are_never_a_paste(own: str) -> None:
    assert heard(own, quoted(ERROR, own, author="28:bot"))["text"] == own


def test_words_that_the_text_repeats_of_the_quote_are_not_ones_own() -> None:
    assert heard("Ann\nIs it the same region?\n\nyes", quoted("Is it the same region?", "yes"))["text"] == "yes"


@given(st.text())
def test_preformatted_text_of_any_kind_comes_back(text: str) -> None:
    words = text.replace("\xa0", " ").split()
    assert read_html(f"<pre>{escape(text)}</pre>").own.split() == words


@given(st.text(alphabet="<>/=\"' &;abpret\n"))
def test_any_html_is_read_without_an_error(html: str) -> None:
    assert isinstance(read_html(html).own, str)


@pytest.mark.parametrize(
    "html",
    ["", "<", "<p", "</p></pre></blockquote>", "<pre>", "<at>", "<script>x", "&#x110000;", "<p a=b 'c>d", "\x00", "💥"],
)
def test_broken_html_is_read_somehow(html: str) -> None:
    assert isinstance(read_html(html).own, str)


def test_of_html_that_is_longer_than_any_message_the_beginning_is_read() -> None:
    assert len(read_html("<p>abcde</p>" * 3_000).own.split()) == 3_000
    assert 5_000 < len(read_html("<p>abcde</p>" * 30_000).own.split()) < 10_000
    assert heard("x" * 100_000, "<p>x</p>" * 30_000)["text"] == "x" * 100_000


@pytest.mark.parametrize(
    "read",
    [
        lambda html: for_turn_beside({"type": "message", "text": "hi", "attachments": [html]}),
        lambda html: message_beside({"body": {"contentType": "html", "content": html["content"]}}),
    ],
)
async def test_others_get_their_turn_while_long_html_is_read(read: Callable[[Wire], Awaitable[object]]) -> None:
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    task = asyncio.create_task(others())
    await read({"contentType": "text/html", "content": "<p>x</p>" * 30_000})
    task.cancel()

    assert turns > 0


@pytest.mark.parametrize(
    "attachments",
    [None, "x", {}, [None], [3], [{"contentType": "text/html"}], [{"contentType": None, "content": "<p>x</p>"}]],
)
def test_strange_attachments_change_nothing(attachments: Any) -> None:
    assert for_turn({"type": "message", "text": "hi", "attachments": attachments})["text"] == "hi"


async def test_a_recorded_paste_is_read(service: Service) -> None:
    assert for_turn(sample("teams-pasted-html", service))["text"] == "My deploy fails Error 503"


async def test_an_error_in_a_code_block_gets_its_answer(room: Room) -> None:
    html = f"<p>{MENTION} this fails:</p><codeblock class='PlainText'><code>{PASTE}</code></codeblock>"
    entity = {"type": "mention", "mentioned": BOT, "text": "<at>Peering Bot</at>"}
    await (
        room.is_a("thread")
        .person("ann")
        .posts(
            text="<at>Peering Bot</at> this fails:",
            entities=[entity],
            attachments=[{"contentType": "text/html", "content": html}],
        )
    )

    assert "az login --tenant 8a1f3b52-0d3c-4e55-8a62-9f5b2a6f0c01" in text_of(room.last)


async def test_a_quoted_error_of_somebody_else_gets_its_answer(room: Room) -> None:
    html = quoted(PASTE, "can anybody help with this?", author="8:orgid:ben")
    await (
        room.is_a("group")
        .person("ann")
        .posts(text="can anybody help with this?", attachments=[{"contentType": "text/html", "content": html}])
    )

    assert "az login --tenant 8a1f3b52-0d3c-4e55-8a62-9f5b2a6f0c01" in text_of(room.last)


async def test_a_quoted_question_of_the_bot_is_answered_with_the_words_under_it(room: Room) -> None:
    ann = room.person("ann")
    await ann.says("Peer two VNets")
    html = quoted("Are the two virtual networks in the same subscription?", "same subscription", author="28:bot")

    await ann.posts(text="same subscription", attachments=[{"contentType": "text/html", "content": html}])

    assert "same region" in text_of(room.last)
