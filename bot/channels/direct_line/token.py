"""Direct Line tokens: who may speak in which conversation, until when, from which pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import jwt

from bot.errors import RequestError

LIFETIME: Final = timedelta(hours=1)
"""How long a token is good. The client renews it every 15 minutes."""
STREAM_LIFETIME: Final = timedelta(seconds=60)
"""How long the address of a stream may be opened."""
RENEWABLE: Final = timedelta(days=30)
"""How long after its end the page may still exchange a token for a fresh one: laptops sleep."""

_ISSUER: Final = "peering-bot"
_CONVERSE: Final = "peering-bot/direct-line"
_STREAM: Final = "peering-bot/direct-line/stream"
_ALGORITHM: Final = "HS256"

Clock = Callable[[], datetime]
"""Gives the present moment, with its time zone."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token says. Without a user anybody speaks; without origins any page that is allowed here may use it."""

    conversation: str
    user: str | None = None
    origins: tuple[str, ...] = ()


class Tokens:
    """Makes and reads tokens signed with one key."""

    def __init__(self, key: bytes, clock: Clock) -> None:
        self._key = key
        self._clock = clock

    def issue(self, claims: Claims) -> str:
        """Give a token to converse with."""
        return self._sign(claims, _CONVERSE, LIFETIME)

    def issue_stream(self, claims: Claims) -> str:
        """Give the short-lived token that opens the stream of a conversation."""
        return self._sign(claims, _STREAM, STREAM_LIFETIME)

    def read(self, token: str, late: timedelta = timedelta()) -> Claims:
        """Give what a token says, also up to `late` after its end.

        Raises RequestError: 401 when it is not one of ours, 403 `TokenExpired` when its time is over.
        """
        return self._read(token, _CONVERSE, late)

    def read_stream(self, token: str) -> Claims:
        """Give what the token in a stream's address says. Raises like `read`."""
        return self._read(token, _STREAM, timedelta())

    def _sign(self, claims: Claims, audience: str, lifetime: timedelta) -> str:
        now = int(self._clock().timestamp())
        body: dict[str, Any] = {
            "iss": _ISSUER,
            "aud": audience,
            "iat": now,
            "exp": now + int(lifetime.total_seconds()),
            "conv": claims.conversation,
            "origins": list(claims.origins),
        }
        if claims.user is not None:
            body["user"] = claims.user
        return jwt.encode(body, self._key, algorithm=_ALGORITHM)

    def _read(self, token: str, audience: str, late: timedelta) -> Claims:
        try:
            body = jwt.decode(
                token,
                self._key,
                algorithms=[_ALGORITHM],
                audience=audience,
                issuer=_ISSUER,
                # The time is compared below, with our own clock.
                options={"verify_exp": False, "verify_iat": False, "require": ["exp", "conv", "origins"]},
            )
        except (jwt.PyJWTError, UnicodeError, RecursionError) as error:
            raise RequestError(401, "Unauthorized", "This is not a token of this server. Ask for a new one.") from error
        if self._clock().timestamp() >= body["exp"] + late.total_seconds():
            raise RequestError(403, "TokenExpired", "This token has expired. Ask for a new one.")
        return Claims(body["conv"], body.get("user"), tuple(body["origins"]))
