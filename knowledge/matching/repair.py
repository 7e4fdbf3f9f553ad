"""Damaged words put right: typing errors, what scanning took for other letters, words broken by a line's end."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from rapidfuzz.distance import Levenshtein

_ALIKE: Final = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s", "8": "b", "|": "l", "q": "g", "9": "g"})
_SHORTEST: Final = 5
_LONGEST: Final = 60
_MOST: Final = 4_000
_LONG: Final = 14
_MUCH_ALIKE: Final = 0.85
_MOST_ALIKE: Final = 20


class Repair:
    """Finds the known word that a damaged one stands for. Words that are known, short or numbers stay as they are."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        # What another known word goes on with: only these can be its first half.
        self._halves = frozenset(word[:end] for word in self._words for end in range(1, len(word)))
        self._longest = max((len(word) for word in self._words), default=0)
        self._alike = {_folded(word): word for word in sorted(self._words) if len(word) >= _SHORTEST}
        self._shorter: dict[str, str] = {}
        for alike, word in self._alike.items():
            for form in _shorter(alike):
                self._shorter.setdefault(form, word)
        self._parts: dict[str, list[str]] = defaultdict(list)
        for alike in self._alike:
            if len(alike) >= _LONG:
                for part in _parts(alike):
                    self._parts[part].append(alike)
        self._found: dict[str, str] = {}

    def repaired(self, words: Sequence[str]) -> list[str]:
        """Give the words with damaged ones replaced and broken ones joined."""
        known, halves = self._words, self._halves
        given: list[str] = []
        skip = False
        for word, after in zip(words, (*words[1:], ""), strict=False):
            if skip:
                skip = False
            elif after and word in halves and word + after in known and not (word in known and after in known):
                given.append(word + after)
                skip = True
            else:
                given.append(word if word in known else self._nearest(word))
        return given

    def _nearest(self, word: str) -> str:
        if not _SHORTEST <= len(word) <= _LONGEST or word.isdigit():
            return word
        found = self._found.get(word)
        if found is None:
            found = self._looked_up(word)
            if len(self._found) >= _MOST:
                self._found = {}
            self._found[word] = found
        return found

    def _looked_up(self, word: str) -> str:
        """Give the known word at most one letter away, letters that look alike counting as the same."""
        alike = _folded(word)
        direct = self._alike.get(alike)
        if direct or len(word) > self._longest + 1:
            return direct or word
        inserted = self._shorter.get(alike)
        if inserted:
            return inserted
        for form in _shorter(alike):
            near = self._alike.get(form) or self._shorter.get(form)
            if near and abs(len(near) - len(word)) <= 1:
                return near
        return self._long(alike) or word

    def _long(self, alike: str) -> str | None:
        """Give the long known word that has a part of this one unharmed and is otherwise much like it."""
        if len(alike) < _LONG:
            return None
        candidates = {other for part in _parts(alike) for other in self._parts.get(part, ())[:_MOST_ALIKE]}
        best = max(candidates, key=lambda other: Levenshtein.normalized_similarity(alike, other), default=None)
        if best is None or Levenshtein.normalized_similarity(alike, best) < _MUCH_ALIKE:
            return None
        return self._alike[best]


def _parts(alike: str) -> tuple[str, ...]:
    return f"^{alike[:6]}", f"{alike[-6:]}$", alike[8:14], alike[-14:-8]


def _folded(word: str) -> str:
    return word.translate(_ALIKE).replace("rn", "m").replace("vv", "w").replace("cl", "d")


def _shorter(word: str) -> Iterable[str]:
    """Give the word with each of its letters left out; one more letter of a long word must not cost more time."""
    if len(word) < _SHORTEST:
        return ()
    return islice((word[:at] + word[at + 1 :] for at in range(len(word))), _LONGEST)
