"""The syntax line of a cmdlet, as its help writes it, and whether a call fits it.

`-A <T>` must be given; `[-A] <T>` must be given, the name may be left out; `[-A <T>]` may be given; `[[-A] <T>]` may be
given, also without its name; `-S` and `[-S]` are switches. `<x|y>` allows only x or y.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

_PARAMETER: Final = re.compile(r"(?P<left>\[{0,2})-(?P<name>\w+)(?P<inner>\])?(?: <(?P<type>[^>]+)>)?(?P<outer>\])?")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; `type` is None for a switch."""

    name: str
    type: str | None
    needed: bool
    positional: bool

    def complaint(self, value: str | None) -> str | None:
        """Say what is wrong with a value; None in place of the value means that there is none."""
        if self.type is None:
            return None if value is None else f"-{self.name} is a switch"
        if value is None:
            return f"-{self.name} needs a value"
        if not value.startswith("$") and self.type == "Int32" and not value.isdigit():
            return f"-{self.name} needs a number, not {value}"
        if self.type == "Boolean" and value.lower() not in {"$true", "$false"}:
            return f"-{self.name} needs $true or $false, not {value}"
        if "|" in self.type and value not in self.type.split("|"):
            return f"-{self.name} must be one of {self.type}, not {value}"
        return None


@dataclass(frozen=True, slots=True)
class Syntax:
    """One way to call a cmdlet."""

    parameters: tuple[Parameter, ...]

    @classmethod
    def read(cls, line: str) -> "Syntax":
        """Read a syntax line. Raises ValueError for what is none."""
        if rest := _PARAMETER.sub("", line).strip():
            raise ValueError(f"not a syntax line: {rest!r} in {line!r}")
        return cls(tuple(_parameter(found) for found in _PARAMETER.finditer(line)))

    def get(self, name: str) -> Parameter | None:
        """Give the parameter of that name, or None."""
        return next((parameter for parameter in self.parameters if parameter.name == name), None)

    def complaints(
        self, named: Mapping[str, str | None], unnamed: Collection[str], by_pipe: Collection[str] | None
    ) -> list[str]:
        """Say what does not fit. `by_pipe` are the parameters that a pipe fills; None when nothing is piped in."""
        said = [f"-{name} does not go with the other parameters" for name in named if self.get(name) is None]
        for name, value in named.items():
            parameter = self.get(name)
            if parameter and (complaint := parameter.complaint(value)):
                said.append(complaint)
        free = [parameter for parameter in self.parameters if parameter.positional and parameter.name not in named]
        if len(unnamed) > len(free):
            said.append(f"one value too many: {list(unnamed)[len(free)]}")
        filled = {*named, *(parameter.name for parameter in free[: len(unnamed)]), *(by_pipe or ())}
        return said + [f"-{p.name} is missing" for p in self.parameters if p.needed and p.name not in filled]


def _parameter(found: re.Match[str]) -> Parameter:
    switch = found["type"] is None
    optional = found["left"] == "[[" or (found["left"] == "[" and (switch or found["inner"] is None))
    return Parameter(found["name"], found["type"], not optional, not switch and found["inner"] is not None)
