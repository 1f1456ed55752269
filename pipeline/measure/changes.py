"""What changed from period to period, tested, with many tests at once corrected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from pipeline.config import MeasureSettings, ScoreSettings
from pipeline.measure.counts import group_counts, levels, mentions, period_before
from pipeline.statistics import multiplicity, nps, proportions
from pipeline.tables import Story

CHANGE_COLUMNS = (
    "what", "id", "market", "period", "before", "value_before", "value", "difference", "low", "high",
    "n_before", "n", "p", "p_adjusted", "verdict", "note",
)  # fmt: skip
# A story is told of changes that are both certain and large enough to be felt.
_CERTAIN = 0.01
_FELT_SHARE = 0.08


def change_table(
    tally: pd.DataFrame, scores: Sequence[ScoreSettings], themes: Sequence[str], settings: MeasureSettings
) -> pd.DataFrame:
    """Each score, and the share of commenters who blame each theme, against the period before.

    For the whole (market None) and each market. `p_adjusted` is corrected over all rows of the table
    (Benjamini & Hochberg 1995); `verdict` is rose, fell or no real change by it.
    """
    rows = [*_score_changes(tally, scores, settings), *_blame_changes(tally, themes, settings)]
    table = pd.DataFrame(rows, columns=[c for c in CHANGE_COLUMNS if c not in ("p_adjusted", "verdict")])
    table["p_adjusted"] = multiplicity.benjamini_hochberg(table["p"].to_numpy(dtype=float))
    real = table["p_adjusted"] <= 1 - settings.confidence
    table["verdict"] = np.where(~real, "no real change", np.where(table["difference"] > 0, "rose", "fell"))
    return table[list(CHANGE_COLUMNS)]


def _markets(tally: pd.DataFrame) -> Iterator[tuple[str | None, pd.DataFrame]]:
    yield None, tally
    found = levels(tally, "market")
    if len(found) > 1:
        for market in found:
            yield market, tally[tally["market"] == market]


def _score_changes(tally: pd.DataFrame, scores: Sequence[ScoreSettings], settings: MeasureSettings) -> Iterator[tuple]:
    for score in (s for s in scores if s.has_groups):
        for market, cells in _markets(tally):
            counts = group_counts(cells, score.name, ["period"]).set_index("period")
            for period in counts.index[1:]:
                before = period_before(period, counts.index)
                first, second = (tuple(int(c) for c in counts.loc[p]) for p in (before, period))
                if min(sum(first), sum(second)) < settings.smallest_group:
                    continue
                d = nps.difference(first, second, confidence=settings.confidence)
                yield (
                    "score", score.name, market, period, before, nps.score(*first).value, nps.score(*second).value,
                    d.value, d.low, d.high, sum(first), sum(second), d.p, d.note,
                )  # fmt: skip


def _blame_changes(tally: pd.DataFrame, themes: Sequence[str], settings: MeasureSettings) -> Iterator[tuple]:
    for market, cells in _markets(tally[tally["commented"] == 1]):
        totals, blamed = blame_counts(cells, themes)
        for period in totals.index[1:]:
            before = period_before(period, totals.index)
            n0, n1 = int(totals[before]), int(totals[period])
            if min(n0, n1) < settings.smallest_group:
                continue
            for theme in themes:
                k0, k1 = int(blamed.at[before, theme]), int(blamed.at[period, theme])
                if k0 + k1 < settings.smallest_group:
                    continue
                d = proportions.newcombe(k1, n1, k0, n0, confidence=settings.confidence)
                yield (
                    "blame", theme, market, period, before, k0 / n0, k1 / n1, d.value, d.low, d.high, n0, n1,
                    _p_of_difference(k0, n0, k1, n1), d.note,
                )  # fmt: skip


def blame_counts(cells: pd.DataFrame, themes: Sequence[str]) -> tuple[pd.Series, pd.DataFrame]:
    """Responses by period, and of these the ones that blame each theme (negative or mixed)."""
    totals = cells.groupby("period", sort=True)["responses"].sum()
    found = mentions(cells)
    found = found[found["polarity"].isin(["negative", "mixed"])]
    blamed = found.groupby(["period", "theme"])["responses"].sum().unstack(fill_value=0)
    return totals, blamed.reindex(index=totals.index, columns=list(themes), fill_value=0)


def _p_of_difference(k0: int, n0: int, k1: int, n1: int) -> float:
    """The two-sided p of equal shares: Fisher's exact test, which small and zero counts do not mislead."""
    from scipy.stats import fisher_exact

    return float(fisher_exact([[k0, n0 - k0], [k1, n1 - k1]]).pvalue)


def find_story(
    changes: pd.DataFrame, tally: pd.DataFrame, score: ScoreSettings | None, period: str, settings: MeasureSettings
) -> Story | None:
    """The most certain of the felt rises in blame up to `period`, followed to `period`; None if there is none."""
    rises = changes[
        (changes["what"] == "blame")
        & (changes["period"] <= period)
        & (changes["p_adjusted"] < _CERTAIN)
        & (changes["difference"] >= _FELT_SHARE)
    ]
    if rises.empty:
        return None
    top = rises.sort_values(["p", "id", "period"], kind="stable").iloc[0]
    same = rises[(rises["id"] == top["id"]) & (rises["period"] == top["period"])]
    in_markets = same[same["market"].notna()]
    everywhere = len(in_markets) > len(levels(tally, "market")) / 2 or in_markets.empty
    market = (
        None
        if everywhere
        else in_markets.sort_values(["difference", "market"], ascending=[False, True]).iloc[0]["market"]
    )
    cells = tally if market is None else tally[tally["market"] == market]
    return _follow(str(top["id"]), market, str(top["before"]), str(top["period"]), cells, score, period, settings)


def _follow(
    theme: str, market: str | None, before: str, began: str, cells: pd.DataFrame,
    score: ScoreSettings | None, now: str, settings: MeasureSettings,
) -> Story:  # fmt: skip
    totals, blamed = blame_counts(cells[cells["commented"] == 1], [theme])
    share = {p: blamed.at[p, theme] / totals[p] for p in totals.index if p <= now}
    later = [p for p in share if p >= began]
    peak = max(later, key=lambda p: (share[p], p))

    def differs(first: str, second: str) -> bool:
        counts = [int(v) for p in (first, second) for v in (blamed.at[p, theme], totals[p])]
        return _p_of_difference(*counts) < 1 - settings.confidence

    mended = next((p for p in later if p > peak and share[p] < share[peak] and differs(peak, p)), None)
    last = max(share)
    back = mended is not None and (share[last] <= share[before] or not differs(before, last))
    points = _nps_by_period(cells, score)
    return Story(
        theme, market, before, began, peak, mended,
        "recovered" if back else "easing" if mended else "ongoing",
        float(share[before]), float(share[peak]), float(share[last]),
        points.get(before), points.get(peak), points.get(last),
    )  # fmt: skip


def _nps_by_period(cells: pd.DataFrame, score: ScoreSettings | None) -> dict[str, float | None]:
    if score is None or not score.has_groups:
        return {}
    counts = group_counts(cells, score.name, ["period"])
    return {
        row.period: nps.score(int(row.promoters), int(row.passives), int(row.detractors)).value
        for row in counts.itertuples()
    }
