"""A paste, read: its clean text, the errors in it and what it names."""

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.reading.clean import clean, one_line
from knowledge.reading.facts import Facts, read_facts
from knowledge.reading.lines import unwrapped
from knowledge.reading.long import relevant
from knowledge.reading.passages import Passage, passages
from knowledge.reading.secrets import remove_secrets


@dataclass(frozen=True, slots=True)
class Reading:
    """The clean text of a paste on one line, the errors in it, its facts, and whether something had to be left out.

    `lines` is the same text with its lines.
    """

    text: str
    facts: Facts
    shortened: bool = False
    passages: tuple[Passage, ...] = ()
    lines: str = ""


def read(paste: str, known_codes: Iterable[str] = ()) -> Reading:
    """Read a paste; secrets are gone from what is given back. All of it is looked at, however long it is."""
    text, shortened = relevant(paste)
    text = remove_secrets(unwrapped(clean(text)))
    return Reading(one_line(text), read_facts(text, known_codes), shortened, passages(text), text)
