"""Secrets that must go, and texts on which a careless pattern takes minutes."""

import pytest

from knowledge.explain import brain
from knowledge.reading.clean import clean
from knowledge.reading.secrets import REMOVED, remove_secrets, without_secrets


@pytest.mark.parametrize(
    "text",
    [
        '"Authorization": "Basic hunter2hunter2"',
        "Authorization: Bearer hunter2hunter2",
        "az network vpn-connection shared-key update --shared-key hunter2",
        '"sharedKey": "hunter2"',
        '"adminPassword": {"value": "hunter2"}',
        'ConvertTo-SecureString -String "hunter2" -AsPlainText',
        "https://a.azurewebsites.net/api/b?code=hunter2hunter2hunter2==",
        "x-functions-key: hunter2",
        "Ocp-Apim-Subscription-Key: hunter2",
        "sv%3D1%26sig%3Dhunter2hunter2",
    ],
)
def test_a_secret_goes(text: str) -> None:
    assert "hunter2" not in remove_secrets(text)


@pytest.mark.timeout(30)  # a hang is a failure; nothing is measured
@pytest.mark.parametrize(
    "text",
    ["authorization:" + " " * 250_000, "-eyJ" * 62_500, "\\" * 250_000],
    ids=["blanks", "half-tokens", "backslashes"],
)
def test_time_grows_with_the_text_only(text: str) -> None:
    assert clean(remove_secrets(text)) is not None


@pytest.mark.parametrize("text", ["\\" * 8_000, "(a) " * 100 + "\n" * 7_500 + "x"], ids=["backslashes", "lines"])
def test_a_short_text_is_explained_at_once(text: str) -> None:
    assert brain().explain(text).verdict.best is None


def test_values_under_a_secret_name_go() -> None:
    value = {"password": "hunter2", "list": [{"client_secret": 12345}], "note": "token=hunter2", "ok": True, "n": 1}
    assert without_secrets(value) == {
        "password": REMOVED,
        "list": [{"client_secret": REMOVED}],
        "note": "token=***",
        "ok": True,
        "n": 1,
    }
