"""Who is mentioned besides the bot does not hide what is said to it."""

import pytest

from dialogs import speech
from dialogs.commands import unaddressed
from tests.bot.channels.teams.teams_world import BOT, Room
from tests.chat import text_of

ANN = {"id": "29:ann", "name": "Ann"}
TOPIC = "Peer two VNets"


async def posts(room: Room, text: str) -> None:
    mentions = [
        {"type": "mention", "mentioned": who, "text": written}
        for written, who in (("<at>Peering Bot</at>", BOT), ("<at>Ann</at>", ANN))
        for _ in range(text.count(written))
    ]
    await room.is_a("thread").person("ben").posts(text=text, entities=mentions)


@pytest.mark.parametrize(
    "text",
    [
        "<at>Peering Bot</at> <at>Peering Bot</at> summary",
        "<at>Ann</at> <at>Peering Bot</at> summary",
        "<at>Peering Bot</at> <at>Ann</at>, summary",
        "<at>Ann</at> <at>Ann</at> <at>Peering Bot</at>: summary",
    ],
)
async def test_a_command_behind_other_mentions_is_heard(room: Room, text: str) -> None:
    await posts(room, text)
    assert "Here is everything so far" in room.text


async def test_an_option_behind_other_mentions_is_taken(room: Room) -> None:
    await posts(room, f"<at>Peering Bot</at> {TOPIC}")
    await posts(room, "<at>Ann</at> <at>Peering Bot</at> 1")
    assert "same region" in text_of(room.last)


async def test_who_only_mentions_the_bot_is_told_who_it_is_and_the_next_time_what_to_write(room: Room) -> None:
    await posts(room, "<at>Peering Bot</at>")
    assert "I'm **Peering Bot**" in room.text
    assert speech.EMPTY not in room.text

    await posts(room, "<at>Peering Bot</at>")
    assert speech.EMPTY in room.text


@pytest.mark.parametrize(("kind", "told"), [("personal", False), ("group", True), ("thread", True)])
@pytest.mark.parametrize("text", ["hi", "help"])
async def test_where_others_write_too_people_learn_that_they_must_mention_the_bot(
    room: Room, kind: str, told: bool, text: str
) -> None:
    await room.is_a(kind).person("ann").says(text)
    assert (speech.MENTION_ME in room.text) is told


@pytest.mark.parametrize("text", ["why does <at>Ann</at> fail", "help <at>Ann</at>", "<at>Ann</at>", "<at>Ann</at> "])
def test_a_mention_elsewhere_is_a_name(text: str) -> None:
    assert unaddressed(text) == text
