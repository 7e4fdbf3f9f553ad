"""Words that mean something in every conversation, so that no option of a question may begin with them."""

from typing import Final

RESERVED: Final = frozenset(
    {
        "back", "bye", "cancel", "exit", "hello", "help", "hey", "hi", "menu", "quit", "restart", "start", "stop",
        "summary", "thank", "thanks", "undo", "why",
    }
)  # fmt: skip
