"""The Microsoft 365 Agents Playground, the local Teams client: its server, and its page as a person uses it."""

import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e.live_server import free_port

PACKAGE = "@microsoft/m365agentsplayground/cli.js"
CONFIGURATION = ".m365agentsplayground.yml"
START_SECONDS = 30.0
TURN_MS = 10_000


class PlaygroundServer:
    """Runs the Playground against a bot; `stop` ends it. A file `CONFIGURATION` in its folder says who is who."""

    def __init__(
        self, node: str, program: Path, bot: str, folder: Path, *options: str, port: int | None = None
    ) -> None:
        self.port = port or free_port()
        self._log = (folder / "playground.log").open("w+", encoding="utf-8")
        command = [node, str(program), "start", "-e", f"{bot}/api/messages", "-c", "msteams", "-p", str(self.port)]
        self._process = subprocess.Popen(
            [*command, "--disable-telemetry", *options],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )

    @property
    def url(self) -> str:
        """Where its page is."""
        return f"http://127.0.0.1:{self.port}/"

    def wait_until_ready(self) -> None:
        """Wait until its page can be loaded."""
        until = time.monotonic() + START_SECONDS
        while not self._answers():
            assert self._process.poll() is None, f"the Playground ended at once:\n{self._written()}"
            assert time.monotonic() < until, f"the Playground does not answer:\n{self._written()}"
            time.sleep(0.1)

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.url, timeout=5):
                return True
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def _written(self) -> str:
        self._log.seek(0)
        return self._log.read()


class Teams:
    """The page: a personal chat with the bot, and the channels of a team."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        page.set_default_timeout(TURN_MS)
        # It asks another host for its fonts and does without them; nothing of these tests leaves the machine.
        page.route(lambda address: not address.startswith(url), lambda route: route.abort())
        page.goto(url)
        self.box.wait_for()

    @property
    def box(self) -> Locator:
        """The message box."""
        return self.page.get_by_role("textbox").first

    def says(self, text: str) -> None:
        """Write a message to the bot and send it."""
        self.box.click()
        self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Enter")

    def opens(self, name: str) -> None:
        """Go to a chat or a channel."""
        self.page.get_by_text(name, exact=True).click()

    def begins_post(self, channel: str, text: str = "") -> None:
        """Begin a post in a channel."""
        self.opens(channel)
        self.box.click()
        self.page.keyboard.insert_text(text)

    def posts(self, channel: str, text: str) -> None:
        """Write a post with a mention of the bot in a channel."""
        self.begins_post(channel)
        self.page.keyboard.type("@", delay=100)
        self.page.get_by_role("menuitem").filter(has_text="Test Bot").first.click()
        self.page.keyboard.insert_text(text)
        self.page.get_by_role("button", name="Post", exact=True).click()

    def clicks(self, label: str) -> None:
        """Click a button of the newest card that has it."""
        self.page.get_by_role("button", name=label, exact=True).last.click()

    def sees(self, *texts: str) -> None:
        """Wait until these words are on the screen."""
        for text in texts:
            expect(self.page.get_by_text(text).last).to_be_visible(timeout=TURN_MS)

    def has_button(self, label: str) -> None:
        """Wait until there is such a button."""
        expect(self.page.get_by_role("button", name=label, exact=True).last).to_be_visible(timeout=TURN_MS)

    def searches(self, text: str) -> Locator:
        """Type into the search of the message extension beside the first message box; give the panel with results."""
        self.page.get_by_role("button", name="Trigger Message Extension App").first.click()
        self.page.get_by_role("menuitem", name="Search Command").click()
        box = self.page.get_by_placeholder("Enter a search term")
        panel = self.page.get_by_role("group").filter(has=box)
        # Real Teams has these from the manifest, which the Playground does not read.
        command = panel.get_by_role("button", name="Specify Command ID or Parameter")
        command.click()
        panel.get_by_placeholder("Command ID").fill("searchFixes")
        panel.get_by_placeholder("Parameter name").fill("searchText")
        command.click()
        box.press_sequentially(text)
        return panel

    def card(self, title: str) -> Locator:
        """Give the newest card with this title."""
        return self.page.locator(".ac-adaptiveCard").filter(has_text=title).last

    def finds_fix(self, text: str) -> Locator:
        """Run the message action on the message with these words; give its dialog."""
        message = self.page.get_by_role("button", name="Show more information").and_(
            self.page.locator(f"xpath=//*[contains(., {text!r})]//button")
        )
        message.first.click()
        self.page.get_by_role("menuitem", name="Action Command").click()
        dialog = self.page.get_by_role("dialog").last
        dialog.get_by_role("textbox").first.fill("findFix")
        dialog.get_by_role("button").last.click()
        return dialog
