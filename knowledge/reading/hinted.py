"""A pattern that is only tried on texts that have one of a few plain words: looking for those is far quicker.

Python looks quickly for a pattern that begins with fixed letters, and only where their case matters. So patterns here
begin with a word, a look behind it says what may stand before, and what may have any case is looked for in lower case.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Hinted:
    """A pattern and words in lower case; a text without any of the words cannot have the pattern."""

    pattern: re.Pattern[str]
    hints: tuple[str, ...]

    def possible(self, lower: str) -> bool:
        """Tell from a text in lower case whether searching it is worth while."""
        # A loop: `any` with a generator takes twice as long, and a paste is asked some hundred times.
        for hint in self.hints:  # noqa: SIM110
            if hint in lower:
                return True
        return False

    def search(self, text: str, lower: str) -> re.Match[str] | None:
        """Search a text that has a hint."""
        return self.pattern.search(text) if self.possible(lower) else None

    def findall(self, text: str, lower: str) -> list[Any]:
        """Find all in a text that has a hint."""
        return self.pattern.findall(text) if self.possible(lower) else []

    def finditer(self, text: str, lower: str) -> Iterable[re.Match[str]]:
        """Find one after the other in a text that has a hint."""
        return self.pattern.finditer(text) if self.possible(lower) else ()

    def sub(self, replacement: str | Callable[[re.Match[str]], str], text: str, lower: str) -> str:
        """Replace in a text that has a hint."""
        return self.pattern.sub(replacement, text) if self.possible(lower) else text


def lower_case(text: str) -> str:
    """Give a text in lower case, of the same length: what is found in it stands at the same place of the text."""
    lower = text.lower()
    return lower if len(lower) == len(text) else text.replace("\u0130", "i").lower()


def hinted(pattern: str, *hints: str, flags: int = re.IGNORECASE) -> Hinted:
    """Make a hinted pattern."""
    return Hinted(re.compile(pattern, flags), hints)
