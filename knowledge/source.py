"""A YAML file as plain data together with the line of every key, read with libyaml's safe loader."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge.problem import Problem

Path_ = tuple[str | int, ...]
"""Where something stands in a file: keys and list positions from the top."""

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Source:
    """One knowledge file: its data, the line of each place in it, and what was wrong with the YAML itself."""

    file: Path
    data: Any
    lines: Mapping[Path_, int]
    problems: tuple[Problem, ...] = ()

    @property
    def id(self) -> str:
        """The id that the file's name promises."""
        return self.file.stem

    def line(self, where: Path_) -> int:
        """Give the line of a place, or of the nearest place around it."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)

    def problem(self, where: Path_, message: str, about: str | None = None) -> Problem:
        """Say what is wrong at a place of this file."""
        return Problem(self.file, self.line(where), about or self.id, message)


def read_source(file: Path) -> Source:
    """Read one YAML file. What is not YAML, or has a key twice, is in `problems`; nothing is raised for it."""
    try:
        loader = _Loader(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeError, yaml.YAMLError) as error:
        return Source(file, None, {}, (Problem(file, 1, file.stem, f"cannot be read: {error}"),))
    try:
        node = loader.get_single_node()
        if node is None:
            return Source(file, None, {}, (Problem(file, 1, file.stem, "the file is empty"),))
        lines: dict[Path_, int] = {}
        problems = [Problem(file, line, file.stem, message) for line, message in _walk(node, (), lines)]
        data = None if problems else loader.construct_document(node)
        return Source(file, data, lines, tuple(problems))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        what = getattr(error, "problem", None) or str(error)
        return Source(file, None, {}, (Problem(file, line, file.stem, f"not valid YAML: {what}"),))
    finally:
        loader.dispose()


def _walk(
    node: yaml.Node, where: Path_, lines: dict[Path_, int], around: tuple[yaml.Node, ...] = ()
) -> Iterator[tuple[int, str]]:
    """Note the line of every place under a node and give (line, message) for every key that stands twice."""
    lines[where] = node.start_mark.line + 1
    if any(node is one for one in around):
        yield node.start_mark.line + 1, "the value contains itself"
        return
    around = (*around, node)
    if isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            yield from _walk(item, (*where, position), lines, around)
    elif isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            if name in seen:
                yield key.start_mark.line + 1, f"the key `{name}` stands twice"
            seen.add(name)
            yield from _walk(value, (*where, name), lines, around)
            lines[(*where, name)] = key.start_mark.line + 1
