"""What a conversation remembers between turns: plain data that goes into the store as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final, Literal, TypedDict

from knowledge.explain import Explanation
from knowledge.reading.clean import clean
from knowledge.reading.facts import same_vnet, vnet_of
from knowledge.reading.masking import mask
from knowledge.reading.secrets import remove_secrets

_MOST_PROBLEMS: Final = 3
_MOST_STEPS: Final = 60
_LONGEST_PROBLEM: Final = 2_000


class Asked(TypedDict):
    """A question of a scenario and the option that was taken, all by id."""

    scenario: str
    question: str
    option: str


class Tried(TypedDict):
    """An answer that was given, and what the user said of it."""

    answer: str
    result: Literal["given", "worked", "broken"]


@dataclass(slots=True)
class Memory:
    """One conversation's memory.

    `problems` are the user's own texts, cleaned and with ids masked, newest last; `names` maps placeholders to the
    user's names; `seen` has the codes and address ranges that were read, for the summary; `tool` is the user's tool.
    """

    greeted: bool = False
    misses: int = 0
    tool: str | None = None
    problems: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    seen: dict[str, list[str]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    tried: list[Tried] = field(default_factory=list)

    def hear(self, text: str, explanation: Explanation, *, as_problem: bool = True) -> None:
        """Keep what a paste or a description told. Names that contradict those of an older paste replace them all.

        A few words that were meant for a question but fit none of its options are no problem of their own.
        """
        facts = explanation.facts
        if as_problem and text and (problem := _masked(explanation.read, _LONGEST_PROBLEM)):
            self.problems = [*(one for one in self.problems if one != problem), problem][-_MOST_PROBLEMS:]
        if facts.names:
            self.names = {**(self.names if _agree(self.names, facts.names) else {}), **facts.names}
        for what, values in (("codes", facts.codes), ("prefixes", facts.prefixes)):
            if values:
                self.seen[what] = list(dict.fromkeys([*self.seen.get(what, []), *values]))[-10:]
        if facts.tool in {"azure-cli", "powershell", "portal", "terraform", "bicep"}:
            self.tool = facts.tool

    def note_option(self, scenario: str, question: str, option: str) -> None:
        """Keep which option was taken."""
        self.asked = [*self.asked, Asked(scenario=scenario, question=question, option=option)][-_MOST_STEPS:]

    def forget_option(self, scenario: str, question: str) -> None:
        """Take back the newest option of that question: the user went back to it."""
        for position in range(len(self.asked) - 1, -1, -1):
            one = self.asked[position]
            if (one["scenario"], one["question"]) == (scenario, question):
                del self.asked[position]
                return

    def note_answer(self, answer: str, result: Literal["given", "worked", "broken"]) -> None:
        """Keep that an answer was given, or what became of it."""
        self.tried = [one for one in self.tried if one["answer"] != answer][-_MOST_STEPS:]
        self.tried.append(Tried(answer=answer, result=result))

    def forget(self) -> None:
        """Forget the problem and all that was said of it; the tool stays."""
        self.misses = 0
        self.problems, self.asked, self.tried = [], [], []
        self.names, self.seen = {}, {}

    def tried_ids(self) -> set[str]:
        """Give the ids of all answers given so far."""
        return {one["answer"] for one in self.tried}

    def as_json(self) -> dict[str, Any]:
        """Give the memory as plain data, which is not copied: it costs as much as all else of a step."""
        return {name: getattr(self, name) for name in _NAMES}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Memory":
        """Make a memory of stored data; keys that this version does not know are left out."""
        return cls(**{key: value for key, value in data.items() if key in _NAMES})


_NAMES: Final = tuple(one.name for one in fields(Memory))


def _agree(older: Mapping[str, str], newer: Mapping[str, str]) -> bool:
    """Tell whether two pastes may be about the same peering: no role is two names, no VNet is on both sides, and the
    newer one names a VNet of the older one if it names any.
    """
    if any(older.get(role, name).casefold() != name.casefold() for role, name in newer.items()):
        return False
    both = {**older, **newer}
    local, remote = vnet_of(both, "local"), vnet_of(both, "remote")
    if "vnet" in local and "vnet" in remote and same_vnet(local, remote):
        return False
    known, named = _vnets(older), _vnets(newer)
    return not known or not named or bool(known & named)


def _vnets(names: Mapping[str, str]) -> set[str]:
    return {name.casefold() for role, name in names.items() if role.endswith("_vnet")}


def fit_to_keep(text: str, longest: int) -> str:
    """Give the beginning of a user's text without secrets, its ids masked, at most `longest` characters.

    Cleaning comes first: it can bring a secret together that was hidden in pieces.
    """
    return _masked(remove_secrets(clean(_begun(text, 4 * longest))), longest)


def _masked(text: str, longest: int) -> str:
    return mask(_begun(text, 4 * longest)).strip()[:longest]


def _begun(text: str, longest: int) -> str:
    """Give the beginning of a text, cut between words: half an id would not be masked."""
    return text if len(text) <= longest else text[:longest].rpartition(" ")[0] or text[:longest]
