"""Going through whole scenarios as a user would, click by click, and coming back to any place on the way."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from dialogs import speech
from knowledge.explain import Brain
from knowledge.model import Option, Question, Scenario
from tests.chat import Chat
from tests.dialogs.shelf import Shelf

Way = tuple[tuple[Question, Option], ...]

FEEDBACK = [speech.WORKED_LABEL, speech.BROKEN_LABEL, speech.ELSE_LABEL]


@dataclass(frozen=True)
class Spot:
    """A place on the way: the question that was asked, and all that is needed to stand there again."""

    way: Way
    question: str
    asked: frozenset[str]
    documents: Mapping[str, tuple[bytes, int]]
    buttons: Mapping[str, Mapping[str, Any]]


class Walker:
    """A user who can be in several places of one scenario at once."""

    def __init__(self, brain: Brain, scenario: Scenario) -> None:
        self.scenario = scenario
        self.shelf = Shelf()
        self.chat = Chat(self.shelf, brain)  # type: ignore[arg-type]

    async def starts(self) -> Spot:
        """Open the scenario from the menu."""
        await self.chat.joins()
        await self.chat.clicks(self.scenario.label)
        return self._spot((), self.scenario.start, frozenset())

    def stands(self, spot: Spot) -> None:
        """Stand at a place again."""
        self.shelf.documents = dict(spot.documents)

    @property
    def place(self) -> Any:
        """Where the conversation stands, as it is kept."""
        ((body, _),) = self.shelf.documents.values()
        return orjson.loads(body)["stack"][0]["state"]["place"]

    async def takes(self, spot: Spot, option: Option) -> Spot | None:
        """Click an option at a place; give the next place, None when the option led to an answer."""
        self.stands(spot)
        await self.chat.sends(value=dict(spot.buttons[option.label]))
        way = (*spot.way, (self.scenario.questions[spot.question], option))
        return self._spot(way, option.go, spot.asked) if option.go else None

    async def every_question(self) -> list[Spot]:
        """Give one place for each question, by the shortest way to it."""
        found = [await self.starts()]
        asked = {self.scenario.start}
        for spot in found:
            for option in self.scenario.questions[spot.question].options:
                if option.go and option.go not in asked:
                    asked.add(option.go)
                    following = await self.takes(spot, option)
                    assert following is not None
                    found.append(following)
        return found

    def _spot(self, way: Way, question: str, asked: frozenset[str]) -> Spot:
        return Spot(way, question, asked | {question}, dict(self.shelf.documents), dict(self.chat.buttons))
