"""Check every command that the bot can print: `python -m tests.commands.check`, or `make check-commands`.

azure-cli lines, and those of deploy/README.md, go to azure-cli's own parser, which lives in an environment of its own
(`.venv-az`); PowerShell lines are compared with the table `powershell.yaml`. Nothing is run.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from knowledge.load import HOME, load
from tests.commands.cmdlets import complaints
from tests.commands.commands import Found, Tool, collect
from tests.commands.shell import ShellError, commands

AZ_PYTHON: Final = Path(".venv-az/bin/python")
"""The Python of the environment in which azure-cli is installed."""
_PARSER: Final = Path(__file__).with_name("parse_az.py")
_README: Final = Path("deploy/README.md")
_BLOCK: Final = re.compile(r"^( *)```bash\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_PROCESSES: Final = min(4, os.cpu_count() or 1)

Arguments = tuple[str, ...]


def main() -> int:
    """Check everything and print what is wrong. Gives the exit code: 0 all right, 1 problems, 2 no azure-cli."""
    python = Path(os.environ.get("AZ_PYTHON") or AZ_PYTHON)
    if not python.exists():
        sys.stdout.write(f"azure-cli is not installed in {python}: run `make check-commands`\n")
        return 2
    found = collect(load(HOME))
    az, powershell = ([one for one in found if one.tool is tool] for tool in Tool)
    wanted, problems = az_lines(az)
    for words, where in readme_lines(_README.read_text(encoding="utf-8")):
        wanted.setdefault(words, []).append(where)
    verdicts = judge_az(sorted(wanted), python)
    refused = {(where, verdict): words for words, verdict in verdicts.items() for where in wanted[words]}
    problems += [f"{where}: az {' '.join(words)}: {verdict}" for (where, verdict), words in refused.items()]
    problems += powershell_problems(powershell)
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    sys.stdout.write(
        f"{len(az)} azure-cli texts ({len(wanted)} different lines with sample values), "
        f"{len(powershell)} PowerShell texts: {len(problems)} problems\n"
    )
    return 1 if problems else 0


def az_lines(found: Iterable[Found]) -> tuple[dict[Arguments, list[str]], list[str]]:
    """Give every different argument list (without `az`) with the places that print it, and what is no az command."""
    wanted: dict[Arguments, list[str]] = {}
    problems: list[str] = []
    for one in found:
        try:
            lists = one.argument_lists()
        except ShellError as error:
            problems.append(f"{one.where}: {error}")
            continue
        for program, *words in lists:
            if program != "az":
                problems.append(f"{one.where}: {program}: not an az command")
            elif one.where not in (places := wanted.setdefault(tuple(words), [])):
                places.append(one.where)
    return wanted, problems


def readme_lines(text: str) -> list[tuple[Arguments, str]]:
    """Give the arguments (without `az`) of every az command in the bash blocks of a Markdown text, with their place."""
    return [
        (tuple(words), f"{_README}:{text.count(chr(10), 0, block.start()) + 1}")
        for block in _BLOCK.finditer(text)
        for program, *words in commands(block[2])
        if program == "az"
    ]


def judge_az(lines: Sequence[Arguments], python: Path) -> dict[Arguments, str]:
    """Give what azure-cli's parser has against each line that it does not accept."""
    parts = [lines[start::_PROCESSES] for start in range(_PROCESSES)]
    with tempfile.TemporaryDirectory() as home:
        running = [(part, _start(python, part, Path(home, str(number)))) for number, part in enumerate(parts) if part]
        return {line: said for part, process in running for line, said in zip(part, _end(process), strict=True) if said}


def powershell_problems(found: Iterable[Found]) -> list[str]:
    """Say what in PowerShell texts is not in the table, each thing once a place."""
    problems = [f"{one.where}: {said}" for one in found for text in one.filled() for said in complaints(text)]
    return list(dict.fromkeys(problems))


def _start(python: Path, lines: Sequence[Arguments], home: Path) -> subprocess.Popen[str]:
    """Start the parser with a home of its own, so that nobody's extensions, defaults or sign-in play a role."""
    home.mkdir()
    others = {name: value for name, value in os.environ.items() if not name.startswith("AZURE_")}
    own = {
        "AZURE_CONFIG_DIR": str(home),
        "AZURE_CORE_COLLECT_TELEMETRY": "no",
        "AZURE_EXTENSION_USE_DYNAMIC_INSTALL": "no",
    }
    questions = home / "lines.json"
    questions.write_text(json.dumps(lines), encoding="utf-8")
    with questions.open(encoding="utf-8") as asked:
        return subprocess.Popen(
            [python, _PARSER], stdin=asked, stdout=subprocess.PIPE, text=True, env={**others, **own}
        )


def _end(process: subprocess.Popen[str]) -> list[str | None]:
    """Give the parser's answers. Raises CalledProcessError when it broke; it has said why on standard error."""
    answers, _ = process.communicate()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    verdicts: list[str | None] = json.loads(answers)
    return verdicts


if __name__ == "__main__":
    sys.exit(main())
