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
_PORTAL: Final = re.compile(r"Failed(?<!\wFailed) to (?:add|create|update|delete|save|remove|sync|peer)\b")
_JSON: Final = re.compile(r"code(?<=[\"']code)[\"']\s{0,3}:\s{0,3}[\"']([A-Za-z][A-Za-z0-9]{2,80})[\"']")
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
    for start, end, kind, code in sorted(_marks(text)):
        known = kind == "json" and (code in WRAPPERS or not codes or code in codes)
        if known or (kind == "line" and inside == "header" and text[last:start].strip("\n |") == ""):
            new = False
        elif kind == "command":
            new = open_
        else:
            new = open_ and inside != "command" and not (kind == "portal" and inside == "header" and not codes)
        if new:
            codes = set()
        if new or not open_:
            yield start
        open_ = True
        inside, last = kind, end
        if code and code not in WRAPPERS:
            codes.add(code)


def _marks(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Give every sign that an error begins: its start and end, its kind, and the code in it in lower case."""
    for mark in _AT_LINE.finditer(text):
        yield mark.start(), mark.end(), str(mark.lastgroup), (mark["named"] or "").lower()
    yield from ((mark.start(), mark.end(), "portal", "") for mark in _PORTAL.finditer(text))
    # It begins with the quotation mark before the word.
    yield from ((mark.start() - 1, mark.end(), "json", mark[1].lower()) for mark in _JSON.finditer(text))
