"""A mean explained by 0/1 columns, by least squares, from the sums of a tally."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd


def moments(cells: pd.DataFrame, columns: np.ndarray) -> np.ndarray:
    """The sums of products of (1, score, columns) over all responses, (2 + columns, 2 + columns)."""
    n, total = cells["n"].to_numpy(float), cells["sum"].to_numpy(float) / 1000
    squares = int(cells["squares"].sum()) / 1e6
    made = np.empty((columns.shape[1] + 2,) * 2)
    ones = np.column_stack([np.ones(len(cells)), columns])
    place = np.r_[0, np.arange(2, len(made))]
    made[np.ix_(place, place)] = (ones * n[:, None]).T @ ones
    made[1, place] = made[place, 1] = total @ ones
    made[1, 1] = squares
    return made


def fit_mean(
    cells: pd.DataFrame, mentions: np.ndarray, others: np.ndarray, confidence: float
) -> tuple[list[dict[str, Any]], float]:
    """A row for each column of `mentions` (difference of the mean, interval, p, note), and p of all together.

    Ordinary least squares with t intervals and an F test of the mentions beyond `others`. A column that others
    determine is withheld.
    """
    from scipy.stats import f, t

    k, sums = mentions.shape[1], moments(cells, np.column_stack([mentions, others]))
    place = np.r_[0, np.arange(2, len(sums))]
    gram, cross = sums[np.ix_(place, place)], sums[1, place]
    inverse = np.linalg.pinv(gram, rcond=1e-10, hermitian=True)
    told = np.abs(gram @ inverse @ gram - gram).max() < 1e-6 * gram.max()
    own = np.abs(np.eye(len(gram)) - inverse @ gram).max(axis=1) < 1e-7
    slopes, rank = inverse @ cross, np.linalg.matrix_rank(gram, hermitian=True)
    freedom = int(gram[0, 0]) - rank
    left = max(0.0, sums[1, 1] - cross @ slopes)
    small = np.r_[0, np.arange(k + 1, len(gram))]
    left_without = max(
        0.0, sums[1, 1] - cross[small] @ np.linalg.pinv(gram[np.ix_(small, small)], hermitian=True) @ cross[small]
    )
    added = rank - np.linalg.matrix_rank(gram[np.ix_(small, small)], hermitian=True)
    if freedom < 1 or left <= 1e-9 * max(1.0, sums[1, 1]) or not added or not told:
        return [_withheld("the score does not vary enough to tell") for _ in range(k)], 1.0
    errors = np.sqrt(np.maximum(0, np.diag(inverse)) * left / freedom)
    quantile = float(t.ppf((1 + confidence) / 2, freedom))
    rows = []
    for j in range(1, k + 1):
        if not own[j] or errors[j] == 0:
            rows.append(_withheld("It always goes together with other columns, so its own effect cannot be told."))
            continue
        value, half = float(slopes[j]), quantile * float(errors[j])
        p = float(2 * t.sf(abs(value) / errors[j], freedom))
        rows.append({"mean_difference": value, "low": value - half, "high": value + half, "p": p,
                     "method": "linear regression", "note": None})  # fmt: skip
    ratio = (left_without - left) / added / (left / freedom)
    return rows, float(f.sf(max(0.0, ratio), added, freedom))


def _withheld(note: str) -> dict[str, Any]:
    return {"mean_difference": None, "low": None, "high": None, "p": None, "method": "linear regression", "note": note}
