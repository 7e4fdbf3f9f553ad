"""The ids of users: those made here, and those that a server asks for."""

from collections.abc import Callable
from typing import Any, Final

from bot.errors import RequestError

PREFIX: Final = "dl_"
"""Says that the id comes from a token and so cannot be forged by a page."""
_MAX: Final = 128


def new_user(new_id: Callable[[], str]) -> str:
    """Give the id of somebody new."""
    return PREFIX + new_id()


def requested_user(body: dict[str, Any]) -> str | None:
    """Give the id in `user.id` of a request, None when there is none. Raises RequestError 400 for others."""
    user = body.get("user")
    if user is None:
        return None
    if not isinstance(user, dict):
        raise RequestError(400, "BadUser", "`user` must be an object with an `id`.")
    found = user.get("id")
    if found is None:
        return None
    if not isinstance(found, str) or not found.startswith(PREFIX) or not found.isprintable() or len(found) > _MAX:
        raise RequestError(400, "BadUser", f"`user.id` must begin with `{PREFIX}` and have at most {_MAX} characters.")
    return found
