"""A pattern that is only tried on texts that have one of a few plain words: looking for those is far quicker."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Hinted:
    """A pattern and words in lower case; a text without any of the words cannot have the pattern."""

    pattern: re.Pattern[str]
    hints: tuple[str, ...]

    def possible(self, lower: str) -> bool:
        """Tell from a text in lower case whether searching it is worth while."""
        return any(hint in lower for hint in self.hints)

    def search(self, text: str, lower: str) -> re.Match[str] | None:
        """Search a text that has a hint."""
        return self.pattern.search(text) if self.possible(lower) else None

    def findall(self, text: str, lower: str) -> list[Any]:
        """Find all in a text that has a hint."""
        return self.pattern.findall(text) if self.possible(lower) else []

    def sub(self, replacement: str | Callable[[re.Match[str]], str], text: str, lower: str) -> str:
        """Replace in a text that has a hint."""
        return self.pattern.sub(replacement, text) if self.possible(lower) else text


def hinted(pattern: str, *hints: str, flags: int = re.IGNORECASE) -> Hinted:
    """Make a hinted pattern."""
    return Hinted(re.compile(pattern, flags), hints)
