"""From the machines' weights to the table's bytes."""

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


def numbers_of(weights: Array, rare: Array) -> tuple[bytes, list[float]]:
    """Give the bytes of the table, row by row, and the scale of each column.

    A weight takes the rarity of its feature into itself; the last column is the square of the rarity, from which the
    length of a text's row is computed. Weights are rounded to −127 … 127 around the middle of a byte.
    """
    weighed = weights * rare[:, None]
    scales = np.maximum(np.abs(weighed).max(axis=0) / 127, 1e-12)
    whole = np.rint(weighed / scales).astype(int) + 128
    square = rare**2
    last = max(float(square.max()) / 255, 1e-12)
    table = np.column_stack([whole, np.rint(square / last).astype(int)]).astype(np.uint8)
    return table.tobytes(), [float(value) for value in scales] + [last]
