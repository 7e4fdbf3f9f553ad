"""Ids, addresses and mail addresses of users, masked before a text is kept or shown to others."""

import re
from typing import Final

_ID: Final = re.compile(r"[0-9a-fA-F]{8}(?<![0-9a-fA-F]{9})(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![0-9a-fA-F])")
_MAIL: Final = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}")
_ADDRESS: Final = re.compile(r"\d(?<![\w.]\d)\d{0,2}\.(?:\d{1,3}\.){2}\d{1,3}(?![\w/]|\.\d)")
_PARTS: Final = (
    (_ID, "id", re.compile(r"-[0-9a-fA-F]{4}-")),
    (_MAIL, "mail", re.compile("@")),
    (_ADDRESS, "address", re.compile(r"\.\d{1,3}\.\d")),
)
"""What is masked, the word for it, and a part of it that is quickly found to be missing."""


def mask(text: str) -> str:
    """Give the text with GUIDs, mail addresses and IP addresses masked, the same one always by the same mask.

    Address ranges such as 10.1.0.0/16 stay: a colleague cannot help with routes without them.
    """
    for pattern, word, part in _PARTS:
        if part.search(text):
            text = _numbered(pattern, word, text)
    return text


def _numbered(pattern: re.Pattern[str], word: str, text: str) -> str:
    numbers: dict[str, int] = {}

    def put(found: re.Match[str]) -> str:
        number = numbers.setdefault(found[0].lower(), len(numbers) + 1)
        return f"[{word}-{number}]"

    return pattern.sub(put, text)
