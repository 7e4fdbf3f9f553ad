"""A registered bot does not take what only looks like a token of a channel."""

import asyncio

import jwt
import orjson
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import HMACAlgorithm

from bot.channels.bot_framework.bot_framework import PATH
from tests.bot.channels.bot_framework.world import (
    GARBAGE,
    Issuer,
    Parrot,
    Poster,
    Service,
    base64url,
    key_pair,
    public_key,
    refuses,
    says_hi,
)


def forged(header: str, how: str) -> str:
    """Give the token of a header with the same claims, signed in a way that proves nothing."""
    token = header.removeprefix("Bearer ")
    claims = jwt.decode(token, options={"verify_signature": False})
    head, body, signature = token.split(".")
    pem = key_pair("key-1").public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    own = {"kid": "key-1", "jwk": public_key("stranger"), "jku": "https://evil.example/keys"}
    match how:
        case "alg none":
            return jwt.encode(claims, "", "none", {"kid": "key-1"})
        case "alg none with a signature":
            return ".".join([base64url(b'{"alg":"none","kid":"key-1"}'), body, signature])
        case "HS256 with the public key":
            # PyJWT refuses to sign so, and therefore it is done by hand.
            unsigned = ".".join([base64url(b'{"alg":"HS256","typ":"JWT","kid":"key-1"}'), body])
            hmac = HMACAlgorithm(HMACAlgorithm.SHA256)
            return f"{unsigned}.{base64url(hmac.sign(unsigned.encode(), pem))}"
        case "RS512":
            return jwt.encode(claims, key_pair("key-1"), "RS512", {"kid": "key-1"})
        case "another key under that name":
            return jwt.encode(claims, key_pair("stranger"), "RS256", {"kid": "key-1"})
        case "a key that it brings itself":
            return jwt.encode(claims, key_pair("stranger"), "RS256", own)
        case "other claims":
            return (
                jwt.encode(claims | {"exp": 9e9}, key_pair("stranger"), "RS256")
                .split(".")[1]
                .join([f"{head}.", f".{signature}"])
            )
        case "no signature":
            return f"{head}.{body}."
        case _:
            raise ValueError(how)


@pytest.mark.parametrize(
    "how",
    [
        "alg none",
        "alg none with a signature",
        "HS256 with the public key",
        "RS512",
        "another key under that name",
        "a key that it brings itself",
        "other claims",
        "no signature",
    ],
)
async def test_a_forged_token_is_401(
    registered: Poster,
    turns: Parrot,
    service: Service,
    issuer: Issuer,
    caplog: pytest.LogCaptureFixture,
    how: str,
) -> None:
    await refuses(await says_hi(registered, f"Bearer {forged(issuer.token(service.url), how)}"), turns, caplog)


def with_claims(raw: bytes) -> str:
    """Give a token that is signed well, with these bytes where the claims should be."""
    return "Bearer " + jwt.api_jws.PyJWS().encode(raw, key_pair("key-1"), "RS256", {"kid": "key-1"})


def with_header(raw: bytes) -> str:
    return f"Bearer {base64url(raw)}.e30.AAAA"


@pytest.mark.parametrize(
    "header",
    [
        *GARBAGE,
        pytest.param("Bearer " + "x" * 7000, id="long"),
        pytest.param("Bearer a" + ".b" * 3000, id="many dots"),
        pytest.param(with_claims(b"[]"), id="claims in a list"),
        pytest.param(with_claims(b'"text"'), id="claims in a text"),
        pytest.param(with_claims(b"null"), id="no claims"),
        pytest.param(with_claims(b'{"iss": ["https://api.botframework.com"]}'), id="issuers in a list"),
        pytest.param(with_claims(b"\xff\xfe"), id="claims that are no text"),
        pytest.param(with_claims(b"[" * 4000), id="claims nested deeply"),
        pytest.param(with_claims(b'{"exp": 1' + b"0" * 5000 + b"}"), id="a number of 5,000 digits"),
        pytest.param(with_header(b"[]"), id="header in a list"),
        pytest.param(with_header(b"[" * 4000), id="header nested deeply"),
        pytest.param(with_header(b'{"alg":{"a":1},"kid":[]}'), id="header with odd values"),
    ],
)
async def test_garbage_is_401(
    registered: Poster, turns: Parrot, issuer: Issuer, caplog: pytest.LogCaptureFixture, header: str
) -> None:
    await refuses(await says_hi(registered, header), turns, caplog)


async def test_a_header_that_is_no_text_is_401(registered: Poster, turns: Parrot) -> None:
    body = orjson.dumps(registered.message("hi"))
    lines = [
        f"POST {PATH} HTTP/1.1".encode(),
        b"Host: bot.example",
        b"Content-Type: application/json",
        b"Content-Length: %d" % len(body),
        b"Authorization: Bearer \xff.\xfe.\x80",
    ]
    reader, writer = await asyncio.open_connection("127.0.0.1", registered.client.port)
    writer.write(b"\r\n".join(lines) + b"\r\n\r\n" + body)
    status = await reader.readline()
    writer.close()

    assert status.startswith(b"HTTP/1.1 401 ")
    assert turns.taken == []


async def test_a_huge_token_is_refused_by_the_server(registered: Poster, turns: Parrot) -> None:
    response = await says_hi(registered, "Bearer " + "x" * 100_000)

    assert response.status == 400
    assert turns.taken == []


async def test_a_storm_of_unknown_keys_fetches_nothing(registered: Poster, service: Service, issuer: Issuer) -> None:
    await says_hi(registered, issuer.token(service.url))
    before = issuer.reads

    for number in range(30):
        assert (await says_hi(registered, issuer.token(service.url, kid=f"key-1{number % 2}"))).status == 401

    assert issuer.reads == before <= 2
