"""What changed from period to period, tested, with many tests at once corrected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from pipeline.config import MeasureSettings, ScoreSettings
from pipeline.measure.counts import group_counts, levels, mentions, period_before, year_before
from pipeline.measure.withholding import withheld_levels
from pipeline.statistics import multiplicity, nps, proportions

CHANGE_COLUMNS = (
    "what", "id", "market", "period", "before", "against", "value_before", "value", "difference", "low", "high",
    "n_before", "n", "noise", "detectable", "p", "p_adjusted", "verdict", "note",
)  # fmt: skip
PERIOD_BEFORE, YEAR_BEFORE = "period before", "year before"
_POWER = 0.8


class Against(NamedTuple):
    """Two periods that are compared, and what the earlier one is to the later."""

    period: str
    before: str
    against: str


def change_table(
    tally: pd.DataFrame, scores: Sequence[ScoreSettings], themes: Sequence[str], settings: MeasureSettings
) -> pd.DataFrame:
    """Each score, and the share of commenters who blame each theme, against the period before and a year before.

    For the whole (market None) and each market that is not withheld. `noise` is the share of periods in which a
    score moves as far although nothing changed; `detectable` the change that as many responses show in 80 % of
    cases. `p_adjusted` is corrected over all scores, or all themes, and markets that are compared at once (Benjamini &
    Hochberg 1995); `verdict` is rose, fell or no real change by it.
    """
    rows = [*_score_changes(tally, scores, settings), *_blame_changes(tally, themes, settings)]
    table = pd.DataFrame(rows, columns=[c for c in CHANGE_COLUMNS if c not in ("p_adjusted", "verdict")])
    table["p_adjusted"] = table.groupby(["what", "period", "against"])["p"].transform(multiplicity.benjamini_hochberg)
    real = table["p_adjusted"] <= 1 - settings.confidence
    table["verdict"] = np.where(~real, "no real change", np.where(table["difference"] > 0, "rose", "fell"))
    return table[list(CHANGE_COLUMNS)]


def _markets(tally: pd.DataFrame) -> Iterator[tuple[str | None, pd.DataFrame]]:
    yield None, tally
    found = levels(tally, "market")
    if len(found) > 1:
        for market in found:
            yield market, tally[tally["market"] == market]


def _hidden_markets(tally: pd.DataFrame, count: str, fewest: int) -> set[tuple[str, str]]:
    """Period and market of each that is too small to be shown, or would give one away."""
    sizes = tally.groupby(["period", "market"])[count].sum()
    return {
        (period, market)
        for period in sizes.index.unique("period")
        for market in withheld_levels(sizes.loc[period], fewest)
    }


def _compared(periods: Sequence[str], market: str | None, hidden: set[tuple[str, str]]) -> Iterator[Against]:
    """The pairs of periods to compare, latest of a pair in order of time."""
    for period in periods:
        last, year = period_before(period, periods), year_before(period)
        for before, against in (
            (last, PERIOD_BEFORE),
            (year if year in periods and year != last else None, YEAR_BEFORE),
        ):
            if before and not (market and {(period, market), (before, market)} & hidden):
                yield Against(period, before, against)


def _score_changes(tally: pd.DataFrame, scores: Sequence[ScoreSettings], settings: MeasureSettings) -> Iterator[tuple]:
    for score in (s for s in scores if s.has_groups):
        hidden = _hidden_markets(tally, f"{score.name}_n", settings.smallest_group)
        for market, cells in _markets(tally):
            counts = group_counts(cells, score.name, ["period"]).set_index("period")
            for pair in _compared(list(counts.index), market, hidden):
                first, second = (tuple(int(c) for c in counts.loc[p]) for p in (pair.before, pair.period))
                if min(sum(first), sum(second)) < settings.smallest_group:
                    continue
                d = nps.difference(first, second, confidence=settings.confidence)
                yield (
                    "score", score.name, market, *pair, nps.score(*first).value, nps.score(*second).value,
                    d.value, d.low, d.high, sum(first), sum(second), noise_of(first, second, d.value),
                    _detectable(d.low, d.high, settings.confidence), d.p, d.note or None,
                )  # fmt: skip


def noise_of(first: tuple[int, ...], second: tuple[int, ...], move: float) -> float | None:
    """The share of periods in which NPS moves by `move` or more although nothing changed, at such sizes and shares.

    Two unequal samples are as noisy as two of their harmonic mean.
    """
    n = round(2 / (1 / sum(first) + 1 / sum(second)))
    return nps.noise(*(a + b for a, b in zip(first, second)), n=n, move=abs(move))


def _detectable(low: float, high: float, confidence: float) -> float:
    """The change that would be seen in 80 % of periods, from the width of the interval (normal approximation)."""
    from scipy.special import ndtri

    z = float(ndtri((1 + confidence) / 2))
    return (high - low) / 2 * (1 + float(ndtri(_POWER)) / z)


def _blame_changes(tally: pd.DataFrame, themes: Sequence[str], settings: MeasureSettings) -> Iterator[tuple]:
    commented = tally[tally["commented"] == 1]
    hidden = _hidden_markets(commented, "responses", settings.smallest_group)
    counted = {market: blame_counts(cells, themes) for market, cells in _markets(commented)}
    small = _hidden_blame(
        {market: blamed for market, (_, blamed) in counted.items() if market}, settings.smallest_group
    )
    for market, (totals, blamed) in counted.items():
        for pair in _compared(list(totals.index), market, hidden):
            n0, n1 = int(totals[pair.before]), int(totals[pair.period])
            if min(n0, n1) < settings.smallest_group:
                continue
            for theme in themes:
                k0, k1 = int(blamed.at[pair.before, theme]), int(blamed.at[pair.period, theme])
                if (
                    k0 + k1 < settings.smallest_group
                    or {(pair.before, theme, market), (pair.period, theme, market)} & small
                ):
                    continue
                d = proportions.newcombe(k1, n1, k0, n0, confidence=settings.confidence)
                yield (
                    "blame", theme, market, *pair, k0 / n0, k1 / n1, d.value, d.low, d.high, n0, n1, None,
                    _detectable(d.low, d.high, settings.confidence), p_of_difference(k0, n0, k1, n1), d.note or None,
                )  # fmt: skip


def _hidden_blame(blamed: Mapping[str, pd.DataFrame], fewest: int) -> set[tuple[str, str, str]]:
    """Period, theme and market where very few people blame the theme, or where that would give such people away."""
    if not blamed:
        return set()
    counts = pd.concat(blamed, names=["market"]).stack().rename_axis(["market", "period", "theme"])
    return {
        (period, theme, market)
        for (period, theme), sizes in counts.groupby(["period", "theme"])
        for market in withheld_levels(sizes.droplevel(["period", "theme"]), fewest)
    }


def blame_counts(cells: pd.DataFrame, themes: Sequence[str]) -> tuple[pd.Series, pd.DataFrame]:
    """Responses by period, and of these the ones that blame each theme (negative or mixed)."""
    totals = cells.groupby("period", sort=True)["responses"].sum()
    found = mentions(cells.groupby(["period", "themes"], sort=True)["responses"].sum().reset_index())
    found = found[found["polarity"].isin(["negative", "mixed"])]
    blamed = found.groupby(["period", "theme"])["responses"].sum().unstack(fill_value=0)
    return totals, blamed.reindex(index=totals.index, columns=list(themes), fill_value=0)


def p_of_difference(k0: int, n0: int, k1: int, n1: int) -> float:
    """The two-sided p of equal shares: Fisher's exact test, which small and zero counts do not mislead."""
    from scipy.stats import fisher_exact

    return float(fisher_exact([[k0, n0 - k0], [k1, n1 - k1]]).pvalue)
