"""The same steps for several tools as tabs: one click shows all steps of a card for that tool."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final

from bot.rendering.adaptive_card import Element
from bot.rendering.card_code import code_block
from bot.rendering.card_text import prose
from bot.rendering.markdown import in_portal
from dialogs import speech
from dialogs.reply import Variants

_NAMES: Final = {
    "az": "azure-cli",
    "powershell": "PowerShell",
    "terraform": "Terraform",
    "bicep": "Bicep",
    "portal": "Portal",
}
_ROW: Final = 3
"""How many tabs stand side by side: more are cut on a telephone."""
_OTHER: Final = "other"
"""In the place of a tool: what says that a step has nothing for it."""


@dataclass(slots=True)
class Tabs:
    """The tabs of one card. `tools` are all that its steps have something for, the reader's own first.

    A step that has nothing for the tool that is shown keeps what it has for another one.
    """

    tools: tuple[str, ...]
    _steps: list[tuple[str, ...]] = field(default_factory=list)

    @classmethod
    def of(cls, variants: Iterable[Variants]) -> "Tabs":
        """Make them for the steps of a card."""
        steps = list(variants)
        own = next((step.own for step in steps), "")
        found = {tool for step in steps for tool in ways(step)}
        return cls(tuple(tool for tool in dict.fromkeys((own, *_NAMES)) if tool in found))

    def panels(self, step: Variants) -> list[Element]:
        """Give one step, the tab that is not shown at first hidden; on a tab that it has nothing for it says so."""
        here = ways(step)
        first = _shown(self.tools[0], here)
        if len(self.tools) < 2:
            return self._panel(step, first)
        self._steps.append(here)
        panels: list[Element] = [
            {
                "type": "Container",
                "id": _id(len(self._steps), tool),
                "items": self._panel(step, tool),
                **({} if tool == first else {"isVisible": False}),
            }
            for tool in here
        ]
        if not _lacks_tool(here, self.tools):
            return panels
        other = {"type": "TextBlock", "text": speech.other_tool(_NAMES[here[0]]), "isSubtle": True, "wrap": True}
        return [
            other | {"id": _id(len(self._steps), _OTHER), "isVisible": self.tools[0] not in here},
            *panels,
        ]

    def bar(self) -> tuple[Element, ...]:
        """Give the rows of tabs; call it when all steps are there. Nothing when there is one tool only."""
        return _bar(self.tools, tuple(self._steps)) if len(self.tools) > 1 else ()

    def _panel(self, step: Variants, tool: str) -> list[Element]:
        if tool == "portal":
            return prose(in_portal(step.portal))
        return [code_block(code) for code in step.codes if code.language == tool]


@lru_cache(500)
def _bar(tools: tuple[str, ...], steps: tuple[tuple[str, ...], ...]) -> tuple[Element, ...]:
    """Give the rows of tabs for steps that have these tools each. They are the same for everybody: made once."""
    rows = [tools[at : at + _ROW] for at in range(0, len(tools), _ROW)]
    return tuple(
        {
            "type": "ColumnSet",
            "spacing": "Small" if number else "Medium",
            "columns": [_tab(tool, tools, steps) for tool in row],
        }
        for number, row in enumerate(rows)
    )


def _tab(tool: str, tools: Sequence[str], steps: Sequence[Sequence[str]]) -> Element:
    first = tool == tools[0]
    name: dict[str, Any] = {"type": "TextBlock", "text": _NAMES[tool]}
    on = name | {"id": f"{tool}+", "weight": "Bolder", "color": "Accent", "isVisible": first}
    off = name | {"id": f"{tool}-", "isVisible": not first}
    action = {
        "type": "Action.ToggleVisibility",
        "title": f"Show {_NAMES[tool]}",
        "targetElements": _shows(tool, tools, steps),
    }
    return {"type": "Column", "width": "auto", "selectAction": action, "items": [on, off]}


def _shows(tool: str, tools: Sequence[str], steps: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
    """Give what a tab shows and hides: every tab's name, and every step's panels."""
    shown = {f"{one}{sign}": (one == tool) == (sign == "+") for one in tools for sign in "+-"}
    for number, here in enumerate(steps, 1):
        # A step with one way only looks the same on every tab.
        shown |= {_id(number, way): way == _shown(tool, here) for way in here} if len(here) > 1 else {}
        shown |= {_id(number, _OTHER): tool not in here} if _lacks_tool(here, tools) else {}
    return [{"elementId": id_, "isVisible": visible} for id_, visible in shown.items()]


def _id(number: int, tool: str) -> str:
    return f"{tool}{number}"


def ways(step: Variants) -> tuple[str, ...]:
    """Give the tools that a step has something for."""
    return (*(code.language for code in step.codes), *(["portal"] if step.portal else []))


def only(tools: Sequence[str], step: Variants) -> Variants:
    """Give a step with what it has for these tools, or for its first one when it has nothing for them."""
    kept = set(ways(step)).intersection((*tools, step.own)) or {ways(step)[0]}
    codes = tuple(code for code in step.codes if code.language in kept)
    return replace(step, codes=codes, portal=step.portal if "portal" in kept else "")


def _lacks_tool(here: Sequence[str], tools: Sequence[str]) -> bool:
    """Tell whether some tab shows a step with another tool than its own; the way in the portal says so itself."""
    return here[0] != "portal" and not set(tools) <= set(here)


def _shown(tool: str, here: Sequence[str]) -> str:
    return tool if tool in here else here[0]
