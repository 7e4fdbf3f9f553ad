"""From the words of a text to the few templates it may have; the work does not grow with the number of templates."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import LCSseq

from knowledge.matching.templates import Template

_LIST: Final = 8
_BUDGET: Final = 1_500
_ALWAYS: Final = 6
_UNKNOWN: Final = 0.8


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much a text is like a template, 0–1: of the template's weight, and of a short text's own weight."""

    template: Template
    whole: float
    part: float


class TemplateIndex:
    """Knows which templates have which words, and what each word is worth: rare ones more."""

    def __init__(self, templates: Iterable[Template]) -> None:
        self.templates = tuple(templates)
        seen = Counter(word for one in self.templates for word in set(one.words))
        total = max(len(self.templates), 1)
        self.weight = {word: math.log(1 + total / count) for word, count in seen.items()}
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, one in enumerate(self.templates):
            for word in set(one.words):
                self._places[word].append(place)
        self._often = {word: len(places) for word, places in self._places.items()}
        self._counts = [Counter(one.words) for one in self.templates]
        self._totals = [sum(self.weight[word] for word in one.words) or 1.0 for one in self.templates]

    def near(self, words: Sequence[str]) -> list[tuple[int, Template]]:
        """Give the few templates that share most with the words of a text, rare words counting more."""
        present = sorted(self._often.keys() & set(words), key=self._often.__getitem__)
        score: dict[int, float] = defaultdict(float)
        spent = 0
        for taken, word in enumerate(present):
            places = self._places[word]
            spent += len(places)
            if spent > _BUDGET and taken >= _ALWAYS:
                break
            weight = self.weight[word]
            for place in places[:_BUDGET]:
                score[place] += weight
        best = sorted(score, key=lambda place: -score[place] / (4.0 + self._totals[place]))[:_LIST]
        most = sorted(score, key=score.__getitem__, reverse=True)[: _LIST // 2] if len(score) > _LIST else []
        return [(place, self.templates[place]) for place in dict.fromkeys([*best, *most])]

    def own_weight(self, words: Sequence[str]) -> float:
        """Give what the words of a text are worth together; those that no template has count a little."""
        weight = self.weight
        return sum([weight.get(word, _UNKNOWN) for word in words])

    def likeness(self, place: int, words: Sequence[str], have: Counter[str], own: float) -> Likeness:
        """Say how much the words of a text are like those of a template, order counting too."""
        one = self.templates[place]
        counts = self._counts[place]
        shared = {word: min(number, have[word]) for word, number in counts.items() if word in have}
        got = sum(self.weight[word] * number for word, number in shared.items())
        number = sum(shared.values())
        if not number:
            return Likeness(one, 0.0, 0.0)
        order = LCSseq.similarity(one.words, words) / number
        whole = got / self._totals[place] * (0.4 + 0.6 * order)
        part = got / own * (0.4 + 0.6 * order) if own < self._totals[place] * 1.2 and got >= 7.0 else 0.0
        return Likeness(one, min(whole, 1.0), min(part, 1.0))
