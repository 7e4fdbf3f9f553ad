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
_GUID: Final = re.compile(r"(?<![0-9a-f])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])", re.IGNORECASE)
_TAIL: Final = re.compile(r"[^\s'\"]{1,300}\Z")
_HEAD: Final = re.compile(r"[^\s'\"]{1,120}")
_KEYWORDS: Final = (
    "subscriptions",
    "resourcegroups",
    "providers",
    "microsoft.network",
    "virtualnetworks",
    "virtualnetworkpeerings",
)
_NARROWEST, _WIDEST = 40, 250


def unwrapped(text: str) -> str:
    """Give the text without what stood before its lines, and with lines joined where a word or an id was broken."""
    bare = [_PREFIX.sub("", line, count=1).rstrip() if line else "" for line in text.split("\n")]
    joined: list[str] = []
    width = 0
    for at, line in enumerate(bare):
        if not line or at == 0 or not bare[at - 1]:
            joined.append(line)
            width = _block_width(bare, at)
            continue
        before = bare[at - 1]
        if width and len(before) == width and not line[0].isspace():
            joined[-1] += line
        elif _broken_id(joined[-1], line):
            joined[-1] += line.lstrip()
        else:
            joined.append(line)
    return "\n".join(joined)


def _block_width(lines: list[str], start: int) -> int:
    """Give the width at which the block from a line on was cut, when it was cut in the midst of words; else 0.

    Such a block has all its lines but the last of one length, or one less where a blank stood at the cut.
    """
    lengths: list[int] = []
    for line in lines[start : start + 200]:
        if not line:
            break
        lengths.append(len(line))
    if len(lengths) < 2:
        return 0
    width = max(lengths[:-1])
    even = all(width - 1 <= length <= width for length in lengths[:-1]) and lengths[-1] <= width
    return width if even and _NARROWEST <= width <= _WIDEST and (len(lengths) > 2 or width >= 70) else 0


def _broken_id(before: str, after: str) -> bool:
    """Tell whether a resource ID or a GUID goes on from one line to the next."""
    tail, head = _TAIL.search(before), _HEAD.match(after.lstrip())
    if not tail or not head:
        return False
    joined = tail[0] + head[0]
    for guid in _GUID.finditer(joined):
        if guid.start() < len(tail[0]) < guid.end():
            return True
    if "/subscriptions/" not in tail[0].lower() and not tail[0].startswith("/sub"):
        return False
    if head[0].startswith("/") or (tail[0].endswith("/") and head[0][0].isalnum()):
        return True
    last = tail[0].rpartition("/")[2].lower()
    rest = head[0].partition("/")[0].lower().rstrip(".,;:")
    return any(keyword == last + rest for keyword in _KEYWORDS if last and last != keyword)
