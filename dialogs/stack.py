"""The stack of dialogs: where the conversation stands, and the ways to go somewhere else.

`dc.stack[0]` is the dialog that waits. Every waterfall waits with an `Ask` on top of it, so the stack comes in pairs.
"""

from collections.abc import Callable
from typing import Any, Final

from botbuilder.core import StatePropertyAccessor, TurnContext
from botbuilder.dialogs import DialogContext, DialogState

from dialogs.ask import show_again
from dialogs.menu import MENU_DIALOG
from dialogs.place import MENU, Where
from dialogs.reply import Block
from dialogs.talk import talk_of

FRESH: Final[Where] = {"at": MENU}
"""Where a conversation stands before anything was said."""


class Stack(StatePropertyAccessor):
    """The accessor through which the SDK gets the dialog stack: the plain data that the turn loaded."""

    KEY: Final = "peering-bot.stack"

    async def get(self, context: TurnContext, default: Callable[[], DialogState] | None = None) -> DialogState:
        """Give the stack of this turn."""
        state = context.turn_state[self.KEY]
        assert isinstance(state, DialogState)  # noqa: S101 - `Conversation.turn` put it there
        return state

    async def set(self, context: TurnContext, value: DialogState) -> None:
        """Nothing to do: `Conversation.turn` reads the stack back itself."""

    async def delete(self, context: TurnContext) -> None:
        """Nothing to do: nobody asks for it."""


def standing(dc: DialogContext) -> Where:
    """Give the place where the conversation stands."""
    return dc.stack[0].state["place"] if dc.stack else FRESH


def in_scenario(dc: DialogContext) -> bool:
    """Tell whether the present step is a question of a scenario."""
    return len(dc.stack) > 1 and dc.stack[1].id in talk_of(dc.context).knowledge.scenarios


def scenario_waits(dc: DialogContext) -> bool:
    """Tell whether a scenario goes on here, or waits under what is going on."""
    return _waiting_scenario(dc) is not None


async def again(dc: DialogContext, *lead: str, blocks: tuple[Block, ...] = ()) -> None:
    """Say something and show the present place with its choices."""
    await begin_if_fresh(dc)
    await show_again(dc.context, standing(dc), *lead, blocks=blocks)


async def begin_if_fresh(dc: DialogContext) -> None:
    """A conversation in which nothing was said waits at the menu, though nobody saw it yet."""
    if not dc.stack:
        await dc.begin_dialog(MENU_DIALOG, {"quiet": True})


async def leave_for(dc: DialogContext, dialog: str, options: dict[str, Any]) -> None:
    """Give up everything that is going on and begin a dialog."""
    dc.stack.clear()
    await dc.begin_dialog(dialog, options)


async def leave_top_for(dc: DialogContext, dialog: str, options: dict[str, Any]) -> None:
    """Give up what is going on, but not what it interrupted, and begin a dialog."""
    del dc.stack[:2]
    await dc.begin_dialog(dialog, options)


async def interrupt(dc: DialogContext, dialog: str, options: dict[str, Any]) -> None:
    """Begin a dialog on top of the scenario that is going on or waits; everything else is given up."""
    keep = _waiting_scenario(dc)
    dc.stack[:] = [] if keep is None else dc.stack[keep - 1 : keep + 1]
    await dc.begin_dialog(dialog, options)


def _waiting_scenario(dc: DialogContext) -> int | None:
    known = talk_of(dc.context).knowledge.scenarios
    return next((at for at, one in enumerate(dc.stack) if one.id in known), None)
