"""The web chat page, its files and the pictures of the answers."""

import secrets
from collections.abc import Sequence
from hashlib import sha256
from html import escape
from pathlib import Path
from string import Template
from typing import Final

from aiohttp import web

from bot.errors import Handler, RequestError
from bot.web.bundle import BUNDLE

_HERE: Final = Path(__file__).parent
_ASSETS: Final = _HERE / "assets"
PICTURES: Final = _HERE.parent.parent / "knowledge" / "pictures"

_EMPTY_STYLE: Final = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
"""Web Chat adds empty style elements without the nonce; this is the hash of nothing."""

_FOR_EVER: Final = "public, max-age=31536000, immutable"
_ASK_EACH_TIME: Final = "no-cache"


def routes(allowed_origins: Sequence[str] = ()) -> list[web.RouteDef]:
    """Give the routes of the page. Pages of `allowed_origins` may show it in a frame, nobody else may."""
    return [
        web.get("/", _page(tuple(allowed_origins))),
        web.get("/assets/{version}/{name}", _asset),
        web.get("/pictures/{name}", _picture),
        web.get("/favicon.ico", _favicon),
    ]


def _page(allowed_origins: tuple[str, ...]) -> Handler:
    async def page(request: web.Request) -> web.StreamResponse:
        nonce = secrets.token_urlsafe(18)
        name, status = ("index.html", 200) if BUNDLE.is_file() else ("incomplete.html", 503)
        html = Template((_HERE / name).read_text(encoding="utf-8")).substitute(
            nonce=nonce, assets=f"/assets/{_version()}"
        )
        headers = _headers(_policy(request, nonce, allowed_origins), framed=bool(allowed_origins))
        return web.Response(text=html, status=status, content_type="text/html", headers=headers)

    return page


def _policy(request: web.Request, nonce: str, allowed_origins: tuple[str, ...]) -> str:
    # `host` is what the browser says; escaped so that it cannot end the directive.
    host = "".join(c for c in request.host if c.isalnum() or c in ".-:[]")
    rules = {
        "default-src": "'none'",
        "script-src": f"'self' 'nonce-{nonce}'",
        "style-src": f"'self' 'nonce-{nonce}' {_EMPTY_STYLE}",
        "style-src-attr": "'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self'",
        "connect-src": f"'self' blob: ws://{host} wss://{host}",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": " ".join(("'self'", *allowed_origins)) if allowed_origins else "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _headers(policy: str, *, framed: bool) -> dict[str, str]:
    headers = {
        "Content-Security-Policy": policy,
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    if not framed:
        headers["X-Frame-Options"] = "DENY"
    return headers


async def _asset(request: web.Request) -> web.StreamResponse:
    name = request.match_info["name"]
    path = BUNDLE if name == BUNDLE.name else _known(_ASSETS, name)
    same = request.match_info["version"] == _version()
    return _file(path, _FOR_EVER if same else _ASK_EACH_TIME)


async def _picture(request: web.Request) -> web.StreamResponse:
    path = _known(PICTURES, request.match_info["name"])
    response = _file(path, _ASK_EACH_TIME)
    # A picture opened by itself is a document: nothing in it may run or load.
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


async def _favicon(_: web.Request) -> web.StreamResponse:
    return _file(_ASSETS / "icon.svg", _ASK_EACH_TIME)


def _known(folder: Path, name: str) -> Path:
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name == name and path.suffix in _TYPES:
            return path
    raise RequestError(404, "NotFound", f"There is no file `{escape(name[:80])}` here.")


_TYPES: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def _file(path: Path, caching: str) -> web.FileResponse:
    if not path.is_file():
        raise RequestError(404, "NotFound", "The Web Chat file is missing. Run `make setup`.")
    headers = {
        "Cache-Control": caching,
        "Content-Type": f"{_TYPES[path.suffix]}; charset=utf-8",
        "X-Content-Type-Options": "nosniff",
    }
    # aiohttp sends webchat.js.gz instead of webchat.js to whoever accepts it: 0.9 MB instead of 3.9.
    return web.FileResponse(path, headers=headers)


_versions: dict[tuple[tuple[str, int, int], ...], str] = {}


def _version() -> str:
    """Name the present content of all files, so that browsers may keep them for ever."""
    files = [*sorted(_ASSETS.iterdir()), *([BUNDLE] if BUNDLE.is_file() else [])]
    stamp = tuple((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in files)
    if stamp not in _versions:
        digest = sha256()
        for path in files:
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
        _versions.clear()
        _versions[stamp] = digest.hexdigest()[:12]
    return _versions[stamp]
