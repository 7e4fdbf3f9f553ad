"""A paste, split into the errors that it reports: each with its header, its message and the command before it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from knowledge.reading.hinted import hinted

WRAPPERS: Final = frozenset(
    {
        "badrequest",
        "conflict",
        "deploymentfailed",
        "forbidden",
        "internalservererror",
        "invalidtemplatedeployment",
        "multipleerrorsoccurred",
        "notfound",
        "resourcedeploymentfailure",
        "resourceoperationfailure",
        "unauthorized",
    }
)
"""Codes (lower case) that only say that something failed; the code inside of them says what."""

_AT_LINE: Final = re.compile(
    r"""^\W{0,8}(?:
      (?P<command>(?:\[?[\w.@~:/\\-]{0,60}[\]\$%\#>]+\s*)?
          (?:az\s+[a-z]|(?:PUT|GET|DELETE|PATCH|POST)\s+https://|(?<!\+\s)(?:Add|Set|Get|New|Sync|Remove)-Az[A-Z]))
    | (?P<header>(?:Error|ERROR|FATAL|Fehler|Erreur|fatal|error)\s?:\s(?!\s*$))
    | (?P<block>Error:?\s*$)
    | (?P<line>(?<=\()(?P<named>[A-Z][A-Za-z0-9]{3,80})\)\s)
    )""",
    re.VERBOSE | re.MULTILINE,
)
_INSIDE: Final = hinted(
    r"""(?P<portal>\bFailed\ to\ (?:add|create|update|delete|save|remove|sync|peer)\b)"""
    r"""|(?P<json>["']code["']\s{0,3}:\s{0,3}["'](?P<code>[A-Za-z][A-Za-z0-9]{2,80})["'])""",
    *("failed to ", "code"),
    flags=0,
)
_MOST: Final = 30
_LEAD: Final = 1_200


@dataclass(frozen=True, slots=True)
class Passage:
    """One error of a paste: its text on one line, where it began in the paste, and what stood before the first one.

    `lines` is the error with its lines kept; those of the first one begin with the paste.
    """

    text: str
    start: int
    lead: str = ""
    lines: str = ""


def passages(text: str) -> tuple[Passage, ...]:
    """Give the errors of a cleaned text in their order, the same one once; a text without a sign of one is one."""
    starts = list(islice(_starts(text), _MOST)) or [0]
    lead = " ".join(text[max(starts[0] - _LEAD, 0) : starts[0]].split())
    pieces = ((start, text[start:end]) for start, end in zip(starts, [*starts[1:], len(text)], strict=True))
    found: dict[str, Passage] = {}
    for start, piece in pieces:
        line = " ".join(piece.split())
        if line:
            found.setdefault(line, Passage(line, start, lead, piece if found else text[:start] + piece))
    return tuple(found.values())


def _starts(text: str) -> Iterator[int]:
    """Give where the errors begin."""
    open_, inside, codes, last = False, "", set[str](), 0
    for mark in _marks(text):
        groups = mark.groupdict()
        kind = next(kind for kind in groups if groups[kind])
        code = (groups.get("code") or groups.get("named") or "").lower()
        known = kind == "json" and (code in WRAPPERS or not codes or code in codes)
        if known or (kind == "line" and inside == "header" and text[last : mark.start()].strip("\n |") == ""):
            new = False
        elif kind == "command":
            new = open_
        else:
            new = open_ and inside != "command" and not (kind == "portal" and inside == "header" and not codes)
        if new:
            codes = set()
        if new or not open_:
            yield mark.start()
        open_ = True
        inside, last = kind, mark.end()
        if code and code not in WRAPPERS:
            codes.add(code)


def _marks(text: str) -> list[re.Match[str]]:
    """Give every sign that an error begins, in the order of the text."""
    marks = list(_AT_LINE.finditer(text))
    if _INSIDE.possible(text.lower()):
        marks += _INSIDE.pattern.finditer(text)
    return sorted(marks, key=lambda mark: mark.start())
