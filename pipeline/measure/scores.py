"""Scores with intervals, for the whole and for each level of each segment, in every period."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from pipeline.config import MeasureSettings, ScoreSettings
from pipeline.measure.counts import GROUPS, group_counts
from pipeline.measure.withholding import withheld_levels
from pipeline.statistics import Estimate, nps

COLUMNS = (
    "score", "period", "segment", "level", "estimate", "low", "high", "n", "n_effective", "unweighted", "promoters",
    "passives", "detractors", "note",
)  # fmt: skip


def score_table(
    tally: pd.DataFrame, scores: Sequence[ScoreSettings], segments: Sequence[str], settings: MeasureSettings, weighted: bool
) -> pd.DataFrame:  # fmt: skip
    """A row for each score, period, segment and level (segment and level None for the whole).

    A score that folds into promoters and detractors is given as NPS in points, others as the mean on their scale.
    Where `weighted`, NPS is weighted, `unweighted` is the plain one, and the interval rests on `n_effective`
    responses (Kish 1965). Counts of groups are of responses, not weighted. Small levels are withheld, their n too.
    """
    rows = []
    for score in scores:
        scored = tally[tally[f"{score.name}_n"] > 0]
        for period, cells in scored.groupby("period", sort=True):
            for segment in (None, *segments):
                for level, where in _levels(cells, segment, f"{score.name}_n", settings):
                    found = {"note": where} if isinstance(where, str) else _numbers(score, where, settings, weighted)
                    rows.append({"score": score.name, "period": period, "segment": segment, "level": level, **found})
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(
        dict.fromkeys(("n", "promoters", "passives", "detractors"), "Int64")
    )


def _levels(
    cells: pd.DataFrame, segment: str | None, count: str, settings: MeasureSettings
) -> Iterator[tuple[str | None, pd.DataFrame | str]]:
    """Each level with its cells, or with the reason why it is withheld."""
    if segment is None:
        yield None, cells
        return
    sizes = cells.groupby(segment, sort=True)[count].sum()
    hidden = withheld_levels(sizes, settings.smallest_group)
    for level in filter(None, sizes.index):
        yield level, hidden.get(level) or cells[cells[segment] == level]


def _numbers(score: ScoreSettings, cells: pd.DataFrame, settings: MeasureSettings, weighted: bool) -> dict[str, Any]:
    n = int(cells[f"{score.name}_n"].sum())
    groups: dict[str, int] = {}
    plain = n_effective = None
    if score.has_groups:
        groups = {f"{group}s": int(count) for group, count in zip(GROUPS, group_counts(cells, score.name, []).iloc[0])}
        found = nps.score(*groups.values(), confidence=settings.confidence)
        if weighted:
            plain, found = found.value, _weighted(score, cells, settings.confidence)
            n_effective = found.n
    else:
        found = _mean(cells, score.name, n, settings.confidence)
    notes = [found.note] if found.note else []
    if n < settings.min_responses:
        notes.append(f"rests on only {n} responses")
    if weighted and not score.has_groups:
        notes.append("not weighted")
    return {"estimate": found.value, "low": found.low, "high": found.high, "n": n, "n_effective": n_effective,
            "unweighted": plain, **groups, "note": "; ".join(notes) or None}  # fmt: skip


def _weighted(score: ScoreSettings, cells: pd.DataFrame, confidence: float) -> Estimate:
    """The weighted NPS, its n being Kish's effective one: `nps.weighted` from the sums of a tally."""
    by_group = cells.groupby(f"{score.name}_group")["weight_sum"].sum()
    sums, squares = [int(by_group.get(group, 0)) for group in GROUPS], int(cells["weight_squares"].sum())
    total = sum(sums)
    if not total or not squares:
        return Estimate(None, None, None, 0, "no response has a weight above 0")
    # Sums are in billionths, and so are the squares.
    n_effective = total * total / squares / 1e9
    found = nps.score(*(n_effective * part / total for part in sums), confidence=confidence)
    return Estimate(100 * (sums[0] - sums[2]) / total, found.low, found.high, n_effective, found.note)


def _mean(cells: pd.DataFrame, score: str, n: int, confidence: float) -> Estimate:
    """The mean and its t interval, from the sums of the tally."""
    from scipy.stats import t

    total = int(cells[f"{score}_sum"].sum())
    mean = total / 1000 / n
    if n < 2:
        return Estimate(mean, None, None, n, "one response has no interval")
    # In whole numbers: the difference of two large floats would lose its digits.
    variance = (int(cells[f"{score}_squares"].sum()) * n - total * total) / 1e6 / n / (n - 1)
    half = float(t.ppf((1 + confidence) / 2, n - 1)) * math.sqrt(max(0.0, variance) / n)
    return Estimate(mean, mean - half, mean + half, n)
