"""Adaptive Cards in Microsoft's own renderer in Chromium, as light, dark or high contrast Teams would lay them out."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from playwright.sync_api import Locator, Page

RENDERER = "adaptivecards/dist/adaptivecards.min.js"

_RENDER = """([card, html, colours]) => {
  const { AdaptiveCard, HostConfig, SerializationContext } = AdaptiveCards;
  const styles = Object.fromEntries(["default", "emphasis", "warning", "accent", "good"].map((style) => [style, {
    backgroundColor: colours[`on ${style}`] ?? colours[style], borderColor: colours.line,
    foregroundColors: {
      default: { default: colours.text, subtle: colours.subtle },
      accent: { default: colours.accent, subtle: colours.accent },
    },
  }]));
  AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = html[text] ?? text;
    result.didProcess = text in html;
  };
  const made = new AdaptiveCard();
  made.hostConfig = new HostConfig({
    fontFamily: "sans-serif", supportsInteractivity: true, containerStyles: styles,
    fontTypes: { default: { fontFamily: "sans-serif" }, monospace: { fontFamily: "monospace" } },
    actions: { actionsOrientation: "horizontal", actionAlignment: "left", buttonSpacing: 8, maxActions: 6 },
  });
  const context = new SerializationContext(AdaptiveCards.Versions.v1_5);
  made.parse(card, context);
  window.executed = [];
  made.onExecuteAction = (action) => window.executed.push([action.getJsonTypeName(), action.data ?? null]);
  document.documentElement.lang = card.lang;
  document.body.style = `margin: 0; padding: 12px; background: ${colours.default}; color: ${colours.text}`;
  document.body.replaceChildren(made.render());
  const events = [];
  for (let index = 0; index < context.eventCount; index += 1) events.push(context.getEventAt(index).message);
  return [...events, ...made.validateProperties().validationEvents.map((event) => event.message)];
}"""

_BUTTON = """.ac-pushButton { font: inherit; padding: 5px 12px; border: 1px solid currentColor; border-radius: 4px;
  background: transparent; color: inherit; text-align: left; white-space: normal; }
a { color: inherit; }
ul, ol { box-sizing: border-box; }
.ac-textBlock, .ac-richTextBlock { overflow-wrap: anywhere; }"""

LIGHT = {
    "default": "#ffffff",
    "emphasis": "#f0f0f0",
    "warning": "#fff4ce",
    "on accent": "#e8ebfa",
    "good": "#e7f2da",
    "text": "#242424",
    "subtle": "#5c5c5c",
    "accent": "#4f52b2",
    "line": "#888888",
}
DARK = {
    "default": "#1f1f1f",
    "emphasis": "#333333",
    "warning": "#4a3b00",
    "on accent": "#33345c",
    "good": "#294903",
    "text": "#ffffff",
    "subtle": "#adadad",
    "accent": "#aaaeff",
    "line": "#888888",
}
CONTRAST = dict.fromkeys(("default", "emphasis", "warning", "on accent", "good"), "#000000") | {
    "text": "#ffffff",
    "subtle": "#ffffff",
    "accent": "#ffff00",
    "line": "#ffffff",
}


class CardPage:
    """A page that shows one card at a time."""

    def __init__(self, page: Page, renderer: Path) -> None:
        self.page = page
        self._renderer = renderer

    def shows(self, card: dict[str, Any], colours: dict[str, str] = LIGHT) -> list[str]:
        """Render a card; give what the renderer has to say against it."""
        if self.page.evaluate("typeof AdaptiveCards") == "undefined":
            self.page.set_content("<!doctype html><title>Card</title><main></main>")
            self.page.add_script_tag(path=self._renderer)
            self.page.add_style_tag(content=_BUTTON)
        markdown = MarkdownIt("commonmark")
        html = {text: markdown.render(text) for text in _texts(card)}
        said: list[str] = self.page.evaluate(_RENDER, [card, html, colours])
        return said

    def sees(self, text: str) -> Locator:
        """Give the place of a text, if it is in sight."""
        return self.page.get_by_text(text).locator("visible=true")

    @property
    def text(self) -> str:
        """All that is in sight."""
        return self.page.locator("body").inner_text()

    def clicks(self, name: str) -> None:
        """Click a button, a tab or a line to unfold."""
        self.page.get_by_role("button", name=name, exact=True).click()

    @property
    def executed(self) -> list[Any]:
        """The actions that were sent, type and data."""
        done: list[Any] = self.page.evaluate("window.executed")
        return done


def _texts(element: Any) -> Iterator[str]:
    if isinstance(element, list):
        for one in element:
            yield from _texts(one)
    elif isinstance(element, dict):
        if element.get("type") == "TextBlock":
            yield element["text"]
        for value in element.values():
            yield from _texts(value)
