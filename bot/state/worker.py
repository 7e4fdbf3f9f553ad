"""A thread that does one piece of work after the other for an event loop."""

import asyncio
from collections.abc import Callable
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, TypeVar

Result = TypeVar("Result")

_Job = tuple[Callable[[], Any], asyncio.AbstractEventLoop, "asyncio.Future[Any]"]


class Worker:
    """Begins its thread with the first work. An executor of the standard library costs twice as much for each work."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._thread: Thread | None = None
        self._lock = Lock()

    def run(self, work: Callable[[], Result]) -> "asyncio.Future[Result]":
        """Do some work after all that was given before, whether or not somebody still waits for it."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Result] = loop.create_future()
        with self._lock:
            if self._thread is None:
                # A process that ends does not wait for it: whatever was not committed does not count.
                self._thread = Thread(target=self._serve, name=self._name, daemon=True)
                self._thread.start()
            self._jobs.put((work, loop, future))
        return future

    def end(self) -> None:
        """Let the thread end when all is done; more work begins a new one."""
        with self._lock:
            if self._thread is not None:
                self._jobs.put(None)
                self._thread = None

    def _serve(self) -> None:
        while (job := self._jobs.get()) is not None:
            work, loop, future = job
            try:
                loop.call_soon_threadsafe(_tell, future, work(), None)
            except BaseException as error:  # noqa: BLE001 - whoever waits for it gets it
                if not loop.is_closed():
                    loop.call_soon_threadsafe(_tell, future, None, error)


def _tell(future: "asyncio.Future[Any]", result: Any, error: BaseException | None) -> None:
    if future.cancelled():
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)
