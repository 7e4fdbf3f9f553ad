"""The real program in a process of its own, on a free port, with a data folder of its own."""

import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from bot.settings import Settings

COMMAND = Path(sys.executable).with_name("peering-bot")
START_SECONDS = 30.0
STOP_SECONDS = 10.0


class LiveServer:
    """`peering-bot serve`. It can be stopped and started again on the same port with the same data."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.port = free_port()
        self.settings = {"HOST": "127.0.0.1", "PORT": str(self.port), "DATA_DIR": str(self.data)} | settings
        self._process: subprocess.Popen[str] | None = None
        self._lines: list[str] = []
        self._reader: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """Everything that the program wrote so far, restarts included."""
        return "".join(self._lines)

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> "LiveServer":
        """Start the program and wait until it answers at all, ready or not."""
        self.launch()
        until = time.monotonic() + START_SECONDS
        while not self._answers():
            assert self.is_running, f"the program ended at once:\n{self.log}"
            assert time.monotonic() < until, f"the program does not answer:\n{self.log}"
            time.sleep(0.05)
        return self

    def launch(self) -> None:
        """Start the program without waiting for anything."""
        # A pipe, not a file: some tests forbid the program to write files.
        self._process = subprocess.Popen(
            [COMMAND, "serve"],
            cwd=self.folder,
            env=environment(self.settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, args=(self._process,), daemon=True)
        self._reader.start()

    def _read(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        with process.stdout as lines:
            self._lines.extend(lines)

    def _answers(self) -> bool:
        try:
            self.get("/readyz")
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False
        return True

    def get(self, path: str) -> tuple[int, str]:
        """Give status and body of a GET."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=5) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def wait(self, seconds: float = START_SECONDS) -> int:
        """Wait until the program ended by itself; give its exit code."""
        assert self._process is not None
        assert self._reader is not None
        code = self._process.wait(seconds)
        self._reader.join(5)
        return code

    def stop(self) -> int:
        """Ask the program to end, as a service manager does; give its exit code."""
        if self.is_running:
            assert self._process is not None
            self._process.send_signal(signal.SIGTERM)
        try:
            return self.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"SIGTERM did not end the program:\n{self.log}") from None

    def kill(self) -> None:
        """End the program without a warning."""
        if self.is_running:
            assert self._process is not None
            self._process.kill()
            self.wait()

    def forbid_writing(self) -> None:
        """Let every write of the program to a file fail from now on, as on a disk that is broken."""
        if not hasattr(resource, "prlimit"):
            pytest.skip("only Linux can take a running program's right to write")
        resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (1, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))

    def allow_writing(self) -> None:
        """Let writes work again."""
        resource.prlimit(self.pid, resource.RLIMIT_FSIZE, resource.getrlimit(resource.RLIMIT_FSIZE))

    def restart(self) -> None:
        """Stop and start again."""
        self.stop()
        self.start()


def environment(settings: dict[str, str]) -> dict[str, str]:
    """Give this process's environment with these settings of the program and no others."""
    names = {name.upper() for name in Settings.model_fields}
    inherited = {name: value for name, value in os.environ.items() if name.upper() not in names}
    return inherited | settings | {"PYTHONUNBUFFERED": "1"}


def free_port() -> int:
    """Give a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
