"""What people read in the dialog "Find the fix" and in the search; a card's own words come from elsewhere."""

from typing import Final

FIND_TITLE: Final = "Find the fix"
NOTHING_TO_READ: Final = "There are no words in this message that I could look up."
CARD_HERE: Final = (
    "I don't read cards. If it is one of mine, the answer stands in it already. Find the fix for the message that has"
    " the error itself, or paste the error into a chat with me."
)
NOT_KNOWN_HERE: Final = (
    "I don't know this one, and I'd rather not guess. I know VNet peering and what goes with it. If this message is"
    " about that, paste the whole error into a chat with me, or say what should reach what, and what happens."
)
NOTHING_FOUND: Final = (
    "I know nothing about that. Try an error code, or a word such as \u201coverlap\u201d or \u201cgateway\u201d."
)
POSTED: Final = "Posted in the thread."
NOT_POSTED: Final = (
    "I could not post this in the thread just now. Please try again in a moment; until then you can read it here."
)
MAYBE_POSTED: Final = (
    "Posting takes longer than I may wait. Please look whether this stands in the thread now; if not, try again."
)
POST_LABEL: Final = "Post it in the thread"
CHAT_LABEL: Final = "Chat with me"
BEGIN_LABEL: Final = "Begin in a chat with me"
