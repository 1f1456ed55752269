"""The columns of a tally, and how a score becomes a group and an exact sum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.config import ScoreSettings

KEYS = ("period", "market", "language", "commented", "themes", "frictions")


@dataclass(frozen=True)
class Cells:
    """The columns of a tally for these segments and scores.

    Keys: period, market, language ('' where nothing was written), commented (1 if an answer means
    something), themes (`theme:polarity` joined by `;`), frictions (joined by `;`), each segment, and
    `<score>_group` (promoter, passive, detractor, or '').
    Sums: responses; weight_sum and weight_squares (billionths); and for each score
    `<score>_n` (responses that gave it), `<score>_sum` (thousandths), `<score>_squares` (millionths).
    """

    segments: tuple[str, ...]
    scores: tuple[str, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Columns that tell one cell from another."""
        return (*KEYS, *self.segments, *(f"{s}_group" for s in self.scores))

    @property
    def sums(self) -> tuple[str, ...]:
        """Columns that add up."""
        of_scores = (f"{s}_{what}" for s in self.scores for what in ("n", "sum", "squares"))
        return ("responses", "weight_sum", "weight_squares", *of_scores)


def score_group(values: pd.Series, score: ScoreSettings) -> pd.Series:
    """promoter, passive or detractor for each value; '' where there is none or the score does not fold."""
    if score.groups is None:
        return pd.Series("", index=values.index, dtype=object)
    (promoter_low, promoter_high), (detractor_low, detractor_high) = score.groups
    groups = np.select(
        [values.isna(), values.between(promoter_low, promoter_high), values.between(detractor_low, detractor_high)],
        ["", "promoter", "detractor"],
        "passive",
    )
    return pd.Series(groups, index=values.index, dtype=object)


def billionths(values: pd.Series) -> pd.Series:
    """The values in whole billionths; weights of mean 1 leave room for ten million of them and their squares."""
    return (values * 1e9).round().astype("int64")


def thousandths(values: pd.Series) -> pd.Series:
    """The values in whole thousandths, 0 where missing: integers add up exactly in any order, floats do not."""
    return (values.astype("float64").fillna(0.0) * 1000).round().astype("int64")
