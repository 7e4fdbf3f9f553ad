"""Take a piece of shell text apart into the argument lists of its commands, as bash would; nothing is run."""

import re
from typing import Final

_QUOTED: Final = r"""'[^']*'|"(?:\\.|[^"\\])*\""""
_SUBSTITUTION: Final = re.compile(rf"\$\(((?:{_QUOTED}|[^()'\"])*)\)")
_TOKEN: Final = re.compile(
    rf"""
    (?P<space>(?:[ \t]|\\\n)+)
    |(?P<comment>(?<![^\s;|&(])\#[^\n]*)
    |(?P<end>\n|;|\|\|?|&&?)
    |(?P<redirect>\d?>&\d|\d?>{{1,2}}|<)
    |(?P<quoted>{_QUOTED})
    |\\(?P<escaped>.)
    |(?P<plain>[^\s;|&<>'"\\]+)
    """,
    re.VERBOSE | re.DOTALL,
)
_ASSIGNMENT: Final = re.compile(r"[A-Za-z_]\w*=.*", re.DOTALL)
SUBSTITUTED: Final = "substituted"
"""What stands in an argument list for the output of `$(…)`."""


class ShellError(ValueError):
    """The text is not shell, for instance because a quote is not closed."""


def commands(text: str) -> list[list[str]]:
    """Give the argument list of every command, those inside `$(…)` first. Assignments and redirects are left out.

    Raises ShellError when a shell could not read the text.
    """
    found: list[list[str]] = []
    while inner := _SUBSTITUTION.search(text):
        found += _simple(inner[1])
        text = f"{text[: inner.start()]}{SUBSTITUTED}{text[inner.end() :]}"
    return found + _simple(text)


def _simple(text: str) -> list[list[str]]:
    """Split text without `$(…)` into commands."""
    found: list[list[str]] = [[]]
    word: str | None = None
    into_file = False
    position = 0
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None:
            raise ShellError(f"a quote is not closed: {text[position:].splitlines()[0]}")
        position = token.end()
        if token.lastgroup in {"quoted", "escaped", "plain"}:
            word = (word or "") + _unquoted(token)
            continue
        if word is not None and not into_file:
            found[-1].append(word)
        into_file = into_file and word is None and token.lastgroup == "space"
        word = None
        if token.lastgroup == "end":
            found.append([])
        elif token.lastgroup == "redirect":
            into_file = "&" not in token[0]
    if word is not None and not into_file:
        found[-1].append(word)
    return [command for command in map(_without_assignments, found) if command]


def _unquoted(token: re.Match[str]) -> str:
    """Give what a piece of a word means."""
    if token["quoted"] is None:
        return token["escaped"] or token["plain"]
    inner = token["quoted"][1:-1]
    return re.sub(r'\\([\\"$`])', r"\1", inner) if token["quoted"][0] == '"' else inner


def _without_assignments(words: list[str]) -> list[str]:
    """Leave out what only sets a variable before, or instead of, a command."""
    while words and _ASSIGNMENT.fullmatch(words[0]):
        words = words[1:]
    return words
