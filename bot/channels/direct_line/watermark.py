"""The watermark in a request: how much of the log the client has."""

import re

from aiohttp import web

_NUMBER = re.compile(r"[0-9]{1,15}")


def read_watermark(request: web.Request) -> int:
    """Give the number of the newest activity that the client has, 0 for none.

    Clients send it empty, as `null` or not at all; whatever is no number means from the beginning, because an error
    would silence them.
    """
    found = request.query.get("watermark", "")
    return int(found) if _NUMBER.fullmatch(found) else 0
