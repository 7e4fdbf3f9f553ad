"""The knowledge as one JSON file beside the YAML files, so that a command starts without reading YAML.

It is made when it is missing or older than what it was made from, and it is never needed: where it cannot be written,
the YAML files are read each time.
"""

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import MappingProxyType
from typing import Any, Final

import orjson
from pydantic import ValidationError

from knowledge.load import HOME, Knowledge, load
from knowledge.model import Answer, Guide, Scenario

FILE: Final = ".compiled.json"


@cache
def knowledge() -> Knowledge:
    """Give the knowledge that ships with the bot, read once. Raises KnowledgeError as `load` does."""
    return knowledge_of(HOME)


def knowledge_of(home: Path) -> Knowledge:
    """Give the knowledge under `home`; without the sources (files and lines) when it comes from the compiled file.

    Raises KnowledgeError with every problem of shape in any file.
    """
    mark = _fingerprint(home)
    compiled = _read(home / FILE, mark)
    if compiled is not None:
        return compiled
    known = load(home)
    _write(home / FILE, mark, known)
    return known


def _fingerprint(home: Path) -> str:
    """Give a mark that changes whenever a knowledge file or the model of them does."""
    files: Iterable[Path] = (*sorted(home.glob("*.yaml")), *sorted(home.glob("*/*.yaml")), HOME / "model.py")
    marks = ((str(file), stat.st_mtime_ns, stat.st_size) for file in files if (stat := file.stat()))
    return sha256(repr(list(marks)).encode()).hexdigest()


def _read(file: Path, mark: str) -> Knowledge | None:
    try:
        body = orjson.loads(file.read_bytes())
        return _made_of(body) if body["fingerprint"] == mark else None
    except (OSError, ValueError, KeyError, TypeError, ValidationError):
        return None


def _made_of(body: dict[str, Any]) -> Knowledge:
    answers = {one["id"]: Answer.model_validate(one) for one in body["answers"]}
    scenarios = {one["id"]: Scenario.model_validate(one) for one in body["scenarios"]}
    guide = Guide.model_validate(body["guide"])
    return Knowledge(guide, MappingProxyType(answers), MappingProxyType(scenarios), MappingProxyType({}))


def _write(file: Path, mark: str, known: Knowledge) -> None:
    body = {
        "fingerprint": mark,
        "guide": known.guide.model_dump(mode="json"),
        "answers": [answer.model_dump(mode="json") for answer in known.answers.values()],
        "scenarios": [scenario.model_dump(mode="json") for scenario in known.scenarios.values()],
    }
    try:
        with NamedTemporaryFile(dir=file.parent, prefix=FILE, delete=False) as temporary:
            temporary.write(orjson.dumps(body))
        Path(temporary.name).replace(file)
    except OSError:
        # A read-only installation: nothing is lost but some time at the start.
        return
