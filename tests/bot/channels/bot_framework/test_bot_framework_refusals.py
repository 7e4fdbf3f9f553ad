"""What is wrong with a request is said with a status and a word, never with a 500."""

from typing import Any

import orjson
import pytest

from bot.body import MAX_BODY
from bot.channels.bot_framework.bot_framework import PATH
from tests.bot.channels.bot_framework.world import GARBAGE, Parrot, Poster, Service, code_of

LEFT_OUT = object()


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"text"', b"null", b"\xff\xfe", b"[" * 5000])
async def test_what_is_no_json_object_is_400(local: Poster, turns: Parrot, body: bytes) -> None:
    response = await local.posts(body)

    assert response.status == 400
    assert await code_of(response) == "BadJson"
    assert turns.taken == []


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
async def test_another_type_is_415(local: Poster, kind: str) -> None:
    response = await local.posts(local.message("hi"), **{"Content-Type": kind})

    assert response.status == 415


async def test_too_large_is_413(local: Poster) -> None:
    assert (await local.says("x" * MAX_BODY)).status == 413


async def test_other_methods_are_405(local: Poster) -> None:
    assert (await local.client.get(PATH)).status == 405


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *[("type", value) for value in (LEFT_OUT, None, "", 3, {})],
        *[("channelId", value) for value in (LEFT_OUT, None, "", ["msteams"], "ms\x00teams", "ms\nteams", "m" * 65)],
        *[("conversation", value) for value in (LEFT_OUT, None, "a", {}, {"id": ""}, {"id": 3}, [])],
        *[("from", value) for value in (LEFT_OUT, None, "a", {}, {"id": None})],
        ("timestamp", "yesterday"),
        ("entities", "none"),
        ("recipient", 3),
        ("channelData", {"a": [{}] * 3}),
    ],
)
async def test_an_activity_of_the_wrong_shape_is_400(local: Poster, turns: Parrot, field: str, value: Any) -> None:
    activity = local.message("hi") | {field: value}
    if value is LEFT_OUT:
        del activity[field]
    if field == "channelData":
        for _ in range(60):
            activity[field] = [activity[field]]

    response = await local.posts(activity)

    assert response.status == 400
    assert await code_of(response) == "BadActivity"
    assert turns.taken == []


@pytest.mark.parametrize("header", GARBAGE)
async def test_a_header_without_a_registration_is_401(local: Poster, turns: Parrot, header: str) -> None:
    response = await local.posts(local.message("hi"), Authorization=header)

    assert response.status == 401
    assert await code_of(response) == "Unauthorized"
    assert turns.taken == []


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        3,
        [],
        "127.0.0.1",
        "localhost:3978",
        "//localhost/",
        "file://localhost/etc/passwd",
        "ftp://127.0.0.1/",
        "https://evil.example/",
        "http://127.0.0.1@evil.example/",
        "http://evil.example@127.0.0.1/",
        "http://127.0.0.1:80@evil.example/",
        "http://user:pass@localhost/",
        "http://127.0.0.1.evil.example/",
        "http://localhost.evil.example/",
        "http://evil.example/?x=http://127.0.0.1",
        "http://evil.example/#@127.0.0.1",
        "http://127.0.0.1/?x=1",
        "http://127.0.0.1/#x",
        "http://127.0.0.1\\@evil.example/",
        "http://evil.example\\@127.0.0.1/",
        "http://127.0.0.1\t.evil.example/",
        "http://127.0.0.1 .evil.example/",
        "http://127.0.0.1\r\nHost: evil.example/",
        "http://127.0.0.1%2eevil.example/",
        "http://127.0.0.1:port/",
        "http://127.0.0.1:99999/",
        "http://[::1",
        "http://[::2]/",
        "http://0.0.0.0/",
        "http://[::]/",
        "http://10.0.0.4/",
        "http://169.254.169.254/metadata/instance",
        "http://168.63.129.16/",
        "http://2130706434/",
        "http://ⓛocalhost/",
        "https://smba.trafficmanager.net/teams/",
    ],
)
async def test_without_a_registration_other_service_urls_are_403(local: Poster, turns: Parrot, url: object) -> None:
    response = await local.posts(local.message("hi") | {"serviceUrl": url})

    assert response.status == 403
    assert await code_of(response) == "ForbiddenServiceUrl"
    assert turns.taken == []


async def test_without_a_registration_a_service_url_is_needed(local: Poster) -> None:
    activity = local.message("hi")
    del activity["serviceUrl"]

    assert (await local.posts(activity)).status == 403


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/",
        "HTTP://LOCALHOST:1/_connector",
        "https://localhost:1",
        "http://127.3.2.1:1/x/y",
        "http://[::1]:1/",
    ],
)
async def test_without_a_registration_this_machine_is_answered(local: Poster, turns: Parrot, url: str) -> None:
    response = await local.posts(local.message("hi") | {"serviceUrl": url})

    assert response.status == 200
    assert len(turns.taken) == 1


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1.evil.example", "null"])
async def test_pages_from_elsewhere_may_not_post(local: Poster, service: Service, origin: str) -> None:
    response = await local.posts(local.message("hi"), Origin=origin)

    assert response.status == 403
    assert service.sent == []


PLANES = ["ä", "Ж", "ピ", "\u200b", "\ufeff", "\u0000", "😀", "𠀀", "\U000e0041", "\U000f0000", "\U0010fffd", "\uffff"]


async def test_text_of_every_plane_arrives(local: Poster, turns: Parrot) -> None:
    text = " ".join(["peering", *PLANES])

    assert (await local.says(text)).status == 200
    assert turns.taken[0]["text"] == text


@pytest.mark.parametrize("half", [r"\ud83d", r"\udc00", r"\udc00\ud83d", r"\uD83D\uD83D"])
async def test_half_a_character_is_no_reason_to_lose_a_message(local: Poster, turns: Parrot, half: str) -> None:
    """Text that was cut has it, and browsers send it."""
    raw = orjson.dumps(local.message("peering HALF fails 😀")).replace(b"HALF", half.encode())

    assert (await local.posts(raw)).status == 200
    heard = turns.taken[0]["text"]
    assert heard.startswith("peering \ufffd")
    assert heard.endswith(" fails 😀")


@pytest.mark.parametrize(
    "raw", [b'{"text": "\\ud83d"', b'{"text": "\\ud83d", "n": NaN}', b'["\\ud83d"]', b'{"\\ud83d": 1} x']
)
async def test_half_a_character_excuses_nothing_else(local: Poster, raw: bytes) -> None:
    assert (await local.posts(raw)).status == 400


async def test_what_is_a_thousand_levels_deep_is_400(local: Poster, turns: Parrot) -> None:
    for deep in (b"[" * 1000 + b"]" * 1000, b'{"a":' * 1000 + b"1" + b"}" * 1000, b"[" * 100_000):
        for half in (b"", rb'"\ud83d",'):
            raw = orjson.dumps(local.message("hi"))[:-1] + b', "value": [' + half + deep + b"]}"
            assert (await local.posts(raw)).status == 400
    assert turns.taken == []


STRANGE = [0, 1.5, True, "x", [], [None], {}, {"a": []}, [[]], "\u0000"]
FIELDS = [
    *("id", "timestamp", "localTimestamp", "localTimezone", "channelId", "from", "conversation", "recipient", "text"),
    *("membersAdded", "membersRemoved", "reactionsAdded", "locale", "attachments", "entities", "channelData", "value"),
    *("textFormat", "replyToId", "valueType", "name", "deliveryMode", "action", "inputHint", "summary", "speak"),
]


@pytest.mark.parametrize("field", FIELDS)
async def test_wrong_types_never_break_anything(real: Poster, field: str, caplog: pytest.LogCaptureFixture) -> None:
    for number, value in enumerate(STRANGE):
        for kind in ("message", "messageUpdate", "conversationUpdate", "installationUpdate", "invoke"):
            activity = real.message("menu", id=f"{kind}{number}", type=kind) | {field: value}
            assert (await real.posts(activity)).status in {200, 400}
    assert not [record for record in caplog.records if record.exc_info]
