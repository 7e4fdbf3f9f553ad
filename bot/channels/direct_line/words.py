"""What the Direct Line channel itself says to people."""

from typing import Final

NOT_SAVED: Final = (
    "Sorry, I could not save your message just now, so I have not read it. Nothing is lost on your side:"
    " please send it again in a moment."
)

NO_FILES: Final = (
    "I cannot open files or pictures here. Please copy the text of the error, all of it, and paste it as a message."
)
