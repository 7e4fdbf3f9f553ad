"""The Bicep files: they pass settings that exist, they fit together, and what must be closed is closed.

Their syntax is judged by `make check-deploy`; here they are only searched.
"""

import json
import re
from typing import get_args

import pytest

from bot.settings import Settings
from bot.state.engine import CONNECTIONS
from tests.deploy.conftest import ROOT

AZURE = ROOT / "deploy/azure"
MAIN = (AZURE / "main.bicep").read_text(encoding="utf-8")
MODULES = {file.stem: file.read_text(encoding="utf-8") for file in (AZURE / "modules").glob("*.bicep")}
GUID = "5a1c9d6e-0b1f-4f0e-9f0a-0123456789ab"


def _parameters(text: str) -> dict[str, bool]:
    """Give the name of every parameter and whether it must be given."""
    found = re.findall(r"^param (\w+) \w+( =)?", text, re.MULTILINE)
    return {name: not default for name, default in found}


def _settings() -> dict[str, str]:
    """Give the name of every setting that the container gets, and the line with what it gets."""
    pairs = re.findall(r"name: '([A-Z][A-Z0-9_]+)'\n\s+((?:value|secretRef): .+)", MODULES["app"])
    return dict(pairs)


def _defaults() -> dict[str, str]:
    """Give what settings are that come from a parameter with a default alone."""
    given = {name: re.fullmatch(r"value: (?:string\()?(\w+)\)?", line) for name, line in _settings().items()}
    found = {
        name: re.search(rf"^param {value[1]} \w+ = '?(.*?)'?$", MAIN, re.MULTILINE)
        for name, value in given.items()
        if value
    }
    chosen = {"MICROSOFT_APP_ID", "MICROSOFT_APP_TYPE", "MICROSOFT_APP_TENANT_ID"}
    return {name: default[1] for name, default in found.items() if default and name not in chosen}


def test_every_setting_is_passed_but_those_that_are_fixed_here() -> None:
    # Address, port and folder in the container are the image's; the bot registration needs the endpoint.
    fixed = {"host", "port", "data_dir", "messages_endpoint"}
    assert {name.lower() for name in _settings()} == set(Settings.model_fields) - fixed


def test_secrets_come_from_the_vault_and_nothing_else_does() -> None:
    by_reference = {name for name, given in _settings().items() if given.startswith("secretRef")}
    assert by_reference == {"DATABASE_URL", "MICROSOFT_APP_PASSWORD", "DIRECT_LINE_SECRET"}
    assert MODULES["app"].count("keyVaultUrl:") == len(by_reference)


@pytest.mark.parametrize("kind", ["SingleTenant", "UserAssignedMSI"])
def test_the_program_starts_with_them(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    url = re.search(r"databaseUrl: '(.+)'", MAIN)
    assert url is not None
    values = {
        "DATABASE_URL": re.sub(r"\$\{.+?\}+", "x", url[1].replace("uriComponent(databasePassword)", "p")),
        "ALLOWED_ORIGINS": "https://peering-bot.example.com,",
        "MICROSOFT_APP_ID": GUID,
        "MICROSOFT_APP_TYPE": kind,
        "MICROSOFT_APP_TENANT_ID": GUID,
        "MICROSOFT_APP_PASSWORD": "not-a-real-secret",
        "DIRECT_LINE_SECRET": "not-a-real-secret",
    } | _defaults()
    assert set(values) == set(_settings())
    if kind == "UserAssignedMSI":
        del values["MICROSOFT_APP_PASSWORD"]
    for name, value in (values | {"HOST": "0.0.0.0"}).items():
        monkeypatch.setenv(name, value)
    settings = Settings(_env_file=None)
    assert settings.store_url == "postgresql+asyncpg://x:x@x:5432/x?ssl=verify-full"
    assert settings.allowed_origins == ("https://peering-bot.example.com",)
    # What nobody chose is as it is without Azure.
    for name in _defaults():
        assert getattr(settings, name.lower()) == Settings.model_fields[name.lower()].default, name


def test_each_cloud_of_the_template_is_one_of_the_program() -> None:
    allowed = re.search(r"@allowed\(\[([^\]]+)\]\)\nparam cloud ", MAIN)
    assert allowed is not None
    clouds = re.findall(r"'(\w+)'", allowed[1])
    assert clouds == list(get_args(Settings.model_fields["microsoft_cloud"].annotation))
    assert re.findall(r"^  (\w+): '(?:postgres\.database\.[\w.]+)'", MODULES["network"], re.MULTILINE) == clouds


def test_the_managed_identity_that_the_program_names_is_the_one_that_the_container_has() -> None:
    identity = r"appType == 'UserAssignedMSI' \? identity\.properties\.clientId : appId"
    assert len(re.findall(rf"^    appId: {identity}$", MAIN, re.MULTILINE)) == 2
    assert len(re.findall(r"^    identityId: identity\.id$", MAIN, re.MULTILINE)) == 2
    assert "'${identityId}': {}" in MODULES["app"]
    assert "lifecycle: byPassword ? 'None' : 'Main'" in MODULES["app"]
    assert _settings()["MICROSOFT_APP_ID"] == "value: appId"
    assert "msaAppId: appId\n" in MODULES["bot"]
    assert "msaAppMSIResourceId: appType == 'UserAssignedMSI' ? identityId : null" in MODULES["bot"]


def test_the_parameters_file_fits() -> None:
    given = json.loads((AZURE / "main.parameters.json").read_text(encoding="utf-8"))["parameters"]
    known = _parameters(MAIN)
    assert set(given) <= set(known)
    asked_for = {name for name, must in known.items() if must and name not in given}
    assert asked_for == {"databasePassword"}
    secrets = re.findall(r"@secure\(\)\nparam (\w+)", MAIN)
    assert set(secrets) == {"appPassword", "databasePassword", "directLineSecret"}
    assert set(secrets).isdisjoint(given)


def test_every_module_is_given_exactly_what_it_takes() -> None:
    used = re.findall(
        r"^module (\w+) 'modules/(\w+)\.bicep' =.*?\n  params: \{\n(.*?)\n  \}", MAIN, re.DOTALL | re.MULTILINE
    )
    assert {file for _, file, _ in used} == set(MODULES)
    for _, file, parameters in used:
        assert set(re.findall(r"^    (\w+):", parameters, re.MULTILINE)) == set(_parameters(MODULES[file])), file


def test_every_output_that_is_used_is_there() -> None:
    used = set(re.findall(r"(\w+)\.outputs\.(\w+)", MAIN))
    there = {
        (file, name) for file, text in MODULES.items() for name in re.findall(r"^output (\w+)", text, re.MULTILINE)
    }
    assert used == there


def test_nothing_is_declared_and_not_used() -> None:
    for text in (MAIN, *MODULES.values()):
        declared = re.findall(r"^(?:param|var) (\w+)", text, re.MULTILINE)
        assert [name for name in declared if len(re.findall(rf"\b{name}\b", text)) < 2] == []


def test_every_api_version_is_a_released_one() -> None:
    versions = re.findall(r"'(Microsoft\.[\w/.]+)@([\w-]+)'", MAIN + "".join(MODULES.values()))
    assert len(versions) > 15
    # Diagnostic settings have no newer version that is not a preview.
    previews = {kind for kind, version in versions if not re.fullmatch(r"\d{4}-\d\d-\d\d", version)}
    assert previews == {"Microsoft.Insights/diagnosticSettings"}


def test_probes_ask_what_the_program_answers() -> None:
    health = (ROOT / "bot/health.py").read_text(encoding="utf-8")
    asked = re.findall(r"path: '(/\w+)'", MODULES["app"])
    assert set(asked) == {"/healthz", "/readyz"}
    assert all(f'"{path}"' in health for path in asked)
    # Azure takes no more than ten failures.
    assert all(int(times) <= 10 for times in re.findall(r"failureThreshold: (\d+)", MODULES["app"]))


def test_every_port_is_the_one_of_the_image() -> None:
    image = re.search(r"PORT=(\d+)", (ROOT / "deploy/Dockerfile").read_text(encoding="utf-8"))
    assert image is not None
    assert set(re.findall(r"(?:port|targetPort): (\d+)", MODULES["app"])) == {image[1]}


def test_what_must_be_closed_is_closed() -> None:
    assert "allowInsecure: false" in MODULES["app"]
    assert "publicNetworkAccess: 'Disabled'" in MODULES["database"]
    assert "adminUserEnabled: false" in MODULES["registry"]
    assert "enableRbacAuthorization: true" in MODULES["vault"]
    assert "listKeys" not in MAIN + "".join(MODULES.values())


def test_the_identity_may_pull_and_read_secrets_and_nothing_else() -> None:
    roles = {file: re.findall(r"roleDefinitions', (\w+)\)", text) for file, text in MODULES.items()}
    assert {file: found for file, found in roles.items() if found} == {"registry": ["pull"], "vault": ["readSecrets"]}
    # AcrPull and Key Vault Secrets User: built-in roles, the same in every tenant.
    assert "var pull = '7f951dda-4ed3-4680-a7ca-43fe172d538d'" in MODULES["registry"]
    assert "var readSecrets = '4633458b-17de-408a-b874-0445c86b69e6'" in MODULES["vault"]


def test_both_channels_are_on() -> None:
    assert set(re.findall(r"channelName: '(\w+)'", MODULES["bot"])) == {"MsTeamsChannel", "WebChatChannel"}
    assert "/api/messages'" in MAIN


def test_every_check_that_is_passed_over_says_why() -> None:
    skips = re.findall(r"checkov:skip=(\w+)(.*)", MAIN + "".join(MODULES.values()))
    assert skips
    assert [check for check, reason in skips if not re.match(r":\w.{20,}", reason)] == []


def test_the_database_has_connections_for_all_copies_of_two_versions() -> None:
    """Standard_B1ms has 50, of which 15 are Azure's own ("Limits in Azure Database for PostgreSQL")."""
    parameters = json.loads((AZURE / "main.parameters.json").read_text(encoding="utf-8"))["parameters"]
    allowed = re.search(r"@maxValue\((\d+)\)\nparam maxReplicas int = (\d+)", MAIN)
    assert "name: 'Standard_B1ms'" in MODULES["database"]
    assert allowed
    for replicas in (parameters["maxReplicas"]["value"], *map(int, allowed.groups())):
        assert replicas * CONNECTIONS * 2 < 50 - 15, "some are left for whoever looks at it by hand"
