"""The event loop of the server."""

import asyncio
import sys
from collections.abc import Coroutine
from typing import Any


def run(main: Coroutine[Any, Any, None]) -> None:
    """Run something on uvloop's event loop where there is one: a turn costs a tenth less on it."""
    if sys.platform == "win32":
        asyncio.run(main)
    else:
        import uvloop  # only the server needs it

        uvloop.run(main)
