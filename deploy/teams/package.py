"""Make the Teams package: `make teams-package`, or `python -m deploy.teams.package`.

Reads MICROSOFT_APP_ID and the other names below from the environment, otherwise from `.env`, fills `manifest.json` and
writes `build/peering-bot-teams.zip`. The zip is the same every time for the same values.
"""

import json
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from string import Template
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from dotenv import dotenv_values

HERE: Final = Path(__file__).parent
TARGET: Final = Path("build/peering-bot-teams.zip")
ICONS: Final = ("color.png", "outline.png")
_URL: Final = r"https://[^\s/]+(/\S*)?"
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
"""The time in the zip; the earliest it can hold."""


class PackageError(ValueError):
    """The package cannot be made; the text names every value that is missing or malformed, one a line."""


@dataclass(frozen=True, slots=True)
class Value:
    """Something the manifest needs: its name, what it must look like, and what it is in words."""

    name: str
    pattern: str
    what: str
    default: str = ""


VALUES: Final = (
    Value(
        "MICROSOFT_APP_ID", r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", "app (client) ID of the bot, a GUID"
    ),
    Value("PUBLIC_HOST", r"([a-z0-9-]+\.)+[a-z0-9-]+", "the host name of the bot, such as bot.example.com"),
    Value("DEVELOPER_NAME", r"\S.{0,31}", "who offers the bot, at most 32 characters"),
    Value("DEVELOPER_WEBSITE", _URL, "https address of a page about the bot", "https://{PUBLIC_HOST}/"),
    Value("DEVELOPER_PRIVACY", _URL, "https address of your privacy statement"),
    Value("DEVELOPER_TERMS", _URL, "https address of your terms of use"),
    Value("TEAMS_PACKAGE_VERSION", r"\d+\.\d+\.\d+", "version that Teams sees, higher for every update", "1.0.0"),
)


def read(environment: Mapping[str, str | None]) -> dict[str, str]:
    """Give every value by its name. Raises PackageError."""
    given = {value.name: (environment.get(value.name) or "").strip() for value in VALUES}
    found = {value.name: given[value.name] or value.default.format(**given) for value in VALUES}
    asked = (value for value in VALUES if given[value.name] or not value.default)
    wrong = [value for value in asked if not re.fullmatch(value.pattern, found[value.name])]
    if wrong:
        raise PackageError("\n".join(_complaint(value, found[value.name]) for value in wrong))
    return found


def _complaint(value: Value, found: str) -> str:
    return f"{value.name}: {value.what}" + (f", not `{found}`" if found else "")


def manifest(values: Mapping[str, str]) -> str:
    """Give the manifest as JSON with the values in it."""
    # A value stands inside a JSON string, so it goes in as JSON writes it, without the quotes around. `$schema`, which
    # looks like a name to be filled in, gives itself.
    inside = {name: json.dumps(value)[1:-1] for name, value in values.items()} | {"schema": "$schema"}
    return Template((HERE / "manifest.json").read_text(encoding="utf-8")).substitute(inside)


def package(values: Mapping[str, str]) -> bytes:
    """Give the zip that Teams takes: the manifest and both icons, in no folder."""
    files = {"manifest.json": manifest(values).encode(), **{name: (HERE / name).read_bytes() for name in ICONS}}
    archive = BytesIO()
    with ZipFile(archive, "w", ZIP_DEFLATED) as target:
        for name, content in files.items():
            target.writestr(ZipInfo(name, _LONG_AGO), content, ZIP_DEFLATED)
    return archive.getvalue()


def main() -> int:
    """Write the package, say where it is, and give the exit code."""
    try:
        values = read({**dotenv_values(".env"), **os.environ})
    except PackageError as error:
        sys.stderr.write(f"The Teams package needs these, from the environment or as NAME=… behind make:\n{error}\n")
        return 1
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(package(values))
    sys.stdout.write(f"{TARGET}: version {values['TEAMS_PACKAGE_VERSION']} for {values['PUBLIC_HOST']}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
