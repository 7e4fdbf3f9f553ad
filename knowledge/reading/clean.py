"""From what arrives to plain text: without colours, boxes, tags, escapes and characters that nobody sees."""

import html
import re
from typing import Final

_ANSI: Final = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]{0,256}(?:\x07|\x1b\\)|\x1b[()][A-Z0-9]")
_BARE_ANSI: Final = re.compile(
    r"\[(?<![\w\[]\[)\d{1,2}(?:;\d{1,3}){0,4}m(?:\[\d{1,2}(?:;\d{1,3}){0,4}m)*|\[(?:0|22|39)m"
)
_UNSEEN: Final = (
    "\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
)
_EMPTY: Final = re.compile(r"\n(?:[ \t]{0,200}\n){2,}")
_MENTION: Final = re.compile(r"<at\b[^<>]{0,200}>[^<>]{0,200}</at>", re.IGNORECASE)
_TAG: Final = re.compile(
    r"</?(?:a|at|b|blockquote|body|br|code|div|em|font|h[1-6]|head|hr|html|i|img|li|ol|p|pre|s|span|strong|table|tbody|td"
    r"|th|thead|tr|u|ul|wbr)(?:\s[^<>]{0,1000})?/?>",
    re.IGNORECASE,
)
_BLOCK: Final = re.compile(r"</?(?:p|br|div|li|tr|pre|h[1-6])\b", re.IGNORECASE)
_ESCAPED: Final = re.compile(r"\\(?<!\\\\)\\*(r\\+n|[nrt\"'/]|(?:x1b|u001[bB])\[[0-9;]*m|u00[0-9a-fA-F]{2})")
_LATIN: Final = {bytes([byte]).decode("cp1252", "replace"): byte for byte in range(0x80, 0xA0)}
_MOJIBAKE: Final = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf" + "".join(letter for letter in _LATIN if letter != "\ufffd") + "]{1,3}"
)
"""UTF-8 that was read as Windows-1252: a letter with an accent and then what no word goes on with."""

_BOX: Final = range(0x2504, 0x25A0)
_INSTEAD: Final[dict[str, str]] = {
    **{chr(code): " " for code in _BOX},
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4\u0060", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\u2500\u2501", "-"),
    **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f\u3000", " "),
    **dict.fromkeys("\u2502\u2503\u2551\u00a6\uff5c", "|"),
    "\u2026": "...",
}
"""What stands for signs that look alike, and for what boxes are drawn of."""

_ODD: Final = re.compile("[" + "".join(_INSTEAD) + _UNSEEN + "]")


def clean(text: str) -> str:
    """Give the plain text of a paste, its lines kept. Lines of a drawn box begin with a bar after this."""
    text = _EMPTY.sub("\n\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    if "\x1b" in text:
        text = _ANSI.sub("", text)
    if "[" in text:
        text = _BARE_ANSI.sub("", text)
    if not text.isascii():
        text = _MOJIBAKE.sub(_decoded, text.replace("\u00e2\u20ac\ufffd", '"'))
    if "<" in text or "&" in text:
        text = _without_tags(text)
    text = _plain(text)
    # What was escaped may be a sign that nobody sees, too.
    return _plain(_ESCAPED.sub(_unescaped, text)) if "\\" in text else text


def _plain(text: str) -> str:
    """Give the text without signs that nobody sees, and with one sign for those that look alike."""
    return _ODD.sub(lambda odd: _INSTEAD.get(odd[0], ""), text)


def one_line(text: str) -> str:
    """Give the text with every run of white space as one blank."""
    return " ".join(text.split())


def _without_tags(text: str) -> str:
    """Take away the tags that chats use; `<sub-id>` and the like are names that somebody masked, they stay."""
    text = _MENTION.sub(" ", text)
    text = _TAG.sub(lambda tag: "\n" if _BLOCK.match(tag[0]) else "", text)
    text = html.unescape(text)
    return html.unescape(text) if "&quot;" in text or "&#" in text else text


def _decoded(wrong: re.Match[str]) -> str:
    """Undo a wrong decoding such as `â€œ` for a quotation mark; what was none stays."""
    try:
        return bytes(_LATIN.get(letter, ord(letter)) for letter in wrong[0]).decode("utf-8")
    except (UnicodeDecodeError, ValueError):
        return wrong[0]


def _unescaped(mark: re.Match[str]) -> str:
    escape = mark[1]
    if "[" in escape:
        return ""
    if escape.startswith("u"):
        return chr(int(escape[1:], 16))
    return {"n": "\n", "r": "\n", "t": " "}.get(escape[0], escape)
