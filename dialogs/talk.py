"""What the dialogs of one turn share: the memory, the brain, the voice, and the option that was just taken."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from botbuilder.core import TurnContext
from botbuilder.dialogs import WaterfallStepContext

from dialogs.memory import Memory
from dialogs.reply import Says
from knowledge.explain import Brain
from knowledge.load import Knowledge

_KEY: Final = "peering-bot.talk"


@dataclass(slots=True)
class Talk:
    """One turn of one conversation.

    `taken` is the option that was taken in it; `unknown` an error, masked, that nobody knew. `team` says whether the
    network team can be reached, `declined` why it takes no more now, `hand_off` is the masked summary for it, `forget`
    says that the person wants all that is kept of them deleted, `verdicts` are answers with whether they helped.
    `own_web` says that the messages themselves are kept here too, not by the channel.
    `own_button` says whether the button that was clicked, and the message it stands in, are this person's; it is None
    when it is not known whose message that is. `edited` says that the message is an older one that was changed,
    `shared` that others see the conversation too, where a bot only gets the messages that mention it.
    """

    brain: Brain
    memory: Memory
    voice: Says
    taken: str | None = None
    unknown: str | None = None
    team: bool = False
    own_web: bool = False
    declined: str | None = None
    own_button: bool | None = True
    edited: bool = False
    shared: bool = False
    hand_off: str | None = None
    forget: bool = False
    verdicts: list[tuple[str, bool]] = field(default_factory=list)

    @property
    def knowledge(self) -> Knowledge:
        """What the bot knows."""
        return self.brain.knowledge


def begin_talk(context: TurnContext, talk: Talk) -> None:
    """Make the talk known to the dialogs of this turn."""
    context.turn_state[_KEY] = talk


def talk_of(context: TurnContext) -> Talk:
    """Give the talk of this turn."""
    talk = context.turn_state[_KEY]
    assert isinstance(talk, Talk)  # noqa: S101 - `begin_talk` put it there
    return talk


def options_of(step: WaterfallStepContext) -> dict[str, Any]:
    """Give what the dialog of a step was begun with."""
    return dict(step.options) if isinstance(step.options, Mapping) else {}
