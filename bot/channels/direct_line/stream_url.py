"""The address of a stream."""

from typing import Final
from urllib.parse import urlencode

from aiohttp import hdrs, web

PREFIX: Final = "/v3/directline"
"""Where Direct Line is."""


def stream_url(request: web.Request, conversation: str, token: str, watermark: int | None) -> str:
    """Give the WebSocket address under which the client reached us. Without watermark it replays everything."""
    query = {} if watermark is None else {"watermark": str(watermark)}
    scheme = "wss" if _is_secure(request) else "ws"
    path = f"{PREFIX}/conversations/{conversation}/stream"
    return f"{scheme}://{request.host}{path}?{urlencode(query | {'t': token})}"


def _is_secure(request: web.Request) -> bool:
    # Behind a proxy that ends TLS only these headers show it. A client that lies gets an address that it cannot open.
    seen = (hdrs.X_FORWARDED_PROTO, hdrs.ORIGIN, hdrs.REFERER)
    return request.secure or any(request.headers.get(name, "").lower().startswith("https") for name in seen)
