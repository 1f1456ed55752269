"""Which groups are too small to be shown, and which others would give them away."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pipeline.statistics import disclosure


def withheld_levels(sizes: pd.Series, fewest: int) -> Mapping[str, str]:
    """The reason for each level that is withheld; `sizes` counts the people of each, those of no level under ''.

    A level of fewer than `fewest` people is withheld, and where it alone would be, the smallest other one with
    it: the total less the others would tell it (Cox 1980).
    """
    mask = disclosure.suppress(sizes.to_numpy(), fewest)
    return {
        level: few(fewest)
        if sizes[level] < fewest
        else f"withheld: with it, a group of fewer than {fewest} people could be computed"
        for level, hidden in zip(sizes.index, mask)
        if hidden
    }


def few(fewest: int) -> str:
    """The reason of a group that is too small itself."""
    return f"withheld: fewer than {fewest} people"


def hidden_polarities(counts: np.ndarray, withheld: np.ndarray, fewest: int) -> np.ndarray:
    """A mask of the levels whose counts by polarity, (levels, polarities), are not shown.

    The totals by level and by polarity are shown, but for `withheld` levels. A level with a small count is hidden,
    and where it alone would be, the smallest other one with it: then one response of each can change places without
    changing any total, so that no small count can be computed.
    """
    small = ((counts > 0) & (counts < fewest)).any(axis=1) & ~withheld
    if small.sum() == 1 and not counts[withheld].any():
        totals = np.where(small | withheld | (counts.sum(axis=1) == 0), np.inf, counts.sum(axis=1))
        if np.isfinite(totals.min()):
            small[totals.argmin()] = True
    return small | withheld
