"""The largest break in the history, followed to the reported period."""

from __future__ import annotations

import pandas as pd

from pipeline.config import MeasureSettings, ScoreSettings
from pipeline.measure.changes import PERIOD_BEFORE, blame_counts, p_of_difference
from pipeline.measure.counts import group_counts, levels
from pipeline.statistics import nps
from pipeline.tables import Story

# A story is told of changes that are both certain and large enough to be felt.
_CERTAIN = 0.01
_FELT_SHARE = 0.08


def find_story(
    changes: pd.DataFrame, tally: pd.DataFrame, score: ScoreSettings | None, period: str, settings: MeasureSettings
) -> Story | None:
    """The most certain of the felt rises in blame up to `period`, followed to `period`; None if there is none."""
    rises = changes[
        (changes["what"] == "blame")
        & (changes["against"] == PERIOD_BEFORE)
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
        return p_of_difference(*counts) < 1 - settings.confidence

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
