"""Which web pages may talk to this server."""

from typing import Final
from urllib.parse import SplitResult, urlsplit

from aiohttp import hdrs, web

from bot.errors import RequestError
from bot.settings import Settings, is_loopback

_HEADERS: Final = "Authorization, Content-Type, Accept, x-ms-bot-agent, X-Requested-With"
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


class Origins:
    """Knows the pages of this server and the allowed origins."""

    def __init__(self, settings: Settings) -> None:
        self._on_loopback = settings.on_loopback
        self._allowed = frozenset(origin.lower() for origin in settings.allowed_origins)
        self._allowed_hosts = frozenset(urlsplit(origin).netloc for origin in self._allowed)

    def permits(self, request: web.Request) -> bool:
        """Tell whether the page that sent the request may use this server; a client that names no page may."""
        origin = request.headers.get(hdrs.ORIGIN)
        return origin is None or origin.lower() in self._allowed or self._is_own(origin, request)

    def check(self, request: web.Request) -> None:
        """Refuse a request from a page that is not allowed: RequestError 403."""
        if not self.permits(request):
            raise _refused("Pages of this origin may not use this server. It can be added to ALLOWED_ORIGINS.")

    def check_open(self, request: web.Request) -> None:
        """Refuse a request that comes without any proof, unless an allowed page or this machine sends it."""
        self.check(request)
        # A page that rebinds its name to 127.0.0.1 names itself as the host.
        if self._on_loopback:
            if not is_loopback(_host(request.host)) and request.host.lower() not in self._allowed_hosts:
                raise _refused("This server answers to localhost and 127.0.0.1 only.")
        elif hdrs.ORIGIN not in request.headers:
            raise _refused("Only pages of this server and of ALLOWED_ORIGINS get a token here.")

    def _is_own(self, origin: str, request: web.Request) -> bool:
        page, here = _split(origin), _split(f"//{request.host}")
        if page is None or here is None or page.scheme not in _DEFAULT_PORTS or page.path or page.query:
            return False
        if not self._on_loopback:
            return page.netloc.lower() == request.host.lower()
        if page.scheme != "http" or not is_loopback(page.hostname or ""):
            return False
        return (page.port or _DEFAULT_PORTS["http"]) == (here.port or _DEFAULT_PORTS["http"])

    def cors(self, request: web.Request) -> dict[str, str]:
        """Give the headers that let the page read the answer, for a page that is permitted."""
        origin = request.headers.get(hdrs.ORIGIN)
        if origin is None or not self.permits(request):
            return {hdrs.VARY: hdrs.ORIGIN}
        return {hdrs.VARY: hdrs.ORIGIN, hdrs.ACCESS_CONTROL_ALLOW_ORIGIN: origin}

    async def preflight(self, request: web.Request) -> web.Response:
        """Answer the question of a browser whether a page may send a request."""
        self.check(request)
        headers = {
            hdrs.ACCESS_CONTROL_ALLOW_METHODS: "GET, POST, OPTIONS",
            hdrs.ACCESS_CONTROL_ALLOW_HEADERS: _HEADERS,
            hdrs.ACCESS_CONTROL_MAX_AGE: "3600",
        }
        return web.Response(status=204, headers=headers)


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises for a port that is no number
    except ValueError:
        return None
    return parts


def _host(host: str) -> str:
    parts = _split(f"//{host}")
    return (parts.hostname or "") if parts else ""


def _refused(message: str) -> RequestError:
    return RequestError(403, "OriginNotAllowed", message)
