"""The sentences to learn from: the exemplars, and the phrases and titles of the knowledge files."""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from knowledge.load import HOME, Knowledge
from knowledge.matching.features import buckets
from knowledge.model import Kind

EXEMPLARS: Final = HOME / "matching" / "exemplars.jsonl"
RECIPE: Final = 1
"""Raise this when `fit` or `limits` learn in another way: a table that was made before is stale then."""

NONE: Final = "none"
"""The id of sentences that are not about VNet peering."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and the id of what it is about."""

    id: str
    text: str


def sentences(knowledge: Knowledge, exemplars: Path = EXEMPLARS) -> list[Sentence]:
    """Give every sentence once, in a fixed order. Ids that the knowledge does not have (yet) are left out."""
    taught: dict[str, str] = {}
    for line in exemplars.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["id"] == NONE or knowledge.get(row["id"]):
            taught.setdefault(row["text"].strip(), row["id"])
    for id_, texts in _phrases(knowledge).items():
        for text in texts:
            taught.setdefault(text.strip(), id_)
    seen: dict[str, Sentence] = {}
    for text, id_ in taught.items():
        seen.setdefault(text.casefold(), Sentence(id_, text))
    return sorted(seen.values(), key=lambda one: (one.id, one.text))


def fingerprint(rows: list[Sentence]) -> str:
    """Give a checksum of the sentences, of their features, and of the way in which they are learnt."""
    digest = hashlib.sha256(f"{RECIPE}\n".encode())
    for row in rows:
        digest.update(f"{row.id}\t{row.text}\t{sorted(buckets(row.text))}\n".encode())
    return digest.hexdigest()


def _phrases(knowledge: Knowledge) -> dict[str, list[str]]:
    """Give the phrases of what can be a first answer; those of a leaf count for the one scenario that leads to it."""
    given: dict[str, list[str]] = defaultdict(list)
    leads = _scenario_of_leaf(knowledge)
    for answer in knowledge.answers.values():
        if answer.kind is not Kind.LEAF:
            given[answer.id] += [*answer.recognise.phrases, answer.title]
        elif answer.id in leads:
            given[leads[answer.id]] += answer.recognise.phrases
    for scenario in knowledge.scenarios.values():
        given[scenario.id] += [*scenario.recognise.phrases, scenario.title]
    return given


def _scenario_of_leaf(knowledge: Knowledge) -> dict[str, str]:
    leads: dict[str, set[str]] = defaultdict(set)
    for scenario in knowledge.scenarios.values():
        for question in scenario.questions.values():
            for option in question.options:
                if option.answer:
                    leads[option.answer].add(scenario.id)
    return {leaf: next(iter(ids)) for leaf, ids in leads.items() if len(ids) == 1}
