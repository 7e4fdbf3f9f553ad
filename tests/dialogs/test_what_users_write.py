"""What users write stays text: no markup, no shell, no secret, and never too long."""

import unicodedata
from collections.abc import Iterator
from typing import Any

import nh3
import pytest
from markdown_it import MarkdownIt

from dialogs import speech
from knowledge.explain import Brain
from knowledge.load import Knowledge
from tests.chat import Chat, Wire
from tests.dialogs.shelf import Shelf

HOSTILE = [
    "<b>zebra</b>",
    "<img src=x onerror=alert(1)> zebra",
    "<script>zebra()</script>",
    "</code></pre><script>zebra()</script>",
    "&lt;b&gt;zebra&lt;/b&gt;",
    "&#60;script&#62;zebra",
    "\\u003cscript\\u003ezebra",
    "**zebra** _zebra_",
    "[zebra](javascript:alert(1))",
    "![zebra](https://evil.example/zebra.png)",
    "<https://evil.example/zebra>",
    "https://evil.example/zebra",
    "# zebra",
    "text\n\n# zebra\n\ntext",
    "text\r\n\r\n# zebra",
    "text\u2028\u2028# zebra",
    "text\x0b\x0c\x1c\x1d\x85# zebra",
    "> zebra",
    "- zebra",
    "1. zebra",
    "| zebra | b |\n|---|---|\n| c | d |",
    "```\nzebra\n```\n# zebra",
    "````````\n# zebra",
    "~~~\n# zebra",
    "`` zebra ```",
    "``` ` `` ````` zebra",
    "zebra\n===",
    "    zebra",
    "\tzebra",
    "zebra\\",
    "$$zebra$$",
    "@zebra <at>zebra</at>",
    "{zebra} {local_vnet} {0}",
    "ze\u200bbra zebra\u202ekcab\u2066x\u2069",
    "\x1b[31mzebra\x1b[0m \x07 \x00",
    "\ufeffzebra\U000e0041",
]


@pytest.fixture
def chat(brain: Brain) -> Chat:
    return Chat(Shelf(), brain)  # type: ignore[arg-type]


async def _everywhere(chat: Chat, text: str) -> None:
    """Write it where it is unknown, where it is no option, and into a summary."""
    for said in (text, text, text, "Peer two VNets", text, "summary", "Not connected", text, "summary"):
        await chat.says(said)
    chat.sees("zebra")


@pytest.mark.parametrize("text", HOSTILE)
async def test_what_was_written_is_only_ever_shown_as_code(chat: Chat, text: str) -> None:
    await _everywhere(chat, text)
    for activity in chat.everything:
        for kind, content in _pieces(activity["text"]):
            assert kind == "code" or "zebra" not in content, (kind, content)
            assert kind not in {"html_block", "html_inline"}


@pytest.mark.parametrize("text", HOSTILE)
async def test_nothing_unseen_is_shown(chat: Chat, text: str) -> None:
    await _everywhere(chat, text)
    shown = "".join(activity["text"] for activity in chat.everything)
    unseen = {char for char in shown if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}} - {"\n"}
    assert unseen == set()


@pytest.mark.parametrize("text", HOSTILE)
async def test_a_page_that_shows_it_has_no_foreign_element(chat: Chat, text: str) -> None:
    """Rendered as a page would render it."""
    await _everywhere(chat, text)
    for activity in chat.everything:
        page = MarkdownIt("commonmark", {"html": True}).render(activity["text"])
        assert "evil.example" not in nh3.clean(page, tags={"a", "img"}, clean_content_tags={"code", "script"})
        assert "<script" not in page
        assert "onerror" not in nh3.clean(page, clean_content_tags={"pre", "code"}, tags={"p"})


@pytest.mark.parametrize("text", HOSTILE)
async def test_in_teams_it_is_plain_text_of_a_card(brain: Brain, text: str) -> None:
    """A TextBlock reads Markdown, a TextRun does not."""
    chat = Chat(Shelf(), brain, channel="msteams")  # type: ignore[arg-type]
    for said in (text, text, text, "summary"):
        await chat.says(said)
    blocks = [block["text"] for activity in chat.everything for block in _elements(activity, "TextBlock")]
    runs = [run["text"] for activity in chat.everything for run in _elements(activity, "TextRun")]
    assert any("zebra" in run for run in runs)
    assert not any("zebra" in block for block in blocks)
    assert all("zebra" not in str(activity.get("summary")) for activity in chat.everything)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Give every piece of a CommonMark text as (kind, content); kind is `code` for code of any sort."""
    for token in MarkdownIt("commonmark", {"html": True}).parse(text):
        if token.type in {"fence", "code_block"}:
            yield "code", token.content
            assert "zebra" not in token.info
        for child in token.children or ():
            yield "code" if child.type == "code_inline" else child.type, child.content + str(child.attrs)
        if token.type == "html_block":
            yield token.type, token.content


def _elements(element: Any, kind: str) -> Iterator[dict[str, Any]]:
    if isinstance(element, list):
        for one in element:
            yield from _elements(one, kind)
    elif isinstance(element, dict):
        if element.get("type") == kind:
            yield element
        for value in element.values():
            yield from _elements(value, kind)


NAMES = ["x;rm -rf /", "$(id)", "x`id`", "a|b", "a&&b", "vn\u00e4t", "\u0430bc", "$IFS", "--yes", "a>b", "a'b", "%0aid"]


@pytest.mark.parametrize("name", NAMES)
async def test_a_name_that_a_shell_would_read_never_stands_in_a_command(chat: Chat, name: str) -> None:
    await chat.says(
        "Peering /subscriptions/0b1f6471-1bf0-4dda-aec3-cb9272f09590/resourceGroups/rg-app"
        f"/providers/Microsoft.Network/virtualNetworks/{name}/virtualNetworkPeerings/to-hub cannot have UseRemote"
        "Gateway flag set to true because remote virtual network /subscriptions/0b1f6471-1bf0-4dda-aec3-cb9272f09590"
        f"/resourceGroups/rg-hub/providers/Microsoft.Network/virtualNetworks/{name} referenced by the peering does not "
        "have any gateways."
    )
    chat.sees("The hub has no gateway to use yet", "--vnet-name <vnet>", "--vnet-name <remote-vnet>")
    assert name not in chat.text
    for piece in (";rm", "$(", "`id`", "|b", "&&b", "$IFS", " --yes", "\u200b", "\u202e", "\u00e4"):
        assert piece not in _commands(chat.replies), piece


@pytest.mark.parametrize("unseen", ["\u200b", "\u202e", "\u2066", "\ufeff", "\x00", "\x1b[31m"])
async def test_characters_that_nobody_sees_are_taken_out_of_a_name(chat: Chat, unseen: str) -> None:
    """They come along when text is copied from a page."""
    await chat.says(
        "Peering app-to-hub cannot have UseRemoteGateway flag set to true because remote virtual network "
        f"vnet{unseen}-hub referenced by the peering does not have any gateways."
    )
    chat.sees("--vnet-name vnet-hub")


def _commands(activities: list[Wire]) -> str:
    """Give all code of the replies but the question marks of a query."""
    pieces = (piece for activity in activities for piece in _pieces(activity["text"]))
    return "\n".join(content for kind, content in pieces if kind == "code" and "=" not in content)


@pytest.mark.parametrize("channel", ["directline", "msteams"])
async def test_a_long_text_is_read_and_the_reader_told(brain: Brain, channel: str) -> None:
    chat = Chat(Shelf(), brain, channel=channel)  # type: ignore[arg-type]
    filler = "2026-11-22T10:00:00Z some line of a log that means nothing at all\n"
    await chat.says(filler * 300 + "Failed to peer a Databricks virtual network\n" + filler * 300)
    chat.sees("A Databricks managed VNet", "over 32,000 characters")
    await chat.says("menu")
    await chat.says(filler * 600)
    chat.sees("over 32,000 characters")
    await chat.says("Peer two VNets")
    chat.does_not_see("over 32,000")


async def test_a_text_just_short_enough_is_not_called_long(chat: Chat) -> None:
    await chat.says("Failed to peer a Databricks virtual network. " + "x " * 15_000)
    chat.does_not_see("over 32,000")


async def test_what_is_remembered_of_a_long_text_is_short(chat: Chat) -> None:
    """A quarter of a megabyte in, a few kilobytes kept."""
    for _ in range(6):
        await chat.says("coffee " * 37_000)
    (body, _) = chat.store.documents["directline/c1/dl_ann"]  # type: ignore[attr-defined]
    assert len(body) < 20_000


async def test_every_id_opens_what_it_names(chat: Chat, known: Knowledge) -> None:
    """Typed or deep-linked, in any case, at any step."""
    for id_, answer in known.answers.items():
        await chat.says(id_)
        assert f"## {answer.title}" in chat.text
        assert "It worked" in chat.buttons
    for id_, scenario in known.scenarios.items():
        await chat.says(id_.upper())
        payload = next(iter(chat.buttons.values()))
        assert (payload["scenario"], payload["question"]) == (id_, scenario.start)


async def test_an_unknown_text_is_not_quoted(chat: Chat) -> None:
    await chat.says("zebra crossing")
    chat.does_not_see("zebra")
    chat.sees(speech.REPHRASE)
