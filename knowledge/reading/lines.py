"""Lines as they were before a tool, a terminal or a log put something before them or broke them."""

import re
from typing import Final

_PREFIX: Final = re.compile(
    r"""\A(?:
      \s*\d{4}-\d\d-\d\d[T\ ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\s*   # GitHub and Azure DevOps logs
    | \s*\[?\d\d:\d\d:\d\d(?:[.,]\d+)?\]?\s+
    | \s*\#\#\[[a-z]+\]
    | \s*::(?:error|warning|debug)\b[^:\n]{0,200}::
    | \s*[|>]\s?                                                                  # boxes, quotations, PowerShell 7
    | \s{2,}\d{1,4}\s\|\s
    )+""",
    re.VERBOSE,
)
_PROGRESS: Final = re.compile(
    r"^[\w.\[\]\"/-]{1,200}: (?:Still |Refreshing state|Creating|Creation"
    " complete|Modifying|Modifications complete|Destroying"
    r"|Destruction complete|Reading|Read complete|Provisioning with)"
)
"""What Terraform says of every resource while all goes well."""

_GUID: Final = re.compile(r"(?<![0-9a-f])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])")
_BEGUN: Final = re.compile(r"(?<![0-9a-f])[0-9a-f]{8}-(?:[0-9a-f]{4}-){0,3}\Z")
_GOES_ON: Final = re.compile(r"[0-9a-f]{4}-|[0-9a-f]{12}(?![0-9a-f])")
"""A GUID up to one of its dashes, and how the next line goes on with it."""

_LONGEST_ID: Final = 300
_KEYWORDS: Final = (
    "subscriptions",
    "resourcegroups",
    "providers",
    "microsoft.network",
    "virtualnetworks",
    "virtualnetworkpeerings",
)
_STARTS: Final = re.compile(
    r"\W{0,3}(?:az:|(?:ERROR|WARNING|Error|Code|Message|Exception)\b|[A-Z]\w{3,80}\)|[A-Z][a-z]+-Az)|[{\[$]"
)
"""How a line of its own begins, which no broken line goes on with."""

_NAME: Final = re.compile(r"/|[\w.-]*[\d_-][\w.-]*\Z")
"""A last word that may be a name: a part of an ID, or a word with a digit or a dash."""

_RULE: Final = re.compile(r"-{2,}(?: +-{2,})+\Z")
"""What stands between the head of a table and its rows."""

_NARROWEST, _SURE_WIDTH, _WIDEST = 40, 70, 250


def unwrapped(text: str) -> str:
    """Give the text without what stood before its lines, and with lines joined where a word or an id was broken.

    Lines in which Terraform reports that all goes well are left out.
    """
    bare = [_bare(line) for line in text.split("\n")]
    bare = [line for line in bare if not _PROGRESS.match(line)]
    widths = _widths(bare)
    joined: list[str] = []
    for at, line in enumerate(bare):
        before = bare[at - 1] if at else ""
        if not line or not before:
            joined.append(line)
        elif len(before) == widths[at] and not line[0].isspace() and not _STARTS.match(line):
            joined[-1] += _between(bare, at) + line
        elif _broken_id(joined[-1], line):
            joined[-1] += line.lstrip()
        else:
            joined.append(line)
    return "\n".join(joined)


def _bare(line: str) -> str:
    # What stood before a line never begins with a letter.
    return (line if line[:1].isalpha() else _PREFIX.sub("", line, count=1)).rstrip()


def _between(lines: list[str], at: int) -> str:
    """Give what joins a line to the one before it: nothing, but between two lines that stand alone, where a name may
    end, the end of the line if a sentence begins after it, else a sign that no name has: the next word may be its end.
    """
    alone = (at < 2 or not lines[at - 2]) and (at + 1 == len(lines) or not lines[at + 1])
    before, after = lines[at - 1].split()[-1], lines[at].split(maxsplit=1)[0]
    sure = "/" in after or _broken_id(lines[at - 1], lines[at])
    if sure or not alone or not _NAME.search(before):
        return ""
    return "\n" if after[0].isupper() and after[1:].islower() else ";"


def _widths(lines: list[str]) -> list[int]:
    """Give for every line the width at which its block was cut in the midst of words, 0 when it was not.

    A block that was cut has several lines of just that length, and none that is longer.
    """
    widths = [0] * len(lines)
    start = 0
    for end in range(len(lines) + 1):
        if end < len(lines) and lines[end]:
            continue
        lengths = [len(line) for line in lines[start:end]]
        width = max(lengths, default=0)
        often = sum(width - 1 <= length <= width for length in lengths[:-1])
        even = often == len(lengths) - 1 >= 1 and width >= _SURE_WIDTH
        cut = even or (lengths.count(width) >= 2 and often * 2 >= len(lengths) - 1)
        # The rows of a table are as long as each other by themselves.
        if cut and _NARROWEST <= width <= _WIDEST and not any(_RULE.match(line) for line in lines[start:end]):
            widths[start:end] = [width] * (end - start)
        start = end + 1
    return widths


def _broken_id(before: str, after: str) -> bool:
    """Tell whether a resource ID or a GUID goes on from one line to the next."""
    if not (before[-1].isalnum() or before[-1] in "/-_."):
        return False
    end, start = before[-_LONGEST_ID:].rsplit(maxsplit=1), after[:_LONGEST_ID].split(maxsplit=1)
    if not start:
        return False
    tail, head = end[-1].lower(), start[0].lower()
    joined = tail[-36:] + head[:36]
    if "-" in joined and any(guid.start() < len(tail[-36:]) < guid.end() for guid in _GUID.finditer(joined)):
        return True
    if tail[-1] == "-" and _BEGUN.search(tail) and _GOES_ON.match(head):
        return True
    if "/sub" not in tail:
        return False
    # No name of a VNet or a peering ends with a dash: that is where a terminal breaks it.
    if head.startswith("/") or (tail[-1] in "/-" and head[0].isalnum() and not _STARTS.match(after)):
        return True
    last = tail.rpartition("/")[2]
    rest = head.partition("/")[0].rstrip(".,;:'\"")
    return any(keyword == last + rest for keyword in _KEYWORDS if last and last != keyword)
