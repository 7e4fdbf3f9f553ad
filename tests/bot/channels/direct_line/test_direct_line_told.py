"""A message that nobody asked for gets into the log of a web chat; what was forgotten is not there any more."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.app import create_app
from bot.settings import Settings
from dialogs import speech
from tests.bot.channels.bot_framework.test_bot_framework_conversation import PASTE
from tests.chat import Wire, buttons_of

CHANNEL = "19:network@thread.tacv2"


class Page:
    """A web page in a conversation with the whole bot, and a Teams channel with the network team."""

    def __init__(self, client: TestClient[web.Request, web.Application]) -> None:
        self.client = client
        self.posted: list[Wire] = []
        self.address = ""
        self.headers: dict[str, str] = {}

    async def opens(self) -> None:
        begun = await self.client.post("/api/token", json={})
        token = (await begun.json())["token"]
        self.headers = {"Authorization": f"Bearer {token}"}
        started = await self.client.post("/v3/directline/conversations", headers=self.headers)
        self.address = f"/v3/directline/conversations/{(await started.json())['conversationId']}/activities"

    async def says(self, text: str) -> None:
        body = {"type": "message", "text": text}
        response = await self.client.post(self.address, json=body, headers=self.headers)
        assert response.status == 200

    async def sees(self) -> str:
        response = await self.client.get(self.address, headers=self.headers)
        return "\n".join(str(one.get("text")) for one in (await response.json())["activities"])

    async def take(self, request: web.Request) -> web.Response:
        self.posted.append(await request.json())
        return web.json_response({"id": f"{CHANNEL};messageid=1"})


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[Page]:
    teams = web.Application()
    server = TestServer(teams)
    page: list[Page] = []

    async def take(request: web.Request) -> web.Response:
        return await page[0].take(request)

    teams.router.add_route("*", "/{tail:.*}", take)
    await server.start_server()
    url = str(server.make_url("/teams/"))
    settings = Settings(_env_file=None, data_dir=tmp_path, hand_off_channel=CHANNEL, hand_off_service_url=url)
    async with TestClient(TestServer(create_app(settings))) as client:
        page.append(Page(client))
        await page[0].opens()
        yield page[0]
    await server.close()


async def until(page: Page, words: str) -> str:
    """Poll as a page does, until the words are there."""
    for _ in range(200):
        if words in (seen := await page.sees()):
            return seen
    raise AssertionError(f"{words!r} is not in:\n{seen}")


async def test_the_asker_on_the_web_is_told_in_the_chat(page: Page) -> None:
    await page.says(PASTE)
    await page.says("ask the network team")
    await until(page, speech.HANDED_OFF)
    while not page.posted:
        await page.sees()
    assign = buttons_of(page.posted[0]["activity"])[speech.ASSIGN_LABEL]
    click = {
        "type": "invoke",
        "name": "adaptiveCard/action",
        "id": "i1",
        "channelId": "msteams",
        "serviceUrl": str(page.client.make_url("/")),
        "conversation": {"id": f"{CHANNEL};messageid=1", "isGroup": True},
        "from": {"id": "29:bob", "name": "Bob"},
        "recipient": {"id": "28:bot"},
        "value": {"action": {"type": "Action.Execute", "verb": "hand-off", "data": assign}},
    }
    answer = await page.client.post("/api/messages", json=click)
    assert "Bob has it since" in await answer.text()
    await until(page, speech.taken_by("Bob"))


async def test_a_page_cannot_click_for_the_team(page: Page) -> None:
    await page.says(PASTE)
    await page.says("ask the network team")
    while not page.posted:
        await page.sees()
    assign = buttons_of(page.posted[0]["activity"])[speech.ASSIGN_LABEL]
    body = {"type": "message", "value": dict(assign)}
    assert (await page.client.post(page.address, json=body, headers=page.headers)).status == 200
    await until(page, speech.HAND_OFF_ELSEWHERE)
    assert "has taken your question" not in await page.sees()


async def test_what_was_forgotten_is_not_in_the_log(page: Page) -> None:
    await page.says(PASTE)
    await page.says("forget me")
    await page.says("yes")
    seen = await until(page, "I deleted your descriptions")
    assert PASTE.splitlines()[0] not in seen
    assert "forget me" not in seen
    await page.says("hello")
    await until(page, "hello")
