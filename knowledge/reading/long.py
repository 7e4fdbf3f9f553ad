"""Long texts: every line is looked at, and the passages that may matter are kept."""

import re
from typing import Final

SHORT: Final = 8_000
"""Texts of up to this many characters are kept as they are."""

MOST: Final = 10_000
"""About how many characters are kept of a longer text."""

_STRONG: Final = (
    "peer",
    "remotegateway",
    "gatewaytransit",
    "linked subscription",
    "wrong issuer",
    "databricks virtual network",
    "remote-vnet",
    "remote virtual network",
    "remotevirtualnetwork",
    "lacks a gateway",
)
_WEAK: Final = ("error", "failed", '"code"', "code:", "not found", "denied", "unauthorized", "conflict", "locked")
_BEFORE, _AFTER = 500, 1_300
_DIGITS: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+")
_EDGE: Final = 600


def relevant(text: str) -> tuple[str, bool]:
    """Give what matters of a text, in its order, and whether something that may matter had to be left out.

    The whole text is searched; what is kept is its beginning and end and the surroundings of words about peering,
    then those of words about errors, repetitions left out. Time and memory grow with the text only by the search.
    """
    if len(text) <= SHORT:
        return text, False
    lower = text.lower()
    if len(lower) != len(text):
        lower = text
    kept: list[tuple[int, int]] = [(0, _EDGE), (len(text) - _EDGE, len(text))]
    seen: set[str] = set()
    room = MOST - 2 * _EDGE
    left_out = False
    for words in (_STRONG, _WEAK):
        for start, end in _around(lower, words):
            form = _DIGITS.sub("#", lower[start + _BEFORE // 2 : start + _BEFORE + 300])
            if form in seen:
                continue
            seen.add(form)
            if room < end - start:
                left_out = left_out or words is _STRONG
                break
            room -= end - start
            kept.append((start, end))
    return "\n".join(text[start:end] for start, end in _merged(kept)), left_out


def _around(lower: str, words: tuple[str, ...]) -> list[tuple[int, int]]:
    """Give the surroundings of the words, from the first to the last; within one no further word is looked for."""
    hits: list[int] = []
    for word in words:
        at = lower.find(word)
        while at >= 0:
            hits.append(at)
            at = lower.find(word, at + _AFTER)
    found: list[tuple[int, int]] = []
    covered = -1
    for at in sorted(hits):
        if at < covered:
            continue
        start = max(lower.rfind("\n", 0, max(at - _BEFORE, 0)) + 1, at - 2 * _BEFORE, 0)
        stop = lower.find("\n", at + _AFTER, at + 2 * _AFTER)
        covered = stop if stop >= 0 else min(at + _AFTER, len(lower))
        found.append((start, covered))
    return found


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
