"""Microsoft's sign-in on this machine: signs the tokens of channels, serves their keys, gives tokens to a bot."""

import itertools
import json
import time
from typing import Any, Final, NamedTuple

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

APP_ID: Final = "6f3a7a52-41a6-4f0e-9a53-0a2d4be9a001"
TENANT: Final = "adfs"
"""MSAL asks Microsoft whether it knows an authority, unless the tenant has this name."""
METADATA: Final = "/channels/openidconfiguration"
_ISSUER: Final = "https://api.botframework.com"
_KEY: Final = "benchmark"
_HOUR: Final = 3600


class Asked(NamedTuple):
    """How often was asked for tokens of the bot, and for keys of channels, and for where they are."""

    tokens: int
    keys: int


class SignIn:
    """Counts what a bot asks for."""

    def __init__(self) -> None:
        self._tokens = 0
        self._keys = 0
        self.given = ""
        """The newest token that the bot was given."""
        self._numbers = itertools.count(1)
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    @property
    def asked(self) -> Asked:
        """Give how often something was asked for so far."""
        return Asked(self._tokens, self._keys)

    def routes(self) -> list[web.RouteDef]:
        """Give what it serves."""
        return [
            web.get(METADATA, self._channels),
            web.get("/channels/keys", self._channel_keys),
            web.get(f"/{TENANT}/.well-known/openid-configuration", self._authority),
            web.post(f"/{TENANT}/token", self._token),
        ]

    def header(self, service_url: str) -> str:
        """Give the Authorization header of a channel, with a token that was not there before."""
        now = int(time.time())
        claims = {"iss": _ISSUER, "aud": APP_ID, "serviceurl": service_url, "nbf": now - 60, "exp": now + _HOUR}
        token = jwt.encode(claims | {"jti": str(next(self._numbers))}, self._key, "RS256", {"kid": _KEY})
        return f"Bearer {token}"

    async def _channels(self, request: web.Request) -> web.Response:
        self._keys += 1
        return web.json_response({"issuer": _ISSUER, "jwks_uri": str(request.url.with_path("/channels/keys"))})

    async def _channel_keys(self, _request: web.Request) -> web.Response:
        self._keys += 1
        key: dict[str, Any] = json.loads(RSAAlgorithm.to_jwk(self._key.public_key()))
        return web.json_response({"keys": [key | {"kid": _KEY, "endorsements": ["msteams"]}]})

    async def _authority(self, request: web.Request) -> web.Response:
        self._tokens += 1
        here = str(request.url.with_path(f"/{TENANT}/"))
        return web.json_response({"issuer": here, "authorization_endpoint": here, "token_endpoint": f"{here}token"})

    async def _token(self, request: web.Request) -> web.Response:
        self._tokens += 1
        assert (await request.post())["client_id"] == APP_ID
        self.given = f"token-{self._tokens}"
        return web.json_response({"token_type": "Bearer", "access_token": self.given, "expires_in": _HOUR})
