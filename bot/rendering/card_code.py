"""Commands on a card for Teams: a CodeBlock, and monospace text for clients that have none.

Source of the element: `CodeBlock` and `CodeLanguage` of Microsoft's Teams cards library (Microsoft.Teams.Cards).
"""

from functools import lru_cache
from typing import Final

from bot.rendering.adaptive_card import Element
from dialogs import speech
from dialogs.reply import Code

_LANGUAGES: Final = {"az": "Bash", "linux": "Bash", "powershell": "PowerShell", "windows": "PowerShell"}
_MOST_LINES: Final = 60
_LONGEST_TWICE: Final = 6_000
"""How many characters may stand on a card twice, as a CodeBlock and as its fallback."""


def code_block(code: Code) -> Element:
    """Give a command letter for letter, as a CodeBlock and, where there is none, as monospace text."""
    return _block(code.text.strip(), code.language)


@lru_cache(500)
def _block(text: str, tool: str) -> Element:
    # The same commands stand in several versions of a card, of which one is sent.
    language = _LANGUAGES.get(tool, "PlainText")
    fallback = _monospace(text) if len(text) <= _LONGEST_TWICE else _sorry()
    return {"type": "CodeBlock", "codeSnippet": text, "language": language, "fallback": fallback}


def _monospace(text: str) -> Element:
    """Give text in which nothing is markup: a TextBlock would lose `<placeholders>`. A run breaks no lines."""
    lines = text.splitlines()
    lines = lines if len(lines) <= _MOST_LINES else [text]
    return {"type": "Container", "style": "emphasis", "items": [_line(line) for line in lines]}


def _line(line: str) -> Element:
    run = {"type": "TextRun", "text": line or " ", "fontType": "Monospace"}
    return {"type": "RichTextBlock", "spacing": "None", "inlines": [run]}


def _sorry() -> Element:
    return {"type": "TextBlock", "text": speech.TOO_LONG_HERE, "wrap": True, "isSubtle": True}
