"""From a sentence to the features that the trained table knows: words, pairs of words, and pieces of words."""

import re
import unicodedata
import zlib
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from knowledge.matching.lexicon import in_english, meaning, of_the_trade, regions

BUCKETS: Final = 32768
"""How many rows the table has; a feature's row is its checksum modulo this."""

LONGEST: Final = 700
"""Characters of a text that are looked at; descriptions say what they are about early."""

_ID: Final = re.compile(r"/subscriptions/\S+|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE)
_RANGE: Final = re.compile(r"\b(?:\d{1,3}\.){1,3}\d{1,3}/\d{1,2}\b|\b\d{1,3}/(?:8|16)\b")
_ADDRESS: Final = re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD: Final = re.compile(r"[^\W_]+")
_MARKS: Final = re.compile("[\u0300-\u036f]")
_PEERING: Final = re.compile(
    r"peering|peered|gepeert|emparej|emparelh|appair|peerer|peeren|vnet peer|peer (?:my|our|the|two|vnet)|peer/action"
)
_DIGITS: Final = re.compile(r"\d+")


def buckets(text: str) -> set[int]:
    """Give the rows of the table that a text has."""
    checksum = zlib.crc32
    return {checksum(feature.encode()) % BUCKETS for feature in features(text)}


def features(text: str) -> Iterator[str]:
    """Give the features of a text, some more than once."""
    text = normal(text)
    words = _WORD.findall(text)
    for word in words:
        yield f"w {word}"
        yield from _pieces(word)
    meant = ["^", *(meaning(word) for word in words), "$"]
    yield from (f"c {word}" for word in meant)
    yield from (f"m {first} {second}" for first, second in pairwise(meant))
    yield from (f"s {first} {third}" for first, third in zip(meant, meant[2:], strict=False))
    yield f"r {regions(text)}"


def names_peering(text: str) -> bool:
    """Tell whether a text has the word peering, in any of the languages; peers may be of any kind."""
    return _PEERING.search(normal(text)) is not None


def of_azure_networks(text: str) -> bool:
    """Tell whether a text has any word of our trade."""
    return of_the_trade([meaning(word) for word in _WORD.findall(normal(text))])


def normal(text: str) -> str:
    """Give a text in lower case without accents and apostrophes, numbers and ids replaced by words for them."""
    text = _ID.sub(" resourceid ", text[:LONGEST])
    text = _ADDRESS.sub(" ipaddress ", _RANGE.sub(" iprange ", text))
    text = _CAMEL.sub(" ", text).lower()
    if not text.isascii():
        text = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFKD", text)))
    text = in_english(text.replace("\u2019", "'"))
    return _DIGITS.sub("0", text.replace("'", ""))


def _pieces(word: str) -> Iterator[str]:
    framed = f" {word[:40]} "
    for size in (3, 4, 5):
        for at in range(len(framed) - size + 1):
            yield framed[at : at + size]
