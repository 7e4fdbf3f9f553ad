"""Recognising a pasted error: codes, the fixed words of messages and what the error is about decide together."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from rapidfuzz.distance import Levenshtein

from knowledge.load import Knowledge
from knowledge.matching.index import TemplateIndex
from knowledge.matching.match import Match
from knowledge.matching.repair import Repair
from knowledge.matching.templates import Template, about_peering, comparable, templates, words_of
from knowledge.model import Answer
from knowledge.reading.passages import WRAPPERS, Passage
from knowledge.reading.subject import About, Subject, about, lacking

_NOTICE: Final = re.compile(r"\AFailed to [^:]{1,300}? Error: (?=\S)")
"""What the portal says before every error."""

_EVERYDAY: Final = re.compile(r"[A-Z][a-z]+")
_WORD_FOR_WORD: Final = 0.97
_CODE: Final = 0.9
_CODE_OF_PEERING: Final = 0.85
_CODE_OF_SEVERAL: Final = 0.7
_LIKE_ENOUGH: Final = 0.5
_ALIKE: Final = 0.68
"""How much two names of actions have to be alike: scanning damages them."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one passage of a paste may be, best first, and what it is about."""

    passage: Passage
    about: About
    matches: tuple[Match, ...]


class ErrorMatcher:
    """Ranks the errors of the catalogue for a passage. Built once; explaining changes nothing that can be seen."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._codes: dict[str, list[str]] = defaultdict(list)
        for answer in knowledge.answers.values():
            for code in answer.recognise.codes:
                self._codes[code.lower()].append(answer.id)
        self.known_codes = frozenset(code for answer in knowledge.answers.values() for code in answer.recognise.codes)
        self._spelt = {code.lower(): code for code in self.known_codes}
        self._index = TemplateIndex(_believed(one, knowledge) for one in templates(knowledge))
        self._lacks: dict[str, frozenset[str]] = defaultdict(frozenset)
        for one in self._index.templates:
            self._lacks[one.answer] |= one.lacks
        self._repair = Repair({*self._index.weight, *self._codes})

    def find(self, passage: Passage) -> Found:
        """Say which errors a passage may be, best first; none when it is about another resource."""
        subject = about(passage.text, passage.lead)
        words = self._repair.repaired(words_of(_NOTICE.sub("", passage.text, count=1)))
        codes = self._codes_in(words, passage.text)
        lower = comparable(passage.text)
        lacks = lacking(lower)
        best: dict[str, Match] = {}
        for match in (*self._by_text(passage, lower, words, subject, lacks), *self._by_code(codes, subject)):
            if lacks and _of_another(lacks, self._lacks[match.id]):
                continue
            match = self._confirmed(match, codes)
            if match.id not in best or best[match.id].score < match.score:
                best[match.id] = match
        return Found(passage, subject, tuple(sorted(best.values(), key=lambda match: -match.score)))

    def _codes_in(self, words: list[str], text: str) -> list[str]:
        """Give the known codes among the words, in lower case; one that only says "failed" when there is no other.

        A code that is an everyday word, such as Conflict, must be spelt as the code is.
        """
        codes = [word for word in dict.fromkeys(words) if word in self._codes]
        codes = [code for code in codes if not _EVERYDAY.fullmatch(self._spelt[code]) or self._spelt[code] in text]
        return [code for code in codes if code not in WRAPPERS] or codes

    def _by_text(
        self, passage: Passage, lower: str, words: list[str], subject: About, lacks: frozenset[str]
    ) -> list[Match]:
        """Give the messages that stand there word for word; when there is none, those that are like the passage."""
        near = [
            (place, one)
            for place, one in self._index.near(words)
            if _possible(one, subject) and not (lacks and _of_another(lacks, one.lacks))
        ]
        # Of the messages of one answer the fullest comes first, then the one that the file has first.
        fullest = sorted(near, key=lambda one: (-len(one[1].words), one[0]))
        exact = [(one, names) for _, one in fullest if (names := one.names(passage.text, lower)) is not None]
        if exact:
            # One whose names contradict each other has them in another order than the text.
            exact.sort(key=lambda one: not one[1])
            why = ("It has the words of this error message.",)
            return [Match(one.answer, _sure(one), why, MappingProxyType(names)) for one, names in exact]
        return list(self._like(near, words))

    def _like(self, near: list[tuple[int, Template]], words: list[str]) -> Iterator[Match]:
        have, own = Counter(words), self._index.own_weight(words)
        for place, one in near:
            like = self._index.likeness(place, words, have, own)
            score = max(like.whole, like.part * 0.82) * 0.95
            if score > _LIKE_ENOUGH:
                yield Match(one.answer, score, (f"It is {score:.0%} like the message of this error.",))

    def _by_code(self, codes: list[str], subject: About) -> Iterator[Match]:
        """A code is enough when it is about peering by itself or the passage is; one of several answers only to ask."""
        for code in codes:
            if len(self._codes[code]) > 1:
                if subject.subject is Subject.PEERING and subject.firmly:
                    yield from (Match(id_, _CODE_OF_SEVERAL) for id_ in self._codes[code])
            elif about_peering(code):
                yield Match(self._codes[code][0], _CODE)
            elif subject.subject is Subject.PEERING:
                yield Match(self._codes[code][0], _CODE_OF_PEERING - (0 if subject.firmly else 0.05))

    def _confirmed(self, match: Match, codes: list[str]) -> Match:
        """Trust a match more when its code is there too, and less when another answer's own code is."""
        own = next((code for code in codes if match.id in self._codes[code]), None)
        if own:
            alone = len(self._codes[own]) == 1
            score = 1 - (1 - match.score) * (0.4 if alone else 0.8)
            return replace(match, score=score, why=(f"It has the error code {self._spelt[own]}.", *match.why))
        if any(about_peering(code) for code in codes):
            return replace(match, score=match.score * 0.7)
        return match


def _believed(one: Template, knowledge: Knowledge) -> Template:
    """Say whether a message that does not speak of peering may be believed by itself: when an example shows it so."""
    if one.alone:
        return one
    answer = knowledge.answers[one.answer]
    return replace(one, alone=_shown_alone(one, answer) or (len(one.fragments) == 1 and len(one.words) >= 7))


def _shown_alone(one: Template, answer: Answer) -> bool:
    return any(
        about(text).subject is Subject.NOTHING and one.names(text, comparable(text)) is not None
        for text in (" ".join(example.split()) for example in answer.examples.match)
    )


def _possible(one: Template, subject: About) -> bool:
    """Tell whether a message can be meant: not in an error about something else, and some only in one about peering."""
    if subject.subject is Subject.OTHER:
        return False
    return one.alone or subject.subject is Subject.PEERING


def _of_another(said: frozenset[str], own: frozenset[str]) -> bool:
    """Tell whether a text lacks rights, and none that is like those that a message or an answer is about."""
    return bool(own) and all(Levenshtein.normalized_similarity(one, other) < _ALIKE for one in said for other in own)


def _sure(one: Template) -> float:
    """Give how sure a message is that stands there word for word; a few words only are less so."""
    return _WORD_FOR_WORD if len(one.words) >= 4 else _WORD_FOR_WORD - 0.12
