"""Several errors in one paste: which one to deal with first, and which ones come from it."""

import re
from collections.abc import Container, Iterable, Sequence
from typing import Final

from knowledge.matching.errors import Found
from knowledge.matching.match import ERROR_LIMITS, Match, Outcome, Verdict, decide
from knowledge.matching.templates import about_peering
from knowledge.reading.reading import Reading
from knowledge.reading.subject import Subject

_CAUSES: Final[dict[str, frozenset[str]]] = {
    "wrong-tenant-token": frozenset({"cross-tenant-not-authorized", "remote-vnet-permission-missing"}),
    "peering-disconnected": frozenset({"overlap-with-already-peered-vnet", "peering-already-exists"}),
    "another-operation-in-progress": frozenset({"vnet-still-updating"}),
    "resource-locked": frozenset(
        {"peering-disconnected", "peering-already-exists", "overlap-with-already-peered-vnet"}
    ),
    "gateway-transit-not-allowed": frozenset({"second-remote-gateway"}),
}
"""An error and those that it brings about, so that it is dealt with before them wherever it stands in the paste."""

_OURS: Final = re.compile(
    r"vnet|virtual ?network|azure|remote ?gateway|gateway ?transit|\bspoke|ピアリング|对等互连|emparej|emparelh|appair",
    re.IGNORECASE,
)
"""A program's text that only says "peer" or "peering" is of some other kind of peers."""

_PART: Final = 0.65
"""From which score on a text may be a part of a message; it is below `ERROR_LIMITS`."""
_LONG_FOR_WORDS: Final = 1_500
_PASTED: Final = re.compile(
    r"/subscriptions/|\bError:|\bERROR\b|^\([A-Z][A-Za-z]{6,}\)|'[\w.]{1,60}[-_/][\w./-]{1,60}'"
    r"|\b[A-Z][a-z]+[A-Z]\w+:\s|\bexit code\b"
    r"|Exception\b|\[ERROR\]|\"level\":\s?\"|\brpc error\b|\bcode: [a-z]+_[a-z]|^\S{0,40} ?[\w.-]{2,30}: [\w.-]{2,30}: "
    r"|\bError (?:acquiring|creating|updating|deleting|reading|waiting)\b"
    r"|\bStatusCode\b|\b[a-z]{2,10}-[a-z]{2,10}-[0-9][\w-]{1,20}\b"
)
"""What texts of programs have and sentences of people do not."""


def roots(found: Sequence[Found]) -> tuple[Verdict, tuple[Match, ...]]:
    """Give the verdict about the error to deal with first, and the clear matches of the other errors."""
    verdicts = [decide(one.matches, ERROR_LIMITS) for one in _ours(found)]
    known = [verdict for verdict in verdicts if verdict.outcome is not Outcome.UNKNOWN]
    if not known:
        return Verdict(Outcome.UNKNOWN), ()
    clear = [verdict for verdict in known if verdict.outcome is Outcome.ANSWER]
    ordered = _causes_first(clear)
    if not ordered:
        return known[0], ()
    first = ordered[0]
    others = _unique(verdict.best for verdict in ordered[1:])
    return first, tuple(match for match in others if first.best and match.id != first.best.id)


def _ours(found: Sequence[Found]) -> Sequence[Found]:
    """Give the errors without those that name nothing, where all that is named in the paste is something else."""
    subjects = {one.about.subject for one in found}
    if Subject.OTHER not in subjects or Subject.PEERING in subjects:
        return found
    return [one for one in found if one.about.subject is not Subject.NOTHING]


def brings_about(first: str, second: str) -> bool:
    """Tell whether an error is known to be the cause of another one in the same paste."""
    return second in _CAUSES.get(first, ())


def _causes_first(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Give verdicts in the order of the paste, a cause before what it brings about."""
    ordered: list[Verdict] = []
    for verdict in verdicts:
        brings = _CAUSES.get(verdict.best.id, frozenset()) if verdict.best else frozenset()
        place = next((at for at, one in enumerate(ordered) if one.best and one.best.id in brings), len(ordered))
        ordered.insert(place, verdict)
    return ordered


def _unique(matches: Iterable[Match | None]) -> list[Match]:
    first: dict[str, Match] = {}
    for match in matches:
        if match:
            first.setdefault(match.id, match)
    return list(first.values())


def asked_when_torn(described: Verdict, found: Sequence[Found]) -> Verdict:
    """Ask instead of answering where a text is like the message of the described error, but more like other messages:
    a message of which the end is missing, where that tells them apart.
    """
    best = described.best
    if described.outcome is Outcome.ANSWER and best is not None:
        for one in found:
            like = next((match for match in one.matches[1:] if match.id == best.id), None)
            if like is not None and one.matches[0].score >= _PART:
                return Verdict(Outcome.CHOOSE, tuple(_unique((*one.matches[:2], like))))
    return described


def is_foreign(found: Sequence[Found], reading: Reading, known_codes: Container[str]) -> bool:
    """Tell whether a text that is no known error is not to be taken for somebody's own words either.

    Such a text is an error that names something else, one with a code of peering that nobody has heard of, or a paste
    without a sentence about a peering.
    """
    subjects = [one.about for one in found]
    if any(about.subject is Subject.OTHER and about.firmly for about in subjects):
        return True
    if any(about_peering(code) and code not in known_codes for code in reading.facts.codes):
        return True
    pasted = bool(reading.facts.codes) or _PASTED.search(reading.text) is not None
    spoken = any(about.subject is Subject.PEERING for about in subjects) and _OURS.search(reading.text) is not None
    return len(reading.text) > _LONG_FOR_WORDS or (pasted and not spoken)
