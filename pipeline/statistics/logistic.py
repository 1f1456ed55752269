"""Logistic regression of a 0/1 outcome on columns: odds ratios, Firth's penalty, risk differences.

Weights are frequencies: grouped cells with their counts and one row a response give the same numbers. A
survey weight is not a frequency, and would make the standard errors too small here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import chdtrc, expit

from pipeline.statistics import likelihood
from pipeline.statistics.estimate import (
    Estimate,
    array_of,
    clip,
    normal_quantile,
    two_sided_p,
    whole,
    withheld,
)
from pipeline.statistics.identifiability import (
    Patterns,
    estimable,
    independent_columns,
    patterns_of,
    separated,
)

SEPARATED = ("Separation: it predicts the outcome without a single exception, so ordinary fitting has no "
             "finite answer; Firth's penalised regression has one.")
ALIASED = "It always goes together with other columns, so its own effect cannot be told."
CONSTANT = "It never varies, so its effect cannot be told."
NOT_FOUND = "The fit found no maximum."


@dataclass(frozen=True, eq=False)
class Fit:
    """Coefficients (log odds), the intercept first, one note each ("" where nothing is withheld).

    A withheld entry is None, and its array then has dtype object; there is never a NaN. `n` is the sum of
    weights. `model_p` tests all columns together against the intercept alone; `log_likelihood` is the largest
    that the columns reach (with Firth's penalty, penalised). `solution` and `covariance`
    are of the fitted equation, 0 for a column left out of it, for predictions; `prediction_note` says why
    there can be none.
    """

    coefficients: np.ndarray
    standard_errors: np.ndarray
    low: np.ndarray
    high: np.ndarray
    p: np.ndarray
    notes: tuple[str, ...]
    n: float
    confidence: float
    method: str
    model_p: float | None
    solution: np.ndarray
    covariance: np.ndarray
    prediction_note: str = ""
    log_likelihood: float | None = None


def fit(X: np.ndarray, y: Sequence[float], weights: Sequence[float] | None = None,
        confidence: float = 0.95) -> Fit:
    """The maximum likelihood fit with Wald intervals b +- z se and Wald p-values.

    Hosmer & Lemeshow, Applied Logistic Regression. `X` is (rows, columns) without an intercept, or one
    column; `y` is 0 or 1; `weights` are frequencies. Withheld: a column that never varies, columns that
    only occur together, and columns that separate the outcomes (the others then have the values that they
    tend to).
    """
    z = normal_quantile(confidence)
    data, empty = _prepare(X, y, weights, confidence, "maximum likelihood")
    if data is None:
        return empty
    told = estimable(data.design)
    overlapping = data.where(~separated(data))
    told_here = estimable(overlapping.design)
    columns = independent_columns(overlapping.design)
    notes = [note or ("" if here else SEPARATED)
             for note, here in zip(_collinearity_notes(data, told), told_here, strict=True)]
    split = len(overlapping.design) < len(data.design)
    if not len(columns):
        return replace(empty, notes=tuple(notes), prediction_note=SEPARATED)
    reduced = replace(overlapping, design=overlapping.design[:, columns])
    best = likelihood.maximise(reduced, penalised=False)
    covariance = None if best is None else likelihood.inverse(best.information)
    if covariance is None:
        return replace(empty, notes=tuple(note or NOT_FOUND for note in notes), prediction_note=NOT_FOUND)
    solution, full = _spread(best.coefficients, covariance, columns, len(told))
    errors = np.sqrt(np.diag(full))
    shown = told & told_here
    share = data.events.sum() / empty.n
    chance = data.events.sum() * math.log(share) + data.non_events.sum() * math.log1p(-share)
    return replace(
        empty, notes=tuple(notes), solution=solution, covariance=full,
        prediction_note=SEPARATED if split else "", log_likelihood=best.objective,
        model_p=_likelihood_ratio_p(best.objective - chance, len(independent_columns(data.design)) - 1),
        coefficients=_only(shown, solution), standard_errors=_only(shown, errors),
        low=_only(shown, solution - z * errors), high=_only(shown, solution + z * errors),
        p=array_of([two_sided_p(b / e) if s else None
                    for b, e, s in zip(solution, errors, shown, strict=True)]))


def firth(X: np.ndarray, y: Sequence[float], weights: Sequence[float] | None = None,
          confidence: float = 0.95) -> Fit:
    """Firth's penalised fit, finite under separation, with profile intervals and likelihood ratio p.

    Firth 1993, Biometrika 80:27-38; Heinze & Schemper 2002, Stat Med 21:2409-2419: maximises the log
    likelihood plus half the log determinant of the information. In the profile and the test the fixed
    column stays in the information matrix, as in R's logistf. One column alone equals 1/2 added to each of
    the four cells. Standard errors are withheld: programs disagree on them. Arguments are those of `fit`.
    """
    z = normal_quantile(confidence)
    data, empty = _prepare(X, y, weights, confidence, "Firth", needs_both_outcomes=False)
    if data is None:
        return empty
    told = estimable(data.design)
    notes = _collinearity_notes(data, told)
    columns = independent_columns(data.design)
    reduced = replace(data, design=data.design[:, columns])
    best = likelihood.maximise(reduced, penalised=True)
    if best is None:
        return replace(empty, notes=tuple(note or NOT_FOUND for note in notes), prediction_note=NOT_FOUND)
    limits: dict[str, list[float | None]] = {"low": [], "high": [], "p": []}
    for j in range(len(told)):
        place = int(np.searchsorted(columns, j))
        for name, side in (("low", -1), ("high", 1)):
            limits[name].append(likelihood.profile_limit(reduced, best, place, side, z) if told[j] else None)
        at_zero = likelihood.profile(reduced, best, place, 0.0) if told[j] else None
        limits["p"].append(at_zero and _likelihood_ratio_p(best.objective - at_zero.objective, 1))
        if told[j] and None in (limits["low"][j], limits["high"][j], at_zero):
            notes[j] = "The profile of its likelihood gives no finite interval."
    chance = likelihood.maximise(reduced, penalised=True, free=columns == 0)
    solution, full = _spread(best.coefficients, likelihood.inverse(best.information), columns, len(told))
    return replace(
        empty, notes=tuple(notes), solution=solution, covariance=full, prediction_note="",
        log_likelihood=best.objective, model_p=None if chance is None else _likelihood_ratio_p(best.objective - chance.objective,
                                                                len(columns) - 1),
        coefficients=_only(told, solution), **{name: array_of(values) for name, values in limits.items()})


def risk_differences(fit: Fit, X: np.ndarray, weights: Sequence[float] | None = None) -> list[Estimate]:
    """One average risk difference a column: P(outcome) with the column at 1 minus at 0, the rest as observed.

    Marginal standardisation over all rows of `X`, with the delta method sqrt(g' V g) for the interval (the
    columns taken as fixed), clipped to [-1, 1]. Withheld where the coefficient is, and for every column of
    a separated fit: the average needs each row's risk.
    """
    X, weights = _rows(X), _frequencies(weights, len(_rows(X)))
    if X.shape[1] + 1 != len(fit.notes):
        raise ValueError(f"The fit has {len(fit.notes) - 1} columns, X has {X.shape[1]}.")
    z = normal_quantile(fit.confidence)
    note = fit.prediction_note
    if not note and not _usable(X, weights):
        note = "A value or weight is missing, or no row has a weight above 0."
    n = weights.sum()
    if note:
        return [withheld(n, own or note) for own in fit.notes[1:]]
    base, shares = np.column_stack([np.ones(len(X)), X]), weights / n
    estimates = []
    for j in range(1, base.shape[1]):
        if fit.coefficients[j] is None:
            estimates.append(withheld(n, fit.notes[j]))
            continue
        risk1, gradient1 = _mean_risk(fit, base, j, 1.0, shares)
        risk0, gradient0 = _mean_risk(fit, base, j, 0.0, shares)
        gradient = gradient1 - gradient0
        half = z * math.sqrt(max(0.0, gradient @ fit.covariance @ gradient))
        value = float(risk1 - risk0)
        estimates.append(Estimate(value, clip(value - half, -1, 1), clip(value + half, -1, 1), whole(n)))
    return estimates


def _mean_risk(fit: Fit, base: np.ndarray, j: int, level: float,
               shares: np.ndarray) -> tuple[float, np.ndarray]:
    """The mean risk with column `j` set to `level`, and its gradient in the coefficients."""
    # The change of one column is cheaper than a copy of the whole design.
    linear = base @ fit.solution + (level - base[:, j]) * fit.solution[j]
    slope = shares * expit(linear) * expit(-linear)
    gradient = slope @ base
    gradient[j] = level * slope.sum()
    return float(shares @ expit(linear)), gradient


def _prepare(X: np.ndarray, y: Sequence[float], weights: Sequence[float] | None, confidence: float,
             method: str, needs_both_outcomes: bool = True) -> tuple[Patterns | None, Fit]:
    """The grouped data, or None where nothing can be fitted; and a Fit in which everything is withheld."""
    X, y = _rows(X), np.asarray(y, dtype=float)
    weights = _frequencies(weights, len(X))
    if y.shape != (len(X),):
        raise ValueError(f"X has {len(X)} rows, y has {y.size}.")
    size = X.shape[1] + 1
    nothing = array_of([None] * size)
    note = ""
    if not _usable(X, weights):
        note = "A value or weight is missing, a weight is negative, or there are no responses."
    elif not np.isin(y, (0, 1)).all():
        note = "An outcome is missing or neither 0 nor 1."
    data = None if note else patterns_of(X, y, weights)
    if data is not None and needs_both_outcomes and not (data.events.any() and data.non_events.any()):
        data, note = None, "The outcome never varies."
    n = whole(weights.sum())
    return data, Fit(nothing, nothing, nothing, nothing, nothing, (note,) * size, n, confidence, method, None,
                     np.zeros(size), np.zeros((size, size)), note)


def _rows(X: np.ndarray) -> np.ndarray:
    """X as a (rows, columns) float matrix."""
    X = np.asarray(X, dtype=float)
    X = X[:, None] if X.ndim == 1 else X
    if X.ndim != 2:
        raise ValueError("X must have rows and columns.")
    return X


def _frequencies(weights: Sequence[float] | None, rows: int) -> np.ndarray:
    """One weight a row, 1 unless given."""
    weights = np.ones(rows) if weights is None else np.asarray(weights, dtype=float)
    if weights.shape != (rows,):
        raise ValueError(f"X has {rows} rows, weights has {weights.size}.")
    return weights


def _usable(X: np.ndarray, weights: np.ndarray) -> bool:
    finite = np.isfinite(X).all() and np.isfinite(weights).all()
    return bool(finite and (weights >= 0).all() and (weights > 0).any())


def _collinearity_notes(data: Patterns, told: np.ndarray) -> list[str]:
    """Why each coefficient cannot be told ("" where it can)."""
    constant = (data.design == data.design[0]).all(axis=0)
    constant[0] = False
    return ["" if ok else CONSTANT if still else ALIASED for ok, still in zip(told, constant, strict=True)]


def _spread(coefficients: np.ndarray, covariance: np.ndarray, columns: np.ndarray,
            size: int) -> tuple[np.ndarray, np.ndarray]:
    """Coefficients and covariance of some columns in the places of all, 0 elsewhere."""
    solution, full = np.zeros(size), np.zeros((size, size))
    solution[columns] = coefficients
    full[np.ix_(columns, columns)] = covariance
    return solution, full


def _only(shown: np.ndarray, values: np.ndarray) -> np.ndarray:
    return array_of([value if s else None for value, s in zip(values, shown, strict=True)])


def _likelihood_ratio_p(rise: float, degrees: int) -> float:
    """The chance of a rise of the log likelihood at least this high by chance."""
    return float(chdtrc(degrees, max(0.0, 2 * rise))) if degrees > 0 else 1.0
