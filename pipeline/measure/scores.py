"""Scores with intervals, for the whole and for each level of each segment, in every period."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from pipeline.config import MeasureSettings, ScoreSettings
from pipeline.measure.counts import group_counts
from pipeline.statistics import Estimate, nps

COLUMNS = (
    "score", "period", "segment", "level", "estimate", "low", "high", "n", "promoters", "passives", "detractors", "note",
)  # fmt: skip


def score_table(
    tally: pd.DataFrame, scores: Sequence[ScoreSettings], segments: Sequence[str], settings: MeasureSettings
) -> pd.DataFrame:
    """A row for each score, period, segment and level (segment and level None for the whole).

    A score that folds into promoters and detractors is given as NPS in points, others as the mean on their
    scale. A level with fewer than `smallest_group` scores is withheld, with its counts.
    """
    rows = []
    for score in scores:
        for segment in (None, *segments):
            by = ["period", *([segment] if segment else [])]
            for key, cell in tally[tally[f"{score.name}_n"] > 0].groupby(by, sort=True):
                if segment and key[1] == "":
                    continue
                rows.append(_row(score, segment, key, cell, settings))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"n": "int64"})


def _row(score: ScoreSettings, segment: str | None, key: tuple, cell: pd.DataFrame, settings: MeasureSettings) -> tuple:
    where = (score.name, key[0], segment, key[1] if segment else None)
    n = int(cell[f"{score.name}_n"].sum())
    if segment and n < settings.smallest_group:
        return (
            *where,
            None,
            None,
            None,
            n,
            None,
            None,
            None,
            f"withheld: fewer than {settings.smallest_group} responses",
        )
    if score.has_groups:
        counts = [int(c) for c in group_counts(cell, score.name, []).iloc[0]]
        found = nps.score(*counts, confidence=settings.confidence)
    else:
        counts = [None, None, None]
        found = _mean(cell, score.name, n, settings.confidence)
    notes = [found.note] if found.note else []
    if n < settings.min_responses:
        notes.append(f"rests on only {n} responses")
    return (*where, found.value, found.low, found.high, n, *counts, "; ".join(notes) or None)


def _mean(cell: pd.DataFrame, score: str, n: int, confidence: float) -> Estimate:
    """The mean and its t interval, from the sums of the tally."""
    from scipy.stats import t

    mean = int(cell[f"{score}_sum"].sum()) / 1000 / n
    if n < 2:
        return Estimate(mean, None, None, n, "one response has no interval")
    squares = int(cell[f"{score}_squares"].sum()) / 1e6
    variance = max(0.0, (squares - n * mean * mean) / (n - 1))
    half = float(t.ppf((1 + confidence) / 2, n - 1)) * math.sqrt(variance / n)
    return Estimate(mean, mean - half, mean + half, n, None)
