"""A step that cannot be undone says so in the conversation too, before somebody takes it."""

from dialogs.fix_reply import fix_blocks
from dialogs.memory import Memory
from dialogs.reply import Prose
from knowledge.load import Knowledge
from knowledge.placeholders import in_prose


def test_every_step_without_a_way_back_says_why(known: Knowledge) -> None:
    said = 0
    for answer in known.answers.values():
        words = "\n".join(block.text for block in fix_blocks(answer, known, Memory()) if isinstance(block, Prose))
        for step in answer.fix:
            if step.changes and step.undo and not step.undoable:
                said += 1
                assert in_prose(step.reason or "?", {}) in words, (answer.id, step.reason)
    assert said > 5


def test_a_deleted_vnet_is_said_to_be_gone(known: Knowledge) -> None:
    blocks = fix_blocks(known.answers["move-or-delete-peered-vnet"], known, Memory())
    assert any(
        "*To undo:* A deleted VNet cannot be brought back" in block.text for block in blocks if isinstance(block, Prose)
    )
