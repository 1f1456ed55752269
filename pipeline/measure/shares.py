"""How much of the outcome's variance each theme accounts for, and how sure its rank is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pipeline.measure.linear import moments
from pipeline.measure.models import MEAN, Model
from pipeline.statistics import importance

# Shapley's shares take 2^p subsets; beyond this many predictors the approximation by Johnson stands in.
_MOST_FOR_SHAPLEY = 14
_DRAWS = 200
_SEED = 20160622
SHAPLEY, JOHNSON = "Shapley", "Johnson"


@dataclass(frozen=True, eq=False)
class Shares:
    """Shares of the variance that language and segments leave, one a predictor; None where there are none.

    `by` names the method of `values`; `johnson` are the other method's. Ranks go from 1; `rank_low` and
    `rank_high` delimit the middle of the ranks in draws of as many responses, and are None without draws.
    """

    by: str
    values: np.ndarray
    johnson: np.ndarray
    rank: np.ndarray
    rank_low: np.ndarray
    rank_high: np.ndarray


def shares_of(model: Model, confidence: float, draw: bool) -> Shares:
    """The shares of the predictors of `model`, by Shapley (LMG) up to 14 of them and by Johnson beyond.

    What the model adjusts for is partialled out first. The ranks' interval is a multinomial bootstrap of the
    cells, with a fixed seed.
    """
    k = len(model.predictors)
    by = SHAPLEY if k <= _MOST_FOR_SHAPLEY else JOHNSON
    weigh = importance.shapley if by == SHAPLEY else importance.johnson
    sums = _sums(model)
    covariance = _partial(sums, k)
    values, johnson = weigh(covariance), importance.johnson(covariance)
    rank = _ranks(values)
    low = high = np.full(k, None, dtype=object)
    if draw and model.outcome != MEAN and None not in values:
        ranks = _drawn_ranks(model, weigh)
        low, high = (np.quantile(ranks, q, axis=0, method=method).astype(int) for q, method in
                     (((1 - confidence) / 2, "lower"), ((1 + confidence) / 2, "higher")))  # fmt: skip
        low, high = np.minimum(low, rank), np.maximum(high, rank)
    return Shares(by, values, johnson, rank, low, high)


def _sums(model: Model) -> np.ndarray:
    """Sums of products of (1, outcome, mentions, others) over all responses."""
    columns = np.column_stack([model.mentions, model.others])
    if model.outcome == MEAN:
        return moments(model.cells, columns)
    all_columns = np.column_stack([np.ones(len(columns)), model.event, columns])
    return (all_columns * model.weights[:, None]).T @ all_columns


def _partial(sums: np.ndarray, k: int) -> np.ndarray:
    """The covariance matrix of outcome and `k` mentions, with the intercept and the others partialled out."""
    wanted = np.arange(1, k + 2)
    given = np.r_[0, np.arange(k + 2, len(sums))]
    between = sums[np.ix_(given, wanted)]
    inverse = np.linalg.pinv(sums[np.ix_(given, given)], rcond=1e-10, hermitian=True)
    left = (sums[np.ix_(wanted, wanted)] - between.T @ inverse @ between) / sums[0, 0]
    left = (left + left.T) / 2
    # What the others determine wholly is left with rounding errors, which are no variance.
    gone = np.diag(left) <= 1e-10 * np.maximum(np.diag(sums)[wanted] / sums[0, 0], 1e-300)
    left[gone, :] = left[:, gone] = 0
    return left


def _ranks(values: np.ndarray) -> np.ndarray:
    """1 for the largest; of equal ones the first named is first."""
    order = np.argsort([-np.inf if v is None else -round(float(v), 12) for v in values], kind="stable")
    ranks = np.empty(len(values), dtype=int)
    ranks[order] = np.arange(1, len(values) + 1)
    return ranks


def _drawn_ranks(model: Model, weigh: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """The ranks in each draw, (draws, predictors)."""
    k = len(model.predictors)
    dice, products, width = np.random.default_rng(_SEED), *_products(model)
    chances, drawn = model.weights / model.weights.sum(), []
    batch = max(1, min(_DRAWS, 4_000_000 // len(chances)))
    for start in range(0, _DRAWS, batch):
        counts = dice.multinomial(model.n, chances, size=min(batch, _DRAWS - start)).astype(float)
        for sums in (products.T @ counts.T).T.reshape(len(counts), width, width):
            values = weigh(_partial(sums, k))
            if None not in values:
                drawn.append(_ranks(values))
    return np.array(drawn) if drawn else np.tile([1, k], (1, 1))


def _products(model: Model) -> tuple[object, int]:
    """The products of all pairs of columns in each cell, sparse (cells, pairs), and the number of columns.

    A cell has few columns at 1, so that a draw costs a product of few numbers, however many cells there are.
    """
    from scipy.sparse import csr_array

    columns = csr_array(np.column_stack([np.ones(len(model.cells)), model.event, model.mentions, model.others]))
    width, sizes = columns.shape[1], np.diff(columns.indptr)
    row = np.repeat(np.arange(len(sizes)), sizes)
    left = np.repeat(np.arange(columns.nnz), sizes[row])
    offset = np.arange(len(left)) - np.repeat(np.cumsum(np.r_[0, sizes[row]])[:-1], sizes[row])
    right = columns.indptr[row[left]] + offset
    pair = columns.indices[left].astype(np.int64) * width + columns.indices[right]
    return csr_array((np.ones(len(pair)), (row[left], pair)), shape=(len(sizes), width**2)), width
