"""What the page looks like, and whether everybody can use it: desktop and phone, light and dark."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.chat_page import ACTIVITY, ChatPage
from tests.e2e.live_server import LiveServer
from tests.e2e.pastes import CROSS_TENANT

pytestmark = [pytest.mark.browser, pytest.mark.node]

SCREENSHOTS = Path(__file__).parent / "screenshots"
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
SERIOUS = {"serious", "critical"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("device", "profile"), [("desktop", DESKTOP), ("phone", PHONE)])
def test_everybody_can_use_it(
    open_chat: Callable[..., ChatPage],
    server: LiveServer,
    axe: str,
    device: str,
    profile: dict[str, Any],
    scheme: str,
) -> None:
    chat = open_chat(server, **profile, color_scheme=scheme)
    name = f"{device}-{scheme}"
    looks_right(chat, axe, f"{name}-1-welcome")
    chat.pastes(CROSS_TENANT)
    looks_right(chat, axe, f"{name}-2-answer")
    scroll_to_end(chat)
    looks_right(chat, axe, f"{name}-3-end")
    chat.clicks("Something else")
    chat.clicks("Hub-spoke within Azure")
    looks_right(chat, axe, f"{name}-4-question")
    chat.says("summary")
    looks_right(chat, axe, f"{name}-5-summary")


def looks_right(chat: ChatPage, axe: str, name: str) -> None:
    """Keep a picture to look at, and let axe and a ruler look at the page."""
    SCREENSHOTS.mkdir(exist_ok=True)
    chat.page.wait_for_timeout(300)
    chat.page.screenshot(path=SCREENSHOTS / f"{name}.png")
    assert violations(chat, axe) == []
    width = chat.page.evaluate("() => [document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1], f"the page is wider than the window: {width}"


def violations(chat: ChatPage, axe: str) -> list[str]:
    """Give what axe calls serious or critical, with the elements at fault."""
    chat.page.evaluate(f"() => {{ if (!window.axe) {{ {axe} }} }}")
    found = chat.page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['impact']}: {one['help']}: {node['html'][:200]} {node['failureSummary']}"
        for one in found["violations"]
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]


def scroll_to_end(chat: ChatPage) -> None:
    chat.page.locator(ACTIVITY).last.evaluate("(last) => last.scrollIntoView({block: 'end'})")
