"""The shape of the knowledge files: answers, scenarios and the guide's frame, validated and frozen."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
CheckItem = Annotated[str, StringConstraints(pattern=r"^([SECO]\d{1,2}(\.\d{1,2})?)$")]
Url = Annotated[str, StringConstraints(pattern=r"^https://[^\s<>\"]+$")]

UNSURE = "unsure"
"""The id of the option "I can't tell", which every question about a fact has."""


class Kind(StrEnum):
    """What an id names; also the folder its file lives in."""

    ERROR = "error"
    TOPIC = "topic"
    LEAF = "leaf"
    SCENARIO = "scenario"


class Group(StrEnum):
    """How the nine scenarios are grouped in the menu."""

    SET_UP = "Set up"
    FIX = "Fix connectivity"
    ERROR = "Error message"


class Shape(BaseModel):
    """Base of everything read from YAML: nothing unknown is accepted, nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Link(Shape):
    """A page to read further. `note` says what a reader should know before following it."""

    title: Text
    url: Url
    note: Text | None = None


class Picture(Shape):
    """A drawing in `knowledge/pictures`, with the words for those who do not see it."""

    file: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+\.svg$")]
    alt: Text


class Run(Shape):
    """The same step for each tool; a command may have several lines. `portal` is a way to click, not a command."""

    az: Text | None = None
    powershell: Text | None = None
    portal: Text | None = None
    terraform: Text | None = None
    bicep: Text | None = None
    linux: Text | None = None
    windows: Text | None = None

    def items(self) -> list[tuple[str, str]]:
        """Give (tool, command) for every tool that has one, in the order of the fields."""
        return [(tool, command) for tool in type(self).model_fields if (command := getattr(self, tool))]


class Step(Shape):
    """One thing to do: words, and what to run. A step that changes something says how to undo it.

    `undo` is words or a command; the word `none` needs a `reason`.
    """

    say: Text
    run: Run | None = None
    changes: bool = False
    undo: Text | None = None
    reason: Text | None = None

    @property
    def undoable(self) -> bool:
        """Tell whether `undo` says a way back, and not that there is none."""
        return self.undo is not None and self.undo.strip().lower() != "none"


class Recognise(Shape):
    """How a paste is known to be this: error codes, message templates, ways in which people describe it."""

    codes: tuple[Text, ...] = ()
    texts: tuple[Text, ...] = ()
    phrases: tuple[Text, ...] = ()


class Examples(Shape):
    """Verbatim pastes that must be recognised as this, and look-alikes that must not."""

    match: tuple[Text, ...] = ()
    other: tuple[Text, ...] = ()


class Answer(Shape):
    """One thing that can be resolved: an error, a topic, or the leaf of a scenario.

    `formerly` is what the 2019 guide said where that is no longer right; `notes` are ids of answers whose
    meaning is shown below this one; `next` are ids to go on with when this did not help, best first.
    """

    id: Id
    kind: Literal[Kind.ERROR, Kind.TOPIC, Kind.LEAF]
    title: Text
    covers: tuple[CheckItem, ...] = ()
    checked: date
    recognise: Recognise = Recognise()
    meaning: Text
    formerly: Text | None = None
    check: tuple[Step, ...] = ()
    fix: tuple[Step, ...] = Field(min_length=1)
    caution: Text | None = None
    notes: tuple[Id, ...] = ()
    links: tuple[Link, ...] = Field(min_length=1)
    next: tuple[Id, ...] = ()
    examples: Examples = Examples()

    def changes(self) -> bool:
        """Tell whether following the fix changes anything in Azure."""
        return any(step.changes for step in self.fix)


class Option(Shape):
    """One way to answer a question; it leads to another question (`go`) or to an answer."""

    id: Id
    label: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    also: tuple[Text, ...] = ()
    go: Id | None = None
    answer: Id | None = None
    covers: tuple[CheckItem, ...] = ()

    @model_validator(mode="after")
    def _leads_somewhere(self) -> "Option":
        if (self.go is None) == (self.answer is None):
            raise ValueError("needs exactly one of `go` (a question) and `answer` (an answer)")
        return self


class Question(Shape):
    """One question of a scenario. `about: fact` (the default) needs the option `unsure`; a wish does not."""

    ask: Text
    why: Text
    how: Text | None = None
    run: Run | None = None
    about: Literal["fact", "wish"] = "fact"
    covers: tuple[CheckItem, ...] = ()
    options: tuple[Option, ...] = Field(min_length=2, max_length=8)

    def option(self, option_id: str) -> Option | None:
        """Give the option of that id, or None."""
        return next((option for option in self.options if option.id == option_id), None)


class Scenario(Shape):
    """A guided conversation: a tree of questions whose ends are answers."""

    id: Id
    number: int = Field(ge=1, le=9)
    title: Text
    label: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    group: Group
    summary: Text
    covers: tuple[CheckItem, ...] = ()
    checked: date
    recognise: Recognise = Recognise()
    picture: Picture | None = None
    start: Id
    questions: dict[Id, Question] = Field(min_length=1)
    next: tuple[Id, ...] = ()

    @property
    def kind(self) -> Literal[Kind.SCENARIO]:
        """Say that this is a scenario, as answers say their kind."""
        return Kind.SCENARIO


class Word(Shape):
    """A word that our questions and answers use, explained for somebody who never met it."""

    name: Text
    also: tuple[Text, ...] = ()
    meaning: Text


class Guide(Shape):
    """The frame around the nine scenarios: purpose, picture, links that stand under every answer."""

    title: Text
    purpose: Text
    formerly: Text
    covers: tuple[CheckItem, ...] = ()
    checked: date
    picture: Picture
    links: tuple[Link, ...] = Field(min_length=1)
    examples: tuple[Text, ...] = Field(min_length=1)
    words: tuple[Word, ...] = ()
