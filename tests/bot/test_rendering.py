"""Replies as activities: Markdown and suggested actions on the web, a card for choices in groups and in Teams."""

import pytest
from markdown_it import MarkdownIt

from bot.rendering.activity import render
from bot.rendering.markdown import fence, markdown
from dialogs.reply import Caution, Choice, Code, Drawing, Heading, Links, Prose, Reply, Variants
from knowledge.model import Link
from tests.chat import buttons_of

CHOICES = (Choice("Yes", {"option": "yes", "depth": 1}), Choice("No", {"option": "no", "depth": 1}))
GROUPED = (Choice("One", {"option": "1"}, "First"), Choice("Two", {"option": "2"}, "Second"))
LINK = Link(title="Peering", url="https://learn.microsoft.com/peering", note="Long.")


def test_choices_are_suggested_actions_on_the_web() -> None:
    activity = render(Reply((Prose("Sure?"),), CHOICES), "directline")
    assert activity["type"] == "message"
    assert activity["textFormat"] == "markdown"
    assert activity["inputHint"] == "expectingInput"
    (yes, _) = activity["suggestedActions"]["actions"]
    assert yes == {
        "type": "messageBack",
        "title": "Yes",
        "text": "Yes",
        "displayText": "Yes",
        "value": {"option": "yes", "depth": 1},
    }
    assert "attachments" not in activity


def test_choices_in_groups_are_a_card_on_the_web() -> None:
    activity = render(Reply((Prose("Which?"),), GROUPED), "directline")
    (card,) = activity["attachments"]
    assert card["contentType"] == "application/vnd.microsoft.card.adaptive"
    headings = [items["items"][0]["text"] for items in card["content"]["body"]]
    assert headings == ["First", "Second"]
    assert list(buttons_of(activity)) == ["One", "Two"]
    assert "suggestedActions" not in activity


@pytest.mark.parametrize("choices", [CHOICES, GROUPED, ()])
def test_in_teams_all_is_one_card_with_a_line_for_the_notification(choices: tuple[Choice, ...]) -> None:
    blocks = (Heading("The **hub** has no `gateway`", 1), Prose("More."), Code("az login", "az"))
    activity = render(Reply(blocks, choices), "msteams")
    assert "suggestedActions" not in activity
    assert activity["summary"] == "The hub has no gateway"
    assert list(buttons_of(activity)) == [choice.label for choice in choices]


def test_a_payload_is_a_copy() -> None:
    payload = {"option": "yes"}
    activity = render(Reply((), (Choice("Yes", payload),)), "directline")
    activity["suggestedActions"]["actions"][0]["value"]["option"] = "no"
    assert payload == {"option": "yes"}


def test_blocks_as_markdown() -> None:
    blocks = (
        Heading("Title", 1),
        Heading("Part"),
        Prose("Words."),
        Variants((Code("az login", "az"), Code("Connect-AzAccount", "powershell"))),
        Caution("One.\nTwo."),
        Drawing("net.svg", "A net."),
        Links((LINK,), "2026-11-22"),
    )
    assert markdown(blocks) == (
        "## Title\n\n### Part\n\nWords.\n\n```azurecli\naz login\n```\n\n```powershell\nConnect-AzAccount\n```\n\n"
        "> **Careful:** One.\n> Two.\n\n![A net.](/pictures/net.svg)\n\n"
        "**Read more** (facts checked 2026-11-22)\n\n- [Peering](https://learn.microsoft.com/peering) (Long.)"
    )


def test_a_drawing_without_an_address_is_its_words() -> None:
    assert markdown((Drawing("net.svg", "A net."),), pictures="") == "*Picture: A net.*"


@pytest.mark.parametrize("text", ["```", "````", "a\n```\n# b", "`" * 50, "~~~\nx", "```markdown\nx\n```\n"])
def test_nothing_gets_out_of_a_fence(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(fence(Code(text, "text")))
    assert [token.type for token in tokens] == ["fence"]
    assert tokens[0].content.strip() == text.strip()


def test_code_in_teams_is_letter_for_letter() -> None:
    """Where Markdown is read, `<vnet>` and `**` would be lost."""
    activity = render(Reply((Code("az -n <vnet>\n\n  --x **y**", "az"),)), "msteams")
    (card,) = activity["attachments"]
    (block,) = card["content"]["body"]
    assert block["type"] == "CodeBlock"
    assert block["codeSnippet"] == "az -n <vnet>\n\n  --x **y**"
    fallback = block["fallback"]["items"]
    assert [line["inlines"][0]["text"] for line in fallback] == ["az -n <vnet>", " ", "  --x **y**"]
    assert {line["type"] for line in fallback} == {"RichTextBlock"}


def test_an_empty_reply_has_a_summary_in_teams() -> None:
    assert render(Reply((Code("x", "text"),)), "msteams")["summary"] == "Peering Bot"
