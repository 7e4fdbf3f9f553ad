"""A conversation in Teams as a test tells it: `await ann.says(…)`, `await ann.clicks(…)`, `room.shows(…)`."""

from dataclasses import dataclass
from itertools import count
from typing import Any

from aiohttp import web

from bot.state.store import Store
from tests.bot.channels.bot_framework.world import Poster, Service
from tests.chat import Wire, buttons_of, text_of

BOT = {"id": "28:bot", "name": "Peering Bot"}
KINDS: dict[str, Wire] = {
    "personal": {"conversationType": "personal", "id": "a:1"},
    "group": {"conversationType": "groupChat", "isGroup": True, "id": "19:group@thread.v2"},
    "thread": {"conversationType": "channel", "isGroup": True, "id": "19:team@thread.tacv2;messageid=17"},
}


class Room:
    """One conversation. `messages` are what everybody sees of the bot, by id, changed ones as they are now."""

    def __init__(self, poster: Poster, service: Service, store: Store) -> None:
        self.poster = poster
        self.service = service
        self.store = store
        self.conversation = KINDS["personal"]
        self.ids = count(1)
        self._given = count(1)
        service.answer = lambda: web.json_response({"id": f"m{next(self._given)}"})

    def is_a(self, kind: str) -> "Room":
        self.conversation = KINDS[kind]
        return self

    def person(self, name: str) -> "Person":
        return Person(self, f"29:{name}", name)

    @property
    def messages(self) -> dict[str, Wire]:
        shown: dict[str, Wire] = {}
        posted = (f"m{number}" for number in count(1))
        for activity in self.service.sent:
            id_ = next(posted)
            shown[activity["id"] if activity.get("id") in shown else id_] = activity
        return shown

    @property
    def last(self) -> Wire:
        return list(self.messages.values())[-1]

    @property
    def text(self) -> str:
        return "\n".join(text_of(message) for message in self.messages.values())


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the room."""

    room: Room
    id: str
    name: str

    def activity(self, **fields: Any) -> Wire:
        return {
            "type": "message",
            "id": f"a{next(self.room.ids)}",
            "channelId": "msteams",
            "serviceUrl": self.room.service.url,
            "conversation": self.room.conversation,
            "from": {"id": self.id, "name": self.name},
            "recipient": BOT,
            **fields,
        }

    async def posts(self, **fields: Any) -> Any:
        response = await self.room.poster.posts(self.activity(**fields))
        assert response.status == 200
        return await response.json() if response.content_type == "application/json" else None

    async def says(self, text: str) -> None:
        """Write to the bot; where others are, with a mention."""
        if self.room.conversation.get("isGroup"):
            mention = {"type": "mention", "mentioned": BOT, "text": "<at>Peering Bot</at>"}
            await self.posts(text=f"<at>Peering Bot</at> {text}", entities=[mention])
        else:
            await self.posts(text=text)

    def button(self, label: str) -> tuple[str, Wire]:
        """Give the newest message with that button, and what the button carries."""
        for id_, message in reversed(self.room.messages.items()):
            if label in buttons_of(message):
                return id_, dict(buttons_of(message)[label])
        raise AssertionError(f"no button {label!r} in:\n{self.room.text}")

    async def clicks(self, label: str) -> Any:
        """Click the newest button of that name; give what Teams gets as the answer."""
        id_, data = self.button(label)
        return await self.executes(data, id_)

    async def executes(self, data: Any, message: str | None) -> Any:
        """Click an Action.Execute."""
        action = {"type": "Action.Execute", "verb": "take", "data": data}
        return await self.posts(type="invoke", name="adaptiveCard/action", value={"action": action}, replyToId=message)

    async def submits(self, label: str) -> None:
        """Click a button in a client that knows Action.Submit only."""
        id_, data = self.button(label)
        await self.posts(value=data, replyToId=id_)
