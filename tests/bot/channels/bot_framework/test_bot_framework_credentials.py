"""The bot's own identity."""

import threading
from typing import Any

import pytest

from bot.channels.bot_framework.credentials import Credentials
from bot.settings import SettingsError
from tests.bot.channels.bot_framework.world import APP_ID, settings

COMPLETE = {"microsoft_app_id": APP_ID, "microsoft_app_password": "secret", "microsoft_app_tenant_id": APP_ID}


class Msal:
    """Stands in for MSAL's application, which keeps the token that it got."""

    def __init__(self, **options: Any) -> None:
        self.options = options
        self.threads: list[threading.Thread] = []

    def acquire_token_silent(self, *_: Any, **__: Any) -> None:
        return None

    def acquire_token_for_client(self, scopes: list[str]) -> dict[str, str]:
        self.threads.append(threading.current_thread())
        return {"access_token": f"for {scopes[0]}"}


async def test_a_token_is_asked_for_off_the_loop_by_one_application(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Msal] = []

    def make(**options: Any) -> Msal:
        made.append(Msal(**options))
        return made[-1]

    monkeypatch.setattr("bot.channels.bot_framework.credentials.ConfidentialClientApplication", make)
    credentials = Credentials(settings(**COMPLETE))

    assert await credentials.token() == "for https://api.botframework.com/.default"
    assert await credentials.token() == await credentials.token("https://api.botframework.com")
    assert len(made) == 1
    assert made[0].options["authority"] == f"https://login.microsoftonline.com/{APP_ID}"
    assert made[0].options["timeout"]
    assert threading.current_thread() not in made[0].threads


async def test_without_a_registration_there_is_no_token() -> None:
    credentials = Credentials(settings())

    assert await credentials.token() is None
    assert await credentials.is_authentication_disabled()
    assert not await credentials.is_valid_app_id("")


async def test_the_app_id_may_be_written_in_capitals() -> None:
    assert await Credentials(settings(**COMPLETE | {"microsoft_app_id": APP_ID.upper()})).is_valid_app_id(APP_ID)


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        ("SingleTenant", "microsoft_app_password"),
        ("SingleTenant", "microsoft_app_tenant_id"),
        ("MultiTenant", "microsoft_app_password"),
        ("UserAssignedMSI", "microsoft_app_tenant_id"),
    ],
)
def test_a_half_registration_stops_the_start(kind: str, missing: str) -> None:
    with pytest.raises(SettingsError, match=missing.upper()):
        Credentials(settings(**COMPLETE | {"microsoft_app_type": kind, missing: ""}))


@pytest.mark.parametrize(
    ("kind", "unneeded"), [("MultiTenant", "microsoft_app_tenant_id"), ("UserAssignedMSI", "microsoft_app_password")]
)
def test_each_type_needs_only_its_own(kind: str, unneeded: str) -> None:
    Credentials(settings(**COMPLETE | {"microsoft_app_type": kind, unneeded: ""}))
