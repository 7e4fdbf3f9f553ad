"""Where replies may go: a caller must not choose an address inside somebody's network for the bot to post to."""

from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Final

from yarl import URL

from bot.channels.bot_framework.cloud import CLOUDS, PUBLIC_CLIENT, Cloud
from bot.settings import is_host_name, is_loopback

_CLIENTS: Final = {service: client for cloud in CLOUDS.values() for service, client in cloud.teams.items()}


def address(text: object) -> URL | None:
    """Give a plain http or https address as the HTTP client understands it, None when it is something else.

    The same parser reads it here and when replies are sent, so that both mean the same host.
    """
    return _address(text) if isinstance(text, str) else None


@lru_cache(100)
def _address(text: str) -> URL | None:
    if not text.isascii() or not text.isprintable() or set(text) & set(" \\@?#"):
        return None
    try:
        url = URL(text)
        plain = url.scheme in {"http", "https"} and url.host and url.port
    except ValueError:
        return None
    return url if plain else None


def stays_here(text: object) -> bool:
    """Tell whether an address is on this machine."""
    url = address(text)
    return url is not None and is_loopback(url.host or "")


def is_trusted(text: object, cloud: Cloud, others: AbstractSet[str]) -> bool:
    """Tell whether an address belongs to the services of a cloud's channels, or to another host that is trusted.

    Only https on its usual port, only names: an address in numbers is never one of these.
    """
    url = address(text)
    if url is None or url.scheme != "https" or url.port != 443 or not is_host_name(url.host or ""):
        return False
    host = url.host or ""
    return host in cloud.teams or host.endswith(cloud.below) or host in others


def client_of(text: object) -> str:
    """Give the host of the client of Teams that belongs to an address of its service; the public one for others."""
    url = address(text)
    return _CLIENTS.get(url.host or "", PUBLIC_CLIENT) if url else PUBLIC_CLIENT
