"""The guide: what it tells people to type fits the files beside it. `make check-commands` asks azure-cli too."""

import json
import re
import shutil
import string
import subprocess
from urllib.parse import quote

from deploy.teams.package import VALUES
from tests.commands.check import readme_lines
from tests.deploy.conftest import ROOT, missing

GUIDE = (ROOT / "deploy/README.md").read_text(encoding="utf-8")
MAIN = (ROOT / "deploy/azure/main.bicep").read_text(encoding="utf-8")


def chapters() -> list[tuple[str, str]]:
    """Give title and text of every chapter."""
    parts = re.split(r"^## (.+)\n", GUIDE, flags=re.MULTILINE)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


def lines_of(chapter: str) -> list[str]:
    """Give the lines of all blocks of commands."""
    blocks = re.findall(r"^ *```bash\n(.*?)^ *```$", chapter, re.MULTILINE | re.DOTALL)
    return [line.strip() for block in blocks for line in block.splitlines()]


def set_by(line: str) -> set[str]:
    """Give the variables that a line of the shell sets."""
    words = line.removeprefix("export ")
    return set(re.findall(r"(?:^|\s)([A-Z_]+)=", words)) if re.match(r"[A-Z_]+=", words) else set()


def test_every_parameter_that_is_given_exists() -> None:
    known = set(re.findall(r"^param (\w+)", MAIN, re.MULTILINE))
    deployments = [words for words, _ in readme_lines(GUIDE) if words[:3] == ("deployment", "group", "create")]
    assert len(deployments) == 3
    for words in deployments:
        given = {word.partition("=")[0] for word in words if re.match(r"\w+=", word)}
        assert {"databasePassword", "appType", "appId"} <= given <= known
    assert all("appPassword=" in " ".join(words) for words in deployments[:2]), "the vault has none yet"


def test_every_output_that_is_read_exists() -> None:
    read = set(re.findall(r"properties\.outputs\.(\w+)\.value", GUIDE))
    assert read <= set(re.findall(r"^output (\w+)", MAIN, re.MULTILINE))
    assert {"host", "registryName", "vaultName"} <= read


def test_every_variable_is_set_before_it_is_used() -> None:
    """By an earlier line of the chapter, or by the lines that get the values back in another terminal."""
    got_back = next(chapter for chapter in chapters() if chapter[0] == "In another terminal")
    anywhere = {name for line in lines_of(got_back[1]) for name in set_by(line)}
    missed: list[str] = []
    for title, text in chapters():
        known = set() if title == got_back[0] or title.endswith("with compose") else set(anywhere)
        for line in lines_of(text):
            missed += [f"{title}: ${name}" for name in re.findall(r"\$\{?([A-Z_]+)", line) if name not in known]
            known |= set_by(line)
    assert missed == []


def test_every_chapter_that_needs_what_another_has_set_says_where_to_get_it_back() -> None:
    for title, text in chapters():
        names = {name for line in lines_of(text) for name in re.findall(r"\$\{?([A-Z_]+)", line)}
        if names - {name for line in lines_of(text) for name in set_by(line)}:
            assert "](#in-another-terminal)" in text, title


def test_a_server_that_was_restored_can_be_given_for_good() -> None:
    parameters = json.loads((ROOT / "deploy/azure/main.parameters.json").read_text(encoding="utf-8"))["parameters"]
    assert parameters["databaseServer"] == {"value": ""}
    assert "`databaseServer`" in dict(chapters())["Back up and restore"]
    database = MAIN[MAIN.index("module database ") : MAIN.index("module vault ")]
    assert re.search(r"^    name: empty\(databaseServer\) \? '[^']+' : databaseServer$", database, re.MULTILINE)


def test_every_value_of_the_teams_package_is_explained() -> None:
    assert [value.name for value in VALUES if value.name not in GUIDE] == []


def test_every_file_and_chapter_that_is_linked_exists() -> None:
    chapters = {
        re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
        for title in re.findall(r"^#+ (.+)$", GUIDE, re.MULTILINE)
    }
    for target in re.findall(r"\]\(([^)\s]+)\)", GUIDE):
        if target.startswith("#"):
            assert target[1:] in chapters, target
        elif "://" not in target:
            assert (ROOT / "deploy" / target).exists(), target


def test_secrets_that_the_vault_holds_are_named_as_in_the_template() -> None:
    vault = (ROOT / "deploy/azure/modules/vault.bicep").read_text(encoding="utf-8")
    named = set(re.findall(r"--name (app-password|database-url|\w+-url)\b", GUIDE))
    assert named == {"app-password"}
    assert all(f"name: '{name}'" in vault for name in named)


def test_every_provider_of_the_template_is_switched_on() -> None:
    modules = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "deploy/azure/modules").glob("*.bicep"))
    used = set(re.findall(r"'(Microsoft\.\w+)/", MAIN + modules)) - {"Microsoft.Authorization"}
    assert used <= set(re.findall(r"--namespace (\S+)", GUIDE))


def test_every_password_of_the_database_is_one_that_azure_takes() -> None:
    """Of 16 to 128 characters, three of four kinds; it needs no escaping in the address of the database."""
    lines = re.findall(r"^ *(DATABASE_PASSWORD=.*openssl.*)$", GUIDE, re.MULTILINE)
    assert len(lines) == 2
    if shutil.which("openssl") is None:
        missing("openssl", "install it")
    for line in lines:
        script = f'{line}; printf %s "$DATABASE_PASSWORD"'
        made = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True, timeout=60).stdout
        kinds = (string.ascii_uppercase, string.ascii_lowercase, string.digits, string.punctuation)
        assert sum(not set(made).isdisjoint(kind) for kind in kinds) >= 3, line
        assert 16 <= len(made) <= 128
        assert quote(made, safe="") == made


def test_compose_has_its_rotation_and_all_that_it_made_is_removed() -> None:
    lines = lines_of(dict(chapters())["On one machine, with compose"])
    for noun in ("ad app", "group"):
        assert any(f"az {noun} create " in line for line in lines), noun
        assert any(f"az {noun} delete " in line for line in lines), noun
    assert any(line.endswith(" down --volumes") for line in lines)
    assert any("credential reset" in line and "--append" in line for line in lines)


def test_who_chooses_another_name_is_told_which_commands_carry_it() -> None:
    default = re.search(r"^param name string = '(.+)'$", MAIN, re.MULTILINE)
    assert default is not None
    named = {line for _, text in chapters() for line in lines_of(text) if "az containerapp " in line}
    assert named
    assert all(f"--name {default[1]} " in line for line in named)
    assert f"every `--name {default[1]}`" in GUIDE
