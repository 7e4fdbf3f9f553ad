"""From what arrives to plain text: without colours, boxes, tags, escapes and characters that nobody sees."""

import html
import re
from typing import Final

LONGEST: Final = 32_000
"""Texts longer than this many characters are read by their head and tail, half of it each."""

_ANSI: Final = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]{0,256}(?:\x07|\x1b\\)")
_UNSEEN: Final = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]"
)
_TAG: Final = re.compile(
    r"</?(?:a|at|b|blockquote|br|code|div|em|font|h[1-6]|hr|i|img|li|ol|p|pre|s|span|strong|table|tbody|td|th|thead|tr|u|ul)"
    r"(?:\s[^<>]{0,1000})?/?>",
    re.IGNORECASE,
)
_BOX: Final = re.compile("[\u2500-\u257f\u2580-\u259f]")
_ESCAPED: Final = re.compile(r"\\+(r\\+n|[nrt\"'/]|u00[0-9a-fA-F]{2})")
_SAME: Final = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4\u0060", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f\u3000", " "),
        "\u2026": "...",
    }
)


def head_and_tail(text: str) -> tuple[str, bool]:
    """Give at most `LONGEST` characters of a text, and whether something in the middle was left out."""
    if len(text) <= LONGEST:
        return text, False
    half = LONGEST // 2
    return f"{text[:half]}\n{text[-half:]}", True


def clean(text: str) -> str:
    """Give the plain text of a paste, its lines kept."""
    text = _ANSI.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if "<" in text or "&" in text:
        text = html.unescape(_TAG.sub(" ", text))
    text = _UNSEEN.sub("", text).translate(_SAME)
    return _ESCAPED.sub(_unescaped, _BOX.sub(" ", text))


def one_line(text: str) -> str:
    """Give the text with every run of white space as one blank."""
    return " ".join(text.split())


def _unescaped(mark: re.Match[str]) -> str:
    escape = mark[1]
    if escape.startswith("u"):
        return chr(int(escape[1:], 16))
    return {"n": "\n", "r": "\n", "t": " "}.get(escape[0], escape)
