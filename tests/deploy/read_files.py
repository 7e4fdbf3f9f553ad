"""Read Bicep and compose files as their own parsers do: `read_files.py FILE…`, with the Python of `.venv-deploy`.

Prints what a parser does not understand and gives exit code 1. checkov passes over a file that it cannot parse, so its
parser, pycep, has to understand every Bicep file too.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import tree_sitter_bicep
from compose_spec import PyCompose
from lark.exceptions import LarkError
from pycep import BicepParser
from tree_sitter import Language, Node, Parser


def problems(file: Path) -> Iterator[str]:
    """Say what is wrong in one file."""
    if file.suffix == ".bicep":
        yield from _grammar(file)
        yield from _checkovs_parser(file)
    else:
        yield from _compose(file)


def _grammar(file: Path) -> Iterator[str]:
    tree = Parser(Language(tree_sitter_bicep.language())).parse(file.read_bytes())
    waiting = [tree.root_node]
    while waiting:
        node: Node = waiting.pop()
        if node.is_error or node.is_missing:
            yield f"{file}:{node.start_point.row + 1}: not understood: {node.text.decode()[:60]}"
        waiting += node.children


def _checkovs_parser(file: Path) -> Iterator[str]:
    try:
        BicepParser().parse(file_path=file)
    except LarkError as error:
        yield f"{file}: checkov cannot read it: {str(error).splitlines()[0]}"


def _compose(file: Path) -> Iterator[str]:
    try:
        PyCompose.from_yaml(file.read_text(encoding="utf-8")).validate()
    except ValueError as error:
        yield f"{file}: {error}"


def main() -> int:
    """Read every file of the command line and say what is wrong."""
    files = [Path(name) for name in sys.argv[1:]]
    found = [problem for file in files for problem in problems(file)]
    sys.stdout.writelines(f"{problem}\n" for problem in found)
    sys.stdout.write(f"{len(files)} files read: {len(found)} problems\n")
    return 1 if found or not files else 0


if __name__ == "__main__":
    sys.exit(main())
