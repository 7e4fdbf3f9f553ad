"""A headless Direct Line client: the real botframework-directlinejs in Node.js."""

import json
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).with_name("direct_line_client.mjs")
WAIT_SECONDS = 20.0

Activity = dict[str, Any]


class DirectLineClient:
    """One client in one conversation. `activities` is everything it received, in order."""

    def __init__(self, node: str, url: str, token: str, **options: Any) -> None:
        options = {"domain": f"{url}/v3/directline", "token": token} | options
        self.activities: list[Activity] = []
        self.statuses: list[int] = []
        self.posted: list[str | None] = []
        self.errors: list[str] = []
        self.watermark = ""
        self._news = threading.Condition()
        self._process = subprocess.Popen(
            [node, SCRIPT, json.dumps(options)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with self._news:
                self._take(line)
                self._news.notify_all()

    def _take(self, line: str) -> None:
        if not line.startswith("{"):
            self.errors.append(line)
            return
        told = json.loads(line)
        if "activity" in told:
            self.activities.append(told["activity"])
            self.watermark = told["watermark"]
        elif "status" in told:
            self.statuses.append(told["status"])
        elif "posted" in told:
            self.posted.append(told["posted"])
        else:
            self.errors.append(told["error"])

    def post(self, activity: Activity) -> str:
        """Post an activity; give the id that it got."""
        before = len(self.posted)
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(activity) + "\n")
        self._process.stdin.flush()
        self._until(lambda: len(self.posted) > before, "no answer to a post")
        posted = self.posted[before]
        assert posted, self.errors
        return posted

    def says(self, text: str, client_id: str = "") -> list[Activity]:
        """Post a text; give the bot's replies to it."""
        channel_data = {"channelData": {"clientActivityID": client_id}} if client_id else {}
        return self.replies(self.post({"type": "message", "text": text, "from": {"id": "me"}} | channel_data))

    def replies(self, cause: str, least: int = 1) -> list[Activity]:
        """Wait for the bot's replies to an activity."""
        self._until(lambda: len(self._replies(cause)) >= least, f"no reply to {cause}")
        return self._replies(cause)

    def _replies(self, cause: str) -> list[Activity]:
        return [one for one in self.activities if one["from"]["role"] == "bot" and one.get("replyToId") == cause]

    def receives(self, count: int) -> list[Activity]:
        """Wait until this many activities came in."""
        self._until(lambda: len(self.activities) >= count, f"fewer than {count} activities")
        return self.activities

    def _until(self, is_so: Callable[[], bool], otherwise: str) -> None:
        until = time.monotonic() + WAIT_SECONDS
        with self._news:
            while not is_so():
                left = until - time.monotonic()
                assert left > 0, f"{otherwise}; statuses {self.statuses}, errors {self.errors}, got {self.activities}"
                self._news.wait(left)

    @property
    def ids(self) -> list[str]:
        return [one["id"] for one in self.activities]

    def end(self) -> None:
        """Close the connection as a closed tab does."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.close()
            self._process.wait(5)
        except (OSError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        self._reader.join(5)
        self._process.stdout.close()
