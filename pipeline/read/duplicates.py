"""The same response more than once: which row stands, and what becomes of the others.

Nothing here depends on the order of rows or files: ties are broken by date, then by content.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from pipeline.read.columns import RESPONSE_ID
from pipeline.read.rows import Row, Verdict

DUPLICATE = "duplicate"
OLDER = "older version of the same response"


def made_id(cells: Sequence[str], times: int = 1) -> str:
    """An id for a response without one: the same content gives the same id, and a repetition its number."""
    digest = hashlib.sha1("\x1f".join(cells).encode()).hexdigest()[:12]
    return digest if times == 1 else f"{digest}-{times}"


@dataclass
class Repeats:
    """The hashes of ids and of the content of rows without id, 8 bytes a row, to find those that repeat."""

    ids: array = field(default_factory=lambda: array("q"))
    contents: array = field(default_factory=lambda: array("q"))

    def add(self, row: Row) -> None:
        """Take one more row into account."""
        if row.cells[RESPONSE_ID]:
            self.ids.append(hash(row.cells[RESPONSE_ID]))
        else:
            self.contents.append(hash(row.cells))

    def keys(self) -> tuple[frozenset[int], frozenset[int]]:
        """The hashes of ids, and of contents, that occur more than once."""
        return _repeated(self.ids), _repeated(self.contents)


def _repeated(hashes: array) -> frozenset[int]:
    if not len(hashes):
        return frozenset()
    values, counts = np.unique(np.frombuffer(hashes, dtype=np.int64), return_counts=True)
    return frozenset(values[counts > 1].tolist())


@dataclass(frozen=True)
class Settled:
    """What becomes of repeated rows, by file and row: a reason to set aside, or the number for a made id."""

    set_aside: Mapping[tuple[int, int], str]
    times: Mapping[tuple[int, int], int]


def settle(
    rows: Iterable[Row], keys: tuple[frozenset[int], frozenset[int]], at_of: Callable[[Row], dt.datetime | None]
) -> Settled:
    """What becomes of the rows whose id or content repeats; other rows are passed over."""
    ids, contents = keys
    by_id: dict[str, list[Row]] = defaultdict(list)
    by_content: dict[tuple[str, ...], int] = defaultdict(int)
    times: dict[tuple[int, int], int] = {}
    for row in rows:
        if row.verdict:
            continue
        if row.cells[RESPONSE_ID]:
            if hash(row.cells[RESPONSE_ID]) in ids:
                by_id[row.cells[RESPONSE_ID]].append(row)
        elif hash(row.cells) in contents:
            by_content[row.cells] += 1
            if by_content[row.cells] > 1:
                times[row.file, row.number] = by_content[row.cells]
    set_aside = {}
    for same in by_id.values():
        _, others = latest(same, at_of)
        set_aside |= {(row.file, row.number): reason for row, reason in others}
    return Settled(set_aside, times)


def latest(same: Sequence[Row], at_of: Callable[[Row], dt.datetime | None]) -> tuple[Row, list[tuple[Row, str]]]:
    """Of rows with one id the one that stands, and the others with the reason for setting each aside."""
    ordered = sorted(same, key=lambda r: (r.file, r.number))
    stands = max(ordered, key=lambda r: (at_of(r) or dt.datetime.min, r.cells))
    others = [(r, DUPLICATE if r.cells == stands.cells else OLDER) for r in ordered if r is not stands]
    return stands, others


def aside(row: Row, reason: str, column: str | None = None) -> Row:
    """The row without its cells, set aside for the reason."""
    return Row(row.file, row.number, (), Verdict(reason, column))
