"""Read the knowledge files into one frozen `Knowledge`. Only their shape is looked at here; `check` does the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeVar

from pydantic import BaseModel, ValidationError

from knowledge.model import Answer, Guide, Kind, Scenario
from knowledge.problem import KnowledgeError, Problem

if TYPE_CHECKING:
    from knowledge.source import Path_, Source

HOME: Final = Path(__file__).parent
GUIDE: Final = "guide"
"""The name of the file with the frame around the scenarios; it has no id of its own."""
T = TypeVar("T", bound=BaseModel)
_FOLDERS: Final[Mapping[str, Kind]] = MappingProxyType(
    {"errors": Kind.ERROR, "topics": Kind.TOPIC, "leaves": Kind.LEAF, "scenarios": Kind.SCENARIO}
)


@dataclass(frozen=True)
class Knowledge:
    """Everything the bot knows. Look an id up in `answers` or `scenarios`; ids are unique over both."""

    guide: Guide
    answers: Mapping[str, Answer]
    scenarios: Mapping[str, Scenario]
    sources: Mapping[str, Source] = field(repr=False)

    def get(self, id_: str) -> Answer | Scenario | None:
        """Give what an id names, or None."""
        return self.answers.get(id_) or self.scenarios.get(id_)

    def notes(self, answer: Answer) -> list[Answer]:
        """Give the answers whose meaning is shown below this one."""
        return [self.answers[id_] for id_ in answer.notes if id_ in self.answers]


def load(home: Path) -> Knowledge:
    """Read `guide.yaml` and the folders of answers and scenarios under `home`.

    Raises KnowledgeError with every problem of shape in any file.
    """
    knowledge, problems = survey(home)
    if problems or knowledge is None:
        raise KnowledgeError(problems)
    return knowledge


def survey(home: Path) -> tuple[Knowledge | None, list[Problem]]:
    """Read what can be read under `home`, and say what cannot. Without a usable guide there is no knowledge."""
    # Not needed, and YAML with it, where the compiled knowledge is read.
    from knowledge.source import read_source

    problems: list[Problem] = []
    sources: dict[str, Source] = {}
    answers: dict[str, Answer] = {}
    scenarios: dict[str, Scenario] = {}
    frame = sources[GUIDE] = read_source(home / f"{GUIDE}.yaml")
    guide = _parse(Guide, frame, problems)
    for folder, kind in _FOLDERS.items():
        for file in sorted((home / folder).glob("*.yaml")):
            source = read_source(file)
            if source.id in sources:
                problems.append(source.problem((), f"the id is already taken by {sources[source.id].file}"))
            sources[source.id] = source
            if kind is Kind.SCENARIO:
                scenario = _parse(Scenario, source, problems)
                if scenario:
                    scenarios[scenario.id] = scenario
            else:
                answer = _parse(Answer, source, problems, kind=kind)
                if answer:
                    answers[answer.id] = answer
    if guide is None:
        return None, sorted(problems)
    by_number = dict(sorted(scenarios.items(), key=lambda pair: pair[1].number))
    frozen = Knowledge(guide, MappingProxyType(answers), MappingProxyType(by_number), MappingProxyType(sources))
    return frozen, sorted(problems)


def _parse(model: type[T], source: Source, problems: list[Problem], **extra: Kind) -> T | None:
    """Validate one file; add to `problems` what is wrong with it and give None then."""
    if source.problems:
        problems.extend(source.problems)
        return None
    if not isinstance(source.data, dict):
        problems.append(source.problem((), "must be a mapping of keys"))
        return None
    try:
        parsed = model.model_validate({**source.data, **extra})
    except ValidationError as error:
        problems.extend(_said(source, error))
        return None
    if getattr(parsed, "id", source.id) != source.id:
        problems.append(source.problem(("id",), f"the id differs from the file's name `{source.id}`"))
        return None
    return parsed


def _said(source: Source, error: ValidationError) -> Iterable[Problem]:
    """Say pydantic's findings in our words, each with its line."""
    found_all = error.errors(include_url=False)
    for found in found_all:
        where = found["loc"]
        if found["type"] == "too_short" and any(_inside(other["loc"], where) for other in found_all):
            continue
        place = ".".join(str(part) for part in where)
        if found["type"] == "extra_forbidden":
            message = f"unknown key `{place}`"
        elif found["type"] == "missing":
            message = f"`{place}` is missing"
        else:
            message = f"`{place}`: {found['msg'].removeprefix('Value error, ')}"
        yield source.problem(where, message)


def _inside(where: Path_, outer: Path_) -> bool:
    return len(where) > len(outer) and where[: len(outer)] == outer
