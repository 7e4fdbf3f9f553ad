"""Whole conversations, told in `tests/conversations/*.yaml`.

A file holds stories by name; a story is a list of turns. A turn does one thing (`joins`, `says`, `clicks` a label,
`takes` an option's id, `clicks_earlier` a label that was there before, `sends` the fields of an activity, `restarts`
the program) and then expects: `sees` and `not` are words of the replies, `buttons` all labels of the last message in
order, `has` some of them, `place` the scenario and question of the last message's buttons, `messages` their number.
"""

from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from bot.turn.turns import Turns
from knowledge.explain import Brain
from tests.chat import Chat, buttons_of

FOLDER: Final = Path(__file__).parent / "conversations"
DOES: Final = {"joins", "says", "clicks", "takes", "clicks_earlier", "sends", "restarts"}
EXPECTS: Final = {"sees", "not", "buttons", "has", "place", "messages"}
MENU: Final = [
    "Peer two VNets",
    "Hub-spoke with on-premises",
    "Hub-spoke within Azure",
    "Two peered VNets, no traffic",
    "On-premises can't reach a spoke",
    "Spoke can't reach spoke, same region",
    "Spoke can't reach spoke, different regions",
    "Web app can't reach a spoke",
    "I have an error message",
]


def _stories() -> dict[str, list[dict[str, Any]]]:
    stories: dict[str, list[dict[str, Any]]] = {}
    for file in sorted(FOLDER.glob("*.yaml")):
        for name, turns in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            stories[f"{file.stem}: {name}"] = turns
    return stories


STORIES: Final = _stories()


@pytest.mark.parametrize("name", STORIES)
async def test_story(name: str, chat: Chat, brain: Brain, caplog: pytest.LogCaptureFixture) -> None:
    """Tell one story; nothing goes wrong on the way."""
    for number, turn in enumerate(STORIES[name], 1):
        assert len(turn.keys() & DOES) == 1, turn
        assert turn.keys() <= DOES | EXPECTS, turn
        await _does(turn, chat, brain)
        try:
            _expects(turn, chat)
        except AssertionError as error:
            raise AssertionError(f"turn {number}, {turn}: {error}") from error
    assert [record.getMessage() for record in caplog.records] == []


async def _does(turn: dict[str, Any], chat: Chat, brain: Brain) -> None:
    match turn:
        case {"joins": _}:
            await chat.joins()
        case {"says": str(text)}:
            await chat.says(text)
        case {"clicks": str(label)}:
            await chat.clicks(label)
        case {"takes": str(option)}:
            await chat.takes(option)
        case {"clicks_earlier": str(label)}:
            earlier = [buttons_of(reply) for reply in chat.everything if reply not in chat.replies]
            await chat.sends(value=dict(next(found[label] for found in reversed(earlier) if label in found)))
        case {"sends": dict(fields)}:
            await chat.sends(**fields)
        case {"restarts": _}:
            chat.turns = Turns(chat.store, brain)
        case _:
            raise AssertionError(f"does nothing that a story can tell: {turn}")


def _expects(turn: dict[str, Any], chat: Chat) -> None:
    chat.sees(*turn.get("sees", ()))
    chat.does_not_see(*turn.get("not", ()))
    if "buttons" in turn:
        assert list(chat.buttons) == (MENU if turn["buttons"] == "menu" else turn["buttons"])
    assert set(turn.get("has", ())) <= set(chat.buttons), list(chat.buttons)
    if "place" in turn:
        payload = next(iter(chat.buttons.values()))
        assert f"{payload['scenario']}/{payload['question']}" == turn["place"]
    if "messages" in turn:
        assert len(chat.replies) == turn["messages"]
