"""What matching gives: candidates with reasons, and a verdict about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Outcome(StrEnum):
    """What matching decided: one clear match, two or three candidates, or nothing."""

    ANSWER = "answer"
    CHOOSE = "choose"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Match:
    """One candidate: the id of an answer or scenario, how sure (0–1), why in words, and names that it explains.

    `described` says that somebody's own words were understood so; no message and no known phrase was there.
    """

    id: str
    score: float
    why: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    described: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """When a match is worth showing (`enough`), and how far ahead of the next it must be to stand alone (`margin`).

    Matches that are not further behind than `beside` are given next to an answer.
    """

    enough: float
    margin: float
    choices: int = 3
    beside: float = 1.0
    doubt: float = 0.0


ERROR_LIMITS: Final = Limits(enough=0.72, margin=0.06, beside=0.1, doubt=0.3)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What matching decided about one reading, and why."""

    outcome: Outcome
    matches: tuple[Match, ...] = ()

    @property
    def best(self) -> Match | None:
        """The first match, if there is one."""
        return self.matches[0] if self.matches else None


def decide(ranked: Sequence[Match], limits: Limits) -> Verdict:
    """Answer when the best match is strong and stands alone; otherwise ask, or say that it is unknown."""
    strong = [match for match in ranked if match.score >= limits.enough]
    if not strong:
        return Verdict(Outcome.UNKNOWN)
    # The less sure the best one is, the further ahead it has to be.
    margin = limits.margin + (1 - strong[0].score) * limits.doubt
    near = [match for match in ranked if strong[0].score - match.score < margin]
    if len(near) > 1:
        return Verdict(Outcome.CHOOSE, tuple(near[: limits.choices]))
    beside = [match for match in strong if strong[0].score - match.score < limits.beside]
    return Verdict(Outcome.ANSWER, tuple(beside[: limits.choices]))
