"""Serving: logging, the start's last checks, and the web server."""

import asyncio
import gc
import logging
import signal
import sys
from typing import Final

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.log import server_logger

from bot.app import create_app
from bot.channels.direct_line.access_log import AccessLog
from bot.loop import run
from bot.settings import Settings
from bot.web.bundle import BUNDLE

log = logging.getLogger("peering_bot")

_NEW_OBJECTS: Final = 1_000
"""After so many new objects the collector looks through them: with many it holds up the loop for longer than a turn
takes, and costs as much in all.
"""


class BadRequestsInOneLine(logging.Filter):
    """Shortens what aiohttp writes of a request that is no right HTTP: a trace, with the beginning of its headers.

    Anybody can send such requests, and a header that is too long may be somebody's token.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, some of them shorter."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, HttpProcessingError):
            record.exc_info = None
            record.levelno, record.levelname = logging.WARNING, "WARNING"
            record.msg, record.args = "a request was refused as no right HTTP: %s", (type(error).__name__,)
        return True


def serve(settings: Settings) -> None:
    """Serve until the process is asked to end.

    Raises OSError when the address cannot be listened on, KnowledgeError when the knowledge cannot be used.
    """
    logging.basicConfig(
        level=settings.log_level, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    server_logger.addFilter(BadRequestsInOneLine())
    run(_serve(settings))


async def _serve(settings: Settings) -> None:
    # Compressed bodies are refused: a small one could become a very large one.
    runner = web.AppRunner(create_app(settings), access_log_class=AccessLog, shutdown_timeout=5, auto_decompress=False)
    await runner.setup()
    settle()
    try:
        await web.TCPSite(runner, settings.host, settings.port).start()
        if not BUNDLE.is_file():
            log.warning("the Web Chat file is missing, so the page cannot chat: run `make setup`")
        log.info("Peering Bot is ready: http://%s:%s", settings.host, settings.port)
        await _asked_to_end()
    finally:
        await runner.cleanup()


def settle() -> None:
    """Let the garbage collector hold up turns for as short as can be: it never looks at what is there for good."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 20, 20)


async def _asked_to_end() -> None:
    ended = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, ended.set)
    await ended.wait()
