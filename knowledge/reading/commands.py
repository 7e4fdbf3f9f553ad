"""Commands in what people paste, without what they answered: they tell names, but not what is wrong."""

import re
from typing import Final

from knowledge.reading.hinted import hinted

_PROMPT: Final = r"(?:(?:^|\n)\s{0,9}(?:\$|PS\s?[A-Za-z:\\/~\w.-]{0,80}>|[\w.-]{0,40}[$\#])[ ]{1,3})?"
_NAME: Final = r"""(?P<name>
    (?<![\w.-])az(?:[ ]{1,3}[a-z][a-z0-9-]{0,30}){1,6} | \b(?:Add|Get|New|Remove|Set|Sync|Update)-Az[A-Za-z]{3,50}
)"""
_OPTION: Final = r"""
    \s{1,9}(?:[\\`'^]\n?\s{0,9})?-{1,2}[A-Za-z][\w-]{0,40}
    (?:[ ]{0,3}[=:\ ][ ]{0,3}(?:"[^"\n]{0,1000}"|'[^'\n]{0,1000}'|[^\s"'-]\S{0,1000}))?
    (?:[ ]{1,3}[\w:.]{1,40}/\d{1,3}(?!\S)){0,30}
"""
"""An option, its value, and more address ranges; `'` at a line's end is what cleaning makes of PowerShell's sign."""

_COMMAND: Final = hinted(rf"{_PROMPT}{_NAME}(?:{_OPTION}){{1,30}}", "az ", "-az", flags=re.IGNORECASE | re.VERBOSE)
"""A command of azure-cli or Azure PowerShell with an option at least: one that is only named is a word like others."""


def beside_commands(text: str, *, named: bool = False) -> str | None:
    """Give what somebody says beside the commands of a text with lines; None when there is no command.

    With `named` the names of the commands stay, without their options.
    """
    said = _COMMAND.sub(r" \g<name> " if named else " ", text, text.lower())
    return None if said == text else said
