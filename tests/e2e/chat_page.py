"""The web chat page as a person uses it: `chat.says(…)`, `chat.clicks(…)`, `chat.sees(…)`."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Locator, Page, Request, WebSocket, expect

BOX = '[data-id="webchat-sendbox-input"]'
ACTIVITY = ".webchat__basic-transcript__activity"
SUGGESTED = ".webchat__suggested-action"
CARD_BUTTON = ".ac-pushButton"
MINE = ".webchat__bubble--from-user"
TURN_MS = 20_000

# An answer is complete when its last message has its buttons, on a card or above the message box.
_ANSWERED = f"""(mine) => {{
  const activities = [...document.querySelectorAll("{ACTIVITY}")];
  const said = activities.filter((one) => one.querySelector("{MINE}"));
  const last = activities.at(-1);
  if (said.length !== mine || !last || last.querySelector("{MINE}")) return false;
  return Boolean(last.querySelector("{CARD_BUTTON}") || document.querySelector("{SUGGESTED}"));
}}"""

_TRANSCRIPT = f"""() => [...document.querySelectorAll("{ACTIVITY}")].map((one) => ({{
  mine: Boolean(one.querySelector("{MINE}")),
  text: [...one.querySelectorAll(".webchat__bubble")].map((bubble) => bubble.innerText).join("\\n"),
}}))"""

_HAS_MESSAGES = f"(count) => document.querySelectorAll('{ACTIVITY}').length >= count"

# What the console says of requests that a stopped, failing or emptied server does not answer as usual.
_AWAY = ("net::ERR", "status of 401", "status of 413", "status of 503", "Failed to post activity")

_CONVERSATION = "() => JSON.parse(localStorage.getItem('peering-bot.conversation'))?.conversationId ?? ''"
_HAS_ANOTHER = f"(last) => ![last, ''].includes(({_CONVERSATION})())"

_VIOLATIONS = """() => {
  document.addEventListener("securitypolicyviolation", (event) => {
    console.error(`CSP ${event.violatedDirective} ${event.blockedURI}`);
  });
}"""


@dataclass(frozen=True, slots=True)
class Message:
    """One message on the screen."""

    mine: bool
    text: str


class ChatPage:
    """One browser tab with the page. `complaints` are console errors, `strangers` requests to other hosts."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        page.set_default_timeout(TURN_MS)
        page.add_init_script(f"({_VIOLATIONS})()")
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._check_host)
        page.on("websocket", self._check_host)
        self._server_may_be_away = False

    def server_may_be_away(self) -> None:
        """From now on failed requests are no complaint: the test sees to it that they fail."""
        self._server_may_be_away = True

    def _note(self, message: ConsoleMessage) -> None:
        # Chromium reports every failed request; with a stopped server that is as it should be.
        away = self._server_may_be_away and any(sign in message.text for sign in _AWAY)
        if message.type in {"error", "warning"} and not away:
            self.complaints.append(f"{message.type}: {message.text}")

    def _check_host(self, request: Request | WebSocket) -> None:
        address = urlsplit(request.url.removeprefix("blob:"))
        if address.scheme != "data" and address.netloc != urlsplit(self.url).netloc:
            self.strangers.append(request.url)

    def opens(self) -> "ChatPage":
        """Load the page and wait for the welcome with its buttons."""
        self.page.goto(self.url)
        self.waits_for_answer()
        return self

    def begins_anew(self) -> None:
        """Start a new conversation."""
        last = self.conversation
        self.page.get_by_role("button", name="New conversation").click()
        self.waits_for_another(last)

    def waits_for_another(self, last: str) -> None:
        """Wait until a new conversation took the place of the last one."""
        self.page.wait_for_function(_HAS_ANOTHER, arg=last)
        self.waits_for_answer(0)

    def went_well(self) -> None:
        """Fail when the browser complained or another host was asked for something."""
        complaints, strangers = self.complaints.copy(), self.strangers.copy()
        self.complaints.clear()
        self.strangers.clear()
        assert complaints == []
        assert strangers == []

    def reloads(self, messages: int | None = None) -> None:
        """Press F5 and wait until as many messages as before, or as many as given, are back."""
        count = len(self.transcript) if messages is None else messages
        self.page.reload()
        self.page.wait_for_function(_HAS_MESSAGES, arg=count)
        self.waits_for_answer()

    def waits_for_answer(self, mine: int | None = None) -> None:
        """Wait until the bot has the last word and its buttons are there."""
        count = self._mine() if mine is None else mine
        self.page.wait_for_function(_ANSWERED, arg=count, timeout=TURN_MS)

    def _mine(self) -> int:
        return self.page.locator(f"{ACTIVITY} {MINE}").count()

    @property
    def box(self) -> Locator:
        """The message box."""
        return self.page.locator(BOX)

    def says(self, text: str) -> None:
        """Type a message, press Enter, wait for the answer."""
        before = self._mine()
        self.box.fill(text)
        self.box.press("Enter")
        self.waits_for_answer(before + 1)

    def pastes(self, text: str) -> None:
        """Paste a text from the clipboard, press Enter, wait for the answer."""
        before = self._mine()
        self.page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
        self.box.focus()
        self.box.press("Control+V")
        self.box.press("Enter")
        self.waits_for_answer(before + 1)

    def clicks(self, label: str) -> None:
        """Click a button of the last message with the mouse, wait for the answer."""
        before = self._mine()
        self.button(label).click()
        self.waits_for_answer(before + 1)

    def button(self, label: str) -> Locator:
        """Give a button of the last message, suggested or on its card."""
        return self._buttons().filter(has_text=label).and_(self.page.get_by_role("button", name=label, exact=True))

    def _buttons(self) -> Locator:
        suggested = self.page.locator(SUGGESTED)
        return suggested.or_(self.page.locator(ACTIVITY).last.locator(CARD_BUTTON))

    @property
    def buttons(self) -> list[str]:
        """Labels of the buttons of the last message."""
        return [label.strip() for label in self._buttons().all_inner_texts()]

    @property
    def transcript(self) -> list[Message]:
        """All messages on the screen."""
        found: list[dict[str, Any]] = self.page.evaluate(_TRANSCRIPT)
        return [Message(one["mine"], _lines(one["text"])) for one in found]

    @property
    def text(self) -> str:
        """What the bot said since the last message of the user."""
        said: list[str] = []
        for message in reversed(self.transcript):
            if message.mine:
                break
            said.insert(0, message.text)
        return "\n".join(said)

    @property
    def commands(self) -> list[str]:
        """The code blocks of the last message, also those behind a tab."""
        return self.page.locator(ACTIVITY).last.locator("pre").all_text_contents()

    @property
    def conversation(self) -> str:
        """The id of the conversation that the browser keeps."""
        return str(self.page.evaluate(_CONVERSATION))

    def sees(self, *texts: str) -> None:
        """Fail unless the last turn has all these words."""
        seen = _plain(self.text)
        for text in texts:
            assert _plain(text) in seen, f"{text!r} is not in:\n{self.text}"

    def is_online(self) -> None:
        """Wait until the page does not say that the connection is lost."""
        expect(self.page.locator("#notice")).to_be_hidden(timeout=TURN_MS)


def _lines(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\xa0", " ").splitlines() if line.strip())


def _plain(text: str) -> str:
    """Web Chat sets words with typographer's quotes; whoever reads does not mind."""
    for curly, straight in (("\u2019", "'"), ("\u2018", "'"), ("\u201c", '"'), ("\u201d", '"'), ("**", ""), ("`", "")):
        text = text.replace(curly, straight)
    return " ".join(text.split()).casefold()
