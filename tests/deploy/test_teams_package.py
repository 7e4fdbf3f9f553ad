"""The Teams package: Microsoft's schema accepts it, it asks for nothing it does not need, and it says what it lacks."""

import copy
import json
import re
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from deploy.teams.package import PackageError, main, manifest, package, read
from dialogs.commands import command_of
from tests.deploy.conftest import PACKAGES, ROOT, Complaints

ENVIRONMENT = {
    "MICROSOFT_APP_ID": "5a1c9d6e-0b1f-4f0e-9f0a-0123456789ab",
    "PUBLIC_HOST": "bot.example.com",
    "DEVELOPER_NAME": 'Contoso "Networks"',
    "DEVELOPER_PRIVACY": "https://example.com/privacy",
    "DEVELOPER_TERMS": "https://example.com/terms",
}
SCHEMAS = "@microsoft/app-manifest/build/json-schemas/teams"


@pytest.fixture
def made() -> dict[str, Any]:
    """The manifest as Teams reads it."""
    read_back: dict[str, Any] = json.loads(manifest(read(ENVIRONMENT)))
    return read_back


def test_microsofts_schema_accepts_the_manifest(complaints: Complaints, made: dict[str, Any]) -> None:
    assert complaints(f"{SCHEMAS}/v{made['manifestVersion']}/MicrosoftTeams.schema.json", made) == []
    assert made["$schema"].endswith(f"/v{made['manifestVersion']}/MicrosoftTeams.schema.json")


def test_the_newest_schema_accepts_it_too(complaints: Complaints, made: dict[str, Any]) -> None:
    versions = [folder.name for folder in (PACKAGES / SCHEMAS).glob("v1.*")]
    newest = max(versions, key=lambda version: int(version.partition(".")[2]))
    later = made | {"manifestVersion": newest.removeprefix("v")}
    assert complaints(f"{SCHEMAS}/{newest}/MicrosoftTeams.schema.json", later) == []


def test_the_schema_would_refuse_what_is_wrong(complaints: Complaints, made: dict[str, Any]) -> None:
    broken = copy.deepcopy(made)
    broken["composeExtensions"][0]["commands"][0]["context"] = ["messages"]
    broken["name"]["short"] = "Peering Bot " * 3
    del broken["developer"]["privacyUrl"]
    said = complaints(f"{SCHEMAS}/v{made['manifestVersion']}/MicrosoftTeams.schema.json", broken)
    assert {line.split()[0] for line in said} >= {"/developer", "/name/short"}
    assert any("/composeExtensions/0/commands/0/context/0" in line for line in said)


def test_it_works_everywhere_in_teams(made: dict[str, Any]) -> None:
    bot = made["bots"][0]
    assert set(bot["scopes"]) == {"personal", "team", "groupChat"}
    assert {scope for commands in bot["commandLists"] for scope in commands["scopes"]} == set(bot["scopes"])


def test_every_command_it_offers_is_one_that_the_bot_knows(made: dict[str, Any]) -> None:
    offered = [command["title"] for command in made["bots"][0]["commandLists"][0]["commands"]]
    # Each title is the name of the command itself, which nobody has to guess.
    assert [title for title in offered if command_of(title) != title] == []
    assert {"help", "summary", "start over", "menu", "ask the network team", "forget me"} <= set(offered)


def test_the_message_action_and_the_search_have_their_ids(made: dict[str, Any]) -> None:
    find, search = made["composeExtensions"][0]["commands"]
    assert (find["id"], find["type"], find["context"], find["fetchTask"]) == ("findFix", "action", ["message"], True)
    assert (search["id"], search["type"]) == ("searchFixes", "query")
    assert len(search["parameters"]) == 1


def test_it_asks_for_no_permission(made: dict[str, Any]) -> None:
    assert {"authorization", "permissions", "devicePermissions", "webApplicationInfo"}.isdisjoint(made)
    assert made["validDomains"] == ["bot.example.com"]


def test_nothing_is_left_to_fill_in(made: dict[str, Any]) -> None:
    assert re.findall(r"\$\{?\w+", json.dumps(made).replace("$schema", "")) == []
    assert made["developer"]["name"] == 'Contoso "Networks"'
    assert made["developer"]["websiteUrl"] == "https://bot.example.com/"


def test_the_zip_has_the_manifest_and_the_icons_and_is_the_same_each_time() -> None:
    made = package(read(ENVIRONMENT))
    with ZipFile(BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["manifest.json", "color.png", "outline.png"]
        icons = json.loads(archive.read("manifest.json"))["icons"]
        assert all(archive.read(name).startswith(b"\x89PNG") for name in icons.values())
    assert made == package(read(ENVIRONMENT))


def test_all_that_is_missing_or_malformed_is_named_at_once() -> None:
    with pytest.raises(PackageError) as refused:
        read({"PUBLIC_HOST": "https://bot.example.com", "DEVELOPER_NAME": "Contoso", "MICROSOFT_APP_ID": " "})
    lines = str(refused.value).splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        "MICROSOFT_APP_ID",
        "PUBLIC_HOST",
        "DEVELOPER_PRIVACY",
        "DEVELOPER_TERMS",
    ]
    assert "not `https://bot.example.com`" in lines[1]


def test_the_package_is_written_from_env_file_and_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in (*ENVIRONMENT, "DEVELOPER_WEBSITE", "TEAMS_PACKAGE_VERSION"):
        monkeypatch.delenv(name, raising=False)
    assert main() == 1
    assert "PUBLIC_HOST" in capsys.readouterr().err
    (tmp_path / ".env").write_text(f"MICROSOFT_APP_ID={ENVIRONMENT['MICROSOFT_APP_ID']}\n", encoding="utf-8")
    for name in set(ENVIRONMENT) - {"MICROSOFT_APP_ID"}:
        monkeypatch.setenv(name, ENVIRONMENT[name])
    monkeypatch.setenv("TEAMS_PACKAGE_VERSION", "1.2.3")
    assert main() == 0
    with ZipFile(tmp_path / "build/peering-bot-teams.zip") as archive:
        made = json.loads(archive.read("manifest.json"))
    assert (made["version"], made["bots"][0]["botId"]) == ("1.2.3", ENVIRONMENT["MICROSOFT_APP_ID"])


def test_who_makes_it_needs_no_nodejs() -> None:
    steps = subprocess.run(
        ["make", "--dry-run", "teams-package"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    ).stdout
    assert "deploy.teams.package" in steps
    assert "bot.web.fetch" not in steps
