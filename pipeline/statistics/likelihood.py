"""The maximum of a logistic likelihood, plain or with Firth's penalty, by Newton steps with halving."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from pipeline.statistics.identifiability import Patterns

MOST_STEPS = 500
LONGEST_STEP = 5.0
# Squared distances to the maximum in standard errors. A profile needs the height alone, which is off by half
# of this and no more.
CLOSE, CLOSE_FOR_HEIGHT = 1e-16, 1e-10
STALLED = 1e-7


@dataclass(frozen=True, eq=False)
class Point:
    """The (penalised) log likelihood at some coefficients, its score (k,) and the information (k, k).

    `curvature` (k, k) is what a Newton step divides by: the information, with Firth's penalty that of the
    data to which its pseudo-responses (a leverage shared by both outcomes) are added. Without these a step
    is twice too long where a column has a single response.
    """

    coefficients: np.ndarray
    objective: float
    score: np.ndarray
    information: np.ndarray
    curvature: np.ndarray


def at(data: Patterns, coefficients: np.ndarray, penalised: bool) -> Point | None:
    """The log likelihood there; None where the information is singular in floating point.

    With `penalised`, half the log determinant of the information is added, and the score is modified to
    match (Firth 1993, Biometrika 80:27-38; Heinze & Schemper 2002, Stat Med 21:2409-2419).
    """
    linear = data.design @ coefficients
    risk, safety = expit(linear), expit(-linear)
    # Written with both tails, because 1 - risk loses its digits near 1.
    objective = -(data.events @ np.logaddexp(0, -linear) + data.non_events @ np.logaddexp(0, linear))
    residual = data.events * safety - data.non_events * risk
    spread = (data.events + data.non_events) * risk * safety
    information = curvature = (data.design * spread[:, None]).T @ data.design
    if penalised:
        covariance = inverse(information)
        sign, log_determinant = np.linalg.slogdet(information)
        if covariance is None or sign <= 0:
            return None
        leverage = spread * np.einsum("ij,ij->i", data.design @ covariance, data.design)
        objective += log_determinant / 2
        residual = residual + leverage * (safety - risk) / 2
        curvature = information + (data.design * (leverage * risk * safety)[:, None]).T @ data.design
    return Point(coefficients, float(objective), data.design.T @ residual, information, curvature)


def maximise(data: Patterns, penalised: bool, start: np.ndarray | None = None,
             free: np.ndarray | None = None, close: float = CLOSE) -> Point | None:
    """The highest point, sought from `start` (all 0 unless given); None where none was reached.

    Only the coefficients of the mask `free` (all unless given) move; the others keep their place in the
    information matrix, as in R's logistf.
    """
    size = data.design.shape[1]
    start = np.zeros(size) if start is None else start
    free = np.ones(size, dtype=bool) if free is None else free
    point = at(data, start, penalised)
    if point is None or not free.any():
        return point
    for _ in range(MOST_STEPS):
        covariance = inverse(point.curvature[np.ix_(free, free)])
        if covariance is None:
            return None
        step = np.zeros(size)
        step[free] = covariance @ point.score[free]
        distance = float(point.score[free] @ step[free])
        if distance < close:
            return point
        higher = _uphill(data, point, step, penalised)
        if higher is None:
            return point if distance < STALLED else None
        point = higher
    return point if distance < STALLED else None


def inverse(matrix: np.ndarray) -> np.ndarray | None:
    """The inverse of an information matrix, whatever the scale of columns; None where it is singular."""
    diagonal = np.diag(matrix)
    if not (np.isfinite(matrix).all() and (diagonal > 0).all()):
        return None
    scale = np.outer(np.sqrt(diagonal), np.sqrt(diagonal))
    try:
        result = np.linalg.inv(matrix / scale) / scale
    except np.linalg.LinAlgError:
        return None
    return result if np.isfinite(result).all() and (np.diag(result) > 0).all() else None


def _uphill(data: Patterns, point: Point, step: np.ndarray, penalised: bool) -> Point | None:
    """The point one step on, the step halved until it does not go down; None where no length of it climbs."""
    reach = np.abs(data.design @ step).max()
    step = step * min(1.0, LONGEST_STEP / reach) if reach > 0 else step
    # Rounding of the objective itself must not look like a descent.
    slack = 1e-13 * (1 + abs(point.objective))
    for _ in range(40):
        candidate = at(data, point.coefficients + step, penalised)
        if candidate is not None and candidate.objective >= point.objective - slack:
            return candidate
        step = step / 2
    return None


def profile_limit(data: Patterns, best: Point, j: int, side: int, target: float) -> float | None:
    """Where the penalised profile of coefficient `j` has fallen by target^2 / 2; None where it was not found.

    `side` is -1 for the lower and +1 for the upper limit. The root of twice the fall is nearly linear in
    the coefficient, so Newton steps on it, kept inside what is known, need few profiles.
    """
    inner, outer = 0.0, math.inf
    offset, nearest = target * math.sqrt(inverse(best.information)[j, j]), None
    for _ in range(80):
        value = best.coefficients[j] + side * offset
        point = profile(data, best if nearest is None else nearest, j, value)
        fall = math.inf if point is None else math.sqrt(max(0.0, 2 * (best.objective - point.objective)))
        if abs(fall - target) < 1e-8 or outer - inner < 1e-9 * offset:
            return value if abs(fall - target) < 1e-3 else None
        inner, outer = (offset, outer) if fall < target else (inner, offset)
        proposal = math.nan
        if point is not None and fall > 0 and point.score[j] * side < 0:
            nearest, proposal = point, offset + (target - fall) * fall / (-side * point.score[j])
        if not inner < proposal < outer:
            proposal = (inner + outer) / 2 if math.isfinite(outer) else 2 * offset
        offset = proposal
    return None


def profile(data: Patterns, near: Point, j: int, value: float) -> Point | None:
    """The highest penalised point with coefficient `j` held at `value`, sought from the point `near`."""
    free = np.arange(len(near.coefficients)) != j
    start = near.coefficients.copy()
    covariance = inverse(near.curvature)
    if covariance is not None:
        # Where the others would go if the penalised likelihood were a parabola.
        start += covariance[:, j] / covariance[j, j] * (value - start[j])
    start[j] = value
    return maximise(data, penalised=True, start=start, free=free, close=CLOSE_FOR_HEIGHT)
