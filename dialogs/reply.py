"""What the bot says, without saying how it looks: blocks to read and choices to take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from knowledge.model import Link


@dataclass(frozen=True, slots=True)
class Heading:
    """A title; `level` 1 names the whole message, 2 a part of it.

    What follows an `aside`, up to the next title, can be folded away: an answer is one without it.
    """

    text: str
    level: int = 2
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Prose:
    """Our own words: paragraphs and lists, **bold** and `code` in Markdown. Never a user's words.

    With `former` they say what older guides got wrong or could not know.
    """

    text: str
    former: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """Text to copy, letter for letter; `language` is az, powershell, terraform, bicep, linux,
    windows, markdown or text."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Variants:
    """The same step for several tools, the reader's own first; where there is no room only the first is shown.

    `portal` is the way there in words; `own` is the tool that the reader uses, portal or the language of a code,
    whether this step has something for it or not.
    """

    codes: tuple[Code, ...]
    portal: str = ""
    own: str = ""


@dataclass(frozen=True, slots=True)
class Caution:
    """What to know before acting."""

    text: str


@dataclass(frozen=True, slots=True)
class Links:
    """Pages to read further, and the day their facts were last checked."""

    links: tuple[Link, ...]
    checked: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture of ours, with the words for those who do not see it."""

    file: str
    alt: str


Block = Heading | Prose | Code | Variants | Caution | Links | Drawing


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to take. `payload` says which step and option a click means; `group` is a heading to stand under."""

    label: str
    payload: Mapping[str, str | int]
    group: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """One message: blocks in reading order, then all the choices of the step.

    With `settles` it is no new message: it takes the place of the one whose button was clicked, where messages can
    change, and is left out elsewhere.
    """

    blocks: tuple[Block, ...]
    choices: tuple[Choice, ...] = ()
    settles: bool = False


class Says(Protocol):
    """Whoever can hand a reply to the people in the conversation."""

    async def say(self, reply: Reply) -> None:
        """Say it; several replies of a turn arrive in order and together."""


def prose(*paragraphs: str, choices: Sequence[Choice] = ()) -> Reply:
    """Give a reply of plain paragraphs."""
    return Reply(tuple(Prose(paragraph) for paragraph in paragraphs), tuple(choices))
