"""One driver model: an outcome explained by the mentions of all themes at once, other things held equal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipeline.config import MeasureSettings
from pipeline.measure.linear import fit_mean
from pipeline.measure.predictors import Predictor, level_columns, mention_columns
from pipeline.statistics import logistic

# Groups of the event, and of those that it is told from.
OUTCOMES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "detractor": (("detractor",), ("passive", "promoter")),
    "promoter": (("promoter",), ("detractor", "passive")),
    "detractor among detractors and passives": (("detractor",), ("passive",)),
}
MEAN = "mean"
# Firth's intervals take a search for each column; beyond this many numbers it would take minutes.
_MOST_FOR_FIRTH = 1_000_000
_BY_FIRTH = "Everybody who says it is in the same group, so the odds ratio is that of Firth's penalised regression."


@dataclass(frozen=True, eq=False)
class Model:
    """What a model is made of, and why it, or a predictor, is refused ("" where it is not).

    `mentions` (cells, predictors taken) and `others` (cells, columns of `adjusted_for`) are 0 or 1; `event` is
    0 or 1 a cell, and meaningless for the outcome `mean`; `left_out` says why a predictor was not taken.
    """

    outcome: str
    cells: pd.DataFrame
    predictors: tuple[Predictor, ...]
    mentions: np.ndarray
    others: np.ndarray
    adjusted_for: tuple[str, ...]
    event: np.ndarray
    left_out: Mapping[Predictor, str]
    refusal: str = ""

    @property
    def weights(self) -> np.ndarray:
        """Responses, one number a cell."""
        return self.cells["n"].to_numpy(float)

    @property
    def n(self) -> int:
        """Responses."""
        return int(self.cells["n"].sum())


def build_model(
    cells: pd.DataFrame, predictors: Sequence[Predictor], outcome: str, covariates: Sequence[str], settings: MeasureSettings
) -> Model:  # fmt: skip
    """The model of `outcome` on `predictors`, adjusted for as many of `covariates` (in order) as the data carry."""
    if outcome != MEAN:
        event, base = OUTCOMES[outcome]
        cells = cells[cells["group"].isin((*event, *base))].reset_index(drop=True)
    happened = cells["group"].isin(OUTCOMES[outcome][0]).to_numpy(float) if outcome != MEAN else np.zeros(len(cells))
    weights, mentions = cells["n"].to_numpy(float), mention_columns(cells, predictors)
    budget, refusal = _budget(happened, weights, outcome, settings)
    named = weights @ mentions
    left_out = {
        p: f"too few mentions: {int(k)}, and {settings.fewest_mentions} are needed"
        for p, k in zip(predictors, named)
        if k < settings.fewest_mentions
    }
    able = sorted((p for p in predictors if p not in left_out), key=lambda p: (-named[predictors.index(p)], p))
    left_out |= {
        p: f"too few {_events(outcome)} for so many themes; the {budget} most named are taken" for p in able[budget:]
    }
    taken = tuple(p for p in predictors if p in able[:budget])
    columns, adjusted = [np.zeros((len(cells), 0))], []
    for name in covariates:
        dummies = level_columns(cells, name, settings.fewest_mentions)
        if dummies.shape[1] and len(taken) + sum(c.shape[1] for c in columns) + dummies.shape[1] <= budget:
            columns.append(dummies)
            adjusted.append(name)
    if not refusal and not taken:
        refusal = f"no theme is named by {settings.fewest_mentions} people"
    kept = mentions[:, [predictors.index(p) for p in taken]]
    return Model(outcome, cells, taken, kept, np.column_stack(columns), tuple(adjusted), happened, left_out, refusal)


def _events(outcome: str) -> str:
    return "responses" if outcome == MEAN else "promoters" if outcome == "promoter" else "detractors"


def _budget(event: np.ndarray, weights: np.ndarray, outcome: str, settings: MeasureSettings) -> tuple[int, str]:
    """How many columns the data carry, and why there can be no model."""
    n, events = int(weights.sum()), int(weights @ event)
    if n < settings.min_responses:
        return 0, f"too few responses: {n}, and {settings.min_responses} are needed"
    if outcome == MEAN:
        return n // (3 * settings.events_per_parameter), ""
    if events in (0, n):
        return 0, f"no variation: {'all' if events else 'none'} of {n} are {_events(outcome)}"
    rarer, name = (
        (events, _events(outcome)) if events <= n - events else (n - events, f"others than {_events(outcome)}")
    )
    if rarer < 2 * settings.events_per_parameter:
        return 0, f"too few {name}: {rarer}, and {2 * settings.events_per_parameter} are needed"
    return rarer // settings.events_per_parameter, ""


@dataclass(frozen=True)
class Effects:
    """The effects of a model, a row for each predictor taken, and its refusal if it explains nothing."""

    rows: tuple[dict[str, Any], ...]
    refusal: str
    method: str
    p: float | None


def effects(model: Model, confidence: float) -> Effects:
    """Odds ratios (or differences of the mean) and risk differences, with intervals, p and notes."""
    if model.refusal:
        return Effects((), model.refusal, "", None)
    if model.outcome == MEAN:
        rows, p = fit_mean(model.cells, model.mentions, model.others, confidence)
        return Effects(tuple(rows), _by_chance(p, confidence), "linear regression", p)
    X, k = np.column_stack([model.mentions, model.others]), len(model.predictors)
    fit = logistic.fit(X, model.event, model.weights, confidence)
    p, notes = _likelihood_ratio_p(fit, model), fit.notes
    if fit.prediction_note and X.size <= _MOST_FOR_FIRTH:
        fit = logistic.firth(X, model.event, model.weights, confidence)
        notes = [_BY_FIRTH if before == logistic.SEPARATED else now for before, now in zip(notes, fit.notes)]
    differences = logistic.risk_differences(fit, X, model.weights)
    rows = tuple(_row(fit, j, differences[j - 1], notes[j]) for j in range(1, k + 1))
    return Effects(rows, fit.notes[0] if p is None else _by_chance(p, confidence), fit.method, p)


def _row(fit: logistic.Fit, j: int, difference: Any, note: str) -> dict[str, Any]:
    return {
        "odds_ratio": _exp(fit.coefficients[j]), "low": _exp(fit.low[j]), "high": _exp(fit.high[j]), "p": fit.p[j],
        "risk_difference": difference.value, "risk_low": difference.low, "risk_high": difference.high,
        "method": fit.method, "note": note or None,
    }  # fmt: skip


def _exp(value: float | None) -> float | None:
    """The odds ratio of a log odds ratio; None where it is withheld or too large for a number."""
    return None if value is None or value > 700 else float(np.exp(value))


def _likelihood_ratio_p(fit: logistic.Fit, model: Model) -> float | None:
    """How often themes that do nothing would explain as much, what the model adjusts for being given."""
    from scipy.special import chdtrc

    if not model.others.shape[1]:
        return fit.model_p
    without = logistic.fit(model.others, model.event, model.weights)
    if fit.log_likelihood is None or without.log_likelihood is None:
        return None
    rise = max(0.0, 2 * (fit.log_likelihood - without.log_likelihood))
    return float(chdtrc(len(model.predictors), rise))


def _by_chance(p: float, confidence: float) -> str:
    return "" if p <= 1 - confidence else f"the themes together explain no more than chance would (p = {p:.2f})"
