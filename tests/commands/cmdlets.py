"""Judge PowerShell text by the table `powershell.yaml`: only its cmdlets, parameters and properties may be used."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

import yaml
from pydantic import BaseModel, ConfigDict

from tests.commands.powershell import CMDLET, Element, PowerShellError, Statement, Token, statements
from tests.commands.syntax import Syntax

TABLE: Final = Path(__file__).with_name("powershell.yaml")
_CONSTANTS: Final = frozenset({"$true", "$false", "$null"})
_OPERANDS: Final = frozenset({"word", "string", "variable", "group", "member"})


class Cmdlet(BaseModel):
    """What the table says of one cmdlet."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    page: str
    syntax: tuple[str, ...]
    gives: str | None = None
    by_pipe: tuple[str, ...] = ()
    passes: bool = False
    columns: bool = False


class Thing(BaseModel):
    """What the table says of one kind of object: each property with the object that it holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    page: str
    has: dict[str, str | None]


class Table(BaseModel):
    """The whole table."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    cmdlets: dict[str, Cmdlet]
    objects: dict[str, Thing]


@cache
def table() -> Table:
    """Read the table, once."""
    return Table.model_validate(yaml.safe_load(TABLE.read_text(encoding="utf-8")))


def complaints(text: str) -> list[str]:
    """Say what is wrong with a piece of PowerShell text; nothing when all of it is in the table."""
    try:
        read = statements(text)
    except PowerShellError as error:
        return [str(error)]
    judge = _Judge(table())
    for statement in read:
        judge.statement(statement, None)
    return judge.said


@dataclass
class _Judge:
    """Goes through statements in order and remembers what each variable holds (None: not known)."""

    table: Table
    said: list[str] = field(default_factory=list)
    variables: dict[str, str | None] = field(default_factory=dict)

    def statement(self, statement: Statement, current: str | None) -> str | None:
        """Judge a pipeline; `current` is what `$_` holds. Gives the kind of object that comes out."""
        first, target = statement[0], None
        if len(first) > 1 and first[1].kind == "equals" and first[0].kind in {"variable", "word"}:
            target, first = first[0], first[2:]
        out: str | None = None
        for position, element in enumerate((first, *statement[1:])):
            out = self.element(element, out if position else current, piped=position > 0)
        if target is not None and target.kind == "variable":
            self.assign(target.text, out)
        return out

    def assign(self, name: str, kind: str | None) -> None:
        """Note what a variable holds now, or look whether the property that is set exists."""
        if "." in name:
            self.variable(name, None)
        else:
            self.variables[name] = kind

    def element(self, element: Element, incoming: str | None, piped: bool) -> str | None:
        """Judge what stands between two pipes."""
        kinds = [token.kind for token in element]
        if "redirect" in kinds:
            element = element[: kinds.index("redirect")]
        if not element:
            self.said.append("nothing stands before or after a `|`, `=` or `>`")
            return None
        if element[0].kind == "word" and CMDLET.fullmatch(element[0].text):
            return self.call(element[0].text, element[1:], incoming, piped)
        if element[0].kind == "word":
            self.said.append(f"`{element[0].text}` is not a cmdlet of the table")
            return None
        return self.expression(element, incoming)

    def expression(self, tokens: Element, current: str | None) -> str | None:
        """Judge an expression such as `(Get-X).Id` or `$v.Prefixes.Add('x')`. Gives the kind of object that it is."""
        out: str | None = None
        for token in tokens:
            if token.kind == "variable":
                out = self.variable(token.text, current)
            elif token.kind == "member":
                out = self.follow(out, token.text.split(".")[1:])
            elif token.kind == "group":
                for inner in token.inside:
                    out = self.statement(inner, current)
        return out

    def variable(self, text: str, current: str | None) -> str | None:
        """Judge `$name.Property`. Gives the kind of object that it is."""
        name, *path = text.split(".")
        if name == "$_":
            return self.follow(current, path)
        if name not in self.variables and name.lower() not in _CONSTANTS:
            self.said.append(f"{name} is not set in these lines")
        return self.follow(self.variables.get(name), path)

    def follow(self, kind: str | None, path: list[str]) -> str | None:
        """Judge a chain of properties, beginning at a kind of object."""
        for part in path:
            if kind is None:
                return None
            thing = self.table.objects[kind]
            if part not in thing.has:
                self.said.append(f"{part} is no property of a {kind}")
            kind = thing.has.get(part)
        return kind

    def call(self, name: str, tokens: Element, incoming: str | None, piped: bool) -> str | None:
        """Judge the call of a cmdlet. Gives the kind of object that comes out."""
        cmdlet = self.table.cmdlets.get(name)
        if cmdlet is None:
            self.said.append(f"{name} is not in the table")
            return None
        lines = [Syntax.read(line) for line in cmdlet.syntax]
        named, unnamed = self.arguments(name, tokens, lines, incoming)
        if piped and not cmdlet.by_pipe:
            self.said.append(f"{name} takes nothing from a pipe")
        if unknown := [given for given in named if not any(line.get(given) for line in lines)]:
            self.said += [f"-{given} is no parameter of {name}" for given in unknown]
        else:
            by_pipe = cmdlet.by_pipe if piped else None
            nearest = max(lines, key=lambda line: sum(line.get(given) is not None for given in named))
            fitting = min((line.complaints(named, unnamed, by_pipe) for line in (nearest, *lines)), key=len)
            self.said += [f"{name}: {complaint}" for complaint in fitting]
        if cmdlet.columns:
            for column in ",".join(unnamed).split(","):
                self.follow(incoming, [column] if column.isidentifier() else [])
        return incoming if cmdlet.passes else cmdlet.gives

    def arguments(
        self, name: str, tokens: Element, lines: list[Syntax], current: str | None
    ) -> tuple[dict[str, str | None], list[str]]:
        """Sort the arguments of a call into named ones, with their value, and values without a name."""
        named: dict[str, str | None] = {}
        unnamed: list[str] = []
        waiting: str | None = None
        for value in _values(tokens):
            if value[0].kind == "parameter":
                waiting = value[0].text[1:]
                if waiting in named:
                    self.said.append(f"{name}: -{waiting} stands twice")
                named[waiting] = None
                if any((known := line.get(waiting)) and known.type is None for line in lines):
                    waiting = None
                continue
            self.expression(value, current)
            text = "".join(token.text for token in value)
            if waiting is None:
                unnamed.append(text)
            else:
                named[waiting], waiting = text, None
        return named, unnamed


def _values(tokens: Element) -> list[tuple[Token, ...]]:
    """Group tokens into parameters and values; a list with commas is one value."""
    found: list[list[Token]] = []
    for token in tokens:
        joins = token.kind == "member" or (found and found[-1][-1].kind == "comma")
        if token.kind == "comma" or (joins and token.kind in _OPERANDS):
            if found:
                found[-1].append(token)
        else:
            found.append([token])
    return [tuple(value) for value in found]
