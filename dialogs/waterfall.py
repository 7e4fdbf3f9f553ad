"""The SDK's WaterfallDialog as the dialogs of this bot use it."""

from botbuilder.dialogs import DialogContext, DialogReason, DialogTurnResult, WaterfallDialog


class Waterfall(WaterfallDialog):
    """A WaterfallDialog that does not name each of its runs for a telemetry client.

    Row of cost: botbuilder 4.17.1 makes such a name (uuid1) for every question and keeps it in the state, though
    nobody listens.
    """

    async def begin_dialog(self, dialog_context: DialogContext, options: object = None) -> DialogTurnResult:
        """Run the first step."""
        state = dialog_context.active_dialog.state
        state |= {self.PersistedOptions: options, self.PersistedValues: {}, self.PersistedInstanceId: ""}
        return await self.run_step(dialog_context, 0, DialogReason.BeginCalled, None)
