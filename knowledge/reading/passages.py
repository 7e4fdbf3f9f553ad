"""A paste, split into the errors that it reports: each with its header, its message and the command before it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

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

_MARK: Final = re.compile(
    r"""
      (?P<command>^\W{0,8}(?:\[?[\w.@~:/\\-]{0,60}[\]\$%\#>]+\s*)?
          (?:az\s+[a-z]|(?:PUT|GET|DELETE|PATCH|POST)\s+https://|(?<!\+\s)(?:Add|Set|Get|New|Sync|Remove)-Az[A-Z]))
    | (?P<header>^\W{0,8}(?:Error|ERROR|FATAL|Fehler|Erreur|fatal|error)\s?:\s(?!\s*$))
    | (?P<block>^\W{0,8}Error:?\s*$)
    | (?P<portal>\bFailed\ to\ (?:add|create|update|delete|save|remove|sync|peer)\b)
    | (?P<line>^\W{0,4}\((?P<named>[A-Z][A-Za-z0-9]{3,80})\)\s)
    | (?P<json>["']code["']\s{0,3}:\s{0,3}["'](?P<code>[A-Za-z][A-Za-z0-9]{2,80})["'])
    """,
    re.VERBOSE | re.MULTILINE,
)
_MOST: Final = 40
_LEAD: Final = 500


@dataclass(frozen=True, slots=True)
class Passage:
    """One error of a paste: its text on one line, where it began in the paste, and what stood before the first one."""

    text: str
    start: int
    lead: str = ""


def passages(text: str) -> tuple[Passage, ...]:
    """Give the errors of a cleaned text in their order; a text without any sign of an error is one passage."""
    starts = list(islice(_starts(text), _MOST)) or [0]
    lead = " ".join(text[max(starts[0] - _LEAD, 0) : starts[0]].split())
    pieces = ((start, text[start:end]) for start, end in zip(starts, [*starts[1:], len(text)], strict=True))
    return tuple(Passage(" ".join(piece.split()), start, lead) for start, piece in pieces if piece.strip())


def _starts(text: str) -> Iterator[int]:
    """Give where the errors begin."""
    open_, inside, codes, last = False, "", set[str](), 0
    for mark in _MARK.finditer(text):
        kind = mark.lastgroup or ""
        kind = "json" if kind == "code" else "line" if kind == "named" else kind
        code = (mark["code"] or mark["named"] or "").lower()
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
