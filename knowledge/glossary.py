"""What single words mean, for people who did not bring the jargon."""

import re
from typing import Final

from knowledge.model import Guide

_LONGEST: Final = 80
_ASKED: Final = re.compile(
    r"(?:(?:sorry|ok|okay|hm+|and|but|wait)[\s,]+)?"
    r"(?:what(?:'s| is| are|s| does| do)|whats|define|explain|meaning of|what do you mean by|what do you mean with"
    r"|i (?:do not|don't|dont) (?:know|understand) what|no idea what|never heard of"
    r"|was ist|was sind|was bedeutet|was heißt|was heisst)\s+"
    r"(?:(?:an?|the|ein|eine|einen|der|die|das)\s+)?(?P<word>.+?)"
    r"(?:\s+(?:means?|is|are|stands? for|again|anyway|please|exactly|in azure|bedeutet|ist))*[\s?.!]*",
    re.IGNORECASE,
)


def meaning_of(text: str, guide: Guide) -> str | None:
    """Give the meaning of the word that a text asks about, "what is a hub?"; None when it asks nothing or another."""
    asked = _ASKED.fullmatch(" ".join(text.replace("\u2019", "'").split())) if len(text) <= _LONGEST else None
    if asked is None:
        return None
    word = _plain(asked["word"])
    for one in guide.words:
        names = {_plain(name) for name in (one.name, *one.also)}
        if word in names or word.removesuffix("s") in names:
            return f"**{one.name}:** {one.meaning}"
    return None


def _plain(word: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", word.casefold()).split())
