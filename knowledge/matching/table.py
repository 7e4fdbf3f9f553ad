"""The trained table: for every feature one small number for each id, added up without any dependency.

`python -m knowledge.training` makes it. The file is one line of JSON and then the numbers, a byte each; they are not
compressed, since a command that starts should not wait for that.
"""

import json
import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

FILE: Final = Path(__file__).parent / "words.table"
_LANE: Final = 4
_MIDDLE: Final = 128


@dataclass(frozen=True, slots=True)
class Scores:
    """How likely each id is (they add up to 1), and the gate's score: whether it is about VNet peering at all."""

    ids: Mapping[str, float]
    gate: float


class Table:
    """Scores texts by their buckets. Columns: one for each id, the gate, and the square of the feature's rarity."""

    def __init__(self, header: Mapping[str, Any], numbers: bytes) -> None:
        self.header = header
        self.ids: Sequence[str] = header["ids"]
        self._scales: Sequence[float] = header["scales"]
        self._shifts: Sequence[float] = header["shifts"]
        self._numbers = numbers
        self._width = len(self.ids) + 2
        self._rows: dict[int, int] = {}

    def scores(self, buckets: Iterable[int]) -> Scores:
        """Score a text by the rows it has."""
        rows = [self._row(bucket) for bucket in buckets]
        sums = array("I", sum(rows).to_bytes(self._width * _LANE, "little"))
        norm = math.sqrt(sums[-1] * self._scales[-1]) or 1.0
        raw = [
            (total - _MIDDLE * len(rows)) * scale / norm + shift
            for total, scale, shift in zip(sums[:-1], self._scales, self._shifts, strict=False)
        ]
        return Scores(_shares(self.ids, raw[:-1], self.header["heat"]), raw[-1])

    def _row(self, bucket: int) -> int:
        """Give a row as one long number with a lane for each column, so that adding rows adds all columns at once."""
        row = self._rows.get(bucket)
        if row is None:
            lanes = bytearray(self._width * _LANE)
            lanes[::_LANE] = self._numbers[bucket * self._width : (bucket + 1) * self._width]
            row = self._rows[bucket] = int.from_bytes(lanes, "little")
        return row


def _shares(ids: Sequence[str], raw: Sequence[float], heat: float) -> dict[str, float]:
    most = max(raw)
    powers = [math.exp((value - most) * heat) for value in raw]
    total = sum(powers)
    return {id_: power / total for id_, power in zip(ids, powers, strict=True)}


def load_table(file: Path = FILE) -> Table | None:
    """Read the table; None when there is none yet (then described problems are not recognised, errors still are)."""
    try:
        line, _, numbers = file.read_bytes().partition(b"\n")
    except OSError:
        return None
    return Table(json.loads(line), numbers)


def table_bytes(header: Mapping[str, Any], numbers: bytes) -> bytes:
    """Give what the file of a table holds."""
    return json.dumps(header, ensure_ascii=True).encode() + b"\n" + numbers
