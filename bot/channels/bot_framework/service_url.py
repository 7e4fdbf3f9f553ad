"""Where replies may go: a caller must not choose an address inside somebody's network for the bot to post to."""

from typing import Final

from yarl import URL

from bot.settings import is_loopback

_MICROSOFT: Final = frozenset({"smba.trafficmanager.net"})
# The name of the Teams service stands above in full: anybody may have another name below trafficmanager.net.
_BELOW: Final = (".botframework.com",)


def address(text: object) -> URL | None:
    """Give a plain http or https address as the HTTP client understands it, None when it is something else.

    The same parser reads it here and when replies are sent, so that both mean the same host.
    """
    if not isinstance(text, str) or not text.isascii() or not text.isprintable() or set(text) & set(" \\@?#"):
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


def is_microsofts(text: object) -> bool:
    """Tell whether an address belongs to the Bot Framework's own services."""
    url = address(text)
    host = (url.host or "").lower() if url and url.scheme == "https" else ""
    return host in _MICROSOFT or host.endswith(_BELOW)
