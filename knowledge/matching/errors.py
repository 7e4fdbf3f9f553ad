"""Recognising a pasted error: codes, the fixed words of message templates and the resource types decide together."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from rapidfuzz import fuzz

from knowledge.load import Knowledge
from knowledge.matching.match import Match
from knowledge.matching.templates import Template, templates, words_of
from knowledge.reading.reading import Reading

_SHORT_LIST: Final = 12
_PEERING: Final = re.compile(r"peer", re.IGNORECASE)
_PROVIDER: Final = re.compile(
    r"\b(?:Microsoft|Azure)\.[A-Za-z]{2,40}/[A-Za-z]{2,60}(?:/[A-Za-z]{2,60})*", re.IGNORECASE
)
_OURS: Final = re.compile(
    r"^Microsoft\.(?:(?:Classic)?Network/virtualNetworks|Resources/deployments|Authorization/|Databricks/workspaces)",
    re.IGNORECASE,
)
_OTHER_PEERING: Final = re.compile(
    r"expressRoute|BGP peer|vpn-?gateways?/|peerings/AzurePrivatePeering|Microsoft\.Peering", re.IGNORECASE
)


class ErrorMatcher:
    """Ranks the errors of the catalogue for a reading. Built once; keeps an index from words to templates."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._templates = tuple(templates(knowledge))
        words = [{word for fragment in one.fragments for word in fragment.split()} for one in self._templates]
        seen = Counter(word for each in words for word in each)
        total = max(len(self._templates), 1)
        self._weight = {word: math.log(1 + total / count) for word, count in seen.items()}
        self._index: dict[str, list[int]] = defaultdict(list)
        for position, each in enumerate(words):
            for word in each:
                self._index[word].append(position)
        self._codes: dict[str, list[str]] = defaultdict(list)
        for answer in knowledge.answers.values():
            for code in answer.recognise.codes:
                self._codes[code.casefold()].append(answer.id)
        self.known_codes = frozenset(code for answer in knowledge.answers.values() for code in answer.recognise.codes)

    def rank(self, reading: Reading) -> list[Match]:
        """Give the answers whose error this may be, best first; none when it is about another resource."""
        if _about_something_else(reading.text):
            return []
        by_code = self._by_code(reading.facts.codes)
        best: dict[str, Match] = {}
        for match in (*self._by_text(reading.text), *self._code_alone(by_code, reading.text)):
            match = self._with_code(match, by_code)
            if match.id not in best or best[match.id].score < match.score:
                best[match.id] = match
        return sorted(best.values(), key=lambda match: -match.score)

    def _by_code(self, codes: Iterable[str]) -> Mapping[str, str]:
        """Give the answers that any of the codes names, with that code."""
        return {id_: code for code in codes for id_ in self._codes.get(code.casefold(), ())}

    def _by_text(self, text: str) -> Iterable[Match]:
        words = words_of(text)
        bag = " ".join(words)
        present = set(words)
        for position in self._short_list(present):
            one = self._templates[position]
            names = one.names(text)
            if names is not None:
                yield Match(one.answer, 0.97, ("It has the words of this error message.",), MappingProxyType(names))
                continue
            score = self._likeness(one, bag, present)
            if score > 0.5:
                yield Match(one.answer, score * 0.95, (f"It is {score:.0%} like the message of this error.",))

    def _short_list(self, present: set[str]) -> list[int]:
        score: Counter[int] = Counter()
        for word in present & self._weight.keys():
            for position in self._index[word]:
                score[position] += self._weight[word]  # type: ignore[assignment]
        return [position for position, _ in score.most_common(_SHORT_LIST)]

    def _likeness(self, one: Template, bag: str, present: set[str]) -> float:
        """Give how much of a template's weight the text has, rare words counting more; 0–1."""
        got = total = 0.0
        for fragment in one.fragments:
            words = fragment.split()
            weight = sum(self._weight[word] for word in words)
            total += weight
            if present.isdisjoint(words):
                continue
            got += weight * max(fuzz.partial_ratio(fragment, bag) / 100 - 0.3, 0) / 0.7
        whole = got / total if total else 0.0
        return max(whole, self._half_copied(one, bag, present))

    def _half_copied(self, one: Template, bag: str, present: set[str]) -> float:
        """Give how well a short paste stands inside a template, when its words are telling enough; 0–1."""
        own = " ".join(one.fragments)
        telling = sum(self._weight.get(word, 0.0) for word in present)
        if len(bag) > len(own) or telling < 9:
            return 0.0
        return 0.9 * fuzz.partial_ratio(bag, own) / 100

    def _code_alone(self, by_code: Mapping[str, str], text: str) -> Iterable[Match]:
        """A code that names one answer is enough when it is about peering by itself or the text is."""
        for id_, code in by_code.items():
            alone = len(self._codes[code.casefold()]) == 1
            ours = "peer" in code.lower() or "vnet" in code.lower()
            if alone and (ours or _PEERING.search(text)):
                yield Match(id_, 0.8 if ours else 0.75, ())

    def _with_code(self, match: Match, by_code: Mapping[str, str]) -> Match:
        code = by_code.get(match.id)
        if code is None:
            return match
        alone = len(self._codes[code.casefold()]) == 1
        score = 1 - (1 - match.score) * (0.4 if alone else 0.8)
        return Match(match.id, score, (f"It has the error code {code}.", *match.why), match.names)


def _about_something_else(text: str) -> bool:
    """Tell whether the text names resource types and none of them has to do with VNet peering."""
    types = _PROVIDER.findall(text)
    if not types:
        return _OTHER_PEERING.search(text) is not None
    if any("peer" in type_.lower() and _OURS.match(type_) for type_ in types):
        return False
    return not any(_OURS.match(type_) for type_ in types) or _PEERING.search(text) is None
