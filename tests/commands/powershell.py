"""Read PowerShell text into statements, pipelines and tokens: the small part of the language that answers use."""

import re
from dataclasses import dataclass
from typing import Final, TypeAlias

_TOKEN: Final = re.compile(
    r"""
    (?P<space>(?:[ \t]|`\n)+)
    |(?P<comment>\#[^\n]*)
    |(?P<string>'(?:[^']|'')*'|"(?:[^"`]|`.|"")*")
    |(?P<variable>\$\w+(?:\.\w+)*)
    |(?P<open>[@$]?\(|@?\{)
    |(?P<close>[)}])
    |(?P<end>[;\n])
    |(?P<pipe>\|)
    |(?P<redirect>\d?>{1,2})
    |(?P<comma>,)
    |(?P<equals>=)
    |(?P<member>(?<=[)'"])(?:\.\w+)+)
    |(?P<parameter>-[A-Za-z]\w*(?![\w-]))
    |(?P<word>[^\s|;,(){}'"=$`>]+)
    """,
    re.VERBOSE | re.DOTALL,
)
_CLOSES: Final = {"(": ")", "{": "}"}
CMDLET: Final = re.compile(r"[A-Z][A-Za-z]+-[A-Z][A-Za-z]+")
"""What the name of a cmdlet looks like."""


class PowerShellError(ValueError):
    """The text is not PowerShell, or a part of the language that is not read here."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a statement. A group (`(…)`, `{…}`, `@{…}`) holds the statements between its brackets."""

    kind: str
    text: str
    inside: tuple["Statement", ...] = ()


Element: TypeAlias = tuple[Token, ...]
"""What stands between two pipes."""
Statement: TypeAlias = tuple[Element, ...]
"""A pipeline."""


def statements(text: str) -> tuple[Statement, ...]:
    """Give the statements of a text.

    Raises PowerShellError when a quote or bracket is not closed or a character is not understood.
    """
    return _Reader(text).read(until=None)


class _Reader:
    """A position in a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._position = 0

    def read(self, until: str | None) -> tuple[Statement, ...]:
        """Read statements up to a closing bracket, or to the end of the text when there is none to wait for."""
        found: list[list[list[Token]]] = [[[]]]
        while (token := self._next()) is not None:
            if token.kind == "close":
                if token.text != until:
                    raise PowerShellError(f"`{token.text}` closes nothing")
                return _frozen(found)
            if token.kind == "open":
                found[-1][-1].append(Token("group", token.text, self.read(_CLOSES[token.text[-1]])))
            elif token.kind == "pipe":
                found[-1].append([])
            elif token.kind == "end":
                if not _goes_on(found[-1]):
                    found.append([[]])
            else:
                found[-1][-1].append(token)
        if until is not None:
            raise PowerShellError(f"`{until}` is missing")
        return _frozen(found)

    def _next(self) -> Token | None:
        """Give the next token that means something; None at the end."""
        while self._position < len(self._text):
            found = _TOKEN.match(self._text, self._position)
            if found is None:
                raise PowerShellError(f"not understood: {self._text[self._position :].splitlines()[0]}")
            self._position = found.end()
            kind = found.lastgroup or ""
            if kind not in {"space", "comment"}:
                return Token(kind, found[0])
        return None


def _goes_on(statement: list[list[Token]]) -> bool:
    """Tell whether a statement continues on the next line: after a pipe or a comma."""
    last = statement[-1]
    return last[-1].kind == "comma" if last else len(statement) > 1


def _frozen(found: list[list[list[Token]]]) -> tuple[Statement, ...]:
    """Give what was read without the empty statements."""
    return tuple(tuple(tuple(element) for element in one) for one in found if any(one))
