"""The bot's own identity: one credential, and tokens that are used until shortly before they end."""

import asyncio
import threading
from time import time

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from msal import UserAssignedManagedIdentity  # type: ignore[import-untyped]

from bot.channels.bot_framework.credentials import AFTER_FAILURE, Credentials
from bot.channels.bot_framework.web_client import CallError
from bot.settings import SettingsError
from tests.bot.channels.bot_framework.world import APP_ID, REGISTERED, Clock, Msal, settings


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.mark.parametrize(
    ("kind", "cloud", "authority", "scope"),
    [
        (
            "SingleTenant",
            "Public",
            f"https://login.microsoftonline.com/{APP_ID}",
            "https://api.botframework.com/.default",
        ),
        (
            "MultiTenant",
            "Public",
            "https://login.microsoftonline.com/botframework.com",
            "https://api.botframework.com/.default",
        ),
        (
            "SingleTenant",
            "USGovernment",
            f"https://login.microsoftonline.us/{APP_ID}",
            "https://api.botframework.us/.default",
        ),
        (
            "MultiTenant",
            "USGovernment",
            "https://login.microsoftonline.us/MicrosoftServices.onmicrosoft.us",
            "https://api.botframework.us/.default",
        ),
        (
            "SingleTenant",
            "China",
            f"https://login.partner.microsoftonline.cn/{APP_ID}",
            "https://api.botframework.azure.cn/.default",
        ),
        (
            "MultiTenant",
            "China",
            "https://login.partner.microsoftonline.cn/microsoftservices.partner.onmschina.cn",
            "https://api.botframework.azure.cn/.default",
        ),
    ],
)
async def test_a_secret_is_shown_to_the_right_authority(
    entra: list[Msal], kind: str, cloud: str, authority: str, scope: str
) -> None:
    token = await Credentials(settings(**REGISTERED, microsoft_app_type=kind, microsoft_cloud=cloud)).token()

    assert token == f"of {APP_ID} for {scope}"
    [app] = entra
    assert app.kind == "ConfidentialClientApplication"
    assert app.options["client_id"] == APP_ID
    assert app.options["client_credential"] == REGISTERED["microsoft_app_password"]
    assert app.options["authority"] == authority
    assert app.options["timeout"]


@pytest.mark.parametrize(
    ("cloud", "resource"),
    [
        ("Public", "https://api.botframework.com"),
        ("USGovernment", "https://api.botframework.us"),
        ("China", "https://api.botframework.azure.cn"),
    ],
)
async def test_a_managed_identity_has_no_secret(entra: list[Msal], cloud: str, resource: str) -> None:
    identity = REGISTERED | {"microsoft_app_password": "", "microsoft_app_type": "UserAssignedMSI"}
    token = await Credentials(settings(**identity, microsoft_cloud=cloud)).token()

    assert token == f"of {APP_ID} for {resource}"
    [app] = entra
    assert app.kind == "ManagedIdentityClient"
    assert app.identity == (UserAssignedManagedIdentity(client_id=APP_ID),)
    assert app.options["http_client"].request.keywords["timeout"]


async def test_a_token_is_used_until_shortly_before_its_end(entra: list[Msal], clock: Clock) -> None:
    credentials = Credentials(settings(**REGISTERED), clock)
    for _ in range(20):
        await credentials.token()
        clock.now += 160
    assert len(entra) == 1
    assert len(entra[0].asked) == 1

    clock.now = 3600 - 299
    await credentials.token()
    assert len(entra[0].asked) == 2


async def test_many_at_once_ask_once_and_not_on_the_event_loop(entra: list[Msal]) -> None:
    credentials = Credentials(settings(**REGISTERED))
    tokens = await asyncio.gather(*(credentials.token() for _ in range(50)))

    assert len(set(tokens)) == 1
    assert len(entra) == 1
    assert len(entra[0].asked) == 1
    assert threading.current_thread() not in entra[0].threads


async def test_each_audience_has_its_own_token(entra: list[Msal]) -> None:
    credentials = Credentials(settings(**REGISTERED))

    assert await credentials.token("other-bot") == f"of {APP_ID} for other-bot/.default"
    assert await credentials.token() == f"of {APP_ID} for https://api.botframework.com/.default"
    assert await credentials.token("other-bot") == f"of {APP_ID} for other-bot/.default"
    assert len(entra) == 1
    assert len(entra[0].asked) == 2


async def test_a_refusal_is_said_and_not_asked_for_at_every_turn(entra: list[Msal], clock: Clock) -> None:
    credentials = Credentials(settings(**REGISTERED), clock)
    await credentials.token("warm")
    entra[0].answer = {"error": "invalid_client", "error_description": "the secret has ended"}

    for _ in range(3):
        with pytest.raises(PermissionError, match="the secret has ended"):
            await credentials.token()
    assert len(entra[0].asked) == 2

    entra[0].answer = {}
    clock.now += AFTER_FAILURE
    assert await credentials.token()


async def test_nobody_to_ask_is_a_call_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(**_: object) -> None:
        raise ConnectionError("no network")

    monkeypatch.setattr("bot.channels.bot_framework.credentials.ConfidentialClientApplication", unreachable)
    with pytest.raises(CallError, match="no network"):
        await Credentials(settings(**REGISTERED)).token()


async def test_without_a_registration_there_is_no_token(entra: list[Msal]) -> None:
    assert await Credentials(settings()).token() is None
    assert entra == []


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
        Credentials(settings(**REGISTERED | {"microsoft_app_type": kind, missing: ""}))


@pytest.mark.parametrize(
    ("kind", "unneeded"), [("MultiTenant", "microsoft_app_tenant_id"), ("UserAssignedMSI", "microsoft_app_password")]
)
def test_each_type_needs_only_its_own(kind: str, unneeded: str) -> None:
    Credentials(settings(**REGISTERED | {"microsoft_app_type": kind, unneeded: ""}))


async def test_a_managed_identity_is_asked_as_azure_documents_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """With MSAL itself, against an endpoint as App Service and Container Apps have one."""
    asked: list[web.Request] = []

    async def give(request: web.Request) -> web.Response:
        asked.append(request)
        return web.json_response({"access_token": "from the platform", "expires_on": str(int(time()) + 86400)})

    app = web.Application()
    app.router.add_get("/msi/token", give)
    async with TestServer(app) as server:
        monkeypatch.setenv("IDENTITY_ENDPOINT", str(server.make_url("/msi/token")))
        monkeypatch.setenv("IDENTITY_HEADER", "a header of the tests")
        credentials = Credentials(settings(**REGISTERED | {"microsoft_app_type": "UserAssignedMSI"}))
        assert {await credentials.token() for _ in range(20)} == {"from the platform"}

    [request] = asked
    assert request.query["client_id"] == APP_ID
    assert request.query["resource"] == "https://api.botframework.com"
    assert request.headers["X-IDENTITY-HEADER"] == "a header of the tests"


async def test_a_platform_without_an_identity_is_a_call_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IDENTITY_ENDPOINT", "http://127.0.0.1:1/msi/token")
    monkeypatch.setenv("IDENTITY_HEADER", "a header of the tests")
    with pytest.raises(CallError, match="could not be asked for"):
        await Credentials(settings(**REGISTERED | {"microsoft_app_type": "UserAssignedMSI"})).token()
