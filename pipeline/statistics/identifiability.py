"""Which coefficients of a logistic regression the data can tell: collinear columns and separation.

Responses are grouped into patterns first (equal predictors, counts of both outcomes), so that grouped data,
one row a response, and any row order give the very same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

TOLERANCE = 1e-9


@dataclass(frozen=True, eq=False)
class Patterns:
    """Distinct rows of predictors, (m, k), the intercept first, and how often each outcome met them, (m,)."""

    design: np.ndarray
    events: np.ndarray
    non_events: np.ndarray

    def where(self, chosen: np.ndarray) -> Patterns:
        """Only the patterns of a boolean mask."""
        return Patterns(self.design[chosen], self.events[chosen], self.non_events[chosen])


def patterns_of(X: np.ndarray, y: np.ndarray, weights: np.ndarray) -> Patterns:
    """The patterns of predictors (n, p), 0/1 outcomes (n,) and frequencies (n,); unused rows drop out."""
    used = weights > 0
    distinct, of_row = np.unique(X[used] + 0.0, axis=0, return_inverse=True)
    of_row = of_row.reshape(-1)
    design = np.column_stack([np.ones(len(distinct)), distinct])
    events = np.bincount(of_row, weights[used] * y[used], minlength=len(distinct))
    non_events = np.bincount(of_row, weights[used] * (1 - y[used]), minlength=len(distinct))
    return Patterns(design, events, non_events)


def estimable(design: np.ndarray) -> np.ndarray:
    """A mask of the coefficients that the rows determine: those outside every dependency of columns."""
    return np.abs(_null_space(design)).max(axis=1, initial=0.0) < 1e-7


def independent_columns(design: np.ndarray) -> np.ndarray:
    """Positions of a largest set of linearly independent columns, in order. Every estimable one is in it."""
    from scipy.linalg import qr

    if not len(design):
        return np.arange(0)
    triangle, order = qr(_scaled(design), mode="r", pivoting=True)
    diagonal = np.abs(np.diag(triangle))
    return np.sort(order[: int((diagonal > TOLERANCE * diagonal[0]).sum())])


def separated(data: Patterns) -> np.ndarray:
    """A mask of the patterns whose outcome some combination of columns predicts without error.

    Along that combination the likelihood rises for ever, so it has no finite maximum. Konis 2007 (thesis,
    Oxford) by linear programming: a direction d with s_i x_i'd >= 0 for all and > 0 for as many patterns
    as possible, s_i = +1 for events and -1 for non-events. Patterns with both outcomes must have x_i'd =
    0, which is solved first and usually leaves nothing to search.
    """
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, eye_array, hstack

    mixed = (data.events > 0) & (data.non_events > 0)
    scaled = _scaled(data.design)
    directions = _null_space(scaled[mixed])
    signs = np.where(data.events > 0, 1.0, -1.0)
    moves = signs[:, None] * (scaled @ directions)
    candidates = np.flatnonzero(~mixed & (np.abs(moves).max(axis=1, initial=0.0) > TOLERANCE))
    found = np.zeros(len(signs), dtype=bool)
    if not len(candidates):
        return found
    size, freedom = len(candidates), directions.shape[1]
    # Variables: the direction (free), then a reward in [0, 1] for each pattern that it separates.
    solution = linprog(np.r_[np.zeros(freedom), -np.ones(size)], b_ub=np.zeros(size),
                       A_ub=hstack([csr_array(-moves[candidates]), eye_array(size)], format="csr"),
                       bounds=[(None, None)] * freedom + [(0, 1)] * size, method="highs")
    if solution.status == 0:
        found[candidates] = solution.x[freedom:] > 0.5
    return found


def _scaled(design: np.ndarray) -> np.ndarray:
    """The columns divided by their largest absolute value, so that one tolerance serves all."""
    largest = np.abs(design).max(axis=0, initial=0.0)
    return design / np.where(largest > 0, largest, 1)


def _null_space(design: np.ndarray) -> np.ndarray:
    """A basis, (k, dimensions), of the combinations of (scaled) columns that are 0 in every row."""
    from scipy.linalg import null_space

    if not len(design):
        return np.eye(design.shape[1])
    # The triangle of a QR has the same null space, and spares an m by m matrix.
    return null_space(np.linalg.qr(_scaled(design), mode="r"), rcond=TOLERANCE)
