"""Everything that can be wrong with the knowledge beyond its shape, all problems at once.

`peering-bot knowledge check` prints them; `python -m knowledge.check` does the same without the program.
"""

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from knowledge.code import sentence_in
from knowledge.explain import Brain
from knowledge.load import GUIDE, HOME, Knowledge, survey
from knowledge.model import UNSURE, Option, Question, Run, Scenario, Step
from knowledge.placeholders import PLACEHOLDERS, TEMPLATE_ONLY, marks
from knowledge.problem import Problem
from knowledge.reserved import RESERVED
from knowledge.source import Path_, Source
from knowledge.tree import covered_on, paths

MOST_CLICKS: Final = 7
"""How many option buttons may lie between opening a scenario and any item of its checklist."""

_CHANGING: Final = re.compile(
    r"^\s*az\s(?!.*\s(?:test-|show-|list)).*?\s(create|update|delete|sync|set|register|add|remove|move|generate)\b"
    r"|^\s*(Add|New|Remove|Set|Sync|Update|Register)-Az(?!Context)",
    re.MULTILINE,
)
_CHANGES_NOTHING: Final = re.compile(r"az account set|packet-capture show|vpn-client generate")
_NEVER: Final = re.compile(
    r"--remote-vnet-id\b|peering create [^\n]*--sync-remote|peering delete [^\n]*--yes|az [^\n]*--auxiliary-tenants"
    r"|PeeringInDisconnectedState|CannotUseRemoteGateways"
)

Check = Callable[[Knowledge], Iterator[Problem]]


def check(knowledge: Knowledge) -> list[Problem]:
    """Give every problem of the knowledge, ordered by file and line."""
    return sorted(problem for one in CHECKS for problem in one(knowledge))


def _targets(knowledge: Knowledge) -> Iterator[Problem]:
    for answer in knowledge.answers.values():
        source = knowledge.sources[answer.id]
        for position, id_ in enumerate(answer.next):
            if not _exists(knowledge, id_):
                yield source.problem(("next", position), f"`next` names `{id_}`, which does not exist")
        for position, id_ in enumerate(answer.notes):
            if not _is_answer(knowledge, id_):
                yield source.problem(("notes", position), f"`notes` names `{id_}`, which is no answer")
    for scenario in knowledge.scenarios.values():
        source = knowledge.sources[scenario.id]
        if scenario.start not in scenario.questions:
            yield source.problem(("start",), f"starts with `{scenario.start}`, which is no question")
        for position, id_ in enumerate(scenario.next):
            if not _exists(knowledge, id_):
                yield source.problem(("next", position), f"`next` names `{id_}`, which does not exist")
        for where, _, option in _options(scenario):
            if option.go and option.go not in scenario.questions:
                yield source.problem(
                    (*where, "go"), f"option `{option.id}` goes to `{option.go}`, which is no question"
                )
            if option.answer and not _is_answer(knowledge, option.answer):
                yield source.problem(
                    (*where, "answer"), f"option `{option.id}` gives `{option.answer}`, which is no answer"
                )


def _exists(knowledge: Knowledge, id_: str) -> bool:
    """Tell whether there is a file of that id; what is wrong inside it is said where it is wrong."""
    return id_ in knowledge.sources and id_ != GUIDE


def _is_answer(knowledge: Knowledge, id_: str) -> bool:
    return _exists(knowledge, id_) and knowledge.sources[id_].file.parent.name != "scenarios"


def _trees(knowledge: Knowledge) -> Iterator[Problem]:
    for scenario in knowledge.scenarios.values():
        source = knowledge.sources[scenario.id]
        if scenario.start not in scenario.questions:
            continue
        seen: set[str] = set()
        open_ = [scenario.start]
        while open_:
            here = open_.pop()
            if here not in seen and here in scenario.questions:
                seen.add(here)
                open_ += [option.go for option in scenario.questions[here].options if option.go]
        for id_ in scenario.questions:
            if id_ not in seen:
                yield source.problem(("questions", id_), f"nobody can reach the question `{id_}`")
        for id_ in sorted(seen - _ending(scenario)):
            yield source.problem(("questions", id_), f"no way leads from the question `{id_}` to an answer")


def _ending(scenario: Scenario) -> set[str]:
    """Give the questions from which some answer can be reached."""
    ending: set[str] = set()
    grown = True
    while grown:
        grown = False
        for id_, question in scenario.questions.items():
            if id_ not in ending and any(option.answer or option.go in ending for option in question.options):
                ending.add(id_)
                grown = True
    return ending


def _questions(knowledge: Knowledge) -> Iterator[Problem]:
    for scenario in knowledge.scenarios.values():
        source = knowledge.sources[scenario.id]
        for id_, question in scenario.questions.items():
            where: Path_ = ("questions", id_)
            if question.about == "fact" and question.option(UNSURE) is None:
                yield source.problem(
                    where,
                    f'the question `{id_}` is about a fact and has no option `{UNSURE}` ("I can\'t tell")',
                )
            yield from _names(source, where, question)


def _names(source: Source, where: Path_, question: Question) -> Iterator[Problem]:
    taken: dict[str, str] = {}
    ids: set[str] = set()
    for position, option in enumerate(question.options):
        place = (*where, "options", position)
        if option.id in ids:
            yield source.problem(place, f"two options have the id `{option.id}`")
        ids.add(option.id)
        if option.label.split()[0].strip(".,!?").lower() in RESERVED:
            yield source.problem(place, f"the label `{option.label}` begins with a command word")
        for name in {option.id, option.label.casefold(), *(word.casefold() for word in option.also)}:
            if taken.setdefault(name, option.id) != option.id:
                yield source.problem(place, f"`{name}` names both the options `{taken[name]}` and `{option.id}`")


def _reach(knowledge: Knowledge) -> Iterator[Problem]:
    """No item of the checklist lies further than `MOST_CLICKS` from the start of its scenario."""
    for scenario in knowledge.scenarios.values():
        own = f"S{scenario.number}."
        nearest: dict[str, int] = {}
        if scenario.start not in scenario.questions:
            continue
        for way in paths(scenario):
            for item in covered_on(knowledge, scenario, way):
                if item.startswith(own):
                    nearest[item] = min(nearest.get(item, len(way)), len(way))
        for item, clicks in sorted(nearest.items()):
            if clicks > MOST_CLICKS:
                yield knowledge.sources[scenario.id].problem(
                    (), f"{item} is {clicks} clicks away, more than {MOST_CLICKS}"
                )


def _steps(knowledge: Knowledge) -> Iterator[Problem]:
    for answer in knowledge.answers.values():
        source = knowledge.sources[answer.id]
        for part, steps in (("check", answer.check), ("fix", answer.fix)):
            for position, step in enumerate(steps):
                for message in _step(part, step):
                    yield source.problem((part, position), message)
        if answer.changes() and not answer.check:
            yield source.problem(("fix",), "changes something without a check before it")


def _step(part: str, step: Step) -> Iterator[str]:
    commands = (
        "\n".join(command for tool, command in step.run.items() if tool in {"az", "powershell"}) if step.run else ""
    )
    changing = _CHANGING.search(_CHANGES_NOTHING.sub("", commands))
    if part == "check" and (step.changes or changing):
        yield f"a check must be read-only, `{(changing or ['changes'])[0].strip()}` is not"
    if part == "fix" and changing and not step.changes:
        yield f"`{changing[0].strip()}` changes something, so the step needs `changes: true`"
    if step.changes and not step.undo:
        yield "changes something and does not say how to `undo` it"
    if step.undo and not step.undoable and not step.reason:
        yield "`undo: none` needs a `reason`"


def _code(knowledge: Knowledge) -> Iterator[Problem]:
    """What is shown as code is code."""
    for id_, where, run in _runs(knowledge):
        for tool, code in run.items():
            if sentence := sentence_in(tool, code):
                message = f"`{sentence}` is no code for {tool}: say it in `say`, or in a comment"
                yield knowledge.sources[id_].problem((*where, "run", tool), message)


def _runs(knowledge: Knowledge) -> Iterator[tuple[str, Path_, Run]]:
    for answer in knowledge.answers.values():
        for part, steps in (("check", answer.check), ("fix", answer.fix)):
            yield from ((answer.id, (part, at), step.run) for at, step in enumerate(steps) if step.run)
    for scenario in knowledge.scenarios.values():
        asked = scenario.questions.items()
        yield from ((scenario.id, ("questions", id_), question.run) for id_, question in asked if question.run)


def _placeholders(knowledge: Knowledge) -> Iterator[Problem]:
    for source in knowledge.sources.values():
        for where, text in _texts(source.data, ()):
            allowed = PLACEHOLDERS.keys() | (TEMPLATE_ONLY if where[:2] == ("recognise", "texts") else set())
            if where[:1] == ("examples",):
                continue
            for mark in marks(text):
                if mark not in allowed:
                    yield source.problem(where, f"unknown placeholder `{{{mark}}}`")
            if where[:1] != ("recognise",) and (never := _NEVER.search(text)):
                yield source.problem(where, f"`{never[0]}` must never be printed")


def _texts(data: object, where: Path_) -> Iterator[tuple[Path_, str]]:
    if isinstance(data, str):
        yield where, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(value, (*where, key))
    elif isinstance(data, list):
        for position, value in enumerate(data):
            yield from _texts(value, (*where, position))


def _pictures(knowledge: Knowledge) -> Iterator[Problem]:
    folder = knowledge.sources[GUIDE].file.parent / "pictures"
    pictures = {GUIDE: knowledge.guide.picture}
    pictures |= {one.id: one.picture for one in knowledge.scenarios.values() if one.picture}
    for id_, picture in pictures.items():
        if not (folder / picture.file).is_file():
            yield knowledge.sources[id_].problem(("picture",), f"the picture `{picture.file}` does not exist")


def _numbers(knowledge: Knowledge) -> Iterator[Problem]:
    taken: dict[int, str] = {}
    for scenario in knowledge.scenarios.values():
        if taken.setdefault(scenario.number, scenario.id) != scenario.id:
            message = f"the number {scenario.number} is already taken by `{taken[scenario.number]}`"
            yield knowledge.sources[scenario.id].problem(("number",), message)


def _examples(knowledge: Knowledge) -> Iterator[Problem]:
    """Each example is recognised as what it is an example of; no look-alike is."""
    knows = Brain(knowledge)
    for answer in knowledge.answers.values():
        source = knowledge.sources[answer.id]
        for position, text in enumerate(answer.examples.match):
            best = knows.explain(text).verdict.best
            if best is None or best.id != answer.id:
                instead = f"as `{best.id}`" if best else "as nothing"
                yield source.problem(("examples", "match", position), f"the example is recognised {instead}")
        for position, text in enumerate(answer.examples.other):
            if any(match.id == answer.id for match in knows.explain(text).verdict.matches):
                yield source.problem(("examples", "other", position), "the look-alike is recognised as this")


def _options(scenario: Scenario) -> Iterator[tuple[Path_, Question, Option]]:
    for id_, question in scenario.questions.items():
        for position, option in enumerate(question.options):
            yield ("questions", id_, "options", position), question, option


CHECKS: Final[tuple[Check, ...]] = (
    _targets,
    _trees,
    _questions,
    _reach,
    _steps,
    _code,
    _placeholders,
    _pictures,
    _numbers,
    _examples,
)


def check_files(home: Path = HOME) -> list[Problem]:
    """Give every problem of the knowledge files under `home`: of their shape and of what they say together."""
    knowledge, problems = survey(home)
    return sorted([*problems, *(check(knowledge) if knowledge else ())])


def main() -> int:
    """Print every problem; 0 when there is none."""
    problems = check_files()
    for problem in problems:
        print(problem)  # noqa: T201 - this is a command
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
