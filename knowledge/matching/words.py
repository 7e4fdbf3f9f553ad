"""Recognising a described problem: the phrases of the knowledge that share the rarest words, ordered by rapidfuzz."""

import math
import re
from collections import Counter, defaultdict
from typing import Final

from rapidfuzz import fuzz

from knowledge.load import Knowledge
from knowledge.matching.match import Match
from knowledge.model import Answer, Scenario
from knowledge.reading.reading import Reading

_SHORT_LIST: Final = 30
_WORD: Final = re.compile(r"[^\W_]+")
_MEANS: Final = {
    "cant": "cannot cant couldnt",
    "not": "doesnt dont isnt",
    "vnet": "networks network vnets vpc",
    "peering": "peer peered peerings peers",
    "spoke": "spokes",
    "hub": "hubs",
    "onpremises": "onprem",
    "region": "regions",
    "gateway": "gateways",
    "route": "routes",
    "subscription": "subscriptions subs sub",
    "tenant": "tenants",
    "reach": "ping connect talk access",
    "app": "webapp",
}
_SAME: Final = {word: same for same, words in _MEANS.items() for word in words.split()}
_STOP: Final = frozenset(
    [
        "a",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "azure",
        "be",
        "by",
        "do",
        "does",
        "for",
        "from",
        "have",
        "hello",
        "hi",
        "how",
        "i",
        "in",
        "is",
        "it",
        "its",
        "me",
        "my",
        "of",
        "on",
        "or",
        "our",
        "please",
        "so",
        "some",
        "that",
        "the",
        "their",
        "them",
        "there",
        "this",
        "to",
        "us",
        "virtual",
        "was",
        "we",
        "what",
        "when",
        "where",
        "which",
        "with",
        "you",
        "your",
    ]
)


def normal(text: str) -> list[str]:
    """Give the telling words of a sentence, alike ones made the same."""
    text = text.lower().replace("on-prem", "onprem").replace("on prem", "onprem").replace("onpremise ", "onpremises ")
    words = (_SAME.get(word, word) for word in _WORD.findall(text.replace("'", "")))
    return [word for word in words if word not in _STOP]


class WordsMatcher:
    """Ranks scenarios and answers for a described problem by the phrases they list."""

    def __init__(self, knowledge: Knowledge) -> None:
        things: list[Scenario | Answer] = [*knowledge.scenarios.values(), *knowledge.answers.values()]
        self._phrases = [
            (thing.id, words, frozenset(words))
            for thing in things
            for phrase in thing.recognise.phrases
            if (words := normal(phrase))
        ]
        count = Counter(word for _, _, unique in self._phrases for word in unique)
        total = max(len(self._phrases), 1)
        self._weight = {word: math.log(1 + total / seen) for word, seen in count.items()}
        self._unseen = math.log(1 + total)
        self._index: dict[str, list[int]] = defaultdict(list)
        for position, (_, _, unique) in enumerate(self._phrases):
            for word in unique:
                self._index[word].append(position)

    def rank(self, reading: Reading) -> list[Match]:
        """Give the best phrase of every scenario and answer that shares words with the text, best first."""
        said = normal(reading.text[:2000])
        bag = frozenset(said)
        own = sum(self._weight.get(word, self._unseen * 0.5) for word in bag)
        score: Counter[int] = Counter()
        for word in bag & self._weight.keys():
            for position in self._index[word]:
                score[position] += self._weight[word]  # type: ignore[assignment]
        best: dict[str, float] = {}
        for position, shared in score.most_common(_SHORT_LIST):
            id_, words, unique = self._phrases[position]
            theirs = sum(self._weight[word] for word in unique)
            overlap = 2 * shared / (own + theirs)
            likeness = fuzz.token_sort_ratio(" ".join(said), " ".join(words)) / 100
            best[id_] = max(best.get(id_, 0.0), 0.7 * overlap + 0.3 * likeness)
        ranked = sorted(best.items(), key=lambda pair: -pair[1])
        return [Match(id_, min(value, 1.0), ("You describe it in similar words.",)) for id_, value in ranked]
