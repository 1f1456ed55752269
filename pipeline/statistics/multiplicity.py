"""Many tests at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def benjamini_hochberg(p: Sequence[float | None] | np.ndarray) -> np.ndarray:
    """The p-values adjusted for the false discovery rate, in the order and shape given.

    Benjamini & Hochberg 1995, JRSS B 57:289-300: adjusted p_(i) = min over k >= i of min(1, m p_(k) / k);
    reject where adjusted <= alpha. A missing p (NaN or None) stays NaN and does not count in m. Raises
    ValueError for a p outside [0, 1].
    """
    p = np.asarray(p, dtype=float)
    present = ~np.isnan(p)
    values = p[present]
    if ((values < 0) | (values > 1)).any():
        raise ValueError("A p-value lies between 0 and 1.")
    m = len(values)
    order = np.argsort(values, kind="stable")
    raised = m * values[order] / np.arange(1, m + 1)
    lowest_from_here = np.minimum.accumulate(raised[::-1])[::-1]
    adjusted = np.full(p.shape, np.nan)
    in_order = np.empty(m)
    in_order[order] = np.minimum(1.0, lowest_from_here)
    adjusted[present] = in_order
    return adjusted
