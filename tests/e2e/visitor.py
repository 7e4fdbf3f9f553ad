"""Somebody who talks to the server by hand: Direct Line without a client library."""

import json
import urllib.request
from typing import Any

from tests.e2e.live_server import LiveServer

Json = dict[str, Any]


class Visitor:
    """One person in one new conversation. `stream_url` is the address of its socket."""

    def __init__(self, server: LiveServer) -> None:
        self.server = server
        self.session = post_json(f"{server.url}/api/token", {})
        self.opened = post_json(f"{server.url}/v3/directline/conversations", {}, self.token)

    @property
    def token(self) -> str:
        return str(self.session["token"])

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def stream_url(self) -> str:
        return str(self.opened["streamUrl"])

    @property
    def activities_url(self) -> str:
        return f"{self.server.url}/v3/directline/conversations/{self.session['conversationId']}/activities"

    def says(self, text: str) -> None:
        """Post a message; it is answered when this returns."""
        post_json(self.activities_url, message(text), self.token)

    @property
    def history(self) -> list[Json]:
        """Everything that was said."""
        request = urllib.request.Request(self.activities_url, headers=self.headers)
        with urllib.request.urlopen(request, timeout=10) as response:
            activities: list[Json] = json.loads(response.read())["activities"]
        return activities


def message(text: str) -> Json:
    return {"type": "message", "text": text, "from": {"id": "me"}}


def post_json(url: str, body: Json, token: str = "") -> Json:
    """Post JSON; give the JSON of the answer."""
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    request = urllib.request.Request(url, json.dumps(body).encode(), headers, method="POST")
    with urllib.request.urlopen(request, timeout=10) as response:
        answer: Json = json.loads(response.read())
    return answer
