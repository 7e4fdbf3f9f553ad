""" "Still broken" never turns in circles: every answer leads on to others and in the end to the summary."""

import pytest

from dialogs import speech
from knowledge.explain import Brain, brain
from tests.chat import Chat
from tests.dialogs.shelf import Shelf


@pytest.mark.parametrize("first", sorted(brain().knowledge.answers))
async def test_it_ends_with_the_summary(brain: Brain, first: str) -> None:
    """No answer is offered twice, and nobody is kept busy for ever."""
    chat = Chat(Shelf(), brain)  # type: ignore[arg-type]
    await chat.says(first)
    given: list[str] = []
    while speech.NOTHING_LEFT not in chat.text:
        assert len(given) < 25
        if speech.BROKEN_LABEL in chat.buttons:
            given.append(str(chat.buttons[speech.BROKEN_LABEL]["question"]))
            await chat.clicks(speech.BROKEN_LABEL)
            offered = chat.buttons.get(speech.BROKEN_LABEL)
            assert offered is None or offered["question"] not in given
        else:
            await chat.clicks(next(iter(chat.buttons)))
    chat.sees(*(f"{brain.knowledge.answers[id_].title}: did not help" for id_ in given))
    assert len(chat.buttons) == 9
