"""Which themes go with more, or fewer, detractors when the other themes are held equal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipeline.config import MeasureSettings, ScoreSettings
from pipeline.measure.counts import GROUPS
from pipeline.measure.kinds import kind_of
from pipeline.measure.models import MEAN, OUTCOMES, Effects, Model, build_model, effects
from pipeline.measure.predictors import Predictor, mention_columns, predictors_in, scored_cells
from pipeline.measure.shares import Shares, shares_of
from pipeline.measure.travels import companion, unadjusted
from pipeline.measure.withholding import few, withheld_levels
from pipeline.statistics import multiplicity, nps

DRIVER_COLUMNS = (
    "score", "outcome", "segment", "level", "theme", "polarity", "shown", "odds_ratio", "mean_difference", "low", "high",
    "p", "p_adjusted", "risk_difference", "risk_low", "risk_high", "importance", "importance_johnson", "rank", "rank_low",
    "rank_high", "impact", "impact_low", "impact_high", "kind", "penalty", "reward", "unadjusted_odds_ratio",
    "unadjusted_low", "unadjusted_high", "unadjusted_p", "travels_with", "travels_polarity", "together",
    "odds_ratio_with_it", "mentions", "n", "method", "note",
)  # fmt: skip
MODEL_COLUMNS = (
    "score", "outcome", "segment", "level", "n", "predictors", "adjusted_for", "not_adjusted_for", "method", "p",
    "importance_by", "first", "first_johnson", "note",
)  # fmt: skip


@dataclass(frozen=True)
class Drivers:
    """A row for each predictor (DRIVER_COLUMNS), and one for each model that they come from (MODEL_COLUMNS)."""

    rows: pd.DataFrame
    models: pd.DataFrame


@dataclass(frozen=True)
class _Cut:
    """Responses that a model is about: all, or a level of a segment; `unseen` mentions are not to be counted there."""

    score: ScoreSettings
    segment: str | None
    level: str | None
    cells: pd.DataFrame
    predictors: Sequence[Predictor]
    covariates: Sequence[str]
    unseen: frozenset[Predictor] = frozenset()

    @property
    def where(self) -> dict[str, Any]:
        return {"score": self.score.name, "segment": self.segment, "level": self.level}


def driver_tables(
    tally: pd.DataFrame, scores: Sequence[ScoreSettings], themes: Sequence[str], segments: Sequence[str], settings: MeasureSettings
) -> Drivers:  # fmt: skip
    """The drivers of each score in the responses of `tally` that commented, for the whole and by level.

    `odds_ratio` (with `low`, `high`) is adjusted for the other themes and for what its model names; where a score
    does not fold into groups, `mean_difference` stands in its place. `p_adjusted` is corrected over all rows
    (Benjamini & Hochberg 1995), and `shown` are those that are certain by it. `impact` (NPS of all minus NPS of
    those who do not mention it) and `unadjusted_odds_ratio` hold nothing equal. Risk differences are of shares,
    importances shares of variance.
    """
    rows: list[dict[str, Any]] = []
    models: list[dict[str, Any]] = []
    for cut in _cuts(tally, scores, themes, segments, settings):
        described = list(_descriptions(cut, settings))
        for outcome in OUTCOMES if cut.score.has_groups else (MEAN,):
            if cut.segment is None or outcome in ("detractor", MEAN):
                made, model = _of_model(cut, outcome, described, settings)
                rows += made
                models.append(model)
    table = pd.DataFrame(rows, columns=["refused", *DRIVER_COLUMNS]).astype({"p": "float64"})
    table["p_adjusted"] = multiplicity.benjamini_hochberg(table["p"].to_numpy(dtype=float))
    # A refused model's tests were made and count among the many; what they found is not said.
    refused = table["refused"].astype(bool)
    table.loc[refused, ["p", "p_adjusted"]] = np.nan
    table["shown"] = table["p_adjusted"] <= 1 - settings.confidence
    whole = dict.fromkeys(("rank", "rank_low", "rank_high", "together", "mentions", "n"), "Int64")
    return Drivers(
        _ordered(table)[list(DRIVER_COLUMNS)].astype(whole), pd.DataFrame(models, columns=list(MODEL_COLUMNS))
    )


def _cuts(
    tally: pd.DataFrame, scores: Sequence[ScoreSettings], themes: Sequence[str], segments: Sequence[str], settings: MeasureSettings
) -> Iterator[_Cut]:  # fmt: skip
    for score in scores:
        cells = scored_cells(tally, score.name, segments)
        predictors = predictors_in(cells, themes)
        if cells.empty or not predictors:
            continue
        yield _Cut(score, None, None, cells, predictors, ("language", *segments))
        for segment in segments:
            sizes = cells.groupby(segment)["n"].sum()
            hidden = withheld_levels(sizes, settings.smallest_group)
            # The other segments would cut a level's responses into very small groups.
            within = scored_cells(tally, score.name, [segment]) if len(segments) > 1 else cells
            unseen = _unseen(within, segment, predictors, settings.smallest_group)
            for level in sorted(set(sizes.index) - set(hidden) - {""}):
                cells_of = within[within[segment] == level]
                yield _Cut(score, segment, level, cells_of, predictors, ("language",), unseen[level])


def _unseen(
    cells: pd.DataFrame, segment: str, predictors: Sequence[Predictor], fewest: int
) -> Mapping[str, frozenset[Predictor]]:
    """For each level of `segment` the mentions that too few people make there, or whose number would give them away."""
    mentions = pd.DataFrame(mention_columns(cells, predictors) * cells[["n"]].to_numpy(), cells[segment])
    counts = mentions.groupby(level=0).sum().astype(int)
    hidden = [withheld_levels(counts[place], fewest) for place in counts]
    return {level: frozenset(p for p, levels in zip(predictors, hidden) if level in levels) for level in counts.index}


def _of_model(
    cut: _Cut, outcome: str, described: Sequence[tuple[Predictor, dict[str, Any]]], settings: MeasureSettings
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The rows of one model, and the row that describes it."""
    model = build_model(cut.cells, cut.predictors, outcome, cut.covariates, settings)
    found = effects(model, settings.confidence)
    shares = None if found.refusal else shares_of(model, settings.confidence, draw=cut.segment is None)
    rows = []
    for predictor, description in described:
        row = {
            **cut.where,
            "outcome": outcome,
            **predictor._asdict(),
            "n": model.n,
            "refused": bool(found.refusal),
            **description,
        }
        if predictor in model.predictors:
            place = model.predictors.index(predictor)
            row |= _said(found, place) | (_share(shares, place) if shares else {})
            if cut.segment is None and outcome != MEAN:
                row |= _alone(model, place, row, settings)
        else:
            row["note"] = model.refusal or (
                few(settings.smallest_group) if predictor in cut.unseen else model.left_out[predictor]
            )
        rows.append(row)
    return rows, {**cut.where, "outcome": outcome, **_description_of(model, cut, found, shares)}


def _descriptions(cut: _Cut, settings: MeasureSettings) -> Iterator[tuple[Predictor, dict[str, Any]]]:
    """Each predictor with what holds nothing equal: how many mention it, impact, penalty and reward."""
    cells, columns = cut.cells, mention_columns(cut.cells, cut.predictors)
    n = cells["n"].to_numpy(float)
    by_group = np.array([n * (cells["group"] == group).to_numpy(float) for group in GROUPS])
    column, nobody = dict(zip(cut.predictors, columns.T)), np.zeros(len(cells))
    for place, predictor in enumerate(cut.predictors):
        says = (column.get(Predictor(predictor.theme, polarity), nobody) for polarity in ("negative", "positive"))
        if predictor in cut.unseen:
            yield predictor, {}
            continue
        mentions, kind = int(n @ columns[:, place]), kind_of(*says, cells, settings)
        row: dict[str, Any] = {"mentions": mentions, "kind": kind.kind, "penalty": kind.penalty, "reward": kind.reward}
        if cut.score.has_groups and mentions >= settings.smallest_group:
            everyone, without = by_group.sum(axis=1), by_group @ (1 - columns[:, place])
            impact = nps.impact(everyone, without, settings.confidence)
            row |= {"impact": impact.value, "impact_low": impact.low, "impact_high": impact.high}
        yield predictor, row


def _said(found: Effects, place: int) -> dict[str, Any]:
    """The adjusted effect of a predictor; of a refused model only its p, which counts among the many tests."""
    if found.refusal:
        return {"p": found.rows[place]["p"] if found.rows else None, "note": found.refusal}
    return found.rows[place]


def _share(shares: Shares, place: int) -> dict[str, Any]:
    return {
        "importance": shares.values[place], "importance_johnson": shares.johnson[place], "rank": shares.rank[place],
        "rank_low": shares.rank_low[place], "rank_high": shares.rank_high[place],
    }  # fmt: skip


def _alone(model: Model, place: int, row: dict[str, Any], settings: MeasureSettings) -> dict[str, Any]:
    """The unadjusted effect, and if nothing is left of it, the theme that it travels with."""
    alone, alpha = unadjusted(model, place, settings.confidence), 1 - settings.confidence
    made: dict[str, Any] = {
        "unadjusted_odds_ratio": alone.odds_ratio, "unadjusted_low": alone.low, "unadjusted_high": alone.high,
        "unadjusted_p": alone.p,
    }  # fmt: skip
    looks_like_one = alone.p is not None and alone.p <= alpha
    if row["refused"] or not looks_like_one or (row.get("p") is not None and row["p"] <= alpha):
        return made
    if other := companion(model, place):
        made |= {"travels_with": other.predictor.theme, "travels_polarity": other.predictor.polarity,
                 "together": other.together, "odds_ratio_with_it": other.odds_ratio}  # fmt: skip
    return made


def _description_of(model: Model, cut: _Cut, found: Effects, shares: Shares | None) -> dict[str, Any]:
    present = [c for c in cut.covariates if cut.cells[c].nunique() > 1]
    firsts = [None, None] if shares is None else [_first(model, values) for values in (shares.values, shares.johnson)]
    return {
        "n": model.n, "predictors": len(model.predictors), "adjusted_for": ", ".join(model.adjusted_for),
        "not_adjusted_for": ", ".join(c for c in present if c not in model.adjusted_for), "method": found.method,
        "p": found.p, "importance_by": shares.by if shares else None, "first": firsts[0], "first_johnson": firsts[1],
        "note": found.refusal or None,
    }  # fmt: skip


def _first(model: Model, values: np.ndarray) -> str | None:
    if None in values or not len(values):
        return None
    best = max(range(len(values)), key=lambda j: (round(float(values[j]), 12), -j))
    return ":".join(model.predictors[best])


def _ordered(table: pd.DataFrame) -> pd.DataFrame:
    """The rows as people look for them: the whole first, drivers before others, the important first."""
    outcomes = {name: i for i, name in enumerate((*OUTCOMES, MEAN))}
    scores = {name: i for i, name in enumerate(dict.fromkeys(table["score"]))}
    keys = pd.DataFrame({
        "part": table["segment"].notna(), "score": table["score"].map(scores), "segment": table["segment"].fillna(""),
        "level": table["level"].fillna(""), "outcome": table["outcome"].map(outcomes), "hidden": ~table["shown"],
        "importance": -table["importance"].astype(float).fillna(-1.0).round(12), "theme": table["theme"], "polarity": table["polarity"],
    })  # fmt: skip
    return table.loc[keys.sort_values(list(keys), kind="stable").index].reset_index(drop=True)
