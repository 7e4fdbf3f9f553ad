"""What a caller's token says, when it is really signed by whom it names and not over."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from time import time
from typing import Any, Final

import jwt
from jwt.exceptions import PyJWTError

from bot.channels.bot_framework.keys import Key, SigningKeys
from bot.errors import BotError

_LEEWAY: Final = 300.0
"""Seconds that clocks may differ: "Industry-standard clock-skew is 5 minutes", says the same documentation."""
_REMEMBERED: Final = 1000
_ALGORITHM: Final = "RS256"


class TokenError(BotError):
    """A token is not valid; the text says why, with nothing in it that came from the caller."""


class KeysMissing(BotError):  # noqa: N818 - what happened, not a fault
    """A token looks like one, and nothing is there yet to tell whether it is: the server of the keys is away."""


@dataclass(frozen=True, slots=True)
class Token:
    """The claims of a valid token, and the key that signed it."""

    claims: Mapping[str, Any]
    key_id: str
    key: Key

    @property
    def issuer(self) -> str:
        """Give who signed it."""
        return str(self.claims["iss"])

    def text(self, claim: str) -> str:
        """Give a claim, empty when it is missing or no text."""
        value = self.claims.get(claim)
        return value if isinstance(value, str) else ""


@dataclass(slots=True)
class Tokens:
    """Reads tokens; `keys` has the keys of each issuer. A token that was valid is remembered by its hash.

    botbuilder 4.17.1 reads each token four times, and stumbles over many that are none (row 2).
    """

    keys: Mapping[str, SigningKeys]
    now: Callable[[], float] = time
    _valid: dict[bytes, Token] = field(default_factory=dict)

    async def read(self, text: str) -> Token:
        """Give what a token says. Raises TokenError when its signature, issuer, or time is not right.

        Raises KeysMissing when that cannot be told now. That says nothing of its claims but that the issuer is known.
        """
        digest = sha256(text.encode("utf-8", "surrogateescape")).digest()
        known = self._valid.get(digest)
        if known is not None and await self._still_holds(known):
            return known
        self._valid.pop(digest, None)
        token = await self._check(text)
        while len(self._valid) >= _REMEMBERED:
            del self._valid[next(iter(self._valid))]
        self._valid[digest] = token
        return token

    async def _still_holds(self, token: Token) -> bool:
        """Tell whether it is not over, and its key was not withdrawn when the keys were read again."""
        in_time = self.now() - _LEEWAY < token.claims["exp"]
        return in_time and await self.keys[token.issuer].get(token.key_id) is token.key

    async def _check(self, text: str) -> Token:
        key_id, issuer = _unchecked(text)
        keys = self.keys.get(issuer)
        if keys is None:
            raise TokenError("its issuer is none of those that this bot believes")
        key = await keys.get(key_id)
        if key is None and keys.missing:
            raise KeysMissing("The keys that tokens are signed with could not be read yet.")
        if key is None:
            raise TokenError("its key is not known")
        return Token(_signed(text, key), key_id, key)


def _unchecked(text: str) -> tuple[str, str]:
    """Give the id of the key and the issuer, as anybody may have written them, of what looks like a signed token."""
    try:
        parts = jwt.decode_complete(text, options={"verify_signature": False})
    except (PyJWTError, ValueError):
        # ValueError is for characters that cannot be encoded; PyJWT has errors of its own for the rest.
        raise TokenError("it is no JSON Web Token") from None
    key_id, issuer = parts["header"].get("kid"), parts["payload"].get("iss")
    if parts["header"].get("alg") != _ALGORITHM or not parts["signature"] or not isinstance(key_id, str):
        raise TokenError("it is not signed as channels sign")
    return key_id, issuer if isinstance(issuer, str) else ""


def _signed(text: str, key: Key) -> dict[str, Any]:
    # Whom a token is for is looked at elsewhere: app ids may differ in case.
    options: Any = {"require": ["exp", "iss", "aud"], "verify_aud": False}
    try:
        claims = jwt.decode(text, key.public_key, algorithms=[_ALGORITHM], leeway=_LEEWAY, options=options)
    except PyJWTError as error:
        raise TokenError(f"its signature or its time is not right ({type(error).__name__})") from None
    return dict(claims) | {"exp": int(claims["exp"])}
