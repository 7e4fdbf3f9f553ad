"""Settings: what is allowed, and what is said when they are wrong."""

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, is_loopback, read_settings


@pytest.fixture(autouse=True)
def no_settings_around(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the settings of whoever runs the tests away."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def _env(folder: Path, text: str) -> Path:
    file = folder / ".env"
    file.write_text(text, encoding="utf-8")
    return file


def test_nothing_needs_to_be_set(tmp_path: Path) -> None:
    settings = read_settings(tmp_path / "there is none")
    assert (settings.host, settings.port) == ("127.0.0.1", 3978)
    assert settings.on_loopback
    assert settings.store_url.endswith("/data/peering-bot.db")


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = _env(tmp_path, "PORT=4000\nHOST=localhost\n")
    monkeypatch.setenv("PORT", "5000")
    settings = read_settings(file)
    assert (settings.host, settings.port) == ("localhost", 5000)


def test_the_example_can_be_copied_as_it_is() -> None:
    assert read_settings(Path(".env.example")) == Settings(_env_file=None)


MALFORMED = [
    ("PORT=abc", "PORT", "1 to 65535"),
    ("PORT=0", "PORT", "1 to 65535"),
    ("PORT=65536", "PORT", "1 to 65535"),
    ("PORT=", "PORT", "1 to 65535"),
    ("PORT=80 80", "PORT", "1 to 65535"),
    ("DATABASE_URL=mysql://x/y", "DATABASE_URL", "postgresql://"),
    ("ALLOWED_ORIGINS=https://*.example.com", "ALLOWED_ORIGINS", "separated by commas"),
    ("ALLOWED_ORIGINS=intranet.example.com", "ALLOWED_ORIGINS", "`intranet.example.com` is not an origin"),
    ("ALLOWED_ORIGINS=https://a.example/path", "ALLOWED_ORIGINS", "https://intranet.example.com"),
    ("DIRECT_LINE_SECRET=short", "DIRECT_LINE_SECRET", "at least 16 characters"),
    ("MICROSOFT_APP_ID=me", "MICROSOFT_APP_ID", "a GUID"),
    ("MICROSOFT_APP_TYPE=Other", "MICROSOFT_APP_TYPE", "UserAssignedMSI"),
    ("MICROSOFT_APP_TENANT_ID=contoso", "MICROSOFT_APP_TENANT_ID", "a GUID"),
    ("MICROSOFT_CLOUD=Germany", "MICROSOFT_CLOUD", "Public, USGovernment or China"),
    ("ALLOWED_CALLERS=everybody", "ALLOWED_CALLERS", "`everybody` is not an application ID"),
    ("SERVICE_HOSTS=https://bot.contoso.com", "SERVICE_HOSTS", "`https://bot.contoso.com` is not a host name"),
    ("SERVICE_HOSTS=*.contoso.com", "SERVICE_HOSTS", "separated by commas"),
    ("SERVICE_HOSTS=bot.contoso.com,10.0.0.4", "SERVICE_HOSTS", "`10.0.0.4` is not a host name"),
    ("SERVICE_HOSTS=localhost", "SERVICE_HOSTS", "`localhost` is not a host name"),
    ("LOG_LEVEL=loud", "LOG_LEVEL", "DEBUG, INFO, WARNING or ERROR"),
    ("MESSAGES_ENDPOINT=perhaps", "MESSAGES_ENDPOINT", "true or false"),
]


@pytest.mark.parametrize(("line", "name", "allowed"), MALFORMED)
def test_a_malformed_setting_is_named_with_what_is_allowed(tmp_path: Path, line: str, name: str, allowed: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings(_env(tmp_path, line + "\n"))
    said = str(refused.value)
    assert said.startswith(f"{name}: ")
    assert allowed in said
    assert "\n" not in said


def test_an_unknown_key_is_named_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings(_env(tmp_path, "PROT=3978\n"))
    said = str(refused.value)
    assert said.startswith("PROT: no such setting.")
    assert all(name.upper() in said for name in Settings.model_fields)


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings(_env(tmp_path, "PROT=3978\nPORT=abc\nLOG_LEVEL=loud\n"))
    names = {line.partition(":")[0] for line in str(refused.value).splitlines()}
    assert names == {"PROT", "PORT", "LOG_LEVEL"}


def test_a_secret_is_not_said(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings(_env(tmp_path, "DIRECT_LINE_SECRET=hunter2\nMICROSOFT_APP_PASSWORD=xyzzy\nPORT=abc\n"))
    assert "hunter2" not in str(refused.value)
    assert "xyzzy" not in str(refused.value)
    settings = read_settings(_env(tmp_path, "MICROSOFT_APP_PASSWORD=xyzzy\n"))
    assert "xyzzy" not in repr(settings)


def test_a_file_that_is_no_text_is_said(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"PORT=\xff\xfe\n")
    with pytest.raises(SettingsError, match="UTF-8"):
        read_settings(file)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.4", "peering.example.com", ""])
def test_an_address_that_others_reach_needs_no_app_id_to_start(tmp_path: Path, host: str) -> None:
    assert not read_settings(_env(tmp_path, f"HOST={host}\n")).on_loopback


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "localhost", "LOCALHOST", "::1", "[::1]"])
def test_loopback_is_known_in_every_way_to_write_it(tmp_path: Path, host: str) -> None:
    assert is_loopback(host)
    assert read_settings(_env(tmp_path, f"HOST={host}\n")).on_loopback


def test_origins_are_split_and_cleaned(tmp_path: Path) -> None:
    settings = read_settings(_env(tmp_path, "ALLOWED_ORIGINS= https://a.example , http://b.example:8080/ ,\n"))
    assert settings.allowed_origins == ("https://a.example", "http://b.example:8080")


def test_lists_are_split_and_written_small(tmp_path: Path) -> None:
    app = "8D3FA6C1-70b2-4e59-9c84-1e5f2b7d6a03"
    settings = read_settings(_env(tmp_path, f"ALLOWED_CALLERS= {app} ,\nSERVICE_HOSTS=Bot.Contoso.com, b.example\n"))
    assert settings.allowed_callers == {app.lower()}
    assert settings.service_hosts == {"bot.contoso.com", "b.example"}


def test_postgresql_gets_its_driver(tmp_path: Path) -> None:
    settings = read_settings(_env(tmp_path, "DATABASE_URL=postgresql://u:p@db/bot\n"))
    assert settings.store_url == "postgresql+asyncpg://u:p@db/bot"


def test_settings_do_not_change(tmp_path: Path) -> None:
    settings = read_settings(tmp_path / "none")
    with pytest.raises(ValueError, match="frozen"):
        settings.port = 1  # type: ignore[misc]
