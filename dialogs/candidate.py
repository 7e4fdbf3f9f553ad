"""Whose names they are: one text may have the messages of two errors, each with names of its own."""

from collections.abc import Mapping
from dataclasses import replace

from knowledge.explain import Explanation


def names_of(id_: str, explanation: Explanation) -> Mapping[str, str]:
    """Give the names for the commands of one candidate that a text was recognised as; none for anything else.

    What another candidate's message explains belongs to that error: a wrong name in a command is worse than none.
    """
    facts, matches = explanation.facts, explanation.verdict.matches
    if matches and matches[0].id == id_:
        return facts.names
    own = next((match for match in matches if match.id == id_), None)
    if own is None:
        return {}
    elsewhere = {role for match in matches if match is not own for role in match.names}
    rest = {role: name for role, name in facts.names.items() if role not in elsewhere}
    return replace(facts, names=rest).named(own.names).names


def names_by_candidate(explanation: Explanation) -> dict[str, dict[str, str]]:
    """Give the names of every candidate by its id, or nothing when all have the same."""
    found = {match.id: dict(names_of(match.id, explanation)) for match in explanation.verdict.matches}
    return found if any(names != explanation.facts.names for names in found.values()) else {}
