"""Lists of unequal length as two arrays, so that a batch is picked without a loop."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Ragged:
    """Row i is `flat[offsets[i]:offsets[i + 1]]`.

    >>> rows = Ragged.of([[1, 2], [], [3]])
    >>> rows.take(np.array([2, 0])).lists()
    [[3], [1, 2]]
    """

    flat: np.ndarray
    offsets: np.ndarray

    @classmethod
    def of(cls, rows: Iterable[Sequence[int]]) -> Ragged:
        """The rows as arrays."""
        rows = list(rows)
        offsets = np.cumsum([0, *map(len, rows)])
        return cls(np.fromiter((number for row in rows for number in row), np.int64, offsets[-1]), offsets)

    @property
    def lengths(self) -> np.ndarray:
        """The length of each row."""
        return np.diff(self.offsets)

    def take(self, rows: np.ndarray) -> Ragged:
        """The named rows, in that order, as often as named."""
        lengths = self.lengths[rows]
        offsets = np.concatenate(([0], np.cumsum(lengths)))
        places = np.arange(offsets[-1]) + np.repeat(self.offsets[rows] - offsets[:-1], lengths)
        return Ragged(self.flat[places], offsets)

    def lists(self) -> list[list[int]]:
        """The rows as lists."""
        return [row.tolist() for row in np.split(self.flat, self.offsets[1:-1])]
