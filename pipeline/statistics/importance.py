"""How much of the outcome's variance each predictor accounts for, from the covariance matrix alone.

The outcome stands first in the matrix. Weights sum to R squared of the linear regression on all predictors
(not to 1). A constant predictor gets 0; where the outcome never varies, every weight is withheld (None).
"""

from __future__ import annotations

import math

import numpy as np

from pipeline.statistics.estimate import array_of

MOST_PREDICTORS = 20
# A predictor with less than this share of its variance left, given others, is a combination of them.
COLLINEAR = 1e-10


def shapley(covariance: np.ndarray) -> np.ndarray:
    """One share of R squared a predictor: the mean rise of R squared when it enters, over all orderings.

    Lindeman, Merenda & Gold 1980 (LMG); Groemping 2006, J Stat Softw 17(1). Computed over the 2^p subsets
    S: sum of |S|! (p - |S| - 1)! / p! times (R2(S + j) - R2(S)). Identical predictors share equally.
    Raises ValueError for more than 20 predictors (`johnson` is for those) or a matrix that is not square
    and symmetric.
    """
    correlation = _correlation(covariance)
    if correlation is None:
        return array_of([None] * (len(covariance) - 1))
    p = len(correlation) - 1
    if p > MOST_PREDICTORS:
        raise ValueError(f"At most {MOST_PREDICTORS} predictors, not {p}: use johnson for more.")
    explained = 1 - _unexplained(correlation)
    subsets = np.arange(2**p)
    size = np.zeros(1, dtype=int)
    for _ in range(p):
        size = np.concatenate([size, size + 1])
    weight_of_size = [math.factorial(s) * math.factorial(p - s - 1) / math.factorial(p) for s in range(p)]
    shares = []
    for j in range(p):
        without = subsets[subsets >> j & 1 == 0]
        rise = explained[without | 1 << j] - explained[without]
        shares.append(float(np.take(weight_of_size, size[without]) @ rise))
    return array_of(shares)


def johnson(covariance: np.ndarray) -> np.ndarray:
    """One relative weight a predictor, close to `shapley` and cheap for many predictors.

    Johnson 2000, Multivar Behav Res 35:1-19: with the symmetric square root L of the predictors'
    correlation matrix and b = L^-1 r, weight_j = sum over k of L_jk^2 b_k^2. A singular matrix takes the
    pseudo-inverse, and the weights still sum to R squared. Raises ValueError for a matrix that is not
    square and symmetric.
    """
    correlation = _correlation(covariance)
    if correlation is None:
        return array_of([None] * (len(covariance) - 1))
    eigenvalues, vectors = np.linalg.eigh(correlation[1:, 1:])
    kept = eigenvalues > COLLINEAR
    root = np.sqrt(eigenvalues[kept])
    symmetric_root = (vectors[:, kept] * root) @ vectors[:, kept].T
    slopes = (vectors[:, kept] / root) @ vectors[:, kept].T @ correlation[1:, 0]
    # A constant predictor has a row of zeros, which rounding may blur.
    return array_of((symmetric_root**2 @ slopes**2) * np.diag(correlation)[1:])


def _correlation(covariance: np.ndarray) -> np.ndarray | None:
    """The correlation matrix, 0 for a constant predictor; None where no weights can be had."""
    covariance = np.asarray(covariance, dtype=float)
    if covariance.ndim != 2 or covariance.shape[0] != covariance.shape[1] or not len(covariance):
        raise ValueError("The covariance matrix must be square, with the outcome first.")
    if not np.isfinite(covariance).all() or (np.diag(covariance) < 0).any() or covariance[0, 0] == 0:
        return None
    deviations = np.sqrt(np.diag(covariance))
    scale = np.divide(1, deviations, out=np.zeros_like(deviations), where=deviations > 0)
    correlation = covariance * scale[:, None] * scale
    if not np.allclose(correlation, correlation.T, atol=1e-8):
        raise ValueError("The covariance matrix must be symmetric.")
    if np.linalg.eigvalsh(correlation).min() < -1e-8:
        return None
    return correlation


def _unexplained(correlation: np.ndarray) -> np.ndarray:
    """The share of the outcome's variance that each subset of predictors leaves, 2^p long.

    Predictor j is in subset s where bit j of s is set. Predictors are swept out one after the other, for
    all subsets so far at once: without it (its row and column dropped), or with it (the Schur complement).
    """
    # (subsets, what remains, what remains), the outcome first and the next predictor to sweep last
    matrices = correlation[None]
    while matrices.shape[1] > 1:
        rest, column, pivot = matrices[:, :-1, :-1], matrices[:, :-1, -1], matrices[:, -1, -1]
        usable = pivot > COLLINEAR
        inverse = np.divide(1, pivot, out=np.zeros_like(pivot), where=usable)
        swept = rest - column[:, :, None] * column[:, None, :] * inverse[:, None, None]
        # Swept last to first, so the newest bit must be the lowest: subsets go (without, with) pairwise.
        matrices = np.stack([rest, swept], axis=1).reshape(-1, *rest.shape[1:])
    return matrices[:, 0, 0]
