"""What stands under a tool is shown as code and copied, so every line of it must be code and not a sentence."""

import re
from typing import Final

_TERRAFORM: Final = re.compile(
    r"""\#.*
    | terraform\ [a-z].*                  # a command
    | [\w.-]+\s*=\s*[^\s=].*              # an argument
    | [a-z]\w*(\s+"[^"]+"){0,2}\s*\{(\s*\})?  # a block, or its head
    | [\w.\[\]"<>{}-]+,                   # an element of a list
    | [\])}]+,?""",
    re.VERBOSE,
)
_BICEP: Final = re.compile(
    r"""//.*
    | @\w+\(.*\)                          # a decorator
    | (param|var|output|module|resource)\s+\w+\s.*=.*
    | \w+:\s+\S.*                         # a property
    | '[^']*' | [a-z]\w*                  # an element of an array
    | [\])}]+""",
    re.VERBOSE,
)
_COMMAND: Final = re.compile(r"(?![A-Z][a-z']*[ ,].*[.!?]$).*")
"""Any line but one that begins and ends as a sentence does."""

_LINES: Final = {"terraform": _TERRAFORM, "bicep": _BICEP, "portal": re.compile(r".*")}
"""How a line looks, by tool. A way through the portal is words."""


def sentence_in(tool: str, code: str) -> str | None:
    """Give the first line that is no code of that tool, or None."""
    line = _LINES.get(tool, _COMMAND)
    return next((text for one in code.splitlines() if (text := one.strip()) and not line.fullmatch(text)), None)
