"""What somebody pasted into Teams: the message comes as text and once more as HTML; the fuller one is read.

The text may lose code blocks and always loses who is quoted. Shapes as seen in public bots that read them: a reply
has a `<blockquote itemtype="http://schema.skype.com/Reply">` with the author in `itemprop="mri"` and the words in
`itemprop="preview"` or `"copy"`; code stands in `<pre>` or `<codeblock>`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any, Final

from bot.turn.channel import Wire
from dialogs.commands import MENTION, Command, command_of
from dialogs.look_up import tells_error
from knowledge.reading.facts import read_facts

_HTML: Final = "text/html"
_QUOTE: Final = "http://schema.skype.com/Reply"
_MENTION: Final = "http://schema.skype.com/Mention"
_EMOJI: Final = "http://schema.skype.com/Emoji"
_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)([^<>]*)>")
"""A tag: whether it ends something, its name, and the rest of it."""
_ATTRIBUTE: Final = re.compile(r"""([\w:-]{1,50})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=]+))""")
_LONGEST_TAG: Final = 1_000
_LONGEST: Final = 64_000
"""How many characters of HTML are read: a message of a person has at most 28 KB ("Limits for Teams")."""
_CARD_PLACE: Final = re.compile(
    r"""<span[^<>]{0,200}\bitemtype="http://schema\.skype\.com/InputExtension"[^<>]{0,200}>"""
    r"""\s*(?:<span[^<>]{0,200}></span>\s*)?</span>"""
)
"""Where a card stands in a message that somebody put it into: the Playground leaves that in the text."""
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|nbsp|amp|lt|gt|quot);")
"""What Teams leaves of HTML in a text: the blank behind a mention is `&nbsp;`, and what people typed may be escaped."""
_LINES: Final = frozenset(
    {"p", "div", "br", "li", "ul", "ol", "tr", "pre", "codeblock", "blockquote", "hr", "table"}
    | {f"h{level}" for level in range(1, 7)}
)
_CELLS: Final = frozenset({"td", "th"})
_BREAKS: Final = _LINES | _CELLS
_AS_IT_IS: Final = frozenset({"pre", "codeblock"})
_SILENT: Final = frozenset({"script", "style", "title"})
_ABOUT_QUOTE: Final = frozenset({"mri", "time"})
_ASKS_OF_IT: Final = frozenset({None, Command.HELP, Command.WHO, Command.WHY, Command.GREETING})
"""What is said to a quoted error and is about it: "what is this?", "why?"."""
_SPACE: Final = re.compile(r"\s+")
_ENOUGH: Final = 20_000
"""How many characters are looked at to tell whether they are an error."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """A message in HTML, read: the sender's own words, the words that are quoted, and whose they were."""

    own: str
    quoted: str = ""
    author: str = ""


def has_words(wire: Wire) -> bool:
    """Tell whether somebody wrote something, be it in the text or in the HTML only."""
    text, attachments = wire.get("text"), wire.get("attachments")
    contents = [one["content"] for one in attachments if _is_html(one)] if isinstance(attachments, list) else []
    return bool(text.strip() if isinstance(text, str) else "") or any(_has_words(content) for content in contents)


def _has_words(html: str) -> bool:
    return bool(unescape(_TAG.sub("", html[:_LONGEST])).strip())


def with_pasted(wire: Wire) -> Wire:
    """Give the activity with its fullest text, once; the attachment that only repeats it is gone."""
    attachments = wire.get("attachments")
    repeats = [one for one in attachments if _is_html(one)] if isinstance(attachments, list) else []
    text = _unescaped(_CARD_PLACE.sub("", wire["text"])) if isinstance(wire.get("text"), str) else ""
    if not repeats:
        return wire | {"text": text} if text != (wire.get("text") or "") else wire
    pasted = read_html(repeats[0]["content"])
    # What is quoted may stand in the text as if it were the sender's own.
    own = pasted.own if pasted.quoted or _size(pasted.own) >= _size(text) else text
    rest = [one for one in attachments or () if one not in repeats]
    return {**wire, "text": _with_quote(own, pasted, wire.get("recipient")), "attachments": rest}


def _unescaped(text: str) -> str:
    return _ENTITY.sub(lambda found: unescape(found[0]).replace("\xa0", " "), text)


def _is_html(attachment: Any) -> bool:
    if not isinstance(attachment, dict) or not isinstance(attachment.get("content"), str):
        return False
    return str(attachment.get("contentType")).partition(";")[0].strip().lower() == _HTML


def _size(text: str) -> int:
    return len("".join(text.split()))


def _with_quote(own: str, pasted: Pasted, bot: Any) -> str:
    """Put what is quoted in front, when that is what the message is about."""
    said = MENTION.sub("", own).strip()
    of_bot = isinstance(bot, dict) and bool(pasted.author) and pasted.author == bot.get("id")
    if not pasted.quoted or of_bot or _tells_error(said):
        return own
    command = command_of(said) if said else None
    # One word said to what somebody described may be an answer to us; said to an error it asks about the error.
    about = command in _ASKS_OF_IT if _tells_error(pasted.quoted) else command is None and len(said.split()) != 1
    return f"{pasted.quoted}\n\n{own}".strip() if about else own


def _tells_error(text: str) -> bool:
    return tells_error(text[:_ENOUGH], read_facts(text[:_ENOUGH]))


def read_html(html: str) -> Pasted:
    """Read a message's HTML: lines stay lines, code stays as it is, a mention is written as in the text.

    Of what is longer than any message the beginning is read.
    """
    html = html[:_LONGEST]
    reader = _Reader()
    at = 0
    for tag in _TAG.finditer(html):
        begin, end = tag.span()
        if begin > at:
            reader.text(html[at:begin])
        at = end
        ends, name, rest = tag.groups()
        if ends:
            reader.end(name.lower())
        else:
            reader.start(name.lower(), _attributes(rest) if "=" in rest else {})
    reader.text(html[at:])
    return Pasted(_tidy("".join(reader.own)), _tidy("".join(reader.quoted)), reader.author)


def _attributes(text: str) -> dict[str, str]:
    found = _ATTRIBUTE.findall(text[:_LONGEST_TAG])
    return {name.lower(): unescape(quoted or single or bare) for name, quoted, single, bare in found}


class _Reader:
    """Collects the words. Python's own HTMLParser takes minutes for 200 kB of unclosed tags."""

    def __init__(self) -> None:
        self.own: list[str] = []
        self.quoted: list[str] = []
        self.author = ""
        self._quotes = 0
        self._as_it_is = 0
        self._silent = ""
        self._mentions: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._silent:
            return
        kind, prop = attributes.get("itemtype", ""), attributes.get("itemprop", "")
        if tag == "blockquote" and (self._quotes or kind == _QUOTE):
            self._quotes += 1
        if tag in _BREAKS:
            self._break(tag)
        self._as_it_is += tag in _AS_IT_IS
        if tag in _SILENT or (self._quotes and prop in _ABOUT_QUOTE):
            self._silent = tag
            self.author = attributes.get("itemid", "") if prop == "mri" else self.author
        elif tag == "at" or kind == _MENTION:
            self._mentions.append(tag)
            self._add("<at>")
        elif tag == "emoji" or kind == _EMOJI:
            self._add(attributes.get("alt", ""))

    def end(self, tag: str) -> None:
        if self._silent:
            self._silent = "" if tag == self._silent else self._silent
            return
        if tag == "br":
            return
        if self._mentions and tag == self._mentions[-1]:
            self._mentions.pop()
            self._add("</at>")
        self._as_it_is -= tag in _AS_IT_IS and self._as_it_is > 0
        if tag in _BREAKS:
            self._break(tag)
        self._quotes -= tag == "blockquote" and self._quotes > 0

    def text(self, text: str) -> None:
        if text and not self._silent:
            words = unescape(text).replace("\xa0", " ")
            self._add(words if self._as_it_is else self._collapsed(words))

    def _break(self, tag: str) -> None:
        if tag == "br" or (tag in _LINES and not self._begins_line()):
            self._add("\n")
        elif tag in _CELLS:
            self._add(" ")

    def _collapsed(self, text: str) -> str:
        words = _SPACE.sub(" ", text)
        return words.lstrip() if self._begins_line() else words

    def _begins_line(self) -> bool:
        pieces = self.quoted if self._quotes else self.own
        return not pieces or pieces[-1].endswith("\n")

    def _add(self, text: str) -> None:
        if text:
            (self.quoted if self._quotes else self.own).append(text)


def _tidy(text: str) -> str:
    """Give lines without space at their ends, and never two empty ones in a row."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip()
