"""What a channel may send in an activity without harm to what is stored."""

import re
import time
from pathlib import Path

import orjson
import pytest

from bot.state.store import Missing
from dialogs.memory import Memory
from knowledge.explain import Brain, brain
from tests.chat import Chat


@pytest.fixture(scope="module")
def knows() -> Brain:
    return brain()


async def test_ids_of_any_length_and_kind_make_a_document(tmp_path: Path, knows: Brain) -> None:
    chat = await Chat.begin(tmp_path, knows=knows, user="u" * 5_000 + "\0")
    for number in range(3):
        assert await chat.sends(id=f"{number}" + "x" * 100_000, text="menu")
    again = chat.replies
    await chat.sends(id="2" + "x" * 100_000, text="menu")
    assert again
    assert chat.replies == []
    rows = await chat.store.look(lambda connection: connection.exec_driver_sql("SELECT key, body FROM documents").all())
    assert len(rows) == 1
    assert re.fullmatch(r"[0-9a-f]{64}", rows[0].key)
    assert len(rows[0].body) < 5_000
    await chat.store.close()


async def test_a_slash_in_an_id_does_not_lead_to_somebody_elses_document(tmp_path: Path, knows: Brain) -> None:
    chat = await Chat.begin(tmp_path, knows=knows, user="c/u")
    await chat.sends(conversation={"id": "a/b"}, text="menu")
    chat.user = "b/c/u"
    await chat.sends(conversation={"id": "a"}, text="menu")
    keys = await chat.store.look(
        lambda connection: connection.exec_driver_sql("SELECT key FROM documents").scalars().all()
    )
    assert sorted(keys) == ["directline/a%2Fb/c%2Fu", "directline/a/b%2Fc%2Fu"]
    await chat.store.close()


async def test_a_member_that_is_nobody_is_passed_over(tmp_path: Path, knows: Brain) -> None:
    chat = await Chat.begin(tmp_path, knows=knows)
    await chat.sends(type="conversationUpdate", membersAdded=[None])
    assert chat.replies == []
    await chat.sends(type="conversationUpdate", membersAdded=[None, {"id": "ann"}])
    assert chat.replies != []
    await chat.store.close()


async def test_an_apology_that_cannot_be_kept_is_said_all_the_same(tmp_path: Path, knows: Brain) -> None:
    class Gone(Chat):
        async def keep(self, unit: object, replies: object) -> None:
            raise Missing("c1")

    chat = await Gone.begin(tmp_path, knows=knows)
    assert "Sorry, something went wrong" in await chat.says("menu")
    await chat.store.close()


def test_what_is_kept_of_a_problem_is_clean_short_and_quick(knows: Brain) -> None:
    memory = Memory()
    for text in ("pass\u200bword=hunter2 \u202e<b>peering</b>", "\\" * 200_000, "1" * 7_990 + " " + "0a1b2c3d-" * 900):
        start = time.process_time()
        memory.hear(text, knows.explain("peering"))
        assert time.process_time() - start < 5
    kept = orjson.dumps(memory.as_json()).decode()
    assert "hunter2" not in kept
    assert "\u202e" not in kept
    assert all(len(problem) <= 2_000 for problem in memory.problems)
