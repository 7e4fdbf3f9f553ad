"""The prompt of this bot: shows a place with its choices, and ends with the id of the option that was taken.

The SDK's own prompts take `10.1.0.0/16` for yes and any number for an option, so none of them is used. What counts as
an answer is decided in `dialogs.answer`, before the dialogs run; this prompt only waits for it.
"""

from typing import Any

from botbuilder.core import TurnContext
from botbuilder.dialogs import Dialog, DialogContext, DialogInstance, DialogReason, DialogTurnResult

from dialogs import speech
from dialogs.place import Place, Where, place_at
from dialogs.reply import Block, Prose, Reply
from dialogs.talk import talk_of

ASK = "ask"


class Ask(Dialog):
    """Begin it with `place` (a stored place) and, if wanted, `lead`: sentences to say first, in the same message.

    `lead` is not kept. With `quiet` nothing is said: the place is already on the screen.
    """

    def __init__(self) -> None:
        super().__init__(ASK)

    async def begin_dialog(self, dialog_context: DialogContext, options: object = None) -> DialogTurnResult:
        """Show the place and wait."""
        begun = options if isinstance(options, dict) else {}
        dialog_context.active_dialog.state["place"] = begun["place"]
        if not begun.get("quiet"):
            place = place_at(begun["place"], talk_of(dialog_context.context).knowledge)
            lead = tuple(Prose(text) for text in begun.get("lead", ()))
            await _show(dialog_context.context, place, (*lead, *place.first(talk_of(dialog_context.context).memory)))
        return Dialog.end_of_turn

    async def continue_dialog(self, dialog_context: DialogContext) -> DialogTurnResult:
        """End with the option that was taken in this turn; without one show the place again."""
        talk = talk_of(dialog_context.context)
        if talk.taken is None:
            await self.reprompt_dialog(dialog_context.context, dialog_context.active_dialog)
            return Dialog.end_of_turn
        taken, talk.taken = talk.taken, None
        return await dialog_context.end_dialog(taken)

    async def resume_dialog(
        self, dialog_context: DialogContext, reason: DialogReason, result: object
    ) -> DialogTurnResult:
        """After an interruption show the place again, all of it: it is far up by now."""
        talk = talk_of(dialog_context.context)
        place = place_at(dialog_context.active_dialog.state["place"], talk.knowledge)
        await _show(dialog_context.context, place, (Prose(speech.GO_ON), *place.first(talk.memory)))
        return Dialog.end_of_turn

    async def reprompt_dialog(self, context: TurnContext, instance: DialogInstance) -> None:
        """Show the place again."""
        where: Any = instance.state["place"]
        await show_again(context, where)


async def show_again(context: TurnContext, where: Where, *lead: str, blocks: tuple[Block, ...] = ()) -> None:
    """Show a stored place once more: sentences first, then other blocks, then the question with all its choices."""
    talk = talk_of(context)
    place = place_at(where, talk.knowledge)
    await _show(context, place, (*(Prose(text) for text in lead), *blocks, *place.again(talk.memory)))


async def _show(context: TurnContext, place: Place, blocks: tuple[Block, ...]) -> None:
    await talk_of(context).voice.say(Reply(blocks, place.choices()))
