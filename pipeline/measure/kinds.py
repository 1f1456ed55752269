"""Penalty, reward and kind of a theme, from the sums of a tally."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.config import MeasureSettings
from pipeline.statistics.asymmetry import PenaltyReward, penalty_reward_of_moments


def kind_of(
    negative: np.ndarray, positive: np.ndarray, cells: pd.DataFrame, settings: MeasureSettings
) -> PenaltyReward:
    """What the score of `cells` (see `predictors.scored_cells`) loses and gains with a theme.

    `negative` and `positive` are 1 for the cells that blame and that praise it.
    """
    group = (negative + 2 * positive).astype(int)
    n, total, squares = (
        np.bincount(group, cells[c].to_numpy(), minlength=4).astype(np.int64) for c in ("n", "sum", "squares")
    )
    moments = [_moments(*map(int, sums)) for sums in zip(n, total, squares)]
    return penalty_reward_of_moments(moments, fewest=settings.fewest_mentions, confidence=settings.confidence)


def _moments(n: int, total: int, squares: int) -> tuple[int, float, float]:
    """Responses, mean score and sum of squared deviations, from sums in thousandths and millionths."""
    if not n:
        return 0, 0.0, 0.0
    # In whole numbers: the difference of two large floats would lose its digits.
    return n, total / 1000 / n, max(0.0, (squares * n - total * total) / n / 1e6)
