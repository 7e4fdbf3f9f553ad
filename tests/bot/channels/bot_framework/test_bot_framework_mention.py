"""The bot's own mention is no part of what a user says."""

from typing import Any

import pytest

from bot.channels.bot_framework.incoming import without_mention

BOT = {"id": "28:bot", "name": "Peering"}


def mention(text: object, who: object = BOT) -> dict[str, Any]:
    return {"type": "mention", "mentioned": who, "text": text}


def said(text: str | None, *entities: object) -> object:
    return without_mention({"type": "message", "text": text, "recipient": BOT, "entities": list(entities)})["text"]


def test_the_mention_goes() -> None:
    assert said("<at>Peering</at> my app fails", mention("<at>Peering</at>")) == "my app fails"


def test_every_mention_that_an_entity_tells_of_goes() -> None:
    bot, ann = mention("<at>Peering</at>"), mention("<at>Ann</at>", {"id": "29:ann"})
    assert said("<at>Peering</at> <at>Peering</at> menu", bot, bot) == "menu"
    assert said("<at>Peering</at> ask <at>Ann</at>, <at>Peering</at>", bot, ann, bot) == "ask <at>Ann</at>,"


def test_one_entity_is_one_mention() -> None:
    text = "<at>Peering</at> why does <at>Peering</at> fail"
    assert said(text, mention("<at>Peering</at>")) == "why does <at>Peering</at> fail"


def test_the_name_alone_stays() -> None:
    assert said("<at>Peering</at> why does Peering fail", mention("<at>Peering</at>")) == "why does Peering fail"


def test_a_mention_of_somebody_else_stays() -> None:
    assert said("<at>Ann</at> see", mention("<at>Ann</at>", {"id": "29:ann"})) == "<at>Ann</at> see"


@pytest.mark.parametrize(
    "entity", [None, "mention", {}, {"type": "mention"}, mention(None), mention(""), mention(3), mention("<at>", None)]
)
def test_strange_entities_are_passed_over(entity: object) -> None:
    assert said("Peering fails", entity, mention("Peering")) == "fails"


def test_no_text_stays_no_text() -> None:
    assert said(None, mention("<at>Peering</at>")) is None


def test_nothing_else_is_needed() -> None:
    assert without_mention({"text": " hi "}) == {"text": " hi "}
    assert without_mention({"text": "hi", "recipient": BOT, "entities": None})["text"] == "hi"
