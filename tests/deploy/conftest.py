"""What the tests of the deployment share: JSON schemas from npm, and words when something is not installed."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PACKAGES = HERE / "node_modules"

Complaints = Callable[[str, object], list[str]]
"""Takes the place of a schema in `node_modules` and a document, gives what the schema has against the document."""


def missing(what: str, cure: str) -> NoReturn:
    """Skip the test because something is not installed; in CI fail it."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing: {cure}", pytrace=False)
    pytest.skip(f"{what} is missing: {cure}")


@pytest.fixture(scope="session")
def complaints() -> Complaints:
    """Give a way to hold a document against a schema of an npm package."""
    node = shutil.which("node")
    if node is None or not (PACKAGES / ".ready").exists():
        missing("Node.js or the packages with the schemas", "install Node.js, then run `make test`")

    def hold(schema: str, document: object) -> list[str]:
        done = subprocess.run(
            [node, HERE / "validate.mjs", PACKAGES / schema],
            input=json.dumps(document),
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        said: list[str] = json.loads(done.stdout)
        return said

    return hold


@pytest.fixture(scope="session")
def compose() -> dict[str, Any]:
    """Give the compose file."""
    import yaml

    read: dict[str, Any] = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text(encoding="utf-8"))
    return read
