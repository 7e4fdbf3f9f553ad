"""Message templates: the fixed words of an error with holes where Azure puts the user's own names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from knowledge.load import Knowledge
from knowledge.placeholders import TEMPLATE_ONLY
from knowledge.reading.facts import parts_of, same_vnet, vnet_of
from knowledge.reading.hinted import hinted
from knowledge.reading.subject import lacking

_HOLE: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}|<[^<>]{1,40}>|\.\.\.")
_WORD: Final = re.compile(r"[a-z0-9]+")
_IDS: Final = (
    hinted(r"/subscriptions/[^\s'\",;]{1,2000}", "/subscriptions/", flags=re.ASCII),
    hinted(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", "-", flags=re.ASCII),
    hinted(r"\*{3,}", "***", flags=re.ASCII),
    hinted(r"x{4,}(?:-x{4,})*", "xxxx", flags=re.ASCII),
)
_OURS: Final = re.compile(
    r"peer|vnet|virtual ?network|remotegateway|gatewaytransit|linked subscription|remote tenant|--sync-remote",
    re.IGNORECASE,
)
_EDGES: Final = " '\".,;:()[]<>"
_STAND_IN: Final = re.compile(r"[<\[{].*|[x.*]+", re.IGNORECASE)
"""What people write for a name that they don't want to tell: <vnet>, {name}, xxxx."""
_WIDEST_HOLE: Final = 700
_MOST_STARTS: Final = 6


def words_of(text: str) -> list[str]:
    """Give the words of a text in lower case, resource IDs and GUIDs left out; paths fall apart."""
    lower = text.lower()
    for pattern in _IDS:
        lower = pattern.sub(" ", lower, lower)
    return _WORD.findall(lower)


def about_peering(text: str) -> bool:
    """Tell whether a message or a code says by itself that it is about VNets or their peerings."""
    return _OURS.search(text) is not None


@dataclass(frozen=True, slots=True)
class Template:
    """One message of one answer: its words, its fixed fragments in lower case, and the roles of the holes between.

    `alone` means that the message may be believed without a word of peering around it; `lacks` are
    the actions that it says somebody may not perform.
    """

    answer: str
    text: str
    words: tuple[str, ...]
    fragments: tuple[str, ...]
    roles: tuple[str, ...]
    alone: bool = True
    lacks: frozenset[str] = frozenset()

    def names(self, text: str, lower: str) -> dict[str, str] | None:
        """Give what stands in the holes when the text has this message word for word, else None.

        `lower` is the text in lower case with one kind of quotes, of the same length.
        """
        start = lower.find(self.fragments[0])
        for _ in range(_MOST_STARTS):
            if start < 0:
                return None
            values = self._filled(text, lower, start)
            if values is not None:
                # The first words may stand in a command above too: the message begins at the last of them.
                end = start + len(self.fragments[0]) + len(values[1])
                last = lower.rfind(f" {self.fragments[0]} ", start, end) if len(self.fragments) > 1 else -1
                return self._named(values if last < 0 else self._filled(text, lower, last + 1) or values)
            start = lower.find(self.fragments[0], start + 1)
        return None

    def _filled(self, text: str, lower: str, start: int) -> list[str] | None:
        """Give what stands before, between and after the fragments when they follow each other from `start` on."""
        end = start + len(self.fragments[0])
        values = [text[max(start - _WIDEST_HOLE, 0) : start].rstrip(_EDGES).rpartition(" ")[2]]
        for fragment in self.fragments[1:]:
            at = lower.find(fragment, end, end + _WIDEST_HOLE + len(fragment))
            if at < 0:
                return None
            values.append(text[end:at])
            end = at + len(fragment)
        values.append(text[end : end + _WIDEST_HOLE].lstrip(_EDGES).partition(" ")[0])
        return values

    def _named(self, values: list[str]) -> dict[str, str]:
        """Give the names in the holes; none when two holes speak of different VNets as the same side, or of the same
        VNet as both: then the message has its names in another order.
        """
        names: dict[str, str] = {}
        vnets: dict[str, dict[str, str]] = {}
        for role, value in zip(self.roles, values, strict=True):
            if role and role not in TEMPLATE_ONLY and not _STAND_IN.fullmatch(value.strip(" '\".,;:")):
                parts = parts_of(role, value.strip(_EDGES))
                for name, part in parts.items():
                    names.setdefault(name, part)
                side = role.partition("_")[0]
                vnet = vnet_of(parts, side)
                if not same_vnet(vnets.get(side, {}), vnet):
                    return {}
                vnets[side] = vnet | vnets.get(side, {})
        local, remote = vnets.get("local", {}), vnets.get("remote", {})
        return {} if "vnet" in local and "vnet" in remote and same_vnet(local, remote) else names


def templates(knowledge: Knowledge) -> Iterator[Template]:
    """Give every message template of every answer."""
    for answer in knowledge.answers.values():
        for text in answer.recognise.texts:
            made = template(answer.id, text)
            if made:
                yield made


def template(answer: str, text: str, *, alone: bool | None = None) -> Template | None:
    """Make a template of the text of a knowledge file; None when it has no fixed words."""
    fragments: list[str] = []
    roles: list[str] = [""]
    last = 0
    for hole in _HOLE.finditer(text):
        _add(fragments, roles, text[last : hole.start()])
        roles[-1] = hole[1] or "any"
        last = hole.end()
    _add(fragments, roles, text[last:])
    if not fragments:
        return None
    # What the portal says before every error is no part of this one.
    words = tuple(words_of(_HOLE.sub(" ", text.rpartition("Error: ")[2])))
    ours = about_peering(" ".join(fragments))
    lacks = lacking(comparable(text))
    return Template(answer, text, words, tuple(fragments), tuple(roles), ours if alone is None else alone, lacks)


def comparable(text: str) -> str:
    """Give a text in lower case with one kind of quotes, of the same length as before."""
    lower = text.lower()
    return (lower if len(lower) == len(text) else text).replace('"', "'")


def _add(fragments: list[str], roles: list[str], piece: str) -> None:
    """Add a fixed fragment and the place for the role of the hole after it; two holes side by side are one."""
    piece = " ".join(comparable(piece).split()).strip(" '")
    if piece.strip(_EDGES):
        fragments.append(piece)
        roles.append("")
