"""What is learnt: a vector for each piece, which it shares in part with pieces spelt like it.

While learning, the row of a piece is its own vector and the sum of those of its character n-grams
(Bojanowski et al. 2017). Names, loan words and inflections are thus near each other before they were met,
in all languages at once. Afterwards only the sums are kept: the model is a plain table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from pipeline.learn.encoder.ragged import Ragged

SHORTEST, LONGEST = 2, 6
SPREAD = 0.05  # standard deviation of a number before learning


def shared_ngrams(pieces: Sequence[str]) -> Ragged:
    """The n-grams of each piece, numbered; only those that two pieces share."""
    found = [
        {piece[i : i + n] for n in range(SHORTEST, LONGEST + 1) for i in range(len(piece) - n + 1)} - {piece}
        for piece in pieces
    ]
    counts = Counter(ngram for ngrams in found for ngram in ngrams)
    number = {ngram: i for i, ngram in enumerate(sorted(n for n, count in counts.items() if count > 1))}
    return Ragged.of([sorted(number[ngram] for ngram in ngrams if ngram in number) for ngrams in found])


class Rows(nn.Module):
    """Rows of pieces, made from what they share."""

    def __init__(self, pieces: Sequence[str], dimensions: int) -> None:
        super().__init__()
        self.ngrams = shared_ngrams(pieces)
        self.own = nn.Parameter(torch.randn(len(pieces), dimensions) * SPREAD)
        self.shared = nn.Parameter(torch.randn(int(self.ngrams.flat.max()) + 1, dimensions) * SPREAD)

    def forward(self, pieces: np.ndarray) -> torch.Tensor:
        """Rows of the numbered `pieces`: pieces × dimensions."""
        ngrams = self.ngrams.take(pieces)
        weight = 1 / np.sqrt(np.maximum(ngrams.lengths, 1)).astype(np.float32)
        return self.own[torch.from_numpy(pieces)] + torch.from_numpy(weight)[:, None] * add_up(self.shared, ngrams)

    @torch.no_grad()
    def table(self) -> np.ndarray:
        """All rows."""
        return self(np.arange(len(self.own))).numpy()


def add_up(rows: torch.Tensor, members: Ragged) -> torch.Tensor:
    """The sum of the rows named by each member list."""
    flat, starts = torch.from_numpy(members.flat), torch.from_numpy(members.offsets[:-1])
    return functional.embedding_bag(flat, rows, starts, mode="sum")
