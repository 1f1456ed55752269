"""Profiles of columns: what their cells look like, for guessing what they hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from pipeline.languages.folding import fold
from pipeline.read import words
from pipeline.read.dates import looks_like_date
from pipeline.read.scores import is_group, number_in

_PERSONAL_CELL = re.compile(
    r"[^@\s]+@[^@\s]+\.[a-z]{2,}$|(\d{1,3}\.){3}\d{1,3}$|\+?\d[\d\s()-]{7,}\d$|-?\d{1,3}\.\d{4,}$|[0-9a-f:]+:[0-9a-f:]+:[0-9a-f:]+$",
    re.IGNORECASE,
)
_MOST_LOOKED_AT = 3_000
_WORDS_OF_A_NAME = 3


@dataclass(frozen=True)
class Profile:
    """The filled cells of a column and its names. Shares are of the filled cells, 0 to 1."""

    name: str
    names: tuple[str, ...]  # everything that it is called, its name first
    cells: tuple[str, ...]
    rows: int
    position: int = 0

    @cached_property
    def filled(self) -> float:
        """The share of rows with a cell."""
        return len(self.cells) / self.rows if self.rows else 0.0

    @cached_property
    def distinct(self) -> tuple[str, ...]:
        """The distinct cells, sorted."""
        return tuple(sorted(set(self.cells)))

    @cached_property
    def distinct_share(self) -> float:
        """Distinct cells per filled cell."""
        return len(self.distinct) / len(self.cells) if self.cells else 0.0

    @cached_property
    def length(self) -> float:
        """The median number of characters."""
        return median(map(len, self.cells)) if self.cells else 0.0

    @cached_property
    def dates(self) -> float:
        """The share of cells that are dates."""
        return self._share(looks_like_date)

    @cached_property
    def spaced(self) -> float:
        """The share of cells of more than one word."""
        return self._share(lambda cell: " " in cell)

    @cached_property
    def personal(self) -> float:
        """The share of cells that look like an address, a number to call or a place on the map."""
        return self._share(lambda cell: bool(_PERSONAL_CELL.match(cell)) and not looks_like_date(cell))

    @cached_property
    def scored(self) -> tuple[str, ...]:
        """The cells without those that say that no score was given."""
        return tuple(c for c in self.cells if fold(c) not in words.NO_SCORE and fold(c) not in words.BLANK)

    @cached_property
    def numbers(self) -> tuple[float, ...]:
        """The numbers in the cells, as a score is read."""
        return tuple(
            n for c in self.scored if len(c) <= 60 and not looks_like_date(c) and (n := number_in(c)) is not None
        )

    @cached_property
    def is_numeric(self) -> bool:
        """Whether at least 95 % of the cells carry a number, as scores do."""
        return bool(self.scored) and len(self.numbers) >= 0.95 * len(self.scored)

    @cached_property
    def is_grouped(self) -> bool:
        """Whether the cells name promoters, passives and detractors and nothing else."""
        return bool(self.scored) and all(is_group(cell) for cell in set(self.scored))

    @cached_property
    def is_text(self) -> bool:
        """Whether the cells are written freely: mostly different, and many of more words than a name has."""
        if not self.cells or self.is_numeric or self.dates > 0.5 or self.is_grouped:
            return False
        varied = self.distinct_share > 0.3 or len(self.distinct) > 50
        return varied and self._share(lambda cell: cell.count(" ") >= _WORDS_OF_A_NAME) >= 0.25

    def _share(self, holds: Callable[[str], bool]) -> float:
        looked_at: Sequence[str] = self.cells[:_MOST_LOOKED_AT]
        return sum(map(holds, looked_at)) / len(looked_at) if looked_at else 0.0
