"""Cards made for Teams: every answer and every question, for every tool."""

from typing import Any

import orjson
import pytest

from bot.channels.teams.found import found_card
from bot.rendering.activity import render
from bot.rendering.card_short import shortened
from dialogs import speech
from dialogs.memory import Memory
from dialogs.place import place_at
from dialogs.reply import Caution, Choice, Code, Drawing, Heading, Links, Prose, Reply, Variants
from knowledge.model import Link
from tests.cards import NAMES, TOOLS, activities, content, elements, known, memory
from tests.chat import buttons_of, text_of

TEAMS_TAKES = 40_000
"""Characters; 80 KB as UTF-16, which "Format your bot messages" advises not to exceed."""
PEOPLE_MAY = 28_000
NAME_OF_TAB = {"az": "azure-cli", "powershell": "PowerShell", "portal": "Portal"}


def texts(part: Any) -> list[str]:
    """Give every text of an element."""
    return [one["text"] for one in elements(part) if "text" in one]


def first_screen(card: dict[str, Any]) -> str:
    """Give the words that are in sight before anything is unfolded."""

    def seen(part: Any) -> Any:
        if isinstance(part, list):
            return [seen(one) for one in part if not (isinstance(one, dict) and one.get("isVisible") is False)]
        return {key: seen(value) for key, value in part.items()} if isinstance(part, dict) else part

    return text_of({"attachments": [{"content": seen(card)}]})


@pytest.mark.parametrize("names", [{}, NAMES], ids=["no names", "long names"])
@pytest.mark.parametrize("tool", TOOLS)
def test_everything_fits_into_a_message_of_teams(tool: str | None, names: dict[str, str]) -> None:
    sizes = {f"{place.scenario}/{place.question}": len(orjson.dumps(one)) for place, one in activities(tool, names)}
    assert {name: size for name, size in sizes.items() if size > TEAMS_TAKES} == {}


@pytest.mark.parametrize("tool", TOOLS)
def test_what_people_post_themselves_fits_into_their_messages(tool: str | None) -> None:
    for answer in known().answers.values():
        assert len(orjson.dumps(found_card(answer, known(), memory(tool, NAMES), {}))) <= PEOPLE_MAY


def test_no_answer_loses_the_tools_of_azure() -> None:
    for place, activity in activities(None, {}):
        answer = known().answers.get(place.question)
        steps = (*answer.check, *answer.fix) if answer else ()
        written = {tool for step in steps if step.run for tool, _ in step.run.items()}
        bars = [one for one in elements(activity["attachments"][0]["content"]) if one.get("type") == "ColumnSet"]
        shown = {NAME_OF_TAB[tool] for tool in written & NAME_OF_TAB.keys()}
        assert len(shown) < 2 or shown <= {text for bar in bars for text in texts(bar)}, place.question


@pytest.mark.parametrize("tool", TOOLS)
def test_every_card_holds_together(tool: str | None) -> None:
    for place, activity in activities(tool):
        card = activity["attachments"][0]["content"]
        ids = [one["id"] for one in elements(card) if "id" in one]
        assert len(ids) == len(set(ids)), place.question
        targets = {
            target if isinstance(target, str) else target["elementId"]
            for one in elements(card)
            for target in one.get("targetElements", ())
        }
        assert targets <= set(ids), place.question
        assert all("fallback" in one for one in elements(card) if one.get("type") in {"CodeBlock", "Action.Execute"})
        assert card["version"] == "1.5"
        assert card["lang"] == "en"
        assert activity["summary"] == card["fallbackText"]
        assert "`" not in activity["summary"]


def test_no_colour_is_our_own() -> None:
    """What a theme does not know would be unreadable in dark or high contrast."""
    for _, activity in activities(None):
        for one in elements(activity["attachments"]):
            assert one.get("color", "Accent") == "Accent"
            assert one.get("style", "heading") in {"heading", "emphasis", "warning"}
            assert "backgroundImage" not in one


def test_the_first_screen_is_the_answer() -> None:
    answer = known().answers["cross-tenant-not-authorized"]
    place = place_at({"at": "fix", "answer": answer.id, "why": ["It names a code."]}, known())
    seen = first_screen(content(*place.first(Memory()), choices=place.choices()))
    parts = [
        answer.title,
        "Why I think so",
        "belong to different",
        "Check first",
        "Fix",
        "az login",
        speech.DID_IT_HELP,
    ]
    assert [seen.index(part) for part in parts] == sorted(seen.index(part) for part in parts)
    assert "Who are you signed in as" not in seen
    assert "Connect-AzAccount" not in seen
    assert "The 2019 guide" not in seen
    assert "learn.microsoft.com" not in seen


def test_commands_are_letter_for_letter_with_a_fallback_too() -> None:
    card = content(Code("az -n <vnet> **x**\n  `y`", "az"))
    (block,) = card["body"]
    assert (block["type"], block["language"]) == ("CodeBlock", "Bash")
    assert block["codeSnippet"] == "az -n <vnet> **x**\n  `y`"
    assert [line["inlines"][0]["text"] for line in block["fallback"]["items"]] == ["az -n <vnet> **x**", "  `y`"]


@pytest.mark.parametrize(
    ("tool", "language"),
    [("az", "Bash"), ("powershell", "PowerShell"), ("windows", "PowerShell"), ("terraform", "PlainText")],
)
def test_code_has_a_language_that_teams_knows(tool: str, language: str) -> None:
    assert content(Code("x", tool))["body"][0]["language"] == language


def test_prose_keeps_placeholders_and_code() -> None:
    (block,) = content(Prose("Run `az -n <vnet>` in **your `own`** shell, see [this](https://learn.microsoft.com/x)."))[
        "body"
    ]
    assert block["type"] == "RichTextBlock"
    said = [run if isinstance(run, str) else run["text"] for run in block["inlines"]]
    assert "".join(said) == "Run az -n <vnet> in your own shell, see this."
    mono = [run["text"] for run in block["inlines"] if isinstance(run, dict) and run.get("fontType") == "Monospace"]
    assert mono == ["az -n <vnet>", "own"]


def test_a_list_with_code_stays_a_list() -> None:
    body = content(Prose("Say:\n- `back`: one back\n- `why`: why"))["body"]
    assert ["".join(run if isinstance(run, str) else run["text"] for run in one["inlines"]) for one in body] == [
        "Say:",
        "• back: one back",
        "• why: why",
    ]


STEPS = (
    Variants((Code("a1", "az"), Code("p1", "powershell")), "Click 1", "az"),
    Variants((Code("a2", "az"),), "", "az"),
    Variants((), "Click 3", "az"),
)


def shown_with(card: dict[str, Any], tab: str) -> list[str]:
    """Give the ids of the panels in sight once a tab was chosen."""
    (action,) = [one for one in elements(card) if one.get("title") == f"Show {tab}"]
    return [one["elementId"] for one in action["targetElements"] if one["isVisible"]]


def test_a_tab_shows_all_steps_for_its_tool() -> None:
    card = content(*STEPS)
    assert shown_with(card, "azure-cli") == ["az+", "powershell-", "portal-", "az1"]
    assert shown_with(card, "PowerShell") == ["az-", "powershell+", "portal-", "powershell1", "other2"]
    assert shown_with(card, "Portal") == ["az-", "powershell-", "portal+", "portal1", "other2"]


def test_a_step_without_the_tool_says_so() -> None:
    (said,) = [one for one in elements(content(*STEPS)) if one.get("id") == "other2"]
    assert (said["text"], said["isVisible"]) == ("This step is done with azure-cli:", False)


def test_no_more_than_three_tabs_stand_side_by_side() -> None:
    tools = ("az", "powershell", "terraform", "bicep")
    card = content(Variants(tuple(Code(tool, tool) for tool in tools), "Click", "terraform"))
    rows = [one["columns"] for one in card["body"] if one["type"] == "ColumnSet"]
    assert [texts(row)[::2] for row in rows] == [
        ["Terraform", "azure-cli", "PowerShell"],
        ["Bicep", "Portal"],
    ]


def test_a_step_without_the_tool_keeps_what_it_has() -> None:
    assert first_screen(content(*STEPS)).split() == [
        "azure-cli",
        "PowerShell",
        "Portal",
        "a1",
        "a2",
        "*In",
        "the",
        "portal:*",
        "Click",
        "3",
    ]


@pytest.mark.parametrize(("own", "first"), [("az", "azure-cli"), ("powershell", "PowerShell"), ("portal", "Portal")])
def test_the_readers_own_tool_comes_first(own: str, first: str) -> None:
    card = content(Variants((Code("a", "az"), Code("p", "powershell")), "Click", own))
    assert first_screen(card).split()[0] == first


def test_one_tool_needs_no_tabs() -> None:
    assert [one["type"] for one in content(Variants((Code("a", "az"),), "", "powershell"))["body"]] == ["CodeBlock"]


def test_a_reader_with_code_gets_the_full_width() -> None:
    assert content(Code("x", "az"))["msteams"] == {"width": "Full"}
    assert "msteams" not in content(Prose("x"))


def test_a_picture_is_its_words_behind_the_question() -> None:
    card = content(Drawing("net.svg", "Two networks."), Prose("Which?"))
    assert first_screen(card).strip().startswith("Which?")
    assert "Two networks." not in first_screen(card)
    assert "Two networks." in text_of({"attachments": [{"content": card}]})


def test_buttons_execute_and_fall_back_to_submit() -> None:
    card = content(choices=(Choice("Yes", {"option": "yes", "depth": 1}),), asker="29:ann")
    (action,) = card["body"][0]["actions"]
    data = {"option": "yes", "depth": 1, "for": "29:ann"}
    assert action["type"] == "Action.Execute"
    assert action["verb"] == "take"
    assert action["data"] == data
    assert action["fallback"] == {"type": "Action.Submit", "title": "Yes", "data": data}


def test_elsewhere_buttons_only_submit() -> None:
    choices = (Choice("One", {"option": "1"}, "Group"),)
    assert {one["type"] for one in elements(render(Reply((), choices), "directline")) if "data" in one} == {
        "Action.Submit"
    }


def test_long_labels_have_a_row_each_and_short_ones_share_one() -> None:
    long = tuple(Choice(f"Different subscriptions {number}", {"option": "x"}) for number in range(3))
    short = tuple(Choice(f"Yes{number}", {"option": "x"}) for number in range(3))
    assert [len(one["actions"]) for one in content(choices=long)["body"]] == [1, 1, 1]
    assert [len(one["actions"]) for one in content(choices=short)["body"]] == [3]
    assert list(buttons_of(render(Reply((), long), "msteams"))) == [choice.label for choice in long]


def test_too_much_goes_without_tools_first_and_is_cut_last() -> None:
    blocks = (
        Heading("Title", 1),
        Heading("Fix"),
        Variants(tuple(Code(tool * 3, tool) for tool in ("az", "powershell", "terraform")), "Click", "az"),
        Caution("Mind."),
        Code("x" * 50_000, "text"),
        Links((Link(title="Page", url="https://learn.microsoft.com/x"),)),
    )
    steps = list(shortened(blocks))
    tools = [[code.language for code in one.codes] for step in steps for one in step if isinstance(one, Variants)]
    assert tools == [["az", "powershell", "terraform"], ["az", "powershell"], ["az", "powershell"], ["az"], ["az"]]
    assert [any(isinstance(one, Links) for one in step) for step in steps] == [True, True, False, False, False]
    activity = render(Reply(blocks), "msteams")
    assert len(orjson.dumps(activity)) <= TEAMS_TAKES
    assert speech.CUT in text_of(activity)
    assert "azazaz" in text_of(activity)


@pytest.mark.parametrize("text", ["x" * 30_000, "\n" * 30_000 + "x", '"' * 30_000, "\u20ac" * 30_000, "\\" * 30_000])
def test_no_text_is_too_long_for_teams(text: str) -> None:
    assert len(orjson.dumps(render(Reply((Code(text, "markdown"),)), "msteams"))) <= TEAMS_TAKES
