"""A paste, read: its clean text and what it names."""

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.reading.clean import clean, head_and_tail, one_line
from knowledge.reading.facts import Facts, read_facts
from knowledge.reading.secrets import remove_secrets


@dataclass(frozen=True, slots=True)
class Reading:
    """The clean text of a paste on one line, its facts, and whether it was too long to be read whole."""

    text: str
    facts: Facts
    shortened: bool = False


def read(paste: str, known_codes: Iterable[str] = ()) -> Reading:
    """Read a paste; secrets are gone from what is given back."""
    text, shortened = head_and_tail(paste)
    text = remove_secrets(clean(text))
    return Reading(one_line(text), read_facts(text, known_codes), shortened)
