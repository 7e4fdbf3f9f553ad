"""Collect every azure-cli and PowerShell command that the knowledge can print, with sample values in it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from knowledge.load import HOME, Knowledge
from knowledge.placeholders import PLACEHOLDERS, in_command
from knowledge.source import Path_, Source
from tests.commands.powershell import CMDLET
from tests.commands.shell import commands

PART: Final = "…"
"""Stands in an argument list that is only a part of a command."""
_GUID: Final = "00000000-0000-4000-8000-00000000000a"
_VNET: Final = f"/subscriptions/{_GUID}/resourceGroups/rg-a/providers/Microsoft.Network/virtualNetworks/vnet-a"
_SAMPLES: Final = (
    (r"vnet-id", _VNET),
    (r"peering-id", f"{_VNET}/virtualNetworkPeerings/a-to-b"),
    (r"(tenant|subscription|(app|object|client)-?id)", _GUID),
    (r"(\w+-)*id(-.*)?|scope", _VNET),
    (r"ip", "10.0.0.4"),
    (r"prefix(es)?|ranges?(-.*)?|cidr|(every|new)-.*range.*", "10.9.0.0/16"),
    (r"port", "443"),
    (r"region", "westeurope"),
    (r"user", "ana@example.com"),
    (r"group", "rg-a"),
)
_OPEN: Final = re.compile(r"<([A-Za-z][\w -]*)>")
_SPAN: Final = re.compile(r"`([^`\n]+)`")
_UNREAD: Final = frozenset({"examples", "recognise"})
"""What people write, not what the bot says."""


class Tool(StrEnum):
    """Whose language a command is in."""

    AZ = "az"
    POWERSHELL = "powershell"


@dataclass(frozen=True, slots=True)
class Found:
    """A text with commands in it, and where in the knowledge it stands. `whole` is false for a part of a command."""

    source: Source
    place: Path_
    tool: Tool
    text: str
    whole: bool = True

    @property
    def where(self) -> str:
        """File, line and id, for a message."""
        file = self.source.file
        shown = file.relative_to(HOME.parent) if file.is_relative_to(HOME.parent) else file
        return f"{shown}:{self.source.line(self.place)}: {self.source.id}"

    def filled(self) -> list[str]:
        """Give the text with every name unknown, with some known and with all known; no placeholder is left in it."""
        vnets = {name: value for name, value in KNOWN.items() if name.endswith("_vnet")}
        some = {**vnets, "hub_group": "rg(hub)", "local_group": "rg(a)"}
        named: tuple[Mapping[str, str], ...] = ({}, some, KNOWN)
        return list(dict.fromkeys(_OPEN.sub(lambda mark: sample(mark[1]), in_command(self.text, n)) for n in named))

    def argument_lists(self) -> list[list[str]]:
        """Give the argument lists of an az text. Raises ShellError when a shell could not read it."""
        lists = [words for text in self.filled() for words in commands(text.replace(PART, f" {PART} "))]
        if self.whole or any(PART in words for words in lists):
            return lists
        return [[*words, "-h"] for words in lists]


def sample(name: str) -> str:
    """Give a value of the right kind for the name of a placeholder, such as `remote-vnet` or `new-range`."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower().replace("_", "-").replace(" ", "-")
    return next((value for pattern, value in _SAMPLES if re.fullmatch(rf"(.*-)?({pattern})", name)), f"{name}-1")


KNOWN: Final[Mapping[str, str]] = {name: sample(name) for name in PLACEHOLDERS}
"""A value for every placeholder, as if the user had named them all."""


def collect(known: Knowledge) -> list[Found]:
    """Give every text with commands in the knowledge, in the order of the files."""
    sources = known.sources.values()
    return [
        found for source in sources for place, text in _texts(source.data, ()) for found in _in(source, place, text)
    ]


def _texts(data: Any, place: Path_) -> Iterator[tuple[Path_, str]]:
    """Give every text that the bot can say, with its place."""
    if isinstance(data, str):
        yield place, data
    elif isinstance(data, dict):
        for key, value in data.items():
            if key not in _UNREAD:
                yield from _texts(value, (*place, key))
    elif isinstance(data, list):
        for position, value in enumerate(data):
            yield from _texts(value, (*place, position))


def _in(source: Source, place: Path_, text: str) -> Iterator[Found]:
    """Give the commands of one text: by the tool it is for, or the code spans of prose."""
    match place:
        case (*_, "run", "az"):
            yield Found(source, place, Tool.AZ, text)
        case (*_, "run", "powershell"):
            yield Found(source, place, Tool.POWERSHELL, text)
        case (*_, "run", "windows"):
            for line in text.splitlines():
                if CMDLET.search(line):
                    yield Found(source, place, Tool.POWERSHELL, line)
        case (*_, "run", "linux" | "terraform" | "bicep"):
            return
        case (*_, "undo") if text.startswith("az "):
            yield Found(source, place, Tool.AZ, text)
        case _:
            for span in _SPAN.findall(text):
                yield from _span(source, place, span)


def _span(source: Source, place: Path_, span: str) -> Iterator[Found]:
    """Give the command in a code span; one without options only names a command."""
    if span.startswith("az "):
        yield Found(source, place, Tool.AZ, span, whole=" -" in span and PART not in span)
    elif CMDLET.match(span) and " " in span:
        yield Found(source, place, Tool.POWERSHELL, span)
