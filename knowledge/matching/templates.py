"""Message templates: the fixed words of an error with holes where Azure puts the user's own names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from knowledge.load import Knowledge
from knowledge.reading.facts import parts_of

_HOLE: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}|<[^<>]{1,40}>|\.\.\.")
_WORD: Final = re.compile(r"[a-z0-9]+")
_IDS: Final = re.compile(
    r"/subscriptions/[^\s'\"<>,;]{1,2000}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\*{3,}|x{4,}(?:-x{4,})*",
    re.IGNORECASE,
)


def words_of(text: str) -> list[str]:
    """Give the words of a text in lower case, resource IDs and GUIDs left out; camelCase and paths fall apart."""
    return _WORD.findall(_IDS.sub(" ", text).lower())


@dataclass(frozen=True, slots=True)
class Template:
    """One message of one answer: its fixed fragments, each as text of words, and a pattern that fills the holes."""

    answer: str
    text: str
    fragments: tuple[str, ...]
    pattern: re.Pattern[str]
    roles: tuple[str, ...]

    def names(self, text: str) -> dict[str, str] | None:
        """Give what stands in the holes when the text has this message word for word, else None."""
        found = self.pattern.search(text)
        if not found:
            return None
        names: dict[str, str] = {}
        for role, value in zip(self.roles, found.groups(), strict=True):
            for name, part in parts_of(role, value.strip("'\"<>[](). ")).items():
                names.setdefault(name, part)
        return names


def templates(knowledge: Knowledge) -> Iterator[Template]:
    """Give every message template of every answer."""
    for answer in knowledge.answers.values():
        for text in answer.recognise.texts:
            yield template(answer.id, text)


def template(answer: str, text: str) -> Template:
    """Make a template of the text of a knowledge file."""
    pieces: list[str] = []
    roles: list[str] = []
    fragments: list[str] = []
    last = 0
    for hole in _HOLE.finditer(text):
        fragments.append(text[last : hole.start()])
        pieces += [_literal(text[last : hole.start()]), r"(\S(?:.{0,600}?\S)??)"]
        roles.append(hole[1] or "any")
        last = hole.end()
    fragments.append(text[last:])
    pieces.append(_literal(text[last:]))
    # A hole at an end would match anything there is.
    if text and _HOLE.fullmatch(text[last:] or text[-1]) is None and not text[last:].strip() and roles:
        pieces[-2] = r"(\S{1,600})"
    worded = tuple(" ".join(words) for fragment in fragments if len(words := words_of(fragment)) > 0)
    return Template(answer, text, worded, re.compile("".join(pieces), re.IGNORECASE), tuple(roles))


def _literal(text: str) -> str:
    """Give a pattern for fixed words that does not mind which white space or quotes stand between them."""
    parts = (re.escape(part) for part in re.split(r"\s+", text))
    joined = r"\s+".join(parts)
    return re.sub(r"'", "['\"`]?", joined)
