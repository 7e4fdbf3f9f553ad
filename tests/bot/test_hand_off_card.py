"""The card of a hand-off: the summary as something to read, and as text to copy."""

from typing import Any

import orjson

from bot.rendering.hand_off_card import hand_off_message
from bot.rendering.teams_card import MOST_OF_BOTS
from bot.state.hand_offs import HandOff, State
from dialogs.memory import Memory
from dialogs.summary import summary
from knowledge.explain import explain
from tests.cards import elements, known

PASTE = """AnotherOperationInProgress: Another operation on this or dependent resource is in progress.
# not a title
- [no link](https://example.org)"""


def card_of(text: str) -> dict[str, Any]:
    content: dict[str, Any] = hand_off_message(HandOff("1", text, State.OPEN, "", "", None))["attachments"][0][
        "content"
    ]
    return content


def told(*pastes: str) -> str:
    memory = Memory(tool="azure-cli")
    for paste in pastes:
        memory.hear(paste, explain(paste))
    memory.names = {"local_vnet": "vnet_a_b", "local_group": "rg-net"}
    scenario = next(iter(known().scenarios.values()))
    question = scenario.questions[scenario.start]
    memory.note_option(scenario.id, scenario.start, question.options[0].id)
    memory.note_answer("another-operation-in-progress", "broken")
    memory.note_answer("peering-disconnected", "given")
    return summary(memory, known())


def test_a_hand_off_is_read_and_not_seen_as_markdown() -> None:
    text = told(PASTE, "It is not better now.")
    card = card_of(text)
    shown = [one for one in card["body"] if one.get("id") != "inside"]
    seen = orjson.dumps(shown).decode()

    titles = [one["text"] for one in elements(shown) if one.get("style") == "heading"]
    assert [one for one in titles if one[0] not in "▸▾"][1:] == [
        "Problem",
        "Facts",
        "Questions and answers",
        "Fixes so far",
        "Read more",
    ]
    assert "```" not in seen
    assert "## " not in seen
    codes = [one for one in elements(shown) if one.get("type") == "CodeBlock"]
    assert [one["language"] for one in codes] == ["PlainText", "PlainText", "Bash", "Bash"]
    assert codes[0]["codeSnippet"] == PASTE
    lines = [
        "".join(run if isinstance(run, str) else run["text"] for run in one["inlines"])
        for one in card["body"]
        if one["type"] == "RichTextBlock"
    ]
    assert "• Local VNet: vnet_a_b" in lines
    assert any(line.endswith(": did not help") for line in lines)
    links = [
        one["selectAction"]["url"]
        for one in elements(shown)
        if one.get("selectAction", {}).get("type") == "Action.OpenUrl"
    ]
    assert links
    assert "https://example.org" not in links


def test_the_text_to_copy_is_the_whole_summary() -> None:
    text = told(PASTE)
    inside = next(one for one in card_of(text)["body"] if one.get("id") == "inside")
    assert inside["isVisible"] is False
    assert inside["items"][0]["codeSnippet"] == text


def test_however_long_it_fits_into_a_message() -> None:
    long = told(*(f"{number} Error: \"'{'<' * 20}\n" * 60 for number in range(3)))
    for text in (long, long * 3, long * 20):
        card = card_of(text)
        assert len(orjson.dumps(card)) <= MOST_OF_BOTS
        assert card["body"][-1]["type"] == "ActionSet"
