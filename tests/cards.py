"""Every card that the bot can send to Teams, for tests that look at all of them."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from bot.rendering.activity import render
from dialogs.memory import Memory
from dialogs.place import Place, place_at
from dialogs.reply import Block, Choice, Reply
from knowledge.explain import brain
from knowledge.load import Knowledge
from tests.chat import Wire

TOOLS = (None, "azure-cli", "powershell", "terraform", "bicep", "portal")
ASKER = "29:" + "a" * 90
NAMES = {
    f"{side}_{part}": value
    for side in ("local", "remote", "hub", "spoke")
    for part, value in (
        ("vnet", "v" * 60),
        ("group", "r" * 60),
        ("subscription", "12345678-1234-1234-1234-1234567890ab"),
    )
}


@cache
def known() -> Knowledge:
    return brain().knowledge


def places() -> Iterator[Place]:
    """Every step there is: answers, questions wherever their first path leads, the menu, a choice."""
    yield place_at({"at": "menu"}, known())
    yield place_at({"at": "choose", "ids": list(known().answers)[:3]}, known())
    for answer in known().answers:
        yield place_at({"at": "fix", "answer": answer, "below": True, "why": ["It names a code. " * 12]}, known())
    for scenario in known().scenarios.values():
        paths: list[list[tuple[str, str]]] = [[]]
        seen: set[str] = set()
        while paths:
            path = paths.pop()
            place = place_at({"at": "question", "scenario": scenario.id, "path": path}, known())
            if place.question in seen:
                continue
            seen.add(place.question)
            yield place
            question = scenario.questions[place.question]
            paths += [[*path, (place.question, option.id)] for option in question.options if option.go]
        assert seen == set(scenario.questions)


def memory(tool: str | None, names: dict[str, str]) -> Memory:
    kept = Memory()
    kept.tool, kept.names = tool, dict(names)
    return kept


def activities(tool: str | None, names: dict[str, str] = NAMES) -> Iterator[tuple[Place, Wire]]:
    for place in places():
        kept = memory(tool, names)
        yield place, render(Reply(place.first(kept), place.choices()), "msteams", ASKER)
        yield place, render(place.settled(place.options[0], kept), "msteams", ASKER)


def content(*blocks: Block, choices: tuple[Choice, ...] = (), asker: str = "") -> dict[str, Any]:
    card: dict[str, Any] = render(Reply(blocks, choices), "msteams", asker)["attachments"][0]["content"]
    return card


def elements(part: Any) -> Iterator[dict[str, Any]]:
    """Give every object of a card, fallbacks too."""
    if isinstance(part, list):
        for one in part:
            yield from elements(one)
    elif isinstance(part, dict):
        yield part
        for value in part.values():
            yield from elements(value)
