"""What the benchmarks measure on: the knowledge's own examples, plain and with noise, and large texts of all kinds."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from benchmarks.noise import NOISES
from knowledge.load import Knowledge
from knowledge.model import Answer, Examples, Kind, Recognise

LARGEST: Final = 200_000


@dataclass(frozen=True, slots=True)
class Case:
    """A paste and the id that is its right first answer."""

    id: str
    text: str


def plain(known: Knowledge) -> list[Case]:
    """Give the examples of all errors, each on one line."""
    return [Case(answer.id, " ".join(text.split())) for answer, text in _examples(known)]


def noisy(known: Knowledge) -> list[Case]:
    """Give the examples with every kind of noise but half of the text missing."""
    chance = random.Random(1)  # noqa: S311 - the same noise every time, nothing secret
    noises = [noise for name, noise in NOISES.items() if name not in {"half", "in_a_log"}]
    return [Case(answer.id, noise(text, chance)) for answer, text in _examples(known) for noise in noises]


def two_kilobytes(known: Knowledge) -> list[Case]:
    """Give the examples with what else stands in such a paste, 2 kB each."""
    before = (
        "Hi, since this morning our pipeline stops with this, runner ubuntu-latest, terraform 1.9.5, azurerm 4.2.0:\n"
    )
    block = "azurerm_virtual_network_peering"
    after = f'\n│   with {block}.p,\n│   on main.tf line 23, in resource "{block}" "p":'
    return [replace(case, text=(before + case.text + after * 20)[:2048]) for case in plain(known)]


def signatures(known: Knowledge, number: int) -> Knowledge:
    """Give the knowledge with made-up errors added until there are that many messages."""
    chance = random.Random(2)  # noqa: S311
    words = [f"{start}{middle}{end}" for start in _STARTS for middle in _MIDDLES for end in _ENDS]
    model = next(iter(known.answers.values()))
    made = {
        f"made-up-{at}": model.model_copy(
            update={
                "id": f"made-up-{at}",
                "recognise": Recognise(
                    codes=(f"Made{at}Up{chance.choice(words).title()}",), texts=(_message(chance, words),)
                ),
                "examples": Examples(),
            }
        )
        for at in range(number - sum(len(answer.recognise.texts) for answer in known.answers.values()))
    }
    return replace(known, answers=MappingProxyType({**known.answers, **made}))


def hostile() -> Iterator[tuple[str, str]]:
    """Give texts of 200 kB that are unpleasant to read, each with a name."""
    pieces: Mapping[str, str] = {
        "prose": "the quick brown fox jumps over the lazy dog. ",
        "lines": "Error: peering failed\n",
        "letters": "a",
        "peer": "peer",
        "line ends": "\n",
        "brackets": "[",
        "objects": '{"a":',
        "quotes": "'",
        "backslashes": "\\",
        "codes": '"code":"VnetAddressSpacesOverlap",',
        "ids": "/subscriptions/",
        "vnet ids": "/subscriptions/a/resourceGroups/b/providers/Microsof"
        "t.Network/virtualNetworks/v/virtualNetworkPeerings/p ",
        "tags": "<p><at>x",
        "entities": "&amp;",
        "colours": "\u001b[31m",
        "mojibake": "â€œ",
        "Japanese": "ピアリング",
        "digits": "1",
        "addresses": "1.1.1.1/",
        "tokens": "eyJ",
        "passwords": "password: ",
        "commands": "az network vnet peering create ",
        "accents": "e\u0301",
        "boxes": "\u2502 Error: peering\n",
        "dotted": "İpeer ",
        "half messages": "Cannot create or update peering x. Virtual networks ",
        "zeros": "\u0000",
        "blanks": " ",
    }
    for name, piece in pieces.items():
        yield name, (piece * (LARGEST // len(piece) + 1))[:LARGEST]
    letters = random.Random(3).choices(" abc/\\'\"\n{}[]().-_:=<>|*\u200b", k=LARGEST)  # noqa: S311
    yield "anything", "".join(letters)


_STARTS, _MIDDLES, _ENDS = (
    ("al", "ber", "cor", "dan", "el", "fir", "gon", "hul"),
    ("ta", "ri", "mo", "se"),
    ("x", "nd", "ll", "st", "que"),
)


def _message(chance: random.Random, words: list[str]) -> str:
    own = " ".join(chance.choices(words, k=12))
    return f"Cannot create or update peering {{any}} because {own} of virtual network {{any}} is not allowed."


def _examples(known: Knowledge) -> Iterator[tuple[Answer, str]]:
    for answer in known.answers.values():
        if answer.kind is Kind.ERROR:
            yield from ((answer, text) for text in answer.examples.match if len(text) > 80)
