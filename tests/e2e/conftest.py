"""What the end-to-end tests share: the running program, a real Chromium, Node.js with its packages."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, sync_playwright

from bot.web.bundle import BUNDLE, is_complete
from tests.e2e.chat_page import ChatPage
from tests.e2e.live_server import LiveServer

HERE = Path(__file__).parent
PACKAGES = HERE / "node_modules"
CHROMIUM_ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

_missing = pytest.StashKey[dict[str, str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_missing] = {}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say in one line each what was not tested."""
    for what, cure in config.stash.get(_missing, {}).items():
        terminalreporter.write_line(f"SKIPPED end-to-end tests that need {what}: {cure}", yellow=True)


def missing(request: pytest.FixtureRequest, what: str, cure: str) -> NoReturn:
    """Skip the test because something is not installed; where browsers are required fail it."""
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(f"{what} is missing: {cure}", pytrace=False)
    request.config.stash[_missing][what] = cure
    pytest.skip(f"{what} is missing: {cure}")


@pytest.fixture
def make_server(tmp_path: Path) -> Iterator[Callable[..., LiveServer]]:
    """Give a way to make servers, with settings as keywords; each is ended after the test."""
    servers: list[LiveServer] = []

    def make(**settings: str) -> LiveServer:
        folder = tmp_path / f"server{len(servers)}"
        folder.mkdir()
        servers.append(LiveServer(folder, **settings))
        return servers[-1]

    yield make
    for server in servers:
        server.kill()


@pytest.fixture
def own_server(make_server: Callable[..., LiveServer]) -> LiveServer:
    """A running server that the test may stop, starve and start again."""
    return make_server().start()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """One running server for all tests of a file that leave it in peace."""
    running = LiveServer(tmp_path_factory.mktemp("server"))
    try:
        yield running.start()
    finally:
        running.kill()


@pytest.fixture(scope="module")
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """A real Chromium. One a file, because Playwright keeps the event loop from asynchronous tests."""
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not executable:
        missing(request, "Chromium", "install it (Debian: apt install chromium) or set CHROMIUM to its path")
    if not is_complete():
        missing(request, f"the Web Chat file {BUNDLE.name}", "run `make setup`")
    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGS)
        except Error as error:
            missing(request, "a Chromium that starts", str(error).splitlines()[0])
        yield chromium
        chromium.close()


PROFILE: dict[str, Any] = {
    "viewport": {"width": 1280, "height": 900},
    "permissions": ["clipboard-read", "clipboard-write"],
}


@pytest.fixture
def open_chat(browser: Browser) -> Iterator[Callable[..., ChatPage]]:
    """Give a way to open the page in a new browser profile; afterwards nothing may have gone wrong on any."""
    contexts: list[BrowserContext] = []
    pages: list[ChatPage] = []

    def open_page(server: LiveServer, **profile: Any) -> ChatPage:
        contexts.append(browser.new_context(**PROFILE | profile))
        pages.append(ChatPage(contexts[-1].new_page(), server.url))
        return pages[-1].opens()

    yield open_page
    for context in contexts:
        context.close()
    for page in pages:
        page.went_well()


@pytest.fixture(scope="module")
def tab(browser: Browser, server: LiveServer) -> Iterator[ChatPage]:
    """One open tab for a file: loading Web Chat takes far longer than a new conversation."""
    context = browser.new_context(**PROFILE)
    yield ChatPage(context.new_page(), server.url).opens()
    context.close()


@pytest.fixture
def chat(tab: ChatPage) -> Iterator[ChatPage]:
    """A new conversation in a desktop window, the welcome on the screen; nothing may go wrong on the page."""
    tab.begins_anew()
    yield tab
    tab.went_well()


@pytest.fixture(scope="session")
def axe(request: pytest.FixtureRequest) -> str:
    """The source of axe, which looks for what keeps people with disabilities out."""
    return package_file(request, "axe-core/axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def node(request: pytest.FixtureRequest) -> str:
    """The path of Node.js."""
    found = shutil.which("node")
    if found is None:
        missing(request, "Node.js", "install Node.js 20 or newer")
    return found


def package_file(request: pytest.FixtureRequest, name: str) -> Path:
    """Give a file of the npm packages of these tests, or skip."""
    path = PACKAGES / name
    if not path.exists():
        missing(request, f"the npm package {name.split('/')[0]}", "run `npm ci` in tests/e2e")
    return path
