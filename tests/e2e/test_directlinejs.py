"""The real botframework-directlinejs, over the socket and by polling."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.e2e.conftest import package_file
from tests.e2e.direct_line_client import Activity, DirectLineClient
from tests.e2e.live_server import LiveServer
from tests.e2e.pastes import CROSS_TENANT, TENANT
from tests.e2e.visitor import post_json

pytestmark = pytest.mark.node

TRANSPORTS = {"socket": {"webSocket": True}, "polling": {"webSocket": False, "pollingInterval": 200}}
WELCOME = 2
ONLINE = 2

MakeClient = Callable[..., DirectLineClient]


@pytest.fixture
def make_client(request: pytest.FixtureRequest, node: str) -> Iterator[MakeClient]:
    """Give a way to make clients; each is ended after the test."""
    for package in ("botframework-directlinejs", "xhr2", "ws"):
        package_file(request, package)
    clients: list[DirectLineClient] = []

    def make(server: LiveServer, session: dict[str, Any], **options: Any) -> DirectLineClient:
        clients.append(DirectLineClient(node, server.url, session["token"], **options))
        return clients[-1]

    yield make
    for client in clients:
        client.end()


@pytest.fixture(params=TRANSPORTS)
def transport(request: pytest.FixtureRequest) -> dict[str, Any]:
    """How the client listens."""
    return TRANSPORTS[request.param]


def page_token(server: LiveServer) -> dict[str, Any]:
    return post_json(f"{server.url}/api/token", {})


def test_a_whole_conversation(server: LiveServer, make_client: MakeClient, transport: dict[str, Any]) -> None:
    session = page_token(server)
    client = make_client(server, session, **transport)
    welcome = client.receives(WELCOME)
    assert all(is_from_bot(activity, session) for activity in welcome)
    assert "Peering Bot" in welcome[0]["text"]

    said = client.post(message(CROSS_TENANT, client_id="first"))
    replies = client.replies(said)
    echo = next(activity for activity in client.activities if activity["id"] == said)
    assert echo["text"] == CROSS_TENANT
    assert echo["channelData"]["clientActivityID"] == "first"
    assert echo["from"] == {"id": session["userId"], "role": "user"}
    assert all(is_from_bot(reply, session) for reply in replies)
    assert TENANT in replies[-1]["text"]

    actions = replies[-1]["suggestedActions"]["actions"]
    assert [action["title"] for action in actions] == ["It worked", "Still broken", "Something else"]
    clicked = client.post(message(actions[0]["text"], value=actions[0]["value"]))
    assert "Glad it works" in client.replies(clicked)[0]["text"]
    assert len(set(client.ids)) == len(client.ids)
    assert sorted(client.ids) == client.ids
    assert client.errors == []


def test_the_same_message_twice_is_one(server: LiveServer, make_client: MakeClient, transport: dict[str, Any]) -> None:
    client = make_client(server, page_token(server), **transport)
    client.receives(WELCOME)
    first = client.post(message("Not connected", client_id="again"))
    client.replies(first)
    assert client.post(message("Not connected", client_id="again")) == first
    client.says("it worked")
    assert [one["text"] for one in client.activities if one["from"]["role"] == "user"] == ["Not connected", "it worked"]
    assert len(client.replies(first)) == 1


def test_the_socket_comes_back_after_a_restart_with_what_it_missed(
    own_server: LiveServer, make_client: MakeClient
) -> None:
    session = page_token(own_server)
    client = make_client(own_server, session, **TRANSPORTS["socket"])
    client.receives(WELCOME)
    client.says("Not connected")
    own_server.restart()
    # The client waits 3 seconds; meanwhile another tab of the same person goes on.
    address = f"{own_server.url}/v3/directline/conversations/{session['conversationId']}/activities"
    missed = post_json(address, message("still broken"), session["token"])["id"]
    client.replies(missed)
    client.says("it worked")
    assert_whole(client.activities, said=["Not connected", "still broken", "it worked"])
    assert client.statuses[-1] == ONLINE


def test_goes_on_after_its_watermark_and_no_earlier(
    own_server: LiveServer, make_client: MakeClient, transport: dict[str, Any]
) -> None:
    session = page_token(own_server)
    first = make_client(own_server, session, **transport)
    first.receives(WELCOME)
    first.says("Not connected")
    first.end()
    own_server.restart()

    conversation = {"conversationId": session["conversationId"]}
    second = make_client(own_server, session, **transport, **conversation, watermark=first.watermark)
    second.says("it worked")
    assert not set(first.ids) & set(second.ids)
    assert_whole(first.activities + second.activities, said=["Not connected", "it worked"])


def test_without_a_watermark_everything_comes_again(
    server: LiveServer, make_client: MakeClient, transport: dict[str, Any]
) -> None:
    session = page_token(server)
    first = make_client(server, session, **transport)
    first.receives(WELCOME)
    first.says("Not connected")
    second = make_client(server, session, **transport, conversationId=session["conversationId"])
    assert second.receives(len(first.activities)) == first.activities


def test_two_clients_of_one_conversation_see_the_same(server: LiveServer, make_client: MakeClient) -> None:
    session = page_token(server)
    listening = [make_client(server, session, **transport) for transport in TRANSPORTS.values()]
    for client in listening:
        client.receives(WELCOME)
    replies = listening[0].says("hub-spoke within azure")
    assert listening[1].replies(replies[0]["replyToId"]) == replies


def test_a_silent_socket_is_kept_alive(server: LiveServer, make_client: MakeClient) -> None:
    # The client sends empty frames every `timeout` milliseconds, usually 20,000.
    client = make_client(server, page_token(server), **TRANSPORTS["socket"], timeout=100)
    client.receives(WELCOME)
    client.says("hello")
    for _ in range(10):
        client.says("thanks")
    assert client.errors == []


def message(text: str, client_id: str = "", **fields: Any) -> Activity:
    channel_data = {"channelData": {"clientActivityID": client_id}} if client_id else {}
    return {"type": "message", "text": text, "from": {"id": "me"}} | channel_data | fields


def is_from_bot(activity: Activity, session: dict[str, Any]) -> bool:
    stamped = all(activity.get(field) for field in ("id", "timestamp", "replyToId", "channelId"))
    is_here = activity["conversation"]["id"] == session["conversationId"]
    return stamped and is_here and activity["from"]["role"] == "bot"


def assert_whole(activities: list[Activity], said: list[str]) -> None:
    """Fail when a message is missing, doubled or in the wrong place."""
    ids = [activity["id"] for activity in activities]
    assert len(set(ids)) == len(ids)
    assert sorted(ids) == ids
    assert [one["text"] for one in activities if one["from"]["role"] == "user"] == said
    answered = {one.get("replyToId") for one in activities if one["from"]["role"] == "bot"}
    assert all(one["id"] in answered for one in activities if one["from"]["role"] == "user")
