"""Themes that look like drivers only because they are named together with one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.measure.models import Model
from pipeline.measure.predictors import Predictor
from pipeline.statistics import logistic

_SHIFTED = 0.25


@dataclass(frozen=True)
class Unadjusted:
    """The odds ratio of a mention with nothing held equal."""

    odds_ratio: float | None
    low: float | None
    high: float | None
    p: float | None


@dataclass(frozen=True)
class Companion:
    """A theme that another is named together with, by how many people, and its odds ratio with it held equal."""

    predictor: Predictor
    together: int
    odds_ratio: float


def unadjusted(model: Model, j: int, confidence: float) -> Unadjusted:
    """The odds ratio of predictor `j` alone; Firth's where its two-by-two table has a zero."""
    X, y, counts = _counted(model, [j])
    fit = logistic.fit(X, y, counts, confidence)
    if fit.coefficients[1] is None and fit.notes[1] == logistic.SEPARATED:
        fit = logistic.firth(X, y, counts, confidence)
    ratio, low, high = (None if v is None else float(np.exp(v)) for v in (fit.coefficients[1], fit.low[1], fit.high[1]))
    return Unadjusted(ratio, low, high, fit.p[1])


def companion(model: Model, j: int) -> Companion | None:
    """The theme that takes away most of the effect of predictor `j` when it is held equal; None if none takes a quarter."""
    X, y, counts = _counted(model, [j])
    alone = logistic.fit(X, y, counts).coefficients[1]
    if alone is None:
        return None
    found = []
    for k, other in enumerate(model.predictors):
        if other.theme == model.predictors[j].theme:
            continue
        X, y, counts = _counted(model, [j, k])
        with_it = logistic.fit(X, y, counts).coefficients[1]
        together = int(counts[(X[:, 0] == 1) & (X[:, 1] == 1)].sum())
        if with_it is not None and together:
            found.append((round(abs(alone) - abs(with_it), 12), together, other, float(np.exp(with_it))))
    if not found:
        return None
    shift, together, other, ratio = max(found, key=lambda f: (f[0], f[1], f[2]))
    return Companion(other, together, ratio) if shift >= _SHIFTED * abs(alone) else None


def _counted(model: Model, columns: list[int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The distinct rows of some columns (X), the outcome (y) and how many responses have them."""
    bits = np.column_stack([model.event, model.mentions[:, columns]]).astype(int)
    codes = bits @ (2 ** np.arange(bits.shape[1]))
    counts = np.bincount(codes, model.weights, minlength=2 ** bits.shape[1])
    rows = (np.arange(len(counts))[:, None] >> np.arange(bits.shape[1])) & 1
    used = counts > 0
    return rows[used, 1:].astype(float), rows[used, 0].astype(float), counts[used]
