"""The compose file: with settings that exist, no secret in it, and closed where it can be."""

import re
from typing import Any

import pytest

from bot.settings import Settings
from tests.deploy.conftest import ROOT

VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")


def _filled(environment: dict[str, str | None], **given: str) -> dict[str, str]:
    """Give what compose puts in: `:-` has a default, `:?` must be given, what has no value comes along if set."""
    filled = {
        name: VARIABLE.sub(lambda found: given.get(found[1]) or ("" if found[2] == "?" else found[3] or ""), value)
        for name, value in environment.items()
        if value is not None
    }
    return filled | {name: given[name] for name, value in environment.items() if value is None and name in given}


@pytest.fixture
def bot(compose: dict[str, Any]) -> dict[str, Any]:
    """The service of the bot."""
    service: dict[str, Any] = compose["services"]["peering-bot"]
    return service


def test_every_setting_is_passed_but_those_of_the_image(bot: dict[str, Any]) -> None:
    # Address, port and folder in the container are the image's; ports and volumes say what they are outside.
    of_the_image = {"host", "port", "data_dir"}
    assert {name.lower() for name in bot["environment"]} == set(Settings.model_fields) - of_the_image


def test_the_bot_starts_with_what_compose_gives_it(bot: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (_filled(bot["environment"], POSTGRES_PASSWORD="a1b2c3") | {"HOST": "0.0.0.0"}).items():
        monkeypatch.setenv(name, value)
    settings = Settings(_env_file=None)
    assert settings.store_url == "postgresql+asyncpg://peering-bot:a1b2c3@database:5432/peering-bot"
    assert not settings.messages_endpoint


def test_the_bot_starts_with_a_registration_too(bot: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    guid = "5a1c9d6e-0b1f-4f0e-9f0a-0123456789ab"
    given = {
        "POSTGRES_PASSWORD": "a1b2c3",
        "MESSAGES_ENDPOINT": "true",
        "MICROSOFT_APP_ID": guid,
        "MICROSOFT_APP_PASSWORD": "not-a-real-secret",
        "MICROSOFT_APP_TENANT_ID": guid,
        "MICROSOFT_CLOUD": "USGovernment",
        "HAND_OFF_CHANNEL": "19:abc@thread.tacv2",
        "RETENTION_DAYS": "30",
    }
    for name, value in (_filled(bot["environment"], **given) | {"HOST": "0.0.0.0"}).items():
        monkeypatch.setenv(name, value)
    settings = Settings(_env_file=None)
    assert settings.messages_endpoint
    assert (settings.microsoft_app_id, settings.microsoft_cloud) == (guid, "USGovernment")
    assert (settings.hand_off_channel, settings.retention_days) == ("19:abc@thread.tacv2", 30)


def test_no_secret_is_written_down() -> None:
    text = (ROOT / "deploy/compose.yaml").read_text(encoding="utf-8")
    secrets = re.findall(r"^ *\w*(?:PASSWORD|SECRET):(.*)$|://[^:/ ]+:(.+?)@", text, re.MULTILINE)
    assert len(secrets) == 4
    assert all(re.match(r'$|"?\$\{', (one or other).strip()) for one, other in secrets)


def test_the_database_is_awaited_kept_and_not_reachable_from_outside(
    compose: dict[str, Any], bot: dict[str, Any]
) -> None:
    database = compose["services"]["database"]
    assert bot["depends_on"]["database"]["condition"] == "service_healthy"
    assert "pg_isready" in database["healthcheck"]["test"][1]
    assert [volume.partition(":")[0] for volume in database["volumes"]] == list(compose["volumes"])
    assert "ports" not in database


def test_the_bot_may_do_little(bot: dict[str, Any]) -> None:
    assert bot["read_only"] is True
    assert bot["cap_drop"] == ["ALL"]
    assert all(port.startswith("127.0.0.1:") for port in bot["ports"])
