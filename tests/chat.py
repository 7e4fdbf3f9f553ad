"""A conversation as a test tells it: `await chat.says(…)`, `await chat.clicks(…)`, `chat.sees(…)`."""

from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from bot.channels.direct_line.incoming import SERVICE_URL
from bot.state.store import Store, Unit
from bot.turn.turns import Turns
from knowledge.explain import Brain, brain

Wire = dict[str, Any]


class Chat:
    """One user with one bot, without any network. `replies` are the activities of the last turn."""

    def __init__(
        self, store: Store, knows: Brain | None = None, channel: str = "directline", user: str = "dl_ann"
    ) -> None:
        self.store = store
        self.turns = Turns(store, knows or brain())
        self.channel = channel
        self.user = user
        self.replies: list[Wire] = []
        self.everything: list[Wire] = []
        self._ids = count(1)

    @classmethod
    async def begin(cls, folder: Path, **options: Any) -> "Chat":
        """Open a store in a folder and chat with it."""
        store = Store(f"sqlite+aiosqlite:///{folder / 'chat.db'}")
        await store.open()
        return cls(store, **options)

    async def keep(self, unit: Unit, replies: Sequence[Wire]) -> None:
        """Channel: nothing to keep."""

    async def send(self, replies: Sequence[Wire]) -> None:
        """Channel: take what the bot says."""
        self.replies += replies
        self.everything += replies

    async def sends(self, **fields: Any) -> str:
        """Send one activity and give all text of the replies."""
        self.replies = []
        activity = {
            "type": "message",
            "id": f"a{next(self._ids)}",
            "channelId": self.channel,
            "conversation": {"id": "c1"},
            "from": {"id": self.user, "name": "Ann", "role": "user"},
            "recipient": {"id": "peering-bot", "name": "Peering Bot"},
            "serviceUrl": SERVICE_URL if self.channel == "directline" else "http://127.0.0.1",
            **fields,
        }
        await self.turns.take(activity, self)
        return self.text

    async def joins(self) -> str:
        """Arrive in the conversation."""
        return await self.sends(type="conversationUpdate", membersAdded=[{"id": self.user}, {"id": "peering-bot"}])

    async def says(self, text: str) -> str:
        """Type a message."""
        return await self.sends(text=text)

    async def clicks(self, label: str) -> str:
        """Click the button with that label under the last message."""
        payload = self.buttons.get(label)
        assert payload is not None, f"no button {label!r} among {list(self.buttons)}"
        return await self.sends(value=dict(payload))

    async def takes(self, option: str) -> str:
        """Click the button of that option under the last message."""
        payload = next((one for one in self.buttons.values() if one["option"] == option), None)
        assert payload is not None, f"no option {option!r} among {list(self.buttons.values())}"
        return await self.sends(value=dict(payload))

    @property
    def text(self) -> str:
        """All words of the last turn."""
        return "\n\n".join(text_of(reply) for reply in self.replies)

    @property
    def buttons(self) -> dict[str, Mapping[str, Any]]:
        """Label and payload of every button of the last message."""
        return buttons_of(self.replies[-1]) if self.replies else {}

    def sees(self, *texts: str) -> None:
        """Fail unless the last turn has all these words."""
        for text in texts:
            assert text.casefold() in self.text.casefold(), f"{text!r} is not in:\n{self.text}"

    def does_not_see(self, *texts: str) -> None:
        """Fail when the last turn has any of these words."""
        for text in texts:
            assert text.casefold() not in self.text.casefold(), f"{text!r} is in:\n{self.text}"


def buttons_of(activity: Wire) -> dict[str, Mapping[str, Any]]:
    """Give label and payload of every button of one activity, suggested or on a card."""
    found = {one["title"]: one["value"] for one in activity.get("suggestedActions", {}).get("actions", ())}
    for attachment in activity.get("attachments", ()):
        found |= {action["title"]: action["data"] for action in _actions(attachment.get("content", {}))}
    return found


def _actions(element: Any) -> list[dict[str, Any]]:
    if isinstance(element, list):
        return [action for one in element for action in _actions(one)]
    if not isinstance(element, dict):
        return []
    if element.get("type") in {"Action.Submit", "Action.Execute"}:
        return [element]
    return [action for value in element.values() for action in _actions(value)]


def text_of(activity: Wire) -> str:
    """Give all words of one activity, on a card too; code letter for letter."""
    words = [activity.get("text") or ""]
    for attachment in activity.get("attachments", ()):
        words += _words(attachment.get("content", {}))
    return "\n".join(words)


def _words(element: Any) -> list[str]:
    if isinstance(element, list):
        return [word for one in element for word in _words(one)]
    if not isinstance(element, dict):
        return []
    if element.get("type") == "RichTextBlock":
        return ["".join(run if isinstance(run, str) else run["text"] for run in element["inlines"])]
    own = [element["codeSnippet"]] if element.get("type") == "CodeBlock" else []
    own += [element["text"]] if element.get("type") == "TextBlock" else []
    return own + [word for key, value in element.items() if key != "fallback" for word in _words(value)]
