"""Read the pixels of a PNG with 8 bits a channel, as Chromium writes it."""

import zlib
from dataclasses import dataclass
from struct import unpack


@dataclass(frozen=True, slots=True)
class Picture:
    """Width and height in pixels, and the pixels row by row: red, green, blue, opacity, each 0 to 255."""

    width: int
    height: int
    pixels: tuple[tuple[int, int, int, int], ...]

    def at(self, x: int, y: int) -> tuple[int, int, int, int]:
        """Give the pixel in column `x` of row `y`, both from 0."""
        return self.pixels[y * self.width + x]


def picture(png: bytes) -> Picture:
    """Read a PNG. Raises ValueError for another kind of PNG."""
    width, height, depth, colours, _, _, interlaced = unpack(">IIBBBBB", png[16:29])
    if depth != 8 or colours not in {2, 6} or interlaced:
        raise ValueError(f"a PNG of depth {depth}, kind {colours}, interlaced {interlaced}")
    size = 4 if colours == 6 else 3
    packed, position = b"", 8
    while position < len(png):
        length, kind = unpack(">I4s", png[position : position + 8])
        packed += png[position + 8 : position + 8 + length] if kind == b"IDAT" else b""
        position += 12 + length
    rows = _rows(zlib.decompress(packed), width * size, size)
    whole = b"".join(rows)
    cut = [tuple(whole[at : at + size]) for at in range(0, len(whole), size)]
    return Picture(width, height, tuple((red, green, blue, *(rest or (255,))) for red, green, blue, *rest in cut))


def _rows(data: bytes, length: int, size: int) -> list[bytes]:
    """Undo the filter of each row (PNG specification, 9.2)."""
    rows, above = [], bytes(length)
    for start in range(0, len(data), length + 1):
        row = bytearray(data[start + 1 : start + 1 + length])
        for at in range(length):
            left, corner = (row[at - size], above[at - size]) if at >= size else (0, 0)
            guess = (0, left, above[at], (left + above[at]) // 2, _paeth(left, above[at], corner))[data[start]]
            row[at] = (row[at] + guess) % 256
        rows.append(above := bytes(row))
    return rows


def _paeth(left: int, above: int, corner: int) -> int:
    near = left + above - corner
    return min((left, above, corner), key=lambda value: abs(near - value))
