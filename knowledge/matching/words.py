"""Recognising a described problem: first whether it is about VNet peering at all, then what it is about."""

from collections.abc import Iterator, Mapping

from knowledge.load import Knowledge
from knowledge.matching.features import buckets, names_peering, of_azure_networks
from knowledge.matching.greyed import greyed_out
from knowledge.matching.match import Match, Outcome, Verdict
from knowledge.matching.table import Scores, load_table
from knowledge.model import Kind

_CHOICES = 3
_LEAST = 0.002
_LONGEST_PHRASE = 120


class WordsMatcher:
    """Recognises what somebody says in their own words by the trained table."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._table = load_table()
        self._said = {_plain(phrase): id_ for id_, phrase in _phrases(knowledge) if len(phrase) <= _LONGEST_PHRASE}

    def decide(self, text: str) -> Verdict:
        """Answer when one thing is likely enough, ask among three when not, and say nothing about other subjects."""
        said = self._said.get(_plain(text)) if len(text) <= _LONGEST_PHRASE else None
        if said:
            return Verdict(Outcome.ANSWER, (Match(said, 0.99, ("You describe it in these very words.",)),))
        if self._table is None or not of_azure_networks(text):
            return Verdict(Outcome.UNKNOWN)
        scores = self._table.scores(buckets(text))
        matches = self._ranked(scores)
        if not matches or not _passes(scores, names_peering(text), self._table.header["gate"]):
            return Verdict(Outcome.UNKNOWN)
        asked = greyed_out(text)
        if asked:
            return asked
        sure = len(matches) == 1 or matches[0].score >= self._table.header["answer"]
        return Verdict(Outcome.ANSWER if sure else Outcome.CHOOSE, matches)

    def _ranked(self, scores: Scores) -> tuple[Match, ...]:
        best = sorted(scores.ids.items(), key=lambda pair: -pair[1])[:_CHOICES]
        return tuple(
            Match(id_, share, (f"What you describe sounds like this ({share:.0%}).",), described=True)
            for at, (id_, share) in enumerate(best)
            if (share >= _LEAST or at == 0) and self._knowledge.get(id_) is not None
        )


def _passes(scores: Scores, named: bool, gate: Mapping[str, float]) -> bool:
    """Tell whether a text is about VNet peering at all."""
    own = gate["raw"] * scores.gate + gate["best"] * max(scores.ids.values())
    return own + gate["named"] * named + gate["shift"] >= gate["limit"]


def _phrases(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Give what the knowledge files themselves say how people put it. Examples are left out: they test the rest."""
    for answer in knowledge.answers.values():
        if answer.kind is not Kind.LEAF:
            yield from ((answer.id, phrase) for phrase in (*answer.recognise.phrases, answer.title))
    for scenario in knowledge.scenarios.values():
        yield from ((scenario.id, phrase) for phrase in (*scenario.recognise.phrases, scenario.title, scenario.label))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .!?'\"*")
